"""Searching the convention by which printed shares came about: base × rounding × aggregation."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping, Sequence
from decimal import Decimal

from anjuan.figures.rules.numbers import Rounding
from anjuan.figures.rules.printedtables import Divisions, PrintedTable, RowType
from anjuan.figures.rules.shares import Aggregation, Convention, shares_of


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """A row whose share is printed.

    Attributes:
        name: The row.
        parts: Its counts; one for a row without parts.
        share: As printed.

    """

    name: str
    parts: tuple[int, ...]
    share: Decimal


@dataclasses.dataclass(frozen=True, slots=True)
class Fit:
    """How well a convention explains the printed shares.

    Attributes:
        base: Name of the base.
        rounding: What happens to the digits that are not printed.
        aggregation: How the share of a group comes about.
        misses: Rows whose printed share is another, with the computed one.
        number: Rows in all.

    """

    base: str
    rounding: Rounding
    aggregation: Aggregation
    misses: tuple[tuple[str, Decimal | None], ...]
    number: int


def fits(items: Sequence[Item], bases: Mapping[str, int], places: int = 2) -> list[Fit]:
    """Return every convention with its misses, the best first; of equal ones the plainer first.

    Args:
        items: Rows with printed shares.
        bases: Candidates by name, the likelier first.
        places: Digits after the point of the printed shares.

    """
    groups = {item.name: item.parts for item in items}
    found = []
    for aggregation, base, rounding in itertools.product(Aggregation, bases, Rounding):
        if aggregation is Aggregation.FORCED_100 and (rounding, base) != (Rounding.HALF_UP, next(iter(bases))):
            continue  # it knows neither base nor rounding
        computed = shares_of(groups, bases[base], Convention(places, rounding, aggregation))
        misses = tuple((item.name, computed[item.name]) for item in items if computed[item.name] != item.share)
        found.append(Fit(base, rounding, aggregation, misses, len(items)))
    return sorted(found, key=lambda fit: len(fit.misses))


def items_of(table: PrintedTable, known: Divisions, measure: str, types: Sequence[RowType]) -> list[Item]:
    """Return the rows of some types that have a printed share, regions with their provinces as parts."""
    provinces = table.of(RowType.PROVINCE)
    found = []
    for row in table.of(*types):
        cell, value = row.cells.get(f"share_{measure}"), row.number(measure)
        if cell is None or cell.number is None or value is None:
            continue
        inside = [one.number(measure) or 0 for one in provinces if known.regions[one.code] == row.code]
        found.append(Item(row.name, tuple(inside) if row.type is RowType.REGION else (value,), cell.number))
    return found


def bases_of(table: PrintedTable, measure: str) -> dict[str, int]:
    """Return what the shares may be shares of: 全国, 全部, and the sum of the provinces."""
    found: dict[str, int] = {}
    for row in table.of(RowType.NATIONAL, RowType.TOTAL):
        value = row.number(measure)
        if value:
            found.setdefault(row.name, value)
    provinces = sum(row.number(measure) or 0 for row in table.of(RowType.PROVINCE))
    if provinces:
        found["各省合计"] = provinces
    return found
