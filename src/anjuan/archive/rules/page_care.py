"""What a person did for a page: turned it, or set it aside; and what that makes of what was read on it."""

from __future__ import annotations

import dataclasses

from anjuan.reading.pages import Box, Cell, Line, Page, Seal, Table

#: Clockwise degrees by which a page may be turned.
TURNS = (0, 90, 180, 270)
#: Why a page does not count: nothing stands on it, it belongs to another file, it is here twice.
MARKS = ("blank", "foreign", "duplicate")


@dataclasses.dataclass(frozen=True, slots=True)
class Care:
    """What was done for one page.

    Attributes:
        turn: Clockwise degrees by which it is turned beyond what its reader did: 0, 90, 180 or 270.
        mark: One of :data:`MARKS`, or empty.

    """

    turn: int = 0
    mark: str = ""


def care_changed(care: Care, *, turn: int = 0, mark: str | None = None) -> Care:
    """Return the care of a page that is turned further, or marked; an empty mark takes the mark off."""
    return Care((care.turn + turn) % 360, care.mark if mark is None else mark)


def look_of(sha256: str, turn: int) -> str:
    """Return what names the picture of a page for a browser: another name whenever it looks different."""
    return f"{sha256[:12]}-{turn}" if turn else sha256[:12]


def turned_box(box: Box, turn: int) -> Box:
    """Return where a box of a page stands once the page is turned clockwise."""
    x0, y0, x1, y1 = box
    if turn == 90:  # noqa: PLR2004  a quarter
        return 1 - y1, x0, 1 - y0, x1
    if turn == 180:  # noqa: PLR2004  a half
        return 1 - x1, 1 - y1, 1 - x0, 1 - y0
    if turn == 270:  # noqa: PLR2004  three quarters
        return y0, 1 - x1, y1, 1 - x0
    return box


def turned(page: Page, turn: int) -> Page:
    """Return a page as it is once turned clockwise: the same words, their boxes on the turned page.

    Places of single characters are left out: on a turned line they run up, down or backwards.
    """
    if not turn % 360:
        return page
    width, height = (page.height, page.width) if turn in (90, 270) else (page.width, page.height)
    return dataclasses.replace(
        page,
        width=width,
        height=height,
        rotation=(page.rotation + turn) % 360,
        lines=tuple(_line(one, turn) for one in page.lines),
        tables=tuple(_table(one, turn) for one in page.tables),
        seals=tuple(_seal(one, turn) for one in page.seals),
    )


def _line(line: Line, turn: int) -> Line:
    return dataclasses.replace(line, box=turned_box(line.box, turn), edges=())


def _seal(seal: Seal, turn: int) -> Seal:
    return dataclasses.replace(seal, box=turned_box(seal.box, turn))


def _table(table: Table, turn: int) -> Table:
    cells: tuple[Cell, ...] = tuple(
        dataclasses.replace(cell, box=turned_box(cell.box, turn)) for cell in table.cells
    )  # fmt: skip
    return dataclasses.replace(table, box=turned_box(table.box, turn), cells=cells)


def emptied(page: Page) -> Page:
    """Return a page as if nothing stood on it: what is set aside says nothing of the case."""
    return dataclasses.replace(page, lines=(), tables=(), seals=(), blank=True)
