"""Compiled knowledge: fields and codes, guides as readers see them, with the pages they stand on."""

from __future__ import annotations

import itertools
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anjuan.accounts.selectors.people import Viewer
from anjuan.kit.clock import today_in_china
from anjuan.kit.errors import NotFoundError
from anjuan.mining.rendering.files import FORMATS, guide_file
from anjuan.mining.rendering.view import GuideView
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.citations import sources_seen
from anjuan.mining.selectors.editions import edition_get, edition_list, released_changes
from anjuan.mining.selectors.guides import (
    edition_published,
    edition_view,
    field_name,
    guide_named,
    mined_overview,
    scope_rows,
)
from anjuan.mining.selectors.standings import guide_ambers, guide_standing
from anjuan.mining.selectors.works import WorkFilter, WorkRow, work_rows
from anjuan.web.knowledgewords import language
from anjuan.web.navigation import KNOWS
from anjuan.web.visitor import CLOCK, need

#: A line shows so many of its sources; the rest is counted.
_SOURCES = 6
#: So many real cases stand beside a clause.
_REAL_CASES = 3
_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".md": "text/markdown; charset=utf-8",
    ".json": "application/json",
}


class NoSuchFormError(NotFoundError):
    """A guide cannot be had in this form."""

    code = "WEB-090"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Fields with their codes: cases, clients, guides."""
    person = need(request, *KNOWS)
    rows = scope_rows(person)
    fields = [
        {"code": code, "name": field_name(code, language()), "rows": list(found)}
        for code, found in itertools.groupby(rows, key=lambda row: row.field_code)
    ]
    values = {
        "fields": fields,
        "overview": mined_overview(),
        "ambers": guide_ambers(today=today_in_china(CLOCK)),
        "may_edit": person.may("knowledge.edit"),
    }
    return render(request, "web/knowledge.html", values)


@require_safe
def guide(request: HttpRequest, field_code: str, code: str = "") -> HttpResponse:
    """The released guide of a field and code."""
    person = need(request, *KNOWS)
    one = guide_named(person, Scope(field_code, code))
    edition = edition_published(one)
    view = edition_view(edition, language())
    values = shown(request, view) | {
        "editions": edition_list(person, one),
        "edition": edition,
        "standing": guide_standing(edition, view, today=today_in_china(CLOCK)),
        "changes": released_changes(edition)[:50] if edition.number > 1 else [],
    }
    return render(request, "web/knowledge_guide.html", values)


def shown(request: HttpRequest, view: GuideView) -> dict[str, Any]:
    """Return what a page needs to show a guide: the guide, and the sources this person may open."""
    person = need(request, *KNOWS)
    lines = [line for section in view.sections for group in section.groups for line in group.lines]
    wanted = {key for line in lines for key in line.citations[:_SOURCES]}
    seen = sources_seen(person, wanted)
    sources = {
        line.key: [seen[key] for key in line.citations[:_SOURCES] if key in seen] for line in lines if line.citations
    }
    return {"guide": view, "sources": sources, "most": _SOURCES, "real_cases": _real_cases(person, view)}


def _real_cases(person: Viewer, view: GuideView) -> dict[str, list[WorkRow]]:
    """Return the first published stories of the field by their clause: real cases behind a group of lines."""
    found: dict[str, list[WorkRow]] = {}
    near = view.code[0]
    rows = work_rows(person, WorkFilter("story", view.field[0]))
    for row in sorted(rows, key=lambda row: not (near and row.professional_code.startswith(near))):
        if row.published and row.clause and len(found.setdefault(row.clause, [])) < _REAL_CASES:
            found[row.clause].append(row)
    return found


@require_safe
def download(request: HttpRequest, edition_id: int, form: str) -> HttpResponse:
    """An edition as a file."""
    suffix = f".{form}"
    if suffix not in FORMATS:
        raise NoSuchFormError(f"A guide cannot be had as {form!r}.", remedy=f"Choose one of {', '.join(FORMATS)}.")
    edition = edition_get(need(request, *KNOWS), edition_id)
    view = edition_view(edition, language())
    content = guide_file(view, suffix, now=CLOCK.now(), language=language())
    name = f"guide-{view.field[0]}-{view.code[0] or 'all'}-{view.edition}{suffix}"
    return HttpResponse(
        content, content_type=_TYPES[suffix], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
