"""Finding words in the archive."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from anjuan.api.access import READS, caller_of
from anjuan.api.shapes import Text, Truth, Whole, opens
from anjuan.archive.findable.finding import FACETS, ArchiveHit, find, suggest
from anjuan.archive.services.indexing import search_engine
from anjuan.search.protocol import FacetCount
from anjuan.search.results import FuzzyOffer, Options, Suggestion

router = Router(tags=["search"])
_LONGEST = 400
_MOST_HITS = 50
_LAST_HIT = 10_000
_FACET_VALUES = 30

Query_ = Annotated[str, Field(max_length=_LONGEST, pattern=r"^[^\x00]*$")]
Several = Annotated[list[Text], Field(max_length=20)]


class SearchQuery(Schema):
    """What is sought and what narrows it; several values of a facet are alternatives."""

    q: Query_ = ""
    fuzzy: Truth = False
    case: Several = Field(default_factory=list)
    organisation: Several = Field(default_factory=list)
    field: Several = Field(default_factory=list)
    standard: Several = Field(default_factory=list)
    code: Several = Field(default_factory=list)
    year: Several = Field(default_factory=list)
    audit_type: Several = Field(default_factory=list)
    kind: Several = Field(default_factory=list)
    stage: Several = Field(default_factory=list)
    facets: Truth = False
    offset: Annotated[Whole, Field(ge=0, le=_LAST_HIT)] = 0
    limit: Annotated[Whole, Field(ge=0, le=_MOST_HITS)] = 20


class SearchFound(Schema):
    """Pages found, best first; boxes are fractions of the upright page. Facets count over everything found."""

    query: str
    total: int
    hits: list[ArchiveHit]
    facets: dict[str, list[FacetCount]]
    notices: list[str]
    offer: FuzzyOffer | None


class SuggestQuery(Schema):
    """What is typed, and how many values are wanted."""

    q: Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")]
    limit: Annotated[Whole, Field(ge=1, le=20)] = 8


class Suggestions(Schema):
    """Values that complete what was typed."""

    suggestions: list[Suggestion]


@router.get("/search", **opens(SearchFound, "search:read"))
def search(request: HttpRequest, asked: Query[SearchQuery]) -> SearchFound:
    """Search the pages that the person may see; ``case`` and the facets narrow."""
    person = caller_of(request).need(*READS)
    filters = {name: tuple(values) for name in ("case", *FACETS) if (values := [v for v in getattr(asked, name) if v])}
    options = Options(
        filters=filters, fuzzy=asked.fuzzy, facets=FACETS if asked.facets else (), facet_limit=_FACET_VALUES,
        offset=asked.offset, limit=asked.limit,
    )  # fmt: skip
    if not asked.q.strip() and not filters:
        return SearchFound(query="", total=0, hits=[], facets={}, notices=[], offer=None)
    found = find(person, search_engine(), asked.q.strip(), options)
    return SearchFound(
        query=found.query, total=found.total, hits=list(found.hits), notices=list(found.notices), offer=found.offer,
        facets={name: list(rows) for name, rows in found.facets.items()},
    )  # fmt: skip


@router.get("/search/suggestions", **opens(Suggestions, "search:read"))
def suggestions(request: HttpRequest, asked: Query[SuggestQuery]) -> Suggestions:
    """Complete what is typed with values of pages that the person may see."""
    person = caller_of(request).need(*READS)
    typed = asked.q.strip()
    return Suggestions(suggestions=suggest(person, search_engine(), typed, limit=asked.limit) if typed else [])
