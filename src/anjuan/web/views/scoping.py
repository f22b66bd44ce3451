"""The check of a scope: of a case, or of pasted text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.selectors.scope_fields import case_application
from anjuan.archive.services.reading_notes import reading_note
from anjuan.kit.clock import today_in_china
from anjuan.scope.rules.application import Application, application_of
from anjuan.scope.rules.check import scope_check
from anjuan.scope.selectors import books_on
from anjuan.web.visitor import CLOCK, deed, need

CHECKS = "scope.check"
_LONGEST = 4000
#: The standards offered; others are written in files.
_STANDARDS = (
    "GB/T 19001-2016",
    "GB/T 24001-2016",
    "GB/T 45001-2020",
    "IATF 16949:2016",
    "GB/T 50430-2017",
    "ISO 13485:2016",
)


@require_safe
def scope(request: HttpRequest) -> HttpResponse:
    """The form, and the check of the case that the address names."""
    person = need(request, CHECKS)
    number = request.GET.get("case", "").strip()[:40]
    if not number:
        return _page(request, None)
    asked = application_of(case_application(person, number))
    reading_note(deed=deed(request), viewer=person, case=number)
    return _page(request, asked, case=number)


@require_POST
def scope_text(request: HttpRequest) -> HttpResponse:
    """The check of what was pasted; nothing is kept."""
    need(request, CHECKS)
    sent = request.POST
    clauses = [
        part for part in sent.get("clauses", "").replace("；", ";").replace("、", ";").split(";") if part.strip()
    ]
    content = {
        "scope": sent.get("scope", "")[:_LONGEST], "business_scope": sent.get("business_scope", "")[:_LONGEST],
        "standards": [one for one in sent.getlist("standard") if one in _STANDARDS] or [_STANDARDS[0]],
        "clauses": [{"clause": one.strip()[:20], "reason": sent.get("reason", "")[:500],
                     "no_effect_on_conformity": sent.get("tests") == "yes",
                     "no_effect_on_satisfaction": sent.get("tests") == "yes"} for one in clauses[:20]],
        "signs": [one.strip()[:100] for one in sent.get("signs", "").splitlines()[:50] if one.strip()],
    }  # fmt: skip
    return _page(request, application_of(content))


def _page(request: HttpRequest, asked: Application | None, case: str = "") -> HttpResponse:
    today = today_in_china(CLOCK)
    found = scope_check(asked, today=today, books=books_on(today)) if asked else None
    values = {
        "asked": asked, "found": found, "case": case, "standards": _STANDARDS, "sent": request.POST,
        "counts": [(one, found.count(one)) for one in ("block", "warn", "info")] if found else [],
    }  # fmt: skip
    return render(request, "web/scope.html", values)
