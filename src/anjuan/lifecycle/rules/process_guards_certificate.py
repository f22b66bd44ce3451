"""Guards of the status of a certificate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from anjuan.kit.periods import add_months
from anjuan.lifecycle.rules.process_facts import Facts
from anjuan.lifecycle.rules.process_guards_application import said
from anjuan.lifecycle.rules.process_machine import Verdict
from anjuan.lifecycle.rules.process_tables import Book


def last_valid_day(base: dt.date, months: int) -> dt.date:
    """Return the last valid day of a certificate: the base day and so many months, less a day (T05)."""
    return add_months(base, months) - dt.timedelta(days=1)


def _decided(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.certified.decided_positive)


def _number_given(facts: Facts, _: Book) -> Verdict:
    return Verdict(bool(facts.certified.number.strip()))


def _number_free(facts: Facts, _: Book) -> Verdict:
    return said(not facts.certified.number_taken, {"number": facts.certified.number})


def _issue_after_decision(facts: Facts, _: Book) -> Verdict:
    issued, decided = facts.certified.issued_on, facts.certified.decided_on
    holds = issued is not None and decided is not None and decided <= issued
    return said(holds, {"issued": issued, "decided": decided})


def _validity(facts: Facts, rules: Book) -> Verdict:
    one = facts.certified
    base = one.base_on or one.issued_on
    latest = last_valid_day(base, rules.limits.validity_months) if base else None
    holds = latest is not None and one.expires_on is not None and one.expires_on <= latest
    return said(holds, {"expires": one.expires_on, "latest": latest})


def _suspension_reason(facts: Facts, rules: Book) -> Verdict:
    code = facts.certified.reason_code
    return said(code in rules.lists.suspension_reasons, {"code": code or None})


def _suspension_length(facts: Facts, rules: Book) -> Verdict:
    """T14: the day so many months after the first one is the last that is allowed."""
    begins, ends, months = (
        facts.certified.suspended_on, facts.certified.suspension_ends_on, rules.limits.suspension_months,
    )  # fmt: skip
    latest = add_months(begins, months) if begins else None
    holds = begins is not None and ends is not None and latest is not None and begins <= ends <= latest
    return said(holds, {"ends": ends, "months": months, "latest": latest})


def _resolved(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.certified.cause_resolved)


def _restoration(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.certified.restoration_decided)


def _running(facts: Facts, _: Book) -> Verdict:
    ends = facts.certified.suspension_ends_on
    return said(ends is not None and facts.today <= ends, {"ends": ends})


def _suspension_over(facts: Facts, rules: Book) -> Verdict:
    """T04: withdrawal when the suspension ended unresolved, or for a reason of its own."""
    one = facts.certified
    over = one.suspension_ends_on is not None and facts.today > one.suspension_ends_on and not one.cause_resolved
    return said(over or one.reason_code in rules.lists.withdrawal_reasons, {"ends": one.suspension_ends_on})


def _withdrawal_reason(facts: Facts, rules: Book) -> Verdict:
    code = facts.certified.reason_code
    return said(code in rules.lists.withdrawal_reasons, {"code": code or None})


def _cancellation(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.certified.cancellation_asked)


def _past_expiry(facts: Facts, _: Book) -> Verdict:
    expires = facts.certified.expires_on
    return said(expires is not None and facts.today > expires, {"expires": expires})


def _restorable(facts: Facts, rules: Book) -> Verdict:
    """T09: within so many months after expiry; none under rules that ask for all of it before expiry."""
    expires, months = facts.certified.expires_on, rules.limits.restoration_months
    holds = expires is not None and months > 0 and facts.today <= add_months(expires, months)
    return said(holds, {"expires": expires, "months": months})


def _recert_positive(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.certified.decided_positive and facts.certified.decided_recertification)


def _extension(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.certified.decided_positive and facts.certified.decided_extension)


CERTIFICATE: dict[str, Callable[[Facts, Book], Verdict]] = {
    "decided_positive": _decided,
    "number_given": _number_given,
    "number_free": _number_free,
    "issue_after_decision": _issue_after_decision,
    "validity_right": _validity,
    "suspension_reason": _suspension_reason,
    "suspension_length": _suspension_length,
    "cause_resolved": _resolved,
    "restoration_decided": _restoration,
    "suspension_running": _running,
    "suspension_over": _suspension_over,
    "withdrawal_reason": _withdrawal_reason,
    "cancellation_asked": _cancellation,
    "past_expiry": _past_expiry,
    "restorable": _restorable,
    "recert_positive": _recert_positive,
    "extension_decided": _extension,
}
