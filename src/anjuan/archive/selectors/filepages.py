"""The pages of one file, whichever of its papers they stand in."""

from __future__ import annotations

import dataclasses

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Page
from anjuan.archive.rules.page_care import look_of
from anjuan.archive.selectors.page_reads import WITH_CARE, care_of
from anjuan.archive.selectors.sight import document_seen, documents_of
from anjuan.reading import pictures


@dataclasses.dataclass(frozen=True, slots=True)
class FilePage:
    """A page of a file: its number in the file, and the paper and the page of it that shows it.

    Attributes:
        look: Names its picture; another one whenever the page looks different.
        turn: Clockwise degrees by which a person turned it.
        mark: Why it does not count: ``blank``, ``foreign``, ``duplicate``; else empty.

    """

    number: int
    document_id: int
    page: int
    is_blank: bool
    has_picture: bool
    label: str
    look: str = ""
    turn: int = 0
    mark: str = ""


def file_pages(viewer: Viewer, document_id: int) -> list[FilePage]:
    """Return the pages of a document's file in its case that a person may open, in order. Two queries.

    Raises:
        DocumentUnknownError: There is none that this person may see.

    """
    document = document_seen(viewer, document_id)
    mine = documents_of(viewer).filter(case_id=document.case_id, original_id=document.original_id, removed=False)
    drawable = pictures.has_picture(document.original.media_type)
    rows = Page.objects.filter(document__in=mine).select_related(*WITH_CARE)
    rows = rows.defer("original_page__packed", "care__packed").order_by("original_page__number")
    return [_file_page(row, document.original.sha256, drawable=drawable) for row in rows]


def _file_page(row: Page, sha256: str, *, drawable: bool) -> FilePage:
    read, care = row.original_page, care_of(row)
    return FilePage(
        read.number, row.document_id, row.number, read.is_blank or care.mark == "blank",
        read.has_picture and drawable, read.label, look_of(sha256, care.turn), care.turn, care.mark,
    )  # fmt: skip
