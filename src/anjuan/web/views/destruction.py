"""Appraisal and destruction: what is due, the lists, who says what of them, the register and its certificates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.selectors.sight import case_named
from anjuan.custody.rules import tables
from anjuan.custody.selectors.destruction import appraisal_get, appraisal_list, register_entry, register_list
from anjuan.custody.selectors.due import hold_list, retention_due, retention_unknown
from anjuan.custody.services.appraisal import (
    appraisal_decide,
    appraisal_keep,
    appraisal_open,
    appraisal_opine,
    appraisal_submit,
    destruction_begin,
    destruction_resume,
    destruction_supervise,
)
from anjuan.custody.services.certificates import destruction_certificate
from anjuan.web.views.custody import today
from anjuan.web.visitor import deed, need

PROPOSE, APPRAISE = "destruction.propose", "destruction.appraise"
APPROVE, SUPERVISE = "destruction.approve", "destruction.supervise"
PARTS = (PROPOSE, APPRAISE, APPROVE, SUPERVISE, "journal.read")
_TABS = ("lists", "due", "unknown", "holds", "register")
_LONGEST = 500


@require_safe
def appraisals(request: HttpRequest) -> HttpResponse:
    """The appraisal lists, what is due for one, what is held, and the register of what was destroyed."""
    person = need(request, *PARTS)
    tab = request.GET.get("tab", "")
    values: dict[str, Any] = {"tab": tab if tab in _TABS else "lists", "may_propose": person.may(PROPOSE)}
    looks: dict[str, Callable[[], dict[str, Any]]] = {
        "lists": lambda: {"lists": appraisal_list(person)},
        "due": lambda: {"due": retention_due(person, today=today())},
        "unknown": lambda: {"unknown": retention_unknown(person, today=today())},
        "holds": lambda: {"holds": hold_list(person)},
        "register": lambda: {"register": register_list(person)},
    }
    return render(request, "web/custody_appraisals.html", {**values, **looks[values["tab"]]()})


@require_POST
def appraisal_make(request: HttpRequest) -> HttpResponse:
    """Put cases whose retention is over on a new list."""
    person = need(request, PROPOSE)
    numbers = request.POST.getlist("case")[:500]
    if not numbers:
        messages.error(request, _("请先勾选案卷。"))
        return redirect("web:appraisals")
    title = request.POST.get("title", "").strip() or _("%(day)s 到期鉴定") % {"day": today().isoformat()}
    cases = [case_named(person, number[:40]) for number in numbers]
    made = appraisal_open(deed=deed(request), viewer=person, title=title[:200], cases=cases)
    messages.success(request, _("鉴定清册 %(number)s 已建立。") % {"number": made.number})
    return redirect("web:appraisal", made.number)


@require_safe
def appraisal(request: HttpRequest, number: str) -> HttpResponse:
    """One list with its cases, opinions and signatures, and what this person may do with it now."""
    person = need(request, *PARTS)
    shown = appraisal_get(person, number)
    table = tables.tombstones().on(today())
    state, row = shown.row.state, shown.row
    members = {opinion.member for opinion in shown.opinions}
    is_open = state in ("draft", "submitted")
    values = {
        "shown": shown,
        "row": row,
        "least": table.group_least,
        "wanted": table.supervisors,
        "methods": [item.code for item in table.methods],
        "agreeing": sum(opinion.agrees for opinion in shown.opinions),
        "may_opine": is_open and person.may(APPRAISE),
        "may_submit": state == "draft" and person.may(PROPOSE),
        "may_decide": state == "submitted" and person.may(APPROVE) and person.name not in {row.made_by, *members},
        "may_supervise": state == "approved"
        and person.may(SUPERVISE)
        and person.name not in {row.made_by, row.decided_by, *shown.supervisors},
        "may_begin": state == "approved"
        and person.may(PROPOSE)
        and person.name not in {row.decided_by, *shown.supervisors},
        "may_resume": state == "executing" and person.may(PROPOSE),
        "ended": sum(case.state in ("destroyed", "stopped", "kept") for case in shown.cases),
    }
    return render(request, "web/custody_appraisal.html", values)


@require_POST
def opine(request: HttpRequest, number: str) -> HttpResponse:
    """Give an opinion on a list as a member of the appraisal group."""
    person = need(request, APPRAISE)
    agrees, text = request.POST.get("agrees") == "yes", request.POST.get("text", "").strip()[:_LONGEST]
    if not agrees and not text:
        messages.error(request, _("请写明理由。"))
        return redirect("web:appraisal", number)
    appraisal_opine(deed=deed(request), viewer=person, number=number, agrees=agrees, text=text)
    messages.success(request, _("已记录。"))
    return redirect("web:appraisal", number)


@require_POST
def keep(request: HttpRequest, number: str) -> HttpResponse:
    """Take a case off a list: it is worth keeping."""
    person = need(request, APPRAISE)
    reason = request.POST.get("reason", "").strip()[:_LONGEST]
    if not reason:
        messages.error(request, _("请写明理由。"))
        return redirect("web:appraisal", number)
    case = case_named(person, request.POST.get("case", "")[:40])
    appraisal_keep(deed=deed(request), viewer=person, number=number, case=case, reason=reason)
    messages.success(request, _("%(case)s 已移出清册，继续保存。") % {"case": case.number})
    return redirect("web:appraisal", number)


@require_POST
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Put a list before the head."""
    appraisal_submit(deed=deed(request), viewer=need(request, PROPOSE), number=number)
    messages.success(request, _("已提交负责人审批。"))
    return redirect("web:appraisal", number)


@require_POST
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Approve or refuse a list as the head."""
    person = need(request, APPROVE)
    approves, text = request.POST.get("approves") == "yes", request.POST.get("text", "").strip()[:_LONGEST]
    if not approves and not text:
        messages.error(request, _("请写明理由。"))
        return redirect("web:appraisal", number)
    appraisal_decide(
        deed=deed(request), viewer=person, number=number, approves=approves,
        method=request.POST.get("method", "")[:20] if approves else "", text=text,
    )  # fmt: skip
    messages.success(request, _("已记录。"))
    return redirect("web:appraisal", number)


@require_POST
def supervise(request: HttpRequest, number: str) -> HttpResponse:
    """Sign as a supervisor of the destruction."""
    destruction_supervise(deed=deed(request), viewer=need(request, SUPERVISE), number=number)
    messages.success(request, _("已签字监销。"))
    return redirect("web:appraisal", number)


@require_POST
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the destruction, or go on with one that stood still; the number of the list must be written out."""
    person = need(request, PROPOSE)
    if request.POST.get("confirm", "").strip() != number:
        messages.error(request, _("没有开始：请照写清册编号以确认。"))
        return redirect("web:appraisal", number)
    goes_on = appraisal_get(person, number).row.state == "executing"
    run = destruction_resume if goes_on else destruction_begin
    count = run(deed=deed(request), viewer=person, number=number)
    told = ngettext("%(n)s 卷开始销毁，进度见本页。", "%(n)s 卷开始销毁，进度见本页。", count) % {"n": count}
    messages.success(request, told)
    return redirect("web:appraisal", number)


@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """The certificate of the destruction of a case, as a PDF file to be printed and signed."""
    entry = register_entry(need(request, *PARTS), number)
    response = HttpResponse(destruction_certificate(entry), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="destruction-{entry.case}.pdf"'
    return response
