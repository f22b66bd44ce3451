"""What the places say that a work cites, and who may open them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Document
from anjuan.archive.selectors.page_reads import pages_told
from anjuan.archive.selectors.sight import documents_of
from anjuan.compiling.works.shapes import Evidence
from anjuan.mining.models import MinedFact
from anjuan.mining.selectors.sources import USABLE, source_fact
from anjuan.reading.pages import Page


def saying() -> Callable[[Evidence], str]:
    """Return a function that tells what a place says: its page's words, and the values of its fact.

    A place whose document is gone says nothing, nor does a fact that a person has rejected since.
    """

    @functools.cache
    def page(document_id: int, number: int) -> str:
        document = Document.objects.filter(pk=document_id, removed=False).exclude(case__state="destroyed").first()
        pages = pages_told(document) if document else ()
        return page_words(pages[number - 1]) if 0 < number <= len(pages) else ""

    @functools.cache
    def fact(key: str) -> str | None:
        found = MinedFact.objects.filter(pk=int(key), state__in=USABLE).first()
        return source_fact(found).told if found else None

    def told(evidence: Evidence) -> str:
        words = page(evidence.document, evidence.page)
        if not words or not evidence.key.startswith("F"):
            return words
        values = fact(evidence.key[1:])
        return "" if values is None else f"{words}\n{values}"

    return told


def page_words(page: Page) -> str:
    """Return all words of a page: its lines, and its cells where they stand in tables only."""
    return "\n".join(
        (*(line.text for line in page.lines), *(cell.text for table in page.tables for cell in table.cells))
    )


def places_seen(viewer: Viewer, evidence: Iterable[Evidence]) -> dict[int, str]:
    """Return the documents among cited ones that a person may open, each with its case's number. One query."""
    wanted = {one.document for one in evidence}
    if not wanted:
        return {}
    found = documents_of(viewer).filter(pk__in=wanted, removed=False).exclude(case__state="destroyed")
    return dict(found.values_list("pk", "case__number"))
