"""Certification cycles as pictures: where in its three years each case stands, and what is missing."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from anjuan.archive.selectors.organisation_shapes import CaseMark, CycleRow
from anjuan.kit.periods import PartialDate, add_months

#: The picture's width in its own units; marks nearer to each other than this are set one above the other.
WIDTH = 720
_NEAR = 30
_ROW, _TOP = 30, 44
#: Months from the beginning at which a cycle's surveillances are due at the latest, for the place of a missing one.
_DUE = {"SV1": 12, "SV2": 24}
_OPENING, _RENEWAL = "IN", "RC"


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """A case or a gap on the line; ``x`` from 0 to :data:`WIDTH`."""

    x: float
    y: float
    case: CaseMark | None = None
    code: str = ""

    @property
    def is_gap(self) -> bool:
        """Whether something is missing here."""
        return self.case is None


@dataclasses.dataclass(frozen=True, slots=True)
class Gap:
    """Something that a cycle lacks, in the words of the page."""

    name: str
    why: str
    severity: str
    is_ours: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A cycle as it is drawn.

    Attributes:
        cycle: The cycle.
        marks: Its cases and gaps.
        years: Where its second and third year begin.
        now: Where today stands; None outside of it.
        height: Of the picture, in its own units.
        gaps: What it lacks; None when that is not told.

    """

    cycle: CycleRow
    marks: tuple[Mark, ...]
    years: tuple[tuple[float, str], ...]
    now: float | None
    height: int
    gaps: tuple[Gap, ...] | None


def line_of(cycle: CycleRow, today: dt.date) -> Line | None:
    """Return a cycle as it is drawn; None when its bounds are not known."""
    begins, ends = _day(cycle.begins), _day(cycle.ends)
    if begins is None or ends is None or ends <= begins:
        return None

    def place(day: dt.date) -> float:
        share = (day - begins).days / (ends - begins).days
        return round(min(1.0, max(0.0, share)) * WIDTH, 1)

    wanted: list[tuple[float, CaseMark | None, str]] = []
    for case in cycle.cases:
        day = _day(case.on)
        if day:
            wanted.append((place(day), case, case.audit_type))
    wanted += [(place(_due(miss, begins, ends)), None, str(miss["code"])) for miss in cycle.misses or ()]
    marks = _stacked(wanted)
    years = tuple(
        (place(day), f"{day:%Y-%m}") for day in (add_months(begins, 12), add_months(begins, 24)) if day < ends
    )
    height = int(max((mark.y for mark in marks), default=_TOP)) + _ROW
    now = place(today) if begins <= today <= ends else None
    gaps = None if cycle.misses is None else tuple(_gap(miss) for miss in cycle.misses)
    return Line(cycle, marks, years, now, height, gaps)


def _day(text: str) -> dt.date | None:
    try:
        return PartialDate.parse(text).earliest if text else None
    except ValueError:
        return None


def _due(miss: Mapping[str, Any], begins: dt.date, ends: dt.date) -> dt.date:
    if miss["code"] == _RENEWAL:
        return ends
    months = _DUE.get(str(miss["rule"]).rpartition("/")[2], 0)
    return add_months(begins, months)


def _stacked(wanted: list[tuple[float, CaseMark | None, str]]) -> tuple[Mark, ...]:
    """Return the marks from left to right; those that would cover each other stand one above the other."""
    marks: list[Mark] = []
    last: dict[int, float] = {}
    for x, case, code in sorted(wanted, key=lambda one: one[0]):
        row = next(number for number in range(len(wanted) + 1) if x - last.get(number, -WIDTH) >= _NEAR)
        last[row] = x
        marks.append(Mark(x, _TOP + row * _ROW, case, code))
    return tuple(marks)


def _gap(miss: Mapping[str, Any]) -> Gap:
    chinese = str(miss.get("why_zh") or "")
    english = get_language() == "en"
    why = str(miss["why"]) if english or not chinese else chinese
    return Gap(str(miss["name"]), why, str(miss["severity"]), is_ours=english or bool(chinese))
