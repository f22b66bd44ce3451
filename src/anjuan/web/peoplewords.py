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
        "process.read": _("查阅全部认证项目"),
        "process.read_own": _("查阅本人相关的认证项目"),
        "process.apply": _("提出认证申请"),
        "process.accept": _("评审与受理申请"),
        "process.plan": _("管理项目、方案与任务书"),
        "process.audit": _("实施审核"),
        "process.answer": _("答复不符合项"),
        "process.review": _("评定案卷"),
        "process.decide": _("作出认证决定"),
        "process.status": _("暂停、恢复、撤销与注销证书"),
        "process.own": _("办理本人待办任务"),
        "certificate.read": _("查阅证书"),
        "certificate.issue": _("颁发与换发证书"),
        "certificate.change": _("暂停、恢复、撤销、注销证书"),
        "certificate.keys": _("管理证书签名密钥"),
        "certificate.report": _("上报证书信息"),
        "figures.read": _("查看统计"),
        "figures.manage": _("维护统计与月报"),
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
