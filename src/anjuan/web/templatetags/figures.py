"""Words and cells of the pages of figures."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from anjuan.figures.rules.cells import Missing, shown
from anjuan.figures.rules.national import Compared
from anjuan.figures.rules.printedtables import PrintedRow
from anjuan.figures.selectors.trees import name_of
from anjuan.web.words import said

register = template.Library()

_TABS: tuple[tuple[str, str | Promise], ...] = (
    ("web:figures", _("总览")),
    ("web:figures_fields", _("按领域")),
    ("web:figures_regions", _("按地区")),
    ("web:figures_cases", _("案卷")),
    ("web:figures_trends", _("趋势")),
    ("web:figures_printed", _("印刷统计表")),
    ("web:figures_definitions", _("指标定义")),
)
_DIMENSIONS: Mapping[str, str | Promise] = {
    "field": _("领域"),
    "region": _("地区"),
    "year": _("年度"),
    "province": _("各省"),
}
_MEASURES: Mapping[str, str | Promise] = {
    "value": _("数值"),
    "share": _("占全国比重"),
    "rank": _("排名"),
    "month": _("环比变动"),
    "twelvemonth": _("同比变动"),
    "top": _("前三位合计占比"),
    "certificates": _("证书数"),
    "organisations": _("组织数"),
    "half_up": _("四舍五入"),
    "half_even": _("四舍六入五成双"),
    "truncate": _("截去尾数"),
    "direct": _("直接相除"),
    "sum_of_rounded": _("各部分占比相加"),
    "forced_100": _("凑成百分之百"),
}
_BASES: Mapping[str, str | Promise] = {
    "全国": _("全国"),
    "全部": _("全部"),
    "各省合计": _("各省合计"),
}


@register.simple_tag
def figure_tabs() -> list[tuple[str, str | Promise]]:
    """Return the pages of figures: address and label."""
    return [(reverse(name), label) for name, label in _TABS]


@register.filter
def dimension_said(key: str) -> str | Promise:
    """Return what a dimension is called."""
    return _DIMENSIONS.get(key, key)


@register.filter
def measure_said(key: str) -> str | Promise:
    """Return what a measure or a convention is called."""
    return _MEASURES.get(key, key)


@register.filter
def base_said(key: str) -> str | Promise:
    """Return what the base of a share is called."""
    return _BASES.get(key, key)


@register.filter
def field_called(code: str) -> str:
    """Return what a field is called; nothing for none."""
    return name_of(code, english=translation.get_language() == "en") if code else ""


@register.filter
def ends_said(text: str) -> str:
    """Return a type of audit in words, a day as it is."""
    return text if not text or text[:1].isdigit() else str(said("audit_type", text))


@register.filter
def printed_cell(row: PrintedRow, measure: str) -> str:
    """Return a count as printed."""
    cell = row.cells.get(measure)
    return shown(cell.whole) if cell and cell.whole is not None else (cell.text if cell else "")


@register.filter
def compared_of(found: Mapping[str, Compared], measure: str) -> tuple[Compared | None, Compared | None]:
    """Return rank and share of a row beside the printed ones."""
    return found.get(f"rank_{measure}"), found.get(f"share_{measure}")


@register.filter
def expected_said(one: Compared) -> str:
    """Return a computed share or rank; a dash where there is none."""
    return shown(one.expected) if isinstance(one.expected, Missing) else str(one.expected)
