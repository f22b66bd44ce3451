"""What may be done to chosen rows of a list together, and what has to be said with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.assignable import readers_assignable
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.body_tables import desk_today
from anjuan.custody.rules.tables import lending
from anjuan.kit.clock import today_in_china
from anjuan.web.lists.spec import Choices, Deed, Filter
from anjuan.web.visitor import CLOCK
from anjuan.web.words import said

_WEEK = dt.timedelta(days=6)


def _today() -> dt.date:
    return today_in_china(CLOCK)


def _readers(_viewer: Viewer) -> Choices:
    people = readers_assignable(_today())
    return [(f"user:{one.user_id}", f"{one.shown_name} ({one.username})") for one in people]


def _purposes(_viewer: Viewer) -> Choices:
    return [(item.code, said("purpose", item.code)) for item in lending().on(_today()).purposes]


def _kinds(_viewer: Viewer) -> Choices:
    return [(code, f"{code} {name}") for code, name in sorted(desk_today().kind_names().items())]


def usual_values(deed: Deed) -> Mapping[str, str]:
    """Return what the fields of a deed hold before anybody writes in them."""
    days = {"first_day": str(_today()), "last_day": str(_today() + _WEEK)}
    return {one.key: days[one.key] for one in deed.inputs if one.key in days}


CASE_DEEDS = (
    Deed("judge", _("重新检查"), "case.describe", "retry"),
    Deed(
        "properties", _("四性检测"), "case.describe", "check",
        asks=_("对所选案卷做四性检测？每一卷的原件都要重读一遍，会用不少时间；结果写入检测记录，不能撤回。"),
    ),
    Deed("parcel", _("打包下载"), "case.export", "download", address="web:parcel_order"),
    Deed(
        "assign", _("指派查阅"), "custody.manage", "person",
        inputs=(Filter("reader", _("查阅人"), "choice", _readers),),
    ),
    Deed(
        "loan", _("申请借阅"), "loan.request", "eye",
        inputs=(
            Filter("purpose_code", _("用途"), "choice", _purposes), Filter("purpose", _("说明")),
            Filter("first_day", _("开始日期"), "day"), Filter("last_day", _("结束日期"), "day"),
        ),
    ),
)  # fmt: skip
DOUBT_DEEDS = (
    Deed("accept", _("按推断确认"), "case.describe", "done"),
    Deed("kind", _("统一设为"), "case.describe", "pages", inputs=(Filter("kind", _("种类"), "choice", _kinds),)),
)  # fmt: skip
FAILURE_DEEDS = (Deed("retry", _("重试所选"), "case.file", "retry"),)
