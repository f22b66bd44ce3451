"""Opening projects, their cases and their audits."""

from __future__ import annotations

import datetime as dt

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Case
from anjuan.archive.services.cases import case_describe, case_open
from anjuan.kit.clock import CHINA
from anjuan.kit.periods import add_months
from anjuan.lifecycle.models import Application, Audit, ProgrammeLine, Project
from anjuan.lifecycle.rules.process_tables import book
from anjuan.lifecycle.services import duties
from anjuan.lifecycle.services.numbering import next_number
from anjuan.registry.services.organisations import organisation_register

#: How a case file calls the kind of an audit.
CASE_TYPES = {
    "stage1": "initial",
    "stage2": "initial",
    "surveillance": "surveillance",
    "recertification": "recertification",
    "special": "special",
}


def project_open(*, deed: Deed, application: Application, manager: str) -> Project:
    """Open the project of an accepted application, with the organisation and the first case file. In a transaction."""
    organisation = application.organisation or organisation_register(
        deed=deed, name=application.applicant, credit_code=application.credit_code
    )
    if application.organisation_id is None:
        application.organisation = organisation
        application.save(update_fields=["organisation"])
    earlier = Project.objects.filter(organisation=organisation, field_code=application.field_code).count()
    project = Project.objects.create(
        number=next_number(Project, "XM", deed), application=application, organisation=organisation,
        kind=application.kind, audit_type=application.audit_type, field_code=application.field_code,
        standards=application.standards, scope=application.scope, professional_codes=application.professional_codes,
        site_count=application.site_count, cycle_no=earlier + 1, manager=manager, created_at=deed.now,
        updated_at=deed.now,
    )  # fmt: skip
    kind = "recertification" if application.audit_type == "recertification" else "stage2"
    project.case = case_of_audit(deed=deed, project=project, kind=kind, key="first")
    project.save(update_fields=["case"])
    duties.plan(deed, project, "contract", days=15)
    return project


def case_of_audit(*, deed: Deed, project: Project, kind: str, key: str) -> Case:
    """Return the case file of an audit, opened and described now if it is new."""
    name = project.organisation.name
    case = case_open(deed=deed, title=f"{name} {project.number}", source_key=f"process:{project.number}/{key}")
    year = deed.now.astimezone(CHINA).year
    values: dict[str, str | int | list[str]] = {
        "organisation_name": name, "field_code": project.field_code, "audit_type": CASE_TYPES[kind], "year": year,
    }  # fmt: skip
    if project.standards:
        values["standard"] = [project.standards]
    if project.professional_codes:
        values["professional_code"] = project.professional_codes.split("；")
    case_describe(deed=deed, case=case, source="process", values=values)
    Case.objects.filter(pk=case.pk, organisation=None).update(organisation=project.organisation)
    case.refresh_from_db()
    return case


def audits_of_programme(*, deed: Deed, project: Project) -> list[Audit]:
    """Open the audits that a programme plans for now: those before the certificate, later ones when they are due."""
    opened = project.audits.values_list("sequence", flat=True)
    lines = project.programme.exclude(kind="surveillance").exclude(sequence__in=list(opened))
    return [audit_open(deed=deed, project=project, line=line) for line in lines]


def audit_open(*, deed: Deed, project: Project, line: ProgrammeLine) -> Audit:
    """Open one audit of a programme, with its case file and the task to order it."""
    is_first = line.kind in ("stage1", "stage2", "recertification") and project.case is not None
    case = project.case if is_first else case_of_audit(
        deed=deed, project=project, kind=line.kind, key=str(line.sequence)
    )  # fmt: skip
    audit = Audit.objects.create(
        number=f"{project.number}-{line.sequence}", project=project, sequence=line.sequence, kind=line.kind,
        first_day=line.planned_on, last_day=line.planned_on, minimum_days=line.days or project.minimum_days,
        due_on=_due(project, line), case=case, created_at=deed.now, updated_at=deed.now,
    )  # fmt: skip
    duties.plan(deed, project, f"audit-{audit.pk}-order", due_on=line.planned_on, audit=audit)
    return audit


def _due(project: Project, line: ProgrammeLine) -> dt.date | None:
    """Return the last day that T01, T02 or T06 allow; None for audits without one."""
    if project.issued_on is None:
        return None
    if line.kind == "recertification":
        return project.expires_on
    limits = book(project.field_code, line.planned_on).limits
    done = project.audits.filter(kind="surveillance", state="passed").order_by("sequence").last()
    if done is not None and done.last_day is not None:
        return add_months(done.last_day, limits.surveillance_months)
    return add_months(project.issued_on, limits.first_surveillance_months)
