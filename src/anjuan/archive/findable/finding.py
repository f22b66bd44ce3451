"""Searching the archive as one person: hits with their case, document, page and lit boxes."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.findable.health import index_ready
from anjuan.archive.findable.records import SCHEMA, readers_of
from anjuan.archive.models import Page
from anjuan.archive.rules.boxes import boxes_of
from anjuan.archive.rules.page_care import look_of, turned_box
from anjuan.archive.selectors.page_reads import WITH_CARE, care_of, packed_of, turn_left
from anjuan.archive.selectors.sight import documents_of
from anjuan.kit.text.folding import squeeze
from anjuan.reading import packing
from anjuan.reading.pages import Box
from anjuan.search.engine import SearchEngine
from anjuan.search.highlighting import Part
from anjuan.search.lighting import light
from anjuan.search.protocol import FacetCount
from anjuan.search.results import FoundHit, FuzzyOffer, Options, Suggestion

FACETS = ("organisation", "field", "standard", "code", "year", "audit_type", "kind", "stage")
#: So many different lit words are told of one page.
_MOST_WORDS = 12


@dataclasses.dataclass(frozen=True, slots=True)
class ArchiveHit:
    """A page found.

    Attributes:
        boxes: One group of boxes for every place that is lit; a place that runs over two lines has two boxes.
        differences: How the places differ from what was sought, for fuzzy hits.
        snippets: Cuttings of the text, each as lit and unlit parts.
        stage: Stage of the audit that the document belongs to; empty when not known.
        year: Year of the case; None when not stated.
        audit_type: As the case states it.
        sha256: Names the bytes that the page's picture is drawn from.
        words: What is lit, as printed and folded, with how often.
        look: Names the page's picture; another one whenever the page looks different.

    """

    page_id: int
    case_number: str
    case_title: str
    organisation_name: str
    document_id: int
    document_title: str
    document_kind: str
    page: int
    kind: str
    score: float
    snippets: tuple[tuple[Part, ...], ...]
    boxes: tuple[tuple[Box, ...], ...]
    differences: tuple[str, ...]
    stage: str = ""
    year: int | None = None
    audit_type: str = ""
    sha256: str = ""
    words: tuple[tuple[str, int], ...] = ()
    look: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """The outcome of a search, for one person."""

    query: str
    total: int
    hits: tuple[ArchiveHit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    notices: tuple[str, ...]
    offer: FuzzyOffer | None
    timings_ms: Mapping[str, float]


def find(viewer: Viewer, engine: SearchEngine, query: str, options: Options | None = None) -> Found:
    """Search as a person. Pages they may not see count nowhere, and are checked once more when loaded.

    Raises:
        IndexEmptyError: Nothing can be found because the index was lost.
        IndexVersionError: The index must be rebuilt.

    """
    options = options or Options(facets=FACETS)
    results = engine.search(query, readers_of(viewer), options)
    if not results.total:
        index_ready(engine)
    pages = _pages(viewer, [hit.id for hit in results.hits])
    hits = tuple(_hit(hit, pages[hit.id]) for hit in results.hits if hit.id in pages)
    return Found(
        str(results.query), results.total, hits, results.facets, results.notices, results.offer, results.timings_ms
    )


def _pages(viewer: Viewer, ids: list[int]) -> dict[int, Page]:
    pages = Page.objects.filter(pk__in=ids).select_related("document__case", "document__original", *WITH_CARE)
    found = {page.pk: page for page in pages}
    if viewer.sees_all:
        return found
    documents = {page.document_id for page in found.values()}
    seen = set(documents_of(viewer).filter(pk__in=documents).values_list("pk", flat=True))
    return {key: page for key, page in found.items() if page.document_id in seen}


def _hit(hit: FoundHit, page: Page) -> ArchiveHit:
    document = page.document
    packed, turn = packed_of(page), turn_left(page)
    lines = packing.unpack(packed).lines if hit.spans else ()
    return ArchiveHit(
        page_id=page.pk,
        case_number=document.case.number,
        case_title=document.case.title,
        organisation_name=document.case.organisation_name,
        document_id=document.pk,
        document_title=document.title,
        document_kind=document.kind,
        page=page.number,
        kind=str(hit.kind),
        score=hit.score,
        snippets=tuple(snippet.parts for snippet in hit.snippets),
        boxes=tuple(
            tuple(turned_box(box, turn) for box in group)
            for group in boxes_of(lines, [(span.start, span.end) for span in hit.spans])
        ),
        differences=tuple(sorted({span.difference for span in hit.spans if span.difference})),
        stage=document.stage,
        year=document.case.year,
        audit_type=document.case.audit_type,
        sha256=document.original.sha256,
        words=_lit_words(hit, packing.text_of(packed)) if hit.spans else (),
        look=look_of(document.original.sha256, care_of(page).turn),
    )


def _lit_words(hit: FoundHit, text: str) -> tuple[tuple[str, int], ...]:
    counted = Counter(squeeze(text[span.start : span.end]) for span in hit.spans)
    return tuple(counted.most_common(_MOST_WORDS))


def suggest(viewer: Viewer, engine: SearchEngine, typed: str, *, limit: int = 10) -> list[Suggestion]:
    """Return values that complete what is typed, only of pages the person may see."""
    return engine.suggest(typed, readers_of(viewer), limit=limit)


def lit_on_page(viewer: Viewer, query: str, page_id: int, *, fuzzy: bool) -> ArchiveHit | None:
    """Return what a query lights on one page, or None when the person may not see it or nothing is lit."""
    page = _pages(viewer, [page_id]).get(page_id)
    if page is None:
        return None
    lit = light(query, SCHEMA, packing.text_of(packed_of(page)), fuzzy=fuzzy)
    return _hit(FoundHit(page_id, lit.kind, 0.0, lit.spans, ()), page) if lit.spans else None
