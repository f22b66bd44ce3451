"""The list of projects, and everything that the page of one shows."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q, QuerySet

from anjuan.accounts.selectors.people import Viewer
from anjuan.kit.errors import UsageError
from anjuan.lifecycle.models import Audit, FiledPaper, Finding, Project, Special, Step, Task
from anjuan.lifecycle.selectors.offering import Offered, offers_of
from anjuan.lifecycle.selectors.sight import ProcessUnknownError, findings_of, projects_of
from anjuan.lifecycle.selectors.subjects import Subject, subject_of

MOST_ROWS = 500
_RUNNING = ("accepted", "contracted", "programmed", "certified")
#: Where a project stands, for the tabs of its list; today narrows the first one.
STANDINGS = ("late", "contracting", "auditing", "valid", "suspended", "over")
_WHERE = {
    "contracting": Q(state__in=["accepted", "contracted"]),
    "auditing": Q(state="programmed"),
    "valid": Q(status="01"),
    "suspended": Q(status="02"),
    "over": Q(state__in=["refused", "cancelled", "ended"]) | Q(status__in=["03", "04", "05"]),
}
_ORDERS = {
    "number": "number", "organisation": "organisation__name", "state": "state", "due": "due_on",
    "expires": "expires_on", "updated": "updated_at", "manager": "manager",
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class ProjectFilter:
    """What narrows the list of projects; empty for everything."""

    words: str = ""
    standing: str = ""
    field: str = ""
    manager: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project as a list shows it. Days are ISO, empty when there is none."""

    id: int
    number: str
    organisation: str
    field: str
    standards: str
    state: str
    status: str
    cycle_no: int
    manager: str
    due_on: str
    due_title: str
    is_late: bool
    expires_on: str
    certificate_no: str


@dataclasses.dataclass(frozen=True, slots=True)
class ProjectPage:
    """Some projects, how many there are, and how many stand where."""

    rows: tuple[ProjectRow, ...]
    total: int
    standings: dict[str, int]


def project_list(
    viewer: Viewer, wanted: ProjectFilter, *, today: dt.date, order: str = "due", offset: int = 0, limit: int = 20
) -> ProjectPage:
    """Return some projects that a person may see, by one of ``ORDERS``, and how many stand where.

    Raises:
        UsageError: There is no such order or standing.

    """
    column = _ORDERS.get(order.removeprefix("-"))
    if column is None or (wanted.standing and wanted.standing not in STANDINGS):
        raise UsageError("Projects are not ordered or told apart like this.", remedy="Use the headings of the list.")
    found = _narrowed(projects_of(viewer), wanted)
    where = {"late": Q(due_on__lt=today, state__in=_RUNNING), **_WHERE}
    counts = {key: found.filter(condition).count() for key, condition in where.items()}
    counts[""] = found.count()
    chosen = found.filter(where[wanted.standing]) if wanted.standing else found
    by = F(column).desc(nulls_last=True) if order.startswith("-") else F(column).asc(nulls_last=True)
    rows = chosen.select_related("organisation").order_by(by, "pk")[offset : offset + min(limit, MOST_ROWS)]
    return ProjectPage(tuple(_row(one, today) for one in rows), counts[wanted.standing], counts)


def _narrowed(found: QuerySet[Project], wanted: ProjectFilter) -> QuerySet[Project]:
    for word in wanted.words.split()[:5]:
        found = found.filter(
            Q(number__icontains=word) | Q(organisation__name__icontains=word) | Q(certificate_no__icontains=word)
            | Q(contract_no__icontains=word)
        )  # fmt: skip
    if wanted.field:
        found = found.filter(field_code__startswith=wanted.field)
    if wanted.manager:
        found = found.filter(manager=wanted.manager)
    return found


