"""Guides under way: compiled, edited line by line, submitted, looked at, released, withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.compiling.rules.tables import sections_of
from anjuan.kit.errors import UsageError
from anjuan.mining.editing import Edit
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.editions import edition_changes, edition_get, edition_list
from anjuan.mining.selectors.gates import edition_gate
from anjuan.mining.selectors.guides import edition_view
from anjuan.mining.services.guides import Edition, guide_compile, line_edit
from anjuan.mining.services.releasing import (
    edition_publish,
    edition_return,
    edition_submit,
    edition_withdraw,
    harmless_say,
)
from anjuan.web.knowledgewords import language
from anjuan.web.views.knowledge import shown
from anjuan.web.visitor import deed, need

EDITS, RELEASES = "knowledge.edit", "knowledge.publish"


class StepUnknownError(UsageError):
    """There is no such step for an edition."""

    code = "WEB-091"


def least_clients() -> int:
    """Return from how many clients on a code has a guide of its own, and a line needs nobody's agreement."""
    return int(settings.ANJUAN_OPTIONS.knowledge.least_clients)


@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Compile the guide of a scope anew."""
    wanted = Scope(request.POST.get("field", "")[:20], request.POST.get("code", "")[:20])
    edition = guide_compile(
        deed=deed(request), viewer=need(request, EDITS), wanted=wanted, least_clients=least_clients()
    )  # fmt: skip
    messages.success(request, _("已按最新审阅结果编制。"))
    return redirect("web:knowledge_edition", edition.pk)


@require_safe
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """An edition under way: its lines with what can be done to them, and what stands before its release."""
    person = need(request, EDITS, RELEASES)
    one = edition_get(person, edition_id)
    view = edition_view(one, language(), with_hidden=True)
    is_open = one.state in ("draft", "submitted")
    values = shown(request, view) | {
        "edition": one,
        "editions": edition_list(person, one.guide),
        "changes": edition_changes(one)[:200],
        "gate": edition_gate(one, least_clients=least_clients()) if is_open else None,
        "may_edit": person.may(EDITS) and one.state == "draft",
        "may_release": person.may(RELEASES) and one.submitted_by != person.name,
        "may_withdraw": person.may(RELEASES),
        "least": least_clients(),
        "all_sections": [(row.id, getattr(row, language())) for row in sections_of(one.guide.form).sections],
    }
    return render(request, "web/knowledge_edition.html", values)


@require_POST
def line(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Do something to one line."""
    person = need(request, EDITS)
    one = edition_get(person, edition_id)
    cells = {name[5:]: str(request.POST[name]).strip() for name in request.POST if name.startswith("cell-")}
    what = request.POST.get("what", "")
    value: dict[str, object] = {"cells": cells} if what == "word" else {}
    if what == "own":
        value = {"text": request.POST.get("text", "").strip()[:2000]}
    elif what == "move":
        value = {"order": request.POST.get("order", "")}
    key = request.POST.get("line", "")[:16]
    edit = Edit(request.POST.get("section", "")[:40], key, what, value)
    line_edit(deed=deed(request), viewer=person, guide=one.guide, edit=edit)
    return redirect(f"{request.POST.get('back') or ''}#line-{key}" if _is_ours(request) else "web:home")


def _is_ours(request: HttpRequest) -> bool:
    return request.POST.get("back", "").startswith("/knowledge/")


def _submit(deed: Deed, person: Viewer, one: Edition, request: HttpRequest) -> None:
    del request
    edition_submit(deed=deed, viewer=person, edition=one)


def _return(deed: Deed, person: Viewer, one: Edition, request: HttpRequest) -> None:
    edition_return(deed=deed, viewer=person, edition=one, reason=request.POST.get("reason", "").strip())


def _publish(deed: Deed, person: Viewer, one: Edition, request: HttpRequest) -> None:
    del request
    edition_publish(deed=deed, viewer=person, edition=one, least_clients=least_clients())


def _withdraw(deed: Deed, person: Viewer, one: Edition, request: HttpRequest) -> None:
    edition_withdraw(deed=deed, viewer=person, edition=one, reason=request.POST.get("reason", "").strip())


_STEPS: Mapping[str, tuple[str, Callable[[Deed, Viewer, Edition, HttpRequest], None], str | Promise]] = {
    "submit": (EDITS, _submit, gettext_lazy("已提交，等待另一人发布。")),
    "return": (RELEASES, _return, gettext_lazy("已退回编者。")),
    "publish": (RELEASES, _publish, gettext_lazy("已发布。")),
    "withdraw": (RELEASES, _withdraw, gettext_lazy("已撤回。")),
}


@require_POST
def step(request: HttpRequest, edition_id: int, name: str) -> HttpResponse:
    """Take an edition one step on: submit, return, publish, withdraw."""
    if name not in _STEPS:
        raise StepUnknownError(f"There is no step {name!r}.", remedy="Use the buttons of the page.")
    needs, does, told = _STEPS[name]
    person = need(request, needs)
    one = edition_get(person, edition_id)
    does(deed(request), person, one, request)
    messages.success(request, str(told))
    return redirect("web:knowledge_edition", one.pk)


@require_POST
def harmless(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Say that a text names nobody."""
    person = need(request, RELEASES)
    text, reason = request.POST.get("text", "")[:200], request.POST.get("reason", "")[:300]
    harmless_say(deed=deed(request), viewer=person, text=text, reason=reason)
    messages.success(request, _("已记录：该文字不涉及身份。"))
    return redirect("web:knowledge_edition", edition_id)
