"""Figures over the whole archive: counts, trends, pairs, differences; every number opens what it counts."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anjuan.kit.errors import NotFoundError
from anjuan.mining.rules.counting import Asked
from anjuan.mining.rules.tallies import GRADES, quarter_read, quarter_said
from anjuan.mining.selectors.trends import (
    COMPARE,
    LEAST_CLIENTS,
    TrendTable,
    cases_behind,
    offered,
    trend_pairs,
    trend_series,
    trend_table,
)
from anjuan.mining.services.comparing import leaders_look
from anjuan.web import trendwords
from anjuan.web.listing import pager_of
from anjuan.web.lists.exporting import harmless
from anjuan.web.navigation import KNOWS
from anjuan.web.trendcharts import bars_of, funnel_of, line_of
from anjuan.web.visitor import deed, need

_ASKED = ("field", "code", "province", "audit_type", "grade", "clause", "also")
_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_SIZE = 20
_MOST_PAIRS = 100


class NoSuchTableFormError(NotFoundError):
    """Figures cannot be had in this form."""

    code = "WEB-162"


def asked_of(query: QueryDict) -> Asked:
    """Return what an address asks for; what cannot be meant does not narrow."""
    values = {name: query.get(name, "").strip()[:40] for name in _ASKED}
    if values["grade"] not in GRADES:
        values["grade"] = ""
    return Asked(**values, first=quarter_read(query.get("first", "")), last=quarter_read(query.get("last", "")))


def _query(asked: Asked, **more: str) -> str:
    told = {name: getattr(asked, name) for name in _ASKED}
    told |= {"first": quarter_said(-1 if asked.first is None else asked.first)}
    told |= {"last": quarter_said(-1 if asked.last is None else asked.last)} | more
    return urlencode({name: value for name, value in told.items() if value})


def _form(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """Return what the form of conditions needs."""
    known = offered()
    return {
        "asked": asked,
        "first": request.GET.get("first", "")[:6],
        "last": request.GET.get("last", "")[:6],
        "fields": [(code, trendwords.value_said(code, "field")) for code in known["fields"]],
        "provinces": [(code, trendwords.value_said(code, "province")) for code in known["provinces"]],
        "audit_types": [(code, trendwords.value_said(code, "audit_type")) for code in known["audit_types"]],
        "grades": trendwords.GRADES.items(),
        "codes": known["codes"][:500],
    }


@require_safe
def trends(request: HttpRequest) -> HttpResponse:
    """Findings across the archive by one thing, as a chart and as the same table."""
    person = need(request, *KNOWS)
    view = request.GET.get("by", "")
    view = view if view in trendwords.VIEWS else "clause"
    asked = asked_of(request.GET)
    values = _form(request, asked) | {
        "view": view, "views": trendwords.VIEWS.items(), "query": _query(asked), "least": LEAST_CLIENTS,
        "sees_all": person.sees_all, "may_compare": person.may(COMPARE),
    }  # fmt: skip
    if view == "change":
        values |= _changes(request, asked)
    elif view == "pairs":
        values["pairs"] = trend_pairs(person, asked)[:_MOST_PAIRS]
    else:
        values |= _counts(request, asked, view)
    return render(request, "web/trends.html", values)


def _groups(request: HttpRequest) -> int:
    text = request.GET.get("groups", "")
    return int(text) if text in ("1", "2") else 0


def _counts(request: HttpRequest, asked: Asked, view: str) -> dict[str, Any]:
    table = trend_table(need(request, *KNOWS), asked, view, groups=_groups(request))
    told = [(trendwords.value_said(row.cell.key, view), row.cell.rate) for row in table.rows if not row.is_hidden]
    if view == "quarter":
        chart: dict[str, Any] = {"line": line_of([pair for pair in told if pair[1].of])}
    else:
        ordered = told if view == "clause" else sorted(told, key=lambda pair: -(pair[1].value or 0.0))
        chart = {"bars": bars_of(ordered)}
    rows = [
        {
            "shown": row, "label": trendwords.value_said(row.cell.key, view),
            "with": _narrowed(asked, view, row.cell.key) + "&with=1", "all": _narrowed(asked, view, row.cell.key),
        }
        for row in table.rows
    ]  # fmt: skip
    return chart | {
        "table": table, "rows": rows, "head": trendwords.HEADS[view], "groups": _groups(request),
        "has_groups": view in ("clause", "code"),
    }  # fmt: skip


def _narrowed(asked: Asked, view: str, key: str) -> str:
    """Return the address of the cases of one row; a row of what is not known opens nothing narrower."""
    if not key:
        return _query(asked)
    return _query(asked, first=key, last=key) if view == "quarter" else _query(asked, **{view: key})


def _changes(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    series = trend_series(need(request, *KNOWS), asked)
    wanted = request.GET.get("series", "")
    chosen = next((one for one in series if one.clause == wanted), series[0])
    return {"series": series, "chosen": chosen, "line": line_of(chosen.points)}


@require_safe
def behind(request: HttpRequest) -> HttpResponse:
    """The cases and findings that a number counts, as far as one may read them."""
    person = need(request, *KNOWS)
    asked = asked_of(request.GET)
    with_finding = request.GET.get("with") == "1"
    pager = pager_of(request, (_SIZE,))
    found = cases_behind(person, asked, with_finding=with_finding, offset=pager.offset, limit=_SIZE)
    more = pager.offset + len(found.rows) < found.readable
    values = {
        "found": found, "with_finding": with_finding, "query": _query(asked), "page": pager.number, "more": more,
        "conditions": _said(asked), "least": LEAST_CLIENTS, "grade_words": trendwords.GRADES,
    }  # fmt: skip
    return render(request, "web/trend_cases.html", values)


def _said(asked: Asked) -> list[tuple[str, str]]:
    told = [
        (str(trendwords.HEADS[name]), trendwords.value_said(getattr(asked, name), name))
        for name in ("field", "code", "province", "audit_type", "clause")
        if getattr(asked, name)
    ]
    if asked.also:
        told.append((str(trendwords.HEADS["clause"]), asked.also))
    if asked.grade:
        told.append((_("严重程度"), str(trendwords.GRADES[asked.grade])))
    if asked.first is not None or asked.last is not None:
        ends = [quarter_said(-1 if end is None else end) for end in (asked.first, asked.last)]
        told.append((_("季度"), " – ".join(dict.fromkeys(ends)) if ends[0] != ends[1] else ends[0]))
    return told


@require_safe
def table(request: HttpRequest, form: str) -> HttpResponse:
    """The figures of a view as a file, with the same numbers hidden."""
    person = need(request, *KNOWS)
    if form not in _TYPES:
        raise NoSuchTableFormError(f"Figures cannot be had as {form!r}.", remedy="Choose csv or xlsx.")
    view = request.GET.get("by", "clause")
    found = trend_table(person, asked_of(request.GET), view, groups=_groups(request))
    rows = _lines(found, view)
    content = _csv(rows) if form == "csv" else _xlsx(rows)
    name = f"findings-by-{view}.{form}"
    return HttpResponse(
        content, content_type=_TYPES[form], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _lines(found: TrendTable, view: str) -> list[list[Any]]:
    heads = [
        str(trendwords.HEADS[view]), _("名称"), _("有不符合的案卷"), _("统计的案卷"), _("比率"),
        _("区间下限"),
        _("区间上限"),
        _("不符合项数"), _("组织数"),
    ]  # fmt: skip
    rows: list[list[Any]] = [heads]
    for row in found.rows:
        cell, label = row.cell, trendwords.value_said(row.cell.key, view)
        if row.is_hidden:
            rows.append([cell.key, label, _("不足 %(n)d 家，不显示") % {"n": found.least_clients}, *[""] * 6])
        else:
            rate = cell.rate
            figures = [
                None if rate.value is None else round(value, 4) for value in (rate.value or 0, rate.low, rate.high)
            ]
            rows.append([cell.key, label, rate.count, rate.of, *figures, cell.findings, cell.clients])
    return rows


def _csv(rows: list[list[Any]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["" if cell is None else harmless(cell) for cell in row] for row in rows])
    return ("\ufeff" + buffer.getvalue()).encode()


def _xlsx(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_("统计分析"))
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@require_safe
def leaders(request: HttpRequest) -> HttpResponse:
    """Findings of each team leader beside what audits like theirs have; who looked is written down."""
    person = need(request, COMPARE)
    asked = asked_of(request.GET)
    found = leaders_look(deed=deed(request), viewer=person, asked=asked)
    values = _form(request, asked) | {
        "leaders": found, "funnel": funnel_of(found), "places": trendwords.PLACES, "query": _query(asked),
        "told": sum(one.ratio is not None for one in found),
    }  # fmt: skip
    return render(request, "web/trend_leaders.html", values)
