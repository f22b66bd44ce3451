"""What follows from a step besides the new state: records, projects, cases, tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from anjuan.accounts.deeds import Deed
from anjuan.kit.clock import CHINA
from anjuan.lifecycle.models import Decision, FileReview, FindingVerification, ReviewQuestion, StatusChange
from anjuan.lifecycle.rules.process_machine import Refusal
from anjuan.lifecycle.selectors.subjects import Subject
from anjuan.lifecycle.services import duties
from anjuan.lifecycle.services.inputs import StepInput
from anjuan.lifecycle.services.issuing import certificate_issue
from anjuan.lifecycle.services.opening import audits_of_programme, project_open
from anjuan.lifecycle.services.work import version_add

Effect = Callable[[Deed, Subject, StepInput, tuple[Refusal, ...]], None]


def _name(told: StepInput, subject: Subject) -> str:
    team = subject.audit.team.filter(user=told.viewer.user_id).first() if subject.audit else None
    return team.name if team else told.viewer.name


def _submit(deed: Deed, subject: Subject, _: StepInput, __: tuple[Refusal, ...]) -> None:
    if subject.row.applied_on is None:
        subject.row.applied_on = deed.now.astimezone(CHINA).date()


def _accept(deed: Deed, subject: Subject, told: StepInput, _: tuple[Refusal, ...]) -> None:
    row = subject.row
    row.reviewed_on, row.reviewed_by = deed.now.astimezone(CHINA).date(), deed.actor
    row.save()
    project_open(deed=deed, application=row, manager=told.viewer.name)


def _decline(deed: Deed, subject: Subject, _: StepInput, __: tuple[Refusal, ...]) -> None:
    subject.row.reviewed_on, subject.row.reviewed_by = deed.now.astimezone(CHINA).date(), deed.actor


def _programme(deed: Deed, subject: Subject, _: StepInput, __: tuple[Refusal, ...]) -> None:
    row = subject.row
    row.programme_approved_on, row.programme_approved_by = deed.now.astimezone(CHINA).date(), deed.actor
    row.save()
    audits_of_programme(deed=deed, project=row)
    duties.finish(deed, row, "programme")


def _contract(deed: Deed, subject: Subject, _: StepInput, __: tuple[Refusal, ...]) -> None:
    duties.finish(deed, subject.row, "contract")
    duties.plan(deed, subject.row, "programme", days=10)


def _certify(deed: Deed, subject: Subject, told: StepInput, _: tuple[Refusal, ...]) -> None:
    certificate_issue(deed=deed, project=subject.row, number=told.text("number", 60), issued_on=told.day("day"))


def _ended(deed: Deed, subject: Subject, _: StepInput, __: tuple[Refusal, ...]) -> None:
    duties.drop(deed, subject.row)


def _order(deed: Deed, subject: Subject, _: StepInput, __: tuple[Refusal, ...]) -> None:
    row = subject.row
    row.ordered_on, row.ordered_by = deed.now.astimezone(CHINA).date(), deed.actor
    duties.finish(deed, subject.project, f"audit-{row.pk}-order")


def _reorder(_: Deed, subject: Subject, __: StepInput, ___: tuple[Refusal, ...]) -> None:
    subject.row.ordered_on, subject.row.team_accepted_on = None, None


def _opened(deed: Deed, subject: Subject, _: StepInput, __: tuple[Refusal, ...]) -> None:
    subject.row.opened_on, subject.row.client_signed = deed.now.astimezone(CHINA).date(), False


def _closed(deed: Deed, subject: Subject, _: StepInput, __: tuple[Refusal, ...]) -> None:
    subject.row.closed_on = deed.now.astimezone(CHINA).date()
    duties.plan(deed, subject.row.project, f"audit-{subject.row.pk}-report", days=10, audit=subject.row)


def _reported(deed: Deed, subject: Subject, _: StepInput, __: tuple[Refusal, ...]) -> None:
    subject.row.reported_on = deed.now.astimezone(CHINA).date()
    duties.finish(deed, subject.project, f"audit-{subject.row.pk}-report")
    duties.plan(deed, subject.row.project, f"audit-{subject.row.pk}-review", days=10, audit=subject.row)


def _concluded(deed: Deed, subject: Subject, _: StepInput, __: tuple[Refusal, ...]) -> None:
    subject.row.reported_on = deed.now.astimezone(CHINA).date()
    duties.finish(deed, subject.project, f"audit-{subject.row.pk}-report")


def _question(deed: Deed, subject: Subject, told: StepInput, _: tuple[Refusal, ...]) -> None:
    ReviewQuestion.objects.create(
        audit=subject.row, text=told.text("reason", 5000), asked_by=deed.actor, asked_at=deed.now
    )


def _answer_questions(deed: Deed, subject: Subject, told: StepInput, _: tuple[Refusal, ...]) -> None:
    subject.row.questions.filter(answered_at=None).update(
        answer=told.text("reason", 5000), answered_by=deed.actor, answered_at=deed.now
    )


def _review(deed: Deed, subject: Subject, told: StepInput, _: tuple[Refusal, ...]) -> None:
    FileReview.objects.create(
        audit=subject.row, reviewer=deed.actor, reviewer_name=_name(told, subject), text=told.text("text", 5000),
        reviewed_on=deed.now.astimezone(CHINA).date(),
    )  # fmt: skip
    duties.finish(deed, subject.project, f"audit-{subject.row.pk}-review")
    duties.plan(deed, subject.row.project, f"audit-{subject.row.pk}-decide", days=10, audit=subject.row)


def _decide(deed: Deed, subject: Subject, told: StepInput, minded: tuple[Refusal, ...]) -> None:
    Decision.objects.create(
        audit=subject.row, is_positive=told.step == "decide", decider=deed.actor,
        decider_name=_name(told, subject), decided_on=deed.now.astimezone(CHINA).date(),
        text=told.text("text", 5000) or told.text("reason", 5000),
        minded="；".join(f"{one.rule} {one.zh}" for one in minded),
    )  # fmt: skip
    duties.finish(deed, subject.project, f"audit-{subject.row.pk}-decide")
    duties.finish(deed, subject.project, f"audit-{subject.row.pk}-order")


def _verify(deed: Deed, subject: Subject, told: StepInput, _: tuple[Refusal, ...]) -> None:
    shown = told.text("evidence", 2000) or "、".join(subject.row.evidence.values_list("title", flat=True))
    FindingVerification.objects.create(
        finding=subject.row, text=told.text("text", 5000), evidence=shown, verified_by=deed.actor,
        verified_on=deed.now.astimezone(CHINA).date(),
    )  # fmt: skip
    duties.finish(deed, subject.project, f"finding-{subject.row.pk}")


def _escalate(_: Deed, subject: Subject, __: StepInput, ___: tuple[Refusal, ...]) -> None:
    subject.row.grade = "major"


def _acknowledge(deed: Deed, subject: Subject, _: StepInput, __: tuple[Refusal, ...]) -> None:
    duties.plan_finding(deed, subject.row)


def _status(deed: Deed, subject: Subject, told: StepInput, _: tuple[Refusal, ...]) -> None:
    """Keep the change of status with its reason, and what has to be done because of it."""
    row = subject.row
    before = type(row).objects.values_list("status", flat=True).get(pk=row.pk)
    is_suspending = told.step == "suspend"
    StatusChange.objects.create(
        project=row, step=told.step, before=before, after=row.status, reason_code=told.text("code", 4),
        begins_on=row.suspended_on if is_suspending else deed.now.astimezone(CHINA).date(),
        ends_on=row.suspension_ends_on if is_suspending else None,
        text=told.text("text", 5000) or told.text("reason", 5000), decided_by=deed.actor, at=deed.now,
    )  # fmt: skip
    if is_suspending:
        row.cause_resolved_on, row.restoration_on = None, None
        duties.plan(deed, row, "suspension", due_on=row.suspension_ends_on)
    if told.step in ("restore", "withdraw_suspended", "cancel", "expire"):
        duties.finish(deed, row, "suspension")
    if row.status in ("03", "04"):
        duties.drop(deed, row)


def _issue(deed: Deed, subject: Subject, told: StepInput, _: tuple[Refusal, ...]) -> None:
    _certify(deed, subject, told, _)


def _transfer(deed: Deed, subject: Subject, _: StepInput, __: tuple[Refusal, ...]) -> None:
    if subject.application is not None:
        subject.application.audit_type = "transfer" if subject.row.state == "accepted" else "initial"
        subject.application.updated_at = deed.now
        subject.application.save(update_fields=["audit_type", "updated_at"])


def _task_done(deed: Deed, subject: Subject, told: StepInput, _: tuple[Refusal, ...]) -> None:
    subject.row.done_at, subject.row.evidence = deed.now, told.text("evidence", 300)


def _task_adjust(deed: Deed, subject: Subject, told: StepInput, _: tuple[Refusal, ...]) -> None:
    version_add(deed, subject.row, told)


EFFECTS: Mapping[tuple[str, str], Effect] = {
    ("application", "submit"): _submit,
    ("application", "accept"): _accept,
    ("application", "decline"): _decline,
    ("project", "contract"): _contract,
    ("project", "programme"): _programme,
    ("project", "certify"): _certify,
    ("project", "refuse"): _ended,
    ("project", "cancel"): _ended,
    ("project", "end"): _ended,
    ("audit", "order"): _order,
    ("audit", "reorder"): _reorder,
    ("audit", "open"): _opened,
    ("audit", "close"): _closed,
    ("audit", "report"): _reported,
    ("audit", "conclude"): _concluded,
    ("audit", "question"): _question,
    ("audit", "answer"): _answer_questions,
    ("audit", "review"): _review,
    ("audit", "decide"): _decide,
    ("audit", "decide_against"): _decide,
    ("finding", "acknowledge"): _acknowledge,
    ("finding", "verify"): _verify,
    ("finding", "escalate"): _escalate,
    ("certificate", "issue"): _issue,
    **{
        ("certificate", step): _status
        for step in (
            "suspend", "restore", "withdraw_suspended", "withdraw", "cancel", "expire", "restore_expired", "reduce",
            "extend", "renew",
        )
    },
    ("transfer", "accept"): _transfer,
    ("transfer", "accept_visited"): _transfer,
    ("transfer", "as_new"): _transfer,
    ("task", "finish"): _task_done,
    ("task", "adjust"): _task_adjust,
    ("task", "cancel"): _task_adjust,
}  # fmt: skip
