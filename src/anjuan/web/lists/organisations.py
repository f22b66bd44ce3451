"""The list of organisations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.rules.standing import STANDINGS
from anjuan.archive.selectors.organisations import (
    OrganisationFilter,
    OrganisationRow,
    organisation_list,
    organisation_total,
)
from anjuan.archive.selectors.walks import organisation_walk
from anjuan.kit.clock import today_in_china
from anjuan.web.lists import cells
from anjuan.web.lists.case_columns import field, province
from anjuan.web.lists.offering import offered
from anjuan.web.lists.spec import Choices, Column, Empty, Filter, ListSpec, Request, Slice, Tabs
from anjuan.web.navigation import READS
from anjuan.web.visitor import CLOCK
from anjuan.web.words import choices, said

_JOIN = "、"
#: Keys have fewer digits.
_MOST_DIGITS = 19


def _fetch(viewer: Viewer, asked: Request) -> Slice:
    found = organisation_list(
        viewer, OrganisationFilter(**asked.values), today=today_in_china(CLOCK), order=asked.order,
        offset=asked.offset, limit=asked.limit,
    )  # fmt: skip
    return Slice(found.rows, found.total, found.standings)


def _count(viewer: Viewer, asked: Request) -> int:
    return organisation_total(viewer, OrganisationFilter(**asked.values), today=today_in_china(CLOCK))


def _walk(viewer: Viewer, asked: Request, picked: Sequence[str]) -> Iterator[OrganisationRow]:
    keys = [int(one) for one in picked if one.isascii() and one.isdigit() and len(one) < _MOST_DIGITS]
    today = today_in_china(CLOCK)
    return organisation_walk(
        viewer, OrganisationFilter(**asked.values), today=today, order=asked.order,
        among=keys or ([0] if picked else []),
    )  # fmt: skip


def _fields(viewer: Viewer) -> Choices:
    return [(code, " ".join(dict.fromkeys((code, field(code))))) for code in offered(viewer, "field_code")]


def _divisions(viewer: Viewer) -> Choices:
    return [(code, province(code)) for code in offered(viewer, "province")]


def _problems(_viewer: Viewer) -> Choices:
    return choices("organisation_problem")


def _field_cell(row: OrganisationRow) -> SafeString:
    return format_html_join(" ", "{}", ((cells.tag(field(code), f"{code} {field(code)}"),) for code in row.fields))


def _words(row: Any) -> str:  # noqa: ANN401  rows of lists are of any kind
    return _JOIN.join(field(code) for code in row.fields)


ORGANISATIONS = ListSpec(
    name="organisations",
    title=_("组织档案"),
    subtitle=_("同一组织的历次案卷、证书与认证周期"),
    address="web:organisations",
    icon="office",
    needs=READS,
    exports="case.export",
    columns=(
        Column(
            "name", _("组织名称"), lambda row: row.name, order="name", width=300, is_fixed=True, is_head=True,
            hint=cells.copied("name"),
        ),
        Column("code", _("统一社会信用代码"), lambda row: row.credit_code, order="credit_code", width=176),
        Column("province", _("地区"), lambda row: province(row.province), width=96),
        Column("fields", _("认证领域"), _words, _field_cell, width=190, hint=_words),
        Column(
            "standing", _("证书"), lambda row: said("standing", row.standing),
            lambda row: cells.state("standing", row.standing), width=96,
        ),
        Column("expires", _("有效期至"), lambda row: row.expires_on, order="expires_on", width=104),
        Column(
            "cases", _("卷数"), lambda row: row.cases, lambda row: cells.count(row.cases), order="cases", width=72,
            is_number=True,
        ),
        Column("audited", _("最近审核"), lambda row: row.audited_on, order="audited_on", width=104),
        Column(
            "problems", _("问题"), lambda row: row.problems, lambda row: cells.count(row.problems, "is-bad"),
            order="problems", width=72, is_number=True,
        ),
    ),
    filters=(
        Filter("words", _("关键词"), example=_("名称 / 曾用名 / 信用代码")),
        Filter("field_code", _("认证领域"), "choice", _fields),
        Filter("province", _("地区"), "choice", _divisions),
        Filter("problem", _("问题"), "choice", _problems),
        Filter("expires_on", _("有效期至"), "days", example=_("开始日期 ~ 结束日期"), is_more=True),
        Filter("audited_on", _("最近审核"), "days", example=_("开始日期 ~ 结束日期"), is_more=True),
    ),
    tabs=Tabs("standing", lambda: [(code, said("standing", code)) for code in STANDINGS]),
    order="name",
    fetch=_fetch,
    count=_count,
    walk=_walk,
    key=lambda row: str(row.id),
    row_link=lambda row: reverse("web:organisation", args=[row.id]),
    empty=Empty(
        _("还没有组织"), _("案卷检查后，其获证组织自动登记在这里。"), icon="office", link="web:cases",
        link_label=_("案卷管理"), link_needs="case.read_all",
    ),
    narrowed=Empty(_("没有符合条件的组织"), _("请放宽条件。"), icon="filter"),
    actions="web/organisation_actions.html",
)  # fmt: skip
