"""Words for scores and scope checks."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TABLES: Mapping[str, Mapping[str, str | Promise]] = {
    "evaluation_state": {
        "open": _("评价中"),
        "signed": _("已签署"),
        "decided": _("已审定"),
        "refused": _("未通过审定"),
    },
    "mark_state": {
        "met": _("符合"),
        "failed": _("不符合"),
        "sampled": _("抽样"),
        "deducted": _("扣分"),
        "obtained": _("得分"),
        "na": _("不适用"),
    },
    "line_state": {
        "met": _("符合"),
        "failed": _("不符合"),
        "partly": _("部分失分"),
        "na": _("不适用"),
        "open": _("未评价"),
        "group": _("合计"),
    },
    "scope_severity": {"block": _("不可通过"), "warn": _("须核实"), "info": _("提示")},
    "scope_certainty": {"solid": _("依据可靠"), "fair": _("依据一般"), "weak": _("依据不确定，请核实")},
}
MOODS: Mapping[str, Mapping[str, str]] = {
    "evaluation_state": {"open": "is-warn", "signed": "is-live", "decided": "is-good", "refused": "is-bad"},
    "line_state": {"met": "is-good", "failed": "is-bad", "partly": "is-warn", "open": "is-warn"},
    "scope_severity": {"block": "is-bad", "warn": "is-warn", "info": "is-plain"},
}
