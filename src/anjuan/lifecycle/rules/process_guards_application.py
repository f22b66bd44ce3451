"""Guards of applications, transfers, contracts and programmes."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping

from anjuan.kit.periods import add_months
from anjuan.lifecycle.rules.process_facts import Facts
from anjuan.lifecycle.rules.process_machine import Verdict
from anjuan.lifecycle.rules.process_tables import Book

_OUTCOMES = {"yes": "是", "no": "否", "na": "不适用"}
_CERTIFYING = {"stage2", "recertification"}
HOLDS = Verdict(holds=True)


def checked(key: str) -> Callable[[Facts, Book], Verdict]:
    """Return the guard that a condition was looked up by a person and holds or does not apply."""

    def guard(facts: Facts, _: Book) -> Verdict:
        check = facts.checks.get(key)
        holds = check is not None and check.outcome in ("yes", "na")
        return Verdict(holds, {"outcome": _OUTCOMES.get(check.outcome, "") if check else "未查"})

    return guard


def listed(missing: list[str]) -> Verdict:
    """Return the verdict that names what is missing."""
    return Verdict(not missing, {"missing": "、".join(missing)})


def _complete(facts: Facts, _: Book) -> Verdict:
    stated = facts.applied.stated
    return listed([name for name, there in stated.items() if not there] if stated else ["全部内容"])


def _operated(facts: Facts, rules: Book) -> Verdict:
    """T16: the day of release and so many months, at the latest the day of application."""
    months, one = rules.limits.operation_months, facts.applied
    earliest = add_months(one.released_on, months) if one.released_on else None
    holds = earliest is not None and one.applied_on is not None and earliest <= one.applied_on
    values = {"released": one.released_on, "applied": one.applied_on, "earliest": earliest, "months": months}
    return said(holds, values)


def said(holds: bool, values: Mapping[str, object]) -> Verdict:  # noqa: FBT001  the outcome is what a verdict is made of
    """Return a verdict with its values as text; what is not known stays away."""
    return Verdict(holds, {key: str(value) for key, value in values.items() if value is not None})


def _reviewed_internally(facts: Facts, _: Book) -> Verdict:
    one = facts.applied
    days = (one.internal_audit_on, one.management_review_on)
    holds = (
        one.released_on is not None
        and one.applied_on is not None
        and all(day is not None and one.released_on <= day <= one.applied_on for day in days)
    )
    return said(holds, {"audit": days[0], "review": days[1]})


def _not_waiting(facts: Facts, rules: Book) -> Verdict:
    """T15: from the day the bar counts from, so many months; the day on which they end is free."""
    one = facts.applied
    if one.barred_from is None:
        return HOLDS
    months = rules.limits.bar_lost_approval_months if one.barred_by_body else rules.limits.bar_months
    earliest = add_months(one.barred_from, months)
    on = one.applied_on or facts.today
    return said(on >= earliest, {"barred": one.barred_from, "months": months, "earliest": earliest})


def _credit_fresh(facts: Facts, rules: Book) -> Verdict:
    check = facts.checks.get("credit_clean")
    days = (facts.today - check.checked_on).days if check else None
    return said(days is not None and days <= rules.limits.credit_days, {"days": days})


def _enough_auditors(facts: Facts, rules: Book) -> Verdict:
    count, least = facts.applied.qualified_auditors, rules.limits.least_auditors
    return said(count is not None and count >= least, {"count": count, "least": least})


def _transfer_accepted(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.applied.transfer_accepted)


def _reason(facts: Facts, _: Book) -> Verdict:
    return Verdict(bool(facts.acting.reason.strip()))


def _fee_direct(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.contracted.fee_direct)


def _contract_after_review(facts: Facts, _: Book) -> Verdict:
    contract, review = facts.contracted.contract_on, facts.applied.reviewed_on
    return said(
        contract is not None and review is not None and review <= contract, {"contract": contract, "review": review}
    )


def _short_notice(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.contracted.short_notice_agreed)


def _first_audits(facts: Facts, _: Book) -> Verdict:
    kinds = {kind for kind, _ in facts.contracted.planned}
    needed = {"recertification"} if facts.contracted.is_renewal else {"stage1", "stage2"}
    return Verdict(needed <= kinds)


def _two_surveillances(facts: Facts, rules: Book) -> Verdict:
    count = sum(kind == "surveillance" for kind, _ in facts.contracted.planned)
    least = rules.limits.least_surveillances
    return said(count >= least, {"count": count, "least": least})


def _surveillance_dates(facts: Facts, rules: Book) -> Verdict:
    """T01, T02: from the certification audit or the certificate on, no gap longer than allowed."""
    planned = sorted(facts.contracted.planned, key=lambda one: one[1])
    certified = [day for kind, day in planned if kind in _CERTIFYING]
    start = facts.contracted.cycle_from or (certified[-1] if certified else None)
    days = [day for kind, day in planned if kind == "surveillance"]
    if start is None:
        return Verdict(holds=False)
    first, later = rules.limits.first_surveillance_months, rules.limits.surveillance_months
    for number, (earlier, day) in enumerate(itertools.pairwise([start, *days])):
        months = later if number else first
        if day > add_months(earlier, months):
            return said(holds=False, values={"months": months, "gap": f"{earlier} → {day}"})
    return HOLDS


def _time_computed(facts: Facts, _: Book) -> Verdict:
    return Verdict(bool(facts.contracted.minimum_days))


def _sampling(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.contracted.site_count <= 1 or bool(facts.contracted.sampling_reason.strip()))


def _transfer_in_time(facts: Facts, rules: Book) -> Verdict:
    """X03: six months after the body ceased or the end of the certificate, whichever is first."""
    one = facts.moved
    ends: list[dt.date] = [one.old_expires_on] if one.old_expires_on else []
    if one.body_ceased_on:
        ends.append(add_months(one.body_ceased_on, rules.limits.transfer_months))
    due = min(ends, default=None)
    return said(due is not None and facts.today <= due, {"due": due})


def _transfer_reviewed(facts: Facts, _: Book) -> Verdict:
    reviewed = facts.moved.reviewed
    return listed([name for name, there in reviewed.items() if not there] if reviewed else ["全部评审内容"])


def _visit_done(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.moved.visit_done)


APPLICATION: dict[str, Callable[[Facts, Book], Verdict]] = {
    **{
        key: checked(key)
        for key in (
            "legal_valid", "licences_valid", "not_stopped", "credit_clean", "safety_clean", "no_accident",
            "spot_check_clear", "no_consultancy", "product_listed", "service_sites", "accredited", "not_suspended",
            "transfer_ncs", "not_barred", "special_licences",
        )
    },
    "app_complete": _complete,
    "operated": _operated,
    "reviewed_internally": _reviewed_internally,
    "not_waiting": _not_waiting,
    "credit_fresh": _credit_fresh,
    "enough_auditors": _enough_auditors,
    "transfer_accepted": _transfer_accepted,
    "reason_stated": _reason,
    "fee_direct": _fee_direct,
    "contract_after_review": _contract_after_review,
    "short_notice_agreed": _short_notice,
    "special_in_contract": _short_notice,
    "first_audits": _first_audits,
    "two_surveillances": _two_surveillances,
    "surveillance_dates": _surveillance_dates,
    "time_computed": _time_computed,
    "sampling_reasoned": _sampling,
    "transfer_in_time": _transfer_in_time,
    "transfer_reviewed": _transfer_reviewed,
    "visit_done": _visit_done,
}  # fmt: skip
