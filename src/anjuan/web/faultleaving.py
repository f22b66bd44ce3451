"""The sentences of errors about papers set in order, what leaves the house, and compiled knowledge."""

from __future__ import annotations

#: English sentence and Chinese one; the same names in braces stand for the same values.
LEAVING = (
    # papers, pages, mail
    ("The mailbox {user} at {host}:{port} failed to {what}: {told}.", "邮箱 {user}（{host}:{port}）操作失败。"),
    ("A title has 1 to {most} characters; this one has {number}.", "题名为 1 至 {most} 个字，现有 {number} 个字。"),
    ("The case has no place {place}.", "案卷没有第 {place} 个位置。"),
    ("The paper cannot be moved to case {case}.", "文件不能移到案卷 {case}。"),
    ("Case {case} has these pages of the same file already.", "案卷 {case} 已有同一原件的这些页。"),
    (
        "A paper cannot begin on page {page}: the case shows {pages} pages of the file.",
        "文件不能从第 {page} 页开始：案卷只显示该原件的 {pages} 页。",
    ),
    ("The file {path} with the password of the mailbox cannot be read.", "不能读取邮箱密码文件 {path}。"),
    ("Pages cannot be turned by {turn} degrees and marked {mark}.", "页面不能旋转 {turn} 度，也不能这样标记。"),
    ("Page {page} has no picture that could be turned.", "第 {page} 页没有可旋转的图像。"),
    ("There is no deed {key} that could be undone.", "没有可撤销的操作 {key}。"),
    # shares, downloads, parcels
    ("You ordered no parcel {number}.", "您没有导出包 {number}。"),
    ("There is no share {number} that you may end.", "没有您可以收回的分享 {number}。"),
    ("There is no share {number}.", "没有分享 {number}。"),
    ("{name} may not take papers out as {way}.", "{name} 不能以这种形式取出文件。"),
    (
        "The file of document {key} may hold papers that are not open to {name}.",
        "文件 {key} 的原件可能含有 {name} 无权查阅的文件。",
    ),
    ("{title} has {pages} pages.", "“{title}”有 {pages} 页。"),
    ("{name} may not take cases out any more.", "{name} 已不能导出案卷。"),
    ("{name} may not take cases out.", "{name} 不能导出案卷。"),
    ("{number} cases are chosen that may be taken out.", "所选案卷中可导出的有 {number} 个。"),
    ("The file of {number} is not there.", "{number} 的文件已不在。"),
    ("The case cannot be shared like this: {faults}.", "案卷不能这样分享，请核对填写的内容。"),
    ("The share {number} is {standing}.", "分享 {number} 的状态不允许此操作。"),
    # figures, graph, language model
    ("Findings cannot be counted by {name}.", "不能按 {name} 统计。"),
    ("{name} may not compare auditors: it needs {needs}.", "{name} 不能查看审核组长差异，需要“{needs}”。"),
    ("The language model answered with status {status}.", "语言模型返回状态 {status}。"),
    ("The language model cannot be reached: {what}.", "无法连接语言模型（{what}）。"),
    ("The language model's answer is longer than {most} KiB.", "语言模型的回答超过 {most} KiB。"),
    ("The language model took longer than {n} seconds.", "语言模型超过 {n} 秒没有回答完。"),
    ("A question has 1 to {most} characters; this one has {n}.", "问题为 1 至 {most} 个字，现有 {n} 个字。"),
    (
        "{spent} of {most} are spent today, and this may cost {cost}.",
        "今天限额 {most}，已用 {spent}，本次最多 {cost}。",
    ),
    ("There is no thing {key} of the graph that you may see.", "图谱中没有您可以查看的节点 {key}。"),
    ("There is no edge {key} of the graph that you may see.", "图谱中没有您可以查看的关联 {key}。"),
    ("Figures cannot be had as {form}.", "统计表没有 {form} 格式。"),
    # compiled knowledge
    ("There is no fact {key} that you may see.", "没有您可以查看的事实 {key}。"),
    ("{name} may not read guides: it needs {needs}.", "{name} 不能阅读指南，需要“{needs}”。"),
    ("There is no released guide for {scope}.", "{scope} 没有已发布的指南。"),
    ("The guide {field} {code} has no released edition.", "指南 {field} {code} 没有已发布的版本。"),
    ("{name} may not do this with guides: it needs {needs}.", "{name} 不能这样处理指南，需要“{needs}”。"),
    ("No mined case belongs to {scope}.", "{scope} 没有已提取事实的案卷。"),
    ("An edition of the guide {scope} waits for its release.", "指南 {scope} 有一版正等待发布。"),
    ("A line cannot be edited by {what} with {values}.", "该行不能这样编辑，请填写完整。"),
    ("{name} submitted this edition.", "这一版由 {name} 本人提交。"),
    (
        "{leaks} places tell an identity, {lines} lines say what no page says.",
        "有 {leaks} 处涉及身份信息，{lines} 行没有出处。",
    ),
    ("Edition {number} is {state}, not {wanted}.", "第 {number} 版的状态不允许此操作。"),
    ("{name} may not review facts: it needs {needs}.", "{name} 不能审阅事实，需要“{needs}”。"),
    ("The fact has no value {names}.", "该事实没有这个值。"),
    (
        "Of {of} facts of {rule} that were looked at singly, {count} were right.",
        "规则 {rule} 已逐条审阅 {of} 条，其中 {count} 条正确。",
    ),
    ("There is no step {name}.", "没有这一步操作。"),
    ("{name} cannot be said of a fact.", "不能这样审阅事实。"),
    ("A guide cannot be had as {form}.", "指南不能以 {form} 格式取得。"),
    ("There is no form {way}.", "没有这种下载形式。"),
    ("A score report cannot be had as {form}.", "评分报告不能以 {form} 格式取得。"),
    ("{text} is no number of points.", "“{text}”不是分值。"),
    ("{text} is no whole number.", "“{text}”不是整数。"),
    ("No language model is set up.", "没有设置语言模型的地址。"),
    ("There is no such result of yours.", "没有您的这次答题结果。"),
)
