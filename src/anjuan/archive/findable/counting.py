"""Which pages meet a search strictly, without showing them: for saved searches and for batches."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.findable.records import readers_of
from anjuan.search.asking import Asking
from anjuan.search.engine import SearchEngine
from anjuan.search.protocol import EVERYONE
from anjuan.search.results import Options


@dataclasses.dataclass(frozen=True, slots=True)
class Counted:
    """The pages that meet a search.

    Attributes:
        total: Exactly how many.
        ids: Their keys, best first; fewer than ``total`` when there are more than were asked for.

    """

    total: int
    ids: tuple[int, ...]


def pages_meeting(
    viewer: Viewer,
    engine: SearchEngine,
    query: str,
    filters: Mapping[str, tuple[str, ...]] | None = None,
    *,
    fuzzy: bool = False,
    most: int = 5000,
) -> Counted:
    """Return the pages that hold everything a query asks for, among those the person may see.

    Pages that hold only some of the words, or are merely described by them, do not count: whoever is told of
    new hits, or writes the figure into a table, wants what stands there.
    """
    parsed = dataclasses.replace(engine.parse(query), lenient=False)
    if parsed.impossible or (parsed.tree is None and not filters):
        return Counted(0, ())
    options = Options(filters=filters or {}, fuzzy=fuzzy, limit=most, offer_fuzzy=False)
    found = Asking(engine, parsed, readers_of(viewer), options).found()
    if found.notices and found.otherwise == "ranked":
        return Counted(0, ())
    return Counted(found.answer.total, tuple(hit.id for hit in found.answer.hits))


def sight_mark(viewer: Viewer) -> str:
    """Return a text that changes when what the person may search changes: a stored count is void with another."""
    readers = readers_of(viewer)
    seen = "everyone" if readers is EVERYONE else ",".join(sorted(readers))
    return hashlib.sha256(seen.encode()).hexdigest()[:32]
