"""Surveillance of a certificate: when the next is due, how many a cycle needs, what follows when it is late."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

from anjuan.kit.periods import add_months
from anjuan.lifecycle.rules.rulebook import Book, deadline
from anjuan.lifecycle.rules.verdicts import Outcome, Verdict

#: A gap is judged by the rules in force when the next surveillance is due by the newer ones.
_LOOK_AHEAD = 12


@dataclasses.dataclass(frozen=True, slots=True)
class Cycle:
    """The dates of one certification cycle that surveillance counts from.

    Attributes:
        issued_on: The day the certificate was issued.
        expires_on: Its last valid day.
        decided_on: The day of the decision; None when not known.
        is_renewal: Whether the cycle began with a recertification.
        surveillances: The last days of the surveillance audits that took place, in any order.

    """

    issued_on: dt.date
    expires_on: dt.date
    decided_on: dt.date | None = None
    is_renewal: bool = False
    surveillances: tuple[dt.date, ...] = ()


def surveillance_verdicts(cycle: Cycle, books: Callable[[dt.date], Book], today: dt.date) -> tuple[Verdict, ...]:
    """Return T01 and T02 for every surveillance that took place and for the next one, as long as one is due.

    Args:
        cycle: The dates of the cycle.
        books: Gives the rules in force on a day; each gap is judged by those twelve months after it began.
        today: The day of looking.

    """
    days = sorted(cycle.surveillances)
    found = []
    start, is_first = _first_start(cycle, books), True
    for number in range(1, len(days) + 2):
        done = days[number - 1] if number <= len(days) else None
        book = books(add_months(start, _LOOK_AHEAD))
        verdict = _gap(book, start, done, today, is_first=is_first and _is_first_rule(book, cycle), number=number)
        if done is None and (verdict.due is None or _is_over(book, cycle, number, verdict.due)):
            break
        found.append(verdict)
        if done is not None:
            start, is_first = done, False
    return tuple(found)


def _first_start(cycle: Cycle, books: Callable[[dt.date], Book]) -> dt.date:
    """Return the earlier of decision and issue: the strictest layer wins; a renewed certificate counts from issue."""
    book = books(add_months(cycle.issued_on, _LOOK_AHEAD))
    if cycle.decided_on is None or cycle.is_renewal or not book.rule("T01").switches.get("from_decision", False):
        return cycle.issued_on
    return min(cycle.decided_on, cycle.issued_on)


def _is_first_rule(book: Book, cycle: Cycle) -> bool:
    return not cycle.is_renewal or book.rule("T01").switches["after_renewal"]


def _is_over(book: Book, cycle: Cycle, number: int, due: dt.date) -> bool:
    return number > book.number("T03", "count") or due > cycle.expires_on


def _gap(
    book: Book, start: dt.date, done: dt.date | None, today: dt.date, *, is_first: bool, number: int
) -> Verdict:  # fmt: skip
    rule = "T01" if is_first else "T02"
    months = book.number(rule, "months")
    due = add_months(start, months)
    if not is_first and book.rule("T02").switches["each_calendar_year"]:
        due = min(due, dt.date(start.year + 1, 12, 31))
    return deadline(book, rule, start=start, due=due, done=done, today=today, months=months, number=number)


def surveillance_count(book: Book, planned: int) -> Verdict:
    """Return T03: whether the programme of a cycle holds enough surveillance audits."""
    least = book.number("T03", "count")
    outcome = Outcome.KEPT if planned >= least else Outcome.BROKEN
    return book.verdict("T03", outcome, outcome.value, planned=planned, least=least)


def surveillance_overdue(book: Book, due: dt.date, status: str, today: dt.date) -> Verdict:
    """Return T04: whether a certificate whose surveillance is late was suspended.

    Args:
        book: The rules in force.
        due: The last day of the surveillance that has not taken place.
        status: ``valid``, ``suspended``, ``withdrawn``, ``cancelled`` or ``expired``.
        today: The day of looking.

    """
    days = (due - today).days
    if days >= 0:
        return book.verdict("T04", Outcome.RUNNING, "running", due=due, days=days)
    outcome = Outcome.BROKEN if status == "valid" else Outcome.KEPT
    return book.verdict("T04", outcome, outcome.value, due=due, days=days)
