"""Counts for navigation, tiles and saved views: each is the total of the list that it opens, for this person."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest, QueryDict

from anjuan.kit.clock import today_in_china
from anjuan.web.lists.asking import asked_of
from anjuan.web.lists.habits import followed_fields, saved_views
from anjuan.web.lists.offering import sight_mark
from anjuan.web.lists.registry import LISTS, PAGES
from anjuan.web.lists.spec import ListSpec
from anjuan.web.lists.tiles import tiles_for
from anjuan.web.searching import search_counts
from anjuan.web.visitor import CLOCK, viewer

#: How many saved views are counted at once; nobody has more on the screen.
MOST_VIEWS = 20
_KEPT_SECONDS = 20


def list_total(request: HttpRequest, spec: ListSpec, query: str) -> int:
    """Return how many rows a list has for the person who asks, narrowed by a query string."""
    return spec.count(viewer(request), asked_of(request, spec, QueryDict(query)).request())


def _total_lately(request: HttpRequest, spec: ListSpec, query: str) -> int:
    """Return the total of a list that is narrowed by words, as of some seconds ago: words are sought in every row.

    Other counts are of this moment: they tell what is to be done, and change with what was done just now.
    """
    person, asked = viewer(request), asked_of(request, spec, QueryDict(query))
    if not any(one.kind == "words" and one.key in asked.values for one in spec.filters):
        return list_total(request, spec, query)
    kept = f"{person.name} {sight_mark(person)} {spec.name} {query}"
    key = f"web.view_count.{hashlib.sha256(kept.encode()).hexdigest()}"
    total: int | None = cache.get(key)
    if total is None:
        total = list_total(request, spec, query)
        cache.set(key, total, _KEPT_SECONDS)
    return total


def counts_of(request: HttpRequest) -> dict[str, int]:
    """Return every count the frame and the work list show, by key; what is the same is counted once."""
    person, today = viewer(request), today_in_china(CLOCK)
    wanted = {tile.key: (tile.list, tile.query(today)) for tile in tiles_for(person, followed_fields(request))}
    wanted |= {name: (name, "") for name in (*LISTS, *PAGES)}
    for view in saved_views(request)[:MOST_VIEWS]:
        wanted[f"view-{view.id}"] = (view.list, view.query)
    known: dict[tuple[str, str], int] = {}
    for name, query in wanted.values():
        if name in PAGES and person.may(PAGES[name].needs):
            known[name, query] = PAGES[name].count(person)
        elif name in LISTS and LISTS[name].opens_for(person) and (name, query) not in known:
            known[name, query] = _total_lately(request, LISTS[name], query)
    counted = {key: known[what] for key, what in wanted.items() if what in known}
    return {**counted, **search_counts(request, CLOCK.now())}
