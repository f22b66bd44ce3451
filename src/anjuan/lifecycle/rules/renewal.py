"""The length of a cycle, and what must be done before a certificate ends so that it can be renewed."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.kit.periods import add_months
from anjuan.lifecycle.rules.rulebook import Book, deadline
from anjuan.lifecycle.rules.verdicts import Outcome, Verdict

_ONE = dt.timedelta(days=1)


def expiry_of(issued_on: dt.date, months: int = 36) -> dt.date:
    """Return the last valid day of a certificate: issue day plus the months of a cycle, less one day.

    Source: CNCA-QMS-01:2025 (validity of three years); ISO/IEC 17021-1:2015 9.1.3.2.
    """
    return add_months(issued_on, months) - _ONE


def cycle_length(book: Book, issued_on: dt.date, expires_on: dt.date | None) -> Verdict:
    """Return T05: the last day that a certificate issued on a day may be valid, and whether its own is later."""
    due = expiry_of(issued_on, book.number("T05", "months"))
    if expires_on is None:
        return book.verdict("T05", Outcome.RUNNING, "latest", start=issued_on, due=due)
    days = (due - expires_on).days
    if expires_on < issued_on:
        return book.verdict("T05", Outcome.BROKEN, "backwards", start=issued_on, due=due, actual=expires_on, days=days)
    outcome, saying = (Outcome.KEPT, "kept") if days >= 0 else (Outcome.BROKEN, "late")
    return book.verdict("T05", outcome, saying, start=issued_on, due=due, actual=expires_on, days=days)


@dataclasses.dataclass(frozen=True, slots=True)
class Renewal:
    """The dates of a recertification.

    Attributes:
        expires_on: The last valid day of the certificate that is to be renewed.
        audit_ended_on: The last day of the recertification audit; None while it has not ended.
        is_on_site: Whether the audit was on site.
        finished_on: The day on which audit and verification of major nonconformities were both done; None while not.
        issued_on: The day the renewed certificate was issued; None while it was not.
        decided_on: The day of the recertification decision; None while there is none.
        new_expires_on: The last valid day of the renewed certificate; None while there is none.

    """

    expires_on: dt.date
    audit_ended_on: dt.date | None = None
    is_on_site: bool = True
    finished_on: dt.date | None = None
    issued_on: dt.date | None = None
    decided_on: dt.date | None = None
    new_expires_on: dt.date | None = None


def renewal_audit(book: Book, renewal: Renewal, today: dt.date) -> Verdict:
    """Return T06: whether the recertification audit took place, on site where the rules want it, before the expiry."""
    due = renewal.expires_on
    if renewal.audit_ended_on and not renewal.is_on_site and book.rule("T06").switches["on_site"]:
        days = (due - renewal.audit_ended_on).days
        return book.verdict("T06", Outcome.BROKEN, "remote", due=due, actual=renewal.audit_ended_on, days=days)
    return deadline(book, "T06", start=due, due=due, done=renewal.audit_ended_on, today=today)


def renewed_expiry(book: Book, renewal: Renewal) -> Verdict:
    """Return T07: the last day a renewed certificate may be valid.

    When everything was finished by the old expiry it may be built on that day, otherwise it may not be later than the
    cycle that would have followed. The issue day is never before the recertification decision.
    """
    months = book.number("T05", "months")
    due = expiry_of(renewal.expires_on + _ONE, months)
    if renewal.issued_on and renewal.decided_on and renewal.issued_on < renewal.decided_on:
        days = (renewal.issued_on - renewal.decided_on).days
        return book.verdict(
            "T07", Outcome.BROKEN, "before_decision", start=renewal.decided_on, due=due, actual=renewal.issued_on,
            days=days,
        )  # fmt: skip
    if renewal.new_expires_on is None:
        return book.verdict("T07", Outcome.RUNNING, "latest", start=renewal.expires_on, due=due)
    days = (due - renewal.new_expires_on).days
    outcome, saying = (Outcome.KEPT, "kept") if days >= 0 else (Outcome.BROKEN, "late")
    return book.verdict(
        "T07", outcome, saying, start=renewal.expires_on, due=due, actual=renewal.new_expires_on, days=days
    )


def renewal_finished(book: Book, renewal: Renewal, today: dt.date) -> Verdict:
    """Return T08: whether audit and verification were finished by the expiry, without which nothing is renewed."""
    due = renewal.expires_on
    return deadline(book, "T08", start=due, due=due, done=renewal.finished_on, today=today)


def restoration(book: Book, renewal: Renewal, today: dt.date, months: int | None = None) -> Verdict:
    """Return T09: whether a certificate that expired may still be restored.

    Args:
        book: The rules in force on the expiry.
        renewal: The dates.
        today: The day of looking.
        months: The body's own ``restoration_months`` instead of the table's; the table's for None.

    """
    allowed = book.number("T09", "restoration_months") if months is None else months
    due = add_months(renewal.expires_on, allowed)
    done = renewal.finished_on
    if done is not None and done <= renewal.expires_on:
        return book.verdict("T09", Outcome.SILENT, "in_time", start=renewal.expires_on, due=due, actual=done)
    if done is None and today <= renewal.expires_on:
        return book.verdict("T09", Outcome.SILENT, "not_yet", start=renewal.expires_on, due=due)
    if allowed == 0:
        day = done or today
        days = (renewal.expires_on - day).days
        return book.verdict("T09", Outcome.BROKEN, "none", start=renewal.expires_on, due=due, actual=done, days=days)
    return deadline(book, "T09", start=renewal.expires_on, due=due, done=done, today=today, months=allowed)
