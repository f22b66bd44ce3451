"""The work list: what needs the person now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anjuan.accounts.selectors.searches import saved_searches
from anjuan.archive.selectors.cases import cases_recent
from anjuan.archive.selectors.intakes import intake_list
from anjuan.kit.clock import today_in_china
from anjuan.web.lists.habits import habits
from anjuan.web.lists.registry import address_of
from anjuan.web.lists.tiles import tiles_for
from anjuan.web.navigation import FILES, READS
from anjuan.web.tour import SEEN, tour_for
from anjuan.web.visitor import CLOCK, now, viewer

_SHOWN = 8


def home(request: HttpRequest) -> HttpResponse:
    """The work list. Its figures come after it, each as the total of the list that it opens."""
    person, today = viewer(request), today_in_china(CLOCK)
    reads = any(person.may(need) for need in READS)
    intakes = intake_list(person, now=now(), limit=20) if person.may(*FILES) else []
    troubled = [row for row in intakes if row.counts.get("failed") or row.counts.get("refused")]
    values = {
        "reads": reads,
        "files": person.may(*FILES),
        "tiles": [(tile, address_of(tile.list, tile.query(today))) for tile in tiles_for(person)],
        "cases": cases_recent(person, limit=_SHOWN) if reads else (),
        "watched": [row for row in saved_searches(person) if row.is_watched][:_SHOWN] if reads else (),
        "troubled": troubled[:_SHOWN],
        "recent_intakes": intakes[:_SHOWN],
        "tour": tour_for(person),
        "is_tour_new": SEEN not in habits(request),
    }
    return render(request, "web/home.html", values)
