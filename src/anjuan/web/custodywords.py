"""Words for keeping: loans, retention, holds, appraisal lists and destruction."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TABLES: Mapping[str, Mapping[str, str | Promise]] = {
    "loan_state": {
        "requested": _("待批准"),
        "approved": _("已批准"),
        "refused": _("未批准"),
        "returned": _("已归还"),
        "withdrawn": _("已撤回"),
        "overdue": _("逾期未还"),
    },
    "share_standing": {
        "open": _("可打开"),
        "requested": _("待批准"),
        "used": _("次数用完"),
        "expired": _("已到期"),
        "revoked": _("已收回"),
        "refused": _("未批准"),
    },
    "download_way": {
        "original": _("原件"),
        "marked": _("带水印 PDF"),
        "pictures": _("带水印图片 PDF"),
        "none": _("不能下载"),
    },
    "parcel_way": {
        "original": _("案卷包（含原件，BagIt）"),
        "marked": _("带水印 PDF"),
        "pictures": _("带水印图片 PDF"),
    },
    "parcel_standing": {
        "waiting": _("制作中"),
        "ready": _("可下载"),
        "failed": _("未能制作"),
        "gone": _("已过期"),
    },
    "purpose": {
        "work": _("工作查考"),
        "audit_preparation": _("审核准备"),
        "supervision": _("监督检查"),
        "complaint": _("投诉申诉处理"),
        "compiling": _("编研"),
        "other": _("其他"),
    },
    "list_state": {
        "draft": _("鉴定中"),
        "submitted": _("待负责人审批"),
        "approved": _("已批准"),
        "refused": _("未批准"),
        "executing": _("销毁中"),
        "done": _("已办结"),
    },
    "appraisal_state": {
        "proposed": _("拟销毁"),
        "kept": _("继续保存"),
        "executing": _("销毁中"),
        "stopped": _("已中止"),
        "destroyed": _("已销毁"),
    },
    "destruction_method": {"erase": _("电子档案删除"), "shred": _("粉碎"), "pulp": _("化浆")},
    "hold_reason": {
        "complaint": _("投诉"),
        "appeal": _("申诉"),
        "dispute": _("争议或诉讼"),
        "supervision": _("监督检查"),
        "random_check": _("双随机抽查"),
        "other": _("其他"),
    },
    "retention_class": {"Y": _("永久"), "D30": _("30年"), "D10": _("10年")},
    "retention_outcome": {"until": _("已算定"), "permanent": _("永久"), "not-known": _("尚不能算定")},
    "retention_date": {
        "cycle_end": _("认证周期截止日期"),
        "valid_until": _("证书有效期至"),
        "validity_end": _("证书有效期至"),
        "withdrawn_on": _("撤销或注销日期"),
    },
    "retention_rule": {
        "T22-cycle": _("本认证周期加一个完整认证周期（三年）"),
        "T22-validity": _("证书到期、注销或撤销后两年"),
        "class-D30": _("保管期限类别：30年"),
        "class-D10": _("保管期限类别：10年"),
    },
}

MOODS: Mapping[str, Mapping[str, str]] = {
    "share_standing": {"open": "is-good", "requested": "is-busy", "refused": "is-warn"},
    "parcel_standing": {"waiting": "is-busy", "ready": "is-good", "failed": "is-bad"},
    "loan_state": {"requested": "is-busy", "approved": "is-good", "refused": "is-warn", "overdue": "is-bad"},
    "list_state": {
        "draft": "is-busy", "submitted": "is-busy", "approved": "is-good", "refused": "is-warn", "executing": "is-bad",
    },
    "appraisal_state": {"proposed": "is-warn", "executing": "is-bad", "stopped": "is-warn"},
}  # fmt: skip
