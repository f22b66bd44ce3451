"""One case with its papers, and one page of them on the desk."""

from __future__ import annotations

import urllib.parse
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from anjuan.archive.findable.finding import Found, find, lit_on_page
from anjuan.archive.places import places
from anjuan.archive.selectors.cases import CaseView, DocumentRow, case_events, case_get, document_get
from anjuan.archive.selectors.pages import PageView, page_get, page_list, page_look, page_picture
from anjuan.archive.selectors.thumbnails import page_thumbnail
from anjuan.archive.services.indexing import search_engine
from anjuan.archive.services.reading_notes import reading_note
from anjuan.archive.tasks import scholar
from anjuan.custody.selectors.due import keeping_brief
from anjuan.custody.selectors.loans import loan_watermark
from anjuan.custody.watermarks import picture_mark
from anjuan.kit.clock import today_in_china
from anjuan.search.results import Options
from anjuan.web.casesteps import head_of
from anjuan.web.describing import box_of, told_of
from anjuan.web.listing import whole
from anjuan.web.papers import tree_of
from anjuan.web.sheet import mark_of, sheet_of
from anjuan.web.views.sharing import ways_offered
from anjuan.web.visitor import CLOCK, deed, viewer

#: Widths in pixels that pictures are drawn in; others would fill the browser's store with near doubles.
WIDTHS = (120, 240, 900, 1400, 2200, 3000)
_MOST_HIT_PAGES = 200
_YEAR_SECONDS = 365 * 86400


@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """A case: its header, its papers, the first page of the first paper."""
    shown = case_get(viewer(request), number)
    reading_note(deed=deed(request), viewer=viewer(request), case=shown.row.number)
    first = next((row for row in shown.documents if row.pages_count), None)
    values: dict[str, Any] = _desk(request, shown.row.number, first, 1) if first else {}
    return render(request, "web/case.html", {**_around(request, shown), **values})


def _around(request: HttpRequest, shown: CaseView) -> dict[str, Any]:
    person = viewer(request)
    head = head_of(person, shown)
    misses = [one for one in head.judged.of("miss") if one.is_open and one.what == "paper"] if head.judged else []
    return {
        "case": shown,
        "head": head,
        "kept": keeping_brief(person, shown.row.number) if shown.is_whole else None,
        "tab": "papers",
        "tree": tree_of(shown.documents, misses),
        "may_file": person.may("case.file"),
        "may_share": person.may("share.create"),
        "kinds": scholar().catalogue.kinds.values() if person.may("case.describe") else (),
    }


@require_safe
def page(request: HttpRequest, number: str, document_id: int, page_number: int) -> HttpResponse:
    """A page on the desk; alone when only the desk is asked for, else with the case around it."""
    person = viewer(request)
    alone = request.headers.get("HX-Target") == "aj-desk" and not request.headers.get("HX-History-Restore-Request")
    shown: CaseView | None = None if alone else case_get(person, number)
    document = document_get(person, document_id)
    values = _desk(request, number, document, page_number)
    if shown is None:
        response = render(request, "web/desk.html", values)
    else:
        response = render(request, "web/case.html", {**_around(request, shown), **values})
    patch_vary_headers(response, ["HX-Target", "HX-History-Restore-Request"])
    return response


def _desk(request: HttpRequest, number: str, document: DocumentRow, page_number: int) -> dict[str, Any]:
    person = viewer(request)
    shown = page_get(person, document.id, page_number)
    reading_note(deed=deed(request), viewer=person, document_id=document.id)
    query, fuzzy = request.GET.get("q", "").strip()[:400], request.GET.get("fuzzy") == "1"
    hit = lit_on_page(person, query, shown.page_id, fuzzy=fuzzy) if query else None
    asked = box_of(request.GET.get("box", ""))
    boxes = [box for group in (hit.boxes if hit else ()) for box in group] + ([asked] if asked else [])
    return {
        "number": number,
        "document": document,
        "shown": shown,
        "pages": page_list(person, document.id),
        "sheet": sheet_of(shown.page, boxes),
        "mark": mark_of(shown.page, loan_watermark(person, document.id, today=today_in_china(CLOCK))),
        "hit": hit,
        "query": query,
        "fuzzy": fuzzy,
        "carried": f"?{urllib.parse.urlencode({'q': query, **({'fuzzy': '1'} if fuzzy else {})})}" if query else "",
        "hits": _other_hits(request, number, shown, query, fuzzy=fuzzy) if query else None,
        "told": told_of(person, document, shown),
        "may_describe": person.may("case.describe"),
        "ways": ways_offered(request, document.id),
        "undo": request.GET.get("undo", "") if person.may("case.describe") else "",
        "enter": request.GET.get("enter", ""),
        "paper_deed": whole(request.GET, "deed", 0) if person.may("case.describe") else 0,
    }


