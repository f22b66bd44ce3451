"""What waits for a person, as tiles: each is a list narrowed in one way, and its figure is that list's total."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable

from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.people import Viewer
from anjuan.web.lists.case_columns import field
from anjuan.web.lists.spec import Text
from anjuan.web.navigation import READS

_WEEK, _QUARTER = dt.timedelta(days=7), dt.timedelta(days=90)
_NEW = _("近 7 天")


@dataclasses.dataclass(frozen=True, slots=True)
class Tile:
    """One tile of the work list.

    Attributes:
        key: Its name among the counts.
        label: What waits.
        unit: What is counted.
        icon: A symbol of ``icons.svg``.
        list: Name of the list it opens.
        query: Gives the query string that narrows the list, for a day.
        needs: The capability of whom it concerns.
        is_urgent: Whether its figure is red above zero.
        is_watched: Whether it only tells what there is; nobody has to act.
        roles: The roles of which one is needed besides; empty when none is.

    """

    key: str
    label: Text
    unit: Text
    icon: str
    list: str
    query: Callable[[dt.date], str]
    needs: str
    is_urgent: bool = False
    is_watched: bool = False
    roles: frozenset[str] = frozenset()


def _always(query: str) -> Callable[[dt.date], str]:
    return lambda _today: query


TILES = (
    Tile("failures", _("未能归档的文件"), _("件"), "alert", "failures", _always(""), "case.file", is_urgent=True),
    Tile(
        "blocking",
        _("有必须处理的问题"),
        _("卷"),
        "alert",
        "cases",
        _always("problem=blocking"),
        "case.describe",
        is_urgent=True,
    ),
    Tile("missing", _("有缺失"), _("卷"), "file", "cases", _always("problem=missing"), "case.describe"),
    Tile("contradiction", _("有矛盾"), _("卷"), "clash", "cases", _always("problem=contradiction"), "case.describe"),
    Tile("doubts", _("种类存疑"), _("份文件"), "pages", "doubts", _always(""), "case.describe"),
    Tile("matches", _("组织待定"), _("待确认"), "person", "matches", _always(""), "case.describe"),
    Tile("loan_requests", _("待您批准的借阅"), _("件"), "eye", "loan_requests", _always(""), "loan.approve"),
    Tile(
        "appraisal_leaves", _("待您批准的销毁"), _("册"), "clock", "appraisal_leaves", _always(""),
        "destruction.approve",
    ),
    Tile(
        "appraisal_opinions", _("待您发表鉴定意见"), _("册"), "list", "appraisal_opinions", _always(""),
        "destruction.appraise",
    ),
    Tile("loans_ending", _("3 天内到期的借阅"), _("件"), "eye", "loans_ending", _always(""), "loan.request"),
    Tile(
        "reviews",
        _("待评定"),
        _("卷"),
        "check",
        "cases",
        _always("reached=D"),
        "case.read_all",
        roles=frozenset({"reviewer", "decision_maker"}),
    ),
    Tile("to_seal", _("已归档待封卷"), _("卷"), "seal", "cases", _always("state=filed"), "case.seal"),
    Tile(
        "collecting", _("归集中"), _("卷"), "folder", "cases", _always("state=collecting"), "case.file",
        is_watched=True,
    ),
    Tile(
        "expiring",
        _("证书 90 天内到期"),
        _("卷"),
        "clock",
        "cases",
        lambda today: f"expires_on={today}+~+{today + _QUARTER}",
        "case.read_all",
        is_watched=True,
    ),
    Tile(
        "new",
        _("近 7 天新案卷"),
        _("卷"),
        "archive",
        "cases",
        lambda today: f"received={today - _WEEK}+~",
        "case.read_all",
        is_watched=True,
    ),
    Tile(
        "mine", _("可查阅的案卷"), _("卷"), "eye", "cases", _always(""), "case.read_assigned", is_watched=True
    ),
)  # fmt: skip


def tiles_for(viewer: Viewer, fields: Iterable[str] = ()) -> tuple[Tile, ...]:
    """Return the tiles that concern a person, with one of new cases for each field the person follows."""
    mine = (tile for tile in TILES if viewer.may(tile.needs) and (not tile.roles or viewer.roles & tile.roles))
    followed = fields if any(viewer.may(need) for need in READS) else ()
    return (*mine, *(_of_field(code) for code in followed))


def _of_field(code: str) -> Tile:
    """Return the tile of a field's new cases."""
    return Tile(
        f"field-{code}",
        f"{field(code)} · {_NEW}",
        _("卷"),
        "bookmark",
        "cases",
        lambda today: f"field_code={code}&received={today - _WEEK}+~",
        "",
        is_watched=True,
    )
