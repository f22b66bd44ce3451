"""The scene of an audit, retold on a time line from its papers, and a page of a paper beside it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anjuan.archive.selectors.scenes import case_scene
from anjuan.archive.selectors.sight import case_whole
from anjuan.archive.services.reading_notes import reading_note
from anjuan.web.casesteps import head_of
from anjuan.web.panes import pane_of
from anjuan.web.views.judged import opened
from anjuan.web.visitor import deed, viewer


@require_safe
def scene(request: HttpRequest, number: str) -> HttpResponse:
    """The audit retold: who was where, what was seen, found, answered and decided."""
    case_whole(viewer(request), number)
    shown = opened(request, number)
    told = case_scene(viewer(request), number)
    values = {
        "case": shown,
        "tab": "scene",
        "head": head_of(viewer(request), shown),
        "told": told,
        "scene": told.scene,
        "only": request.GET.get("only", ""),
    }
    return render(request, "web/case_scene.html", values)


@require_safe
def pane(request: HttpRequest, number: str, document_id: int, page_number: int) -> HttpResponse:
    """A page of a paper to stand beside something, with boxes lit."""
    person = viewer(request)
    shown = pane_of(person, document_id, page_number, request.GET.getlist("box"))
    reading_note(deed=deed(request), viewer=person, document_id=shown.document.id)
    return render(request, "web/pane.html", {"number": number, "pane": shown})
