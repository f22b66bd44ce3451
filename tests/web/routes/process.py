"""The routes of the certification process, for the tests of who may open them."""

from __future__ import annotations

import datetime as dt

from tests.web.made import NOW, Shelf

from anjuan.lifecycle.models import Application, Audit, ProgrammeLine, Project, Task
from anjuan.registry.models import Organisation

#: Route → key of ``ALLOWS``.
POLICY: dict[str, str] = {
    "projects": "sees projects",
    "project": "reads all projects",
    "project_step": "reads all projects",
    "project_audit": "reads all projects",
    "project_audit_set": "reads all projects",
    "project_plan": "reads all projects",
    "project_programme": "plans projects",
    "project_audit_open": "plans projects",
    "project_special": "plans projects",
    "applications": "sees applications",
    "application_new": "applies",
    "application": "reads all projects",
    "application_set": "applies",
    "application_check": "accepts",
    "application_step": "reads all projects",
    "duties": "has tasks",
    "duty_step": "has tasks",
}
#: Key of a policy → the capabilities of which one is needed; none for everybody.
ALLOWS: dict[str, set[str]] = {
    "sees projects": {"process.read", "process.audit"},
    "reads all projects": {"process.read"},
    "plans projects": {"process.plan"},
    "sees applications": {"process.read", "process.apply"},
    "applies": {"process.apply", "process.accept"},
    "accepts": {"process.accept"},
    "has tasks": {"process.own"},
}
#: Routes that answer to POST alone.
POSTED: set[str] = {
    "project_step", "project_audit_set", "project_programme", "project_audit_open", "project_special",
    "application_set",
    "application_check", "application_step", "duty_step",
}  # fmt: skip
#: POST routes whose arguments name a thing that the person does not have: 404 is an answer.
MISSES: set[str] = {"project_step", "application_set", "application_step", "duty_step", "application_check"}
#: Routes that are no page to look at: files, fragments, steps.
NO_PAGES: set[str] = {"project_plan", *POSTED}


def made() -> Audit:
    """Return an audit of a project with an application, as the routes name them; made once."""
    known = Audit.objects.filter(number="XM-2026-00001-1").first()
    if known is not None:
        return known
    organisation = Organisation.objects.create(name="宁波海棠精密模具有限公司", created_at=NOW, updated_at=NOW)
    application = Application.objects.create(
        number="SQ-2026-00001", organisation=organisation, applicant=organisation.name, kind="system",
        field_code="A01", state="submitted", created_at=NOW, updated_at=NOW, created_by="pm",
    )  # fmt: skip
    project = Project.objects.create(
        number="XM-2026-00001", application=application, organisation=organisation, kind="system", field_code="A01",
        standards="GB/T 19001-2016", state="programmed", fee_direct=True, contract_on=dt.date(2026, 1, 5),
        programme_approved_on=dt.date(2026, 1, 6), created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    ProgrammeLine.objects.create(project=project, sequence=1, kind="stage1", planned_on=dt.date(2026, 2, 1))
    Task.objects.create(
        project=project, kind="contract", title="签订认证合同", owner="pm", due_on=dt.date(2026, 2, 1),
        first_due_on=dt.date(2026, 2, 1), created_at=NOW,
    )  # fmt: skip
    return Audit.objects.create(
        number="XM-2026-00001-1", project=project, sequence=1, kind="stage1", first_day=dt.date(2026, 2, 1),
        last_day=dt.date(2026, 2, 1), created_at=NOW, updated_at=NOW,
    )  # fmt: skip


def words(name: str, shelf: Shelf) -> list[object]:
    """Return the words of a route's address; none for routes without any."""
    if name in ("projects", "applications", "application_new", "duties", "duty_step"):
        return []
    audit = made()
    if name.startswith("application"):
        return [audit.project.application_id]
    if name in ("project_audit", "project_audit_set", "project_plan"):
        return [audit.project.number, audit.pk]
    return [audit.project.number]


def sent(name: str) -> dict[str, str]:
    """Return what is sent to a route; nothing for routes of other parts."""
    return {
        "project_step": {"machine": "project", "key": "0", "step": "end"},
        "application_step": {"machine": "application", "key": "0", "step": "accept"},
        "duty_step": {"machine": "task", "key": "0", "step": "finish"},
        "application_check": {"condition": "legal_valid", "outcome": "yes"},
        "project_audit_open": {"kind": "special", "day": "2026-03-02"},
        "project_special": {"code": "SP7", "trigger": "更名"},
        "application_set": {"applicant": "甲"},
    }.get(name, {})


def visited(shelf: Shelf) -> dict[str, dict[str, object]]:
    """Return route → the named arguments of its address, for the visit in a browser; makes what it names."""
    audit = made()
    return {
        "project": {"number": audit.project.number},
        "project_audit": {"number": audit.project.number, "audit_id": audit.pk},
        "application": {"application_id": audit.project.application_id},
    }
