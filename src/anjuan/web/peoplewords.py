"""Words for people: what may be done, how they came in, what they show besides the password."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TABLES: Mapping[str, Mapping[str, str | Promise]] = {
    "capability": {
        "case.read_all": _("查阅全部案卷"),
        "case.read_assigned": _("查阅被指派的案卷"),
        "case.file": _("接收与归档"),
        "case.describe": _("著录与更正"),
        "case.export": _("导出"),
        "person.manage": _("管理用户"),
        "role.grant": _("授予角色"),
        "login.manage": _("管理登录与第二因素"),
        "case.seal": _("封卷"),
        "case.seal_override": _("准许带问题封卷"),
        "custody.manage": _("维护保管期限与冻结"),
        "destruction.propose": _("提出鉴定清册"),
        "destruction.appraise": _("发表鉴定意见"),
        "destruction.approve": _("批准销毁"),
        "destruction.supervise": _("监销"),
        "loan.request": _("申请借阅"),
        "loan.approve": _("批准借阅"),
        "share.create": _("分享案卷"),
        "share.approve": _("批准分享"),
        "system.run": _("运行与备份"),
        "journal.read": _("查阅日志"),
        "registry.manage": _("维护代码表"),
        "knowledge.read": _("阅读编研成果"),
        "knowledge.review": _("审阅事实"),
        "knowledge.edit": _("编制指南"),
        "knowledge.publish": _("发布与撤回编研成果"),
        "evaluation.read": _("查阅评分"),
        "evaluation.mark": _("评分"),
        "evaluation.manage": _("管理评分任务与分值"),
        "evaluation.decide": _("审定评分"),
        "scope.check": _("核对认证范围"),
    },
    "factor": {"totp": _("动态口令"), "passkey": _("通行密钥")},
    "way_in": {
        "password": _("密码"),
        "oidc": _("统一身份认证"),
        "totp": _("动态口令"),
        "passkey": _("通行密钥"),
        "recovery": _("恢复码"),
    },
    "actor": {"system": _("系统"), "anonymous": _("未登录者"), "rules": _("规则")},
}
