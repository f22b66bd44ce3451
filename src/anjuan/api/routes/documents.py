"""Documents and their pages: what stands where, the picture, kind and cuts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictInt

from anjuan.accounts.selectors.people import Viewer
from anjuan.api.access import caller_of
from anjuan.api.matching import IfMatch, need_match
from anjuan.api.routes.cases import Done
from anjuan.api.routes.papers import named_paper
from anjuan.api.shapes import Key, PageNumber, Sent, Slice, Text, Truth, Whole, opens
from anjuan.archive.findable.finding import ArchiveHit, lit_on_page
from anjuan.archive.places import places
from anjuan.archive.selectors.cases import DocumentRow, document_get
from anjuan.archive.selectors.findings import DocumentSaid, document_said
from anjuan.archive.selectors.pages import PageRow, PageView, page_get, page_list, page_picture
from anjuan.archive.selectors.sight import document_seen
from anjuan.archive.selectors.waiting import cuts_of_file
from anjuan.archive.services.correcting import document_set_kind, file_recut
from anjuan.archive.services.reading_notes import reading_note
from anjuan.archive.tasks import scholar
from anjuan.custody.selectors.loans import loan_watermark
from anjuan.custody.watermarks import picture_mark
from anjuan.kit.errors import NotFoundError, RefusedError
from anjuan.papers.kinds.catalogue import catalogue
from anjuan.reading.pages import Line, Seal, Table

router = Router(tags=["documents"])
#: Widths that pictures are drawn in; others are rounded up to one of them.
WIDTHS = (120, 240, 900, 1400, 2200, 3000)


class NoPictureError(NotFoundError):
    """A page has no picture: it flows, and is told by its lines."""

    code = "API-010"


class CutsChangedError(RefusedError):
    """Somebody moved the cuts of a file meanwhile."""

    code = "API-011"
    http_status = 409


class DocumentShown(Schema):
    """One document: its record, and what was found in it."""

    case: str
    document: DocumentRow
    said: DocumentSaid


class PageList(Schema):
    """A slice of the pages of a document."""

    total: int
    pages: list[PageRow]


class PageQuery(Schema):
    """What to light on the page."""

    q: Annotated[str, Field(max_length=400, pattern=r"^[^\x00]*$")] = ""
    fuzzy: Truth = False


class PictureQuery(Schema):
    """How wide the picture is, in pixels."""

    width: Annotated[Whole, Field(ge=1, le=WIDTHS[-1])] = 1400


class PageShown(Schema):
    """One page as read; boxes are fractions of the upright page, the origin at the upper left.

    ``lit`` is what a query of the request finds on the page; ``turned`` and ``mark`` are what a person did for it.
    """

    document: int
    number: int
    pages_count: int
    width: float
    height: float
    rotation: int
    source: str
    label: str
    blank: bool
    mark: str
    turned: int
    has_picture: bool
    text: str
    lines: list[Line]
    tables: list[Table]
    seals: list[Seal]
    lit: ArchiveHit | None = None


class KindShown(Schema):
    """A kind of paper."""

    code: str
    zh: str
    en: str
    family: str


class KindList(Schema):
    """The kinds of papers, in the order of a case file."""

    kinds: list[KindShown]


class KindSent(Sent):
    """The kind of a document, by its code; empty lets the rules judge again."""

    kind: Text
    stage: Literal["", "1", "2"] = ""


class Cuts(Schema):
    """Pages of the file on which its papers begin."""

    starts: list[int]


class CutsSent(Sent):
    """Where papers shall begin, and where they began when the program last looked."""

    starts: Annotated[list[Annotated[StrictInt, Field(ge=1, le=1_000_000)]], Field(min_length=1, max_length=20_000)]
    before: Annotated[list[Annotated[StrictInt, Field(ge=1, le=1_000_000)]], Field(min_length=1, max_length=20_000)]


class CutsMade(Schema):
    """The documents that a file became."""

    documents: list[int]


def _noted(request: HttpRequest, document_id: int) -> DocumentRow:
    caller = caller_of(request)
    row = document_get(caller.viewer, document_id)
    reading_note(deed=caller.deed, viewer=caller.viewer, document_id=document_id)
    return row


@router.get("/documents/{document_id}", **opens(DocumentShown, "documents:read"))
def document(request: HttpRequest, document_id: Key) -> DocumentShown:
    """Show a document: its digests, its kind with the reasons, its fields with their places."""
    person = caller_of(request).viewer
    row, number = _noted(request, document_id), document_seen(person, document_id).case.number
    return DocumentShown(case=number, document=row, said=document_said(person, document_id))


@router.get("/documents/{document_id}/pages", **opens(PageList, "documents:read"))
def document_pages(request: HttpRequest, document_id: Key, part: Query[Slice]) -> PageList:
    """List the pages of a document."""
    rows = page_list(caller_of(request).viewer, document_id)
    return PageList(total=len(rows), pages=rows[part.offset : part.offset + part.limit])


@router.get("/documents/{document_id}/pages/{page_number}", **opens(PageShown, "documents:read"))
def page(request: HttpRequest, document_id: Key, page_number: PageNumber, asked: Query[PageQuery]) -> PageShown:
    """Show a page with its lines, tables and seals and their boxes; with ``q``, where the query is lit."""
    person = caller_of(request).viewer
    shown = page_get(person, document_id, page_number)
    _noted(request, document_id)
    read = shown.page
    return PageShown(
        document=shown.document_id, number=shown.number, pages_count=shown.pages_count, width=read.width,
        height=read.height, rotation=read.rotation, source=read.source, label=read.label, blank=read.blank,
        mark=shown.care.mark, turned=shown.care.turn,
        has_picture=shown.has_picture, text=read.text, lines=list(read.lines), tables=list(read.tables),
        seals=list(read.seals), lit=_lit(person, asked, shown),
    )  # fmt: skip


def _lit(person: Viewer, asked: PageQuery, shown: PageView) -> ArchiveHit | None:
    return lit_on_page(person, asked.q, shown.page_id, fuzzy=asked.fuzzy) if asked.q.strip() else None


_BINARY = {"schema": {"type": "string", "format": "binary"}}
_PICTURE: dict[str, Any] = opens(None, "documents:read")
_PICTURE["openapi_extra"] = {
    "x-scope": "documents:read",
    "responses": {
        200: {"content": {"image/png": _BINARY, "image/jpeg": _BINARY, "image/webp": _BINARY}},
        304: {"description": "The picture is the one the program has."},
    },
}  # fmt: skip


@router.get("/documents/{document_id}/pages/{page_number}/picture", **_PICTURE)
def picture(
    request: HttpRequest, document_id: Key, page_number: PageNumber, asked: Query[PictureQuery]
) -> HttpResponse:
    """Draw a page, upright. A page read under a loan bears the borrower's name."""
    caller = caller_of(request)
    row = _noted(request, document_id)
    shown = page_get(caller.viewer, document_id, page_number)
    if not shown.has_picture:
        raise NoPictureError(
            f"Page {page_number} of document {document_id} has no picture.", remedy="Ask for its lines instead."
        )
    step = next(step for step in WIDTHS if asked.width <= step)
    mark = loan_watermark(caller.viewer, document_id, today=caller.today)
    tag = f'"{row.sha256[:32]}-{shown.look}-{row.first_page + page_number - 1}-{step}"'
    if not mark and request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        drawn = page_picture(caller.viewer, document_id, page_number, width=step, places=places())
        content = picture_mark(drawn.content, mark) if mark else drawn.content
        response = HttpResponse(content, content_type=drawn.media_type)
    if not mark:
        response["ETag"] = tag
        response["Cache-Control"] = "private, no-cache"
    return response


