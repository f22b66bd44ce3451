"""Searching for many things in one go: a pasted list or a column of a workbook, and a table of what was found."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.accounts.selectors.people import viewer_of
from anjuan.accounts.selectors.searches import BatchView, batch, batch_rows, batch_rows_total, batches
from anjuan.accounts.services.journal import journal_write
from anjuan.accounts.services.searches import MOST_ROWS, batch_delete, batch_make, batch_restart
from anjuan.archive.findable.batches import rows_shown
from anjuan.archive.findable.counting import sight_mark
from anjuan.archive.services.batch_search import batch_order
from anjuan.kit.clock import today_in_china
from anjuan.kit.errors import RefusedError
from anjuan.web.batchsheet import file_rows, pasted_rows
from anjuan.web.batchtable import table_file
from anjuan.web.listing import pager_of
from anjuan.web.navigation import READS
from anjuan.web.visitor import CLOCK, deed, me, need

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PARTS = ("", "found", "missing")
_SIZES = (100, 50, 200)
_LONGEST_PASTE = 500_000


class BatchVoidError(RefusedError):
    """A batch was run with rights that its owner no longer has, or not yet run: its figures are not given away."""

    code = "WEB-035"


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where a batch is begun, and the last ones."""
    person = need(request, *READS)
    return render(request, "web/batches.html", {"batches": batches(person), "most": MOST_ROWS})


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Begin a batch from what was pasted, or from the file that was sent."""
    person, sent = need(request, *READS), request.FILES.get("file")
    title = request.POST.get("title", "")
    if sent is not None and not isinstance(sent, list):
        name = sent.name or ""
        heading = request.POST.get("heading") == "1"
        rows = file_rows(name, sent, sent.size or 0, request.POST.get("column", "")[:80], has_heading=heading)
        title = title or name
    else:
        rows = pasted_rows(request.POST.get("rows", "")[:_LONGEST_PASTE])
    fuzzy = request.POST.get("fuzzy") == "1"
    with transaction.atomic():
        batch_id = batch_make(deed=deed(request), viewer=person, title=title, rows=rows, is_fuzzy=fuzzy)
        batch_order(deed=deed(request), batch_id=batch_id)
    return redirect("web:batch", batch_id)


@require_safe
def one(request: HttpRequest, batch_id: int) -> HttpResponse:
    """A batch: how far it is, and its rows with what they found."""
    person = need(request, *READS)
    shown = batch(person, batch_id)
    void = _is_void(request, shown)
    part = request.GET.get("part", "")
    part = part if part in _PARTS else ""
    pager = pager_of(request, _SIZES)
    values: dict[str, Any] = {"batch": shown, "part": part, "parts": _parts(shown), "is_void": void}
    if not void:
        rows = batch_rows(shown.id, only=part, offset=pager.offset, limit=pager.size)
        values["rows"] = rows_shown(person, rows)
        values["pager"] = dataclasses.replace(pager, total=batch_rows_total(shown.id, part))
    return render(request, "web/batch.html", values)


def _is_void(request: HttpRequest, shown: BatchView) -> bool:
    """Say whether a batch ran with other rights than its owner has; papers on loan are never part of a batch."""
    return bool(shown.sight) and shown.sight != sight_mark(viewer_of(me(request), today_in_china(CLOCK)))


def _parts(shown: BatchView) -> list[tuple[str, str, int]]:
    return [
        ("", _("全部"), shown.rows_count),
        ("found", _("有命中"), shown.found),
        ("missing", _("无命中"), shown.done - shown.found),
    ]


@require_POST
def again(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Run a batch once more, with the rights and the papers of now."""
    person = need(request, *READS)
    with transaction.atomic():
        batch_restart(viewer=person, batch_id=batch_id)
        batch_order(deed=deed(request), batch_id=batch_id)
    return redirect("web:batch", batch_id)


@require_POST
def delete(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Remove a batch with its results."""
    batch_delete(viewer=need(request, *READS), batch_id=batch_id)
    messages.info(request, _("已删除批量检索。"))
    return redirect("web:batches")


@require_safe
def table(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The result table as a workbook: exactly the rows of the page, all of them. It stands in the journal."""
    person = need(request, *READS)
    shown, part = batch(person, batch_id), request.GET.get("part", "")
    if _is_void(request, shown):
        raise BatchVoidError(
            "The batch was run with other rights than you have now.", remedy="Run it once more, then export it."
        )
    rows = rows_shown(person, batch_rows(shown.id, only=part if part in _PARTS else ""))
    journal_write(
        deed=deed(request), action="search.batch_export", subject=f"accounts.batchsearch:{shown.id}",
        label=shown.title, detail={"rows": len(rows)},
    )  # fmt: skip
    content = table_file(rows, request.build_absolute_uri, fuzzy=shown.is_fuzzy)
    named = f'attachment; filename="search-{shown.id}.xlsx"'
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": named})
