"""Reads workbooks in one XML file, as Excel 2003 wrote them and many systems still export, often named .xls."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from anjuan.reading.blocks import Flow
from anjuan.reading.errors import BrokenFileError
from anjuan.reading.grids import Merge, grid_flow
from anjuan.reading.office.packages import attribute, local, parse_xml
from anjuan.reading.office.sheets.values import value_text
from anjuan.reading.pages import Event, Notice, Opened
from anjuan.reading.protocol import ReadOptions, Source
from anjuan.reading.typesetting import typeset

_MOST_GAP = 4096


class ExcelXmlReader:
    """Reads SpreadsheetML of Excel 2003."""

    name = "spreadsheetml-walker/1"
    media_types = frozenset({"application/vnd.ms-excel.xml"})

    def available(self) -> bool:
        """Say yes: all it needs is a requirement of the package."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the sheets in the order of the workbook; errors as in the protocol."""
        root = parse_xml(source.path.read_bytes())
        if local(root) != "Workbook":
            raise BrokenFileError("The XML is no workbook.", remedy="Ask for it once more.")
        yield Opened(source.media_type, self.name)
        yield from typeset(_flow(root), options)


def _flow(root: etree._Element) -> Iterator[Flow]:
    for sheet in root:
        if local(sheet) != "Worksheet":
            continue
        name = attribute(sheet, "Name")
        hidden = any((part.text or "").startswith("SheetHidden") for part in sheet.iter("{*}Visible"))
        if hidden:
            yield Notice("hidden-sheet", f"The sheet {name} is hidden; it was read all the same.")
        rows, merges, notes = _table(sheet)
        yield from grid_flow(name + ("（隐藏）" if hidden else ""), rows, merges, notes)


def _table(sheet: etree._Element) -> tuple[list[list[str]], list[Merge], dict[tuple[int, int], str]]:
    rows: list[list[str]] = []
    merges: list[Merge] = []
    notes: dict[tuple[int, int], str] = {}
    for row in sheet.iter("{*}Row"):
        place = attribute(row, "Index")
        if place.isdigit() and len(rows) < int(place) - 1 <= len(rows) + _MOST_GAP:
            rows.extend([] for _ in range(int(place) - 1 - len(rows)))
        values: list[str] = []
        for cell in row:
            if local(cell) == "Cell":
                _take_cell(cell, len(rows), values, (merges, notes))
        rows.append(values)
    return rows, merges, notes


def _take_cell(
    cell: etree._Element, row: int, values: list[str], found: tuple[list[Merge], dict[tuple[int, int], str]]
) -> None:
    merges, notes = found
    place = attribute(cell, "Index")
    if place.isdigit() and len(values) < int(place) - 1 <= len(values) + _MOST_GAP:
        values.extend([""] * (int(place) - 1 - len(values)))
    across, down = (_whole(attribute(cell, name)) for name in ("MergeAcross", "MergeDown"))
    if across or down:
        merges.append((row, len(values), row + down, len(values) + across))
    for part in cell:
        if local(part) == "Comment":
            notes[row, len(values)] = " ".join("".join(map(str, part.itertext())).split())
    values.append(next((_value(part) for part in cell if local(part) == "Data"), ""))
    values.extend([""] * min(across, _MOST_GAP))


def _value(data: etree._Element) -> str:
    text = "".join(map(str, data.itertext()))
    kind = attribute(data, "Type")
    if kind == "Number":
        try:
            return value_text(float(text))
        except ValueError:
            return text
    if kind == "DateTime":
        return text.removesuffix(".000").removesuffix("T00:00:00").replace("T", " ")
    if kind == "Boolean":
        return value_text(text == "1")
    return text.strip()


def _whole(text: str) -> int:
    return min(int(text), _MOST_GAP) if text.isdigit() else 0
