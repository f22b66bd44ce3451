"""Certificates for the staff: the list, one with its history, changes of state, new printings, the paper."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.certificates.documents.certificate import Paper, certificate_pdf
from anjuan.certificates.documents.qr import qr_svg
from anjuan.certificates.issuer import issuer_here
from anjuan.certificates.rules import tables
from anjuan.certificates.rules.status import Named
from anjuan.certificates.selectors.issued import CertificateView, certificate_get
from anjuan.certificates.selectors.rights import CHANGE, ISSUE, READ
from anjuan.certificates.services.issuing import facts_of
from anjuan.certificates.services.status import (
    ReissueWish,
    StatusWish,
    certificate_reissue,
    refusals,
    status_change,
)
from anjuan.kit.clock import today_in_china
from anjuan.kit.errors import NotFoundError
from anjuan.web.attachments import file_answer
from anjuan.web.lists.certificates import CERTIFICATES
from anjuan.web.obstaclewords import obstacle_words
from anjuan.web.views.lists import list_page
from anjuan.web.visitor import CLOCK, deed, need

_LONGEST = 500
_DEEDS = ("suspend", "restore", "withdraw", "cancel")
_REPRINTED = ("holder_name", "holder_name_en", "address", "address_en", "scope", "scope_en", "standard")


class NoSuchPrintingError(NotFoundError):
    """A certificate has no such printing."""

    code = "CERT-014"


@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """The list of certificates."""
    return list_page(request, CERTIFICATES)


@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """One certificate with all that happened to it, and what may be done with it now."""
    person = need(request, READ)
    today = today_in_china(CLOCK)
    shown = certificate_get(person, number, today=today)
    table = tables.status().on(today)
    issuer = issuer_here()
    values = {
        "shown": shown,
        "row": shown.row,
        "steps": _steps(shown),
        "facts": _facts(shown),
        "deeds": _deeds(request, shown) if person.may(CHANGE) else [],
        "may_reissue": person.may(CHANGE) or person.may(ISSUE),
        "reissue_reasons": _named(table.reasons["reissue"]),
        "changes": _named(table.reasons["change"]),
        "qr": qr_svg(issuer.qr_text(shown.printing.statement)),
        "today": today,
    }
    names = {
        (name, one.code): _said(one)
        for name in ("suspension", "withdrawal", "cancellation")
        for one in table.reasons[name]
    }
    values["history"] = [{"change": one, "reason": _reason(names, one.after, one.reason)} for one in shown.changes]
    return render(request, "web/certificate.html", values)


def _facts(shown: CertificateView) -> list[tuple[str, str]]:
    one = shown.printing
    return [
        (_("获证组织"), " ".join(filter(None, (one.holder, one.holder_en)))),
        (_("统一社会信用代码"), one.credit_code),
        (_("地址"), " ".join(filter(None, (one.address, one.address_en)))),
        (_("认证依据"), one.standard),
        (_("认证范围"), one.scope),
        (_("认证范围（英文）"), one.scope_en),
        (_("认可标志"), " ".join(filter(None, (one.mark, one.mark_number)))),
        (_("体系覆盖人数"), str(shown.issued.persons)),
        (_("认证决定日期"), str(shown.issued.decided_on or "")),
        (_("初次颁证"), str(shown.issued.first_issued_on)),
        (_("编号规则"), shown.issued.number_edition.replace("body:", "")),
        (_("案卷"), shown.issued.case_number),
    ]


def _steps(shown: CertificateView) -> list[dict[str, Any]]:
    """Return the steps of the bar: every state there was, then the last day."""
    steps = [
        {"state": one.after, "on": one.on, "is_now": False} for one in shown.changes if one.before or one.after == "01"
    ]
    if steps:
        steps[-1]["is_now"] = True
    return steps


def _deeds(request: HttpRequest, shown: CertificateView) -> list[dict[str, Any]]:
    """Return every change with what stands against it before anything is filled in."""
    today = today_in_china(CLOCK)
    table = tables.status().on(today)
    found = []
    for name in _DEEDS:
        move = table.move(name)
        reasons = table.reasons.get(move.reasons, ())
        guess = StatusWish(
            name, reasons[-1].code if reasons else "", ends_on=today if name == "suspend" else None,
            is_resolved=name == "restore",
        )  # fmt: skip
        against = [obstacle_words(one) for one in refusals(shown.issued, guess, deed(request))]
        found.append({"key": name, "reasons": _named(reasons), "against": against})
    return found


def _named(rows: tuple[Named, ...]) -> list[tuple[str, str]]:
    return [(one.code, f"{one.code} {_said(one)}" if one.code.isdigit() else _said(one)) for one in rows]


def _said(one: Named) -> str:
    return one.en if get_language() == "en" else one.zh


def _reason(names: dict[tuple[str, str], str], after: str, code: str) -> str:
    table = {"02": "suspension", "03": "withdrawal", "04": "cancellation"}.get(after, "")
    return names.get((table, code), code)


@require_POST
def status(request: HttpRequest, number: str) -> HttpResponse:
    """Suspend, restore, withdraw or cancel a certificate."""
    person = need(request, CHANGE)
    sent = request.POST
    wish = StatusWish(
        sent.get("deed", "")[:20], sent.get("reason", "")[:20], _day(sent.get("on", "")),
        _day(sent.get("ends_on", "")), sent.get("is_resolved") == "yes", sent.get("note", "").strip()[:_LONGEST],
    )  # fmt: skip
    status_change(deed=deed(request), viewer=person, number=number, wish=wish)
    messages.success(request, _("证书状态已变更。"))
    return redirect("web:certificate", number)


@require_POST
def reissue(request: HttpRequest, number: str) -> HttpResponse:
    """Print a certificate anew with what changed."""
    person = need(request, CHANGE, ISSUE)
    shown = certificate_get(person, number, today=today_in_china(CLOCK))
    facts, told = facts_of(shown.issued), {name: request.POST.get(name, "").strip() for name in _REPRINTED}
    holder = dataclasses.replace(
        facts.holder, name=told["holder_name"] or facts.holder.name,
        name_en=told["holder_name_en"] or facts.holder.name_en, address=told["address"] or facts.holder.address,
        address_en=told["address_en"] or facts.holder.address_en,
    )  # fmt: skip
    facts = dataclasses.replace(
        facts, holder=holder, scope=told["scope"] or facts.scope, scope_en=told["scope_en"] or facts.scope_en,
        standard=told["standard"] or facts.standard,
    )  # fmt: skip
    wish = ReissueWish(
        request.POST.get("reason", "")[:10], request.POST.get("change", "")[:10], facts,
        request.POST.get("note", "").strip()[:_LONGEST],
    )  # fmt: skip
    printing = certificate_reissue(deed=deed(request), viewer=person, number=number, wish=wish)
    messages.success(request, _("已换发第 %(n)s 版。") % {"n": printing.number})
    return redirect("web:certificate", number)


@require_safe
def paper(request: HttpRequest, number: str, printing: int) -> HttpResponse:
    """A printing of a certificate as PDF/A."""
    shown = certificate_get(need(request, READ), number, today=today_in_china(CLOCK))
    found = next((one for one in shown.printings if one.number == printing), None)
    if found is None:
        raise NoSuchPrintingError(f"Certificate {number[:60]} has no printing {printing}.", remedy="Choose another.")
    content = certificate_pdf(found, Paper(issuer_here()))
    return file_answer(content, f"{shown.row.number}-{printing}.pdf", "application/pdf")


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
