"""Parcels of cases: ordering one, watching it, loading it down."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.selectors.sight import case_whole
from anjuan.custody.selectors.parcels import parcel_list, parcel_way
from anjuan.custody.services.parcels import parcel_order, parcel_take
from anjuan.kit.clock import today_in_china
from anjuan.web.attachments import path_answer
from anjuan.web.lists.cases import CASES
from anjuan.web.views.bulk import chosen
from anjuan.web.visitor import CLOCK, address_of, deed, need, now
from anjuan.web.words import fault_words

_READS = ("case.read_all", "case.read_assigned")


@require_safe
def parcels(request: HttpRequest) -> HttpResponse:
    """The person's own parcels, the newest first."""
    person = need(request, *_READS)
    rows = parcel_list(person, now=now())
    told = [(row, [(case, fault_words(case.code).title) for case in row.cases if case.code]) for row in rows]
    values = {
        "rows": told,
        "is_moving": any(row.standing == "waiting" for row in rows),
        "way": parcel_way(person, today=today_in_china(CLOCK)).value,
    }
    return render(request, "web/parcels.html", values)


@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Order the chosen cases of the list, or one case, as one file."""
    person = need(request, *_READS)
    number = request.POST.get("case", "")[:40]
    keys = [case_whole(person, number).pk] if number else [
        key for key, _name in chosen(request, CASES, request.POST.get("query", "")[:2000])
    ]  # fmt: skip
    if not keys:
        messages.error(request, _("没有选中任何一行。"))
        return redirect("web:cases")
    parcel = parcel_order(deed=deed(request), viewer=person, cases=keys)
    messages.success(request, _("导出包 %(number)s 已开始制作，完成后在本页下载。") % {"number": parcel})
    return redirect("web:parcels")


@require_safe
def take(request: HttpRequest, number: str) -> FileResponse:
    """The file of one of one's own parcels."""
    person = need(request, *_READS)
    path, name = parcel_take(deed=deed(request), viewer=person, number=number, address=address_of(request))
    return path_answer(path, name, "application/zip")
