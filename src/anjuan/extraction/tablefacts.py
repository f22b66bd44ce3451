"""Facts from the rows of tables whose headings say what stands in them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence

from anjuan.extraction import columns, controls
from anjuan.extraction.blocks import TableBlock
from anjuan.extraction.collecting import Collection
from anjuan.extraction.columns import Heading
from anjuan.extraction.facts import FactKind, Slot, Spot
from anjuan.extraction.grids import Grid, GridCell
from anjuan.extraction.passages import Passage, plain, squeezed
from anjuan.extraction.references import citations
from anjuan.extraction.values import measures
from anjuan.extraction.wording import step_class, wording

_SURE, _WEAK = 0.95, 0.8
_CCP = re.compile(r"[(（]?\b(?:O?PRP|CCP)\s*-?\s*\d{0,2}[)）]?|[★▲△☆※◆●*]")
_NUMBER = re.compile(r"^\s*(?:[(（]?\d{1,3}[)）.、．:：]\s*|[①-⑳]\s*|第[一二三四五六七八九十]+步\s*|\d{1,3}\s+(?=[\u4e00-\u9fff]))")
_DATE = re.compile(r"(?P<y>(?:19|20)\d{2})\s*[-./年]\s*(?P<m>\d{1,2})\s*[-./月]\s*(?P<d>\d{1,2})")
#: Papers in which a table of items and requirements is no table of controls.
_NAME_LENGTH = 30


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
        return self.slot("clause", value=clause_of(plain(cell.raw))) if cell is not None else []

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
    lead = _NUMBER.match(text)
    start = lead.end() if lead else 0
    found = _CCP.match(text[start:].lstrip())
    if found:
        start += len(text[start:]) - len(text[start:].lstrip()) + found.end()
    tail = re.search(r"(?:[\s:：]|[(（]?(?:O?PRP|CCP)\s*-?\s*\d*[)）]?|[★▲△☆※◆●*]|[(（](?:关键|特殊|特种设备|一般)[^()（）]*[)）])+$", text[start:])
    end = start + tail.start() if tail else len(text)
    while start < end and text[start] in " \n:：-、":
        start += 1
    return (start, end) if end > start else None


def rows_of(block: TableBlock, into: Collection, department: Slot | None = None) -> tuple[set[int], set[int]]:
    """Take the facts of a table; return the numbers of rows read under a heading, and the cells that need no second look.

    ``department`` is what the whole record is about, for tables that name none.
    """
    grid, read, taken = block.grid, set[int](), set[int]()
    heading: list[Heading] = []
    row, order = 0, 0
    while row < grid.bottom:
        found = columns.find(grid, row)
        if found:
            heading, order = found, 0
            read.update(range(row, found[0].first))
            row = found[0].first
            continue
        if heading and _is_row(grid, row, heading[0]):
            order += 1
            read.add(row)
            frame = Frame(grid, into, department, taken)
            _take(heading, frame, row, order)
        elif heading and len(grid.row(row)) == 1 and row not in grid.starts:
            heading = heading if len(grid.row(row)[0].plain) <= _NAME_LENGTH else []
        row += 1
    return read, taken


def _is_row(grid: Grid, row: int, heading: Heading) -> bool:
    cells = grid.row(row)
    first = next((cell.plain for cell in cells if cell.plain), "")
    if wording().pattern("foot").fullmatch(first):
        return False
    places = [some[0] for some in heading.columns.values()]
    return len(cells) > 1 and len({id(grid.at.get((row, column))) for column in places}) == len(places)


def _cell_of(grid: Grid, row: int, places: Sequence[int]) -> GridCell | None:
    """Return the first cell of some columns that is filled; the first of all when none is."""
    cells = [cell for column in places if (cell := grid.at.get((row, column))) is not None]
    return next((cell for cell in cells if cell.plain and not wording().is_none(cell.plain)), cells[0] if cells else None)


def _take(headings: Sequence[Heading], frame: Frame, row: int, order: int) -> None:
    done: set[FactKind] = set()
    for heading in headings:
        kind = heading.profile.kind
        if kind in done or not _goes_with(kind, done):
            continue
        found = {slot: _cell_of(frame.grid, row, places) for slot, places in heading.columns.items()}
        cells = {slot: cell for slot, cell in found.items() if cell is not None}
        if _TAKERS[kind](Row(frame, cells, order)):
            done.add(kind)


def _goes_with(kind: FactKind, done: set[FactKind]) -> bool:
    """Say whether a second reading of a row may stand beside the first."""
    return not done or (kind is FactKind.STEP and done <= {FactKind.CONTROL}) or (kind is FactKind.CONTROL and done <= {FactKind.STEP})


def _control(row: Row) -> bool:
    if row.text("demands"):
        about = row.plain_slot("step")
        found = controls.sentences_of(row.cells["demands"].passage, row.into, step=about[0] if about else None)
        if found or not row.text("value"):
            return bool(found)
    value = row.text("value") or row.text("low") or row.text("high")
    if not value:
        return False
    slots = row.plain_slot("step") + row.slot("parameter")
    if not row.text("parameter"):
        slots += [dataclasses.replace(slot, name="parameter") for slot in row.plain_slot("step")]
    slots += row.slot("value") or row.slot("value", "high") or row.slot("value", "low")
    for name in ("method", "record", "monitor", "action"):
        slots += row.slot(name)
    return row.into.add(FactKind.CONTROL, slots + _limits(row), row.spot, row.confidence, "controls.table")


def _limits(row: Row) -> list[Slot]:
    found: dict[str, Slot] = {}
    if row.text("value"):
        passage = row.cells["value"].passage
        found = {slot.name: slot for slot in controls.limits(passage, (0, len(passage.text)))}
    for name in ("low", "high"):
        number = re.search(r"-?\d+(?:\.\d+)?", row.text(name))
        if number:
            found[name] = Slot(name, number.group(), row.cells[name].passage.spot())
    if row.text("unit") and "unit" not in found:
        printed = row.cells["unit"].passage
        found["unit"] = Slot("unit", _unit(printed.plain.strip()), printed.spot())
    if "unit" not in found and row.text("parameter") and found:
        bracket = re.search(r"[(（/]\s*(?P<unit>[^()（）]{1,8})\s*[)）]?$", row.cells["parameter"].passage.plain)
        if bracket and _known_unit(bracket["unit"]):
            passage = row.cells["parameter"].passage
            found["unit"] = Slot("unit", _unit(bracket["unit"]), passage.spot(*bracket.span("unit")))
    return list(found.values())


def _unit(printed: str) -> str:
    measure = measures().first(f"1{printed}")
    return measure.unit if measure and measure.unit else printed


def _known_unit(printed: str) -> bool:
    measure = measures().first(f"1{printed}")
    return measure is not None and bool(measure.unit) and measure.end == len(printed) + 1


def _step(row: Row) -> bool:
    name = row.plain_slot("name")
    if not name or len(squeezed(name[0].value)) > _NAME_LENGTH or re.fullmatch(r"[\d\W]+", name[0].value):
        return False
    cell = row.cells["name"]
    number = _NUMBER.match(cell.passage.plain)
    given = re.search(r"\d+", number.group()) if number else re.fullmatch(r"\d{1,3}", row.text("order"))
    order = str(int(given.group())) if given and int(given.group()) <= row.order else str(row.order)
    marked = step_class(row.text("class")) or ("key" if _CCP.search(cell.passage.plain) else "")
    slots = [*name, Slot("order", order, name[0].spot)]
    if marked:
        where = row.cells["class"].passage.spot() if row.text("class") else cell.passage.spot()
        slots.append(Slot("class", marked, where))
    slots += row.slot("department") + row.slot("detail")
    added = row.into.add(FactKind.STEP, slots, row.spot, row.confidence, "steps.table")
    if row.text("detail"):
        controls.sentences_of(row.cells["detail"].passage, row.into, step=name[0])
    return added


def _simple(kind: FactKind, main: str, names: Sequence[str], rule: str) -> Callable[[Row], bool]:
    def take(row: Row) -> bool:
        text = row.text(main)
        if not text or re.fullmatch(r"[\d\W]+", text) or text in {"合计", "小计", "总计"}:
            return False
        slots = row.plain_slot(main) if kind is not FactKind.FINDING else row.slot(main)
        for name in names:
            slots += row.clause() if name == "clause" else row.slot(name)
        return row.into.add(kind, _normal(slots), row.spot, row.confidence, rule)

    return take


def _normal(slots: Sequence[Slot]) -> list[Slot]:
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
    found = re.findall(wording().table.clause, re.sub(r"(?:GB|ISO|GBT|IATF)[^\s,，;；]*?\d{4,5}(?:[-:]\d{4})?", " ", text))
    return "、".join(dict.fromkeys(re.sub(r"\s", "", one) for one in found)) or text


def _audit_point(row: Row) -> bool:
    if not row.text("ask") and not row.text("seen"):
        return False
    if not (row.text("seen") or row.text("verdict")):
        return False
    slots = row.clause() + (row.slot("department") or ([row.frame.department] if row.frame.department else []))
    slots += row.slot("ask") + row.slot("seen")
    verdict = wording().verdict(row.text("verdict"))
    if verdict:
        slots.append(Slot("verdict", verdict, row.cells["verdict"].passage.spot()))
    slots += samples(row.cells["seen"].passage) if row.text("seen") else []
    return row.into.add(FactKind.AUDIT_POINT, slots, row.spot, row.confidence, "audit_points.table")


def samples(passage: Passage) -> list[Slot]:
    """Return what a record says was sampled; nothing when it does not say."""
    match = wording().pattern("sample").search(passage.plain)
    return [passage.slot("sample", match.span())] if match else []


def _reference(row: Row) -> bool:
    title = row.text("title")
    if not title:
        return False
    passage = row.cells["title"].passage
    cited = next(iter(citations().find(passage.plain, listed=True)), None)
    number = next(iter(citations().find(row.cells["number"].passage.plain)), None) if row.text("number") else None
    if cited is not None and cited.number:
        return False
    kind = "standard" if number else citations().type_of(re.sub(r"[《》<>]", "", title))
    bare = re.search(r"[^《》<>\d.、\s][^《》<>]*", passage.plain)
    if bare is None or (not number and kind == "standard" and cited is None):
        return False
    span = _strip_to(passage.plain, bare.span())
    slots = [passage.slot("title", span), Slot("type", kind, passage.spot(*span)), passage.slot("printed", span)]
    if number is not None and number.number_span:
        where = row.cells["number"].passage
        row.frame.taken.add(id(row.cells["number"]))
        slots += [where.slot("number", number.number_span, number.number), Slot("year", number.year, where.spot(*number.number_span))]
    elif row.text("number"):
        slots += row.slot("number")
    return row.into.add(FactKind.REFERENCE, slots, row.spot, row.confidence, "references.table")


def _strip_to(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while end > start and text[end - 1] in " \n。；;,":
        end -= 1
    return start, end


_TAKERS: dict[FactKind, Callable[[Row], bool]] = {
    FactKind.CONTROL: _control,
    FactKind.STEP: _step,
    FactKind.ASPECT: _simple(FactKind.ASPECT, "what", ("effect", "control", "significant"), "aspects.table"),
    FactKind.HAZARD: _simple(FactKind.HAZARD, "what", ("effect", "control", "level"), "hazards.table"),
    FactKind.EQUIPMENT: _simple(FactKind.EQUIPMENT, "name", ("model", "count"), "equipment.table"),
    FactKind.MEASURING_DEVICE: _simple(FactKind.MEASURING_DEVICE, "name", ("model", "number", "count", "valid_until"), "measuring.table"),
    FactKind.OUTSOURCED: _simple(FactKind.OUTSOURCED, "process", ("control",), "outsourced.table"),
    FactKind.FINDING: _simple(FactKind.FINDING, "fact", ("number", "grade", "clause", "department", "cause", "correction", "action", "verification"), "findings.table"),
    FactKind.AUDIT_POINT: _audit_point,
    FactKind.REFERENCE: _reference,
}  # fmt: skip
