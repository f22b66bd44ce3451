"""Setting right what kind of paper a document is, and where papers begin in a file."""

from __future__ import annotations

import urllib.parse

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anjuan.archive.selectors.sight import document_seen
from anjuan.archive.selectors.waiting import cuts_of_file
from anjuan.archive.services.correcting import document_set_kind, file_recut
from anjuan.archive.tasks import scholar
from anjuan.web.listing import whole
from anjuan.web.visitor import deed, need
from anjuan.web.words import said

_STAGES = ("", "1", "2")


@require_POST
def kind(request: HttpRequest, document_id: int) -> HttpResponse:
    """Say what kind of paper a document is; empty lets the rules judge again."""
    person = need(request, "case.describe")
    document = document_seen(person, document_id)
    stage = request.POST.get("stage", "")
    names = scholar().kind_names()
    code = kind_asked(request.POST.get("kind", "").strip()[:100])
    document_set_kind(
        deed=deed(request), viewer=person, document=document, kind=code, scholar=scholar(),
        stage=stage if stage in _STAGES else "",
    )  # fmt: skip
    told = f"{code} {names[code]}" if code else said("kind_given_by", "rules")
    messages.success(request, _("文件种类：%(kind)s。案卷正在重新检查。") % {"kind": told})
    return redirect("web:case_page", document.case.number, document_id, max(1, whole(request.POST, "page", 1)))


def kind_asked(text: str) -> str:
    """Return the code of a kind that a person wrote: ``D12``, ``D12 审核报告`` or ``审核报告``; else its first word."""
    names = scholar().kind_names()
    code = text.partition(" ")[0]
    return code if code in names else next((one for one, name in names.items() if text in (name, one)), code)


def starts_in(text: str) -> tuple[int, ...]:
    """Return the first pages of papers that a form sent, ``1,4,9``, rising; none when it is no such list."""
    parts = text.split(",")
    if not all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts):  # noqa: PLR2004  digits
        return ()
    return tuple(sorted({int(part) for part in parts}))


@require_POST
def cut(request: HttpRequest, document_id: int) -> HttpResponse:
    """Let the papers of a document's file begin at other pages, unless somebody moved them meanwhile."""
    person = need(request, "case.describe")
    document = document_seen(person, document_id)
    number, page = document.case.number, max(1, whole(request.POST, "page", 1))
    wanted, before = starts_in(request.POST.get("starts", "")), cuts_of_file(person, document_id)
    if not wanted or before != starts_in(request.POST.get("before", "")):
        messages.error(request, _("没有切分：这份文件的切分刚被改动过，请看过再试。"))
        return redirect("web:case", number)
    made = file_recut(deed=deed(request), viewer=person, document=document, starts=wanted, scholar=scholar())
    holder = next(one for one in reversed(made) if one.first_page <= page or one is made[0])
    place = min(max(1, page - holder.first_page + 1), max(1, holder.pages_count))
    undo = "" if "undo" in request.POST else "?" + urllib.parse.urlencode({"undo": ",".join(map(str, before))})
    messages.success(request, _("切分已改动，案卷正在重新检查。"))
    return redirect(reverse("web:case_page", args=[number, holder.pk, place]) + undo)
