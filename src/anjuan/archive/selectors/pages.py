"""One page: its lines, its picture."""

from __future__ import annotations

import dataclasses

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Document, Page
from anjuan.archive.passwords import opened_password
from anjuan.archive.places import Places
from anjuan.archive.rules.page_care import Care, look_of
from anjuan.archive.selectors.page_reads import WITH_CARE, care_of, page_read, rotation_of
from anjuan.archive.selectors.sight import DocumentUnknownError, document_seen
from anjuan.reading import pages, pictures


@dataclasses.dataclass(frozen=True, slots=True)
class PageRow:
    """A page in the list of a document's pages.

    Attributes:
        look: Names its picture; another one whenever the page looks different.
        turn: Clockwise degrees by which a person turned it.
        mark: Why it does not count: ``blank``, ``foreign``, ``duplicate``; else empty.

    """

    number: int
    width: float
    height: float
    source: str
    label: str
    doubtful_lines: int
    seals: int
    is_blank: bool
    has_picture: bool
    look: str = ""
    turn: int = 0
    mark: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class PageView:
    """A page with all that was read on it.

    Attributes:
        page_id: Its key, as search hits name it.
        document_id: Its document.
        number: Its number in the document.
        pages_count: How many pages the document has.
        page: What was read.
        has_picture: Whether a picture of it can be drawn; otherwise it is drawn from its lines.
        look: Names its picture; another one whenever the page looks different.
        care: How a person turned and marked it.

    """

    page_id: int
    document_id: int
    number: int
    pages_count: int
    page: pages.Page
    has_picture: bool
    look: str = ""
    care: Care = dataclasses.field(default_factory=Care)


def page_list(viewer: Viewer, document_id: int) -> list[PageRow]:
    """Return the pages of a document without their lines. Two queries.

    Raises:
        DocumentUnknownError: There is none that this person may see.

    """
    document = document_seen(viewer, document_id)
    found = Page.objects.filter(document=document).select_related(*WITH_CARE).order_by("number")
    return [_page_row(document, page) for page in found.defer("original_page__packed", "care__packed")]


def _page_row(document: Document, page: Page) -> PageRow:
    row, care = page.original_page, care_of(page)
    size = (row.height, row.width) if care.turn in (90, 270) else (row.width, row.height)
    return PageRow(
        page.number, *size, row.source, row.label, row.doubtful_lines, row.seals,
        row.is_blank or care.mark == "blank",
        row.has_picture and pictures.has_picture(document.original.media_type),
        look_of(document.original.sha256, care.turn), care.turn, care.mark,
    )  # fmt: skip


def page_get(viewer: Viewer, document_id: int, number: int) -> PageView:
    """Return one page with its lines. Two queries.

    Raises:
        DocumentUnknownError: There is no such page that this person may see.

    """
    document = document_seen(viewer, document_id)
    page = _page(document, number)
    read, care = page_read(page), care_of(page)
    drawable = page.original_page.has_picture and pictures.has_picture(document.original.media_type)
    look = look_of(document.original.sha256, care.turn)
    return PageView(page.pk, document.pk, number, document.pages_count, read, drawable, look, care)


def _page(document: Document, number: int) -> Page:
    page = Page.objects.filter(document=document, number=number).select_related(*WITH_CARE).first()
    if page is None:
        raise DocumentUnknownError(
            f"Document {document.pk} has no page {number}.",
            remedy=f"It has {document.pages_count} pages so far.",
        )
    return page


def page_row(viewer: Viewer, document_id: int, number: int) -> tuple[Document, Page]:
    """Return a document with its original, and one of its pages with what was done for it. Two queries.

    Raises:
        DocumentUnknownError: There is no such page that this person may see.

    """
    document = document_seen(viewer, document_id)
    return document, _page(document, number)


def page_look(viewer: Viewer, document_id: int, number: int) -> str:
    """Return what names the picture of a page; another name whenever it looks different. Two queries.

    Raises:
        DocumentUnknownError: There is no such page that this person may see.

    """
    document, row = page_row(viewer, document_id, number)
    return look_of(document.original.sha256, care_of(row).turn)


def page_picture(viewer: Viewer, document_id: int, number: int, *, width: int, places: Places) -> pictures.DrawnPage:
    """Draw a page, upright, ``width`` pixels wide. Two queries and the work of drawing.

    Raises:
        DocumentUnknownError: There is no such page that this person may see.
        ReadError: The original can no longer be drawn.

    """
    document, row = page_row(viewer, document_id, number)
    original = document.original
    return pictures.draw_page(
        places.blobs.path_of(original.sha256),
        original.media_type,
        row.original_page.number,
        width=width,
        rotation=rotation_of(row),
        passwords=opened_password(original),
    )
