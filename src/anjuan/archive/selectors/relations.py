"""What a case stands beside: the cases of its certification cycle."""

from __future__ import annotations

import dataclasses

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.sight import cases_of


@dataclasses.dataclass(frozen=True, slots=True)
class Sibling:
    """A case of the same certification cycle."""

    number: str
    audit_type: str
    audited_on: str
    year: int | None
    is_this: bool


@dataclasses.dataclass(frozen=True, slots=True)
class CycleView:
    """The certification cycle of a case.

    Attributes:
        ordinal: 1 for the first cycle known.
        begins: ISO date, maybe partial; empty when not known.
        ends: The last day, inclusive.
        place: Which case of the cycle this is, from 1, among those the person may see.
        cases: The cases of the cycle that the person may see, in order.

    """

    ordinal: int
    begins: str
    ends: str
    place: int
    cases: tuple[Sibling, ...]


def case_cycle(viewer: Viewer, number: str) -> CycleView | None:
    """Return the cycle of a case; None when it belongs to none, or may not be seen. One query."""
    found = cases_of(viewer).filter(cycle__cases__number=number).select_related("cycle")
    rows = list(found.order_by("audited_on", "year", "id"))
    place = next((place for place, row in enumerate(rows, 1) if row.number == number), 0)
    cycle = rows[0].cycle if place else None
    if cycle is None:
        return None
    cases = tuple(Sibling(row.number, row.audit_type, row.audited_on, row.year, row.number == number) for row in rows)
    return CycleView(cycle.ordinal, cycle.begins, cycle.ends, place, cases)
