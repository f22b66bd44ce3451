"""Lending: one's own loans, those to be allowed, and asking for one; and how long a case is kept."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.selectors.sight import case_named, case_whole
from anjuan.custody.rules import tables
from anjuan.custody.selectors.due import hold_list, retention_get
from anjuan.custody.selectors.loans import loan_list
from anjuan.custody.services.loans import Wanted, loan_decide, loan_request, loan_return
from anjuan.custody.services.retention import hold_lift, hold_place, retention_state
from anjuan.kit.clock import today_in_china
from anjuan.preservation.selectors.receipts import receipt_of
from anjuan.preservation.services.receipts import receipt_check
from anjuan.web.lists.loans import LOANS
from anjuan.web.views.judged import opened
from anjuan.web.views.lists import list_page
from anjuan.web.visitor import CLOCK, deed, need, viewer

BORROW, LEND, KEEP = "loan.request", "loan.approve", "custody.manage"
_DATES = ("cycle_end", "valid_until", "withdrawn_on")
_LONGEST = 500


def today() -> dt.date:
    """Return the present day in China."""
    return today_in_china(CLOCK)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


@require_safe
def loans(request: HttpRequest) -> HttpResponse:
    """The person's loans, or all of them for those who allow loans, with a form to ask for one."""
    person = need(request, BORROW, LEND)
    rows = loan_list(person, today=today())
    values = {
        "asked": [row for row in rows if row.state == "requested"],
        "running": [row for row in rows if row.state == "approved"],
        "ended": [row for row in rows if row.state not in ("requested", "approved")],
        "lends": person.may(LEND),
        "borrows": person.may(BORROW),
        "me": person.name,
        "purposes": [item.code for item in tables.lending().on(today()).purposes],
        "longest_days": tables.lending().on(today()).longest_days,
        "case_number": request.GET.get("case", "")[:40],
        "today": today().isoformat(),
        "last_day": (today() + dt.timedelta(days=6)).isoformat(),
    }
    return render(request, "web/custody_loans.html", values)


@require_safe
def loan_ledger(request: HttpRequest) -> HttpResponse:
    """The ledger of loans."""
    return list_page(request, LOANS)


@require_POST
def loan_ask(request: HttpRequest) -> HttpResponse:
    """Ask for a case."""
    person = need(request, BORROW)
    first, last = _day(request.POST.get("first_day", "")), _day(request.POST.get("last_day", ""))
    if first is None or last is None:
        messages.error(request, _("请填写借阅的起止日期。"))
        return redirect("web:loans")
    wanted = Wanted(
        request.POST.get("case", "").strip()[:40], request.POST.get("purpose_code", "")[:20],
        request.POST.get("purpose", "").strip()[:_LONGEST], first, last, pages=request.POST.get("pages", "")[:200],
    )  # fmt: skip
    loan = loan_request(deed=deed(request), viewer=person, wanted=wanted)
    messages.success(request, _("借阅申请 %(number)s 已提交，待批准。") % {"number": loan.number})
    return redirect("web:loans")


@require_POST
def loan_answer(request: HttpRequest, number: str) -> HttpResponse:
    """Allow or refuse a loan that somebody else asked for."""
    person = need(request, LEND)
    text = request.POST.get("text", "").strip()[:_LONGEST]
    approves = request.POST.get("approves") == "yes"
    if not approves and not text:
        messages.error(request, _("请写明理由。"))
        return redirect("web:loans")
    loan_decide(deed=deed(request), viewer=person, number=number, approves=approves, text=text)
    messages.success(request, _("已记录。"))
    return redirect("web:loans")


@require_POST
def loan_give_back(request: HttpRequest, number: str) -> HttpResponse:
    """Give a loan back, take a request back, or call a loan in."""
    person = need(request, BORROW, LEND)
    loan_return(deed=deed(request), viewer=person, number=number)
    messages.success(request, _("借阅 %(number)s 已结束，不能再据此查阅。") % {"number": number})
    return redirect("web:loans")


@require_safe
def keeping(request: HttpRequest, number: str) -> HttpResponse:
    """How long a case is kept and why, and the legal holds on it."""
    case = case_whole(viewer(request), number)
    table = tables.retention().on(today())
    shown = opened(request, number)
    values = {
        "case": shown,
        "tab": "keeping",
        "kept": retention_get(viewer(request), case.number, today=today()),
        "receipt": receipt_of(viewer(request), case.number),
        "may_accept": viewer(request).may("case.describe"),
        "holds": hold_list(viewer(request), case=case.number, lifted=True),
        "may_keep": viewer(request).may(KEEP) and shown.row.state != "destroyed",
        "dates": _DATES,
        "classes": [item.code for item in table.classes],
        "hold_reasons": [item.code for item in table.holds],
    }
    return render(request, "web/custody_case.html", values)


@require_POST
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """Say that a case of another installation was looked at."""
    person = need(request, "case.describe")
    case = case_whole(person, number)
    receipt_check(
        deed=deed(request), viewer=person, case=case, accepts=request.POST.get("accepts") == "yes",
        text=request.POST.get("text", "").strip()[:_LONGEST],
    )  # fmt: skip
    messages.success(request, _("已记录。"))
    return redirect("web:case_keeping", case.number)


@require_POST
def keeping_state(request: HttpRequest, number: str) -> HttpResponse:
    """State dates or the class of a case, with a reason; the period is computed again."""
    person = need(request, KEEP)
    case = case_whole(person, number)
    given = {name: request.POST.get(name, "").strip()[:10] for name in _DATES if request.POST.get(name, "").strip()}
    retention_state(
        deed=deed(request), viewer=person, case=case, dates=given, why=request.POST.get("why", "").strip()[:300],
        class_code=request.POST.get("class_code", "")[:6],
    )  # fmt: skip
    messages.success(request, _("保管期限已重新计算。"))
    return redirect("web:case_keeping", case.number)


@require_POST
def hold_set(request: HttpRequest, number: str) -> HttpResponse:
    """Place a legal hold on a case."""
    person = need(request, KEEP)
    case = case_whole(person, number)
    hold_place(
        deed=deed(request), viewer=person, case=case, reason_code=request.POST.get("reason_code", "")[:20],
        reason=request.POST.get("reason", "").strip()[:_LONGEST],
    )  # fmt: skip
    messages.success(request, _("已冻结，解除前不得销毁。"))
    return redirect("web:case_keeping", case.number)


@require_POST
def hold_end(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Lift a legal hold; it stays as history."""
    person = need(request, KEEP)
    hold = hold_lift(
        deed=deed(request), viewer=person, hold_id=hold_id, reason=request.POST.get("reason", "").strip()[:_LONGEST]
    )
    messages.success(request, _("冻结已解除。"))
    return redirect("web:case_keeping", case_named(person, hold.case.number).number)
