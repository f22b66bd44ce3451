"""Routes by part: who may open them, what their addresses and bodies hold."""

from __future__ import annotations

from tests.web.made import Shelf
from tests.web.routes import calculators, certificates, figures, process, pushing, schemes, stories, trends

PARTS = (process, calculators, certificates, figures, schemes, stories, pushing, trends)
POLICY = {name: who for part in PARTS for name, who in part.POLICY.items()}
ALLOWS = {name: needed for part in PARTS for name, needed in part.ALLOWS.items()}
POSTED = {name for part in PARTS for name in part.POSTED}
MISSES = {name for part in PARTS for name in part.MISSES}
NO_PAGES = {name for part in PARTS for name in part.NO_PAGES}


def words_of(name: str, shelf: Shelf) -> list[object]:
    """Return the words of a route's address; none for routes without any."""
    return next((part.words(name, shelf) for part in PARTS if name in part.POLICY), [])


def sent_to(name: str) -> dict[str, str]:
    """Return what is sent to a route; nothing for routes of no part."""
    return next((part.sent(name) for part in PARTS if name in part.POLICY), {})


def visited(shelf: Shelf) -> dict[str, dict[str, object]]:
    """Return route → the named arguments of its address, over all parts."""
    return {name: known for part in PARTS for name, known in part.visited(shelf).items()}
