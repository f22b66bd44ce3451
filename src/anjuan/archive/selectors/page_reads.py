"""What is read on a page as it stands now: turned and marked as a person left it.

The functions take rows whose ``original_page`` and ``care`` are loaded (``select_related``); then they ask nothing.
"""

from __future__ import annotations

from anjuan.archive.models import Document, Page
from anjuan.archive.rules.page_care import Care, emptied, turned
from anjuan.reading import packing, pages

#: What a query of pages loads for the functions here.
WITH_CARE = ("original_page", "care")


def care_of(page: Page) -> Care:
    """Return what was done for a page."""
    row = getattr(page, "care", None)
    return Care(row.turn, row.mark) if row else Care()


def packed_of(page: Page) -> bytes:
    """Return the packed reading of a page whose words count: that of the turned page when it was read again."""
    row = getattr(page, "care", None)
    return bytes(row.packed if row and row.packed else page.original_page.packed)


def turn_left(page: Page) -> int:
    """Return by how many degrees the boxes of :func:`packed_of` still have to be turned to stand on the picture."""
    row = getattr(page, "care", None)
    return 0 if row is None or row.packed else row.turn


def page_read(page: Page) -> pages.Page:
    """Return what is read on a page, boxes and size as the page stands now."""
    return turned(packing.unpack(packed_of(page)), turn_left(page))


def rotation_of(page: Page) -> int:
    """Return the clockwise degrees by which the stored page is turned to stand as it does now."""
    return (page.original_page.rotation + care_of(page).turn) % 360


def pages_told(document: Document) -> tuple[pages.Page, ...]:
    """Return the pages of a document for what they tell of its case; those set aside are empty. One query."""
    rows = document.pages.select_related(*WITH_CARE).order_by("number")
    return tuple(emptied(page_read(row)) if care_of(row).mark else page_read(row) for row in rows)
