"""Lending: how long, for what purposes, and how lent pages are marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict


class Purpose(Strict):
    """A purpose of use: its code and Chinese name."""

    code: str
    name: str


class LendingTable(RuleFile):
    """The rules of lending of one edition.

    Attributes:
        longest_days: Most days of one loan.
        purposes: What a case may be lent for.
        watermark: The text on lent pages; ``{name}``, ``{date}`` and ``{loan}`` are filled in.

    """

    longest_days: int = pydantic.Field(ge=1, le=366)
    purposes: tuple[Purpose, ...]
    watermark: str

    def check(self) -> Iterable[str]:
        """Yield a sentence for a part that the watermark lacks."""
        for part in ("{name}", "{date}", "{loan}"):
            if part not in self.watermark:
                yield f"the watermark lacks {part}"


def period_faults(table: LendingTable, first_day: dt.date, last_day: dt.date, today: dt.date) -> tuple[str, ...]:
    """Return what is wrong with the days of a loan, both inclusive, as sentences; nothing when they are right."""
    faults = []
    if last_day < first_day:
        faults.append(f"it would end on {last_day}, before it begins on {first_day}")
    if last_day < today:
        faults.append(f"it would end on {last_day}, which is over")
    if (last_day - first_day).days + 1 > table.longest_days:
        faults.append(f"it would last longer than {table.longest_days} days")
    return tuple(faults)


def watermark_text(table: LendingTable, *, name: str, date: dt.date, loan: str) -> str:
    """Return the text that marks pages lent to a person."""
    return table.watermark.format(name=name, date=date.isoformat(), loan=loan)
