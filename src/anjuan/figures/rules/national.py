"""A printed statistic computed anew from its own counts: shares and ranks beside those printed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal

from anjuan.figures.rules.cells import Missing, Printed
from anjuan.figures.rules.numbers import percentage
from anjuan.figures.rules.printedtables import MEASURES, UNRANKED, Divisions, PrintedRow, PrintedTable, RowType
from anjuan.figures.rules.ranks import ranks
from anjuan.figures.rules.shares import Aggregation, Convention, sum_of_rounded


@dataclasses.dataclass(frozen=True, slots=True)
class Compared:
    """A share or a rank, computed and printed.

    Attributes:
        row: The row's name.
        measure: ``certificates`` or ``organisations``.
        what: ``share`` or ``rank``.
        expected: As computed; not applicable where the row has none.
        printed: As printed.
        direct: A group's share by direct division, where that is not how it is printed; None otherwise.

    """

    row: str
    measure: str
    what: str
    expected: Decimal | int | Missing
    printed: Printed
    direct: Decimal | None = None

    @property
    def agrees(self) -> bool:
        """Whether print and computation agree; where nothing applies, a dash, a blank and a printed 0 all do."""
        if isinstance(self.expected, Missing):
            return self.printed.number is None or not self.printed.number
        return self.printed.number is not None and self.printed.number == self.expected

    @property
    def difference(self) -> Decimal | None:
        """The printed number less the computed one; None when one of them is missing."""
        if isinstance(self.expected, Missing) or self.printed.number is None:
            return None
        return self.printed.number - self.expected


def shares_computed(table: PrintedTable, known: Divisions, convention: Convention | None = None) -> list[Compared]:
    """Return every share of a table by region beside the printed one.

    The base is 全国: abroad is not in it, unknown is. Provinces are divided directly; a region is the sum of its
    provinces' rounded shares, with the direct share beside it.
    """
    used = convention or Convention()
    found: list[Compared] = []
    for measure in MEASURES:
        national = table.one(RowType.NATIONAL)
        base = national.number(measure) if national else None
        for row in table.of(RowType.REGION, RowType.UNKNOWN, RowType.PROVINCE, RowType.FOREIGN):
            cell = row.cells.get(f"share_{measure}")
            if cell is not None:
                found.append(_share(row, measure, cell, base, _parts(table, known, row, measure), used))
    return found


def _parts(table: PrintedTable, known: Divisions, row: PrintedRow, measure: str) -> list[int]:
    provinces = table.of(RowType.PROVINCE)
    values = [one.number(measure) or 0 for one in provinces if known.regions[one.code] == row.code]
    return values if row.type is RowType.REGION else []


def _share(
    row: PrintedRow, measure: str, cell: Printed, base: int | None, parts: list[int], used: Convention
) -> Compared:
    value = row.number(measure)
    if row.type is RowType.FOREIGN or not base or value is None:
        return Compared(row.name, measure, "share", Missing.NOT_APPLICABLE, cell)
    direct = percentage(value, base, used.places, used.rounding)
    if not parts or used.aggregation is not Aggregation.DIRECT:
        return Compared(row.name, measure, "share", direct, cell)
    summed = sum_of_rounded(parts, base, used)
    return Compared(row.name, measure, "share", direct if summed is None else summed, cell, direct)


def ranks_computed(table: PrintedTable) -> list[Compared]:
    """Return the rank of every province and of every row without one, beside the printed one."""
    found: list[Compared] = []
    rows = table.of(RowType.PROVINCE, RowType.FOREIGN)
    excluded = {row.name for row in rows if row.type in UNRANKED}
    for measure in MEASURES:
        places: Mapping[str, int | None] = ranks({row.name: row.number(measure) for row in rows}, excluded=excluded)
        for row in rows:
            cell = row.cells.get(f"rank_{measure}")
            if cell is not None:
                place = places[row.name]
                found.append(
                    Compared(row.name, measure, "rank", Missing.NOT_APPLICABLE if place is None else place, cell)
                )
    return found
