"""The list of share links."""

from __future__ import annotations

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.people import Viewer
from anjuan.custody.selectors.shares import KEEPS, STANDINGS, ShareFilter, ShareRow, share_list
from anjuan.web.lists import cells
from anjuan.web.lists.spec import Column, Empty, Filter, ListSpec, Request, Slice, Tabs
from anjuan.web.visitor import now
from anjuan.web.words import said


def _fetch(viewer: Viewer, asked: Request) -> Slice:
    wanted = ShareFilter(**asked.values)
    found = share_list(viewer, wanted, now=now(), order=asked.order, offset=asked.offset, limit=asked.limit)
    return Slice(found.rows, found.total, found.standings)


def _count(viewer: Viewer, asked: Request) -> int:
    return share_list(viewer, ShareFilter(**asked.values), now=now(), limit=1).total


def _openings(row: ShareRow) -> str:
    return str(row.openings) if row.most_openings is None else f"{row.openings} / {row.most_openings}"


def _standing(row: ShareRow) -> SafeString:
    return cells.state("share_standing", row.standing)


SHARES = ListSpec(
    name="shares",
    title=_("分享"),
    subtitle=_("发给外部人员的限时链接：谁在看、看到几时，随时可收回"),
    address="web:shares",
    icon="link",
    needs=frozenset({"share.create", *KEEPS}),
    columns=(
        Column("receiver", _("接收人"), lambda row: row.receiver, order="receiver", width=180, is_fixed=True,
               is_head=True, hint=cells.copied("receiver")),
        Column("number", _("分享号"), lambda row: row.number, order="number", width=136),
        Column("case", _("案卷号"), lambda row: row.case, order="case", width=136),
        Column("title", _("案卷"), lambda row: row.title, width=220, hint=cells.copied("title")),
        Column("standing", _("状态"), lambda row: said("share_standing", row.standing), _standing, width=96),
        Column("expires", _("有效至"), lambda row: cells.civil(row.expires_at), order="expires", width=140),
        Column("openings", _("打开次数"), _openings, order="openings", width=92, is_number=True),
        Column("opened", _("最近打开"), lambda row: cells.civil(row.opened_at), width=140),
        Column("maker", _("分享人"), lambda row: row.maker, order="maker", width=96),
        Column("created", _("分享时间"), lambda row: cells.civil(row.created_at), order="created", width=140),
    ),
    filters=(Filter("words", _("关键词"), example=_("接收人 / 分享号 / 案卷 / 分享人")),),
    tabs=Tabs("standing", lambda: [(code, said("share_standing", code)) for code in STANDINGS]),
    order="-created",
    fetch=_fetch,
    count=_count,
    key=lambda row: row.number,
    row_link=lambda row: reverse("web:share", args=[row.number]),
    empty=Empty(
        _("还没有分享过"), _("在案卷页点“分享与下载”，生成一个限时链接。"), icon="link", link="web:cases",
        link_label=_("案卷管理"), link_needs="case.read_all",
    ),
    narrowed=Empty(_("没有符合条件的分享"), _("请放宽条件。"), icon="filter"),
)  # fmt: skip
