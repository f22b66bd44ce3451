"""What a project manager sets of a project: its programme, audit time, sampling, and further audits of the cycle."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.errors import RefusedError, UsageError
from anjuan.lifecycle.models import Audit, ProgrammeLine, Project
from anjuan.lifecycle.selectors.subjects import subject_of
from anjuan.lifecycle.services import duties
from anjuan.lifecycle.services.opening import audit_open
from anjuan.lifecycle.services.stepping import may_not

#: What may be set of a project besides its state.
SETTABLE = frozenset(
    {"minimum_days", "minimum_reason", "site_count", "sampling_reason", "manager", "scope", "professional_codes",
     "short_notice_agreed"}
)  # fmt: skip


class ProjectClosedError(RefusedError):
    """Something is written into a project that is past it, or not there yet."""

    code = "LIFE-112"
    http_status = 409


class ProjectInputError(UsageError):
    """What is written into a project cannot be right."""

    code = "LIFE-113"


@dataclasses.dataclass(frozen=True, slots=True)
class PlannedAudit:
    """An audit that a programme plans. ``kind`` is stage1, stage2, surveillance, recertification or special."""

    kind: str
    planned_on: dt.date
    days: float | None = None
    clauses: str = ""


def _journal(deed: Deed, project: Project, step: str, **detail: object) -> None:
    journal_write(
        deed=deed, action="process.project", subject=f"lifecycle.project:{project.pk}", label=str(project),
        detail={"step": step, **detail},
    )  # fmt: skip


@durable_transaction()
def project_set(*, deed: Deed, viewer: Viewer, key: int, values: Mapping[str, object]) -> Project:
    """Set values of a project by the names of its columns.

    Raises:
        ProcessMayNotError: The person plans no projects.
        ProjectInputError: A name is none of those that may be set.

    """
    may_not(deed, viewer, "process.plan")
    project: Project = subject_of(viewer, "project", key, locked=True).row
    if set(values) - SETTABLE:
        raise ProjectInputError("Not all of these values may be set by hand.", remedy="Take the step that sets them.")
    for name, value in values.items():
        setattr(project, name, value)
    project.updated_at = deed.now
    project.save()
    _journal(deed, project, "set", values={name: str(value) for name, value in values.items()})
    return project


@durable_transaction()
def programme_set(*, deed: Deed, viewer: Viewer, key: int, audits: Sequence[PlannedAudit]) -> list[ProgrammeLine]:
    """Give a project its programme, instead of the one it has; audits that were opened stay in it.

    Raises:
        ProcessMayNotError: The person plans no projects.
        ProjectClosedError: An opened audit would fall out of the programme.

    """
    may_not(deed, viewer, "process.plan")
    project: Project = subject_of(viewer, "project", key, locked=True).row
    opened = list(project.audits.order_by("sequence").values_list("sequence", "kind"))
    wanted = {number: one.kind for number, one in enumerate(audits, 1)}
    if any(wanted.get(sequence) != kind for sequence, kind in opened):
        raise ProjectClosedError(
            f"Audits of {project.number} that were opened cannot leave the programme.",
            remedy="Keep them at their place; cancel them in their own step.",
        )
    project.programme.all().delete()
    made = [
        ProgrammeLine.objects.create(
            project=project, sequence=number, kind=one.kind, planned_on=one.planned_on, clauses=one.clauses,
            days=None if one.days is None else str(one.days),
        )
        for number, one in enumerate(audits, 1)
    ]  # fmt: skip
    _journal(deed, project, "programme", audits=[f"{one.kind} {one.planned_on}" for one in audits])
    return made


@durable_transaction()
def audit_begin(*, deed: Deed, viewer: Viewer, key: int, planned: PlannedAudit) -> Audit:
    """Open an audit of a certified project: one its programme plans, or one more.

    Raises:
        ProcessMayNotError: The person plans no projects.
        ProjectClosedError: The project has no approved programme or is over.

    """
    may_not(deed, viewer, "process.plan")
    project: Project = subject_of(viewer, "project", key, locked=True).row
    if project.state not in ("programmed", "certified"):
        raise ProjectClosedError(
            f"The project {project.number} is {project.state}: no audit is opened now.",
            remedy="Approve the programme first; a project that is over needs a new application.",
        )
    taken = set(project.audits.values_list("sequence", flat=True))
    line = project.programme.filter(kind=planned.kind).exclude(sequence__in=taken).order_by("sequence").first()
    if line is None:
        last = max([*taken, *project.programme.values_list("sequence", flat=True), 0])
        line = ProgrammeLine.objects.create(
            project=project, sequence=last + 1, kind=planned.kind, planned_on=planned.planned_on,
            clauses=planned.clauses,
        )  # fmt: skip
    line.planned_on = planned.planned_on
    line.save(update_fields=["planned_on"])
    audit = audit_open(deed=deed, project=project, line=line)
    duties.finish(deed, project, f"{planned.kind}-{line.sequence}")
    duties.due_refresh(project, deed)
    _journal(deed, project, "audit", number=audit.number)
    return audit
