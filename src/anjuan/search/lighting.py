"""What a query lights on one page that somebody has open."""

from __future__ import annotations

import dataclasses

from anjuan.search.highlighting import HitKind, Span, spans
from anjuan.search.parsing import parse
from anjuan.search.schema import Schema


@dataclasses.dataclass(frozen=True, slots=True)
class Lit:
    """The lit places of a page and how the page meets the query."""

    kind: HitKind
    spans: tuple[Span, ...]


def light(query: str, schema: Schema, text: str, *, fuzzy: bool = False) -> Lit:
    """Return what a query lights on a text: what stands there exactly, else its words, else with ``fuzzy`` roughly."""
    tree = parse(query, schema).tree
    for kind in (HitKind.EXACT, HitKind.RANKED, *((HitKind.FUZZY,) if fuzzy else ())):
        found = tuple(spans(tree, text, kind))
        if found:
            return Lit(kind, found)
    return Lit(HitKind.EXACT, ())
