"""The dates of one certificate as a picture: each rule's last day on a line from its beginning to its end."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from anjuan.lifecycle.rules.verdicts import Outcome, Verdict

#: The picture's width in its own units, and the width that a rule's id takes.
WIDTH = 900
_MARK, _ROW, _TOP, _EDGE = 46, 26, 40, 30
_MOODS = {Outcome.KEPT: "is-good", Outcome.BROKEN: "is-bad", Outcome.RUNNING: "is-open"}
_LATE_SOON = 60


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """A rule's last day on the line."""

    x: float
    y: float
    verdict: Verdict
    mood: str


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """The line: marks, the beginnings of years, today, and its height."""

    marks: tuple[Mark, ...]
    years: tuple[tuple[float, int], ...]
    now: float | None
    height: int
    base: int


def picture_of(verdicts: Sequence[Verdict], today: dt.date) -> Picture | None:
    """Return the picture of the rules that have a day; None when none has."""
    dated = sorted((one for one in verdicts if one.due), key=lambda one: (one.due or today, one.rule))
    days = [day for one in dated for day in (one.due, one.start) if day]
    if not dated:
        return None
    first, last = min(days), max(days)
    span = max((last - first).days, 1)

    def place(day: dt.date) -> float:
        return round(_EDGE + (day - first).days / span * (WIDTH - 2 * _EDGE), 1)

    marks: list[Mark] = []
    reached: dict[int, float] = {}
    for one in dated:
        x = place(one.due or today)
        row = next(number for number in range(len(dated) + 1) if x - reached.get(number, -WIDTH) >= _MARK)
        reached[row] = x
        marks.append(Mark(x, _TOP + row * _ROW, one, mood_of(one)))
    base = int(max(mark.y for mark in marks)) + _ROW
    years = tuple((place(dt.date(year, 1, 1)), year) for year in range(first.year + 1, last.year + 1))
    now = place(today) if first <= today <= last else None
    return Picture(tuple(marks), years, now, base + _ROW, base)


def mood_of(verdict: Verdict) -> str:
    """Return the class by which a verdict is coloured."""
    if verdict.outcome is Outcome.RUNNING and verdict.days is not None and verdict.days <= _LATE_SOON:
        return "is-warn"
    return _MOODS.get(verdict.outcome, "is-quiet")
