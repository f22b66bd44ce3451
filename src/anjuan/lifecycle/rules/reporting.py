"""The national report of a month, and the plan that is reported before its audit."""

from __future__ import annotations

import datetime as dt

from anjuan.kit.periods import add_months
from anjuan.lifecycle.rules.rulebook import Book, deadline
from anjuan.lifecycle.rules.verdicts import Outcome, Verdict


def report_due(book: Book, happened_on: dt.date) -> dt.date:
    """Return the last day on which what happened on a day is reported: the 10th of the next month.

    The day is not shifted for weekends and holidays.
    """
    return add_months(happened_on.replace(day=1), 1).replace(day=book.number("T21", "day"))


def national_report(book: Book, happened_on: dt.date, reported_on: dt.date | None, today: dt.date) -> Verdict:
    """Return T21: whether an event was reported to the national platform in time."""
    due = report_due(book, happened_on)
    return deadline(book, "T21", start=happened_on, due=due, done=reported_on, today=today)


def plan_reported(book: Book, audit_starts_on: dt.date, reported_on: dt.date | None, today: dt.date) -> Verdict:
    """Return T21 for an audit plan: it is reported before the day the audit starts."""
    due = audit_starts_on - dt.timedelta(days=1)
    day = reported_on or today
    days = (due - day).days
    if reported_on is None and days >= 0:
        return book.verdict("T21", Outcome.RUNNING, "plan_running", start=audit_starts_on, due=due, days=days)
    outcome, saying = (Outcome.KEPT, "plan_kept") if days >= 0 else (Outcome.BROKEN, "plan_late")
    return book.verdict("T21", outcome, saying, start=audit_starts_on, due=due, actual=reported_on, days=days)
