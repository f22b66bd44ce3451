"""The firsts of a certification body: the earliest case of each field, code and standard, always the same ones."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable


@dataclasses.dataclass(frozen=True, slots=True)
class DatedCase:
    """A case as its body's history sees it.

    Attributes:
        key: Of the case.
        number: Its number, which decides between cases of one day.
        day: Last day of the audit, else of the decision; ISO, maybe partial; empty when no paper tells.
        fields: Certification fields.
        codes: Professional codes.
        standards: Standards as printed.
        families: ``system``, ``product`` or ``service``, by its fields.

    """

    key: int
    number: str
    day: str
    fields: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    families: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class FoundFirst:
    """The earliest case of something.

    Attributes:
        sort: ``family``, ``field``, ``code`` or ``standard``.
        value: Which one.
        case: Key of the earliest case.
        day: When; ISO, maybe partial.
        doubtful: Whether another case may be earlier, because one of the days is known by month or year only.
        undated: How many cases of it tell no day at all and may be earlier.

    """

    sort: str
    value: str
    case: int
    day: str
    doubtful: bool
    undated: int


def firsts(cases: Iterable[DatedCase]) -> list[FoundFirst]:
    """Return the first of every family, field, code and standard, in the order of their days.

    A case without a day is never first, and is counted. Of cases of one day the smaller number is first.
    """
    groups: dict[tuple[str, str], list[DatedCase]] = {}
    for case in cases:
        for sort, values in _SORTS:
            for value in getattr(case, values):
                groups.setdefault((sort, value), []).append(case)
    found = [_first(sort, value, group) for (sort, value), group in groups.items()]
    return sorted((one for one in found if one), key=lambda one: (one.day, _RANK[one.sort], one.value))


_SORTS = (("family", "families"), ("field", "fields"), ("standard", "standards"), ("code", "codes"))
_RANK = {sort: place for place, (sort, _) in enumerate(_SORTS)}


def _first(sort: str, value: str, group: list[DatedCase]) -> FoundFirst | None:
    dated = [case for case in group if case.day]
    if not dated:
        return None
    # A partial day counts as its last moment: it is not put before a day that is surely early.
    best = min(dated, key=lambda case: (_last(case.day), case.number))
    doubtful = any(
        case.key != best.key and case.day <= best.day[: len(case.day)] for case in dated if case.day != best.day
    )
    return FoundFirst(sort, value, best.key, best.day, doubtful, len(group) - len(dated))


def _last(day: str) -> str:
    return day if len(day) >= len("2026-01-01") else f"{day}~"
