"""Applications for certification: their list, a new one, review with the conditions that a person looks up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anjuan.kit.clock import today_in_china
from anjuan.kit.errors import UsageError
from anjuan.lifecycle.selectors.applications import application_list, application_view
from anjuan.lifecycle.services.applying import (
    ApplicationFacts,
    LookUp,
    application_change,
    application_draft,
    condition_check,
)
from anjuan.lifecycle.services.inputs import day_of
from anjuan.web.views.process import Told, take
from anjuan.web.visitor import CLOCK, deed, need
from anjuan.web.words import choices

SEES = ("process.read", "process.apply")
_STATES = ("draft", "submitted", "returned", "accepted", "declined", "withdrawn")
_TEXTS = ("applicant", "credit_code", "field_code", "standards", "scope", "professional_codes", "contact", "phone")
_DAYS = ("applied_on", "released_on", "internal_audit_on", "management_review_on", "barred_from")
_LONGEST = {"scope": 5000, "credit_code": 18, "field_code": 20, "contact": 80, "phone": 40}
_MOST = 1_000_000


@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """The applications a person may see."""
    person = need(request, *SEES)
    state = request.GET.get("state", "")
    state = state if state in _STATES else ""
    rows = application_list(person, state=state)
    values = {"rows": rows, "state": state, "states": _STATES, "may_apply": person.may("process.apply")}
    return render(request, "web/applications.html", values)


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal() or int(text.strip()[:9]) > _MOST:
        raise UsageError(f"{text[:20]!r} is no number.", remedy="Write digits alone.")
    return int(text.strip()[:9])


def _facts(request: HttpRequest) -> ApplicationFacts:
    said = request.POST
    kind, audit_type = said.get("kind", "system"), said.get("audit_type", "initial")
    if kind not in ("system", "product", "service") or audit_type not in ("initial", "recertification", "transfer"):
        raise UsageError("There is no certification of this kind.", remedy="Choose one of the list.")
    texts = {name: said.get(name, "").strip()[: _LONGEST.get(name, 200)] for name in _TEXTS}
    days = {name: day_of(said.get(name, "")) for name in _DAYS}
    return ApplicationFacts(
        texts["applicant"], kind, audit_type, texts["credit_code"], texts["field_code"], texts["standards"],
        texts["scope"], texts["professional_codes"], texts["contact"], texts["phone"],
        headcount=_number(said.get("headcount", "")), site_count=_number(said.get("site_count", "")) or 1,
        applied_on=days["applied_on"], released_on=days["released_on"], internal_audit_on=days["internal_audit_on"],
        management_review_on=days["management_review_on"], barred_from=days["barred_from"],
        qualified_auditors=_number(said.get("qualified_auditors", "")),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def application_new(request: HttpRequest) -> HttpResponse:
    """Draft a new application."""
    person = need(request, "process.apply")
    if request.method == "POST":
        made = application_draft(deed=deed(request), viewer=person, facts=_facts(request))
        return redirect("web:application", made.pk)
    return render(request, "web/application_new.html", {"kinds": choices("project_kind")})


@require_safe
def application(request: HttpRequest, application_id: int) -> HttpResponse:
    """One application with its conditions and the steps it offers."""
    return _page(request, application_id, None)


def _page(request: HttpRequest, application_id: int, told: Told | None) -> HttpResponse:
    person, today = need(request, *SEES), today_in_china(CLOCK)
    shown = application_view(person, application_id, today)
    values = {
        "shown": shown, "row": shown.application, "part": shown.part, "told": told, "today": today,
        "step_url": reverse("web:application_step", args=[application_id]), "kinds": choices("project_kind"),
        "may_check": person.may("process.accept") and shown.application.state == "submitted",
        "may_change": shown.application.state in ("draft", "returned", "submitted")
        and (person.may("process.apply") or person.may("process.accept")),
    }  # fmt: skip
    return render(request, "web/application.html", values, status=409 if told else 200)


@require_POST
def application_write(request: HttpRequest, application_id: int) -> HttpResponse:
    """Write other values into an application that nobody decided yet."""
    person = need(request, "process.apply", "process.accept")
    application_change(deed=deed(request), viewer=person, key=application_id, facts=_facts(request))
    messages.success(request, _("已保存。"))
    return redirect("web:application", application_id)


@require_POST
def application_check(request: HttpRequest, application_id: int) -> HttpResponse:
    """Record that a condition was looked up."""
    person = need(request, "process.accept")
    found = LookUp(
        request.POST.get("condition", "")[:30], request.POST.get("outcome", "")[:3],
        day_of(request.POST.get("checked_on", "")), request.POST.get("note", "")[:300],
    )  # fmt: skip
    condition_check(deed=deed(request), viewer=person, machine="application", key=application_id, found=found)
    messages.success(request, _("核查结果已记录。"))
    return redirect("web:application", application_id)


@require_POST
def application_step(request: HttpRequest, application_id: int) -> HttpResponse:
    """Take a step of an application."""
    need(request, *SEES)
    told = take(request)
    return _page(request, application_id, told) if told else redirect("web:application", application_id)
