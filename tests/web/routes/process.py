"""The routes of the certification process, for the tests of who may open them."""

from __future__ import annotations

from tests.web.made import Shelf

#: Route → key of ``ALLOWS``.
POLICY: dict[str, str] = {}
#: Key of a policy → the capabilities of which one is needed; none for everybody.
ALLOWS: dict[str, set[str]] = {}
#: Routes that answer to POST alone.
POSTED: set[str] = set()
#: POST routes whose arguments name a thing that the person does not have: 404 is an answer.
MISSES: set[str] = set()
#: Routes that are no page to look at: files, fragments, steps.
NO_PAGES: set[str] = set()


def words(name: str, shelf: Shelf) -> list[object]:
    """Return the words of a route's address; none for routes without any."""
    return {}.get(name, [])


def sent(name: str) -> dict[str, str]:
    """Return what is sent to a route; nothing for routes of other parts."""
    return {}.get(name, {})


def visited(shelf: Shelf) -> dict[str, dict[str, object]]:
    """Return route → the named arguments of its address, for the visit in a browser; makes what it names."""
    return {}
