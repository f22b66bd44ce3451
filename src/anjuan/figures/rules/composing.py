"""Tables of figures out of counted cells: rows, shares, ranks, notes."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from anjuan.figures.rules.additivity import total_over
from anjuan.figures.rules.cells import Missing
from anjuan.figures.rules.definitions import Definition, TableDefinition
from anjuan.figures.rules.measuring import Cells, Question
from anjuan.figures.rules.printedtables import RowType
from anjuan.figures.rules.ranks import ranks
from anjuan.figures.rules.rolling import ABROAD, ALL, NATIONAL, UNKNOWN
from anjuan.figures.rules.shares import Convention, sum_of_rounded
from anjuan.figures.rules.suppression import suppressed
from anjuan.figures.rules.tabling import Cell, Column, ColumnKind, FigureTable, Row

_ROW_TYPES: Mapping[str, str] = MappingProxyType({
    RowType.TOTAL: "全部", RowType.NATIONAL: "全国", RowType.FOREIGN: "国外", RowType.UNKNOWN: "未知",
    RowType.REGION: "大区", RowType.PROVINCE: "省级", RowType.GROUP_TOTAL: "大类", RowType.ITEM: "项目",
})  # fmt: skip
_BY = {"field": ("认证领域", "Field"), "region": ("地区", "Region"), "province": ("省份", "Province"),
       "year": ("年度", "Year")}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A row to be: code, name, type, and whether its numbers are of a field, an area or a year."""

    code: str
    name: str
    type: RowType


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """What a table is made for.

    Attributes:
        day: The day it tells of.
        source: Snapshot and edition, as told below it.
        lines: Its rows.
        field: Only of this field row; empty for all.
        keeps_small: Whether counts below five are kept back.

    """

    day: dt.date
    source: str
    lines: tuple[Line, ...]
    field: str = ALL
    keeps_small: bool = False


def figure_table(one: TableDefinition, cells: Cells, frame: Frame) -> FigureTable:
    """Return a table of figures."""
    by, by_en = _BY[one.by]
    columns = [
        Column("code", "代码", "Code", ColumnKind.TEXT),
        Column("name", by, by_en, ColumnKind.TEXT),
        Column("row_type", "行类型", "Type of row", ColumnKind.CATEGORY, labels=_ROW_TYPES),
    ]
    body: list[list[Cell]] = [[line.code or "ALL", line.name, str(line.type)] for line in frame.lines]
    for key in one.figures:
        definition = cells.table.figure(key)
        if definition is not None:
            more, values = _columns(one, definition, cells, frame)
            columns += more
            for row, found in zip(body, values, strict=True):
                row.extend(found)
    rows = tuple(Row(line.code, str(line.type), tuple(row)) for line, row in zip(frame.lines, body, strict=True))
    return FigureTable(
        one.id, one.name, one.name_en, frame.day, tuple(columns), rows, _notes(one, cells, frame), frame.source
    )


def question(one: TableDefinition, figure: str, line: Line, field: str = ALL) -> Question:
    """Return the question whose answer stands in a row."""
    if one.by == "year":
        return Question(figure, field, ALL, line.code)
    if one.by == "field":
        return Question(figure, line.code)
    return Question(figure, field, line.code)


def _columns(
    one: TableDefinition, definition: Definition, cells: Cells, frame: Frame
) -> tuple[list[Column], list[list[Cell]]]:
    kind = ColumnKind.DECIMAL if definition.ratio else ColumnKind.WHOLE
    columns = [
        Column(definition.id, definition.name, definition.name_en, kind, definition.unit, definition.places,
               note=definition.meaning, figure=definition.id)
    ]  # fmt: skip
    values = {line.code: cells.value(question(one, definition.id, line, frame.field)) for line in frame.lines}
    shown: Mapping[str, Cell] = _kept(one, definition, values, cells, frame) if frame.keeps_small else values
    found: list[list[Cell]] = [[shown[line.code]] for line in frame.lines]
    if definition.ratio:
        return columns, found
    if one.ranked:
        columns.append(_more(definition, "rank", "排名", "rank", ColumnKind.WHOLE))
        provinces = {line.code: values[line.code] for line in frame.lines if line.type is RowType.PROVINCE}
        places = ranks({code: int(value) for code, value in provinces.items() if value is not None})
        for row, line in zip(found, frame.lines, strict=True):
            row.append(_hidden(shown[line.code], places.get(line.code, Missing.NOT_APPLICABLE)))
    if one.share != "none" and definition.base:
        columns.append(_more(definition, "share", "占比", "share", ColumnKind.DECIMAL))
        for row, line in zip(found, frame.lines, strict=True):
            row.append(_hidden(shown[line.code], _share(one, definition, line, cells, frame)))
    return columns, found


