"""The cut editor: all pages of a file as thumbnails, where its papers begin, and what kinds they are."""

from __future__ import annotations

import dataclasses
import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.selectors.cases import DocumentRow
from anjuan.archive.selectors.filepages import FilePage, file_pages
from anjuan.archive.selectors.paper_deeds import care_deeds
from anjuan.archive.selectors.sight import case_whole, document_seen
from anjuan.archive.selectors.waiting import cuts_of_file
from anjuan.archive.services.correcting import document_set_kind, file_recut
from anjuan.archive.services.reading_notes import reading_note
from anjuan.archive.tasks import scholar
from anjuan.web.views.correcting import kind_asked, starts_in
from anjuan.web.views.judged import may_describe, opened
from anjuan.web.visitor import deed, need


@dataclasses.dataclass(frozen=True, slots=True)
class Tile:
    """A page in the grid, and the paper that begins on it, if any."""

    page: FilePage
    begins: DocumentRow | None


@dataclasses.dataclass(frozen=True, slots=True)
class CareKey:
    """Something that can be done for pages: its words, its key, and what is sent."""

    label: str
    key: str
    order: str


_TURNS = ((90, "r", lazy("右转")), (270, "l", lazy("左转")), (180, "t", lazy("倒转")))
_MARKS = (
    ("blank", "b", lazy("空白页")), ("foreign", "o", lazy("他卷页")), ("duplicate", "d", lazy("重复页")),
    ("", "m", lazy("取消标记")),
)  # fmt: skip


@require_safe
def cutting(request: HttpRequest, document_id: int) -> HttpResponse:
    """The pages of a document's file with the cuts between its papers."""
    person = need(request, "case.describe")
    document = document_seen(person, document_id)
    case_whole(person, document.case.number)
    shown = opened(request, document.case.number)
    reading_note(deed=deed(request), viewer=person, document_id=document.pk)
    begins = {row.id: row for row in shown.documents}
    pages = file_pages(person, document_id)
    starts = cuts_of_file(person, document_id)
    tiles = [Tile(page, begins.get(page.document_id) if page.number in starts else None) for page in pages]
    values = {
        "case": shown, "tab": "papers", "document": document, "tiles": tiles, "starts": _joined(starts),
        "kinds": scholar().catalogue.kinds.values(), "may_describe": may_describe(request, shown),
        "undo": request.GET.get("undo", ""), "undoable": json.dumps(care_deeds(person, document_id)),
        "turns": [CareKey(str(text), key, json.dumps({"turn": turn})) for turn, key, text in _TURNS],
        "marks": [CareKey(str(text), key, json.dumps({"mark": mark})) for mark, key, text in _MARKS],
    }  # fmt: skip
    return render(request, "web/case_cuts.html", values)


def _joined(starts: tuple[int, ...]) -> str:
    return ",".join(str(start) for start in starts)


@require_POST
def cuts_save(request: HttpRequest, document_id: int) -> HttpResponseBase:
    """Let the papers of a file begin at other pages, with the kinds typed, unless somebody moved them meanwhile."""
    person = need(request, "case.describe")
    document = document_seen(person, document_id)
    wanted, before = starts_in(request.POST.get("starts", "")), cuts_of_file(person, document_id)
    back = reverse("web:cutting", args=[document_id])
    if not wanted or before != starts_in(request.POST.get("before", "")):
        messages.error(request, _("没有切分：这份文件的切分刚被改动过，请看过再试。"))
        return redirect(back)
    typed = {start: text for start in wanted if (text := request.POST.get(f"kind-{start}", "").strip()[:100])}
    names = {start: kind_asked(text) for start, text in typed.items()}
    wrong = [typed[start] for start, code in names.items() if code not in scholar().kind_names()]
    if wrong:
        messages.error(request, _("没有保存：没有“%(kind)s”这种文件。请从列表中选择。") % {"kind": wrong[0]})
        return redirect(back)
    made = file_recut(deed=deed(request), viewer=person, document=document, starts=wanted, scholar=scholar())
    for one in made:
        code = names.get(one.first_page)
        if code and code != one.kind:
            document_set_kind(deed=deed(request), viewer=person, document=one, kind=code, scholar=scholar())
    messages.success(request, _("已保存：共 %(n)s 份文件，案卷正在重新检查。") % {"n": len(made)})
    changed = before != wanted and "undo" not in request.POST
    place = reverse("web:cutting", args=[made[0].pk])
    return redirect(f"{place}?undo={_joined(before)}" if changed else place)
