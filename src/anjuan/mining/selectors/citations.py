"""Where the facts that a line cites can be opened, by whom may read them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from anjuan.accounts.selectors.people import Viewer
from anjuan.mining.models import MinedFact
from anjuan.mining.selectors.facts import FactFilter, facts_of

#: Facts are asked for in parts of this size.
_AT_ONCE = 500


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """The place of a fact: which page to open and what to light."""

    fact_id: int
    case: str
    document_id: int
    document: str
    page: int
    boxes: tuple[tuple[float, float, float, float], ...]
    quote: str


def sources_seen(viewer: Viewer, facts: Iterable[str]) -> dict[str, Source]:
    """Return the places of facts, by their key, that a person may open; the others are left out."""
    keys = sorted({int(key) for key in facts if key.isdigit()})
    found: dict[str, Source] = {}
    for start in range(0, len(keys), _AT_ONCE):
        rows = facts_of(viewer, FactFilter()).filter(pk__in=keys[start : start + _AT_ONCE])
        for fact in rows.select_related("case", "document"):
            found[str(fact.pk)] = _source(fact)
    return found


def _source(fact: MinedFact) -> Source:
    boxes = tuple((a, b, c, d) for a, b, c, d in fact.boxes)
    return Source(
        fact.pk, fact.case.number, fact.document_id, fact.document.title, fact.page, boxes, fact.quote
    )  # fmt: skip
