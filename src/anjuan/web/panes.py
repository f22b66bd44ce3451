"""A page of a paper as a pane beside something else: its picture, with the boxes asked for lit."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.cases import DocumentRow, document_get
from anjuan.archive.selectors.pages import PageView, page_get
from anjuan.custody.selectors.loans import loan_watermark
from anjuan.kit.clock import today_in_china
from anjuan.web.describing import box_of
from anjuan.web.sheet import Sheet, SheetMark, mark_of, sheet_of
from anjuan.web.visitor import CLOCK

_MOST_BOXES = 20


@dataclasses.dataclass(frozen=True, slots=True)
class Pane:
    """A page beside something else; ``boxes`` are the lit ones as addresses name them."""

    document: DocumentRow
    shown: PageView
    sheet: Sheet
    mark: SheetMark | None
    boxes: tuple[str, ...]


def pane_of(viewer: Viewer, document_id: int, number: int, boxes: Sequence[str] = ()) -> Pane:
    """Return a page with boxes lit. Five queries at most.

    Raises:
        DocumentUnknownError: There is no such page that this person may see.

    """
    document = document_get(viewer, document_id)
    shown = page_get(viewer, document_id, number)
    lit = [(text, box) for text in boxes[:_MOST_BOXES] if (box := box_of(text))]
    mark = mark_of(shown.page, loan_watermark(viewer, document_id, today=today_in_china(CLOCK)))
    sheet = sheet_of(shown.page, [box for _text, box in lit])
    return Pane(document, shown, sheet, mark, tuple(text for text, _box in lit))
