"""Rows of tables as slots: their cells by what stands in them, in one form."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from anjuan.extraction.collecting import Collection
from anjuan.extraction.facts import Slot, Spot
from anjuan.extraction.grids import Grid, GridCell
from anjuan.extraction.passages import Passage, plain, squeezed
from anjuan.extraction.wording import wording

_SURE, _WEAK = 0.95, 0.8


CCP = re.compile(r"[(（]?\b(?:O?PRP|CCP)\s*-?\s*\d{0,2}[)）]?|[★▲△☆※◆●*]")


NUMBER = re.compile(
    r"^\s*(?:[(（]?\d{1,3}[)）.、．:：]\s*|[①-⑳]\s*|第[一二三四五六七八九十]+步\s*|\d{1,3}\s+(?=[\u4e00-\u9fff]))"
)


_DATE = re.compile(r"(?P<y>(?:19|20)\d{2})\s*[-./年]\s*(?P<m>\d{1,2})\s*[-./月]\s*(?P<d>\d{1,2})")


#: A number of a clause that found no room on its line.
_BROKEN = re.compile(r"(?<=\d\.)\s*\n\s*(?=\d)|(?<=\d)\s*\n\s*(?=\.\d)")


@dataclasses.dataclass(frozen=True)
class Frame:
    """What all rows of a table share.

    Attributes:
        grid: The table.
        into: Where facts go.
        department: What the whole record is about; None when it does not say.
        taken: Cells (by their ids) that need no second look.

    """

    grid: Grid
    into: Collection
    department: Slot | None
    taken: set[int]


@dataclasses.dataclass
class Row:
    """One row under a heading: the cell of each slot.

    Attributes:
        frame: What all rows share.
        cells: The cell of each slot.
        order: The number of the row under its heading, from 1.

    """

    frame: Frame
    cells: dict[str, GridCell]
    order: int = 0

    @property
    def into(self) -> Collection:
        """Where facts go."""
        return self.frame.into

    def text(self, slot: str) -> str:
        """The text of a slot's cell without blanks; empty when there is no such cell or it states nothing."""
        cell = self.cells.get(slot)
        if cell is None or wording().is_blank(cell.plain) or wording().is_none(cell.plain):
            return ""
        return cell.plain

    def slot(self, name: str, source: str = "", value: str | None = None) -> list[Slot]:
        """Return the whole cell as a slot; nothing when it states nothing."""
        if not self.text(source or name):
            return []
        passage = self.cells[source or name].passage
        span = _strip(passage.text)
        return [passage.slot(name, span, value)]

    def plain_slot(self, name: str, source: str = "") -> list[Slot]:
        """Return the cell as a slot without marks and numbers before and behind the name."""
        if not self.text(source or name):
            return []
        passage = self.cells[source or name].passage
        return [passage.slot(name, span)] if (span := name_span(passage.plain)) else []

    def clause(self) -> list[Slot]:
        """Return the numbers of the clauses in their cell, each of which may stand on a line of its own."""
        cell = self.cells.get("clause")
        if cell is not None and not any(sign.isdigit() for sign in cell.raw):
            return []
        return self.slot("clause", value=clause_of(_BROKEN.sub("", plain(cell.raw)))) if cell is not None else []

    @property
    def spot(self) -> Spot:
        """The whole row."""
        cells = {id(cell): cell for cell in self.cells.values() if cell.plain}
        spots = [cell.passage.spot() for cell in cells.values()]
        first = spots[0]
        mine = [spot for spot in spots if spot.page == first.page]
        boxes = tuple(dict.fromkeys(box for spot in mine for box in spot.boxes))
        return Spot(first.page, boxes, first.quote, first.start, first.end)

    @property
    def confidence(self) -> float:
        """Lower where the text was recognised badly or the columns were only guessed."""
        least = min((cell.passage.confidence for cell in self.cells.values() if cell.plain), default=1.0)
        return (_SURE if self.frame.grid.ruled else _WEAK) * least


def _strip(text: str) -> tuple[int, int]:
    start = len(text) - len(text.lstrip())
    return start, max(len(text.rstrip()), start)


def name_span(text: str) -> tuple[int, int] | None:
    """Return where the name of a step or a thing stands, without its number, marks and brackets of a class."""
    lead = NUMBER.match(text)
    start = lead.end() if lead else 0
    found = CCP.match(text[start:].lstrip())
    if found:
        start += len(text[start:]) - len(text[start:].lstrip()) + found.end()
    tail = re.search(
        r"(?:[\s:：]|[(（]?(?:O?PRP|CCP)\s*-?\s*\d*[)）]?|[★▲△☆※◆●*]|[(（](?:关键|特殊|特种设备|一般)[^()（）]*[)）])+$",
        text[start:],
    )
    end = start + tail.start() if tail else len(text)
    while start < end and text[start] in " \n:：-、":
        start += 1
    return (start, end) if end > start else None


def cell_of(grid: Grid, row: int, places: Sequence[int]) -> GridCell | None:
    """Return the first cell of some columns that is filled; the first of all when none is."""
    cells = [cell for column in places if (cell := grid.at.get((row, column))) is not None]
    return next(
        (cell for cell in cells if cell.plain and not wording().is_none(cell.plain)), cells[0] if cells else None
    )


def normal(slots: Sequence[Slot]) -> list[Slot]:
    """Return slots with dates, grades and the like in their one form."""
    done = []
    for slot in slots:
        text = squeezed(plain(slot.value))
        if slot.name == "valid_until" and (date := _DATE.search(plain(slot.value))):
            value = f"{date['y']}-{int(date['m']):02d}-{int(date['d']):02d}"
        elif slot.name == "significant":
            value = "no" if re.match(r"否|非|不|一般|×|N|n|无", text) else "yes"
        elif slot.name == "grade":
            value = wording().grade(text)
        elif slot.name == "count":
            value = number.group() if (number := re.search(r"\d+", text)) else slot.value
        else:
            value = slot.value
        done.append(dataclasses.replace(slot, value=value))
    return done


def clause_of(text: str) -> str:
    """Return the number of a clause without the name of its standard."""
    found = re.findall(
        wording().table.clause, re.sub(r"(?:GB|ISO|GBT|IATF)[^\s,，;；]*?\d{4,5}(?:[-:]\d{4})?", " ", text)
    )
    return "、".join(dict.fromkeys(re.sub(r"\s", "", one) for one in found)) or text


def samples(passage: Passage) -> list[Slot]:
    """Return what a record says was sampled; nothing when it does not say."""
    match = wording().pattern("sample").search(passage.plain)
    return [passage.slot("sample", match.span())] if match else []
