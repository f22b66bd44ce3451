"""Every list: its page, how it looks, its saved views, its export."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.accounts.selectors.people import role_words
from anjuan.accounts.services.preferences import (
    ViewDraft,
    preference_set,
    preferences_forget,
    view_change,
    view_delete,
    view_save,
)
from anjuan.kit.clock import today_in_china
from anjuan.web.listing import whole
from anjuan.web.lists.asking import Asked, asked_of
from anjuan.web.lists.counting import counts_of
from anjuan.web.lists.drawing import heads_of, rows_html, table_width
from anjuan.web.lists.habits import DENSITIES, FOLLOWED, SIZES, habit_name, habits, look_of, packed, saved_views
from anjuan.web.lists.registry import list_named
from anjuan.web.lists.spec import ListSpec
from anjuan.web.tour import SEEN
from anjuan.web.visitor import CLOCK, deed, need, viewer

_SECTION, _ROWS = "aj-list", "aj-rows"
_TEMPLATES = {_SECTION: "web/list_section.html", _ROWS: "web/list_rows.html"}
#: The view removed last, so that it can be brought back; what of it is kept, and the mark of the message.
_GONE = "aj_view_gone"
_VIEW_PARTS = ("list", "name", "query", "columns", "role", "is_default")
_UNDOES = "undoes-view"


def list_page(request: HttpRequest, spec: ListSpec, *, extra: dict[str, Any] | None = None) -> HttpResponse:
    """Return a list as its address asks for it: the page, or only the part of it that changes."""
    need(request, *spec.needs)
    if not request.GET:
        usual = next((view for view in saved_views(request) if view.is_default and view.list == spec.name), None)
        if usual:
            return redirect(f"{reverse(spec.address)}?{_address(usual.query, usual.id)}")
    asked = asked_of(request, spec, request.GET)
    if request.headers.get("HX-Target") == _SECTION:
        _remember(request, spec, asked)
    return _drawn(request, asked, extra or {})


def _address(query: str, view_id: int) -> str:
    values = QueryDict(query, mutable=True)
    values["view"] = str(view_id)
    return values.urlencode()


def _remember(request: HttpRequest, spec: ListSpec, asked: Asked) -> None:
    """Keep the order and the size of pages that the person chose on the list itself."""
    usual = {"order": spec.order, "size": str(SIZES[0])}
    for what, value in (("order", asked.order), ("size", str(asked.pager.size))):
        name = habit_name(spec, what)
        if what in request.GET and value != habits(request).get(name, usual[what]):
            preference_set(viewer=viewer(request), name=name, value=value)


def _drawn(request: HttpRequest, asked: Asked, extra: dict[str, Any]) -> HttpResponse:
    person, spec = viewer(request), asked.spec
    found = spec.fetch(person, asked.request())
    pager = dataclasses.replace(asked.pager, total=found.total)
    if pager.number > pager.last:
        asked = dataclasses.replace(asked, pager=dataclasses.replace(pager, number=pager.last, total=0))
        found = spec.fetch(person, asked.request())
        pager = dataclasses.replace(asked.pager, total=found.total)
    look = look_of(spec, habits(request), asked.view.columns if asked.view else "")
    deeds = [one for one in spec.deeds if person.may(one.needs)]
    may_export = bool(spec.exports) and person.may(spec.exports)
    is_picked = bool(deeds) or may_export
    target = request.headers.get("HX-Target", "")
    values = {
        "spec": spec, "asked": asked, "found": found, "pager": pager, "look": look, "deeds": deeds,
        "may_export": may_export, "is_picked": is_picked, "heads": heads_of(asked, look),
        "rows": rows_html(spec, look, found.rows, is_picked=is_picked),
        "table_width": table_width(look, is_picked=is_picked),
        "tabs": _tabs(asked, found.counts), "sizes": SIZES, "densities": DENSITIES,
        "views": [view for view in saved_views(request) if view.list == spec.name],
        "may_link": person.may(spec.empty.link_needs), "person": person,
        "roles": role_words(person, today_in_china(CLOCK), english=get_language() == "en"), **extra,
    }  # fmt: skip
    if target not in _TEMPLATES:
        values["fields"] = _fields(request, asked)
    response = render(request, _TEMPLATES.get(target, "web/list.html"), values)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _tabs(asked: Asked, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    tabs = asked.spec.tabs
    if tabs is None:
        return []
    chosen = asked.texts.get(tabs.key, "")
    return [
        {"text": text, "count": counts.get(code, 0), "query": asked.query(**{tabs.key: code}), "is_on": code == chosen}
        for code, text in (("", _("全部")), *tabs.choices())
    ]


def _fields(request: HttpRequest, asked: Asked) -> list[dict[str, Any]]:
    person = viewer(request)
    return [
        {
            "filter": one, "text": asked.texts.get(one.key, ""), "fault": asked.faults.get(one.key, ""),
            "choices": one.choices(person) if one.choices else (),
        }
        for one in asked.spec.filters
    ]  # fmt: skip


@require_POST
def look(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the columns, their order and widths, and the density a person chose; answer with the list as it is now."""
    spec = list_named(name)
    person = need(request, *spec.needs)
    query = QueryDict(request.POST.get("query", "")[:2000])
    asked = asked_of(request, spec, query)
    if "reset" in request.POST:
        preferences_forget(viewer=person, prefix=habit_name(spec, ""))
        asked = dataclasses.replace(asked, view=None)
    else:
        _keep_look(request, spec, asked)
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse(spec.address)}?{asked.query()}")
    for kept in ("_anjuan_habits", "_anjuan_views"):
        if hasattr(request, kept):
            delattr(request, kept)
    return _drawn(request, asked_of(request, spec, query), {})


