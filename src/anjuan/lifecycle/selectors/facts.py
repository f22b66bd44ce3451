"""What is known of a thing of the process, as plain values for the guards."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, Sum

from anjuan.accounts.selectors.people import Viewer
from anjuan.kit.periods import add_months
from anjuan.lifecycle.models import Application, Audit, Finding, Project, Special, Task, TeamMember
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
from anjuan.lifecycle.rules.process_guards_certificate import last_valid_day
from anjuan.lifecycle.rules.process_tables import Book
from anjuan.lifecycle.selectors.subjects import Subject

SEPARATOR = "；"
#: The points of a pre-transfer review, X04.
TRANSFER_POINTS = ("转换原因", "范围在认可范围内", "原审核报告", "未关闭的不符合", "投诉", "所处周期")


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """What is said with a step and stands in no row.

    Attributes:
        reason: Why, or the text of a decision.
        number: The number of a certificate.
        number_taken: Whether another certificate has it.
        day: The day of the deed; the day it is done where none is said.

    """

    reason: str = ""
    number: str = ""
    number_taken: bool = False
    day: dt.date | None = None
    cause: str = ""
    adjustment: str = ""
    new_due_on: dt.date | None = None
    evidence: str = ""


def parts(text: str) -> tuple[str, ...]:
    """Return the parts of a text that are separated as the national format separates them."""
    return tuple(part.strip() for part in text.split(SEPARATOR) if part.strip())


def facts_of(subject: Subject, viewer: Viewer, today: dt.date, given: Given, rules: Book) -> Facts:
    """Return everything known of a thing when a step is asked for. About ten queries at most."""
    project, audit = subject.project, _audit_meant(subject)
    findings = _findings(project)
    return Facts(
        today=today,
        checks=_checks(subject),
        applied=applied_of(subject.application),
        contracted=contracted_of(project),
        audited=audited_of(audit, subject.machine),
        findings=tuple(finding_of(one, rules) for one in findings),
        finding=_finding_meant(subject, rules, given),
        certified=_certified(subject, audit, today, given, rules),
        moved=_moved(subject),
        acting=_acting(subject, audit, viewer, given),
    )


def _audit_meant(subject: Subject) -> Audit | None:
    """Return the audit that a step is about: its own, or the last certifying one that was decided."""
    if subject.audit is not None or subject.project is None:
        return subject.audit
    decided = subject.project.audits.filter(decision__isnull=False).select_related("decision")
    return decided.order_by("sequence").last()


def _checks(subject: Subject) -> dict[str, Check]:
    rows = []
    if subject.application is not None:
        rows += list(subject.application.conditions.all())
    if isinstance(subject.row, Special):
        rows += list(subject.row.conditions.all())
    elif subject.machine == "certificate":
        for special in subject.row.specials.filter(code="SP1"):
            rows += list(special.conditions.all())
    return {row.key: Check(row.outcome, row.checked_on) for row in sorted(rows, key=lambda row: row.pk)}


def applied_of(row: Application | None) -> Applied:
    """Return what an application states."""
    if row is None:
        return Applied()
    transfer = Special.objects.filter(application=row).values_list("state", flat=True).first()
    stated = {
        "组织名称": bool(row.applicant), "统一社会信用代码": bool(row.credit_code), "认证领域": bool(row.field_code),
        "认证依据": bool(row.standards), "认证范围": bool(row.scope), "联系人": bool(row.contact),
    }  # fmt: skip
    return Applied(
        stated, row.applied_on, row.released_on, row.internal_audit_on, row.management_review_on, row.barred_from,
        row.barred_by_body, row.qualified_auditors, transfer == "accepted", row.reviewed_on,
    )  # fmt: skip


def contracted_of(row: Project | None) -> Contracted:
    """Return what contract and programme say."""
    if row is None:
        return Contracted()
    return Contracted(
        fee_direct=row.fee_direct,
        contract_on=row.contract_on,
        short_notice_agreed=row.short_notice_agreed,
        planned=tuple((line.kind, line.planned_on) for line in row.programme.all()),
        cycle_from=row.issued_on,
        minimum_days=float(row.minimum_days) if row.minimum_days else None,
        site_count=row.site_count,
        sampling_reason=row.sampling_reason,
        programme_approved=row.programme_approved_on is not None,
        is_renewal=row.audit_type == "recertification",
    )


def _elsewhere(audit: Audit, member: TeamMember) -> bool:
    if member.user_id is None or audit.first_day is None or audit.last_day is None:
        return False
    other = Audit.objects.exclude(pk=audit.pk).exclude(state__in=["open", "cancelled"])
    return other.filter(
        team__user=member.user_id, first_day__lte=audit.last_day, last_day__gte=audit.first_day
    ).exists()


def _year_days(audit: Audit, member: TeamMember) -> float | None:
    if member.user_id is None or audit.first_day is None:
        return None
    others = TeamMember.objects.filter(user=member.user_id, audit__first_day__year=audit.first_day.year)
    others = others.exclude(audit=audit).exclude(audit__state__in=["open", "cancelled"])
    return float(others.aggregate(days=Sum("days"))["days"] or 0)


def member_of(audit: Audit, row: TeamMember, *, deep: bool) -> Member:
    """Return a person of a team; with ``deep`` also what other audits take of them."""
    elsewhere, year = (_elsewhere(audit, row), _year_days(audit, row)) if deep else (False, None)
    return Member(
        name=row.name, role=row.role, is_full=row.is_full, codes=parts(row.codes), days=float(row.days), year_days=year,
        declared_on=row.declared_on, consulted_on=row.consulted_on, is_elsewhere=elsewhere,
    )  # fmt: skip


def _stage1(audit: Audit) -> tuple[dt.date | None, int | None]:
    row = Audit.objects.filter(project=audit.project_id, kind="stage1", state="concluded").order_by("sequence").last()
    if row is None:
        return None, None
    return row.closed_on or row.last_day, row.findings.exclude(state__in=["closed", "taken_back"]).count()


def _clauses_open(audit: Audit) -> tuple[str, ...]:
    planned = {clause for row in audit.plan.all() for clause in row.clauses.split()}
    noted = {clause for note in audit.notes.all() for clause in note.clauses.split()}
    return tuple(sorted(planned - noted, key=_clause_order))


def _clause_order(clause: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part) if part.isdigit() else 0, part) for part in clause.split("."))


def unsigned_of(audit: Audit) -> tuple[str, ...]:
    """Return who has not signed the meeting that is due: the team and the client's management."""
    column = "closing_signed" if audit.state == "opened" else "opening_signed"
    names = [row.name for row in audit.team.all() if not getattr(row, column)]
    return tuple(names) if audit.client_signed else (*names, "受审核方管理层")


