"""Telling persons of new hits of the searches they saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.selectors.searches import SavedRow, saved_search, saved_searches
from anjuan.accounts.services.searches import Seen, search_counted
from anjuan.archive.findable.counting import pages_meeting, sight_mark
from anjuan.search.engine import SearchEngine

#: A search that finds more pages is not watched: whoever wants to be told of news asks for less.
MOST_WATCHED_PAGES = 5000
#: A count is good for so long; another one is made when somebody looks.
GOOD_FOR = dt.timedelta(minutes=2)
#: So many counts are made in one go; the oldest ones first.
MOST_AT_ONCE = 5


#: Reads the address of a search: its words, whether rough places count, its filters.
Reading = Callable[[str], tuple[str, bool, Mapping[str, tuple[str, ...]]]]


def search_seen(viewer: Viewer, engine: SearchEngine, asked: tuple[str, bool, Mapping[str, tuple[str, ...]]]) -> Seen:
    """Return what a search finds now, as far as it is remembered."""
    words, fuzzy, filters = asked
    counted = pages_meeting(viewer, engine, words, filters, fuzzy=fuzzy, most=MOST_WATCHED_PAGES)
    return Seen(counted.ids, counted.total, sight_mark(viewer))


def fresh_hits(viewer: Viewer, engine: SearchEngine, reading: Reading, now: dt.datetime) -> dict[int, int]:
    """Return for every watched search how many pages it finds that its owner has not seen in it.

    Counts made with other rights than the person has now are never told: they are made again at once. Others
    are made again when they are old, a few in one go.
    """
    rows = [row for row in saved_searches(viewer) if row.is_watched]
    mark = sight_mark(viewer)
    due = sorted((row for row in rows if _is_due(row, mark, now)), key=lambda row: (row.sight == mark, _when(row)))
    void = {row.id for row in rows if row.sight != mark}
    told = {row.id: row.fresh for row in rows if row.id not in void}
    for place, row in enumerate(due):
        if place < MOST_AT_ONCE or row.id in void:
            told[row.id] = _count(viewer, engine, reading, row, now)
    return told


def _is_due(row: SavedRow, mark: str, now: dt.datetime) -> bool:
    return row.sight != mark or row.counted_at is None or now - row.counted_at > GOOD_FOR


def _when(row: SavedRow) -> dt.datetime:
    return row.counted_at or dt.datetime.min.replace(tzinfo=dt.UTC)


def _count(viewer: Viewer, engine: SearchEngine, reading: Reading, row: SavedRow, now: dt.datetime) -> int:
    seen = search_seen(viewer, engine, reading(row.query))
    _row, known = saved_search(viewer, row.id)
    fresh = 0 if seen.is_too_wide else len(set(seen.ids) - known)
    search_counted(viewer=viewer, search_id=row.id, fresh=fresh, seen=seen, now=now)
    return fresh
