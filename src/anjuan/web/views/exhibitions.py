"""Exhibitions: the list, the rooms as visitors walk them, the curator's page."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.places import places
from anjuan.archive.selectors.cases import case_get
from anjuan.archive.selectors.sight import case_named
from anjuan.compiling.works.shapes import Box, Exhibit, Exhibition
from anjuan.kit.errors import UsageError
from anjuan.mining.selectors.exhibits import exhibit_of, exhibit_picture
from anjuan.mining.selectors.firsts import first_rows, firsts_named
from anjuan.mining.selectors.workgates import edition_content
from anjuan.mining.selectors.works import WorkFilter, work_edition, work_published, work_rows
from anjuan.mining.services.exhibitions import (
    exhibit_add,
    exhibit_set,
    exhibition_head,
    exhibition_make,
    exhibition_order,
    room_set,
)
from anjuan.mining.services.works import AnEdition
from anjuan.web.knowledgewords import language
from anjuan.web.navigation import KNOWS
from anjuan.web.views.works import EDITS, RELEASES, around
from anjuan.web.visitor import deed, need

SORT = "exhibition"
_MOST_SENT = 100_000


class ExhibitSentError(UsageError):
    """What was sent of an exhibition cannot be read."""

    code = "WEB-142"


def _rooms(edition: AnEdition) -> Exhibition:
    content = edition_content(edition)
    return content if isinstance(content, Exhibition) else Exhibition(title="")


@require_safe
def exhibitions(request: HttpRequest) -> HttpResponse:
    """Exhibitions, published ones first for readers."""
    person = need(request, *KNOWS)
    values = {"rows": work_rows(person, WorkFilter(SORT)), "may_edit": person.may(EDITS)}
    return render(request, "web/exhibitions.html", values)


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Begin a new exhibition."""
    person = need(request, EDITS)
    made = exhibition_make(deed=deed(request), viewer=person, title=request.POST.get("title", ""))
    return redirect("web:exhibition_edition", made.pk)


@require_safe
def exhibition(request: HttpRequest, work_id: int) -> HttpResponse:
    """A published exhibition, room by room."""
    person = need(request, *KNOWS)
    edition = work_published(person, SORT, work_id)
    works_on = person.may(EDITS) or person.may(RELEASES)
    values = _shown(request, edition) | {"edition": edition, "works_on": works_on}
    return render(request, "web/exhibition.html", values)


@require_safe
def preview(request: HttpRequest, edition_id: int) -> HttpResponse:
    """An edition under way as visitors would see it."""
    edition = work_edition(need(request, EDITS, RELEASES), SORT, edition_id)
    return render(request, "web/exhibition.html", _shown(request, edition) | {"edition": edition, "works_on": True})


def _shown(request: HttpRequest, edition: AnEdition) -> dict[str, Any]:
    person = need(request, *KNOWS)
    content = _rooms(edition)
    exhibits = [one for room in content.rooms for one in room.exhibits]
    told = {row.id: row for row in work_rows(person, WorkFilter("story")) if row.published}
    firsts = firsts_named(person, {one.ref for one in exhibits if one.kind == "first"}, language())
    return {"show": content, "stories": told, "firsts": firsts}


@require_safe
def picture(request: HttpRequest, edition_id: int, key: str) -> HttpResponse:
    """The picture of an exhibit; what its boxes hide is burnt out before it leaves."""
    edition = work_edition(need(request, *KNOWS), SORT, edition_id)
    content = exhibit_picture(exhibit_of(edition, key), places=places())
    return HttpResponse(content, content_type="image/webp", headers={"Cache-Control": "private, no-store"})


@require_safe
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The curator's page: rooms and exhibits to put in order, boxes to draw."""
    person = need(request, EDITS, RELEASES)
    one = work_edition(person, SORT, edition_id)
    case = None
    wanted = request.GET.get("case", "").strip()[:60]
    if wanted and person.may(EDITS):
        case = case_get(person, case_named(person, wanted).number)
    values = around(request, one) | _shown(request, one) | {
        "case": case, "asked": wanted,
        "all_stories": [row for row in work_rows(person, WorkFilter("story")) if row.published],
        "all_firsts": [row for row in first_rows(person, language=language()) if row.state == "confirmed"],
    }  # fmt: skip
    return render(request, "web/exhibition_edition.html", values)


@require_POST
def head(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Set title and introduction."""
    person = need(request, EDITS)
    one = work_edition(person, SORT, edition_id)
    title, intro = request.POST.get("title", ""), request.POST.get("intro", "")
    exhibition_head(deed=deed(request), viewer=person, edition=one, title=title, intro=intro)
    return redirect("web:exhibition_edition", one.pk)


@require_POST
def room(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Set a room, or add one."""
    person = need(request, EDITS)
    one = work_edition(person, SORT, edition_id)
    told = {name: request.POST.get(name, "") for name in ("key", "title", "text", "when")}
    key = room_set(deed=deed(request), viewer=person, edition=one, **told)
    return _back(one.pk, f"room-{key}")


@require_POST
def add(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Put something into a room."""
    person = need(request, EDITS)
    one = work_edition(person, SORT, edition_id)
    told = {name: _number(request, name) for name in ("document", "page", "ref")}
    exhibit = Exhibit(
        key="", kind=request.POST.get("kind", "")[:10], caption=request.POST.get("caption", ""), **told
    )  # fmt: skip
    key = exhibit_add(
        deed=deed(request), viewer=person, edition=one, room=request.POST.get("room", "")[:16], exhibit=exhibit
    )  # fmt: skip
    return _back(one.pk, f"exhibit-{key}")


@require_POST
def exhibit(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Set caption and boxes of an exhibit, and whether somebody looked at it."""
    person = need(request, EDITS)
    one = work_edition(person, SORT, edition_id)
    key = request.POST.get("key", "")[:16]
    exhibit_set(
        deed=deed(request), viewer=person, edition=one, key=key, caption=request.POST.get("caption", ""),
        boxes=_boxes(request.POST.get("boxes", "")), looked=request.POST.get("looked") == "1",
    )  # fmt: skip
    return _back(one.pk, f"exhibit-{key}")


@require_POST
def order(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Put rooms and exhibits in the order that was sent: rooms by commas, a room's exhibits behind its key."""
    person = need(request, EDITS)
    one = work_edition(person, SORT, edition_id)
    sent = request.POST.get("order", "")[:_MOST_SENT]
    rows = [line.split() for line in sent.replace(";", "\n").splitlines() if line.split()]
    exhibition_order(deed=deed(request), viewer=person, edition=one, order=rows)
    return redirect("web:exhibition_edition", one.pk)


def _number(request: HttpRequest, name: str) -> int:
    told = request.POST.get(name, "0") or "0"
    return int(told) if told.isdigit() else 0


def _boxes(sent: str) -> list[Box]:
    """Return boxes out of a JSON list of lists of four page fractions.

    Raises:
        ExhibitSentError: It is none.

    """
    try:
        rows = json.loads(sent[:_MOST_SENT] or "[]")
        return [(float(a), float(b), float(c), float(d)) for a, b, c, d in rows]
    except (ValueError, TypeError) as error:
        raise ExhibitSentError("The boxes cannot be read.", remedy="Draw them anew.") from error


def _back(edition_id: int, place: str) -> HttpResponse:
    response = redirect("web:exhibition_edition", edition_id)
    response["Location"] += f"#{place}"
    return response
