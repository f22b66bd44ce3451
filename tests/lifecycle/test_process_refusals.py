"""Wrong attempts: each is refused by a sentence that names the rule and the way out, and changes nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.lifecycle.driving import TODAY

from anjuan.lifecycle.models import Application, Audit, Finding, Project, Step, TeamMember
from anjuan.lifecycle.services.auditing import Person, audit_set
from anjuan.lifecycle.services.projects import PlannedAudit, programme_set, project_set
from anjuan.lifecycle.services.stepping import ProcessMayNotError, StepRefusedError, StepUnknownError


def refused(body, who, machine, row, step, **said):
    """Return the rules that refuse a step; nothing of the row has changed."""
    state = getattr(row, "status" if machine == "certificate" else "state")
    steps = Step.objects.count()
    with pytest.raises(StepRefusedError) as caught:
        body.step(who, machine, row, step, **said)
    row.refresh_from_db()
    assert getattr(row, "status" if machine == "certificate" else "state") == state
    assert Step.objects.count() == steps
    for one in caught.value.refusals:
        assert all((one.zh, one.en, one.zh_remedy, one.en_remedy, one.edition))
    return {one.rule for one in caught.value.refusals}


@pytest.mark.parametrize(("condition", "rule"), [
    ("legal_valid", "AP01"), ("licences_valid", "AP02"), ("not_stopped", "AP03"), ("credit_clean", "AP04"),
    ("no_accident", "AP06"), ("spot_check_clear", "AP07"), ("no_consultancy", "P04"),
])  # fmt: skip
def test_an_application_with_a_condition_that_does_not_hold_is_not_accepted(body, condition, rule):
    application = body.looked_up(body.applied(), **{condition: "no"})
    assert refused(body, "pm", "application", application, "accept") == {rule}


def test_an_application_without_look_ups_is_not_accepted(body):
    found = refused(body, "pm", "application", body.applied(), "accept")
    assert found >= {"AP01", "AP02", "AP03", "AP04", "AP06", "AP07", "P04"}


@pytest.mark.parametrize(("changes", "rule"), [
    ({"released_on": dt.date(2025, 12, 3)}, "T16"), ({"barred_from": dt.date(2025, 3, 3)}, "T15"),
    ({"qualified_auditors": 1}, "T19"), ({"internal_audit_on": None}, "T16"), ({"audit_type": "transfer"}, "X04"),
])  # fmt: skip
def test_an_application_against_a_rule_is_not_accepted(body, changes, rule):
    application = body.looked_up(body.applied(**changes))
    assert refused(body, "pm", "application", application, "accept") == {rule}


def test_an_incomplete_application_is_not_submitted(body):
    application = body.applied()
    Application.objects.filter(pk=application.pk).update(state="draft", scope="")
    application.refresh_from_db()
    assert refused(body, "pm", "application", application, "submit") == {"AP00"}


@pytest.mark.parametrize("step", ["return", "decline", "withdraw"])
def test_an_application_is_not_turned_away_without_a_reason(body, step):
    assert refused(body, "pm", "application", body.applied(), step) == {"PR01"}


@pytest.mark.parametrize(("said", "rule"), [
    ({"day": str(TODAY), "number": "1"}, "AP08"), ({"fee": "yes"}, "K01"),
    ({"fee": "yes", "day": "2026-03-01"}, "K01"),
])  # fmt: skip
def test_a_contract_against_a_rule_is_not_signed(body, said, rule):
    assert refused(body, "pm", "project", body.accepted(), "contract", **said) == {rule}


def test_a_programme_needs_audits_surveillance_and_computed_time(body):
    assert refused(body, "pm", "project", body.contracted(), "programme") == {"PG01", "T03", "T02", "K07"}


def test_a_programme_with_late_surveillance_is_not_approved(body):
    project = body.contracted()
    first = TODAY + dt.timedelta(days=10)
    late = [PlannedAudit("surveillance", first + dt.timedelta(days=400 * n)) for n in (1, 2)]
    project_set(**body.by("pm"), key=project.pk, values={"minimum_days": 2})
    programme_set(
        **body.by("pm"), key=project.pk, audits=[PlannedAudit("stage1", first), PlannedAudit("stage2", first), *late]
    )
    assert refused(body, "pm", "project", project, "programme") == {"T02"}


def test_many_sites_need_a_sample_with_its_reason(body):
    project = body.contracted(site_count=5)
    assert "M02" in refused(body, "pm", "project", project, "programme")


@pytest.mark.parametrize(("people", "rule"), [
    ([Person("钱进", "auditor", 2, codes="17.10.02")], "P07"),
    ([Person("赵磊", "leader", 2, codes="17.10.02", is_full=False)], "P07"),
    ([Person("赵磊", "leader", 2)], "P08"),
    ([Person("赵磊", "leader", 1.5, codes="17.10.02")], "K07"),
    ([Person("赵磊", "leader", 2, codes="17.10.02", consulted_on=TODAY)], "P03"),
    ([Person("赵磊", "leader", 1, codes="17.10.02"), Person("吴", "expert", 3)], "K07"),
])  # fmt: skip
def test_a_team_against_a_rule_gets_no_task(body, people, rule):
    audit = body.audit(body.programmed(), "stage1")
    body.team(audit, people=people)
    assert rule in refused(body, "pm", "audit", audit, "order")


def test_an_auditor_is_not_sent_to_two_places_at_once(body):
    first = body.ordered(body.programmed(), "stage1")
    other = body.audit(body.programmed(applicant="苏州云杉电子有限公司"), "stage1")
    assert other.first_day == first.first_day
    body.team(other)
    assert refused(body, "pm", "audit", other, "order") == {"K16"}


def test_an_auditor_with_a_full_year_gets_no_task(body):
    first = body.ordered(body.programmed(), "stage1")
    TeamMember.objects.filter(audit=first, name="赵磊").update(days=180)
    audit = body.audit(first.project, "stage2")
    body.team(audit)
    assert refused(body, "pm", "audit", audit, "order") == {"T18"}


def test_a_plan_without_rows_is_not_sent(body):
    audit = body.ordered(body.programmed(), "stage1")
    assert refused(body, "zhao", "audit", audit, "plan") == {"PL01", "K06"}


def test_a_remote_audit_without_agreement_is_not_planned(body):
    audit = body.planned(body.programmed(), "stage1")
    body.step("zhao", "audit", audit, "replan", reason="远程")
    Audit.objects.filter(pk=audit.pk).update(remote_share_pct=50)
    assert refused(body, "zhao", "audit", audit, "plan") == {"K07", "MD4"}


def test_a_plan_that_the_client_has_not_accepted_is_not_confirmed(body):
    assert refused(body, "pm", "audit", body.planned(body.programmed(), "stage1"), "confirm") == {"P09"}


def test_an_audit_is_not_opened_before_its_day_nor_without_declarations_and_signatures(body):
    audit = body.confirmed(body.programmed(), "stage1")
    assert refused(body, "zhao", "audit", audit, "open") == {"K01", "P05", "K05"}


def test_stage_two_waits_for_stage_one(body):
    audit = body.confirmed(body.programmed())
    assert "T13" in refused(body, "zhao", "audit", audit, "open")


def test_an_audit_is_not_closed_while_planned_clauses_have_no_notes(body):
    audit = body.opened(body.programmed(), "stage1")
    assert refused(body, "zhao", "audit", audit, "close") == {"K13", "K05"}


def test_a_report_waits_for_the_clients_signature_on_findings(body):
    project = body.programmed()
    body.stage1_done(project)
    audit = body.closed(project, grades=("minor",))
    assert refused(body, "zhao", "audit", audit, "report") == {"F02"}


def test_who_was_in_the_team_does_not_review_the_file(body):
    audit = body.reported(body.programmed())
    TeamMember.objects.create(audit=audit, name="孙莉", role="observer", user_id=body.viewers["sun"].user_id)
    assert refused(body, "sun", "audit", audit, "review") == {"P10"}


def test_a_file_with_an_unanswered_minor_finding_is_not_passed(body):
    audit = body.reported(body.programmed(), grades=("minor",))
    assert refused(body, "sun", "audit", audit, "review") == {"T12"}


def test_who_was_in_the_team_does_not_decide(body):
    audit = body.reviewed(body.programmed())
    TeamMember.objects.create(audit=audit, name="周明", role="expert", user_id=body.viewers["zhou"].user_id)
    assert refused(body, "zhou", "audit", audit, "decide") == {"P01"}


def test_an_open_major_finding_stops_the_decision(body):
    audit = body.reviewed(body.programmed(), grades=("major",))
    Finding.objects.filter(audit=audit).update(state="accepted")
    assert refused(body, "zhou", "audit", audit, "decide") == {"T10"}


def test_expired_licences_stop_the_decision(body):
    audit = body.reviewed(body.programmed())
    audit_set(**body.by("pm"), key=audit.pk, values={"licences_until": TODAY})
    assert refused(body, "zhou", "audit", audit, "decide") == {"K12"}


def test_no_certificate_without_a_decision(body):
    project = body.programmed()
    assert "ST01" in refused(body, "zhou", "project", project, "certify", number="X")


def test_no_certificate_without_a_number_or_before_the_decision(body):
    project = body.programmed()
    body.decided(project)
    assert refused(body, "zhou", "project", project, "certify", day="2026-03-02") == {"ST03", "T07"}


def test_no_second_certificate_with_the_same_number(body):
    number = body.certified().certificate_no
    other = body.programmed(applicant="苏州云杉电子有限公司")
    body.decided(other)
    assert refused(body, "zhou", "project", other, "certify", number=number) == {"ST03"}


@pytest.mark.parametrize(("said", "rule"), [
    ({"code": "9999", "begins": "2026-04-01", "ends": "2026-05-01"}, "ST04"),
    ({"code": "0112", "begins": "2026-04-01", "ends": "2026-10-02"}, "T14"), ({"code": "0112"}, "T14"),
])  # fmt: skip
def test_a_suspension_needs_a_reason_and_ends_within_six_months(body, said, rule):
    assert refused(body, "zhou", "certificate", body.certified(), "suspend", **said) == {rule}


def test_a_valid_certificate_is_neither_withdrawn_nor_cancelled_nor_expired_without_cause(body):
    project = body.certified()
    assert refused(body, "zhou", "certificate", project, "withdraw") == {"ST08"}
    assert refused(body, "zhou", "certificate", project, "cancel") == {"ST09"}
    assert refused(body, "zhou", "certificate", project, "expire") == {"ST10"}


def test_a_role_without_the_capability_takes_no_step(body):
    project = body.accepted()
    with pytest.raises(ProcessMayNotError, match="LIFE-102"):
        body.step("sun", "project", project, "contract", fee="yes")


def test_a_step_that_the_state_does_not_offer_is_told_so(body):
    with pytest.raises(StepUnknownError, match="no step certify"):
        body.step("zhou", "project", body.accepted(), "certify")
    assert Project.objects.get().state == "accepted"
