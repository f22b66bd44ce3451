"""One audit: its team, plan, notes, signatures and findings, as far as they are set by hand."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.kit.clock import today_in_china
from anjuan.lifecycle.selectors.paper_contents import content_of, latest_notes
from anjuan.lifecycle.selectors.projects import project_named
from anjuan.lifecycle.selectors.subjects import Subject, subject_of
from anjuan.lifecycle.services.auditing import (
    HalfDay,
    Note,
    Person,
    audit_set,
    declarations_set,
    meeting_sign,
    notes_receive,
    plan_set,
    team_set,
)
from anjuan.lifecycle.services.findings import FindingDraft, finding_raise
from anjuan.lifecycle.services.inputs import day_of
from anjuan.lifecycle.services.papers import paper_pdf
from anjuan.lifecycle.services.projects import PlannedAudit, audit_begin
from anjuan.web.processforms import decimal_of, need_day, rows_of
from anjuan.web.views.process import READS
from anjuan.web.visitor import CLOCK, deed, need, now
from anjuan.web.words import choices

_TEAM = ("name", "role", "days", "username", "codes")
_PLAN = ("process", "day", "half", "person", "clauses", "site")
_SPARE = 3
_DAYS = ("first_day", "last_day", "team_accepted_on", "plan_reported_on")


def _subject(request: HttpRequest, number: str, audit_id: int) -> Subject:
    person = need(request, *READS)
    project_named(person, number)
    return subject_of(person, "audit", audit_id)


@require_safe
def audit(request: HttpRequest, number: str, audit_id: int) -> HttpResponse:
    """One audit with its team, its plan by half days, notes and findings."""
    subject = _subject(request, number, audit_id)
    row = subject.row
    plan = list(row.plan.select_related("member"))
    spare: list[Any] = [{} for _row in range(_SPARE)]
    values = {
        "audit": row, "project": row.project, "team": list(row.team.all()), "plan": plan,
        "team_lines": [*row.team.all(), *spare], "plan_lines": [*plan, *spare], "notes": latest_notes(row),
        "roles": choices("team_role"), "halves": choices("half_day"), "grades": choices("finding_grade"),
        "may_plan": need(request, *READS).may("process.plan"), "may_audit": need(request, *READS).may("process.audit"),
        "today": today_in_china(CLOCK),
    }  # fmt: skip
    return render(request, "web/project_audit.html", values)


@require_safe
def plan_pdf(request: HttpRequest, number: str, audit_id: int) -> HttpResponse:
    """The plan of an audit as a PDF file, to be printed and signed."""
    content = content_of("C06", _subject(request, number, audit_id))
    response = HttpResponse(paper_pdf(content, now()) if content else b"", content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="plan-{number}.pdf"'
    return response


def _team(request: HttpRequest, audit_id: int) -> None:
    people = [
        Person(
            row["name"], row["role"] or "auditor", decimal_of(row["days"]) or 0, row["username"],
            is_full=row["role"] != "trainee", codes=row["codes"],
        )
        for row in rows_of(request, _TEAM)
    ]  # fmt: skip
    team_set(deed=deed(request), viewer=need(request, "process.plan"), key=audit_id, people=people)


def _plan(request: HttpRequest, audit_id: int) -> None:
    rows = [
        HalfDay(need_day(row["day"]), row["half"], row["process"], row["person"], row["clauses"], row["site"])
        for row in rows_of(request, _PLAN)
    ]
    plan_set(deed=deed(request), viewer=need(request, *READS), key=audit_id, rows=rows)


def _set(request: HttpRequest, audit_id: int) -> None:
    values: dict[str, object] = {name: day for name in _DAYS if (day := day_of(request.POST.get(name, "")))}
    days = decimal_of(request.POST.get("minimum_days", ""))
    if days is not None:
        values["minimum_days"] = days
    audit_set(deed=deed(request), viewer=need(request, *READS), key=audit_id, values=values)


def _sign(request: HttpRequest, audit_id: int) -> None:
    person, names = need(request, "process.audit"), request.POST.getlist("member")[:50]
    meeting_sign(
        deed=deed(request), viewer=person, key=audit_id, names=names, client=request.POST.get("client") == "yes"
    )


def _declare(request: HttpRequest, audit_id: int) -> None:
    day = day_of(request.POST.get("day", "")) or today_in_china(CLOCK)
    days = dict.fromkeys(request.POST.getlist("member")[:50], day)
    declarations_set(deed=deed(request), viewer=need(request, *READS), key=audit_id, days=days)


def _note(request: HttpRequest, audit_id: int) -> None:
    moment: dt.datetime = now()
    note = Note(
        uuid.uuid4(), 1, "web", moment, request.POST.get("text", "")[:20_000], request.POST.get("clauses", ""),
        request.POST.get("process", ""), request.POST.get("site", ""),
    )  # fmt: skip
    notes_receive(deed=deed(request), viewer=need(request, "process.audit"), key=audit_id, notes=[note])


def _finding(request: HttpRequest, audit_id: int) -> None:
    said = request.POST
    draft = FindingDraft(
        said.get("grade", ""), said.get("fact", "")[:20_000], said.get("clause", ""),
        said.get("requirement", "")[:20_000], said.get("department", ""), due_on=day_of(said.get("due_on", "")),
    )  # fmt: skip
    finding_raise(deed=deed(request), viewer=need(request, "process.audit"), key=audit_id, draft=draft)


_DEEDS = {
    "team": _team, "plan": _plan, "set": _set, "sign": _sign, "declare": _declare, "note": _note, "finding": _finding,
}  # fmt: skip


@require_POST
def audit_write(request: HttpRequest, number: str, audit_id: int) -> HttpResponse:
    """Set a part of an audit: team, plan, days, declarations, signatures, a note, a finding."""
    _subject(request, number, audit_id)
    write = _DEEDS.get(request.POST.get("what", ""))
    if write is not None:
        write(request, audit_id)
        messages.success(request, _("已保存。"))
    return redirect("web:project_audit", number, audit_id)


@require_POST
def audit_open(request: HttpRequest, number: str) -> HttpResponse:
    """Open the next audit of a kind in a project."""
    person = need(request, "process.plan")
    found = project_named(person, number)
    planned = PlannedAudit(request.POST.get("kind", "")[:20], need_day(request.POST.get("day", "")))
    made = audit_begin(deed=deed(request), viewer=person, key=found.pk, planned=planned)
    return redirect("web:project_audit", number, made.pk)
