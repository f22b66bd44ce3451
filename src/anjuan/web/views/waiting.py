"""Organisations to be confirmed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.selectors.sight import case_whole
from anjuan.archive.services.matching import match_decide
from anjuan.web.listing import whole
from anjuan.web.lists.matches import MATCHES
from anjuan.web.views.lists import list_page
from anjuan.web.visitor import deed, need


@require_safe
def matches(request: HttpRequest) -> HttpResponse:
    """The list of cases with an organisation that may be their own."""
    return list_page(request, MATCHES)


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Say whether a case belongs to the organisation that was offered."""
    person = need(request, "case.describe")
    # A button of a list's row names the row in the address it sends to.
    told = {**request.GET.dict(), **request.POST.dict()}
    case = case_whole(person, told.get("case", "")[:40])
    match_decide(
        deed=deed(request), viewer=person, case=case, organisation_id=whole(told, "organisation", 0),
        take=request.POST.get("take") == "yes",
    )  # fmt: skip
    messages.success(request, _("已记录。"))
    return redirect("web:matches")
