"""Finding words in the archive."""

from __future__ import annotations

import dataclasses

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anjuan.archive.findable.finding import FACETS, find, suggest
from anjuan.archive.services.indexing import search_engine
from anjuan.search.results import Options
from anjuan.web.listing import pager_of
from anjuan.web.navigation import READS
from anjuan.web.visitor import need

_LONGEST = 400
_SIZES = (10, 20, 50)
_FACET_VALUES = 30


def _filters(request: HttpRequest) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values[:20]) for name in FACETS if (values := [v for v in request.GET.getlist(name) if v])}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The search page: what is asked, what narrows it, what was found."""
    person = need(request, *READS)
    query, pager, filters = request.GET.get("q", "").strip()[:_LONGEST], pager_of(request, _SIZES), _filters(request)
    fuzzy = request.GET.get("fuzzy") == "1"
    options = Options(
        filters=filters, fuzzy=fuzzy, facets=FACETS, facet_limit=_FACET_VALUES, offset=pager.offset, limit=pager.size
    )
    found = find(person, search_engine(), query, options) if query or filters else None
    return render(
        request,
        "web/search.html",
        {
            "query": query,
            "fuzzy": fuzzy,
            "filters": filters,
            "found": found,
            "facets": [(name, found.facets.get(name, ()), filters.get(name, ())) for name in FACETS] if found else [],
            "has_facets": bool(filters) or bool(found and any(found.facets.values())),
            "pager": dataclasses.replace(pager, total=found.total if found else 0),
            "seconds": found.timings_ms.get("total", 0.0) / 1000 if found else 0.0,
        },
    )


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Values that complete what is typed, as entries of a list."""
    person = need(request, *READS)
    typed = request.GET.get("q", "").strip()[:80]
    rows = suggest(person, search_engine(), typed, limit=8) if typed else []
    return render(request, "web/suggestions.html", {"rows": rows})