@router.get("/kinds", **opens(KindList, "documents:read"))
def kinds(request: HttpRequest) -> KindList:  # noqa: ARG001  ninja hands it over
    """List the kinds of papers."""
    rows = catalogue().kinds.values()
    return KindList(kinds=[KindShown(code=row.code, zh=row.zh, en=row.en, family=row.family) for row in rows])


@router.put("/documents/{document_id}/kind", **opens(Done, "documents:write"))
def kind(request: HttpRequest, document_id: Key, sent: KindSent, if_match: IfMatch = None) -> Done:
    """Say what kind of paper a document is; it is described anew as one."""
    caller = caller_of(request)
    found = document_seen(caller.need("case.describe"), document_id)
    need_match(if_match, named_paper(request, document_id))
    document_set_kind(
        deed=caller.deed, viewer=caller.viewer, document=found, kind=sent.kind, scholar=scholar(), stage=sent.stage
    )
    return Done()


@router.get("/documents/{document_id}/cuts", **opens(Cuts, "documents:read"))
def cuts(request: HttpRequest, document_id: Key) -> Cuts:
    """List the pages of a document's file on which its papers begin."""
    return Cuts(starts=list(cuts_of_file(caller_of(request).viewer, document_id)))


@router.put("/documents/{document_id}/cuts", **opens(CutsMade, "documents:write"))
def cut(request: HttpRequest, document_id: Key, sent: CutsSent) -> CutsMade:
    """Let the papers of a document's file begin at other pages, unless somebody moved them meanwhile."""
    caller = caller_of(request)
    person = caller.need("case.describe")
    found = document_seen(person, document_id)
    if cuts_of_file(person, document_id) != tuple(sorted(set(sent.before))):
        raise CutsChangedError(
            "The cuts of this file were changed meanwhile.", remedy="Read them again, then send the change."
        )
    made = file_recut(
        deed=caller.deed, viewer=caller.viewer, document=found, starts=sorted(set(sent.starts)), scholar=scholar()
    )
    return CutsMade(documents=[one.pk for one in made])