def audited_of(row: Audit | None, machine: str = "audit") -> Audited:
    """Return what is known of an audit."""
    if row is None:
        return Audited()
    deep = machine == "audit"
    ended, concerns = _stage1(row) if row.kind == "stage2" else (None, None)
    case = row.case
    return Audited(
        first_day=row.first_day, last_day=row.last_day,
        minimum_days=float(row.minimum_days) if row.minimum_days is not None else None,
        codes_needed=parts(row.project.professional_codes),
        team=tuple(member_of(row, one, deep=deep) for one in row.team.all()),
        rows=tuple((one.day, one.member.name) for one in row.plan.select_related("member")),
        remote_share_pct=float(row.remote_share_pct), remote_agreed=row.remote_agreed_on is not None,
        team_accepted=row.team_accepted_on is not None, short_notice=row.is_short_notice,
        plan_reported_on=row.plan_reported_on, spot_check_notice_on=row.spot_check_notice_on, due_on=row.due_on,
        stage1_ended_on=ended, stage1_open=concerns, unsigned=unsigned_of(row),
        clauses_open=_clauses_open(row) if deep else (),
        sites_open=tuple(site for site in parts(row.sample_sites) if site not in parts(row.visited_sites)),
        questions_open=row.questions.filter(answered_at=None).count(),
        papers_missing=case.misses if case else 0, contradictions=case.contradictions if case else 0,
        test_positive=row.test_positive, score=float(row.score) if row.score is not None else None,
        score_signed=row.score_signed_on is not None, committee_undeclared=row.committee_undeclared,
        licences_until=row.licences_until,
    )  # fmt: skip


