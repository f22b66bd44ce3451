"""What steps bring about: records, tasks, status, history."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError
from tests.lifecycle.driving import TODAY
from tests.lifecycle.notes import note

from anjuan.accounts.models import JournalEntry
from anjuan.archive.models import CaseAttribute
from anjuan.lifecycle.models import (
    ChecklistNote,
    FiledPaper,
    Finding,
    FindingAnswer,
    Project,
    Special,
    StatusChange,
    Step,
    Task,
    TaskVersion,
)
from anjuan.lifecycle.rules.process_tables import book
from anjuan.lifecycle.selectors.facts import Given, facts_of
from anjuan.lifecycle.selectors.subjects import subject_of
from anjuan.lifecycle.services.applying import LookUp, condition_check, special_request, transfer_request
from anjuan.lifecycle.services.auditing import AuditClosedError, AuditInputError, notes_receive, team_set
from anjuan.lifecycle.services.findings import evidence_add
from anjuan.lifecycle.services.inputs import StepInputError
from anjuan.lifecycle.services.inventing import projects_invent
from anjuan.lifecycle.services.projects import (
    PlannedAudit,
    ProjectClosedError,
    ProjectInputError,
    audit_begin,
    programme_set,
    project_set,
)
from anjuan.lifecycle.services.work import TaskDraft, TaskOwnerError, task_plan, tasks_miss


def test_acceptance_opens_a_project_with_a_described_case(body):
    project = body.accepted()
    assert (project.case.field_code, project.case.audit_type) == ("A01", "initial")
    assert CaseAttribute.objects.filter(case=project.case, name="professional_code").get().value == "17.10.02"


def test_every_step_is_journalled(body):
    project = body.accepted()
    actions = set(JournalEntry.objects.values_list("action", flat=True))
    assert {"process.application", "process.condition", "process.step", "case.open"} <= actions
    assert JournalEntry.objects.filter(action="process.step", label__contains=project.application.number)


def test_the_certificate_ends_a_day_before_three_years(body):
    project = body.certified()
    assert project.expires_on == project.issued_on.replace(year=project.issued_on.year + 3) - dt.timedelta(days=1)


def test_a_certificate_plans_its_surveillance_and_renewal(body):
    kinds = set(Task.objects.filter(project=body.certified(), state="planned").values_list("kind", flat=True))
    assert kinds == {"surveillance-3", "surveillance-4", "recertification"}


def test_the_project_knows_what_is_due_next(body):
    project = body.contracted()
    assert (project.due_on, project.due_title) == (TODAY + dt.timedelta(days=10), "制定并批准审核方案")


def suspended(body) -> Project:
    project = body.certified()
    begins = body.today
    body.step("zhou", "certificate", project, "suspend", code="0112", begins=str(begins),
              ends=str(begins + dt.timedelta(days=90)), text="未付费")  # fmt: skip
    return project


def test_a_suspension_is_kept_with_its_reason_and_watched(body):
    project = suspended(body)
    change = StatusChange.objects.filter(project=project).last()
    assert (change.before, change.after, change.reason_code) == ("01", "02", "0112")
    assert Task.objects.get(project=project, kind="suspension").due_on == project.suspension_ends_on


def test_a_suspended_certificate_is_restored_when_its_cause_is_gone(body):
    project = suspended(body)
    body.step("zhou", "certificate", project, "restore", resolved="yes", decided="yes", text="已付费")
    assert project.status == "01"
    assert Task.objects.get(project=project, kind="suspension").state == "done"


def test_a_suspension_that_ends_unresolved_leads_to_withdrawal_and_ends_every_task(body):
    project = suspended(body)
    body.go_to(project.suspension_ends_on + dt.timedelta(days=1))
    body.step("zhou", "certificate", project, "withdraw_suspended", code="0115")
    assert project.status == "03"
    assert not Task.objects.filter(project=project, state__in=["planned", "missed"]).exists()


def test_a_client_that_gives_up_has_its_certificate_cancelled(body):
    project = body.certified()
    body.step("zhou", "certificate", project, "cancel", asked="yes", text="客户放弃")
    assert project.status == "04"


def test_an_expired_certificate_is_recorded_as_such(body):
    project = body.certified()
    body.go_to(project.expires_on + dt.timedelta(days=1))
    body.step("zhou", "certificate", project, "expire")
    assert project.status == "05"


def test_a_surveillance_is_opened_with_a_case_of_its_own_and_its_last_day(body):
    project = body.certified()
    audit = audit_begin(**body.by("pm"), key=project.pk, planned=PlannedAudit("surveillance", dt.date(2027, 1, 5)))
    assert audit.case_id not in (None, project.case_id)
    assert audit.case.audit_type == "surveillance"
    assert audit.due_on == project.issued_on.replace(year=project.issued_on.year + 1)


def test_an_audit_that_was_opened_stays_in_the_programme(body):
    project = body.programmed()
    with pytest.raises(ProjectClosedError):
        programme_set(**body.by("pm"), key=project.pk, audits=[PlannedAudit("surveillance", TODAY)])


def test_a_project_value_that_a_step_sets_is_not_set_by_hand(body):
    with pytest.raises(ProjectInputError):
        project_set(**body.by("pm"), key=body.accepted().pk, values={"state": "certified"})


def test_a_team_is_not_changed_after_the_task_was_ordered(body):
    audit = body.ordered(body.programmed(), "stage1")
    with pytest.raises(AuditClosedError):
        team_set(**body.by("pm"), key=audit.pk, people=[])


def test_notes_sent_twice_stand_once_and_every_revision_stays(body):
    audit = body.opened(body.programmed(), "stage1")
    send = [
        note(7, "7.1"),
        note(7, "7.1", revision=2, text="改"),
        note(7, "7.1", revision=2, device="phone", text="另"),
    ]
    counts = [notes_receive(**body.by("zhao"), key=audit.pk, notes=send) for _ in range(2)]
    assert counts == [3, 0]
    assert ChecklistNote.objects.filter(audit=audit).count() == 3


def test_two_texts_in_one_revision_of_a_note_are_not_swallowed(body):
    audit = body.opened(body.programmed(), "stage1")
    notes_receive(**body.by("zhao"), key=audit.pk, notes=[note(7, "7.1")])
    with pytest.raises(AuditInputError):
        notes_receive(**body.by("zhao"), key=audit.pk, notes=[note(8, "7.2"), note(7, "7.1", text="别的")])
    assert ChecklistNote.objects.filter(audit=audit).count() == 1


@pytest.fixture
def finding(body) -> Finding:
    project = body.programmed()
    body.stage1_done(project)
    audit = body.closed(project, grades=("minor",))
    row = audit.findings.get()
    body.step("pm", "finding", row, "acknowledge")
    return row


def test_a_finding_that_the_client_signed_is_watched(finding):
    assert Task.objects.get(finding=finding).due_on == finding.due_on


def test_an_answer_that_was_sent_back_stays_beside_the_next_one(body, finding):
    for _ in range(2):
        body.step("pm", "finding", finding, "answer", cause="甲", correction="乙", action="丙")
        body.step("zhao", "finding", finding, "reject", reason="原因分析不到位")
    assert list(FindingAnswer.objects.values_list("revision", flat=True)) == [1, 2]


def test_an_incomplete_answer_leaves_nothing_behind(body, finding):
    with pytest.raises(Exception, match="F03"):
        body.step("pm", "finding", finding, "answer", cause="甲")
    assert not FindingAnswer.objects.exists()


def test_a_verification_without_evidence_is_void(body, finding):
    body.step("pm", "finding", finding, "answer", cause="甲", correction="乙", action="丙")
    with pytest.raises(Exception, match="F04"):
        body.step("zhao", "finding", finding, "verify", text="有效")
    finding.refresh_from_db()
    assert finding.state == "answered"


def test_a_minor_finding_becomes_major_after_its_day(body, finding):
    body.go_to(finding.due_on + dt.timedelta(days=1))
    body.step("zhao", "finding", finding, "escalate", reason="逾期未答复")
    assert (finding.grade, finding.first_grade, finding.state) == ("major", "minor", "acknowledged")


def test_evidence_of_the_client_lands_in_the_case(body, finding):
    row = evidence_add(**body.by("pm"), key=finding.pk, name="首件检验记录.txt", pieces=[b"ok"])
    assert row.item.case_id == finding.audit.case_id
    body.step("pm", "finding", finding, "answer", cause="甲", correction="乙", action="丙")
    body.step("zhao", "finding", finding, "verify", text="有效")
    assert finding.verification.evidence == "首件检验记录.txt"


def test_a_client_sees_and_answers_its_own_findings_alone(body, finding, person):
    own = person("client", "client", organisation=finding.audit.project.organisation)["viewer"]
    body.viewers["client"] = own
    body.step("client", "finding", finding, "answer", cause="甲", correction="乙", action="丙")
    assert finding.state == "answered"


def test_a_client_of_another_organisation_sees_no_such_finding(body, finding, person):
    body.viewers["client"] = person("client", "client")["viewer"]
    with pytest.raises(Exception, match="LIFE-101"):
        body.step("client", "finding", finding, "answer", cause="甲", correction="乙", action="丙")


@pytest.mark.parametrize("role", ["system_administrator", "security_keeper", "security_auditor"])
def test_the_three_officers_see_nothing_of_the_process(body, person, role):
    project = body.accepted()
    body.viewers["officer"] = person("officer", role)["viewer"]
    for machine, row in (("project", project), ("application", project.application)):
        with pytest.raises(Exception, match="LIFE-101"):
            body.step("officer", machine, row, "cancel")


def test_an_auditor_sees_the_projects_of_own_audits_alone(body):
    mine = body.ordered(body.programmed(), "stage1")
    other = body.accepted(applicant="苏州云杉电子有限公司")
    assert subject_of(body.viewers["zhao"], "audit", mine.pk).state == "tasked"
    with pytest.raises(Exception, match="LIFE-101"):
        subject_of(body.viewers["zhao"], "project", other.pk)


def test_a_missed_task_is_moved_with_its_cause_and_nothing_is_lost(body):
    body.contracted()
    task = Task.objects.get(kind="programme")
    body.go_to(task.due_on + dt.timedelta(days=1))
    assert tasks_miss(deed=body.by("pm")["deed"]) == 1
    task.refresh_from_db()
    due = task.due_on
    body.step("pm", "task", task, "adjust", cause="overfull", text="出差", adjustment="postpone", due="2026-05-01")
    assert (task.state, task.due_on, task.first_due_on) == ("planned", dt.date(2026, 5, 1), due)
    assert TaskVersion.objects.get(task=task).due_on == due


def test_a_task_is_not_moved_without_a_cause(body):
    body.contracted()
    task = Task.objects.get(kind="programme")
    with pytest.raises(Exception, match="R-125"):
        body.step("pm", "task", task, "adjust", adjustment="postpone", due="2026-05-01")


def test_a_task_version_without_a_cause_cannot_be_stored(body):
    body.contracted()
    with pytest.raises(IntegrityError):
        TaskVersion.objects.create(
            task=Task.objects.first(), number=1, due_on=TODAY, owner="pm", cause="", line="", adjustment="postpone",
            at=body.clock.now(), by="pm",
        )  # fmt: skip


def test_nobody_plans_tasks_for_others_without_planning_projects(body):
    with pytest.raises(TaskOwnerError):
        task_plan(**body.by("zhao"), draft=TaskDraft("复印", TODAY, "pm"))
    assert task_plan(**body.by("pm"), draft=TaskDraft("复印", TODAY, "zhao")).owner == "zhao"


def test_a_transfer_is_reviewed_before_the_application_is_accepted(body):
    application = body.looked_up(body.applied(audit_type="transfer"))
    special = transfer_request(
        **body.by("pm"), application=application, old_body="示例", old_number="1", old_expires_on=dt.date(2027, 1, 1)
    )
    for key in ("accredited", "not_suspended", "transfer_ncs", "not_barred"):
        condition_check(**body.by("pm"), machine="transfer", key=special.pk, found=LookUp(key, "yes"))
    Special.objects.filter(pk=special.pk).update(
        reviewed_points="转换原因；范围在认可范围内；原审核报告；未关闭的不符合；投诉；所处周期"
    )
    special.refresh_from_db()
    body.step("pm", "transfer", special, "accept")
    type(application).objects.filter(pk=application.pk).update(credit_code="")
    body.step("pm", "application", application, "accept")
    assert application.project.audit_type == "transfer"


def test_a_suspended_certificate_is_not_transferred(body):
    application = body.applied(audit_type="transfer")
    special = transfer_request(**body.by("pm"), application=application, old_body="示例", old_number="1")
    condition_check(**body.by("pm"), machine="transfer", key=special.pk, found=LookUp("not_suspended", "no"))
    with pytest.raises(Exception, match="X0") as caught:
        body.step("pm", "transfer", special, "accept")
    assert {"X01", "X02", "X03", "X04", "X05", "X08"} == {one.rule for one in caught.value.refusals}


@pytest.mark.parametrize("code", ["SP1", "SP3", "SP4"])
def test_a_special_audit_without_its_cause_is_not_accepted(body, code):
    project = body.certified()
    special = special_request(**body.by("pm"), project=project, code=code, trigger="客户申请")
    with pytest.raises(Exception, match=code):
        body.step("pm", "special", special, "accept")


def test_a_change_without_an_audit_is_settled_and_decided(body):
    project = body.certified()
    special = special_request(**body.by("pm"), project=project, code="SP7", trigger="更名")
    body.step("pm", "special", special, "accept_unaudited", reason="仅名称变更")
    body.step("zhou", "special", special, "decide", text="同意")
    assert special.state == "done"


def test_a_day_that_is_no_day_is_refused_before_anything_is_written(body):
    with pytest.raises(StepInputError):
        body.step("pm", "project", body.accepted(), "contract", day="三月二日", fee="yes")
    assert Step.objects.filter(step="contract").count() == 0


def test_warnings_stand_in_the_history_and_in_the_decision(body):
    project = body.contracted()
    assert "SP2" in Step.objects.get(project=project, step="contract").minded


def test_facts_of_a_project_are_gathered_in_few_queries(body, django_assert_max_num_queries):
    project = body.certified()
    subject = subject_of(body.viewers["pm"], "project", project.pk)
    with django_assert_max_num_queries(16):
        facts_of(subject, body.viewers["pm"], body.today, Given(), book("A01", body.today))


def test_an_invented_body_has_projects_at_every_stage(body):
    assert projects_invent(deed=body.by("pm")["deed"], count=32) == 32
    assert projects_invent(deed=body.by("pm")["deed"], count=32) == 0
    assert set(Project.objects.values_list("status", flat=True)) == {"none", "01", "02", "03"}
    assert Special.objects.filter(code="SP5").exists()


@pytest.mark.slow
def test_the_papers_of_a_certification_land_in_its_case(printing_body):
    project = printing_body.certified()
    kinds = list(FiledPaper.objects.filter(item__case=project.case).values_list("kind", flat=True))
    assert {"B01", "B04", "B05", "B02", "C01", "C02", "C03", "C05", "C06", "D02", "D03", "D04", "D05", "D12", "E01",
            "E03"} <= set(kinds)  # fmt: skip
