"""The rows of a batch of searches as its owner may see them now."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.selectors.searches import BatchRow
from anjuan.archive.models import Page
from anjuan.archive.selectors.sight import documents_of


@dataclasses.dataclass(frozen=True, slots=True)
class FirstHit:
    """One of the first pages found for a row."""

    case_number: str
    case_title: str
    document_id: int
    document_title: str
    page: int


@dataclasses.dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a batch with its first hits; those that the person may no longer see are left out."""

    row: BatchRow
    first: tuple[FirstHit, ...]


def rows_shown(viewer: Viewer, rows: Sequence[BatchRow]) -> list[ShownRow]:
    """Return rows with the pages they found first. One query."""
    ids = {page for row in rows for page in row.pages}
    pages = Page.objects.filter(pk__in=ids).select_related("document__case")
    if not viewer.sees_all:
        pages = pages.filter(document__in=documents_of(viewer))
    known = {
        page.pk: FirstHit(
            page.document.case.number, page.document.case.title, page.document_id, page.document.title, page.number
        )
        for page in pages
    }
    return [ShownRow(row, tuple(known[page] for page in row.pages if page in known)) for row in rows]
