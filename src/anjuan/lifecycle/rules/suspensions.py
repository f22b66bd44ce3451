"""How long a certificate may stay suspended, and how soon an audit follows a failed national spot check."""

from __future__ import annotations

import datetime as dt

from anjuan.kit.periods import add_months
from anjuan.lifecycle.rules.rulebook import Book, deadline
from anjuan.lifecycle.rules.verdicts import Outcome, Verdict


def suspension_end(book: Book, suspended_on: dt.date) -> dt.date:
    """Return the last day a suspension that began on a day may last."""
    return add_months(suspended_on, book.number("T14", "months"))


def suspension_length(
    book: Book, suspended_on: dt.date, ends_on: dt.date | None, lifted_on: dt.date | None, today: dt.date
) -> Verdict:  # fmt: skip
    """Return T14: whether a suspension is planned and lifted within the months allowed.

    Args:
        book: The rules in force when it began.
        suspended_on: Its first day.
        ends_on: The end that was set; None when none was.
        lifted_on: The day it was lifted or became a withdrawal; None while it lasts.
        today: The day of looking.

    """
    months = book.number("T14", "months")
    last = suspension_end(book, suspended_on)
    if ends_on is not None and ends_on > last:
        days = (last - ends_on).days
        return book.verdict(
            "T14", Outcome.BROKEN, "too_long", start=suspended_on, due=last, actual=ends_on, days=days, months=months
        )
    due = min(last, ends_on) if ends_on else last
    return deadline(book, "T14", start=suspended_on, due=due, done=lifted_on, today=today, months=months)


def short_notice_audit(book: Book, notified_on: dt.date, audited_on: dt.date | None, today: dt.date) -> Verdict:
    """Return T17: whether a short-notice audit followed the authority's notice of a failed spot check in time."""
    if not book.rule("T17").applies:
        return book.silent("T17")
    days = book.number("T17", "days")
    due = notified_on + dt.timedelta(days=days)
    return deadline(book, "T17", start=notified_on, due=due, done=audited_on, today=today, within=days)
