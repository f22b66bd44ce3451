"""The words and colours of organisations, their certificates, cycles and changes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TABLES: Mapping[str, Mapping[str, str | Promise]] = {
    "standing": {
        "valid": _("有效"),
        "expiring": _("90 天内到期"),
        "expired": _("已到期"),
        "unknown": _("有效期不详"),
    },
    "organisation_problem": {"open": _("有必须处理的问题"), "none": _("没有必须处理的问题")},
    "name_kind": {
        "present": _("现用名"),
        "former": _("曾用名"),
        "short": _("简称"),
        "english": _("英文名"),
        "other": _("其他写法"),
    },
    "credit_fault": {
        "shape": _("信用代码格式不对"),
        "check_sign": _("信用代码校验位不符"),
        "inner_check_sign": _("主体标识码校验位不符"),
    },
    "organisation_change": {"merge": _("合并"), "split": _("拆分")},
    "compared": {
        "names": _("名称"),
        "credit_code": _("统一社会信用代码"),
        "addresses": _("地址"),
        "legal_representative": _("法定代表人"),
        "phones": _("电话"),
    },
    "cycle_gap": {"SV": _("缺监督"), "IN": _("缺初审"), "RC": _("再认证"), "F01": _("缺证书")},
    "mark_letter": {
        "initial": _("初"),
        "surveillance": _("监"),
        "recertification": _("再"),
        "surveillance1": "1",
        "surveillance2": "2",
        "第一次监督": "1",
        "第二次监督": "2",
        "stage1": _("初"),
        "stage2": _("初"),
        "初次审核": _("初"),
        "监督审核": _("监"),
        "再认证审核": _("再"),
        "special": _("特"),
        "transfer": _("转"),
        "初次认证": _("初"),
        "再认证": _("再"),
        "": _("？"),
    },
}

MOODS: Mapping[str, Mapping[str, str]] = {
    "standing": {"valid": "is-good", "expiring": "is-warn", "expired": "is-bad"},
}
