"""The list of cases."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors import cases
from anjuan.archive.selectors.case_filters import CaseFilter
from anjuan.archive.selectors.cases import CaseRow
from anjuan.kit.clock import today_in_china
from anjuan.registry.rules.tables import regions
from anjuan.web.fields import field_name
from anjuan.web.lists import cells
from anjuan.web.lists.spec import Choices, Column, Empty, Filter, ListSpec, Request, Slice, Tabs
from anjuan.web.navigation import READS
from anjuan.web.visitor import CLOCK
from anjuan.web.words import choices, said

_JOIN = "、"
_KEPT_SECONDS = 60


def _wanted(values: Mapping[str, Any]) -> CaseFilter:
    year = str(values.get("year", ""))
    known = {key: value for key, value in values.items() if key != "year"}
    return CaseFilter(**known, year=int(year) if year.isascii() and year.isdigit() and len(year) < 6 else None)  # noqa: PLR2004


def fetch(viewer: Viewer, asked: Request) -> Slice:
    """Return some cases with the counts of the tabs."""
    found = cases.case_list(
        viewer, _wanted(asked.values), order=asked.order, offset=asked.offset, limit=asked.limit
    )  # fmt: skip
    return Slice(found.rows, found.total, found.states)


def count(viewer: Viewer, asked: Request) -> int:
    """Return how many cases the list has."""
    return cases.case_total(viewer, _wanted(asked.values))


def _offered(viewer: Viewer, name: str) -> list[str]:
    """Return the values of a column that the person's cases have, as of the last minute."""
    seen = "all" if viewer.sees_all else hashlib.sha256(" ".join(sorted(viewer.tokens)).encode()).hexdigest()
    key = f"web.case_choices.{seen}"
    offered: dict[str, list[str | int]] | None = cache.get(key)
    if offered is None:
        offered = cases.case_choices(viewer)
        cache.set(key, offered, _KEPT_SECONDS)
    return [str(value) for value in offered[name]]


def _field(code: str) -> str:
    return field_name(code, today_in_china(CLOCK), english=get_language() == "en")


def _field_cell(row: CaseRow) -> SafeString | str:
    if not row.field_code:
        return ""
    name = _field(row.field_code)
    return cells.tag(name, f"{row.field_code} {name}")


@functools.cache
def _provinces() -> dict[str, tuple[str, str]]:
    return {row.code: (row.name, row.name_en) for row in regions().latest.rows if row.level == "省级"}


def _province(code: str) -> str:
    chinese, english = _provinces().get(code, (code, ""))
    return (english if get_language() == "en" else "") or chinese


def _short_province(code: str) -> str:
    name = _province(code)
    return name if get_language() == "en" else name[: 3 if name.startswith(("内蒙古", "黑龙江")) else 2]


def _fields(viewer: Viewer) -> Choices:
    return [(code, " ".join(dict.fromkeys((code, _field(code))))) for code in _offered(viewer, "field_code")]


def _types(viewer: Viewer) -> Choices:
    return [(code, said("audit_type", code)) for code in _offered(viewer, "audit_type")]


def _divisions(viewer: Viewer) -> Choices:
    return [(code, _province(code)) for code in _offered(viewer, "province")]


def _years(viewer: Viewer) -> Choices:
    return [(year, year) for year in _offered(viewer, "year")]


def _reaches(_viewer: Viewer) -> Choices:
    return [(code, text) for code, text in choices("family") if code in "ABCDEFG" and code]


def _problems(_viewer: Viewer) -> Choices:
    return choices("problem")


def _standards(row: CaseRow) -> str:
    return _JOIN.join(row.standards)


def _codes(row: CaseRow) -> str:
    return _JOIN.join(row.professional_codes)


