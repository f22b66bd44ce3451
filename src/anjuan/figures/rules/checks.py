"""Checks of printed statistics: what must hold between their rows, with expected, actual and difference."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal

from anjuan.figures.rules.printedtables import MEASURES, Divisions, PrintedRow, PrintedTable, RowType

#: Organisations are counted once: they add up over areas and not over items.
_ADDITIVE_OVER_ITEMS = frozenset({"certificates"})
_NAMES = {"certificates": ("证书数", "certificates"), "organisations": ("组织数", "organisations")}


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes:
        rule: Its key, such as ``groups_add_up``.
        measure: What was counted.
        row: The row it is about.
        expected: By the rule.
        actual: As printed or added.
        holds: Whether the rule holds; None for what is shown and not judged.
        said: What was found, in Chinese.
        said_en: The same in English.

    """

    rule: str
    measure: str
    row: str
    expected: Decimal | int
    actual: Decimal | int
    holds: bool | None
    said: str
    said_en: str

    @property
    def difference(self) -> Decimal | int:
        """The actual value less the expected one."""
        return self.actual - self.expected


def item_checks(table: PrintedTable) -> list[Check]:
    """Return the checks of a table by item: groups against the total, items against their group."""
    return [check for measure in MEASURES for check in _item_checks(table, measure)]


def _item_checks(table: PrintedTable, measure: str) -> Iterator[Check]:
    groups = table.of(RowType.GROUP_TOTAL)
    total = table.one(RowType.TOTAL)
    if total is not None and groups:
        yield _sum("groups_add_up", measure, total, list(groups))
    for group in groups:
        items = [row for row in table.of(RowType.ITEM) if row.group == group.group]
        if items:
            yield _sum("items_add_up", measure, group, items)


def _sum(rule: str, measure: str, whole: PrintedRow, parts: list[PrintedRow]) -> Check:
    expected, added = whole.number(measure) or 0, sum(part.number(measure) or 0 for part in parts)
    name, name_en = _NAMES[measure]
    label = whole.group or whole.name
    if measure in _ADDITIVE_OVER_ITEMS:
        holds = added == expected
        said = f"{label}：{len(parts)} 项{name}之和 {added}，总数 {expected}{'，相符' if holds else ''}"
        said_en = f"{label}: {len(parts)} parts add up to {added} {name_en}; the total is {expected}"
        return Check(rule, measure, label, expected, added, holds, said, said_en)
    ratio = f"{Decimal(added) / expected:.3f}" if expected else "—"
    return Check(
        f"{rule}_not", measure, label, expected, added, added >= expected,
        f"{label}：{name}去重后为 {expected}，各项之和多 {added - expected}（平均每个组织 {ratio} 项），不可相加",
        f"{label}: {expected} {name_en} counted once each; the parts hold {added - expected} more ({ratio} each)",
    )  # fmt: skip


def region_checks(table: PrintedTable, known: Divisions) -> list[Check]:
    """Return the checks of tables by region: 全部 = 全国 + 国外, provinces + 未知 = 全国, regions = their provinces."""
    return [check for measure in MEASURES for check in _region_checks(table, known, measure)]


def _region_checks(table: PrintedTable, known: Divisions, measure: str) -> Iterator[Check]:
    whole, national = _number(table, RowType.TOTAL, measure), _number(table, RowType.NATIONAL, measure)
    foreign, unknown = _number(table, RowType.FOREIGN, measure), _number(table, RowType.UNKNOWN, measure)
    if whole is not None and national is not None and foreign is not None:
        yield _equal(_Sides("whole", measure, "全部", "全国 + 国外", "national + abroad"), whole, national + foreign)
    if national is not None:
        yield from _provinces(table, measure, national, unknown or 0)
    regions, provinces = table.of(RowType.REGION), table.of(RowType.PROVINCE)
    for region in regions:
        parts = sum(row.number(measure) or 0 for row in provinces if known.regions[row.code] == region.code)
        sides = _Sides("region", measure, region.name, "所辖各省之和", "its provinces")
        yield _equal(sides, region.number(measure) or 0, parts)
    if national is not None and regions:
        added = sum(row.number(measure) or 0 for row in regions) + (unknown or 0)
        yield _equal(_Sides("regions", measure, "全国", "七大区 + 未知", "regions + unknown"), national, added)
    yield from _share_totals(table, measure)


def _provinces(table: PrintedTable, measure: str, national: int, unknown: int) -> Iterator[Check]:
    name, name_en = _NAMES[measure]
    provinces = table.of(RowType.PROVINCE)
    inside = sum(row.number(measure) or 0 for row in provinces)
    if provinces:
        short = national - inside
        told = "，即“未知”一行" if short == unknown else ""
        yield Check(
            "provinces", measure, "全国", national, inside + unknown, inside + unknown == national,
            f"{len(provinces)} 省{name}合计 {inside}，比全国少 {short}{told}",
            f"{len(provinces)} provinces hold {inside} {name_en}, {short} less than the nation; unknown {unknown}",
        )  # fmt: skip


def _number(table: PrintedTable, kind: RowType, measure: str) -> int | None:
    row = table.one(kind)
    return row.number(measure) if row else None


@dataclasses.dataclass(frozen=True, slots=True)
class _Sides:
    rule: str
    measure: str
    row: str
    said: str
    said_en: str


def _equal(sides: _Sides, expected: int, actual: int) -> Check:
    name, name_en = _NAMES[sides.measure]
    relation = "=" if expected == actual else "≠"
    return Check(
        sides.rule, sides.measure, sides.row, expected, actual, expected == actual,
        f"{sides.row}{name} {expected} {relation} {sides.said} {actual}",
        f"{sides.row} {name_en} {expected} {relation} {sides.said_en} {actual}",
    )  # fmt: skip


def _share_totals(table: PrintedTable, measure: str) -> Iterator[Check]:
    for kind, label, label_en in ((RowType.PROVINCE, "各省", "provinces"), (RowType.REGION, "各大区", "regions")):
        cells = [row.cells.get(f"share_{measure}") for row in table.of(kind)]
        shares = [cell.number for cell in cells if cell is not None and cell.number is not None]
        if shares:
            added = sum(shares, Decimal(0))
            yield Check(
                "share_total", measure, label, Decimal(100), added, None,
                f"{label}{_NAMES[measure][0]}占比之和 {added}%", f"shares of {label_en} add up to {added} %",
            )  # fmt: skip
