"""Facts from the rows of tables whose headings say what stands in them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence

from anjuan.extraction import columns, controls
from anjuan.extraction.blocks import TableBlock
from anjuan.extraction.collecting import Collection
from anjuan.extraction.columns import Heading
from anjuan.extraction.facts import FactKind, Slot
from anjuan.extraction.grids import Grid
from anjuan.extraction.passages import squeezed
from anjuan.extraction.references import citations
from anjuan.extraction.tablerows import CCP, NUMBER, Frame, Row, cell_of, normal, samples
from anjuan.extraction.values import measures
from anjuan.extraction.wording import step_class, wording

#: Papers in which a table of items and requirements is no table of controls.
_NAME_LENGTH = 30


def rows_of(block: TableBlock, into: Collection, department: Slot | None = None) -> tuple[set[int], set[int]]:
    """Take the facts of a table; return the rows read under a heading, and the cells that need no second look.

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


def _take(headings: Sequence[Heading], frame: Frame, row: int, order: int) -> None:
    done: set[FactKind] = set()
    for heading in headings:
        kind = heading.profile.kind
        if kind in done or not _goes_with(kind, done):
            continue
        found = {slot: cell_of(frame.grid, row, places) for slot, places in heading.columns.items()}
        cells = {slot: cell for slot, cell in found.items() if cell is not None}
        if _TAKERS[kind](Row(frame, cells, order)):
            done.add(kind)


def _goes_with(kind: FactKind, done: set[FactKind]) -> bool:
    """Say whether a second reading of a row may stand beside the first."""
    return (
        not done
        or (kind is FactKind.STEP and done <= {FactKind.CONTROL})
        or (kind is FactKind.CONTROL and done <= {FactKind.STEP})
    )


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
    number = NUMBER.match(cell.passage.plain)
    given = re.search(r"\d+", number.group()) if number else re.fullmatch(r"\d{1,3}", row.text("order"))
    order = str(int(given.group())) if given and int(given.group()) <= row.order else str(row.order)
    marked = step_class(row.text("class")) or ("key" if CCP.search(cell.passage.plain) else "")
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
        return row.into.add(kind, normal(slots), row.spot, row.confidence, rule)

    return take


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
        slots += [
            where.slot("number", number.number_span, number.number),
            Slot("year", number.year, where.spot(*number.number_span)),
        ]
    elif row.text("number"):
        slots += row.slot("number")
    return row.into.add(FactKind.REFERENCE, slots, row.spot, row.confidence, "references.table")


def _strip_to(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while end > start and text[end - 1] in " \n。；;,":
        end -= 1
    return start, end


_FINDING = ("number", "grade", "clause", "department", "cause", "correction", "action", "verification")
_TAKERS: dict[FactKind, Callable[[Row], bool]] = {
    FactKind.CONTROL: _control,
    FactKind.STEP: _step,
    FactKind.ASPECT: _simple(FactKind.ASPECT, "what", ("effect", "control", "significant"), "aspects.table"),
    FactKind.HAZARD: _simple(FactKind.HAZARD, "what", ("effect", "control", "level"), "hazards.table"),
    FactKind.EQUIPMENT: _simple(FactKind.EQUIPMENT, "name", ("model", "count"), "equipment.table"),
    FactKind.MEASURING_DEVICE: _simple(
        FactKind.MEASURING_DEVICE, "name", ("model", "number", "count", "valid_until"), "measuring.table"
    ),
    FactKind.OUTSOURCED: _simple(FactKind.OUTSOURCED, "process", ("control",), "outsourced.table"),
    FactKind.FINDING: _simple(FactKind.FINDING, "fact", _FINDING, "findings.table"),
    FactKind.AUDIT_POINT: _audit_point,
    FactKind.REFERENCE: _reference,
}  # fmt: skip