COLUMNS = (
    Column("number", _("案卷号"), lambda row: row.number, order="number", width=132, is_fixed=True),
    Column("title", _("案卷题名"), lambda row: row.title, order="title", width=240, is_fixed=True, is_head=True, hint=cells.copied("title")),
    Column("organisation", _("获证组织"), lambda row: row.organisation_name, order="organisation_name", width=220, is_shown=False, hint=cells.copied("organisation_name")),
    Column("reference", _("档号"), lambda row: row.reference_code, width=150, is_shown=False, hint=cells.copied("reference_code")),
    Column("field", _("认证领域"), lambda row: row.field_code, _field_cell, order="field_code", width=124),
    Column("standards", _("认证依据"), _standards, width=150, is_shown=False, hint=_standards),
    Column("codes", _("专业代码"), _codes, width=92, hint=_codes),
    Column("audit_type", _("审核类型"), lambda row: said("audit_type", row.audit_type), order="audit_type", width=84),
    Column("year", _("年度"), lambda row: row.year, order="year", width=64, is_shown=False),
    Column("province", _("地区"), lambda row: _province(row.province), lambda row: _short_province(row.province), order="province", width=64, hint=lambda row: _province(row.province)),
    Column("leader", _("审核组长"), lambda row: row.team_leader, order="team_leader", width=84),
    Column("audited", _("审核结束"), lambda row: row.audited_on, order="audited_on", width=98, is_shown=False),
    Column("decided", _("决定日期"), lambda row: row.decided_on, order="decided_on", width=98),
    Column("expires", _("有效期至"), lambda row: row.expires_on, order="expires_on", width=98, is_shown=False),
    Column("reached", _("已到阶段"), lambda row: said("family", row.reached) if row.reached else "", order="reached", width=92, is_shown=False),
    Column("documents", _("文件"), lambda row: row.documents_count, lambda row: cells.count(row.documents_count), order="documents_count", width=62, is_number=True),
    Column("pages", _("页数"), lambda row: row.pages_count, lambda row: cells.count(row.pages_count), order="pages_count", width=66, is_number=True),
    Column("doubtful", _("存疑行"), lambda row: row.doubtful_lines, lambda row: cells.count(row.doubtful_lines, "is-warn"), order="doubtful_lines", width=76, is_number=True, is_shown=False),
    Column("completeness", _("完整率"), lambda row: row.completeness, lambda row: cells.percent(row.completeness), order="completeness", width=104),
    Column("problems", _("问题"), lambda row: row.blocking, lambda row: cells.count(row.blocking, "is-bad"), order="blocking", width=66, is_number=True),
    Column("misses", _("缺失"), lambda row: row.misses, lambda row: cells.count(row.misses), order="misses", width=66, is_number=True, is_shown=False),
    Column("contradictions", _("矛盾"), lambda row: row.contradictions, lambda row: cells.count(row.contradictions), order="contradictions", width=66, is_number=True, is_shown=False),
    Column("created", _("接收时间"), lambda row: cells.civil(row.created_at), order="created_at", width=132, is_shown=False),
    Column("updated", _("更新时间"), lambda row: cells.civil(row.updated_at), order="updated_at", width=132, is_shown=False),
    Column("state", _("状态"), lambda row: said("case_state", row.state), lambda row: cells.state("case_state", row.state), order="state", width=84, is_fixed=True),
)  # fmt: skip

FILTERS = (
    Filter("words", _("关键词"), example=_("案卷号 / 题名 / 组织")),
    Filter("field_code", _("认证领域"), "choice", _fields),
    Filter("audit_type", _("审核类型"), "choice", _types),
    Filter("province", _("地区"), "choice", _divisions),
    Filter("professional_code", _("专业代码"), example="17.10"),
    Filter("decided_on", _("决定日期"), "days", example=_("开始日期 ~ 结束日期")),
    Filter("problem", _("问题"), "choice", _problems),
    Filter("organisation", _("获证组织"), is_more=True),
    Filter("number", _("案卷号"), example=_("案卷号或档号"), is_more=True),
    Filter("standard", _("认证依据"), example="GB/T 19001-2016", is_more=True),
    Filter("year", _("年度"), "choice", _years, is_more=True),
    Filter("reached", _("已到阶段"), "choice", _reaches, is_more=True),
    Filter("leader", _("审核组长"), is_more=True),
    Filter("completeness", _("完整率"), "percent", example="60~90、<60、100", is_more=True),
    Filter("audited_on", _("审核日期"), "days", example=_("开始日期 ~ 结束日期"), is_more=True),
    Filter("expires_on", _("有效期至"), "days", example=_("开始日期 ~ 结束日期"), is_more=True),
    Filter("received", _("接收日期"), "days", example=_("开始日期 ~ 结束日期"), is_more=True),
)

CASES = ListSpec(
    name="cases",
    title=_("案卷管理"),
    subtitle=_("一次审核、一个组织、一卷"),
    address="web:cases",
    icon="archive",
    needs=READS,
    exports="case.export",
    columns=COLUMNS,
    filters=FILTERS,
    tabs=Tabs("state", lambda: choices("case_state")),
    order="-updated_at",
    fetch=fetch,
    count=count,
    key=lambda row: str(row.number),
    row_link=lambda row: reverse("web:case", args=[row.number]),
    empty=Empty(
        _("还没有可查阅的案卷"), _("接收一个文件夹即可建卷；没有接收权限时，请档案管理员为您指派案卷。"),
        link="web:intakes", link_label=_("接收文件"), link_needs="case.file",
    ),
    narrowed=Empty(
        _("没有符合条件的案卷"), _("请放宽条件，或改用全文检索查找正文中的词句。"), icon="filter",
        link="web:search", link_label=_("全文检索"), link_needs="case.read_all",
    ),
)  # fmt: skip
