"""Which projects, audits, findings and tasks a person may see: the filters that every selector starts from."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from anjuan.accounts.selectors.people import Viewer
from anjuan.kit.errors import NotFoundError
from anjuan.lifecycle.models import Application, Audit, Finding, Project, Special, Task

_ORGANISATION = "organisation:"


class ProcessUnknownError(NotFoundError):
    """There is no such thing of the process, or not for this person; the two are told alike."""

    code = "LIFE-101"


def organisations_of(viewer: Viewer) -> list[int]:
    """Return the keys of the organisations that a person belongs to."""
    return [int(token.removeprefix(_ORGANISATION)) for token in viewer.tokens if token.startswith(_ORGANISATION)]


def projects_of(viewer: Viewer) -> QuerySet[Project]:
    """Return the projects a person may see: all, those of own audits, or those of the own organisation."""
    if viewer.may("process.read"):
        return Project.objects.all()
    if not viewer.may("process.read_own"):
        return Project.objects.none()
    mine = Q(organisation__in=organisations_of(viewer))
    if viewer.user_id is not None:
        mine |= Q(pk__in=Audit.objects.filter(team__user=viewer.user_id).values("project"))
    return Project.objects.filter(mine)


def applications_of(viewer: Viewer) -> QuerySet[Application]:
    """Return the applications a person may see: all, own ones, or those of the own organisation."""
    if viewer.may("process.read"):
        return Application.objects.all()
    if not viewer.may("process.read_own"):
        return Application.objects.none()
    mine = Q(organisation__in=organisations_of(viewer))
    if viewer.may("process.apply"):
        mine |= Q(created_by=viewer.name)
    return Application.objects.filter(mine)


def audits_of(viewer: Viewer) -> QuerySet[Audit]:
    """Return the audits a person may see: all, or those whose team they belong to. A client sees none as a whole."""
    if viewer.may("process.read"):
        return Audit.objects.all()
    if not viewer.may("process.read_own") or viewer.user_id is None:
        return Audit.objects.none()
    return Audit.objects.filter(team__user=viewer.user_id).distinct()


def findings_of(viewer: Viewer) -> QuerySet[Finding]:
    """Return the findings a person may see: all, those of own audits, or those of the own organisation."""
    if viewer.may("process.read"):
        return Finding.objects.all()
    if not viewer.may("process.read_own"):
        return Finding.objects.none()
    mine = Q(audit__project__organisation__in=organisations_of(viewer))
    if viewer.user_id is not None:
        mine |= Q(audit__in=Audit.objects.filter(team__user=viewer.user_id).values("pk"))
    return Finding.objects.filter(mine)


def specials_of(viewer: Viewer) -> QuerySet[Special]:
    """Return the special audits, changes and transfers a person may see."""
    if viewer.may("process.read"):
        return Special.objects.all()
    return Special.objects.filter(project__in=projects_of(viewer).values("pk"))


def tasks_of(viewer: Viewer) -> QuerySet[Task]:
    """Return the tasks a person may see: all of them, or their own."""
    if viewer.may("process.read"):
        return Task.objects.all()
    if not viewer.may("process.own"):
        return Task.objects.none()
    return Task.objects.filter(owner=viewer.name)
