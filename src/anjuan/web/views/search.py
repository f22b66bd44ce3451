"""Finding words in the archive."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from anjuan.accounts.selectors.searches import asked_searches, saved_search, saved_searches
from anjuan.accounts.services.searches import asked_note, search_looked
from anjuan.archive.findable.facets import facets_beside
from anjuan.archive.findable.finding import FACETS, Found, find, suggest
from anjuan.archive.findable.why import pages_by_word, why_found
from anjuan.archive.services.indexing import search_engine
from anjuan.archive.services.search_watching import search_seen
from anjuan.search.results import Options
from anjuan.web.listing import Pager, pager_of, whole
from anjuan.web.navigation import READS
from anjuan.web.searching import SORTS, Asking, asking_of, facet_values, value_said
from anjuan.web.visitor import need, now, viewer

_SIZES = (20, 10, 50)
_FACET_VALUES = 30
_SHOWN_ASKED = 12


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The search page: what is asked, what narrows it, what was found, the page itself beside it."""
    need(request, *READS)
    asked, pager = asking_of(request.GET), pager_of(request, _SIZES)
    values = _found(request, asked, pager) if asked else _beginning(request)
    return render(request, "web/search.html", {"asked": asked, "filters": asked.filters, **values})


def _beginning(request: HttpRequest) -> dict[str, Any]:
    person = viewer(request)
    rows = [(row, asking_of(QueryDict(row.query))) for row in asked_searches(person, _SHOWN_ASKED)]
    return {"saved": saved_searches(person), "history": rows}


def _found(request: HttpRequest, asked: Asking, pager: Pager) -> dict[str, Any]:
    person, engine = viewer(request), search_engine()
    options = Options(
        filters=asked.filters, fuzzy=asked.fuzzy, facets=FACETS, facet_limit=_FACET_VALUES, offset=pager.offset,
        limit=pager.size, sort=asked.sort, snippets=2,
    )  # fmt: skip
    found = find(person, engine, asked.words, options)
    if pager.number == 1:
        asked_note(viewer=person, query=asked.query(), total=found.total, now=now())
    chips = [(name, value, value_said(name, value)) for name in FACETS for value in asked.filters.get(name, ())]
    return {
        "found": found,
        "facets": facet_values(facets_beside(person, engine, asked.words, options, found.facets), asked.filters),
        "chips": chips,
        "sorts": SORTS.items(),
        "query": asked.query(),
        "link": request.build_absolute_uri(f"{reverse('web:search')}?{asked.query()}"),
        "pager": dataclasses.replace(pager, total=found.total),
        "seconds": found.timings_ms.get("total", 0.0) / 1000,
        "by_word": () if found.total else pages_by_word(person, engine, asked.words),
        **_since_last_look(request, asked, found),
    }


def _since_last_look(request: HttpRequest, asked: Asking, found: Found) -> dict[str, Any]:
    """Return which pages found are new to a saved search that is opened, and keep that they were seen now."""
    search_id = whole(request.GET, "saved", 0)
    if not search_id:
        return {"fresh": frozenset()}
    person = viewer(request)
    row, known = saved_search(person, search_id)
    if row.query != asked.query():
        return {"fresh": frozenset()}
    fresh = frozenset(hit.page_id for hit in found.hits if hit.page_id not in known and not row.is_too_wide)
    if row.is_watched:
        seen = search_seen(person, search_engine(), (asked.words, asked.fuzzy, asked.filters))
        search_looked(viewer=person, search_id=row.id, seen=seen, now=now())
    return {"saved_as": row, "fresh": fresh}


@require_safe
def why(request: HttpRequest, document_id: int, page_number: int) -> HttpResponse:
    """Why a page was found: word by word, field by field."""
    person, asked = need(request, *READS), asking_of(request.GET)
    told = why_found(person, search_engine(), asked.words, (document_id, page_number), fuzzy=asked.fuzzy)
    return render(request, "web/search_why.html", {"why": told})


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Values that complete what is typed, as entries of a list."""
    person = need(request, *READS)
    typed = request.GET.get("q", "").strip()[:80]
    rows = suggest(person, search_engine(), typed, limit=8) if typed else []
    return render(request, "web/suggestions.html", {"rows": rows})
