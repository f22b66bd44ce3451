"""The list of cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors import cases
from anjuan.archive.selectors.case_filters import CaseFilter
from anjuan.archive.selectors.walks import case_walk
from anjuan.web.lists.case_columns import COLUMNS, field, province
from anjuan.web.lists.deeds import CASE_DEEDS
from anjuan.web.lists.offering import offered
from anjuan.web.lists.spec import Choices, Empty, Filter, ListSpec, Request, Slice, Tabs
from anjuan.web.navigation import READS
from anjuan.web.words import choices, said


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


def walk(viewer: Viewer, asked: Request, picked: Sequence[str]) -> Iterator[cases.CaseRow]:
    """Yield all cases of the list, or the chosen ones, in its order."""
    return case_walk(viewer, _wanted(asked.values), order=asked.order, numbers=picked)


def count(viewer: Viewer, asked: Request) -> int:
    """Return how many cases the list has."""
    return cases.case_total(viewer, _wanted(asked.values))


def chosen(viewer: Viewer, asked: Request, picked: Sequence[str]) -> list[tuple[int, str]]:
    """Return the keys and names of the chosen cases."""
    return cases.case_labels(viewer, _wanted({} if picked else asked.values), numbers=picked)


def field_choices(viewer: Viewer) -> Choices:
    """Return the certification fields of the cases a person may see."""
    return [(code, " ".join(dict.fromkeys((code, field(code))))) for code in offered(viewer, "field_code")]


def _types(viewer: Viewer) -> Choices:
    return [(code, said("audit_type", code)) for code in offered(viewer, "audit_type")]


def _divisions(viewer: Viewer) -> Choices:
    return [(code, province(code)) for code in offered(viewer, "province")]


def _years(viewer: Viewer) -> Choices:
    return [(year, year) for year in offered(viewer, "year")]


def _reaches(_viewer: Viewer) -> Choices:
    return [(code, text) for code, text in choices("family") if code in "ABCDEFG" and code]


def _problems(_viewer: Viewer) -> Choices:
    return choices("problem")


FILTERS = (
    Filter("words", _("关键词"), example=_("案卷号 / 题名 / 组织")),
    Filter("field_code", _("认证领域"), "choice", field_choices),
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
    deeds=CASE_DEEDS,
    chosen=chosen,
    walk=walk,
    order="-updated_at",
    fetch=fetch,
    count=count,
    key=lambda row: str(row.number),
    row_link=lambda row: reverse("web:case", args=[row.number]),
    empty=Empty(
        _("还没有可查阅的案卷"), _("接收一个文件夹即可建卷：一个文件夹一卷，原有目录保留。"),
        link="web:intakes", link_label=_("接收文件"), link_needs="case.file",
        otherwise=_("档案管理员接收文件或为您指派案卷后，会列在这里。"),
    ),
    narrowed=Empty(
        _("没有符合条件的案卷"), _("请放宽条件，或改用全文检索查找正文中的词句。"), icon="filter",
        link="web:search", link_label=_("全文检索"), link_needs="case.read_all",
    ),
)  # fmt: skip
