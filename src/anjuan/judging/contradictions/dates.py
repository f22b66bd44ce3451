"""The dates of the events of a case, with the papers that state them."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from anjuan.judging.contradictions.conflicts import Statement
from anjuan.judging.contradictions.rulebook import Event
from anjuan.judging.contradictions.view import CaseView
from anjuan.kit.periods import PartialDate


class Dated(NamedTuple):
    """A statement that is a date."""

    date: PartialDate
    statement: Statement


def dated(statement: Statement) -> Dated | None:
    """Return a statement as a date, or None when it is none."""
    try:
        return Dated(PartialDate.parse(statement.text), statement)
    except ValueError:
        return None


def event_dates(view: CaseView, name: str) -> tuple[Dated, ...]:
    """Return the dates of an event, from the best place that states one."""
    event = view.tables.chronology.events[name]
    if view.case.audit_type in event.not_in:
        return ()
    for place in event.places:
        statements = view.of(place.field, kinds=(place.kind,))
        found = [
            date
            for statement in statements
            if _at_stage(statement, event) and not _is_of_a_row(statement) and (date := dated(statement))
        ]
        if event.not_before_audit:
            found = [date for date in found if not _long_before_audit(view, date)]
        if found:
            return tuple(found)
    return ()


def _at_stage(statement: Statement, event: Event) -> bool:
    if not event.stage:
        return True
    return (statement.paper.stage == "1") == (event.stage == "1")


def _is_of_a_row(statement: Statement) -> bool:
    """Say whether a date without a label is one of the days that the paper plans: then its own was left blank."""
    if statement.found.label or statement.found.name != "paper_date":
        return False
    return any(str(found.value) == statement.text for found in statement.paper.of("plan.date"))


def _long_before_audit(view: CaseView, date: Dated) -> bool:
    start = first_day(view)
    days = view.tables.rules.rules["K01"].numbers["old_days"]
    return start is not None and date.date.latest < start.date.earliest - dt.timedelta(days=days)


def first_day(view: CaseView) -> Dated | None:
    """Return the first day of the audit (of stage 2), as far as known."""
    return min(event_dates(view, "audit_start"), key=lambda date: date.date.earliest, default=None)


def last_day(view: CaseView) -> Dated | None:
    """Return the last day of the audit, as far as known."""
    return max(event_dates(view, "audit_end"), key=lambda date: date.date.latest, default=None)


def decided_on(view: CaseView) -> Dated | None:
    """Return the day of the decision, as far as known."""
    return max(event_dates(view, "decision"), key=lambda date: date.date.latest, default=None)
