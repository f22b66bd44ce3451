"""Sets pages of forms for the tests: tables with cells, lines of text, as a reader of files would return them."""

from __future__ import annotations

from anjuan.reading.pages import Cell, Line, Page, Table, TextSource

_LEFT, _RIGHT, _HEIGHT, _TOP = 0.08, 0.92, 0.022, 0.06
_SIGN = 0.0165


def sheet(*parts, number: int = 1, confidence: float | None = None) -> Page:
    """Return a page: a string is a line (``>`` sets it in the middle), a list of rows is a ruled table."""
    lines: list[Line] = []
    tables: list[Table] = []
    top = _TOP
    for part in parts:
        if isinstance(part, str):
            lines.append(_line(part, top, confidence, len(lines)))
            top += _HEIGHT * 1.3
        else:
            table, inside = _table(part, top, confidence, len(lines))
            tables.append(table)
            lines += inside
            top = table.box[3] + _HEIGHT
    source = TextSource.TEXT if confidence is None else TextSource.OCR
    return Page(number, 595, 842, source=source, lines=tuple(lines), tables=tuple(tables))


def _width(text: str) -> float:
    return sum(_SIGN if ord(sign) > 0x2E7F else _SIGN / 2 for sign in text)


def _line(text: str, top: float, confidence: float | None, block: int) -> Line:
    width = _width(text.lstrip(">"))
    left = 0.5 - width / 2 if text.startswith(">") else _LEFT
    return Line(text.lstrip(">"), (left, top, left + width, top + _HEIGHT * 0.7), confidence, block=block)


def _table(rows, top: float, confidence: float | None, block: int) -> tuple[Table, list[Line]]:
    columns = max(len(row) for row in rows)
    width = (_RIGHT - _LEFT) / columns
    cells: list[Cell] = []
    lines: list[Line] = []
    start = top
    for number, row in enumerate(rows):
        height = _HEIGHT * max(str(text).count("\n") + 1 for text in row)
        for column, text in enumerate(row):
            span = columns - column if column == len(row) - 1 else 1
            box = (_LEFT + column * width, top, _LEFT + (column + span) * width, top + height)
            cells.append(Cell(number, column, text, box, 1, span))
            for index, piece in enumerate(text.split("\n")):
                if piece:
                    y = top + index * _HEIGHT + 0.003
                    place = (
                        box[0] + 0.004,
                        y,
                        box[0] + 0.004 + min(width * span - 0.008, _width(piece)),
                        y + _HEIGHT * 0.6,
                    )
                    lines.append(Line(piece, place, confidence, block=block + len(lines)))
        top += height
    return Table((_LEFT, start, _RIGHT, top), tuple(cells)), lines
