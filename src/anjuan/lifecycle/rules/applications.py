"""When an organisation may apply: waiting times after a certificate was lost, and how long its system has run."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.kit.periods import add_months
from anjuan.lifecycle.rules.rulebook import Book
from anjuan.lifecycle.rules.verdicts import Outcome, Verdict

#: What happened to the former certificate → the figure of T15 that says how many months to wait.
LOSSES = {
    "suspended": "suspended_months",
    "withdrawn": "withdrawn_months",
    "cancelled": "cancelled_months",
    "body_lost_approval": "body_months",
}
#: Fields whose rules make a cancellation for the client's own reasons start the waiting time too.
_CANCELLED_COUNTS = frozenset({"OHSMS"})


@dataclasses.dataclass(frozen=True, slots=True)
class Loss:
    """How a former certificate was lost.

    Attributes:
        kind: ``suspended``, ``withdrawn``, ``cancelled`` or ``body_lost_approval``.
        on: The day of it.
        suspended_on: The day of the suspension that went before a withdrawal; None when there was none.
        is_own_fault: Whether the client's own reasons led to it.

    """

    kind: str
    on: dt.date
    suspended_on: dt.date | None = None
    is_own_fault: bool = True


def waiting_time(book: Book, loss: Loss, applied_on: dt.date) -> Verdict:
    """Return T15: whether an application comes after the waiting time; ``due`` is the first day that is allowed.

    A withdrawal that follows a suspension counts from the suspension.
    """
    rule = book.rule("T15")
    months = rule.numbers.get(LOSSES[loss.kind], 0)
    is_own = loss.is_own_fault or loss.kind == "body_lost_approval"
    concerns = loss.kind != "cancelled" or book.field in _CANCELLED_COUNTS
    if not rule.applies or not months or not is_own or not concerns:
        return book.silent("T15")
    start = loss.suspended_on if loss.kind == "withdrawn" and loss.suspended_on else loss.on
    due = add_months(start, months)
    days = (applied_on - due).days
    outcome, saying = (Outcome.KEPT, "kept") if days >= 0 else (Outcome.BROKEN, "early")
    return book.verdict("T15", outcome, saying, start=start, due=due, actual=applied_on, days=days, months=months)


@dataclasses.dataclass(frozen=True, slots=True)
class Operation:
    """How long a system has run before the application.

    Attributes:
        since: The day it was put into operation; None when not known.
        internal_audit_on: The day the internal audit ended; None when there was none.
        management_review_on: The day of the management review; None when there was none.

    """

    since: dt.date | None
    internal_audit_on: dt.date | None
    management_review_on: dt.date | None


def operation(book: Book, ran: Operation, applied_on: dt.date) -> Verdict:
    """Return T16: whether the system ran long enough, with an internal audit and a management review in that time."""
    if ran.since is None:
        return book.unknown("T16", "system_since")
    key = "energy_months" if book.field == "EnMS" else "months"
    months = book.number("T16", key)
    due = add_months(ran.since, months)
    days = (applied_on - due).days
    slots = {"start": ran.since, "due": due, "actual": applied_on, "days": days}
    if days < 0:
        return book.verdict("T16", Outcome.BROKEN, "early", months=months, **slots)  # type: ignore[arg-type]
    for name, day in (("no_audit", ran.internal_audit_on), ("no_review", ran.management_review_on)):
        if day is None or not ran.since <= day <= applied_on:
            return book.verdict("T16", Outcome.BROKEN, name, months=months, **slots)  # type: ignore[arg-type]
    return book.verdict("T16", Outcome.KEPT, "kept", months=months, **slots)  # type: ignore[arg-type]
