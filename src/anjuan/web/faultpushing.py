"""The sentences of errors about subscriptions, digests, briefing packs and standards."""

from __future__ import annotations

#: English sentence and Chinese one; the same names in braces stand for the same values.
PUSHING = (
    ("{name} has {most} subscriptions.", "{name} 已有 {most} 项订阅。"),
    ("{name} may not subscribe: nothing could be told.", "{name} 的角色没有可订阅的内容。"),
    ("There is no subscription {key} of yours.", "您没有订阅 {key}。"),
    ("{name} has no mail address.", "{name} 没有登记邮箱。"),
    ("The file {path} with the password of the mail server cannot be read.", "不能读取邮件服务器密码文件 {path}。"),
    ("The mail server has no password.", "没有邮件服务器的密码。"),
    ("The mail server {host} answered {told}.", "邮件服务器 {host} 拒收（{told}）。"),
    ("The mail server {host} cannot be used: {why}.", "邮件服务器 {host} 不可用（{why}）。"),
    ("The mail server {host} broke off while it took a mail: {why}.", "邮件服务器 {host} 在收信时中断（{why}）。"),
    ("A briefing pack cannot be had as {form}.", "资料包没有 {form} 格式。"),
    ("{path} holds no standard in its first column.", "{path} 首列没有标准编号。"),
)
