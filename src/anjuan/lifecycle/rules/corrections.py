"""Nonconformities between audit and decision, and the time between stage 1 and stage 2."""

from __future__ import annotations

import datetime as dt

from anjuan.kit.periods import add_months
from anjuan.lifecycle.rules.rulebook import Book, deadline
from anjuan.lifecycle.rules.verdicts import Outcome, Verdict


def major_verified(book: Book, stage2_ended_on: dt.date, verified_on: dt.date | None, today: dt.date) -> Verdict:
    """Return T10: whether the corrective action on a major nonconformity was verified within the months after stage 2.

    Source: ISO/IEC 17021-1:2015 9.5.3.2.
    """
    months = book.number("T10", "months")
    due = add_months(stage2_ended_on, months)
    return deadline(book, "T10", start=stage2_ended_on, due=due, done=verified_on, today=today, months=months)


def response_due(
    book: Book, found_on: dt.date, answered_on: dt.date | None, today: dt.date, due: dt.date | None = None
) -> Verdict:  # fmt: skip
    """Return T11: whether a client answered a nonconformity in time.

    Args:
        book: The rules in force.
        found_on: The day of the finding.
        answered_on: The day of the answer; None while there is none.
        today: The day of looking.
        due: The deadline the body set; None for the configured months.

    """
    months = book.number("T11", "months")
    last = due or add_months(found_on, months)
    return deadline(book, "T11", start=found_on, due=last, done=answered_on, today=today)


def minor_accepted(book: Book, accepted_on: dt.date | None, decided_on: dt.date) -> Verdict:
    """Return T12: whether the plan for a minor nonconformity was accepted on or before the decision."""
    if accepted_on is None:
        return book.verdict("T12", Outcome.BROKEN, "missed", due=decided_on)
    days = (decided_on - accepted_on).days
    outcome, saying = (Outcome.KEPT, "kept") if days >= 0 else (Outcome.BROKEN, "late")
    return book.verdict("T12", outcome, saying, due=decided_on, actual=accepted_on, days=days)


def stage_interval(book: Book, stage1_ended_on: dt.date, stage2_started_on: dt.date | None, today: dt.date) -> Verdict:
    """Return T13: whether stage 2 follows stage 1, and not later than the body's own months."""
    months = book.number("T13", "months")
    due = add_months(stage1_ended_on, months)
    if stage2_started_on is not None and stage2_started_on < stage1_ended_on:
        days = (stage2_started_on - stage1_ended_on).days
        return book.verdict(
            "T13", Outcome.BROKEN, "backwards", start=stage1_ended_on, due=due, actual=stage2_started_on, days=days
        )
    return deadline(book, "T13", start=stage1_ended_on, due=due, done=stage2_started_on, today=today, months=months)
