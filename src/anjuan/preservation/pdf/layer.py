"""The lines of a page as PDF operators, each character where it was read."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterable, Sequence

from anjuan.preservation.pdf.fonts import EM, CarriedFont
from anjuan.reading.pages import Line, Page, Table

#: Share of a line's height that lies below its feet.
_FOOT = 0.2
#: A character is put to its own place when it would else be off by more than this share of the line's height.
_OFF = 0.05
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
    natural = sum(font.widths[sign] for sign in signs) / EM * height
    stretch = width / natural
    x, y = sheet.point(x0, y1 - (y1 - y0) * _FOOT)
    a, b, c, d = sheet.axes
    begin = f"/{name} {height:.3f} Tf {stretch * 100:.3f} Tz {a} {b} {c} {d} {x:.3f} {y:.3f} Tm"
    places = _places(line, len(signs), across)
    return f"{begin} [{_shown(signs, places, font, height, stretch)}] TJ"


def _places(line: Line, number: int, across: float) -> Sequence[float] | None:
    """Return where each character begins, in points from the line's begin; None when that is not known."""
    if len(line.edges) != number + 1:
        return None
    return [(edge - line.box[0]) * across for edge in line.edges]


def _shown(signs: Sequence[str], places: Sequence[float] | None, font: CarriedFont, height: float, stretch: float) -> str:
    """Return the characters as operands of TJ, with a move where one is not where it would come by itself."""
    out, run, pen = [], "", 0.0
    for index, sign in enumerate(signs):
        off = places[index] - pen if places else 0.0
        if abs(off) > _OFF * height:
            if run:
                out.append(f"<{run}>")
                run = ""
            out.append(f"{-off * EM / (height * stretch):.1f}")
            pen += off
        run += f"{font.numbers[sign]:04X}"
        pen += font.widths[sign] / EM * height * stretch
    return " ".join([*out, f"<{run}>"])


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


