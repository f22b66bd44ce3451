"""Pages made of lines, as readers hand them over."""

from __future__ import annotations

from collections.abc import Sequence

from anjuan.papers.facts import Paper
from anjuan.reading.pages import Cell, Line, Page, Role, Table, TextSource

BODY_LINE = 0.012


def page(heads: Sequence[str] = (), body: Sequence[str] = (), *, number: int = 1, extra: Sequence[Line] = ()) -> Page:
    """A page with big centred lines at its head and small ones below."""
    lines: list[Line] = list(extra)
    top = 0.08
    for text in heads:
        half = min(0.45, 0.015 * len(text))
        lines.append(Line(text, (0.5 - half, top, 0.5 + half, top + 0.025)))
        top += 0.035
    for text in body:
        top += 0.02
        lines.append(Line(text, (0.1, top, min(0.95, 0.1 + 0.016 * len(text)), top + BODY_LINE)))
    source = TextSource.TEXT if lines else TextSource.NONE
    return Page(number, 595, 842, source=source, lines=tuple(lines))


def paper(heads: Sequence[str] = (), body: Sequence[str] = (), *, filename: str = "", folder: str = "") -> Paper:
    """A paper of one such page."""
    return Paper((page(heads, body),), filename, folder)


def corner(text: str, *, role: Role = Role.BODY, top: float = 0.03) -> Line:
    """A short line in the upper right corner."""
    return Line(text, (0.7, top, 0.95, top + BODY_LINE), role=role)


def table(rows: Sequence[Sequence[str]], *, top: float = 0.2) -> tuple[Table, list[Line]]:
    """A ruled table over the whole width, with its lines."""
    cells, lines, height = [], [], 0.03
    for at, row in enumerate(rows):
        width = 0.8 / len(row)
        for column, text in enumerate(row):
            left, upper = 0.1 + column * width, top + at * height
            box = (left, upper, left + width, upper + height)
            cells.append(Cell(at, column, text, box))
            lines.append(Line(text, (left + 0.01, upper + 0.008, left + width - 0.01, upper + 0.02)))
    return Table((0.1, top, 0.9, top + height * len(rows)), tuple(cells)), lines