def _more(definition: Definition, key: str, title: str, title_en: str, kind: ColumnKind) -> Column:
    is_share = key == "share"
    return Column(
        f"{key}_{definition.id}"[:32], f"{definition.name}{title}", f"{definition.name_en}, {title_en}", kind,
        "%" if is_share else "", 2 if is_share else 0,
    )  # fmt: skip


def _hidden(value: Cell, other: Cell) -> Cell:
    """Return what belongs to a value: hidden where the value is."""
    return Missing.SUPPRESSED if value is Missing.SUPPRESSED else other


def _share(one: TableDefinition, definition: Definition, line: Line, cells: Cells, frame: Frame) -> Cell:
    if one.by == "field":
        base = cells.counted.get((definition.id, ALL, ALL, ""), 0)
        if not base:
            return Missing.NOT_APPLICABLE
        value = cells.value(Question(definition.id, line.code))
        return None if value is None else sum_of_rounded([int(value)], base, Convention())
    asked = Question(definition.id, frame.field, line.code)
    if line.type is RowType.REGION and one.share == "sum_of_rounded":
        base = cells.counted.get((definition.id, frame.field, NATIONAL, ""), 0)
        provinces = cells.provinces(definition.id, frame.field)
        parts = [value for code, value in provinces.items() if cells.tree.regions[code] == line.code]
        share = sum_of_rounded(parts, base, Convention())
        return Missing.NOT_APPLICABLE if share is None else share
    return cells.share(asked)


def _kept(
    one: TableDefinition, definition: Definition, values: Mapping[str, int | Decimal | None], cells: Cells, frame: Frame
) -> Mapping[str, Cell]:
    """Return the values of a column for people who may not open its rows."""
    if definition.ratio:
        below = {line.code: cells.value(question(one, definition.ratio[1], line, frame.field)) for line in frame.lines}
        small = suppressed({code: int(value or 0) for code, value in below.items()}, _sums(frame.lines, cells))
        return {code: _hidden(small[code], value) for code, value in values.items()}
    counts = {code: None if value is None else int(value) for code, value in values.items()}
    return dict(suppressed(counts, _sums(frame.lines, cells)))


def _sums(lines: Sequence[Line], cells: Cells) -> list[tuple[str, list[str]]]:
    """Return every total of a table with the rows that lie in it."""
    codes = {line.code for line in lines}
    sums = [
        (NATIONAL, [line.code for line in lines if line.type in {RowType.PROVINCE, RowType.UNKNOWN}]),
        (NATIONAL, [line.code for line in lines if line.type in {RowType.REGION, RowType.UNKNOWN}]),
        (ALL, [code for code in (NATIONAL, ABROAD) if code in codes]),
        (ALL, [line.code for line in lines if line.type is RowType.GROUP_TOTAL or line.code == UNKNOWN]),
    ]
    for line in lines:
        if line.type is RowType.GROUP_TOTAL:
            inside = [code for code in codes if line.code in cells.tree.fields.get(code, ()) and code != line.code]
            sums.append((line.code, sorted(inside)))
    items = [line.code for line in lines if line.type is RowType.ITEM]
    if not any(line.type is RowType.GROUP_TOTAL for line in lines):
        sums.append((ALL, items))
    return [(total, parts) for total, parts in sums if total in codes and parts]


def _notes(one: TableDefinition, cells: Cells, frame: Frame) -> tuple[str, ...]:
    notes = []
    if one.share != "none" and one.by != "field":
        notes.append("占比以全国（不含国外，含未知）为基数，四舍五入保留两位小数；国外不参与排名和占比。")
    if one.by == "field" and one.share != "none":
        notes.append("占比以全部为基数。")
    if one.share == "sum_of_rounded":
        notes.append("大区占比为所辖各省占比之和，与直接相除可能相差百分之零点零一。")
    if frame.keeps_small:
        notes.append("小于五的数不显示；能由此推出的数也不显示。")
    dimension = "region" if one.by == "province" else one.by
    for key in one.figures:
        definition = cells.table.figure(key)
        if definition is None or definition.ratio or dimension in definition.additive:
            continue
        parts = [line for line in frame.lines if line.type in {RowType.GROUP_TOTAL, RowType.ITEM}]
        tops = [line for line in parts if line.type is RowType.GROUP_TOTAL] or parts
        values = [int(cells.value(question(one, key, line, frame.field)) or 0) for line in tops]
        given = cells.value(Question(key, frame.field))
        if values and given is not None and not frame.keeps_small:
            total = total_over(definition.measure, dimension, values, int(given))
            notes += [total.reason] if total.overlap else []
    return tuple(note for note in notes if note)
