"""Work instructions of fields: the list, the reader; their editions are worked on as those of guides."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.editions import edition_list, released_changes
from anjuan.mining.selectors.guides import edition_published, edition_view, guide_named
from anjuan.mining.selectors.instructions import INSTRUCTION, instruction_rows
from anjuan.mining.services.guides import guide_compile
from anjuan.web.knowledgewords import language
from anjuan.web.navigation import KNOWS
from anjuan.web.views.editions import EDITS
from anjuan.web.views.knowledge import shown
from anjuan.web.visitor import deed, need


@require_safe
def instructions(request: HttpRequest) -> HttpResponse:
    """Fields with their work instructions."""
    person = need(request, *KNOWS)
    values = {"rows": instruction_rows(person, language()), "may_edit": person.may(EDITS)}
    return render(request, "web/instructions.html", values)


@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Compile the work instruction of a field anew."""
    person = need(request, EDITS)
    wanted = Scope(request.POST.get("field", "")[:20])
    edition = guide_compile(deed=deed(request), viewer=person, wanted=wanted, least_clients=1, form=INSTRUCTION)
    messages.success(request, _("已按最新审阅结果编制。"))
    return redirect("web:knowledge_edition", edition.pk)


@require_safe
def instruction(request: HttpRequest, field_code: str) -> HttpResponse:
    """The released work instruction of a field."""
    person = need(request, *KNOWS)
    one = guide_named(person, Scope(field_code), INSTRUCTION)
    edition = edition_published(one)
    values = shown(request, edition_view(edition, language())) | {
        "editions": edition_list(person, one),
        "edition": edition,
        "changes": released_changes(edition)[:50] if edition.number > 1 else [],
    }
    return render(request, "web/knowledge_guide.html", values)