def _keep_look(request: HttpRequest, spec: ListSpec, asked: Asked) -> None:
    known = {column.key for column in spec.columns}
    keys = [key for key in request.POST.getlist("column") if key in known]
    widths = {key: whole(request.POST, f"width-{key}", 0) for key in keys}
    columns, person = packed(keys, widths), viewer(request)
    if asked.view and asked.view.is_own and asked.view.columns:
        view_change(viewer=person, view_id=asked.view.id, columns=columns)
    else:
        preference_set(viewer=person, name=habit_name(spec, "columns"), value=columns)
    density = request.POST.get("density", "")
    if density in DENSITIES:
        preference_set(viewer=person, name=habit_name(spec, "density"), value=density)


@require_POST
def save_view(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what the list shows now under a name."""
    spec = list_named(name)
    person = need(request, *spec.needs)
    asked = dataclasses.replace(asked_of(request, spec, QueryDict(request.POST.get("query", "")[:2000])), view=None)
    shown = look_of(spec, habits(request)).shown
    columns = packed(
        [one.column.key for one in shown], {one.column.key: one.width for one in shown if one.is_chosen}
    )  # fmt: skip
    draft = ViewDraft(
        spec.name, request.POST.get("name", ""), asked.query(order=asked.order),
        columns if request.POST.get("columns") else "", request.POST.get("role", "")[:40],
        is_default=bool(request.POST.get("is_default")),
    )  # fmt: skip
    view = view_save(deed=deed(request), viewer=person, draft=draft)
    messages.success(request, _("已保存视图“%(name)s”。") % {"name": view.name})
    return redirect(f"{reverse(spec.address)}?{_address(view.query, view.pk)}")


@require_POST
def delete_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Remove a saved view."""
    view = view_delete(viewer=viewer(request), view_id=view_id)
    request.session[_GONE] = {name: getattr(view, name) for name in _VIEW_PARTS}
    messages.success(request, _("已删除视图“%(name)s”。") % {"name": view.name}, extra_tags=_UNDOES)
    return redirect(f"{reverse(list_named(view.list).address)}?view=0")


@require_POST
def restore_view(request: HttpRequest) -> HttpResponse:
    """Bring the view back that the person removed last."""
    gone = request.session.pop(_GONE, None)
    if gone is None:
        messages.info(request, _("没有可恢复的视图。"))
        return redirect("web:cases")
    view = view_save(deed=deed(request), viewer=viewer(request), draft=ViewDraft(**gone))
    messages.success(request, _("已恢复视图“%(name)s”。") % {"name": view.name})
    return redirect(f"{reverse(list_named(view.list).address)}?{_address(view.query, view.pk)}")


@require_safe
def counts(request: HttpRequest) -> JsonResponse:
    """The counts of the navigation, the tiles and the saved views, each that of the list it opens."""
    response = JsonResponse(counts_of(request))
    response["Cache-Control"] = "private, no-store"
    return response


#: What a person may keep for the frame, besides lists.
_FRAME = ("nav.folded", FOLLOWED, SEEN)


@require_POST
def preference(request: HttpRequest) -> HttpResponse:
    """Keep a choice about the frame of the pages."""
    name = request.POST.get("name", "")
    if name in _FRAME:
        preference_set(viewer=viewer(request), name=name, value=" ".join(request.POST.get("value", "").split())[:200])
    return HttpResponse(status=204)