def _findings(project: Project | None) -> Iterable[Finding]:
    if project is None:
        return ()
    return Finding.objects.filter(audit__project=project).exclude(audit__state="cancelled").select_related("audit")


def finding_of(row: Finding, rules: Book) -> FindingFacts:
    """Return what is known of a finding."""
    stated = {"事实": bool(row.fact), "条款": bool(row.clause), "要求": bool(row.requirement), "分级": bool(row.grade)}
    if row.grade == "observation":
        stated = {"事实": bool(row.fact)}
    last = row.audit.last_day
    return FindingFacts(
        row.number, row.grade, row.state, stated, {}, row.due_on,
        add_months(last, rules.limits.major_months) if last else None, meeting_over=row.audit.closed_on is not None,
    )  # fmt: skip


def _finding_meant(subject: Subject, rules: Book, given: Given) -> FindingFacts:
    if not isinstance(subject.row, Finding):
        return FindingFacts()
    answer = subject.row.answers.last()
    answered = {
        "原因分析": bool(answer and answer.cause.strip()), "纠正": bool(answer and answer.correction.strip()),
        "纠正措施": bool(answer and answer.action.strip()),
    }  # fmt: skip
    seen = bool(given.evidence.strip()) or subject.row.evidence.exists()
    return dataclasses.replace(finding_of(subject.row, rules), answered=answered, has_evidence=seen)


def _certified(subject: Subject, audit: Audit | None, today: dt.date, given: Given, rules: Book) -> Certified:
    row = subject.project
    if row is None:
        return Certified()
    decision = getattr(audit, "decision", None) if audit else None
    issued = row.issued_on or given.day or today
    expires = row.expires_on or _former_expiry(row)
    if subject.machine in ("project", "certificate") and row.expires_on is None:
        expires = last_valid_day(issued, rules.limits.validity_months)
    return Certified(
        decided_on=decision.decided_on if decision else None,
        decided_positive=bool(decision and decision.is_positive),
        decided_recertification=bool(decision and decision.is_positive and audit and audit.kind == "recertification"),
        decided_extension=row.specials.filter(code="SP1", state="done").exists(),
        decider=decision.decider_name if decision and subject.machine in ("project", "certificate") else "",
        number=given.number or row.certificate_no, number_taken=given.number_taken,
        issued_on=issued, expires_on=expires, reason_code=row.status_reason, suspended_on=row.suspended_on,
        suspension_ends_on=row.suspension_ends_on, cause_resolved=row.cause_resolved_on is not None,
        restoration_decided=row.restoration_on is not None, cancellation_asked=row.cancellation_on is not None,
        status=row.status,
    )  # fmt: skip


def _former_expiry(row: Project) -> dt.date | None:
    """Return the last valid day of the certificate that a recertification renews."""
    former = Project.objects.filter(organisation=row.organisation_id, field_code=row.field_code).exclude(pk=row.pk)
    return former.exclude(expires_on=None).order_by("expires_on").values_list("expires_on", flat=True).last()


def _moved(subject: Subject) -> Moved:
    row = subject.row
    if not isinstance(row, Special):
        return Moved()
    done = row.audit is not None and row.audit.state in ("reviewed", "passed")
    reviewed = dict.fromkeys(TRANSFER_POINTS, False) | dict.fromkeys(parts(row.reviewed_points), True)
    return Moved(row.trigger, done, row.visited_on is not None, reviewed, row.body_ceased_on, row.old_expires_on)


def _acting(subject: Subject, audit: Audit | None, viewer: Viewer, given: Given) -> Acting:
    mine = audit.team.filter(Q(user=viewer.user_id) if viewer.user_id else Q(pk=None)).first() if audit else None
    review = getattr(audit, "review", None) if audit else None
    return Acting(
        name=mine.name if mine else viewer.name,
        is_client="client" in viewer.roles,
        in_body=viewer.user_id is not None,
        consulted_on=mine.consulted_on if mine else None,
        is_reviewer=bool(review and review.reviewer == viewer.name),
        reason=given.reason, cause=given.cause, adjustment=given.adjustment, new_due_on=given.new_due_on,
        due_on=subject.row.due_on if isinstance(subject.row, Task) else None,
    )  # fmt: skip
