"""The words of deeds done to many things at once."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TABLES: dict[str, Mapping[str, str | Promise]] = {
    "bulk_kind": {
        "judge": _("重新检查"), "properties": _("四性检测"), "assign": _("指派查阅"), "loan": _("申请借阅"),
        "accept": _("按推断确认种类"), "kind": _("统一设定种类"), "retry": _("重试"),
    },
    "bulk_state": {
        "waiting": _("等待"), "done": _("完成"), "unchanged": _("原已如此"), "refused": _("未做"), "failed": _("出错"),
        "undone": _("已撤销"),
    },
}  # fmt: skip
MOODS: dict[str, Mapping[str, str]] = {
    "bulk_state": {"waiting": "is-busy", "done": "is-good", "refused": "is-warn", "failed": "is-bad"},
}
