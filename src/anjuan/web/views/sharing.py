"""Sharing cases by link, and taking papers out: what the person who does it sees."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.places import places
from anjuan.archive.selectors.cases import case_get, document_get
from anjuan.archive.selectors.sight import case_whole
from anjuan.archive.services.reading_notes import reading_note
from anjuan.custody.rules.downloads import Way
from anjuan.custody.selectors.downloads import way_for, way_for_document
from anjuan.custody.selectors.shares import KEEPS, share_get, shares_of_case
from anjuan.custody.services.downloads import DownloadRefusedError, document_hand_out
from anjuan.custody.services.shares import (
    LEAST_PASSWORD,
    MOST_OPENINGS,
    ShareRequestError,
    ShareWanted,
    share_decide,
    share_make,
    share_revoke,
)
from anjuan.kit.clock import today_in_china
from anjuan.web.attachments import file_answer
from anjuan.web.listing import whole
from anjuan.web.lists.shares import SHARES
from anjuan.web.papers import tree_of
from anjuan.web.views.lists import list_page
from anjuan.web.visitor import CLOCK, address_of, deed, need, now, viewer
from anjuan.web.words import fault_words

SHARE, LEAVE = "share.create", "share.approve"
SEES = (SHARE, *KEEPS)
_COPIES = (Way.MARKED, Way.ORIGINAL)
_LONGEST, _FEW = 500, 5


@require_safe
def shares(request: HttpRequest) -> HttpResponse:
    """One's own shares, or all of them for keepers."""
    return list_page(request, SHARES)


@require_safe
def form(request: HttpRequest, number: str) -> HttpResponse:
    """What the drawer of a case holds: sharing it, and taking it out."""
    person = need(request, SHARE, "case.read_all", "case.read_assigned")
    case_whole(person, number)
    return render(request, "web/share_form.html", _form(request, number))


def _form(request: HttpRequest, number: str) -> dict[str, Any]:
    person, today, options = viewer(request), today_in_china(CLOCK), settings.ANJUAN_OPTIONS.share
    shown, may_share = case_get(person, number), person.may(SHARE)
    return {
        "case": shown,
        "tree": tree_of(shown.documents),
        "may_share": may_share and shown.row.state != "destroyed",
        "shares": [row for row in shares_of_case(person, number, now=now()) if row.standing == "open"][:_FEW],
        "way": way_for(person, today=today).value,
        "may_copy": way_for(person, today=today) in _COPIES,
        "days": options.days,
        "most_days": options.most_days,
        "approval": options.approval,
        "least_password": LEAST_PASSWORD,
        "most_openings": MOST_OPENINGS,
        "sent": request.POST,
        "sent_papers": request.POST.getlist("paper"),
    }


@never_cache
@require_POST
def make(request: HttpRequest, number: str) -> HttpResponse:
    """Share a case; the link is shown on the page that answers, and never again."""
    person = need(request, SHARE)
    case_whole(person, number)
    papers = request.POST.getlist("paper") if request.POST.get("what") == "papers" else []
    if request.POST.get("what") == "papers" and not papers:
        values = {**_form(request, number), "problem": _("请选择要分享的文件，或分享整卷。")}
        return render(request, "web/share_page.html", values, status=400)
    wanted = ShareWanted(
        number, request.POST.get("receiver", ""), request.POST.get("reason", ""), whole(request.POST, "days", 0),
        documents=tuple(int(one) for one in papers if one.isdecimal()), password=request.POST.get("password", "")[:200],
        most_openings=whole(request.POST, "most_openings", 0) if request.POST.get("most_openings") else None,
        may_copy=request.POST.get("may_copy") == "yes",
    )  # fmt: skip
    try:
        share, token = share_make(deed=deed(request), viewer=person, wanted=wanted)
    except ShareRequestError as error:
        values = {**_form(request, number), "problem": fault_words(error.code).title}
        return render(request, "web/share_page.html", values, status=error.http_status)
    row, _opened = share_get(person, share.number, now=now())
    link = request.build_absolute_uri(reverse("web:share_gate", args=[token]))
    return render(request, "web/share_made.html", {"row": row, "link": link})


@require_safe
def share(request: HttpRequest, number: str) -> HttpResponse:
    """One share with its openings."""
    person = need(request, *SEES)
    row, opened = share_get(person, number, now=now())
    values = {
        "row": row,
        "opened": opened,
        "may_decide": person.may(LEAVE) and row.standing == "requested" and row.maker != person.name,
        "may_end": row.standing in ("open", "requested", "used"),
    }
    return render(request, "web/share.html", values)


@require_POST
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Allow or refuse a share that somebody else asked for."""
    person, text = need(request, LEAVE), request.POST.get("text", "").strip()[:_LONGEST]
    approves = request.POST.get("approves") == "yes"
    if not approves and not text:
        messages.error(request, _("请写明理由。"))
        return redirect("web:share", number)
    share_decide(deed=deed(request), viewer=person, number=number, approves=approves, text=text)
    messages.success(request, _("已记录。"))
    return redirect("web:share", number)


@require_POST
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    """End a share."""
    person = need(request, *SEES)
    share_revoke(deed=deed(request), viewer=person, number=number, why=request.POST.get("why", "").strip()[:_LONGEST])
    messages.success(request, _("已收回，链接立即失效。"))
    return redirect("web:share", number)


@require_safe
def download(request: HttpRequest, document_id: int, way: str) -> HttpResponse:
    """A paper as a file, in a form that the person's roles allow."""
    person = viewer(request)
    document = document_get(person, document_id)
    if way not in {one.value for one in Way}:
        raise DownloadRefusedError(f"There is no form {way[:20]!r}.", remedy="Choose one on the page.")
    made = document_hand_out(
        deed=deed(request), viewer=person, document_id=document.id, way=Way(way), here=places(),
        address=address_of(request),
    )  # fmt: skip
    reading_note(deed=deed(request), viewer=person, document_id=document.id)
    return file_answer(made.content, made.name, made.media_type)


def ways_offered(request: HttpRequest, document_id: int) -> list[str]:
    """Return the forms in which a person may take a paper, the freest first."""
    most = way_for_document(viewer(request), document_id, today=today_in_china(CLOCK))
    offered = [way for way in (Way.ORIGINAL, Way.MARKED) if way.rank <= most.rank]
    return [way.value for way in offered or ([most] if most is not Way.NONE else [])]
