"""Every guard at both sides of its boundary."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.kit.periods import add_months
from anjuan.lifecycle.rules.process_facts import (
    Acting,
    Applied,
    Audited,
    Certified,
    Check,
    Contracted,
    Facts,
    FindingFacts,
    Member,
    Moved,
)
from anjuan.lifecycle.rules.process_guards import GUARDS
from anjuan.lifecycle.rules.process_guards_certificate import last_valid_day
from anjuan.lifecycle.rules.process_tables import book

D = dt.date
TODAY = D(2026, 3, 2)
RULES = book("A01", TODAY)
OLD = book("A02", TODAY)
LEADER = Member("赵", "leader", days=1, codes=("17.10.02",), declared_on=D(2026, 3, 1))
OTHER = Member("钱", "auditor", days=1, declared_on=D(2026, 3, 1))


def facts(**parts) -> Facts:
    return Facts(today=parts.pop("today", TODAY), **parts)


def applied(**values) -> Facts:
    return facts(applied=Applied(**values))


def contracted(**values) -> Facts:
    return facts(contracted=Contracted(**values))


def audited(**values) -> Facts:
    return facts(audited=Audited(**values))


def certified(today=TODAY, **values) -> Facts:
    return facts(today=today, certified=Certified(**values))


def team(*members) -> Facts:
    return audited(team=members, first_day=D(2026, 3, 10), minimum_days=2.0, codes_needed=("17.10.02",))


def change(member, **values):
    return dataclasses.replace(member, **values)


def finding(grade="major", state="acknowledged", number="B01", **values):
    return FindingFacts(number, grade, state, {"事实": True}, **values)


FIRST = D(2026, 4, 1)


def planned(*days, first=FIRST):
    return (("stage1", first), ("stage2", first), *(("surveillance", day) for day in days))


def plan_days(*days):
    return tuple((day, "赵") for day in days)


ONE, TWO = D(2026, 3, 10), D(2026, 3, 11)
CASES = [
    # guard, facts, whether it holds
    ("app_complete", applied(stated={"组织名称": True}), True),
    ("app_complete", applied(stated={"组织名称": True, "认证范围": False}), False),
    ("app_complete", applied(), False),
    ("operated", applied(released_on=D(2025, 12, 2), applied_on=D(2026, 3, 2)), True),
    ("operated", applied(released_on=D(2025, 12, 3), applied_on=D(2026, 3, 2)), False),
    ("operated", applied(released_on=D(2025, 11, 30), applied_on=D(2026, 2, 28)), True),
    ("operated", applied(released_on=D(2025, 11, 30), applied_on=D(2026, 2, 27)), False),
    ("operated", applied(released_on=D(2023, 11, 30), applied_on=D(2024, 2, 29)), True),
    ("operated", applied(released_on=D(2023, 11, 30), applied_on=D(2024, 2, 28)), False),
    ("operated", applied(applied_on=D(2026, 3, 2)), False),
    ("operated", applied(released_on=D(2025, 1, 1)), False),
    ("reviewed_internally", applied(released_on=ONE, applied_on=TWO, internal_audit_on=ONE,
                                    management_review_on=TWO), True),
    ("reviewed_internally", applied(released_on=TWO, applied_on=TWO, internal_audit_on=ONE,
                                    management_review_on=TWO), False),
    ("reviewed_internally", applied(released_on=ONE, applied_on=ONE, internal_audit_on=ONE,
                                    management_review_on=TWO), False),
    ("reviewed_internally", applied(released_on=ONE, applied_on=TWO, internal_audit_on=ONE), False),
    ("not_waiting", applied(), True),
    ("not_waiting", applied(barred_from=D(2025, 3, 2), applied_on=D(2026, 3, 2)), True),
    ("not_waiting", applied(barred_from=D(2025, 3, 3), applied_on=D(2026, 3, 2)), False),
    ("not_waiting", applied(barred_from=D(2025, 12, 2), applied_on=D(2026, 3, 2), barred_by_body=True), True),
    ("not_waiting", applied(barred_from=D(2025, 12, 3), applied_on=D(2026, 3, 2), barred_by_body=True), False),
    ("credit_fresh", facts(checks={"credit_clean": Check("yes", D(2026, 1, 31))}), True),
    ("credit_fresh", facts(checks={"credit_clean": Check("yes", D(2026, 1, 30))}), False),
    ("credit_fresh", facts(), False),
    ("enough_auditors", applied(qualified_auditors=2), True),
    ("enough_auditors", applied(qualified_auditors=1), False),
    ("enough_auditors", applied(), False),
    ("transfer_accepted", applied(transfer_accepted=True), True),
    ("transfer_accepted", applied(), False),
    ("reason_stated", facts(acting=Acting(reason="停产")), True),
    ("reason_stated", facts(acting=Acting(reason="  ")), False),
    ("fee_direct", contracted(fee_direct=True), True),
    ("fee_direct", contracted(), False),
    ("contract_after_review", facts(contracted=Contracted(contract_on=ONE), applied=Applied(reviewed_on=ONE)), True),
    ("contract_after_review", facts(contracted=Contracted(contract_on=ONE), applied=Applied(reviewed_on=TWO)), False),
    ("contract_after_review", facts(contracted=Contracted(contract_on=ONE)), False),
    ("short_notice_agreed", contracted(short_notice_agreed=True), True),
    ("short_notice_agreed", contracted(), False),
    ("special_in_contract", contracted(short_notice_agreed=True), True),
    ("special_in_contract", contracted(), False),
    ("first_audits", contracted(planned=planned()), True),
    ("first_audits", contracted(planned=(("stage2", ONE),)), False),
    ("first_audits", contracted(planned=(("recertification", ONE),), is_renewal=True), True),
    ("first_audits", contracted(planned=planned(), is_renewal=True), False),
    ("two_surveillances", contracted(planned=planned(D(2027, 4, 1), D(2028, 4, 1))), True),
    ("two_surveillances", contracted(planned=planned(D(2027, 4, 1))), False),
    ("surveillance_dates", contracted(planned=planned(D(2027, 4, 1), D(2028, 4, 1))), True),
    ("surveillance_dates", contracted(planned=planned(D(2027, 4, 2), D(2028, 4, 1))), False),
    ("surveillance_dates", contracted(planned=planned(D(2027, 4, 1), D(2028, 4, 2))), False),
    ("surveillance_dates", contracted(planned=planned(D(2025, 2, 28), first=D(2024, 2, 29))), True),
    ("surveillance_dates", contracted(planned=planned(D(2025, 3, 1), first=D(2024, 2, 29))), False),
    ("surveillance_dates", contracted(planned=planned(D(2027, 4, 30)), cycle_from=D(2026, 4, 30)), True),
    ("surveillance_dates", contracted(), False),
    ("time_computed", contracted(minimum_days=2.0), True),
    ("time_computed", contracted(), False),
    ("sampling_reasoned", contracted(site_count=1), True),
    ("sampling_reasoned", contracted(site_count=2), False),
    ("sampling_reasoned", contracted(site_count=2, sampling_reason="全部"), True),
    ("transfer_in_time", facts(moved=Moved(old_expires_on=TODAY)), True),
    ("transfer_in_time", facts(moved=Moved(old_expires_on=D(2026, 3, 1))), False),
    ("transfer_in_time", facts(moved=Moved(old_expires_on=D(2027, 1, 1), body_ceased_on=D(2025, 9, 2))), True),
    ("transfer_in_time", facts(moved=Moved(old_expires_on=D(2027, 1, 1), body_ceased_on=D(2025, 9, 1))), False),
    ("transfer_in_time", facts(), False),
    ("transfer_reviewed", facts(moved=Moved(reviewed={"投诉": True})), True),
    ("transfer_reviewed", facts(moved=Moved(reviewed={"投诉": False})), False),
    ("transfer_reviewed", facts(), False),
    ("visit_done", facts(moved=Moved(visit_done=True)), True),
    ("visit_done", facts(), False),
    ("programme_approved", contracted(programme_approved=True), True),
    ("programme_approved", contracted(), False),
    ("has_leader", team(LEADER, OTHER), True),
    ("has_leader", team(OTHER), False),
    ("has_leader", team(LEADER, change(LEADER, name="孙")), False),
    ("leader_full", team(LEADER), True),
    ("leader_full", team(change(LEADER, is_full=False)), False),
    ("trainee_guided", team(LEADER, change(OTHER, role="trainee", is_full=False)), True),
    ("trainee_guided", team(change(OTHER, role="trainee", is_full=False)), False),
    ("trainee_guided", team(change(OTHER, role="expert"), change(OTHER, role="trainee", is_full=False)), False),
    ("no_consulting", team(change(LEADER, consulted_on=D(2024, 3, 10))), True),
    ("no_consulting", team(change(LEADER, consulted_on=D(2024, 3, 11))), False),
    ("code_covered", team(LEADER), True),
    ("code_covered", team(OTHER), False),
    ("code_covered", team(OTHER, change(OTHER, role="expert", codes=("17.10.02",))), True),
    ("code_covered", team(OTHER, change(OTHER, role="observer", codes=("17.10.02",))), False),
    ("workload", team(change(LEADER, year_days=179.0)), True),
    ("workload", team(change(LEADER, year_days=179.5)), False),
    ("workload", team(LEADER), True),
    ("certificates_load", team(change(LEADER, certificates=50)), True),
    ("certificates_load", team(change(LEADER, certificates=51)), False),
    ("one_place", team(LEADER), True),
    ("one_place", team(change(LEADER, is_elsewhere=True)), False),
    ("enough_days", team(LEADER, OTHER), True),
    ("enough_days", team(LEADER), False),
    ("enough_days", team(LEADER, change(OTHER, role="expert")), False),
    ("enough_days", team(LEADER, change(OTHER, role="trainee", is_full=False)), False),
    ("enough_days", audited(team=(LEADER, OTHER)), False),
    ("lead_rotation", team(change(LEADER, cycles_led=1)), True),
    ("lead_rotation", team(change(LEADER, cycles_led=2)), False),
    ("spot_check_days", audited(), True),
    ("spot_check_days", audited(spot_check_notice_on=D(2026, 2, 8), first_day=D(2026, 3, 10)), True),
    ("spot_check_days", audited(spot_check_notice_on=D(2026, 2, 7), first_day=D(2026, 3, 10)), False),
    ("plan_filled", audited(first_day=ONE, last_day=TWO, rows=plan_days(ONE, TWO)), True),
    ("plan_filled", audited(first_day=ONE, last_day=TWO, rows=plan_days(ONE)), False),
    ("plan_filled", audited(), False),
    ("team_in_plan", audited(team=(LEADER,), rows=((ONE, "赵"),)), True),
    ("team_in_plan", audited(team=(LEADER, OTHER), rows=((ONE, "赵"),)), False),
    ("team_in_plan", audited(team=(LEADER, change(OTHER, role="observer")), rows=((ONE, "赵"),)), True),
    ("onsite_share", audited(remote_share_pct=20), True),
    ("onsite_share", audited(remote_share_pct=20.5), False),
    ("recert_onsite", audited(), True),
    ("recert_onsite", audited(remote_share_pct=1), False),
    ("recert_in_time", facts(audited=Audited(last_day=ONE), certified=Certified(expires_on=ONE)), True),
    ("recert_in_time", facts(audited=Audited(last_day=TWO), certified=Certified(expires_on=ONE)), False),
    ("recert_in_time", audited(last_day=ONE), False),
    ("surveillance_in_time", audited(last_day=ONE, due_on=ONE), True),
    ("surveillance_in_time", audited(last_day=TWO, due_on=ONE), False),
    ("remote_agreed", audited(remote_share_pct=10, remote_agreed=True), True),
    ("remote_agreed", audited(remote_share_pct=10), False),
    ("remote_agreed", audited(), True),
    ("team_accepted", audited(team_accepted=True), True),
    ("team_accepted", audited(short_notice=True), True),
    ("team_accepted", audited(), False),
    ("plan_reported", audited(plan_reported_on=ONE, first_day=ONE), True),
    ("plan_reported", audited(plan_reported_on=TWO, first_day=ONE), False),
    ("plan_reported", audited(), False),
    ("declared", team(change(LEADER, declared_on=D(2026, 3, 10))), True),
    ("declared", team(change(LEADER, declared_on=D(2026, 3, 11))), False),
    ("declared", team(change(LEADER, declared_on=None)), False),
    ("stage1_ready", audited(stage1_ended_on=ONE, stage1_open=0), True),
    ("stage1_ready", audited(stage1_ended_on=ONE, stage1_open=1), False),
    ("stage1_ready", audited(), False),
    ("stage_interval", audited(stage1_ended_on=D(2025, 9, 10), first_day=ONE), True),
    ("stage_interval", audited(stage1_ended_on=D(2025, 9, 9), first_day=ONE), False),
    ("audit_day_come", audited(first_day=TODAY), True),
    ("audit_day_come", audited(first_day=D(2026, 3, 3)), False),
    ("meeting_signed", audited(), True),
    ("meeting_signed", audited(unsigned=("赵",)), False),
    ("everything_audited", audited(), True),
    ("everything_audited", audited(clauses_open=("8.5",)), False),
    ("sites_visited", audited(), True),
    ("sites_visited", audited(sites_open=("二厂",)), False),
    ("scored", audited(score=80, score_signed=True), True),
    ("scored", audited(score=80), False),
    ("reviewer_apart", facts(acting=Acting("孙"), audited=Audited(team=(LEADER,))), True),
    ("reviewer_apart", facts(acting=Acting("赵"), audited=Audited(team=(LEADER,))), False),
    ("decider_apart", facts(acting=Acting("孙"), audited=Audited(team=(LEADER,))), True),
    ("decider_apart", facts(acting=Acting("赵"), audited=Audited(team=(LEADER,))), False),
    ("decider_apart", facts(acting=Acting("赵"), audited=Audited(team=(change(LEADER, role="expert"),))), False),
    ("decider_apart", facts(acting=Acting("孙"), certified=Certified(decider="赵"),
                            audited=Audited(team=(LEADER,))), False),
    ("decider_apart", facts(audited=Audited(team=(LEADER,))), False),
    ("decider_inside", facts(acting=Acting("孙")), True),
    ("decider_inside", facts(acting=Acting("孙", in_body=False)), False),
    ("decider_inside", facts(acting=Acting("孙", is_client=True)), False),
    ("decider_no_consult", facts(acting=Acting("孙", consulted_on=D(2024, 3, 2))), True),
    ("decider_no_consult", facts(acting=Acting("孙", consulted_on=D(2024, 3, 3))), False),
    ("decider_not_reviewer", facts(acting=Acting("孙")), True),
    ("decider_not_reviewer", facts(acting=Acting("孙", is_reviewer=True)), False),
    ("majors_verified", facts(findings=(finding(state="closed"),)), True),
    ("majors_verified", facts(findings=(finding(state="accepted"),)), False),
    ("majors_verified", facts(findings=(finding(state="lapsed"),)), False),
    ("majors_verified", facts(findings=(finding("minor"),)), True),
    ("majors_in_time", facts(findings=(finding(),), audited=Audited(last_day=D(2025, 9, 2))), True),
    ("majors_in_time", facts(findings=(finding(),), audited=Audited(last_day=D(2025, 9, 1))), False),
    ("majors_in_time", facts(findings=(finding(state="closed"),), audited=Audited(last_day=D(2025, 9, 1))), True),
    ("majors_in_time", facts(findings=(finding(state="lapsed"),), audited=Audited(last_day=ONE)), False),
    ("majors_in_time", facts(), True),
    ("minors_accepted", facts(findings=(finding("minor", "accepted"),)), True),
    ("minors_accepted", facts(findings=(finding("minor", "answered"),)), False),
    ("minors_accepted", facts(findings=(finding("observation"),)), True),
    ("questions_answered", audited(), True),
    ("questions_answered", audited(questions_open=1), False),
    ("papers_complete", audited(), True),
    ("papers_complete", audited(papers_missing=1), False),
    ("papers_agree", audited(), True),
    ("papers_agree", audited(contradictions=1), False),
    ("committee_declared", audited(), True),
    ("committee_declared", audited(committee_undeclared=1), False),
    ("recert_done", certified(expires_on=TODAY), True),
    ("recert_done", certified(expires_on=D(2026, 3, 1)), False),
    ("licences_on_decision", audited(licences_until=TODAY), True),
    ("licences_on_decision", audited(licences_until=D(2026, 3, 1)), False),
    ("tested", audited(test_positive=True), True),
    ("tested", audited(test_positive=False), False),
    ("tested", audited(), False),
    ("score_enough", audited(score=70.0), True),
    ("score_enough", audited(score=69.9999), False),
    ("score_enough", audited(), False),
    ("decided_positive", certified(decided_positive=True), True),
    ("decided_positive", certified(), False),
    ("number_given", certified(number="03426Q00001R0S"), True),
    ("number_given", certified(number=" "), False),
    ("number_free", certified(), True),
    ("number_free", certified(number_taken=True), False),
    ("issue_after_decision", certified(decided_on=ONE, issued_on=ONE), True),
    ("issue_after_decision", certified(decided_on=TWO, issued_on=ONE), False),
    ("issue_after_decision", certified(issued_on=ONE), False),
    ("validity_right", certified(issued_on=D(2026, 3, 2), expires_on=D(2029, 3, 1)), True),
    ("validity_right", certified(issued_on=D(2026, 3, 2), expires_on=D(2029, 3, 2)), False),
    ("suspension_reason", certified(reason_code="0112"), True),
    ("suspension_reason", certified(reason_code="0101"), False),
    ("suspension_length", certified(suspended_on=D(2026, 3, 2), suspension_ends_on=D(2026, 9, 2)), True),
    ("suspension_length", certified(suspended_on=D(2026, 3, 2), suspension_ends_on=D(2026, 9, 3)), False),
    ("suspension_length", certified(suspended_on=D(2026, 8, 31), suspension_ends_on=D(2027, 2, 28)), True),
    ("suspension_length", certified(suspended_on=D(2026, 8, 31), suspension_ends_on=D(2027, 3, 1)), False),
    ("suspension_length", certified(suspended_on=TWO, suspension_ends_on=ONE), False),
    ("suspension_length", certified(suspended_on=TWO), False),
    ("cause_resolved", certified(cause_resolved=True), True),
    ("cause_resolved", certified(), False),
    ("restoration_decided", certified(restoration_decided=True), True),
    ("restoration_decided", certified(), False),
    ("suspension_running", certified(suspension_ends_on=TODAY), True),
    ("suspension_running", certified(suspension_ends_on=D(2026, 3, 1)), False),
    ("suspension_over", certified(suspension_ends_on=D(2026, 3, 1)), True),
    ("suspension_over", certified(suspension_ends_on=TODAY), False),
    ("suspension_over", certified(suspension_ends_on=D(2026, 3, 1), cause_resolved=True), False),
    ("suspension_over", certified(suspension_ends_on=TODAY, reason_code="0112"), True),
    ("withdrawal_reason", certified(reason_code="0101"), True),
    ("withdrawal_reason", certified(reason_code="9999"), False),
    ("cancellation_asked", certified(cancellation_asked=True), True),
    ("cancellation_asked", certified(), False),
    ("past_expiry", certified(expires_on=D(2026, 3, 1)), True),
    ("past_expiry", certified(expires_on=TODAY), False),
    ("recert_positive", certified(decided_positive=True, decided_recertification=True), True),
    ("recert_positive", certified(decided_positive=True), False),
    ("extension_decided", certified(decided_positive=True, decided_extension=True), True),
    ("extension_decided", certified(decided_positive=True), False),
    ("fact_complete", facts(finding=finding()), True),
    ("fact_complete", facts(finding=FindingFacts(stated={"事实": False})), False),
    ("findings_complete", facts(findings=(finding(),)), True),
    ("findings_complete", facts(findings=(FindingFacts("B01", stated={"条款": False}),)), False),
    ("findings_complete", facts(findings=(FindingFacts("B01", state="taken_back", stated={"条款": False}),)), True),
    ("findings_signed", facts(findings=(finding(),)), True),
    ("findings_signed", facts(findings=(finding(state="raised"),)), False),
    ("answer_complete", facts(finding=FindingFacts(answered={"纠正": True})), True),
    ("answer_complete", facts(finding=FindingFacts(answered={"纠正": False})), False),
    ("answer_complete", facts(), False),
    ("evidence_attached", facts(finding=FindingFacts(has_evidence=True)), True),
    ("evidence_attached", facts(), False),
    ("verifier_of_body", facts(), True),
    ("verifier_of_body", facts(acting=Acting("王", is_client=True)), False),
    ("escalation_due", facts(finding=finding("minor", due_on=D(2026, 3, 1))), True),
    ("escalation_due", facts(finding=finding("minor", due_on=TODAY)), False),
    ("escalation_due", facts(finding=finding("minor")), False),
    ("lapse_due", facts(finding=finding(verify_by=D(2026, 3, 1))), True),
    ("lapse_due", facts(finding=finding(verify_by=TODAY)), False),
    ("meeting_not_over", facts(), True),
    ("meeting_not_over", facts(finding=FindingFacts(meeting_over=True)), False),
    ("special_trigger", facts(moved=Moved("投诉")), True),
    ("special_trigger", facts(), False),
    ("special_suspended", certified(status="02"), True),
    ("special_suspended", certified(status="01"), False),
    ("special_major", facts(findings=(finding(),)), True),
    ("special_major", facts(findings=(finding("minor"),)), False),
    ("special_audited", facts(moved=Moved(audit_done=True)), True),
    ("special_audited", facts(), False),
    ("task_past", facts(acting=Acting(due_on=D(2026, 3, 1))), True),
    ("task_past", facts(acting=Acting(due_on=TODAY)), False),
    ("cause_stated", facts(acting=Acting(cause="forgotten", reason="忘记")), True),
    ("cause_stated", facts(acting=Acting(cause="forgotten")), False),
    ("cause_stated", facts(acting=Acting(cause="lazy", reason="忘记")), False),
    ("adjusted", facts(acting=Acting(adjustment="postpone", new_due_on=D(2026, 3, 3))), True),
    ("adjusted", facts(acting=Acting(adjustment="postpone", new_due_on=TODAY)), False),
    ("adjusted", facts(acting=Acting(adjustment="ignore", new_due_on=D(2026, 3, 3))), False),
]  # fmt: skip


@pytest.mark.parametrize(("guard", "known", "holds"), CASES)
def test_a_guard_holds_on_one_side_of_its_boundary_alone(guard, known, holds):
    assert GUARDS[guard](known, RULES).holds is holds


LOOKED_UP = ("legal_valid", "licences_valid", "not_stopped", "credit_clean", "safety_clean", "no_accident",
             "spot_check_clear", "no_consultancy", "product_listed", "service_sites", "accredited", "not_suspended",
             "transfer_ncs", "not_barred", "special_licences")  # fmt: skip


@pytest.mark.parametrize("key", LOOKED_UP)
@pytest.mark.parametrize(("outcome", "holds"), [("yes", True), ("na", True), ("no", False), ("", False)])
def test_a_condition_holds_only_when_somebody_looked_it_up(key, outcome, holds):
    checks = {key: Check(outcome, TODAY)} if outcome else {}
    assert GUARDS[key](facts(checks=checks), RULES).holds is holds


def test_every_guard_is_tried_on_both_sides():
    tried = {(guard, holds) for guard, _, holds in CASES}
    tried |= {(key, holds) for key in (*LOOKED_UP, "restorable") for holds in (True, False)}
    assert {key for key in GUARDS if not {(key, True), (key, False)} <= tried} == set()


@pytest.mark.parametrize(("rules", "day", "holds"), [
    (OLD, D(2026, 3, 2), True), (OLD, D(2026, 3, 3), False), (RULES, D(2025, 9, 3), False),
])  # fmt: skip
def test_an_expired_certificate_is_restored_only_where_the_rules_still_allow_it(rules, day, holds):
    assert GUARDS["restorable"](certified(today=day, expires_on=D(2025, 9, 2)), rules).holds is holds


@pytest.mark.parametrize(("rules", "day", "holds"), [
    (RULES, D(2028, 4, 1), True), (RULES, D(2028, 4, 2), False), (OLD, D(2028, 7, 1), True),
    (OLD, D(2028, 7, 2), False),
])  # fmt: skip
def test_the_gap_between_surveillances_differs_by_generation(rules, day, holds):
    known = contracted(planned=planned(D(2027, 4, 1), day))
    assert GUARDS["surveillance_dates"](known, rules).holds is holds


@pytest.mark.parametrize(("field", "day", "document"), [
    ("A01", D(2025, 12, 31), "before"), ("A01", D(2026, 1, 1), "qms-2026"), ("A0101", D(2026, 1, 1), "qms-2026"),
    ("A03", D(2026, 2, 28), "before"), ("A03", D(2026, 3, 1), "ohsms-2026"), ("", D(2026, 3, 1), "before"),
])  # fmt: skip
def test_the_generation_is_chosen_by_field_and_day(field, day, document):
    assert book(field, day).generation.key == document


@given(st.dates(D(2000, 1, 1), D(2060, 12, 31)))
def test_a_certificate_is_never_valid_for_more_than_its_months(issued):
    last = last_valid_day(issued, 36)
    assert last < add_months(issued, 36) <= last + dt.timedelta(days=1)


@given(st.dates(D(2000, 1, 1), D(2060, 12, 31)), st.integers(0, 400))
def test_a_longer_suspension_is_never_allowed_where_a_shorter_one_is_not(begin, days):
    def holds(more):
        ends = begin + dt.timedelta(days=more)
        return GUARDS["suspension_length"](certified(suspended_on=begin, suspension_ends_on=ends), RULES).holds

    assert holds(days) or not holds(days + 1)
