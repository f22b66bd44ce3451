"""Pages that may answer a question, as far as the person who asks may read them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.findable.finding import ArchiveHit, find
from anjuan.archive.models import Page
from anjuan.archive.selectors.page_reads import WITH_CARE, page_read
from anjuan.mining.rules.questions import queries_of
from anjuan.reading.pages import Line
from anjuan.search.engine import SearchEngine
from anjuan.search.results import Options

#: So many pages are sent, and so many characters of each.
_MOST_PAGES, _MOST_CHARS = 8, 1500
#: A line that reaches this far of the widest one goes on in the next.
_WRAPPED = 0.92
_ENDS = "。；;！!？?：:"


@dataclasses.dataclass(frozen=True, slots=True)
class Passage:
    """A part of a page.

    Attributes:
        number: Its number in one exchange, from 1.
        case_id: Key of its case; ``case`` its number.
        text: Its words; lines that go on are joined.

    """

    number: int
    case_id: int
    case: str
    case_title: str
    document_id: int
    document: str
    page: int
    text: str


def passages_for(viewer: Viewer, engine: SearchEngine, question: str) -> list[Passage]:
    """Return the pages that fit a question best, only those that the person may read."""
    for query in queries_of(question):
        found = find(viewer, engine, query, Options(limit=_MOST_PAGES, offer_fuzzy=False))
        if found.hits:
            return _passages(found.hits)
    return []


def _passages(hits: Sequence[ArchiveHit]) -> list[Passage]:
    pages = {
        page.pk: page
        for page in Page.objects.filter(pk__in=[hit.page_id for hit in hits]).select_related("document", *WITH_CARE)
    }
    passages: list[Passage] = []
    for hit in hits:
        page = pages[hit.page_id]
        read = page_read(page)
        top = min((box[1] for group in hit.boxes for box in group), default=0.0)
        text = text_around(read.lines, top)
        passages.append(
            Passage(
                len(passages) + 1, page.document.case_id, hit.case_number, hit.case_title, hit.document_id,
                hit.document_title, hit.page, text,
            )
        )  # fmt: skip
    return passages


def text_around(lines: Sequence[Line], top: float) -> str:
    """Return the words of a page from a little above a place on; lines that only ran out of width are joined."""
    widest = max((line.box[2] for line in lines), default=1.0)
    told: list[str] = []
    chars = 0
    chosen = [line for line in lines if line.box[3] >= top - 0.2] if _length(lines) > _MOST_CHARS else list(lines)
    for line in chosen:
        if chars + len(line.text) > _MOST_CHARS and told:
            break
        chars += len(line.text)
        told.append(line.text)
        told.append("" if line.box[2] >= _WRAPPED * widest and not line.text.endswith(tuple(_ENDS)) else "\n")
    return "".join(told).strip()


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)
