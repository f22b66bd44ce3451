"""Organisations: their list, one with all its cases, and those that may be one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.organisation_page import (
    OrganisationUnknownError,
    organisation_get,
    organisation_seen,
)
from anjuan.archive.selectors.organisation_pairs import compared, pair_list, pair_total
from anjuan.archive.selectors.organisation_shapes import OrganisationView
from anjuan.archive.selectors.organisations import OrganisationFilter, organisation_list
from anjuan.archive.services.doubles import compare_order
from anjuan.archive.services.merging import Splitting, organisation_split, organisations_merge
from anjuan.archive.services.reading_notes import organisation_note
from anjuan.archive.services.unmerging import change_undo, pair_refuse
from anjuan.kit.clock import today_in_china
from anjuan.web.listing import pager_of, whole
from anjuan.web.lists.organisations import ORGANISATIONS
from anjuan.web.timelines import line_of
from anjuan.web.views.lists import list_page
from anjuan.web.visitor import CLOCK, deed, need, viewer

_DESCRIBE = "case.describe"
_OFFERED = 20


def _may_move(person: Viewer) -> bool:
    return person.may(_DESCRIBE) and person.sees_all


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The list of organisations."""
    person = viewer(request)
    return list_page(request, ORGANISATIONS, extra={"may_move": _may_move(person), "pairs": pair_total(person)})


def _opened(request: HttpRequest, organisation_id: int) -> OrganisationView:
    """Return an organisation for a page; that what its cases state was read is noted."""
    need(request, *ORGANISATIONS.needs)
    shown = organisation_get(viewer(request), organisation_id, today=today_in_china(CLOCK))
    organisation_note(deed=deed(request), organisation_id=shown.id, name=shown.name)
    return shown


@require_safe
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One organisation with its names, certificates, cycles, cases, contradictions and values over time."""
    shown = _opened(request, organisation_id)
    if shown.id != organisation_id:
        return redirect("web:organisation", shown.id)
    today = today_in_china(CLOCK)
    loose = [case for case in shown.cases if not any(case in cycle.cases for cycle in shown.cycles)]
    values = {
        "one": shown, "lines": [line for cycle in shown.cycles if (line := line_of(cycle, today))], "loose": loose,
        "may_move": _may_move(viewer(request)), "today": today.isoformat(),
    }  # fmt: skip
    return render(request, "web/organisation.html", values)


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """Organisations that may be one, the surest first."""
    person = need(request, _DESCRIBE)
    pager = pager_of(request, (20,))
    found = pair_list(person, offset=pager.offset, limit=pager.size)
    total = pair_total(person)
    values = {"pairs": found, "total": total, "more": pager.offset + len(found) < total, "page": pager.number}
    return render(request, "web/organisation_pairs.html", values)


@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Order all organisations to be compared."""
    compare_order(deed=deed(request), viewer=need(request, _DESCRIBE))
    messages.success(request, _("正在后台比对全部组织，结果会列在这里。"))
    return redirect("web:organisation_pairs")


@require_POST
def differ(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Say that two organisations are different."""
    pair_refuse(deed=deed(request), viewer=need(request, _DESCRIBE), pair_id=pair_id)
    messages.success(request, _("已记录为不同组织，不再提示。"))
    return redirect("web:organisation_pairs")


@require_safe
def beside(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """An organisation beside another, to be merged; without another, those whose names fit."""
    person = need(request, _DESCRIBE)
    one = organisation_seen(person, organisation_id)
    other = whole(request.GET, "other", 0)
    words = request.GET.get("words", "").strip()[:200]
    values: dict[str, Any] = {"one": one, "words": words}
    if other:
        values["pair"] = compared(person, one.pk, other)
        if values["pair"] is None:
            raise OrganisationUnknownError(
                f"There is no organisation {other} to compare with.", remedy="Choose another one."
            )
    elif words:
        values["found"] = _offered(person, words, one.pk)
    else:
        values["proposed"] = pair_list(person, organisation=one.pk)
    return render(request, "web/organisation_beside.html", values)


def _offered(person: Viewer, words: str, but: int) -> list[Any]:
    found = organisation_list(
        person, OrganisationFilter(words=words), today=today_in_china(CLOCK), limit=_OFFERED + 1
    )  # fmt: skip
    return [row for row in found.rows if row.id != but][:_OFFERED]


@require_POST
def merge(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Merge an organisation into another."""
    person = need(request, _DESCRIBE)
    change = organisations_merge(
        deed=deed(request), viewer=person, source_id=organisation_id, target_id=whole(request.POST, "into", 0),
        reason=request.POST.get("reason", ""),
    )  # fmt: skip
    messages.success(
        request,
        _("已将“%(source)s”并入“%(target)s”，移动 %(n)s 卷。可在本页“变动记录”中撤销。")
        % {"source": change.source_name, "target": change.target_name, "n": len(change.cases)},
    )
    return redirect("web:organisation", change.target_id)


@require_safe
def split(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """What of an organisation belongs to another: cases, names and certificates to tick."""
    need(request, _DESCRIBE)
    shown = _opened(request, organisation_id)
    words = request.GET.get("words", "").strip()[:200]
    values = {
        "one": shown, "words": words, "found": _offered(viewer(request), words, shown.id) if words else [],
        "names": [row for row in shown.names if row.kind != "present"],
        "certificates": [row for row in shown.certificates if row.id],
    }  # fmt: skip
    return render(request, "web/organisation_split.html", values)


@require_POST
def split_off(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Give what was ticked to another organisation."""
    person = need(request, _DESCRIBE)
    told = request.POST
    into = whole(told, "into", 0)
    wanted = Splitting(
        tuple(told.getlist("case")), _keys(told.getlist("name_key")), _keys(told.getlist("certificate")), into or None,
        told.get("name", ""), told.get("credit_code", ""), told.get("reason", ""),
    )  # fmt: skip
    change = organisation_split(deed=deed(request), viewer=person, source_id=organisation_id, wanted=wanted)
    messages.success(
        request, _("已将 %(n)s 卷拆分到“%(target)s”。") % {"n": len(change.cases), "target": change.target_name}
    )  # fmt: skip
    return redirect("web:organisation", change.target_id)


def _keys(texts: list[str]) -> tuple[int, ...]:
    return tuple(int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= 12)  # noqa: PLR2004


@require_POST
def undo(request: HttpRequest, change_id: int) -> HttpResponse:
    """Undo a merge or a split."""
    change = change_undo(deed=deed(request), viewer=need(request, _DESCRIBE), change_id=change_id)
    messages.success(request, _("已撤销，各项恢复原样。"))
    return redirect("web:organisation", change.source_id)
