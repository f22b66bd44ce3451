"""Care for pages, and papers named, put in order and moved: each deed answers with what undoes it."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Router, Schema
from pydantic import StrictInt

from anjuan.api.access import caller_of
from anjuan.api.matching import IfMatch, need_match, tagged
from anjuan.api.repeating import done_once
from anjuan.api.shapes import Key, OnceHeader, Sent, Text, opens
from anjuan.archive.selectors.filepages import FilePage, file_pages
from anjuan.archive.selectors.sight import case_whole, document_seen
from anjuan.archive.services.arranging import document_move, document_put, document_retitle
from anjuan.archive.services.page_care import CareOrder, pages_care
from anjuan.archive.services.paper_deeds import paper_deed_undo
from anjuan.archive.tasks import scholar

router = Router(tags=["papers"])
_DESCRIBES = "case.describe"
_PageOfFile = Annotated[StrictInt, Field(ge=1, le=1_000_000)]


class FilePages(Schema):
    """The pages of a document's file that the case shows, as they are turned and marked now."""

    pages: list[FilePage]


class CareSent(Sent):
    """Pages of the file, how far to turn them (clockwise) and what to mark them as; an empty mark takes it off."""

    pages: Annotated[list[_PageOfFile], Field(min_length=1, max_length=20_000)]
    turn: Literal[0, 90, 180, 270] = 0
    mark: Literal["", "blank", "foreign", "duplicate"] | None = None


class TitleSent(Sent):
    """A title, which rules do not replace."""

    title: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]


class PlaceSent(Sent):
    """A place among the papers of the case, from 1."""

    place: _PageOfFile


class MoveSent(Sent):
    """The case that takes the paper, by its number or title."""

    case: Annotated[Text, Field(min_length=1)]


class PaperChanged(Schema):
    """What undoes the deed, by its key; null when everything was so already."""

    deed: int | None


class NamedPaper(Schema):
    """A paper as it is named and placed, for matching edits."""

    document: int
    case: str
    title: str
    kind: str
    stage: str
    sequence: int


def named_paper(request: HttpRequest, document_id: int) -> NamedPaper:
    """Return how a paper is named and placed now."""
    row = document_seen(caller_of(request).viewer, document_id)
    return NamedPaper(
        document=row.pk, case=row.case.number, title=row.title, kind=row.kind, stage=row.stage, sequence=row.sequence
    )


@router.get("/documents/{document_id}/name", **opens(NamedPaper, "documents:read"))
def name(request: HttpRequest, response: HttpResponse, document_id: Key) -> NamedPaper:
    """Show how a paper is named and placed; the ETag of the answer matches edits of title, kind, place and case."""
    shown = named_paper(request, document_id)
    tagged(response, shown)
    return shown


@router.get("/documents/{document_id}/file", **opens(FilePages, "documents:read"))
def pages_of_file(request: HttpRequest, response: HttpResponse, document_id: Key) -> FilePages:
    """List the pages of a document's file with what was done for each; the ETag of the answer matches care."""
    shown = FilePages(pages=file_pages(caller_of(request).viewer, document_id))
    tagged(response, shown)
    return shown


@router.post("/documents/{document_id}/care", **opens(PaperChanged, "documents:write"))
def care(
    request: HttpRequest, document_id: Key, sent: CareSent, idempotency_key: OnceHeader = None, if_match: IfMatch = None
) -> HttpResponse:
    """Turn pages of a document's file, or mark them; scans that are turned are recognised anew."""
    caller = caller_of(request)
    found = document_seen(caller.need(_DESCRIBES), document_id)

    def work() -> PaperChanged:
        need_match(if_match, FilePages(pages=file_pages(caller.viewer, document_id)))
        made = pages_care(
            deed=caller.deed, viewer=caller.viewer, document=found, order=CareOrder(sent.pages, sent.turn, sent.mark),
            scholar=scholar(),
        )  # fmt: skip
        return PaperChanged(deed=made.pk if made else None)

    return done_once(request, idempotency_key, work)


@router.put("/documents/{document_id}/title", **opens(PaperChanged, "documents:write"))
def title(request: HttpRequest, document_id: Key, sent: TitleSent, if_match: IfMatch = None) -> PaperChanged:
    """Give a paper another title."""
    caller = caller_of(request)
    found = document_seen(caller.need(_DESCRIBES), document_id)
    need_match(if_match, named_paper(request, document_id))
    made = document_retitle(deed=caller.deed, viewer=caller.viewer, document=found, title=sent.title)
    return PaperChanged(deed=made.pk if made else None)


@router.put("/documents/{document_id}/place", **opens(PaperChanged, "documents:write"))
def place(request: HttpRequest, document_id: Key, sent: PlaceSent, if_match: IfMatch = None) -> PaperChanged:
    """Put a paper at another place among those of its case."""
    caller = caller_of(request)
    found = document_seen(caller.need(_DESCRIBES), document_id)
    need_match(if_match, named_paper(request, document_id))
    made = document_put(deed=caller.deed, viewer=caller.viewer, document=found, place=sent.place)
    return PaperChanged(deed=made.pk if made else None)


@router.put("/documents/{document_id}/case", **opens(PaperChanged, "documents:write"))
def move(request: HttpRequest, document_id: Key, sent: MoveSent, if_match: IfMatch = None) -> PaperChanged:
    """Move a paper to the case it belongs to, behind its papers."""
    caller = caller_of(request)
    found = document_seen(caller.need(_DESCRIBES), document_id)
    need_match(if_match, named_paper(request, document_id))
    target = case_whole(caller.viewer, sent.case)
    made = document_move(deed=caller.deed, viewer=caller.viewer, document=found, target=target)
    return PaperChanged(deed=made.pk)


@router.post("/papers/deeds/{deed}/undo", **opens(PaperChanged, "documents:write"))
def undo(request: HttpRequest, deed: Path[Key]) -> PaperChanged:
    """Undo a deed on pages or papers, as long as nothing later changed what it did."""
    caller = caller_of(request)
    found = paper_deed_undo(deed=caller.deed, viewer=caller.need(_DESCRIBES), deed_id=deed, scholar=scholar())
    return PaperChanged(deed=found.pk)
