"""Code lists: their editions, their codes, and the import of the body's own professional codes."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.body_tables import LOOKS, MANAGES
from anjuan.kit.clock import today_in_china
from anjuan.registry.selectors.editions import code_part, edition_row, edition_rows
from anjuan.registry.services.codelists import CodeSheetError, EditionClashError, professional_codes_import
from anjuan.web.confirming import confirm_first
from anjuan.web.handed import NoWorkbookError, handed_keep, handed_named
from anjuan.web.listing import pager_of
from anjuan.web.views.tables import BadFirstDayError
from anjuan.web.visitor import CLOCK, deed, need
from anjuan.web.words import fault_words

_SIZES = (50, 100, 200)


@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    """The code lists with their editions."""
    return _page(request, need(request, *LOOKS), {})


def _page(request: HttpRequest, person: Viewer, more: dict[str, Any]) -> HttpResponse:
    today = today_in_china(CLOCK)
    values = {
        "rows": [(row, row.is_in_force(today)) for row in edition_rows()],
        "may_load": person.may(MANAGES),
        "sent": request.POST,
        "today": today.isoformat(),
        **more,
    }
    return render(request, "web/codes.html", values)


@require_safe
def code_edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The codes of one edition."""
    need(request, *LOOKS)
    pager, words = pager_of(request, _SIZES), request.GET.get("words", "").strip()[:100]
    part = code_part(edition_id, words=words, offset=pager.offset, limit=pager.size)
    values = {
        "row": edition_row(edition_id),
        "codes": part.rows,
        "words": words,
        "pager": dataclasses.replace(pager, total=part.total),
        "sizes": _SIZES,
        "kept": [(name, value) for name, value in request.GET.items() if name not in ("page", "size")],
    }
    return render(request, "web/code_edition.html", values)


def _edition(request: HttpRequest) -> tuple[str, dt.date]:
    text = request.POST.get("first", "").strip()
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadFirstDayError(f"{text!r} is no day.", remedy="Write it as 2026-03-01.") from error
    return request.POST.get("edition", "").strip()[:120] or text, day


@require_POST
def codes_try(request: HttpRequest) -> HttpResponse:
    """Say what a workbook of professional codes holds, and which rows are wrong. Nothing is written."""
    person = need(request, MANAGES)
    try:
        handed, (edition, day) = handed_keep(request), _edition(request)
        done = professional_codes_import(
            deed=deed(request), path=handed.path, edition=edition, valid_from=day, dry=True
        )  # fmt: skip
    except (NoWorkbookError, CodeSheetError) as fault:
        return _page(request, person, {"problem": fault_words(fault.code)})
    return _page(request, person, {"done": done, "handed": handed, "edition": edition})


@require_POST
def codes_load(request: HttpRequest) -> HttpResponse:
    """Load the workbook that was tried as a new edition."""
    person = need(request, MANAGES)
    if asked := confirm_first(request):
        return asked
    handed, (edition, day) = handed_named(request), _edition(request)
    try:
        done = professional_codes_import(
            deed=deed(request), path=handed.path, edition=edition, valid_from=day, dry=False,
            source=handed.filename,
        )  # fmt: skip
    except (CodeSheetError, EditionClashError) as fault:
        return _page(request, person, {"problem": fault_words(fault.code)})
    handed.path.unlink(missing_ok=True)
    messages.success(request, _("已导入 %(n)s 个代码。") % {"n": done.codes})
    return redirect("web:codes")
