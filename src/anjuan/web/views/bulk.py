"""One deed to many rows: ordering it from a list, watching it, taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.bulk import BulkThing, BulkView, bulk_get, bulk_list
from anjuan.archive.services.bulk import bulk_order, bulk_undo
from anjuan.kit.errors import NotFoundError
from anjuan.web.listing import LAST_PAGE, Pager, whole
from anjuan.web.lists.asking import asked_of
from anjuan.web.lists.deeds import usual_values
from anjuan.web.lists.registry import LISTS, list_named
from anjuan.web.lists.spec import Deed, ListSpec
from anjuan.web.visitor import deed, need, viewer
from anjuan.web.words import choices, fault_words

_PAGE = 50
_MOST_PICKED = 1000
_LONGEST = 500


class DeedUnknownError(NotFoundError):
    """The list knows no such deed."""

    code = "WEB-020"


def _wanted(request: HttpRequest, name: str, kind: str) -> tuple[ListSpec, Deed]:
    """Return a list and one of its deeds, which the person may do.

    Raises:
        DeedUnknownError: The list knows no such deed.
        MayNotError: None of the person's roles allows it.

    """
    spec = list_named(name)
    need(request, *spec.needs)
    wanted = next((one for one in spec.deeds if one.key == kind), None)
    if wanted is None or wanted.address:
        raise DeedUnknownError(f"The list {name!r} knows no deed {kind!r}.", remedy="Open the list again.")
    need(request, wanted.needs)
    return spec, wanted


@require_safe
def form(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """What has to be said with a deed, as fields inside the form of the chosen rows."""
    spec, wanted = _wanted(request, name, kind)
    fields = _fields(viewer(request), wanted)
    return render(request, "web/list_deed_form.html", {"spec": spec, "one": wanted, "fields": fields})


@require_POST
def order(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """Order a deed for the chosen rows of a list, or for all it lists."""
    spec, wanted = _wanted(request, name, kind)
    query = request.POST.get("query", "")[:2000]
    inputs, missing = _inputs(request, wanted)
    if missing:
        messages.error(
            request, _("没有执行“%(deed)s”：请填写%(fields)s。") % {"deed": wanted.label, "fields": "、".join(missing)}
        )
        return redirect(f"{reverse(spec.address)}?{query}")
    things = chosen(request, spec, query)
    if not things:
        messages.error(request, _("没有选中任何一行。"))
        return redirect(f"{reverse(spec.address)}?{query}")
    return redirect("web:bulk", bulk_order(deed=deed(request), kind=wanted.key, things=things, inputs=inputs))


def chosen(request: HttpRequest, spec: ListSpec, query: str) -> list[tuple[int, str]]:
    """Return the keys and names of the rows that were ticked, or of all that the list has."""
    is_all = request.POST.get("all") == "1"
    picked = () if is_all else tuple(request.POST.getlist("pick")[:_MOST_PICKED])
    if spec.chosen is None or not (is_all or picked):
        return []
    return spec.chosen(viewer(request), asked_of(request, spec, QueryDict(query)).request(), picked)


def _fields(person: Viewer, wanted: Deed) -> list[dict[str, Any]]:
    usual = usual_values(wanted)
    return [
        {"filter": one, "choices": one.choices(person) if one.choices else (), "text": usual.get(one.key, "")}
        for one in wanted.inputs
    ]


def _inputs(request: HttpRequest, wanted: Deed) -> tuple[dict[str, str], list[str]]:
    """Return what was said with a deed, and the names of fields that were left empty or hold what is not offered."""
    told = {one.key: request.POST.get(f"{wanted.key}.{one.key}", "").strip()[:_LONGEST] for one in wanted.inputs}
    missing = []
    for one in wanted.inputs:
        offered = dict(one.choices(viewer(request))) if one.choices else {told[one.key]: ""}
        if not told[one.key] or told[one.key] not in offered:
            missing.append(str(one.label))
    return told, missing


@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """The person's own orders."""
    _need_some_deed(request)
    return render(request, "web/bulk_orders.html", {"rows": bulk_list(viewer(request))})


def _need_some_deed(request: HttpRequest) -> None:
    need(request, *{one.needs for spec in LISTS.values() for one in spec.deeds})


@require_safe
def one(request: HttpRequest, bulk_id: int) -> HttpResponse:
    """One order: how far it is, and what became of each thing."""
    _need_some_deed(request)
    state, number = request.GET.get("state", ""), min(max(1, whole(request.GET, "page", 1)), LAST_PAGE)
    shown = bulk_get(viewer(request), bulk_id, state=state, offset=(number - 1) * _PAGE, limit=_PAGE)
    total = shown.counts.get(state, 0) if state else shown.row.total
    values: dict[str, Any] = {
        "shown": shown, "state": state, "pager": Pager(number, _PAGE, total),
        "tabs": [("", _("全部"), shown.row.total), *_tabs(shown)],
        "things": [(thing, *_told(thing)) for thing in shown.things],
        "spec": _list_of(shown.row.kind),
    }  # fmt: skip
    return render(request, "web/bulk.html", values)


def _tabs(shown: BulkView) -> list[tuple[str, str, int]]:
    return [(code, word, shown.counts[code]) for code, word in choices("bulk_state") if shown.counts.get(code)]


def _told(thing: BulkThing) -> tuple[str, str]:
    if not thing.code:
        return ("", "") if not thing.reason else (str(_("没有做成，已记入运行日志。")), "")
    words = fault_words(thing.code)
    return str(words.title), str(words.advice)


def _list_of(kind: str) -> ListSpec | None:
    return next((spec for spec in LISTS.values() if any(one.key == kind for one in spec.deeds)), None)


@require_POST
def undo(request: HttpRequest, bulk_id: int) -> HttpResponse:
    """Order that what an order changed is taken back."""
    _need_some_deed(request)
    return redirect("web:bulk", bulk_undo(deed=deed(request), bulk_id=bulk_id))
