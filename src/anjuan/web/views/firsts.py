"""The body's firsts on a time line."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.mining.selectors.firsts import first_rows
from anjuan.mining.services.firsts import first_decide, firsts_find
from anjuan.web.knowledgewords import language
from anjuan.web.navigation import KNOWS
from anjuan.web.visitor import deed, need
from anjuan.web.workwords import SORTS

EDITS = "knowledge.edit"


@require_safe
def firsts(request: HttpRequest) -> HttpResponse:
    """Firsts by their days, those of one sort when asked for."""
    person = need(request, *KNOWS)
    sort = request.GET.get("sort", "")
    rows = first_rows(person, sort=sort if sort in SORTS else "", language=language())
    shown = [row for row in rows if row.state != "rejected"]
    years: dict[str, list[object]] = {}
    for row in shown:
        years.setdefault(row.day[:4], []).append(row)
    values = {
        "years": list(years.items()), "sort": sort, "sorts": list(SORTS.items()), "may_edit": person.may(EDITS),
        "rejected": [row for row in rows if row.state == "rejected"],
        "waiting": sum(row.state == "proposed" for row in rows), "total": len(shown),
    }  # fmt: skip
    return render(request, "web/firsts.html", values)


@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Look for firsts over the whole archive."""
    need(request, EDITS)
    found = firsts_find(deed=deed(request))
    told = {"new": found.new, "known": found.known, "superseded": found.superseded}
    messages.success(
        request, _("全部案卷共有 %(known)d 项首次，新提出 %(new)d 项，%(superseded)d 项已有更早的案卷。") % told
    )
    return redirect("web:firsts")


@require_POST
def decide(request: HttpRequest, first_id: int) -> HttpResponse:
    """Confirm or reject a first."""
    person = need(request, EDITS)
    first_decide(
        deed=deed(request), viewer=person, first_id=first_id, confirmed=request.POST.get("what") == "confirm",
        note=request.POST.get("note", ""),
    )  # fmt: skip
    response = redirect("web:firsts")
    response["Location"] += f"#first-{first_id}"
    return response
