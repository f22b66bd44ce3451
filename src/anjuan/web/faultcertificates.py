"""The sentences of errors about certificates, English and Chinese side by side."""

from __future__ import annotations

#: English sentence and Chinese one; the same names in braces stand for the same values.
CERTIFYING = (
    ("This body has issued no certificate {number}.", "本机构没有颁发过证书 {number}。"),
    ("Certificate {number} has no printing {printing}.", "证书 {number} 没有第 {printing} 版。"),
    ("{name} may not do this with certificates: it needs {needs}.", "{name} 不能办理此事，需要“{needs}”。"),
    ("The certificate cannot say this: {why}.", "证书不能这样颁发：{why}。"),
    (
        "The certificate {number} cannot have a sub-certificate: it is not a valid main certificate.",
        "证书 {number} 不能有子证书：它不是有效的主证书。",
    ),
    (
        "The certificate {number} that is to be replaced was not issued here.",
        "被替代的证书 {number} 不是本机构颁发的。",
    ),
    ("No number rule holds for the field {field} on {day}.", "{day} 没有适用于 {field} 的编号规则。"),
    ("The rule {edition} gives no number: {why}.", "按编号规则 {edition} 得不到编号：{why}。"),
    ("A pattern for {category} begins on {day} already.", "{category} 已有自 {day} 起的编号方案。"),
    ("A pattern is called {name} already.", "已有名为“{name}”的编号方案。"),
    ("The pattern {template} cannot be used: {why}.", "编号模板“{template}”不能使用。"),
    ("The letter {piece} cannot be used.", "“{piece}”不能用作领域字母。"),
    (
        "The key {kid} cannot be revoked: it is not there, is revoked already, or no reason is given.",
        "密钥 {kid} 不能作废：不存在、已作废，或没有写明原因。",
    ),
    (
        "The signing key {kid} cannot be read with the secret of this data home.",
        "用本数据目录的密钥文件不能打开签名密钥 {kid}。",
    ),
    ("There is no change of state {deed}.", "没有“{deed}”这种状态变更。"),
    ("The certificate {number} stays as it is: {why}", "证书 {number} 状态未变：{why}"),
    ("There is no sheet for {kind}.", "没有“{kind}”这张上报表。"),
    ("The sheet for {kind} has no column {names}.", "上报表“{kind}”没有列 {names}。"),
    ("The template cannot be read as a workbook: {why}.", "模板不是可读取的工作簿。"),
    ("The template has no sheet {names}.", "模板中没有工作表 {names}。"),
    (
        "The list has {n} certificates; {most} may be verified at once.",
        "清单有 {n} 张证书，一次最多核验 {most} 张。",
    ),
    ("The list {name} is larger than 5 MiB.", "清单“{name}”超过 5 MiB。"),
    ("The list {name} cannot be read as a workbook: {why}.", "清单“{name}”不是可读取的工作簿。"),
    ("The list {name} is neither a workbook nor text.", "清单“{name}”既不是工作簿也不是文本。"),
    ("The list {name} cannot be read as a table: {why}.", "清单“{name}”不是可读取的表格。"),
    ("The key file {name} cannot be read with the password given.", "用所给密码不能打开密钥文件 {name}。"),
    ("This address verifies more than {most} times a minute.", "本地址一分钟内核验超过 {most} 次。"),
)

#: What stands against a change of state: guard and the rest of the English sentence, in Chinese.
OBSTACLES = {
    "state": ("its state is {state}; this needs one of {before}.", "当前状态为 {state}，此变更须为 {before}。"),
    "reason_known": ("the reason {reason} is none of {known}.", "原因代码“{reason}”不在代码表内。"),
    "change_known": ("the change {reason} is none of {known}.", "变更代码“{reason}”不在代码表内。"),
    "end_given": (
        "the last day of the suspension is missing or before its first ({day}, {first}).",
        "须填写暂停结束日期，且不得早于开始日期 {first}。",
    ),
    "end_within_months": (
        "a suspension until {day} is longer than {months} months; the latest day is {longest}.",
        "暂停至 {day} 超过 {months} 个月，最晚可至 {longest}。",
    ),
    "day_not_past_expiry": (
        "it would begin on {day}, after the last valid day {expires}.",
        "开始日期 {day} 晚于证书有效期 {expires}。",
    ),
    "cause_resolved": (
        "it is not recorded that the cause of the suspension is resolved.",
        "尚未确认暂停原因已经消除；请核实后勾选“暂停原因已消除”。",
    ),
    "not_expired": (
        "its last valid day {expires} is over; renewal or a new certificate is needed.",
        "证书已于 {expires} 到期，须再认证或重新颁发。",
    ),
    "suspension_not_over": (
        "the suspension ended on {day} unresolved; it has to be withdrawn.",
        "暂停已于 {day} 期满而未解决，应予撤销。",
    ),
    "unresolved_after_end": (
        "reason 0115 holds only when a suspension ended unresolved; this one ends on {day}.",
        "“暂停期满问题未解决”只适用于已期满的暂停，本次暂停至 {day}。",
    ),
    "expiry_passed": ("its last valid day {expires} is not over.", "证书有效期至 {expires}，尚未届满。"),
    "future": ("the change would begin on {day}, which is yet to come.", "变更日期 {day} 还没有到。"),
    "order": ("the present state began on {first}, after {day}.", "当前状态始于 {first}，晚于 {day}。"),
}
