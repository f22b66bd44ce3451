"""The list of organisations to be confirmed: cases with an organisation that may be their own."""

from __future__ import annotations

import urllib.parse

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.waiting import MatchRow, match_list, match_total
from anjuan.web.lists import cells
from anjuan.web.lists.spec import Column, Empty, ListSpec, Request, Slice
from anjuan.web.sentences import spoken

_NOTHING = Empty(
    _("没有组织待定的案卷"), _("系统拿不准属于哪个组织的案卷，会与候选组织并排列在这里，等人确认。"), icon="done",
    link="web:organisations", link_label=_("组织档案"), link_needs="case.read_all",
)  # fmt: skip


def _fetch(viewer: Viewer, asked: Request) -> Slice:
    return Slice(match_list(viewer, offset=asked.offset, limit=asked.limit), match_total(viewer))


def _mine(row: MatchRow) -> str:
    return row.organisation_name or row.case_title


def _why(row: MatchRow) -> str:
    return "；".join(spoken(reason).text for reason in row.reasons)


def _sure(row: MatchRow) -> int:
    return int(row.confidence * 100)


def _answers(row: MatchRow) -> SafeString:
    told = urllib.parse.urlencode({"case": row.case_number, "organisation": row.organisation_id})
    address = f"{reverse('web:match_decide')}?{told}"
    return format_html(
        '<span class="aj-row-acts"><button class="aj-button is-small is-main" form="aj-row-act" formaction="{0}"'
        ' name="take" value="yes">{1}</button><button class="aj-button is-small" form="aj-row-act" formaction="{0}"'
        ' name="take" value="no">{2}</button></span>',
        address, _now("是"), _now("否"),
    )  # fmt: skip


MATCHES = ListSpec(
    name="matches",
    title=_("组织待定"),
    subtitle=_("案卷里的组织和已登记的组织是不是同一个"),
    address="web:matches",
    icon="person",
    needs=frozenset({"case.describe"}),
    exports="case.export",
    columns=(
        Column("organisation", _("案卷中的组织"), _mine, width=240, is_fixed=True, is_head=True, hint=_mine),
        Column(
            "offered", _("已登记的组织"), lambda row: row.offered_name, width=240, is_fixed=True,
            hint=cells.copied("offered_name"),
        ),
        Column("code", _("统一社会信用代码"), lambda row: row.offered_code, width=172),
        Column("confidence", _("把握"), _sure, lambda row: cells.percent(_sure(row)), width=110),
        Column("why", _("依据"), _why, width=280, hint=_why),
        Column("number", _("案卷号"), lambda row: row.case_number, width=132),
        Column("answer", _("是同一个组织吗？"), lambda _row: "", _answers, width=120, is_fixed=True),
    ),
    order="",
    fetch=_fetch,
    count=lambda viewer, _asked: match_total(viewer),
    key=lambda row: f"{row.case_number} {row.organisation_id}",
    row_link=lambda row: reverse("web:case", args=[row.case_number]),
    empty=_NOTHING,
    narrowed=_NOTHING,
)  # fmt: skip
