"""Care for single pages, and naming, ordering and moving papers: each deed can be undone."""

from __future__ import annotations

import urllib.parse
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.filepages import FilePage, file_pages
from anjuan.archive.selectors.sight import case_whole, document_seen
from anjuan.archive.services.arranging import document_move, document_put, document_retitle
from anjuan.archive.services.page_care import CareOrder, pages_care
from anjuan.archive.services.paper_deeds import paper_deed_undo
from anjuan.archive.tasks import scholar
from anjuan.web.listing import whole
from anjuan.web.views.correcting import starts_in
from anjuan.web.visitor import deed, need
from anjuan.web.words import said


@require_POST
def care(request: HttpRequest, document_id: int) -> JsonResponse:
    """Turn or mark pages of a document's file; answers with how these pages look now."""
    person = need(request, "case.describe")
    document = document_seen(person, document_id)
    numbers = starts_in(request.POST.get("pages", ""))
    order = CareOrder(numbers, whole(request.POST, "turn", 0), request.POST.get("mark"))
    made = pages_care(deed=deed(request), viewer=person, document=document, order=order, scholar=scholar())
    told = _("已保存，共 %(n)s 页；案卷正在重新检查。") % {"n": len(numbers)}
    return _answer(person, document_id, told, numbers, undo=made.pk if made else None)


def _answer(
    person: Viewer, document_id: int, told: str, numbers: Sequence[int] = (), *, undo: int | None = None
) -> JsonResponse:
    rows = [row for row in file_pages(person, document_id) if not numbers or row.number in numbers]
    return JsonResponse({"said": told, "undo": undo, "pages": [_page(row) for row in rows]})


def _page(row: FilePage) -> dict[str, object]:
    return {
        "number": row.number, "look": row.look, "mark": row.mark, "is_blank": row.is_blank,
        "said": said("page_mark", row.mark) if row.mark else "",
    }  # fmt: skip


@require_POST
def undo(request: HttpRequest, deed_id: int) -> HttpResponse:
    """Undo a deed on pages or papers; a script is told how the pages look, a person goes back to the paper."""
    person = need(request, "case.describe")
    shown = document_seen(person, whole(request.POST, "document", 0))
    paper_deed_undo(deed=deed(request), viewer=person, deed_id=deed_id, scholar=scholar())
    told = _("已撤销；案卷正在重新检查。")
    if request.headers.get("Accept", "").startswith("application/json"):
        return _answer(person, shown.pk, told)
    messages.success(request, told)
    return _to_paper(person, shown.pk)


@require_POST
def title(request: HttpRequest, document_id: int) -> HttpResponse:
    """Give a paper another title."""
    person = need(request, "case.describe")
    document = document_seen(person, document_id)
    made = document_retitle(
        deed=deed(request), viewer=person, document=document, title=request.POST.get("title", "")[:1000]
    )
    messages.success(request, _("已保存题名。"))
    return _to_paper(person, document_id, made.pk if made else 0)


@require_POST
def place(request: HttpRequest, document_id: int) -> HttpResponse:
    """Put a paper at another place among those of its case."""
    person = need(request, "case.describe")
    document = document_seen(person, document_id)
    wanted = whole(request.POST, "place", 0)
    made = document_put(deed=deed(request), viewer=person, document=document, place=wanted)
    messages.success(request, _("已调整卷内顺序。"))
    return _to_paper(person, document_id, made.pk if made else 0)


@require_POST
def move(request: HttpRequest, document_id: int) -> HttpResponse:
    """Move a paper to the case it belongs to."""
    person = need(request, "case.describe")
    document = document_seen(person, document_id)
    target = case_whole(person, request.POST.get("case", "").strip()[:300])
    made = document_move(deed=deed(request), viewer=person, document=document, target=target)
    messages.success(request, _("已移至案卷 %(number)s，两个案卷正在重新检查。") % {"number": target.number})
    return _to_paper(person, document_id, made.pk)


def _to_paper(person: Viewer, document_id: int, undoable: int = 0) -> HttpResponse:
    number = document_seen(person, document_id).case.number
    asked = "?" + urllib.parse.urlencode({"deed": undoable}) if undoable else ""
    return redirect(reverse("web:case_page", args=[number, document_id, 1]) + asked)
