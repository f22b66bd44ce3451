"""Why a page was found, in parts that a person can check on the page."""

from __future__ import annotations

import dataclasses

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.findable.records import keywords_of, readers_of
from anjuan.archive.models import Page
from anjuan.archive.selectors.page_reads import WITH_CARE, packed_of
from anjuan.archive.selectors.sight import DocumentUnknownError, document_seen
from anjuan.kit.text.folding import squeeze
from anjuan.reading import packing
from anjuan.search.engine import SearchEngine
from anjuan.search.highlighting import HitKind, spans
from anjuan.search.lighting import light
from anjuan.search.query import FieldMatch, FieldRange, Node, Phrase, Words, leaves, wanted_texts

_MOST_WORDS = 8


@dataclasses.dataclass(frozen=True, slots=True)
class WordWhy:
    """One text of a query on one page.

    Attributes:
        text: As typed.
        kind: ``exact``, ``ranked`` when only parts of it stand there, ``fuzzy`` when it differs, empty when not there.
        places: In how many places.
        differences: What differs, for fuzzy places.
        pages: On how many pages that the person may see it stands exactly: the fewer, the more it tells.
        in_title: Whether the document's title holds it.

    """

    text: str
    kind: str
    places: int
    differences: tuple[str, ...]
    pages: int
    in_title: bool


@dataclasses.dataclass(frozen=True, slots=True)
class FieldWhy:
    """One condition on a field, with what the document states there."""

    field: str
    wanted: str
    values: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Why:
    """Why a page was found.

    Attributes:
        kind: How the page as a whole meets the query; empty when it does not.
        words: Its texts.
        fields: Its conditions on fields.

    """

    kind: str
    words: tuple[WordWhy, ...]
    fields: tuple[FieldWhy, ...]


def why_found(viewer: Viewer, engine: SearchEngine, query: str, place: tuple[int, int], *, fuzzy: bool = False) -> Why:
    """Return why a query finds a page. Four queries and one count for every word.

    Args:
        viewer: Who asks.
        engine: The engine.
        query: As typed.
        place: Document and number of the page in it.
        fuzzy: Whether rough places count.

    Raises:
        DocumentUnknownError: There is no such page that this person may see.

    """
    document = document_seen(viewer, place[0])
    page = Page.objects.filter(document=document, number=place[1]).select_related(*WITH_CARE).first()
    if page is None:
        raise DocumentUnknownError(f"Document {place[0]} has no page {place[1]}.", remedy="Search once more.")
    text = packing.text_of(packed_of(page))
    tree = engine.parse(query).tree
    lit = light(query, engine.schema, text, fuzzy=fuzzy)
    known = keywords_of(document)
    words = tuple(
        _word(viewer, engine, sought, text, document.title, fuzzy=fuzzy) for sought in wanted_texts(tree)[:_MOST_WORDS]
    )
    fields = tuple(
        FieldWhy(leaf.field, _wanted(leaf), known.get(leaf.field, ()))
        for leaf, wanted in leaves(tree)
        if wanted and isinstance(leaf, FieldMatch | FieldRange)
    )
    return Why(str(lit.kind) if lit.spans else "", words, fields)


def _wanted(leaf: FieldMatch | FieldRange) -> str:
    if isinstance(leaf, FieldMatch):
        return leaf.text
    first, last = ("" if bound is None else str(bound) for bound in (leaf.first, leaf.last))
    return first if first == last else f"{first}–{last}"


def _word(viewer: Viewer, engine: SearchEngine, sought: str, text: str, title: str, *, fuzzy: bool) -> WordWhy:
    tries: tuple[tuple[HitKind, Node], ...] = (
        (HitKind.EXACT, Phrase(sought)),
        (HitKind.RANKED, Words((sought,))),
        *(((HitKind.FUZZY, Phrase(sought)),) if fuzzy else ()),
    )
    kind, found = next(((str(kind), there) for kind, tree in tries if (there := spans(tree, text, kind))), ("", []))
    differences = tuple(sorted({span.difference for span in found if span.difference}))
    inside = bool(squeeze(sought)) and squeeze(sought) in squeeze(title)
    return WordWhy(sought, kind, len(found), differences, _pages_with(viewer, engine, sought), inside)


def _pages_with(viewer: Viewer, engine: SearchEngine, sought: str) -> int:
    return engine.count('"' + sought.replace('"', "") + '"', readers_of(viewer))


def pages_by_word(viewer: Viewer, engine: SearchEngine, query: str) -> tuple[tuple[str, int], ...]:
    """Return every text of a query with on how many pages it stands alone: tells which one finds nothing."""
    texts = wanted_texts(engine.parse(query).tree)[:_MOST_WORDS]
    return tuple((sought, _pages_with(viewer, engine, sought)) for sought in texts) if len(texts) > 1 else ()
