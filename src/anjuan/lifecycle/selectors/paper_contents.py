"""What stands in the papers of the process: recorded facts alone, an empty field where nothing is recorded."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from anjuan.lifecycle.models import Application, Audit, ChecklistNote, Condition, Finding, Project
from anjuan.lifecycle.rules.process_tables import limits
from anjuan.lifecycle.selectors.subjects import Subject

_KINDS = {
    "stage1": "第一阶段审核", "stage2": "第二阶段审核", "surveillance": "监督审核",
    "recertification": "再认证审核", "special": "特殊审核",
}  # fmt: skip
_ROLES = {"leader": "组长", "auditor": "审核员", "trainee": "实习审核员", "expert": "技术专家", "observer": "观察员"}
_GRADES = {"major": "严重不符合", "minor": "一般不符合", "observation": "观察项"}
_OUTCOMES = {"yes": "是", "no": "否", "na": "不适用"}
_HALVES = {"am": "上午", "pm": "下午"}
_STATUS = {"none": "未颁发", "01": "有效", "02": "暂停", "03": "撤销", "04": "注销", "05": "过期失效"}


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A table of a paper."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Content:
    """A paper: labels with values, tables, texts, and who signs."""

    kind: str
    title: str
    number: str
    pairs: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    signs: tuple[str, ...] = ()


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _client(project: Project) -> tuple[tuple[str, str], ...]:
    who = project.organisation
    return (
        ("受审核方", who.name), ("统一社会信用代码", _said(who.credit_code)), ("项目编号", project.number),
        ("认证依据", project.standards), ("认证范围", project.scope), ("专业代码", project.professional_codes),
    )  # fmt: skip


def _of_audit(audit: Audit) -> tuple[tuple[str, str], ...]:
    days = f"{_said(audit.first_day)} 至 {_said(audit.last_day)}"
    return (*_client(audit.project), ("审核类型", _KINDS[audit.kind]), ("审核编号", audit.number), ("审核日期", days))


def team_table(audit: Audit) -> Table:
    """Return the team of an audit as a table."""
    rows = tuple(
        (one.name, _ROLES[one.role], one.codes, f"{one.days.normalize():f}", _said(one.declared_on))
        for one in audit.team.all()
    )  # fmt: skip
    return Table("审核组", ("姓名", "组内职务", "专业代码", "人日", "公正性声明签署日期"), rows)


def _plan_table(audit: Audit) -> Table:
    rows = tuple(
        (_said(one.day), _HALVES[one.half], one.site, one.process, one.clauses, one.member.name)
        for one in audit.plan.select_related("member")
    )  # fmt: skip
    return Table("审核日程", ("日期", "时间", "场所", "部门或过程", "条款", "审核员"), rows)


def _findings_table(audit: Audit) -> Table:
    rows = tuple(
        (one.number, _GRADES[one.grade], one.clause, one.department, one.fact)
        for one in audit.findings.exclude(state="taken_back")
    )
    return Table("不符合项与观察项", ("编号", "分级", "条款", "部门", "事实"), rows)


def _notes_table(audit: Audit) -> Table:
    rows = tuple(
        (note.clauses, note.process, note.text, note.author) for note in latest_notes(audit)
    )  # fmt: skip
    return Table("审核记录", ("条款", "部门或过程", "记录", "审核员"), rows)


def latest_notes(audit: Audit) -> list[ChecklistNote]:
    """Return the last revision of every note of an audit, in the order they were made."""
    last = {note.uuid: note for note in audit.notes.order_by("revision", "received_at")}
    return sorted(last.values(), key=lambda note: (note.device_at, note.pk))


def _review_of_application(row: Application, project: Project | None) -> Content:
    words = limits().latest.conditions
    latest: dict[str, Condition] = {one.key: one for one in row.conditions.order_by("pk")}
    rows = tuple(
        (words.get(one.key, one.key), _OUTCOMES[one.outcome], _said(one.checked_on), one.checked_by, one.note)
        for one in latest.values()
    )
    pairs = (
        ("受审核方", row.applicant), ("统一社会信用代码", row.credit_code), ("申请编号", row.number),
        ("项目编号", project.number if project else ""), ("申请日期", _said(row.applied_on)),
        ("认证依据", row.standards),
        ("申请范围", row.scope), ("专业代码", row.professional_codes), ("体系人数", _said(row.headcount)),
        ("体系发布日期", _said(row.released_on)), ("内部审核日期", _said(row.internal_audit_on)),
        ("管理评审日期", _said(row.management_review_on)), ("评审日期", _said(row.reviewed_on)),
        ("评审结论", "同意受理" if row.state == "accepted" else f"不予受理：{row.reason}"),
    )  # fmt: skip
    table = Table("评审条件", ("条件", "符合", "核查日期", "核查人", "说明"), rows)
    return Content("B01", "认证申请评审记录", row.number, pairs, (table,), (), ("评审人", "批准人"))


def _notice(row: Application) -> Content:
    accepted = row.state == "accepted"
    pairs = (("申请组织", row.applicant), ("申请编号", row.number), ("认证依据", row.standards),
             ("认证范围", row.scope), ("受理结论", "受理" if accepted else "不受理"), ("日期", _said(row.reviewed_on)),
             ("理由", row.reason))  # fmt: skip
    return Content(
        "B04", "受理通知书" if accepted else "不受理通知书", row.number, pairs, (), (), ("经办人", "（公章）")
    )


def _contract(project: Project) -> Content:
    pairs = (*_client(project), ("合同编号", project.contract_no), ("签订日期", _said(project.contract_on)),
             ("费用支付", "由委托方直接支付给认证机构" if project.fee_direct else ""))  # fmt: skip
    return Content("B05", "认证合同登记", project.number, pairs, (), (), ("甲方（签章）", "乙方（签章）"))


def _time(project: Project) -> Content:
    pairs = (
        *_client(project),
        ("最低审核人日", _said(project.minimum_days)),
        ("计算与增减说明", project.minimum_reason),
    )
    return Content("B02", "审核时间计算表", project.number, pairs, (), (), ("编制人",))


def _programme(project: Project) -> Content:
    rows = tuple(
        (str(line.sequence), _KINDS[line.kind], _said(line.planned_on), _said(line.days), line.clauses)
        for line in project.programme.all()
    )
    table = Table("周期内审核安排", ("序号", "审核类型", "计划日期", "人日", "条款和过程"), rows)
    pairs = (*_client(project), ("批准日期", _said(project.programme_approved_on)),
             ("抽样说明", project.sampling_reason))  # fmt: skip
    return Content("C01", "审核方案", project.number, pairs, (table,), (), ("编制人", "批准人"))


def _order(audit: Audit) -> Content:
    pairs = (*_of_audit(audit), ("下达日期", _said(audit.ordered_on)), ("最低人日", _said(audit.minimum_days)),
             ("审核目的", audit.objectives))  # fmt: skip
    return Content("C02", "审核任务书", audit.number, pairs, (team_table(audit),), (), ("下达人", "组长"))


def _appointment(audit: Audit) -> Content:
    return Content(
        "C03", "审核组能力匹配与任命记录", audit.number, _of_audit(audit), (team_table(audit),), (), ("任命人",)
    )


def _consent(audit: Audit) -> Content:
    pairs = (*_of_audit(audit), ("客户确认审核组日期", _said(audit.team_accepted_on)))
    return Content("C05", "审核通知书及客户确认", audit.number, pairs, (team_table(audit),), (), ("受审核方代表",))


def _plan(audit: Audit) -> Content:
    return Content(
        "C06", "审核计划", audit.number, _of_audit(audit), (team_table(audit), _plan_table(audit)), (),
        ("组长", "受审核方确认"),
    )  # fmt: skip


def _meeting(kind: str, title: str, column: str) -> Callable[[Audit], Content]:
    def made(audit: Audit) -> Content:
        rows = tuple((one.name, _ROLES[one.role], "已签到" if getattr(one, column) else "") for one in audit.team.all())
        table = Table("审核组签到", ("姓名", "职务", "签到"), rows)
        day = audit.opened_on if kind == "D02" else audit.closed_on
        return Content(kind, title, audit.number, (*_of_audit(audit), ("会议日期", _said(day))), (table,), (),
                       ("组长", "受审核方管理层"))  # fmt: skip

    return made


def _notes(audit: Audit) -> Content:
    return Content("D04", "现场审核记录", audit.number, _of_audit(audit), (_notes_table(audit),), (), ("审核员",))


def _report(kind: str, title: str) -> Callable[[Audit], Content]:
    def made(audit: Audit) -> Content:
        pairs = (*_of_audit(audit), ("报告日期", _said(audit.reported_on)), ("首次会议", _said(audit.opened_on)),
                 ("末次会议", _said(audit.closed_on)))  # fmt: skip
        tables = (team_table(audit), _plan_table(audit), _findings_table(audit), _notes_table(audit))
        return Content(kind, title, audit.number, pairs, tables, (("审核结论", audit.conclusion),), ("组长",))

    return made


def _finding_paper(row: Finding) -> Content:
    pairs = (*_of_audit(row.audit), ("不符合编号", row.number), ("分级", _GRADES[row.grade]), ("部门", row.department),
             ("条款", row.clause), ("要求", row.requirement), ("发现日期", _said(row.found_on)),
             ("整改期限", _said(row.due_on)),
             ("验证方式", {"written": "书面", "onsite": "现场"}.get(row.way, "")))  # fmt: skip
    return Content("D08", "不符合报告", f"{row.audit.number}-{row.number}", pairs, (), (("不符合事实", row.fact),),
                   ("审核员", "受审核方代表"))  # fmt: skip


def _closure(row: Finding) -> Content:
    answer, seen = row.answers.last(), getattr(row, "verification", None)
    pairs = (*_of_audit(row.audit), ("不符合编号", row.number), ("验证日期", _said(seen.verified_on if seen else None)),
             ("验证人", seen.verified_by if seen else ""), ("验证证据", seen.evidence if seen else ""))  # fmt: skip
    texts = (
        ("原因分析", answer.cause if answer else ""), ("纠正", answer.correction if answer else ""),
        ("纠正措施", answer.action if answer else ""), ("验证结论", seen.text if seen else ""),
    )  # fmt: skip
    return Content("D09", "不符合纠正与验证记录", f"{row.audit.number}-{row.number}", pairs, (), texts, ("验证人",))


def _file_review(audit: Audit) -> Content:
    review = getattr(audit, "review", None)
    pairs = (*_of_audit(audit), ("评定人", review.reviewer_name if review else ""),
             ("评定日期", _said(review.reviewed_on if review else None)))  # fmt: skip
    return Content("E01", "案卷评定记录", audit.number, pairs, (_findings_table(audit),),
                   (("评定意见", review.text if review else ""),), ("评定人",))  # fmt: skip


def _questions(audit: Audit) -> Content:
    rows = tuple((one.text, one.asked_by, one.answer) for one in audit.questions.all())
    table = Table("评定问题", ("问题", "提出人", "答复"), rows)
    return Content("E02", "评定问题及整改", audit.number, _of_audit(audit), (table,), (), ("评定人", "组长"))


def _decision(audit: Audit) -> Content:
    one = getattr(audit, "decision", None)
    words = {True: "同意", False: "不同意"}
    pairs = (*_of_audit(audit), ("认证决定", words[one.is_positive] if one else ""),
             ("决定日期", _said(one.decided_on if one else None)),
             ("认证决定人员", one.decider_name if one else ""))  # fmt: skip
    texts = (("决定意见", one.text if one else ""), ("决定时的提示", one.minded if one else ""))
    return Content("E03", "认证决定记录", audit.number, pairs, (_findings_table(audit),), texts, ("认证决定人员",))


def _status_notice(project: Project) -> Content:
    change = project.status_changes.last()
    pairs = (
        *_client(project), ("证书编号", project.certificate_no),
        ("变更前", _STATUS[change.before] if change else ""), ("变更后", _STATUS[change.after] if change else ""),
        ("原因代码", change.reason_code if change else ""), ("起始日期", _said(change.begins_on if change else None)),
        ("截止日期", _said(change.ends_on if change else None)),
    )  # fmt: skip
    return Content("G02", "证书状态变更通知", project.number, pairs, (), (("说明", change.text if change else ""),),
                   ("批准人", "（公章）"))  # fmt: skip


_OF_APPLICATION: Mapping[str, Callable[[Application, Project | None], Content]] = {
    "B01": _review_of_application,
    "B04": lambda row, _: _notice(row),
}
_OF_PROJECT: Mapping[str, Callable[[Project], Content]] = {
    "B02": _time, "B05": _contract, "C01": _programme, "G02": _status_notice,
}  # fmt: skip
_OF_AUDIT: Mapping[str, Callable[[Audit], Content]] = {
    "C02": _order, "C03": _appointment, "C05": _consent, "C06": _plan,
    "D02": _meeting("D02", "首次会议签到表", "opening_signed"),
    "D03": _meeting("D03", "末次会议签到表", "closing_signed"),
    "D04": _notes, "D05": _report("D05", "第一阶段审核报告"), "D12": _report("D12", "审核报告"), "E01": _file_review,
    "E02": _questions, "E03": _decision,
}  # fmt: skip
_OF_FINDING: Mapping[str, Callable[[Finding], Content]] = {"D08": _finding_paper, "D09": _closure}


def content_of(kind: str, subject: Subject) -> Content | None:
    """Return what stands in a paper of a thing; None for kinds that others make or the client brings."""
    row = subject.row
    row.refresh_from_db()
    if isinstance(row, Application) and kind in _OF_APPLICATION:
        return _OF_APPLICATION[kind](row, getattr(row, "project", None))
    if isinstance(row, Project) and kind in _OF_PROJECT:
        return _OF_PROJECT[kind](row)
    if isinstance(row, Audit) and kind in _OF_AUDIT:
        return _OF_AUDIT[kind](row)
    if isinstance(row, Finding) and kind in _OF_FINDING:
        return _OF_FINDING[kind](row)
    return None
