"""Printed statistics: taking them in, and comparing them with what their own counts give."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.figures.rules.printedtables import MEASURES
from anjuan.figures.selectors.printed import printed_get, printed_list, reconciled
from anjuan.figures.services.printed import Sent, printed_take_in
from anjuan.web.navigation import FIGURES
from anjuan.web.views.figures import MANAGES, english
from anjuan.web.visitor import deed, need


@require_safe
def all_of_them(request: HttpRequest) -> HttpResponse:
    """The printed statistics taken in, each with how many of its numbers hold."""
    person = need(request, *FIGURES)
    rows = [(kept, reconciled(kept)) for kept in printed_list()[:50]]
    return render(request, "web/figures/printed.html", {"rows": rows, "may_manage": person.may(MANAGES)})


@require_safe
def one(request: HttpRequest, key: int) -> HttpResponse:
    """A printed statistic: every share and rank beside the computed one, every check."""
    need(request, *FIGURES)
    kept = printed_get(key)
    found = reconciled(kept)
    by_row: dict[str, dict[str, object]] = {}
    for got in (*found.shares, *found.ranks):
        by_row.setdefault(got.row, {})[f"{got.what}_{got.measure}"] = got
    rows = [(row, by_row.get(row.name, {})) for row in found.table.rows]
    values = {"kept": kept, "found": found, "rows": rows, "english": english(), "measures": MEASURES}
    return render(request, "web/figures/printed_one.html", values)


@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in a printed statistic."""
    need(request, MANAGES)
    sent = request.FILES.get("file")
    if sent is None:
        messages.error(request, _("请选择文件。"))
        return redirect("web:figures_printed")
    words = Sent(sent.name or "", sent.read(), request.POST.get("title", ""), request.POST.get("source", ""))
    kept = printed_take_in(deed=deed(request), sent=words)
    return redirect("web:figures_printed_one", kept.pk)
