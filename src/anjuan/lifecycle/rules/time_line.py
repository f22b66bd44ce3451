"""Every time rule of one certificate, in the order of the cycle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from anjuan.lifecycle.rules.applications import Operation, operation
from anjuan.lifecycle.rules.certificate_facts import CertificateFacts
from anjuan.lifecycle.rules.corrections import major_verified, minor_accepted, response_due, stage_interval
from anjuan.lifecycle.rules.due import Books, cycle_of, renewal_of
from anjuan.lifecycle.rules.keeping import Keeping, keep_until
from anjuan.lifecycle.rules.renewal import (
    Renewal,
    cycle_length,
    expiry_of,
    renewal_audit,
    renewal_finished,
    renewed_expiry,
    restoration,
)
from anjuan.lifecycle.rules.reporting import national_report
from anjuan.lifecycle.rules.rulebook import Book
from anjuan.lifecycle.rules.surveillance import surveillance_overdue, surveillance_verdicts
from anjuan.lifecycle.rules.suspensions import short_notice_audit, suspension_length
from anjuan.lifecycle.rules.verdicts import Outcome, Verdict


def certificate_verdicts(facts: CertificateFacts, books: Books, today: dt.date) -> tuple[Verdict, ...]:
    """Return what every time rule says of a certificate; rules for which no fact is known stay away.

    Args:
        facts: What is known of the certificate.
        books: Gives the rules of a field on a day.
        today: The day of looking.

    """
    parts = (_before(facts, books, today), _cycle(facts, books, today), _events(facts, books, today),
             _end(facts, books, today))  # fmt: skip
    return tuple(verdict for part in parts for verdict in part)


def _before(facts: CertificateFacts, books: Books, today: dt.date) -> Iterator[Verdict]:
    field = facts.field
    if facts.applied_on:
        ran = Operation(facts.system_since, facts.internal_audit_on, facts.management_review_on)
        yield operation(books(field, facts.applied_on), ran, facts.applied_on)
    if facts.stage1_ended_on:
        book = books(field, facts.stage1_ended_on)
        yield stage_interval(book, facts.stage1_ended_on, facts.stage2_started_on or facts.stage2_ended_on, today)
    for one in facts.findings:
        book = books(field, one.found_on)
        if one.grade == "major" and facts.stage2_ended_on:
            yield major_verified(book, facts.stage2_ended_on, one.closed_on, today)
        elif one.grade == "minor" and facts.decided_on and one.found_on <= facts.decided_on:
            yield minor_accepted(book, one.closed_on, facts.decided_on)
        if one.due_on:
            yield response_due(book, one.found_on, one.closed_on, today, one.due_on)


def _cycle(facts: CertificateFacts, books: Books, today: dt.date) -> Iterator[Verdict]:
    def of_field(day: dt.date) -> Book:
        return books(facts.field, day)

    issued = of_field(facts.issued_on)
    if facts.former_expires_on:
        before = Renewal(
            facts.former_expires_on, issued_on=facts.issued_on, decided_on=facts.decided_on,
            new_expires_on=facts.expires_on,
        )  # fmt: skip
        yield renewed_expiry(issued, before)
    else:
        yield cycle_length(issued, facts.issued_on, facts.expires_on)
    for verdict in surveillance_verdicts(cycle_of(facts), of_field, today):
        yield verdict
        if verdict.actual is None and verdict.due is not None:
            yield surveillance_overdue(of_field(today), verdict.due, facts.status, today)


def _events(facts: CertificateFacts, books: Books, today: dt.date) -> Iterator[Verdict]:
    if facts.suspended_on:
        book = books(facts.field, facts.suspended_on)
        lifted = facts.suspension_lifted_on or (facts.ended_on if facts.status != "suspended" else None)
        yield suspension_length(book, facts.suspended_on, facts.suspension_ends_on, lifted, today)
    if facts.spot_check_notified_on:
        book = books(facts.field, facts.spot_check_notified_on)
        yield short_notice_audit(book, facts.spot_check_notified_on, facts.short_notice_audited_on, today)
    for one in facts.events:
        yield national_report(books(facts.field, one.on), one.on, one.reported_on, today)


def _end(facts: CertificateFacts, books: Books, today: dt.date) -> Iterator[Verdict]:
    renewal = renewal_of(facts)
    book = books(facts.field, renewal.expires_on)
    yield renewal_audit(book, renewal, today)
    yield renewal_finished(book, renewal, today)
    yield restoration(book, renewal, today)
    yield kept_until(book, facts)


def kept_until(book: Book, facts: CertificateFacts) -> Verdict:
    """Return T22 as a date: until when the records of this cycle are kept."""
    ends = facts.expires_on or expiry_of(facts.issued_on)
    validity = min(facts.ended_on or ends, ends)
    due = keep_until(book, Keeping(ends, validity, facts.own_keep_until))
    return book.verdict("T22", Outcome.RUNNING, "until", start=validity, due=due)
