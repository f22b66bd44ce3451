"""Half-open periods of days, and dates that are known only in part.

A period holds its first day and not its last bound: ``[start, end)``. A partial date keeps
the precision that was printed: ``2017-09`` is neither the first nor the last of September.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import re
from typing import Self

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``start`` (inclusive) to ``end`` (exclusive); ``end`` None = open."""

    start: dt.date
    end: dt.date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            msg = f"A period cannot end on {self.end} before it starts on {self.start}."
            raise ValueError(msg)

    def __contains__(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        """Say whether a day lies in both periods."""
        start = max(self.start, other.start)
        return all(period.end is None or start < period.end for period in (self, other))

    @property
    def days(self) -> int | None:
        """The number of days, or None when the period is open."""
        return None if self.end is None else (self.end - self.start).days


@dataclasses.dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with the precision it was printed with: year, month or day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            msg = f"A partial date cannot have a day ({self.day}) without a month."
            raise ValueError(msg)
        dt.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2017``, ``2017-09`` or ``2017-09-11``.

        Raises:
            ValueError: The text has another shape or names no day of the calendar.

        """
        match = _ISO.fullmatch(text)
        if not match:
            msg = f"{text!r} is not a date: write 2017, 2017-09 or 2017-09-11."
            raise ValueError(msg)
        year, month, day = (int(part) if part else None for part in match.groups())
        return cls(year or 0, month, day)

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    @property
    def earliest(self) -> dt.date:
        """The first day it can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> dt.date:
        """The last day it can mean (inclusive)."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def surely_before(self, other: PartialDate) -> bool:
        """Say whether every reading of this date lies before every reading of the other."""
        return self.latest < other.earliest


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the day ``months`` later, or the last of that month when it is shorter.

    31 January + 1 month is 28 or 29 February; 29 February 2024 + 12 months is 28 February 2025.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
