"""Time rules at their boundary days: leap years, month ends, both generations."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.lifecycle.books import day, new, old

from anjuan.lifecycle.rules import tables
from anjuan.lifecycle.rules.applications import Loss, Operation, operation, waiting_time
from anjuan.lifecycle.rules.corrections import major_verified, minor_accepted, response_due, stage_interval
from anjuan.lifecycle.rules.keeping import Keeping, disposal, keep_until
from anjuan.lifecycle.rules.renewal import (
    Renewal,
    cycle_length,
    expiry_of,
    renewal_audit,
    renewal_finished,
    renewed_expiry,
    restoration,
)
from anjuan.lifecycle.rules.reporting import national_report, plan_reported, report_due
from anjuan.lifecycle.rules.surveillance import Cycle, surveillance_count, surveillance_overdue, surveillance_verdicts
from anjuan.lifecycle.rules.suspensions import short_notice_audit, suspension_length


def told(verdict) -> tuple[str, str]:
    return verdict.rule, verdict.outcome.value


def qms(on: dt.date):
    return tables.book_on("QMS", on)


def visits(issued, done=(), *, today="2030-01-01", decided=None, renewal=False, field="QMS", expires=None):
    start = day(issued)
    cycle = Cycle(start, day(expires) if expires else expiry_of(start), day(decided) if decided else None, renewal,
                  tuple(map(day, done)))  # fmt: skip
    return surveillance_verdicts(cycle, lambda on: tables.book_on(field, on), day(today))


# T01: first surveillance


@pytest.mark.parametrize(
    ("issued", "done", "due", "outcome", "days"),
    [
        ("2026-02-01", "2027-02-01", "2027-02-01", "kept", 0),
        ("2026-02-01", "2027-02-02", "2027-02-01", "broken", -1),
        ("2026-02-01", "2027-01-31", "2027-02-01", "kept", 1),
        ("2027-02-28", "2028-02-28", "2028-02-28", "kept", 0),
        ("2027-02-28", "2028-02-29", "2028-02-28", "broken", -1),
        ("2028-02-29", "2029-02-28", "2029-02-28", "kept", 0),
        ("2028-02-29", "2029-03-01", "2029-02-28", "broken", -1),
        ("2026-12-31", "2027-12-31", "2027-12-31", "kept", 0),
        ("2024-05-01", "2025-05-01", "2025-05-01", "kept", 0),
        ("2024-05-01", "2025-05-02", "2025-05-01", "broken", -1),
        ("2024-02-29", "2025-02-28", "2025-02-28", "kept", 0),
        ("2024-02-29", "2025-03-01", "2025-02-28", "broken", -1),
        ("2025-12-31", "2026-12-31", "2026-12-31", "kept", 0),
    ],
)
def test_the_first_surveillance_is_due_twelve_months_after_the_issue(issued, done, due, outcome, days):
    first = visits(issued, [done])[0]
    assert (*told(first), first.due, first.days) == ("T01", outcome, day(due), days)


def test_the_earlier_of_decision_and_issue_starts_the_first_surveillance():
    first = visits("2026-03-10", ["2027-03-05"], decided="2026-03-04")[0]
    assert (first.start, first.outcome.value, first.days) == (day("2026-03-04"), "broken", -1)


def test_a_renewed_certificate_counts_from_its_issue_day_in_the_new_rules():
    first = visits("2026-03-10", ["2027-03-10"], decided="2026-03-04", renewal=True)[0]
    assert told(first) == ("T01", "kept")


def test_a_renewed_certificate_follows_the_rule_of_later_surveillances_in_the_old_rules():
    first = visits("2024-03-10", ["2025-06-10"], renewal=True)[0]
    assert told(first) == ("T02", "kept")


@pytest.mark.parametrize(
    ("today", "outcome", "days"),
    [("2027-01-31", "running", 1), ("2027-02-01", "running", 0), ("2027-02-02", "broken", -1)],
)
def test_a_surveillance_that_is_not_done_is_late_from_the_day_after(today, outcome, days):
    first = visits("2026-02-01", today=today)[0]
    assert (first.outcome.value, first.days) == (outcome, days)


# T02: later surveillance


@pytest.mark.parametrize(
    ("first", "second", "due", "outcome"),
    [
        ("2027-01-15", "2028-01-15", "2028-01-15", "kept"),
        ("2027-01-15", "2028-01-16", "2028-01-15", "broken"),
        ("2027-02-28", "2028-02-28", "2028-02-28", "kept"),
        ("2027-02-28", "2028-02-29", "2028-02-28", "broken"),
    ],
)
def test_later_surveillances_are_twelve_months_apart_in_the_new_rules(first, second, due, outcome):
    later = visits("2026-03-01", [first, second])[1]
    assert (*told(later), later.due) == ("T02", outcome, day(due))


@pytest.mark.parametrize(
    ("first", "second", "due", "outcome"),
    [
        ("2020-01-31", "2021-04-30", "2021-04-30", "kept"),
        ("2020-01-31", "2021-05-01", "2021-04-30", "broken"),
        ("2020-11-30", "2021-12-31", "2021-12-31", "kept"),
        ("2020-11-30", "2022-01-10", "2021-12-31", "broken"),
        ("2020-02-29", "2021-05-29", "2021-05-29", "kept"),
        ("2020-02-29", "2021-05-30", "2021-05-29", "broken"),
        ("2024-12-31", "2025-12-31", "2025-12-31", "kept"),
    ],
)
def test_later_surveillances_are_fifteen_months_apart_and_once_a_year_in_the_old_rules(first, second, due, outcome):
    later = visits("2019-06-01" if first < "2024" else "2024-02-01", [first, second])[1]
    assert (*told(later), later.due) == ("T02", outcome, day(due))


@pytest.mark.parametrize(
    ("first", "due"),
    [("2024-12-31", "2025-12-31"), ("2025-01-01", "2026-01-01"), ("2025-01-02", "2026-01-02")],
)
def test_a_gap_is_judged_by_the_rules_in_force_when_the_next_is_due(first, due):
    later = visits("2024-06-01", [first], today="2025-06-01")[1]
    assert later.due == day(due)


@pytest.mark.parametrize(("field", "due"), [("QMS", "2026-02-10"), ("OHSMS", "2026-05-10")])
def test_between_january_and_march_2026_two_fields_follow_two_generations(field, due):
    later = visits("2024-06-01", ["2025-02-10"], today="2025-06-01", field=field)[1]
    assert later.due == day(due)


def test_after_two_surveillances_no_third_is_due():
    assert len(visits("2026-03-01", ["2027-02-01", "2028-01-15"], today="2028-06-01")) == 2


def test_no_surveillance_is_due_after_the_expiry():
    assert visits("2026-03-01", today="2026-06-01", expires="2026-09-01") == ()


# T03, T04


@pytest.mark.parametrize("planned", range(5))
@pytest.mark.parametrize("book", [old, new])
def test_a_programme_holds_two_surveillances(book, planned):
    assert surveillance_count(book(), planned).outcome.value == ("kept" if planned >= 2 else "broken")


@pytest.mark.parametrize(
    ("today", "status", "outcome"),
    [
        ("2027-03-01", "valid", "running"),
        ("2027-03-02", "valid", "broken"),
        ("2027-03-02", "suspended", "kept"),
        ("2027-09-01", "withdrawn", "kept"),
    ],
)
def test_an_overdue_certificate_is_suspended(today, status, outcome):
    assert surveillance_overdue(new(), day("2027-03-01"), status, day(today)).outcome.value == outcome


# The length of a cycle: T05


@pytest.mark.parametrize(
    ("issued", "expires"),
    [
        ("2026-02-01", "2029-01-31"), ("2026-01-01", "2028-12-31"), ("2025-03-01", "2028-02-29"),
        ("2024-02-29", "2027-02-27"), ("2024-02-28", "2027-02-27"), ("2025-02-28", "2028-02-27"),
        ("2021-03-01", "2024-02-29"), ("2026-12-31", "2029-12-30"), ("2026-08-31", "2029-08-30"),
        ("2024-03-31", "2027-03-30"), ("2023-10-31", "2026-10-30"), ("2028-02-29", "2031-02-27"),
    ],
)  # fmt: skip
def test_a_certificate_is_valid_thirty_six_months_less_a_day(issued, expires):
    assert expiry_of(day(issued)) == day(expires)


@pytest.mark.parametrize("book", [old, new])
@pytest.mark.parametrize(
    ("expires", "outcome"),
    [("2029-01-31", "kept"), ("2029-02-01", "broken"), ("2028-06-30", "kept"), ("2026-01-31", "broken")],
)
def test_a_certificate_ends_with_its_cycle_at_the_latest(book, expires, outcome):
    assert cycle_length(book(), day("2026-02-01"), day(expires)).outcome.value == outcome


def test_without_an_expiry_the_latest_is_told():
    assert cycle_length(new(), day("2026-02-01"), None).due == day("2029-01-31")


# T06 to T09: renewal


@pytest.mark.parametrize("book", [old, new])
@pytest.mark.parametrize(
    ("done", "today", "outcome"),
    [
        ("2026-05-31", "2026-06-30", "kept"), ("2026-06-01", "2026-06-30", "broken"),
        (None, "2026-05-31", "running"), (None, "2026-06-01", "broken"),
    ],
)  # fmt: skip
def test_the_recertification_audit_ends_by_the_expiry(book, done, today, outcome):
    renewal = Renewal(day("2026-05-31"), day(done) if done else None)
    assert renewal_audit(book(), renewal, day(today)).outcome.value == outcome


@pytest.mark.parametrize(("book", "outcome"), [(old, "kept"), (new, "broken")])
def test_the_new_rules_want_the_recertification_audit_on_site(book, outcome):
    renewal = Renewal(day("2026-05-31"), day("2026-05-01"), is_on_site=False)
    assert renewal_audit(book(), renewal, day("2026-05-02")).outcome.value == outcome


@pytest.mark.parametrize(
    ("former", "latest"),
    [("2026-05-31", "2029-05-31"), ("2025-02-28", "2028-02-29"), ("2024-02-29", "2027-02-28"),
     ("2025-12-31", "2028-12-31")],
)  # fmt: skip
def test_a_renewed_certificate_may_be_built_on_the_former_expiry(former, latest):
    assert renewed_expiry(new(), Renewal(day(former))).due == day(latest)


@pytest.mark.parametrize(
    ("ends", "outcome"), [("2029-05-31", "kept"), ("2029-06-01", "broken"), ("2028-01-01", "kept")]
)
def test_a_renewed_certificate_ends_one_cycle_later_at_the_latest(ends, outcome):
    renewal = Renewal(day("2026-05-31"), new_expires_on=day(ends))
    assert renewed_expiry(new(), renewal).outcome.value == outcome


@pytest.mark.parametrize(
    ("issued", "outcome"), [("2026-05-19", "broken"), ("2026-05-20", "kept"), ("2026-05-21", "kept")]
)
def test_a_renewed_certificate_is_not_issued_before_the_decision(issued, outcome):
    renewal = Renewal(
        day("2026-05-31"), issued_on=day(issued), decided_on=day("2026-05-20"), new_expires_on=day("2029-05-31")
    )
    assert renewed_expiry(new(), renewal).outcome.value == outcome


@pytest.mark.parametrize("book", [old, new])
@pytest.mark.parametrize(
    ("done", "today", "outcome"),
    [
        ("2026-05-31", "2026-06-30", "kept"), ("2026-06-01", "2026-06-30", "broken"),
        (None, "2026-05-31", "running"), (None, "2026-06-01", "broken"),
    ],
)  # fmt: skip
def test_without_everything_finished_nothing_is_renewed(book, done, today, outcome):
    renewal = Renewal(day("2026-05-31"), finished_on=day(done) if done else None)
    assert renewal_finished(book(), renewal, day(today)).outcome.value == outcome


@pytest.mark.parametrize(
    ("expires", "done", "outcome"),
    [
        ("2025-05-31", "2025-11-30", "kept"), ("2025-05-31", "2025-12-01", "broken"),
        ("2025-08-31", "2026-02-28", "kept"), ("2025-08-31", "2026-03-01", "broken"),
        ("2023-08-31", "2024-02-29", "kept"), ("2023-08-31", "2024-03-01", "broken"),
        ("2025-05-31", "2025-05-31", "silent"),
    ],
)  # fmt: skip
def test_the_old_rules_restore_within_six_months(expires, done, outcome):
    renewal = Renewal(day(expires), finished_on=day(done))
    assert restoration(old(), renewal, day(done)).outcome.value == outcome


@pytest.mark.parametrize(("done", "outcome"), [("2026-05-31", "silent"), ("2026-06-01", "broken")])
def test_the_new_rules_restore_nothing(done, outcome):
    assert restoration(new(), Renewal(day("2026-05-31"), finished_on=day(done)), day(done)).outcome.value == outcome


@pytest.mark.parametrize(("done", "outcome"), [("2026-11-30", "kept"), ("2026-12-01", "broken")])
def test_a_body_may_switch_restoration_on(done, outcome):
    renewal = Renewal(day("2026-05-31"), finished_on=day(done))
    assert restoration(new(), renewal, day(done), months=6).outcome.value == outcome


@pytest.mark.parametrize(
    ("today", "outcome"), [("2025-05-31", "silent"), ("2025-06-01", "running"), ("2025-12-01", "broken")]
)
def test_restoration_runs_after_the_expiry(today, outcome):
    assert restoration(old(), Renewal(day("2025-05-31")), day(today)).outcome.value == outcome


# T10 to T13


@pytest.mark.parametrize("book", [old, new])
@pytest.mark.parametrize(
    ("ended", "verified", "outcome"),
    [
        ("2026-03-15", "2026-09-15", "kept"), ("2026-03-15", "2026-09-16", "broken"),
        ("2026-08-31", "2027-02-28", "kept"), ("2026-08-31", "2027-03-01", "broken"),
        ("2027-08-31", "2028-02-29", "kept"), ("2027-08-31", "2028-03-01", "broken"),
    ],
)  # fmt: skip
def test_a_major_nonconformity_is_verified_within_six_months(book, ended, verified, outcome):
    assert major_verified(book(), day(ended), day(verified), day(verified)).outcome.value == outcome


@pytest.mark.parametrize(
    ("answered", "due", "outcome"),
    [
        ("2026-04-30", None, "kept"), ("2026-05-01", None, "broken"),
        ("2026-06-30", "2026-06-30", "kept"), ("2026-07-01", "2026-06-30", "broken"),
    ],
)  # fmt: skip
def test_an_answer_comes_by_the_deadline_that_was_set(answered, due, outcome):
    found = response_due(new(), day("2026-03-31"), day(answered), day(answered), day(due) if due else None)
    assert found.outcome.value == outcome


@pytest.mark.parametrize(
    ("accepted", "outcome"),
    [("2026-05-19", "kept"), ("2026-05-20", "kept"), ("2026-05-21", "broken"), (None, "broken")],
)
def test_a_minor_nonconformity_is_accepted_by_the_decision(accepted, outcome):
    found = minor_accepted(new(), day(accepted) if accepted else None, day("2026-05-20"))
    assert found.outcome.value == outcome


@pytest.mark.parametrize(
    ("second", "outcome"),
    [("2026-01-30", "broken"), ("2026-01-31", "kept"), ("2026-07-31", "kept"), ("2026-08-01", "broken")],
)
def test_stage_two_follows_within_the_body_s_own_months(second, outcome):
    found = stage_interval(new(), day("2026-01-31"), day(second), day(second))
    assert (found.outcome.value, found.basis.severity.value) == (outcome, "W")


# T14, T17


@pytest.mark.parametrize("book", [old, new])
@pytest.mark.parametrize(
    ("start", "lifted", "outcome"),
    [
        ("2026-03-31", "2026-09-30", "kept"), ("2026-03-31", "2026-10-01", "broken"),
        ("2027-08-31", "2028-02-29", "kept"), ("2026-08-31", "2027-03-01", "broken"),
    ],
)  # fmt: skip
def test_a_suspension_lasts_six_months_at_most(book, start, lifted, outcome):
    assert suspension_length(book(), day(start), None, day(lifted), day(lifted)).outcome.value == outcome


@pytest.mark.parametrize(("ends", "outcome"), [("2026-09-30", "running"), ("2026-10-01", "broken")])
def test_a_suspension_is_not_planned_for_longer(ends, outcome):
    found = suspension_length(new(), day("2026-03-31"), day(ends), None, day("2026-04-01"))
    assert found.outcome.value == outcome


@pytest.mark.parametrize(
    ("audited", "outcome"), [("2026-05-31", "kept"), ("2026-06-01", "broken")]
)  # thirty days after 1 May
def test_a_failed_spot_check_is_followed_within_thirty_days(audited, outcome):
    assert short_notice_audit(new(), day("2026-05-01"), day(audited), day(audited)).outcome.value == outcome


def test_the_old_rules_set_no_time_for_a_failed_spot_check():
    assert short_notice_audit(old(), day("2025-05-01"), None, day("2025-12-01")).outcome.value == "silent"


# T15, T16


@pytest.mark.parametrize(
    ("kind", "on", "suspended", "first_day"),
    [
        ("suspended", "2026-02-28", None, "2027-02-28"), ("withdrawn", "2026-05-01", None, "2027-05-01"),
        ("withdrawn", "2026-05-01", "2025-12-01", "2026-12-01"),
        ("body_lost_approval", "2026-03-31", None, "2026-06-30"),
        ("body_lost_approval", "2026-11-30", None, "2027-02-28"), ("withdrawn", "2028-02-29", None, "2029-02-28"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("shift", "outcome"), [(-1, "broken"), (0, "kept"), (1, "kept")])
def test_a_new_application_waits(kind, on, suspended, first_day, shift, outcome):
    loss = Loss(kind, day(on), day(suspended) if suspended else None)
    found = waiting_time(new(), loss, day(first_day) + dt.timedelta(days=shift))
    assert (found.outcome.value, found.due) == (outcome, day(first_day))


@pytest.mark.parametrize(("field", "outcome"), [("QMS", "silent"), ("OHSMS", "broken")])
def test_a_cancellation_counts_for_ohsms_only(field, outcome):
    assert waiting_time(new(field), Loss("cancelled", day("2026-04-01")), day("2026-05-01")).outcome.value == outcome


def test_a_loss_without_own_fault_does_not_wait():
    loss = Loss("withdrawn", day("2026-04-01"), is_own_fault=False)
    assert waiting_time(new(), loss, day("2026-05-01")).outcome.value == "silent"


@pytest.mark.parametrize("kind", ["suspended", "withdrawn", "cancelled", "body_lost_approval"])
def test_the_old_rules_know_no_waiting_time(kind):
    assert waiting_time(old(), Loss(kind, day("2025-04-01")), day("2025-05-01")).outcome.value == "silent"


def ran(since="2026-01-31", audit="2026-03-01", review="2026-03-20") -> Operation:
    return Operation(*(day(one) if one else None for one in (since, audit, review)))


@pytest.mark.parametrize("book", [old, new])
@pytest.mark.parametrize(
    ("what", "applied", "outcome"),
    [
        (ran(), "2026-04-29", "broken"), (ran(), "2026-04-30", "kept"), (ran(audit=None), "2026-06-01", "broken"),
        (ran(review=None), "2026-06-01", "broken"), (ran(audit="2026-01-30"), "2026-06-01", "broken"),
        (ran(review="2026-06-02"), "2026-06-01", "broken"), (ran(since=None), "2026-06-01", "unknown"),
        (ran(since="2027-11-30", audit="2028-01-01", review="2028-02-01"), "2028-02-29", "kept"),
        (ran(since="2027-11-30", audit="2028-01-01", review="2028-02-01"), "2028-02-28", "broken"),
    ],
)  # fmt: skip
def test_a_system_has_run_three_months_with_audit_and_review(book, what, applied, outcome):
    assert operation(book(), what, day(applied)).outcome.value == outcome


@pytest.mark.parametrize(("applied", "outcome"), [("2026-07-30", "broken"), ("2026-07-31", "kept")])
def test_an_energy_system_has_run_six_months(applied, outcome):
    assert operation(new("EnMS"), ran(), day(applied)).outcome.value == outcome


# T21, T22


@pytest.mark.parametrize(
    ("happened", "due"),
    [
        ("2026-01-01", "2026-02-10"), ("2026-01-31", "2026-02-10"), ("2026-02-28", "2026-03-10"),
        ("2028-02-29", "2028-03-10"), ("2026-12-31", "2027-01-10"), ("2026-12-01", "2027-01-10"),
        ("2026-09-30", "2026-10-10"), ("2027-01-15", "2027-02-10"),
    ],
)  # fmt: skip
def test_what_happened_is_reported_by_the_tenth_without_shift(happened, due):
    assert report_due(new(), day(happened)) == day(due)


@pytest.mark.parametrize(("reported", "outcome"), [("2027-01-10", "kept"), ("2027-01-11", "broken")])
def test_a_report_after_the_tenth_is_late_even_when_the_tenth_is_a_sunday(reported, outcome):
    assert day("2027-01-10").weekday() == 6
    assert national_report(new(), day("2026-12-05"), day(reported), day(reported)).outcome.value == outcome


@pytest.mark.parametrize(
    ("reported", "today", "outcome"),
    [
        ("2026-05-09", "2026-05-20", "kept"), ("2026-05-10", "2026-05-20", "broken"),
        (None, "2026-05-09", "running"), (None, "2026-05-10", "broken"),
    ],
)  # fmt: skip
def test_a_plan_is_reported_before_its_audit(reported, today, outcome):
    found = plan_reported(new(), day("2026-05-10"), day(reported) if reported else None, day(today))
    assert found.outcome.value == outcome


@pytest.mark.parametrize(
    ("cycle", "validity", "own", "until"),
    [
        ("2029-01-31", "2029-01-31", None, "2032-01-31"), ("2029-01-31", "2026-06-30", None, "2032-01-31"),
        ("2028-02-29", "2028-02-29", None, "2031-02-28"), ("2026-01-31", "2029-06-30", None, "2031-06-30"),
        ("2029-01-31", "2029-01-31", "2036-12-31", "2036-12-31"),
        ("2029-01-31", "2029-01-31", "2030-12-31", "2032-01-31"),
    ],
)  # fmt: skip
def test_records_are_kept_by_the_longest_period(cycle, validity, own, until):
    assert keep_until(new(), Keeping(day(cycle), day(validity), day(own) if own else None)) == day(until)


@pytest.mark.parametrize("book", [old, new])
@pytest.mark.parametrize(
    ("on", "held", "outcome"),
    [("2032-01-31", False, "broken"), ("2032-02-01", False, "kept"), ("2040-01-01", True, "broken")],
)
def test_records_go_after_the_period_and_never_under_a_hold(book, on, held, outcome):
    keeping = Keeping(day("2029-01-31"), day("2029-01-31"), is_held=held)
    assert disposal(book(), keeping, day(on)).outcome.value == outcome
