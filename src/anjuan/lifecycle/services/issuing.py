"""The one place where the process makes a certificate."""

from __future__ import annotations

import datetime as dt

from anjuan.accounts.deeds import Deed
from anjuan.kit.clock import CHINA
from anjuan.lifecycle.models import Project, StatusChange
from anjuan.lifecycle.rules.process_guards_certificate import last_valid_day
from anjuan.lifecycle.rules.process_tables import book
from anjuan.lifecycle.services import duties
from anjuan.registry.models import Certificate
from anjuan.registry.services.organisations import CertificateFacts, certificate_record


def certificate_issue(*, deed: Deed, project: Project, number: str, issued_on: dt.date | None = None) -> Certificate:
    """Record the certificate of a project and put the project under its surveillance.

    Guards have been asked before: this writes. Whoever makes the document of the certificate does it here.

    Args:
        deed: Who and when.
        project: A project whose decision is positive.
        number: The number by the body's rule.
        issued_on: The day of issue; the day of the deed where none is said.

    """
    day = issued_on or deed.now.astimezone(CHINA).date()
    limits = book(project.field_code, day).limits
    ends = last_valid_day(day, limits.validity_months)
    certificate = certificate_record(
        deed=deed, organisation=project.organisation,
        facts=CertificateFacts(
            number=number, field_code=project.field_code, standard=project.standards[:120], scope=project.scope,
            issued_on=day, expires_on=ends,
        ),
    )  # fmt: skip
    project.certificate, project.certificate_no = certificate, number
    project.issued_on, project.expires_on = day, ends
    StatusChange.objects.create(
        project=project, step="issue", before=project.status if project.status != "01" else "none", after="01",
        begins_on=day, decided_by=deed.actor, at=deed.now,
    )  # fmt: skip
    project.status, project.state = "01", "certified"
    project.save()
    _plan_upkeep(deed, project)
    return certificate


def _plan_upkeep(deed: Deed, project: Project) -> None:
    """Plan surveillance and recertification of the cycle that begins, by the programme and the rules' last days."""
    lines = project.programme.filter(kind="surveillance").order_by("sequence")
    for line in lines:
        duties.plan(deed, project, f"surveillance-{line.sequence}", due_on=line.planned_on)
    if project.expires_on is not None:
        duties.plan(deed, project, "recertification", due_on=project.expires_on - dt.timedelta(days=90))
