"""Faces of a case: its people, its nonconformities, cases of the same sort."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anjuan.archive.selectors.casepeople import case_nonconformities, case_people
from anjuan.archive.selectors.sight import case_whole
from anjuan.mining.selectors.similar import cases_alike
from anjuan.web.views.judged import opened
from anjuan.web.visitor import viewer


@require_safe
def people(request: HttpRequest, number: str) -> HttpResponse:
    """Who audited, reviewed and decided, and who stood for the organisation, as the papers name them."""
    case_whole(viewer(request), number)
    shown = opened(request, number)
    found = case_people(viewer(request), number)
    sides = [(side, [one for one in found if one.side == side]) for side in ("body", "client")]
    values = {"case": shown, "tab": "people", "sides": [(side, rows) for side, rows in sides if rows]}
    return render(request, "web/case_people.html", values)


@require_safe
def findings(request: HttpRequest, number: str) -> HttpResponse:
    """What the audit found: grade, clause, fact, and whether it is closed."""
    case_whole(viewer(request), number)
    shown = opened(request, number)
    rows = case_nonconformities(viewer(request), number)
    values = {"case": shown, "tab": "findings", "rows": rows, "open_count": sum(not row.closed_on for row in rows)}
    return render(request, "web/case_nonconformities.html", values)


@require_safe
def similar(request: HttpRequest, number: str) -> HttpResponse:
    """Cases like this one: by codes, processes, controls, findings and more, why, and where each differs."""
    whole = case_whole(viewer(request), number)
    shown = opened(request, number)
    values = {
        "case": shown, "tab": "similar", "rows": cases_alike(viewer(request), number),
        "organisation_id": whole.organisation_id,
    }  # fmt: skip
    return render(request, "web/case_similar.html", values)
