"""The sentences of errors of the certification process with their values, English and Chinese side by side."""

from __future__ import annotations

PROCESS = (
    ("There is no {machine} {key} that you may see.", "没有您可以查看的这一记录（{key}）。"),
    ("There is no project {number} that you may see.", "没有您可以查看的项目 {number}。"),
    ("In the state {state} there is no step {step}.", "当前状态没有这一步。"),
    ("{rule}: {what}", "{rule}：规则不准许。"),
    ("{text} is no day.", "{text} 不是日期。"),
    ("{text} is no number of days.", "{text} 不是天数。"),
    ("{text} is no number.", "{text} 不是数字。"),
    ("{text} names no step.", "没有这一步。"),
    ("{actor} may not plan a task for {owner}.", "{actor} 不能为 {owner} 安排任务。"),
    ("The application {number} was decided and is changed no more.", "申请 {number} 已有结论，不能再改。"),
    ("The condition {key} cannot be {outcome} on {day}.", "{day} 不能这样登记该条件。"),
    ("There is no special audit {code}.", "没有特殊审核类型 {code}。"),
    ("The audit {number} is {state}; this is written before or after.", "审核 {number} 当前状态不能填写此项。"),
    ("The days of the audit {number} stand in its plan.", "审核 {number} 的日期已在审核计划中。"),
    ("The plan names {names}, or no half day.", "计划中的 {names} 不在审核组内，或时间不是上午、下午。"),
    ("The note {note} has two texts in its revision {revision}.", "记录 {note} 的第 {revision} 版有两种内容。"),
    ("There is no grade {grade}.", "没有分级 {grade}。"),
    ("The finding {number} takes no evidence any more.", "不符合项 {number} 不再接收证据。"),
    ("Audits of {number} that were opened cannot leave the programme.", "项目 {number} 已开始的审核不能移出方案。"),
    ("The project {number} is {state}: no audit is opened now.", "项目 {number} 当前状态不能开始审核。"),
)
