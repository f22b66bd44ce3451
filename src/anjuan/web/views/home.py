"""The work list: what needs the person now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anjuan.archive.selectors.case_filters import CaseFilter
from anjuan.archive.selectors.cases import case_list
from anjuan.archive.selectors.intakes import intake_list
from anjuan.archive.selectors.waiting import waiting_counts
from anjuan.web.navigation import FILES, READS
from anjuan.web.visitor import now, viewer

_SHOWN = 8


def home(request: HttpRequest) -> HttpResponse:
    """The work list."""
    person = viewer(request)
    reads = any(person.may(need) for need in READS)
    intakes = intake_list(person, now=now(), limit=20) if person.may(*FILES) else []
    troubled = [row for row in intakes if row.counts.get("failed") or row.counts.get("refused")]
    return render(
        request,
        "web/home.html",
        {
            "reads": reads,
            "files": person.may(*FILES),
            "cases": case_list(person, CaseFilter(), order="-updated_at", limit=_SHOWN) if reads else None,
            "waiting": waiting_counts(person) if person.may("case.describe") else None,
            "running": [row for row in intakes if not row.finished],
            "troubled": troubled[:_SHOWN],
            "trouble_count": sum(row.counts.get("failed", 0) + row.counts.get("refused", 0) for row in troubled),
            "recent_intakes": intakes[:_SHOWN],
        },
    )
