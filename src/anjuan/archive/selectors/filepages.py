"""The pages of one file, whichever of its papers they stand in."""

from __future__ import annotations

import dataclasses

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Page
from anjuan.archive.selectors.sight import document_seen, documents_of
from anjuan.reading import pictures


@dataclasses.dataclass(frozen=True, slots=True)
class FilePage:
    """A page of a file: its number in the file, and the paper and the page of it that shows it."""

    number: int
    document_id: int
    page: int
    is_blank: bool
    has_picture: bool
    label: str


def file_pages(viewer: Viewer, document_id: int) -> list[FilePage]:
    """Return the pages of a document's file in its case that a person may open, in order. Two queries.

    Raises:
        DocumentUnknownError: There is none that this person may see.

    """
    document = document_seen(viewer, document_id)
    mine = documents_of(viewer).filter(case_id=document.case_id, original_id=document.original_id, removed=False)
    drawable = pictures.has_picture(document.original.media_type)
    rows = Page.objects.filter(document__in=mine).select_related("original_page").defer("original_page__packed")
    return [
        FilePage(
            row.original_page.number, row.document_id, row.number, row.original_page.is_blank,
            row.original_page.has_picture and drawable, row.original_page.label,
        )
        for row in rows.order_by("original_page__number")
    ]  # fmt: skip
