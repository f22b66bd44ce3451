"""Several assessors at one scheme: where they agree, how far apart they are, what the leader has to settle."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from fractions import Fraction

from anjuan.evaluation.rules.marks import Mark, taken
from anjuan.evaluation.rules.schemes import Item, Scheme, nodes


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """One item as several assessors saw it.

    Attributes:
        item: Its code.
        name: Its name.
        points: What each gave, by name; None where it was held not to apply.
        spread: The most less the least, of those who held that it applies.
        agrees: Whether all came to the same.

    """

    item: str
    name: str
    points: Mapping[str, Fraction | None]
    spread: Fraction
    agrees: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Agreement:
    """How assessors agree.

    Attributes:
        differences: Items that at least two judged.
        share: Percent of those items on which all came to the same; None where no item was judged twice.
        unsettled: Items on which they differ.

    """

    differences: tuple[Difference, ...]
    share: Fraction | None
    unsettled: tuple[str, ...]


def agreement(scheme: Scheme, sheets: Mapping[str, Sequence[Mark]]) -> Agreement:
    """Return how the sheets of several assessors agree, item by item."""
    found = [
        difference
        for node in nodes(scheme)
        if (difference := _difference(node.item, sheets)) and len(difference.points) > 1
    ]
    agreed = sum(one.agrees for one in found)
    share = Fraction(agreed * 100, len(found)) if found else None
    return Agreement(tuple(found), share, tuple(one.item for one in found if not one.agrees))


def _difference(item: Item, sheets: Mapping[str, Sequence[Mark]]) -> Difference | None:
    points: dict[str, Fraction | None] = {}
    for name, marks in sheets.items():
        own = [mark for mark in marks if mark.item == item.code]
        if own:
            result = taken(item, own)
            points[name] = None if result.is_na else result.obtained
    if not points:
        return None
    known = [value for value in points.values() if value is not None]
    spread = max(known) - min(known) if known else Fraction(0)
    return Difference(item.code, item.name, points, spread, agrees=len(set(points.values())) == 1)


def merged(
    scheme: Scheme, sheets: Mapping[str, Sequence[Mark]], *, settled: Mapping[str, str]
) -> tuple[tuple[Mark, ...], tuple[str, ...]]:
    """Return the marks that count, and the items still to be settled.

    What all agree on counts as the first one wrote it. Where they differ the sheet counts that the leader named in
    ``settled``; without a word of the leader the item stays open. Averages are never taken.
    """
    differing = set(agreement(scheme, sheets).unsettled)
    marks: list[Mark] = []
    unsettled: list[str] = []
    for node in nodes(scheme):
        code = node.item.code
        holders = [name for name, sheet in sheets.items() if any(mark.item == code for mark in sheet)]
        if not holders:
            continue
        if code in differing and settled.get(code) not in holders:
            unsettled.append(code)
            continue
        chosen = settled[code] if code in differing else holders[0]
        marks += [mark for mark in sheets[chosen] if mark.item == code]
    return tuple(marks), tuple(unsettled)
