"""The columns of the list of cases."""

from __future__ import annotations

import functools

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from anjuan.archive.selectors.cases import CaseRow
from anjuan.kit.clock import today_in_china
from anjuan.registry.rules.tables import regions
from anjuan.web.fields import field_name
from anjuan.web.lists import cells
from anjuan.web.lists.spec import Column
from anjuan.web.visitor import CLOCK
from anjuan.web.words import said

_JOIN = "、"
_LONG_NAMES = ("内蒙古", "黑龙江")


def field(code: str) -> str:
    """Return the name of a certification field in the language of the page."""
    return field_name(code, today_in_china(CLOCK), english=get_language() == "en")


def _field_cell(row: CaseRow) -> SafeString | str:
    if not row.field_code:
        return ""
    name = field(row.field_code)
    return cells.tag(name, f"{row.field_code} {name}")


@functools.cache
def _provinces() -> dict[str, tuple[str, str]]:
    return {row.code: (row.name, row.name_en) for row in regions().latest.rows if row.level == "省级"}


def province(code: str) -> str:
    """Return the name of a province; the code itself when it has none."""
    chinese, english = _provinces().get(code, (code, ""))
    return (english if get_language() == "en" else "") or chinese


def _short_province(code: str) -> str:
    name = province(code)
    return name if get_language() == "en" else name[: 3 if name.startswith(_LONG_NAMES) else 2]


def _standards(row: CaseRow) -> str:
    return _JOIN.join(row.standards)


def _codes(row: CaseRow) -> str:
    return _JOIN.join(row.professional_codes)


COLUMNS = (
    Column("number", _("案卷号"), lambda row: row.number, order="number", width=118, is_fixed=True),
    Column(
        "title",
        _("案卷题名"),
        lambda row: row.title,
        order="title",
        width=208,
        is_fixed=True,
        is_head=True,
        hint=cells.copied("title"),
    ),
    Column(
        "organisation",
        _("获证组织"),
        lambda row: row.organisation_name,
        order="organisation_name",
        width=220,
        is_shown=False,
        hint=cells.copied("organisation_name"),
    ),
    Column(
        "reference",
        _("档号"),
        lambda row: row.reference_code,
        width=150,
        is_shown=False,
        hint=cells.copied("reference_code"),
    ),
    Column("field", _("认证领域"), lambda row: row.field_code, _field_cell, order="field_code", width=112),
    Column("standards", _("认证依据"), _standards, width=150, is_shown=False, hint=_standards),
    Column("codes", _("专业代码"), _codes, width=82, hint=_codes),
    Column("audit_type", _("审核类型"), lambda row: said("audit_type", row.audit_type), order="audit_type", width=72),
    Column("year", _("年度"), lambda row: row.year, order="year", width=64, is_shown=False),
    Column(
        "province",
        _("地区"),
        lambda row: province(row.province),
        lambda row: _short_province(row.province),
        order="province",
        width=58,
        hint=lambda row: province(row.province),
    ),
    Column("leader", _("审核组长"), lambda row: row.team_leader, order="team_leader", width=72),
    Column("audited", _("审核结束"), lambda row: row.audited_on, order="audited_on", width=90, is_shown=False),
    Column("decided", _("决定日期"), lambda row: row.decided_on, order="decided_on", width=90),
    Column("expires", _("有效期至"), lambda row: row.expires_on, order="expires_on", width=90, is_shown=False),
    Column(
        "reached",
        _("已到阶段"),
        lambda row: said("family", row.reached) if row.reached else "",
        order="reached",
        width=92,
        is_shown=False,
    ),
    Column(
        "documents",
        _("文件"),
        lambda row: row.documents_count,
        lambda row: cells.count(row.documents_count),
        order="documents_count",
        width=50,
        is_number=True,
    ),
    Column(
        "pages",
        _("页数"),
        lambda row: row.pages_count,
        lambda row: cells.count(row.pages_count),
        order="pages_count",
        width=54,
        is_number=True,
    ),
    Column(
        "doubtful",
        _("存疑行"),
        lambda row: row.doubtful_lines,
        lambda row: cells.count(row.doubtful_lines, "is-warn"),
        order="doubtful_lines",
        width=76,
        is_number=True,
        is_shown=False,
    ),
    Column(
        "completeness",
        _("完整率"),
        lambda row: row.completeness,
        lambda row: cells.percent(row.completeness),
        order="completeness",
        width=94,
    ),
    Column(
        "problems",
        _("问题"),
        lambda row: row.blocking,
        lambda row: cells.count(row.blocking, "is-bad"),
        order="blocking",
        width=54,
        is_number=True,
    ),
    Column(
        "misses",
        _("缺失"),
        lambda row: row.misses,
        lambda row: cells.count(row.misses),
        order="misses",
        width=54,
        is_number=True,
        is_shown=False,
    ),
    Column(
        "contradictions",
        _("矛盾"),
        lambda row: row.contradictions,
        lambda row: cells.count(row.contradictions),
        order="contradictions",
        width=66,
        is_number=True,
        is_shown=False,
    ),
    Column(
        "created", _("接收时间"), lambda row: cells.civil(row.created_at), order="created_at", width=132, is_shown=False
    ),
    Column(
        "updated", _("更新时间"), lambda row: cells.civil(row.updated_at), order="updated_at", width=132, is_shown=False
    ),
    Column(
        "state",
        _("状态"),
        lambda row: said("case_state", row.state),
        lambda row: cells.state("case_state", row.state),
        order="state",
        width=92,
        is_fixed=True,
    ),
)