def _row(one: Project, today: dt.date) -> ProjectRow:
    late = one.due_on is not None and one.due_on < today and one.state in _RUNNING
    return ProjectRow(
        one.pk, one.number, one.organisation.name, one.field_code, one.standards, one.state, one.status, one.cycle_no,
        one.manager, str(one.due_on or ""), one.due_title, late, str(one.expires_on or ""), one.certificate_no,
    )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A thing of a project with the steps it offers."""

    subject: Subject
    offers: tuple[Offered, ...]

    @property
    def row(self) -> Any:  # noqa: ANN401  it is one of several tables' rows
        """The row itself."""
        return self.subject.row


@dataclasses.dataclass(frozen=True, slots=True)
class ProjectView:
    """Everything that the page of a project shows to a person."""

    project: Project
    parts: tuple[Part, ...]
    audits: tuple[Audit, ...]
    findings: tuple[Part, ...]
    tasks: tuple[Task, ...]
    papers: tuple[FiledPaper, ...]
    steps: tuple[Step, ...]
    bar: tuple[tuple[str, bool], ...]


def project_named(viewer: Viewer, number: str) -> Project:
    """Return a project that a person may see, by its number.

    Raises:
        ProcessUnknownError: There is none, or not for this person.

    """
    project = projects_of(viewer).select_related("organisation", "application", "case").filter(number=number).first()
    if project is None:
        raise ProcessUnknownError(f"There is no project {number!r} that you may see.", remedy="Open it from the list.")
    return project


def project_view(viewer: Viewer, number: str, today: dt.date) -> ProjectView:
    """Return everything that the page of a project shows to a person.

    Raises:
        ProcessUnknownError: There is none, or not for this person.

    """
    project = project_named(viewer, number)
    audits = tuple(project.audits.prefetch_related("team", "plan__member", "findings"))
    mine = {audit.pk for audit in audits if viewer.may("process.read") or _is_team(audit, viewer)}
    about = [subject_of(viewer, "project", project.pk)]
    if project.status != "none":
        about.append(subject_of(viewer, "certificate", project.pk))
    about += [subject_of(viewer, "audit", audit.pk) for audit in audits if audit.pk in mine]
    about += [subject_of(viewer, "special", one.pk) for one in Special.objects.filter(project=project)]
    findings = findings_of(viewer).filter(audit__project=project).order_by("audit__sequence", "pk").distinct()
    return ProjectView(
        project=project,
        parts=tuple(Part(one, offers_of(one, viewer, today)) for one in about),
        audits=tuple(audit for audit in audits if audit.pk in mine),
        findings=tuple(_part(viewer, one, today) for one in findings),
        tasks=tuple(project.tasks.exclude(state__in=["done", "cancelled"])),
        papers=tuple(project.papers.order_by("-pk")[:60]),
        steps=steps_of(project),
        bar=bar_of(project, audits),
    )


def _is_team(audit: Audit, viewer: Viewer) -> bool:
    return viewer.user_id is not None and any(member.user_id == viewer.user_id for member in audit.team.all())


def _part(viewer: Viewer, finding: Finding, today: dt.date) -> Part:
    subject = subject_of(viewer, "finding", finding.pk)
    return Part(subject, offers_of(subject, viewer, today))


def steps_of(project: Project) -> tuple[Step, ...]:
    """Return the steps of a project and of its application, the last one first."""
    mine = Q(project=project)
    if project.application_id:
        mine |= Q(application=project.application_id, project=None)
    return tuple(Step.objects.filter(mine).order_by("-pk"))


def bar_of(project: Project, audits: Sequence[Audit]) -> tuple[tuple[str, bool], ...]:
    """Return the stages of a certification, each with whether it is reached."""
    certifying = [audit for audit in audits if audit.kind in ("stage2", "recertification")]
    states = {audit.state for audit in certifying}
    later = {"reported", "questioned", "reviewed", "passed", "failed"}
    return (
        ("apply", True),
        ("accept", True),
        ("contract", project.contract_on is not None),
        ("programme", project.programme_approved_on is not None),
        ("plan", any(audit.ordered_on for audit in audits)),
        ("onsite", any(audit.opened_on for audit in certifying)),
        ("report", bool(states & later)),
        ("review", bool(states & {"reviewed", "passed", "failed"})),
        ("decide", bool(states & {"passed", "failed"})),
        ("issue", project.status != "none"),
        ("maintain", any(audit.kind == "surveillance" and audit.state == "passed" for audit in audits)),
    )
