"""What somebody without a log-in sees who came by a share link."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anjuan.archive.places import places
from anjuan.archive.selectors.pages import page_get, page_picture
from anjuan.custody.selectors.shares import (
    Shared,
    ShareGoneError,
    ShareLink,
    ShareUnknownError,
    share_need_open,
    share_of_token,
    shared_get,
)
from anjuan.custody.services.share_reading import (
    Reader,
    SharePasswordError,
    share_copy,
    share_open,
    share_reading_note,
    share_refused,
    shared_paper,
)
from anjuan.custody.watermarks import picture_mark
from anjuan.kit.errors import RefusedError
from anjuan.web.attachments import file_answer
from anjuan.web.listing import whole
from anjuan.web.papers import tree_of
from anjuan.web.publicpage import public_page
from anjuan.web.sheet import mark_of, sheet_of
from anjuan.web.throttle import failure_count, is_paused
from anjuan.web.visitor import address_of, now

_COOKIE, _SALT = "aj_share", "anjuan.share"
#: Whoever has opened a link leafs so long before it counts as another opening.
_OPEN_SECONDS = 4 * 3600
#: Pictures on one page of the view, and how wide they are drawn.
_PAGES, _WIDTH = 20, 1100


class LinkPausedError(RefusedError):
    """Somebody tries links or passwords too quickly."""

    code = "WEB-071"
    http_status = 429


@dataclasses.dataclass(frozen=True, slots=True)
class _Visit:
    share: ShareLink
    shared: Shared
    reader: Reader


def _reader(request: HttpRequest) -> Reader:
    return Reader(now(), address_of(request), request.headers.get("User-Agent", ""))


def _found(request: HttpRequest, token: str) -> ShareLink:
    """Return the share of a link; who tries many that do not exist has to wait.

    Raises:
        LinkPausedError: The address has to rest.
        ShareUnknownError: There is no such link.

    """
    address = address_of(request)
    _need_rested(address, "share")
    try:
        return share_of_token(token)
    except ShareUnknownError:
        failure_count(address, "share")
        raise


def _need_rested(address: str, name: str) -> None:
    if is_paused(address, name):
        raise LinkPausedError("Too many tries.", remedy="Wait a minute.")


def _has_opened(request: HttpRequest, share: ShareLink) -> bool:
    kept = request.get_signed_cookie(_COOKIE, default="", salt=_SALT, max_age=_OPEN_SECONDS)
    return kept == str(share.pk)


def _visit(request: HttpRequest, token: str) -> _Visit | None:
    """Return what an opened link shows, None when this browser has not opened it.

    Raises:
        ShareGoneError: It opens nothing any more.

    """
    share, reader = _found(request, token), _reader(request)
    if not _has_opened(request, share):
        return None
    share_need_open(share, now=reader.now, again=True)
    return _Visit(share, shared_get(share, now=reader.now), reader)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: HttpRequest, token: str) -> HttpResponse:
    """The door of a link: looking at it opens nothing, so that programs that preview links use up no opening."""
    if request.method == "POST":
        return _opened(request, token)
    visit = _visit(request, token)
    if visit is None:
        share = _found(request, token)
        _need_alive(request, share)
        return render(request, "web/shared_gate.html", {"asks_password": bool(share.password)})
    tree = tree_of(visit.shared.documents)
    return render(request, "web/shared_case.html", {"shared": visit.shared, "tree": tree, "token": token})


def _need_alive(request: HttpRequest, share: ShareLink) -> None:
    reader = _reader(request)
    try:
        share_need_open(share, now=reader.now)
        shared_get(share, now=reader.now)
    except ShareGoneError:
        share_refused(share=share, reader=reader, why="gone")
        raise


def _opened(request: HttpRequest, token: str) -> HttpResponse:
    share, reader = _found(request, token), _reader(request)
    _need_rested(reader.address, f"share {share.pk}")
    _need_alive(request, share)
    try:
        share_open(share=share, reader=reader, password=request.POST.get("password", "")[:200])
    except SharePasswordError:
        failure_count(reader.address, f"share {share.pk}")
        share_refused(share=share, reader=reader, why="password")
        values = {"asks_password": True, "problem": _("密码不正确，请重新输入。")}
        return render(request, "web/shared_gate.html", values, status=403)
    response = redirect("web:share_gate", token)
    response.set_signed_cookie(
        _COOKIE, str(share.pk), salt=_SALT, max_age=_OPEN_SECONDS, path=reverse("web:share_gate", args=[token]),
        httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _open_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view that gets an opened link's visit, or leads back to its door."""

    @public_page
    @require_safe
    def answer(request: HttpRequest, token: str, **named: Any) -> HttpResponse:  # noqa: ANN401  the view's own
        visit = _visit(request, token)
        return view(request, visit, token=token, **named) if visit else redirect("web:share_gate", token)

    return answer


@_open_page
def paper(request: HttpRequest, visit: _Visit, *, token: str, document_id: int) -> HttpResponse:
    """The pages of one paper below each other, some at a time."""
    row = shared_paper(visit.shared, document_id)
    share_reading_note(share=visit.share, paper=row, reader=visit.reader)
    last = max(1, -(-row.pages_count // _PAGES))
    at = min(max(1, whole(request.GET, "part", 1)), last)
    numbers = range((at - 1) * _PAGES + 1, min(at * _PAGES, row.pages_count) + 1)
    values = {
        "shared": visit.shared, "paper": row, "token": token, "numbers": numbers, "part": at, "parts": last,
    }  # fmt: skip
    return render(request, "web/shared_paper.html", values)


@_open_page
def picture(request: HttpRequest, visit: _Visit, *, token: str, document_id: int, page_number: int) -> HttpResponse:  # noqa: ARG001
    """The picture of a page with the receiver's name across it."""
    row = shared_paper(visit.shared, document_id)
    share_reading_note(share=visit.share, paper=row, reader=visit.reader)
    shown = page_get(visit.shared.viewer, document_id, page_number)
    if not shown.has_picture:
        values = {"sheet": sheet_of(shown.page), "mark": mark_of(shown.page, visit.shared.mark)}
        return render(request, "web/sheet.svg", values, content_type="image/svg+xml")
    drawn = page_picture(visit.shared.viewer, document_id, page_number, width=_WIDTH, places=places())
    return HttpResponse(picture_mark(drawn.content, visit.shared.mark), content_type=drawn.media_type)


@_open_page
def copy(request: HttpRequest, visit: _Visit, *, token: str, document_id: int) -> HttpResponse:  # noqa: ARG001
    """A paper as PDF with the receiver's name on every page."""
    made = share_copy(
        share=visit.share, shared=visit.shared, document_id=document_id, reader=visit.reader, here=places()
    )
    return file_answer(made.content, made.name, made.media_type)
