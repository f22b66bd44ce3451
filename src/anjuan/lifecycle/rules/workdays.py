"""Working days by a table of holidays; years without a table are counted with weekends only, and it is said."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict

_ONE = dt.timedelta(days=1)
_SATURDAY = 5


class Year(Strict):
    """The free days of one year, as ``first/last`` both inclusive, and the weekend days that are worked."""

    year: int
    free: tuple[str, ...]
    worked: tuple[dt.date, ...]

    def spans(self) -> tuple[tuple[dt.date, dt.date], ...]:
        """Return the free days as first and last day."""
        pairs = (text.split("/") for text in self.free)
        return tuple((dt.date.fromisoformat(first), dt.date.fromisoformat(last)) for first, last in pairs)


class WorkdayExample(Strict):
    """A worked example: so many working days after a day."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    start: dt.date = pydantic.Field(alias="from")
    days: int
    to: dt.date


class HolidayTable(RuleFile):
    """The public holidays of the years that are known."""

    years: tuple[Year, ...]
    examples: tuple[WorkdayExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for one in self.examples:
            found = add_workdays(self, one.start, one.days).day
            if found != one.to:
                yield f"{one.days} working days after {one.start} are {found}, not {one.to}"


def is_workday(table: HolidayTable, day: dt.date) -> bool:
    """Say whether a day is worked."""
    year = next((one for one in table.years if one.year == day.year), None)
    if year is not None:
        if day in year.worked:
            return True
        if any(first <= day <= last for first, last in year.spans()):
            return False
    return day.weekday() < _SATURDAY


@dataclasses.dataclass(frozen=True, slots=True)
class Workday:
    """A day reached by counting, and the years that were counted with weekends only."""

    day: dt.date
    unlisted_years: tuple[int, ...]


def add_workdays(table: HolidayTable, start: dt.date, days: int) -> Workday:
    """Return the day that is so many working days after ``start``, which itself is not counted."""
    day, left, years = start, days, set()
    while left > 0:
        day += _ONE
        years.add(day.year)
        left -= is_workday(table, day)
    return Workday(day, _unlisted(table, years))


def workdays_between(table: HolidayTable, start: dt.date, end: dt.date) -> tuple[int, tuple[int, ...]]:
    """Return the working days after ``start`` up to ``end``, negative when it lies before, and the years not listed."""
    first, last = min(start, end), max(start, end)
    days = [first + dt.timedelta(days=number) for number in range(1, (last - first).days + 1)]
    count = sum(is_workday(table, day) for day in days)
    return (count if end >= start else -count), _unlisted(table, {day.year for day in days})


def last_workday_by(table: HolidayTable, day: dt.date) -> Workday:
    """Return the last working day on or before a day: when what is due then should be done at the latest."""
    found = day
    while not is_workday(table, found):
        found -= _ONE
    return Workday(found, _unlisted(table, {day.year, found.year}))


def _unlisted(table: HolidayTable, years: set[int]) -> tuple[int, ...]:
    known = {one.year for one in table.years}
    return tuple(sorted(years - known))
