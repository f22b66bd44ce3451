"""Taking in files, and watching what becomes of each."""

from __future__ import annotations

import dataclasses
import json

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.places import places
from anjuan.archive.selectors.batchcases import batch_cases, is_watched
from anjuan.archive.selectors.intakes import intake_get, intake_items, intake_list
from anjuan.archive.services.receiving import Arriving
from anjuan.archive.services.retrying import intake_cancel, items_retry
from anjuan.archive.services.uploading import Announced, UploadError, upload_begin, upload_end, upload_receive
from anjuan.web.listing import pager_of, whole
from anjuan.web.visitor import deed, need, now
from anjuan.web.words import choices

_ITEM_SIZES = (100, 200)
_STATES = ("received", "filed", "duplicate", "refused", "failed", "cancelled")


@require_safe
def intakes(request: HttpRequest) -> HttpResponse:
    """Where files are dropped, and the batches so far."""
    person = need(request, "case.file")
    values = {
        "intakes": intake_list(person, now=now(), limit=50),
        "case_number": request.GET.get("case", "")[:40],
        "most_bytes": settings.ANJUAN_OPTIONS.web.upload_mb << 20,
    }
    return render(request, "web/intakes.html", values)


@require_safe
def intake(request: HttpRequest, intake_id: int) -> HttpResponse:
    """One batch: figures, its cases, a line for every file. Asked again until it is finished and its cases checked."""
    person = need(request, "case.file")
    row = intake_get(person, intake_id, now=now())
    state = request.GET.get("state", "")
    state = state if state in _STATES else ""
    total = row.counts.get(state, 0) if state else sum(row.counts.values())
    pager = dataclasses.replace(pager_of(request, _ITEM_SIZES), total=total)
    open_files = row.counts.get("received", 0)
    cases = batch_cases(person, intake_id)
    values = {
        "row": row,
        "cases": cases,
        "is_live": not row.finished or (any(one.is_awaited for one in cases) and is_watched(intake_id, now=now())),
        "items": intake_items(person, intake_id, state=state, offset=pager.offset, limit=pager.size),
        "state": state,
        "states": [(code, text, row.counts[code]) for code, text in choices("item_state") if row.counts.get(code)],
        "pager": pager,
        "files": sum(row.counts.values()),
        "done": sum(row.counts.values()) - open_files,
        "is_mine": row.way == "upload" and row.started_by == person.name,
        "again": row.counts.get("failed", 0) + row.counts.get("refused", 0),
    }
    return render(request, "web/intake.html", values)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Open a batch for the paths announced; answer where to send the files."""
    need(request, "case.file")
    try:
        paths = json.loads(request.POST.get("paths", "[]"))
    except json.JSONDecodeError:
        paths = None
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        raise UploadError("The list of paths is no list of texts.", remedy="Reload the page and try again.")
    announced = Announced(request.POST.get("mode", ""), tuple(paths), request.POST.get("case", "")[:40])
    opened = upload_begin(deed=deed(request), announced=announced)
    return JsonResponse(
        {
            "id": opened.intake_id,
            "cases": opened.cases,
            "there": opened.received,
            "files": reverse("web:intake_file", args=[opened.intake_id]),
            "received": reverse("web:intake_received", args=[opened.intake_id]),
            "page": reverse("web:intake", args=[opened.intake_id]),
        }
    )


@require_POST
def receive_file(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Accept one file of a batch. A good answer means: the bytes are stored, read back and recorded."""
    need(request, "case.file")
    sent = request.FILES.get("file")
    if sent is None or isinstance(sent, list):
        raise UploadError("No file came with the request.", remedy="Send the file again.")
    if (sent.size or 0) > settings.ANJUAN_OPTIONS.web.upload_mb << 20:
        raise UploadError(
            f"{sent.name} has {sent.size} bytes; {settings.ANJUAN_OPTIONS.web.upload_mb} MiB is the most.",
            remedy="Take it in with `anjuan archive intake`, or raise web.upload_mb.",
        )
    file = Arriving(
        request.POST.get("path", "") or sent.name or "",
        sent.size or 0,
        whole(request.POST, "modified", 0) * 1_000_000 or None,
    )
    upload_receive(
        deed=deed(request), intake_id=intake_id, case_number=request.POST.get("case", ""), file=file,
        pieces=sent.chunks(), blobs=places().blobs,
    )  # fmt: skip
    return JsonResponse({"received": file.path}, status=201)


@require_POST
def all_received(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Take the word that every file of a batch was sent."""
    need(request, "case.file")
    upload_end(deed=deed(request), intake_id=intake_id)
    if not request.headers.get("Accept", "").startswith("application/json"):
        return redirect("web:intake", intake_id)
    return JsonResponse({"page": reverse("web:intake", args=[intake_id])})


@require_POST
def retry(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Try again what failed or was refused, all of a batch or one file, with a password when one is given."""
    person = need(request, "case.file")
    intake_get(person, intake_id, now=now())
    item = whole(request.POST, "item", 0)
    number = items_retry(
        deed=deed(request), intake_id=intake_id, item_ids=(item,) if item else (),
        password=request.POST.get("password", "")[:200],
    )  # fmt: skip
    messages.info(request, ngettext("%(n)s 个文件已重新排队。", "%(n)s 个文件已重新排队。", number) % {"n": number})
    return redirect("web:intake", intake_id)


@require_POST
def cancel(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Stop a batch; what was filed stays."""
    person = need(request, "case.file")
    intake_get(person, intake_id, now=now())
    number = intake_cancel(deed=deed(request), intake_id=intake_id)
    messages.info(request, ngettext("%(n)s 个文件已停止处理。", "%(n)s 个文件已停止处理。", number) % {"n": number})
    return redirect("web:intake", intake_id)
