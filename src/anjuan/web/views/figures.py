"""Dashboards of figures, the tables beside them, and the rows behind every number."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.accounts.selectors.people import Viewer
from anjuan.figures.exporting.files import FORMS, MEDIA_TYPES, form_checked, table_file
from anjuan.figures.rules import tables
from anjuan.figures.rules.cells import shown
from anjuan.figures.rules.changes import series_changes
from anjuan.figures.rules.measuring import Cells, Question
from anjuan.figures.rules.suppression import LEAST_SHOWN
from anjuan.figures.selectors.behind import rows_behind
from anjuan.figures.selectors.snapshots import (
    Asked,
    Snapshot,
    cells_of,
    definitions_on,
    figure_asked,
    lines_of,
    series,
    snapshot_get,
    snapshot_latest,
    snapshot_list,
    table_defined,
    table_of,
)
from anjuan.figures.selectors.trees import name_of
from anjuan.figures.services.snapshots import snapshot_take
from anjuan.kit.clock import today_in_china
from anjuan.web.figuredrawing import ShownTable, blocks, plot, rows_address, shown_table, tile_grid
from anjuan.web.navigation import FIGURES
from anjuan.web.visitor import CLOCK, deed, need, now

MANAGES = "figures.manage"
_OVERVIEW = ("certificates", "organisations", "certificates_per_organisation", "cases", "clients", "findings_per_case")
_TRENDS = ("certificates", "organisations", "cases", "clients", "findings")
_PAGE, _DAYS_OFFERED = 50, 60


@dataclasses.dataclass(frozen=True, slots=True)
class _Ground:
    """What every page of figures stands on: who looks, which snapshot, its cells."""

    person: Viewer
    snapshot: Snapshot
    cells: Cells

    @property
    def day(self) -> str:
        return self.snapshot.day.isoformat()

    def table(self, name: str, field: str = "") -> ShownTable:
        one = table_defined(name, self.snapshot.day)
        made = table_of(self.person, one, self.snapshot, self.cells, Asked(field, english=english()))
        return shown_table(made, one.by, self.day, field, english=english())


def english() -> bool:
    """Return whether the page is English."""
    return translation.get_language() == "en"


def _day(request: HttpRequest) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None


def _ground(request: HttpRequest) -> _Ground | None:
    """Return the ground of a page, or None when nothing was counted."""
    person, day = need(request, *FIGURES), _day(request)
    found = snapshot_latest(day) or (snapshot_latest() if day is None else None)
    return _Ground(person, found, cells_of(found)) if found else None


def _page(request: HttpRequest, template: str, ground: _Ground | None, **values: Any) -> HttpResponse:  # noqa: ANN401
    days = list(dict.fromkeys(one.day for one in snapshot_list()))[:_DAYS_OFFERED]
    known = {
        "ground": ground,
        "days": days,
        "may_manage": need(request, *FIGURES).may(MANAGES),
        "forms": [form.removeprefix(".") for form in FORMS],
    }
    return render(request, template if ground else "web/figures/none.html", known | values)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The main figures, a treemap of fields, the largest provinces."""
    ground = _ground(request)
    if ground is None:
        return _page(request, "web/figures/overview.html", None)
    fields = ground.table("certificates-by-field")
    counts = [] if not ground.person.sees_all else [
        (code, name_of(code, english=english()), value) for code, value in ground.cells.fields("certificates").items()
    ]  # fmt: skip
    values = {
        "tiles": [_tile(ground, key) for key in _OVERVIEW],
        "blocks": blocks(counts, "certificates", ground.day),
        "fields": fields,
        "cases": ground.table("cases-by-field"),
    }
    return _page(request, "web/figures/overview.html", ground, **values)


def _tile(ground: _Ground, key: str) -> dict[str, Any]:
    definition = ground.cells.table.figure(key)
    asked = Question(key)
    value = ground.cells.value(asked)
    is_small = not ground.person.sees_all and value is not None and 0 < value < LEAST_SHOWN
    return {
        "definition": definition,
        "name": definition.name_en if english() and definition else definition.name if definition else key,
        "unit": definition.unit_en if english() and definition else definition.unit if definition else "",
        "text": f"<{LEAST_SHOWN}" if is_small else "—" if value is None else shown(value),
        "address": rows_address(asked, ground.day) if value and not is_small else "",
    }


@require_safe
def by_field(request: HttpRequest) -> HttpResponse:
    """Certificates and organisations by field, with why organisations do not add up."""
    ground = _ground(request)
    if ground is None:
        return _page(request, "", None)
    return _page(request, "web/figures/fields.html", ground, table=ground.table("certificates-by-field"))


