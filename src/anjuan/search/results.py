"""What a search gives to the rooms above: hits with their places, counts, and what was done about the query."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from anjuan.search.highlighting import HitKind, Snippet, Span
from anjuan.search.protocol import FacetCount
from anjuan.search.query import Query


@dataclasses.dataclass(frozen=True, slots=True)
class Options:
    """How to search.

    Attributes:
        filters: Wanted values by field, exactly as facets show them; several values of a field are alternatives.
        fuzzy: Whether pages that differ from the query in a few characters are listed too.
        facets: Fields to count over everything that matches.
        facet_limit: How many values of each field.
        offset: How many hits to pass over.
        limit: How many hits to return; 0 only counts.
        sort: A sortable field, ``-`` in front for falling order; empty for ranking.
        snippet_width: Characters of a snippet.
        snippets: How many snippets of a page at the most.
        offer_fuzzy: Whether to look how many pages a fuzzy search would add when few pages are found.

    """

    filters: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    fuzzy: bool = False
    facets: tuple[str, ...] = ()
    facet_limit: int = 50
    offset: int = 0
    limit: int = 20
    sort: str = ""
    snippet_width: int = 120
    snippets: int = 3
    offer_fuzzy: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class FoundHit:
    """A page found.

    Attributes:
        id: The page.
        kind: How it met the query.
        score: For comparing hits of one search only.
        spans: Every place on the page that is lit; a page found by filters alone has none.
        snippets: The best cuttings, at least one when the page has text.

    """

    id: int
    kind: HitKind
    score: float
    spans: tuple[Span, ...]
    snippets: tuple[Snippet, ...]

    @property
    def snippet(self) -> str:
        """The best cutting as one line."""
        return self.snippets[0].text if self.snippets else ""


@dataclasses.dataclass(frozen=True, slots=True)
class FuzzyOffer:
    """What a fuzzy search would add: how many pages, and some of the differences (``末→未``)."""

    pages: int
    differences: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Suggestion:
    """A keyword value that completes what was typed, and on how many pages it stands for this reader."""

    field: str
    value: str
    count: int


@dataclasses.dataclass(frozen=True, slots=True)
class Results:
    """The outcome of a search.

    Attributes:
        query: The query as understood; ``str(query)`` prints it.
        total: Exactly how many pages were found.
        hits: The wanted slice, best first: exact ones before fuzzy and ranked ones.
        facets: Counts over all pages found.
        notices: Full sentences on what was understood otherwise than typed.
        offer: What a fuzzy search would add, when few pages were found.
        timings_ms: Wall time by step: ``parse``, ``search``, ``show``, ``total``.

    """

    query: Query
    total: int
    hits: tuple[FoundHit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    notices: tuple[str, ...]
    offer: FuzzyOffer | None
    timings_ms: Mapping[str, float]
