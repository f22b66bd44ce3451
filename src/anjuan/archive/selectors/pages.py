"""One page: its lines, its picture."""

from __future__ import annotations

import dataclasses

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Document, OriginalPage, Page
from anjuan.archive.passwords import opened_password
from anjuan.archive.places import Places
from anjuan.archive.selectors.sight import DocumentUnknownError, document_seen
from anjuan.reading import packing, pages, pictures


@dataclasses.dataclass(frozen=True, slots=True)
class PageRow:
    """A page in the list of a document's pages."""

    number: int
    width: float
    height: float
    source: str
    label: str
    doubtful_lines: int
    seals: int
    is_blank: bool
    has_picture: bool


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

    """

    page_id: int
    document_id: int
    number: int
    pages_count: int
    page: pages.Page
    has_picture: bool


def page_list(viewer: Viewer, document_id: int) -> list[PageRow]:
    """Return the pages of a document without their lines. Two queries.

    Raises:
        DocumentUnknownError: There is none that this person may see.

    """
    document = document_seen(viewer, document_id)
    found = Page.objects.filter(document=document).select_related("original_page").defer("original_page__packed")
    return [
        PageRow(
            page.number, row.width, row.height, row.source, row.label, row.doubtful_lines, row.seals,
            row.is_blank, row.has_picture and pictures.has_picture(document.original.media_type),
        )
        for page in found.order_by("number")
        for row in [page.original_page]
    ]  # fmt: skip


def page_get(viewer: Viewer, document_id: int, number: int) -> PageView:
    """Return one page with its lines. Two queries.

    Raises:
        DocumentUnknownError: There is no such page that this person may see.

    """
    document = document_seen(viewer, document_id)
    page = _page(document, number)
    read = packing.unpack(bytes(page.original_page.packed))
    drawable = read.picture and pictures.has_picture(document.original.media_type)
    return PageView(page.pk, document.pk, number, document.pages_count, read, drawable)


def _page(document: Document, number: int) -> Page:
    page = Page.objects.filter(document=document, number=number).select_related("original_page").first()
    if page is None:
        raise DocumentUnknownError(
            f"Document {document.pk} has no page {number}.",
            remedy=f"It has {document.pages_count} pages so far.",
        )
    return page


def page_row(viewer: Viewer, document_id: int, number: int) -> tuple[Document, OriginalPage]:
    """Return a document with its original, and one of its pages. Two queries.

    Raises:
        DocumentUnknownError: There is no such page that this person may see.

    """
    document = document_seen(viewer, document_id)
    return document, _page(document, number).original_page


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
        row.number,
        width=width,
        rotation=row.rotation,
        passwords=opened_password(original),
    )
