"""Organisations to be confirmed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.selectors.sight import case_whole
from anjuan.archive.selectors.waiting import match_list, waiting_counts
from anjuan.archive.services.matching import match_decide
from anjuan.web.listing import whole
from anjuan.web.visitor import deed, need


@require_safe
def matches(request: HttpRequest) -> HttpResponse:
    """Cases with an organisation that may be their own."""
    person = need(request, "case.describe")
    values = {"tab": "matches", "waiting": waiting_counts(person), "matches": match_list(person)}
    return render(request, "web/waiting.html", values)


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Say whether a case belongs to the organisation that was offered."""
    person = need(request, "case.describe")
    case = case_whole(person, request.POST.get("case", "")[:40])
    match_decide(
        deed=deed(request), viewer=person, case=case, organisation_id=whole(request.POST, "organisation", 0),
        take=request.POST.get("take") == "yes",
    )  # fmt: skip
    messages.success(request, _("已记录。"))
    return redirect("web:matches")
