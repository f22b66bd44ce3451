"""Steps and checks that stories, training sets and exhibitions share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.kit.errors import UsageError
from anjuan.mining.selectors.workgates import work_gate
from anjuan.mining.selectors.works import edition_differences, work_edition, work_editions, work_get
from anjuan.mining.services.releasing import harmless_say
from anjuan.mining.services.works import (
    AnEdition,
    work_agree,
    work_publish,
    work_return,
    work_revise,
    work_submit,
    work_withdraw,
)
from anjuan.web.visitor import deed, need

EDITS, RELEASES = "knowledge.edit", "knowledge.publish"
#: The page of an edition, by the sort of the work.
PAGES = {"story": "web:story_edition", "training": "web:training_edition", "exhibition": "web:exhibition_edition"}


class WorkStepError(UsageError):
    """There is no such step for a work."""

    code = "WEB-141"


def around(request: HttpRequest, edition: AnEdition) -> dict[str, Any]:
    """Return what the page of every edition shows: where it stands, what stands before its release, what changed."""
    person = need(request, EDITS, RELEASES)
    is_open = edition.state in ("draft", "submitted")
    return {
        "edition": edition,
        "editions": work_editions(person, edition.work),
        "gate": work_gate(edition) if is_open else None,
        "differences": edition_differences(edition)[:200],
        "may_edit": person.may(EDITS) and edition.state == "draft",
        "may_revise": person.may(EDITS) and not is_open,
        "may_release": person.may(RELEASES) and edition.submitted_by != person.name,
        "may_withdraw": person.may(RELEASES) and edition.state == "published",
        "sort": edition.work.sort,
    }


_Does = Callable[[Deed, Viewer, AnEdition, str], None]


def _submit(by: Deed, person: Viewer, one: AnEdition, reason: str) -> None:
    del reason
    work_submit(deed=by, viewer=person, edition=one)


def _return(by: Deed, person: Viewer, one: AnEdition, reason: str) -> None:
    work_return(deed=by, viewer=person, edition=one, reason=reason)


def _agree(by: Deed, person: Viewer, one: AnEdition, reason: str) -> None:
    del reason
    work_agree(deed=by, viewer=person, edition=one)


def _publish(by: Deed, person: Viewer, one: AnEdition, reason: str) -> None:
    del reason
    work_publish(deed=by, viewer=person, edition=one)


def _withdraw(by: Deed, person: Viewer, one: AnEdition, reason: str) -> None:
    work_withdraw(deed=by, viewer=person, edition=one, reason=reason)


_STEPS: Mapping[str, tuple[str, _Does, str | Promise]] = {
    "submit": (EDITS, _submit, gettext_lazy("已提交，等待另一人发布。")),
    "return": (RELEASES, _return, gettext_lazy("已退回编者。")),
    "agree": (RELEASES, _agree, gettext_lazy("已记录您的同意。")),
    "publish": (RELEASES, _publish, gettext_lazy("已发布。")),
    "withdraw": (RELEASES, _withdraw, gettext_lazy("已撤回。")),
}


@require_POST
def step(request: HttpRequest, sort: str, edition_id: int, name: str) -> HttpResponse:
    """Take an edition one step on: submit, return, agree, publish, withdraw."""
    if name not in _STEPS or sort not in PAGES:
        raise WorkStepError("There is no such step.", remedy="Use the buttons of the page.")
    needs, does, told = _STEPS[name]
    person = need(request, needs)
    one = work_edition(person, sort, edition_id)
    does(deed(request), person, one, request.POST.get("reason", "").strip()[:500])
    messages.success(request, str(told))
    return redirect(PAGES[sort], one.pk)


@require_POST
def revise(request: HttpRequest, sort: str, work_id: int) -> HttpResponse:
    """Begin the next edition of a work."""
    if sort not in PAGES:
        raise WorkStepError("There is no such step.", remedy="Use the buttons of the page.")
    person = need(request, EDITS)
    edition = work_revise(deed=deed(request), viewer=person, work=work_get(person, sort, work_id))
    return redirect(PAGES[sort], edition.pk)


@require_POST
def harmless(request: HttpRequest, sort: str, edition_id: int) -> HttpResponse:
    """Say that a text names nobody."""
    if sort not in PAGES:
        raise WorkStepError("There is no such step.", remedy="Use the buttons of the page.")
    person = need(request, RELEASES)
    text, reason = request.POST.get("text", "")[:200], request.POST.get("reason", "")[:300]
    harmless_say(deed=deed(request), viewer=person, text=text, reason=reason)
    messages.success(request, _("已记录：该文字不涉及身份。"))
    return redirect(PAGES[sort], edition_id)