def _other_hits(request: HttpRequest, number: str, shown: PageView, query: str, *, fuzzy: bool) -> dict[str, Any]:
    """Return the pages of the case with hits: where the next and the one before are, and how many there are."""
    options = Options(filters={"case": (number,)}, fuzzy=fuzzy, limit=_MOST_HIT_PAGES, offer_fuzzy=False)
    found: Found = find(viewer(request), search_engine(), query, options)
    places_hit = sorted((hit.document_id, hit.page) for hit in found.hits)
    here = (shown.document_id, shown.number)
    before = [place for place in places_hit if place < here]
    after = [place for place in places_hit if place > here]
    return {
        "pages": len(places_hit),
        "place": len(before) + 1,
        "previous": before[-1] if before else None,
        "next": after[0] if after else None,
        "numbers": {page for document, page in places_hit if document == shown.document_id},
    }


@require_safe
def picture(request: HttpRequest, document_id: int, page_number: int) -> HttpResponse:
    """The picture of a page. The address names the content, so a browser keeps it as long as it likes."""
    width = _width(request)
    person = viewer(request)
    document = document_get(person, document_id)
    reading_note(deed=deed(request), viewer=person, document_id=document.id)
    mark = loan_watermark(person, document_id, today=today_in_china(CLOCK))
    if mark:
        response = _drawn(request, document_id, page_number, width, mark)
        response["Cache-Control"] = "private, no-store"  # it bears a name and a day
        return response
    look = page_look(person, document_id, page_number)
    tag = f'"{document.sha256[:32]}-{look}-{page_number}-{width}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        response = _drawn(request, document_id, page_number, width)
    response["ETag"] = tag
    named = request.GET.get("of", "") == look
    response["Cache-Control"] = f"private, max-age={_YEAR_SECONDS}, immutable" if named else "private, no-cache"
    return response


def _width(request: HttpRequest) -> int:
    """Return the width asked for in pixels, 0 for a thumbnail."""
    if request.GET.get("size") == "thumb":
        return 0
    asked = request.GET.get("width", "")
    return next((step for step in WIDTHS if asked.isdigit() and int(asked[:6]) <= step), WIDTHS[-1])


def _drawn(request: HttpRequest, document_id: int, page_number: int, width: int, mark: str = "") -> HttpResponse:
    person = viewer(request)
    shown = page_get(person, document_id, page_number)
    if not shown.has_picture:
        values = {"sheet": sheet_of(shown.page), "mark": mark_of(shown.page, mark)}
        return render(request, "web/sheet.svg", values, content_type="image/svg+xml")
    here = places()
    if width:
        drawn = page_picture(person, document_id, page_number, width=width, places=here)
    else:
        drawn = page_thumbnail(person, document_id, page_number, places=here)
    content = picture_mark(drawn.content, mark) if mark else drawn.content
    return HttpResponse(content, content_type=drawn.media_type)


@require_safe
def events(request: HttpRequest, number: str) -> HttpResponse:
    """What was done to a case and its papers, the newest first."""
    person = viewer(request)
    shown = case_get(person, number)
    reading_note(deed=deed(request), viewer=person, case=shown.row.number)
    return render(
        request, "web/case_events.html", {"case": shown, "tab": "events", "events": case_events(person, number)}
    )
