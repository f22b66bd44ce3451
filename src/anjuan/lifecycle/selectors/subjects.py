"""The thing that a step is about, whichever machine it belongs to."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet

from anjuan.accounts.selectors.people import Viewer
from anjuan.lifecycle.models import Application, Audit, Finding, Project, Special, Task
from anjuan.lifecycle.selectors.sight import (
    ProcessUnknownError,
    applications_of,
    audits_of,
    findings_of,
    projects_of,
    specials_of,
    tasks_of,
)

#: Schemes whose audits are scored.
_SCORED = ("27922",)


@dataclasses.dataclass(frozen=True, slots=True)
class Subject:
    """A row with what a machine wants to know of it.

    Attributes:
        machine: Key of the machine.
        row: The row itself.
        kind: Its kind among those of the machine.
        tags: What narrows guards.
        field: The certification field, which chooses the edition of the limits.
        project: Its project, if any.
        application: Its application, if any.
        audit: Its audit, if any.

    """

    machine: str
    row: Any
    kind: str
    tags: frozenset[str]
    field: str
    project: Project | None = None
    application: Application | None = None
    audit: Audit | None = None

    @property
    def state(self) -> str:
        """The state in which it is."""
        return str(getattr(self.row, state_column(self.machine)))


def state_column(machine: str) -> str:
    """Return the name of the column that holds the state of a machine."""
    return "status" if machine == "certificate" else "state"


def _tags(kind: str, field: str, standards: str, *more: str) -> frozenset[str]:
    scored = {"scored"} if any(one in standards for one in _SCORED) else set()
    return frozenset({kind, field, field[:3], *more} | scored)


def _application(row: Application) -> Subject:
    tags = _tags(row.kind, row.field_code, row.standards, row.audit_type)
    return Subject("application", row, row.kind, tags, row.field_code, application=row)


def _project(row: Project) -> Subject:
    tags = _tags(row.kind, row.field_code, row.standards, row.audit_type)
    return Subject("project", row, row.kind, tags, row.field_code, row, row.application)


def _certificate(row: Project) -> Subject:
    return dataclasses.replace(_project(row), machine="certificate", kind="certificate")


def _audit(row: Audit) -> Subject:
    project = row.project
    tags = _tags(project.kind, project.field_code, project.standards, row.kind)
    return Subject("audit", row, row.kind, tags, project.field_code, project, project.application, row)


def _finding(row: Finding) -> Subject:
    whole = _audit(row.audit)
    return dataclasses.replace(whole, machine="finding", row=row, kind=row.grade)


def _special(row: Special) -> Subject:
    machine = "transfer" if row.code == "SP5" else "special"
    of = row.project or row.application
    field = of.field_code if of else ""
    return Subject(machine, row, row.code, frozenset({row.code, field}), field, row.project, row.application, row.audit)


def _task(row: Task) -> Subject:
    field = row.project.field_code if row.project else ""
    return Subject("task", row, "task", frozenset(), field, row.project)


_FINDERS: Mapping[str, tuple[Callable[[Viewer], QuerySet[Any]], Callable[[Any], Subject]]] = {
    "application": (applications_of, _application),
    "project": (projects_of, _project),
    "certificate": (projects_of, _certificate),
    "audit": (audits_of, _audit),
    "finding": (findings_of, _finding),
    "special": (specials_of, _special),
    "transfer": (specials_of, _special),
    "task": (tasks_of, _task),
}


def subject_of(viewer: Viewer, machine: str, key: int, *, locked: bool = False) -> Subject:
    """Return a thing that a person may see. One query and those of its relations.

    Raises:
        ProcessUnknownError: There is none, or not for this person.

    """
    finder = _FINDERS.get(machine)
    seen = finder[0](viewer).filter(pk=key).first() if finder else None
    if finder is None or seen is None:
        raise ProcessUnknownError(f"There is no {machine} {key} that you may see.", remedy="Open it from the list.")
    if locked:
        # The sight filter may be distinct or joined, which cannot be locked: the row is locked by itself.
        seen = type(seen).objects.select_for_update().get(pk=seen.pk)
    return finder[1](seen)