@require_safe
def by_region(request: HttpRequest) -> HttpResponse:
    """The provinces as equal tiles, and the tables by region and province."""
    ground = _ground(request)
    if ground is None:
        return _page(request, "", None)
    field = request.GET.get("field", "")
    figure = request.GET.get("figure", "certificates")
    figure = figure if figure in {"certificates", "organisations"} else "certificates"
    field = field if field in {chain for chains in ground.cells.tree.fields.values() for chain in chains} else ""
    one = table_defined("certificates-by-province", ground.snapshot.day)
    made = table_of(ground.person, one, ground.snapshot, ground.cells, Asked(field, english=english()))
    place = made.place(figure)
    values = {row.key: row.cells[place] for row in made.rows}
    grid = tables.tiles().on(ground.snapshot.day)
    return _page(
        request, "web/figures/regions.html", ground,
        tiles=tile_grid(values, figure, field, ground.day, english=english()),
        caption=grid.caption_en if english() else grid.caption,
        regions=ground.table("certificates-by-region", field),
        provinces=ground.table("certificates-by-province", field),
        figure=figure, field=field,
        field_choices=[(line.code, line.name) for line in lines_of(
            table_defined("certificates-by-field", ground.snapshot.day), ground.cells, english=english())],
    )  # fmt: skip


@require_safe
def of_cases(request: HttpRequest) -> HttpResponse:
    """Case files by field, year and province."""
    ground = _ground(request)
    if ground is None:
        return _page(request, "", None)
    names = ("cases-by-field", "cases-by-year", "cases-by-province")
    return _page(request, "web/figures/cases.html", ground, tables=[ground.table(name) for name in names])


@require_safe
def trends(request: HttpRequest) -> HttpResponse:
    """A figure month by month, with its changes to the month and to the year before."""
    ground = _ground(request)
    if ground is None:
        return _page(request, "", None)
    known = {key: ground.cells.table.figure(key) for key in _TRENDS}
    figure = request.GET.get("figure", "")
    figure = figure if figure in known else _TRENDS[0]
    found = series(figure) if ground.person.sees_all else {}
    changes = series_changes(found)
    rows = [
        {"month": month, "value": shown(value), "month_change": _change(changes[month][0].relative),
         "year_change": _change(changes[month][1].relative)}
        for month, value in sorted(found.items(), reverse=True)
    ]  # fmt: skip
    names = [(key, one.name_en if english() else one.name) for key, one in known.items() if one]
    return _page(
        request, "web/figures/trends.html", ground, plot=plot(found), rows=rows, figure=figure, names=names,
        name=dict(names).get(figure, figure), snapshots=snapshot_list(_DAYS_OFFERED),
    )  # fmt: skip


def _change(value: object) -> str:
    return "—" if value is None else f"{value:+}%"


@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    """What every figure is: unit, base, additivity, source."""
    need(request, *FIGURES)
    return render(request, "web/figures/definitions.html", {"table": definitions_on(today_in_china(CLOCK))})


@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The rows behind a number."""
    person = need(request, *FIGURES)
    snapshot = snapshot_get(_day(request))
    words = {key: request.GET.get(key, "")[:20] for key in ("field", "region", "year")}
    asked = figure_asked(Question(request.GET.get("figure", ""), **words), snapshot.day)
    return rows_page(request, person, snapshot, asked)


def rows_page(
    request: HttpRequest,
    person: Viewer,
    snapshot: Snapshot,
    asked: Question,
    **more: Any,  # noqa: ANN401
) -> HttpResponse:
    """Return the page of the rows behind a number of a snapshot."""
    definition = definitions_on(snapshot.day).figure(asked.figure)
    cells = cells_of(snapshot)
    value = cells.value(asked)
    word = request.GET.get("page", "1")
    number = max(1, int(word)) if word.isascii() and word.isdigit() and len(word) < 7 else 1  # noqa: PLR2004
    behind = rows_behind(person, asked, snapshot.day, offset=(number - 1) * _PAGE, limit=_PAGE)
    upper = definition.ratio[0] if definition and definition.ratio else asked.figure
    counted = cells.counted.get((upper, asked.field, asked.region, asked.year), 0)
    values = {
        "definition": definition, "asked": asked, "snapshot": snapshot, "behind": behind,
        "value": shown(value) if person.sees_all and value is not None else "—",
        "places": [name_of(code, english=english()) for code in (asked.field, asked.region) if code]
        + [word for word in (asked.year,) if word],
        "number": number, "last": max(1, -(-behind.total // _PAGE)), "english": english(),
        "changed": upper in {"certificates", "organisations", "cases"} and person.sees_all
        and behind.total != counted,
        "counted": shown(counted),
        "address": rows_address(dataclasses.replace(asked, measure="value"), snapshot.day.isoformat()),
    }  # fmt: skip
    return render(request, "web/figures/rows.html", values | more)


@require_safe
def file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A table as a file."""
    person = need(request, *FIGURES)
    suffix = form_checked(f".{form}")
    snapshot = snapshot_get(_day(request))
    one = table_defined(name, snapshot.day)
    table = table_of(person, one, snapshot, cells_of(snapshot), Asked(request.GET.get("field", "")[:20]))
    content = table_file(table, suffix, made=now())
    told = f'attachment; filename="{one.id}-{snapshot.day}{suffix}"'
    return HttpResponse(content, content_type=MEDIA_TYPES[suffix], headers={"Content-Disposition": told})


@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Count all figures now."""
    need(request, MANAGES)
    made = snapshot_take(deed=deed(request))
    messages.success(request, _("已统计 %(day)s，快照第 %(n)s 版。") % {"day": made.day, "n": made.revision})
    return redirect("web:figures")
