"""How much one auditor may do: days and certificates a cycle year, hours a day, one place at a time."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterable
from fractions import Fraction

from anjuan.lifecycle.rules.rulebook import Book
from anjuan.lifecycle.rules.verdicts import Outcome, Verdict, number_text


@dataclasses.dataclass(frozen=True, slots=True)
class Stay:
    """A time an auditor is on site.

    Attributes:
        case: The case or project, as people know it.
        starts: The first half-day, as an ordinal of half days; see :func:`stay_of`.
        ends: The last half-day, inclusive.
        first_day: The first day.
        last_day: The last day, inclusive.

    """

    case: str
    starts: int
    ends: int
    first_day: dt.date
    last_day: dt.date


def stay_of(
    case: str, first_day: dt.date, last_day: dt.date, *, from_noon: bool = False, until_noon: bool = False
) -> Stay:  # fmt: skip
    """Return a stay on site from a day to a day, both inclusive, in half days."""
    starts = 2 * first_day.toordinal() + (1 if from_noon else 0)
    ends = 2 * last_day.toordinal() + (0 if until_noon else 1)
    return Stay(case, starts, ends, first_day, last_day)


def overlaps(book: Book, auditor: str, stays: Iterable[Stay]) -> tuple[Verdict, ...]:
    """Return K16 for every two stays of one auditor that share a half-day; nothing when none do."""
    found = []
    for left, right in itertools.combinations(sorted(stays, key=lambda stay: (stay.starts, stay.case)), 2):
        if left.case != right.case and left.starts <= right.ends and right.starts <= left.ends:
            start, end = max(left.first_day, right.first_day), min(left.last_day, right.last_day)
            days = (end - start).days + 1
            found.append(
                book.verdict(
                    "K16", Outcome.BROKEN, "broken", start=start, due=end, days=days,
                    auditor=auditor, left=left.case, right=right.case,
                )
            )  # fmt: skip
    return tuple(found)


@dataclasses.dataclass(frozen=True, slots=True)
class Load:
    """What an auditor has done in a cycle year, over all management-system fields of the body.

    Attributes:
        auditor: Who.
        days: On-site days that are done or promised.
        certificates: Valid certificates matched to the auditor.

    """

    auditor: str
    days: Fraction
    certificates: int


def workload(book: Book, load: Load, more_days: Fraction, more_certificates: int = 0) -> tuple[Verdict, ...]:
    """Return T18 twice: for the days and for the certificates of an auditor after one more assignment."""
    if not book.rule("T18").applies:
        return (book.silent("T18"),)
    return (
        _within(book, load.auditor, "days", load.days + more_days),
        _within(book, load.auditor, "certificates", Fraction(load.certificates + more_certificates)),
    )


def _within(book: Book, auditor: str, what: str, total: Fraction) -> Verdict:
    most = book.number("T18", what)
    outcome = Outcome.KEPT if total <= most else Outcome.BROKEN
    return book.verdict("T18", outcome, f"{what}_{outcome.value}", auditor=auditor, total=number_text(total), most=most)


def audit_day(book: Book, hours: Fraction) -> Verdict:
    """Return T20: whether a planned audit day is a whole one; a shorter one makes the audit longer."""
    whole = book.number("T20", "hours")
    slots = {"hours": number_text(hours), "whole": whole}
    if hours <= 0:
        return book.verdict("T20", Outcome.BROKEN, "none", **slots)  # type: ignore[arg-type]
    if hours < whole:
        factor = number_text(Fraction(whole) / hours)
        return book.verdict("T20", Outcome.BROKEN, "short", factor=factor, **slots)  # type: ignore[arg-type]
    saying = "kept" if hours == whole else "long"
    return book.verdict("T20", Outcome.KEPT, saying, **slots)  # type: ignore[arg-type]
