"""The lines of a page as PDF operators, each character where it was read."""

from __future__ import annotations

import dataclasses
import itertools
import unicodedata
from collections.abc import Iterable, Sequence

from anjuan.preservation.pdf.fonts import EM, CarriedFont
from anjuan.reading.pages import Line, Page, Table

#: Share of a line's height that lies below its feet.
_FOOT = 0.2
#: Characters are stretched in steps of one part in so many.
_STEPS = 25
_THINNEST_POINTS = 0.1


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """Where an upright page lies in the space of its PDF page.

    Attributes:
        left: Lower left corner of the visible box, points.
        bottom: Likewise.
        width: Of the visible box before it is turned, points.
        height: Likewise.
        turn: Clockwise degrees by which the PDF page is shown turned: 0, 90, 180 or 270.

    """

    left: float
    bottom: float
    width: float
    height: float
    turn: int = 0

    @property
    def shown(self) -> tuple[float, float]:
        """Width and height as the page is seen."""
        return (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)

    def point(self, across: float, down: float) -> tuple[float, float]:
        """Return where a place of the upright page (fractions from the upper left) is in the PDF page."""
        x, y = {
            0: (across * self.width, (1 - down) * self.height),
            90: (down * self.width, across * self.height),
            180: ((1 - across) * self.width, down * self.height),
            270: ((1 - down) * self.width, (1 - across) * self.height),
        }[self.turn]
        return self.left + x, self.bottom + y

    @property
    def axes(self) -> tuple[int, int, int, int]:
        """What is right and what is up on the upright page, as vectors of the PDF page."""
        return {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[self.turn]


def text_operators(lines: Iterable[Line], sheet: Sheet, font: CarriedFont, name: str, *, seen: bool) -> bytes:
    """Return operators that show lines, or lay them over a picture without being seen."""
    parts = [f"q BT {0 if seen else 3} Tr"]
    parts.extend(shown for line in lines if (shown := _line(line, sheet, font, name)))
    parts.append("ET Q\n")
    return "\n".join(parts).encode("ascii")


def _line(line: Line, sheet: Sheet, font: CarriedFont, name: str) -> str:
    signs = [sign for sign in line.text if sign in font.numbers]
    x0, y0, x1, y1 = line.box
    across, down = sheet.shown
    width, height = (x1 - x0) * across, (y1 - y0) * down
    if not signs or width < _THINNEST_POINTS or height < _THINNEST_POINTS:
        return ""
    x, y = sheet.point(x0, y1 - (y1 - y0) * _FOOT)
    a, b, c, d = sheet.axes
    natural = [font.widths[sign] / EM * height for sign in signs]
    advances = _advances(line, natural, width, across)
    begin = f"/{name} {height:.3f} Tf {a} {b} {c} {d} {x:.3f} {y:.3f} Tm"
    lead = (line.edges[0] - x0) * across if len(line.edges) == len(signs) + 1 else 0.0
    return f"{begin} {_shown(signs, natural, advances, font, lead)}"


def _advances(line: Line, natural: Sequence[float], width: float, across: float) -> list[float]:
    """Return how far each character reaches, in points: as it was read, else each as wide as its kind."""
    if len(line.edges) == len(natural) + 1:
        return [max(after - before, 0.0) * across for before, after in itertools.pairwise(line.edges)]
    stretch = width / sum(natural)
    return [one * stretch for one in natural]


def _shown(
    signs: Sequence[str], natural: Sequence[float], advances: Sequence[float], font: CarriedFont, lead: float
) -> str:
    """Return the characters, each stretched to where the next one begins.

    Gaps would do the same for the eye, but readers take a gap for the end of a word and then find neither half.
    """
    steps = [max(1, round(wide / one * _STEPS)) for wide, one in zip(advances, natural, strict=True)]
    out, pen, place, index = [], 0.0, lead, 0
    for step, group in itertools.groupby(steps):
        number = len(list(group))
        rows = range(index, index + number)
        # What rounding left over is made good before the next run.
        size = natural[0] / font.widths[signs[0]] * step / _STEPS
        out.append(f"{step * 100 / _STEPS:g} Tz [{(pen - place) / size:.0f} <{_codes(signs, rows, font)}>] TJ")
        pen = place + sum(natural[row] for row in rows) * step / _STEPS
        place += sum(advances[row] for row in rows)
        index += number
    return " ".join(out)


def _codes(signs: Sequence[str], rows: Iterable[int], font: CarriedFont) -> str:
    return "".join(f"{font.numbers[signs[row]]:04X}" for row in rows)


def rule_operators(tables: Iterable[Table], sheet: Sheet) -> bytes:
    """Return operators that draw the cells of ruled tables."""
    parts = ["q 0.5 w 0.4 G"]
    for table in tables:
        for cell in table.cells if table.ruled else ():
            x0, y1 = sheet.point(cell.box[0], cell.box[1])
            x1, y0 = sheet.point(cell.box[2], cell.box[3])
            parts.append(f"{x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re S")
    return ("\n".join([*parts, "Q"]) + "\n").encode("ascii")


def texts_of(pages: Iterable[Page]) -> Iterable[str]:
    """Yield the texts of all lines of some pages."""
    for page in pages:
        for line in page.lines:
            yield line.text


def printable(line: Line) -> Line:
    """Return a line as it can be printed: what has no shape becomes a blank, so that its places stay."""
    text = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs", "Cf") else sign for sign in line.text)
    return line if text == line.text else dataclasses.replace(line, text=text)
