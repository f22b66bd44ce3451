"""Certification projects: their list, the page of one, the steps it offers, what is due."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.kit.clock import today_in_china
from anjuan.kit.errors import UsageError
from anjuan.lifecycle.rules.process_machine import Refusal
from anjuan.lifecycle.selectors.due import SPANS, tasks_due
from anjuan.lifecycle.selectors.offering import offers_of
from anjuan.lifecycle.selectors.projects import Part, project_named, project_view
from anjuan.lifecycle.selectors.subjects import subject_of
from anjuan.lifecycle.services.applying import special_request
from anjuan.lifecycle.services.projects import PlannedAudit, programme_set, project_set
from anjuan.lifecycle.services.stepping import StepRefusedError, step_take
from anjuan.web.lists.projects import PROJECTS
from anjuan.web.processforms import decimal_of, need_day, rows_of
from anjuan.web.processnames import step_name
from anjuan.web.views.lists import list_page
from anjuan.web.visitor import CLOCK, deed, need
from anjuan.web.words import choices, said

READS = ("process.read", "process.audit")
_LONGEST = 5000
_LEAST_LINES = 4


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """A step that was refused, with what was said, so that nothing has to be written twice."""

    machine: str
    key: int
    step: str
    said: Mapping[str, str]
    refusals: tuple[Refusal, ...]
    sentence: str = ""


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """The list of certification projects."""
    return list_page(request, PROJECTS)


@require_safe
def project(request: HttpRequest, number: str) -> HttpResponse:
    """One project: its stages, the steps it offers with what refuses them, findings, tasks, papers, history."""
    return _page(request, number, None)


def _page(request: HttpRequest, number: str, told: Told | None) -> HttpResponse:
    person, today = need(request, *READS), today_in_china(CLOCK)
    shown = project_view(person, number, today)
    lines: list[Any] = list(shown.project.programme.all())
    values = {
        "shown": shown, "project": shown.project, "told": told, "today": today,
        "step_url": reverse("web:project_step", args=[number]), "may_plan": person.may("process.plan"),
        "lines": [*lines, *({} for _line in range(max(1, _LEAST_LINES - len(lines))))], "kinds": choices("audit_kind"),
        "special_codes": choices("special_code"),
    }  # fmt: skip
    return render(request, "web/project.html", values, status=409 if told else 200)


def said_in(request: HttpRequest) -> dict[str, str]:
    """Return what a form says with a step."""
    return {
        name: text[:_LONGEST]
        for name, text in request.POST.items()
        if isinstance(text, str) and name not in ("csrfmiddlewaretoken", "machine", "key", "step")
    }


def step_of(request: HttpRequest) -> tuple[str, int, str]:
    """Return machine, key and step that a form names.

    Raises:
        UsageError: The key is no number.

    """
    key = request.POST.get("key", "")
    if not key.isdecimal() or len(key) > 18:  # noqa: PLR2004  more digits than a key of the database has
        raise UsageError(f"{key[:20]!r} names no step.", remedy="Reload the page.")
    return request.POST.get("machine", "")[:12], int(key), request.POST.get("step", "")[:30]


def take(request: HttpRequest) -> Told | None:
    """Take the step that a form names; return what refused it, or None when it was taken."""
    person = need(request, "process.read", "process.read_own")
    machine, key, step = step_of(request)
    written = said_in(request)
    try:
        step_take(deed=deed(request), viewer=person, machine=machine, key=key, step=step, said=written)
    except StepRefusedError as fault:
        return Told(machine, key, step, written, fault.refusals)
    messages.success(request, _("已办理：%(step)s。") % {"step": step_name(machine, step)})
    return None


@require_POST
def project_step(request: HttpRequest, number: str) -> HttpResponse:
    """Take a step of a project or of something of it; a refusal is shown with every rule and what was written."""
    project_named(need(request, *READS), number)
    told = take(request)
    return _page(request, number, told) if told else redirect("web:project", number)


@require_POST
def programme(request: HttpRequest, number: str) -> HttpResponse:
    """Set audit time, sampling and the audits that the programme of a cycle plans."""
    person = need(request, "process.plan")
    found = project_named(person, number)
    values: dict[str, object] = {
        "minimum_reason": request.POST.get("minimum_reason", "")[:500],
        "sampling_reason": request.POST.get("sampling_reason", "")[:500],
    }
    days = decimal_of(request.POST.get("minimum_days", ""))
    if days is not None:
        values["minimum_days"] = days
    audits = [
        PlannedAudit(row["kind"], need_day(row["planned_on"]), decimal_of(row["days"]), row["clauses"])
        for row in rows_of(request, ("kind", "planned_on", "days", "clauses"))
    ]
    project_set(deed=deed(request), viewer=person, key=found.pk, values=values)
    programme_set(deed=deed(request), viewer=person, key=found.pk, audits=audits)
    messages.success(request, _("审核方案已保存。"))
    return redirect("web:project", number)


@require_POST
def special(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a special audit or a change of a certified organisation."""
    person = need(request, "process.plan")
    code, trigger = request.POST.get("code", "")[:3], request.POST.get("trigger", "").strip()[:500]
    special_request(
        deed=deed(request), viewer=person, project=project_named(person, number), code=code, trigger=trigger
    )
    messages.success(request, _("已提出：%(step)s。") % {"step": said("special_code", code)})
    return redirect("web:project", number)


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """What is due: a person's tasks, the late ones in front, each with why it was moved before."""
    return _duties(request, None)


def _duties(request: HttpRequest, told: Told | None) -> HttpResponse:
    person, today = need(request, "process.own"), today_in_china(CLOCK)
    mine = request.GET.get("whose") != "all"
    rows = tasks_due(person, today, mine=mine)
    mine_now = [subject_of(person, "task", row.task.pk) for row in rows if row.task.owner == person.name]
    parts = {subject.row.pk: Part(subject, offers_of(subject, person, today)) for subject in mine_now}
    values = {
        "spans": [(span, [(row, parts.get(row.task.pk)) for row in rows if row.span == span]) for span in SPANS],
        "mine": mine, "told": told, "step_url": reverse("web:duty_step"), "total": len(rows),
        "may_see_all": person.may("process.read"),
    }  # fmt: skip
    return render(request, "web/duties.html", values, status=409 if told else 200)


@require_POST
def duty_step(request: HttpRequest) -> HttpResponse:
    """Take a step of a task: done, or why it was missed and how it goes on."""
    need(request, "process.own")
    told = take(request)
    return _duties(request, told) if told else redirect("web:duties")
