"""How the installation is: health, jobs, backups, options, the watched folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.findable.health import index_health, index_refusals
from anjuan.archive.selectors.intakes import intake_list
from anjuan.archive.services.indexing import search_engine
from anjuan.archive.services.job_deeds import REBUILD, index_rebuild_order, job_cancel, job_retry
from anjuan.archive.services.watching import WatchFolderError, folder_checked, state_read
from anjuan.custody.selectors.due import fixity_due
from anjuan.custody.selectors.health import health_check
from anjuan.custody.services.fixity_orders import FIXITY_WHOLE, fixity_order
from anjuan.jobs.alive import workers_alive
from anjuan.jobs.listing import job_rows, job_states
from anjuan.kit.errors import AnjuanError
from anjuan.preservation.selectors.backups import backup_last
from anjuan.preservation.services.backup_orders import backup_order_now, backup_rows
from anjuan.preservation.services.scheduling import BACKUP_JOB
from anjuan.web.confirming import confirm_first
from anjuan.web.listing import whole
from anjuan.web.lists.jobs import JOBS
from anjuan.web.storage import storage_use
from anjuan.web.views.lists import list_page
from anjuan.web.visitor import deed, need, now

RUNS = "system.run"
#: Who may see how the installation is set, though not change it.
OFFICERS = (RUNS, "login.manage", "journal.read")
_FAILED_SHOWN = 5


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Index, integrity, storage, workers and failed jobs at a glance."""
    person = need(request, RUNS)
    seen, fault = None, None
    try:
        engine = search_engine()
        seen = {"health": index_health(engine), "stats": engine.stats(), "refusals": len(index_refusals())}
    except AnjuanError as error:
        fault = error
    states = job_states()
    values = {
        "index": seen,
        "index_fault": fault,
        "rebuild": _last(REBUILD),
        "refusals": index_refusals() if person.may("case.read_all") else [],
        "fixity": fixity_due(now=now()),
        "fixity_job": _last(FIXITY_WHOLE),
        "storage": storage_use(settings.ANJUAN_HOME),
        "workers": workers_alive(settings.ANJUAN_HOME / "work", now()),
        "states": states,
        "failed": job_rows(state="failed", limit=_FAILED_SHOWN),
        "tab": "health",
    }
    return render(request, "web/health.html", values)


def _last(kind: str) -> object:
    return next(iter(job_rows(kind=kind, limit=1)), None)


@require_safe
def doctor(request: HttpRequest) -> HttpResponse:
    """Everything that ``anjuan doctor`` looks at, each with what to do."""
    need(request, RUNS)
    checks = health_check(now())
    bad = sum(not check.good for check in checks)
    return render(request, "web/doctor.html", {"checks": checks, "bad": bad, "tab": "doctor"})


@require_POST
def rebuild(request: HttpRequest) -> HttpResponse:
    """Order that every page be indexed anew."""
    person = need(request, RUNS)
    if asked := confirm_first(request):
        return asked
    if index_rebuild_order(deed=deed(request), by=person):
        messages.success(request, _("已安排重建索引，检索照常可用。"))
    else:
        messages.info(request, _("重建索引已在进行。"))
    return redirect("web:health")


@require_POST
def fixity_now(request: HttpRequest) -> HttpResponse:
    """Order that every original be read again."""
    person = need(request, RUNS)
    if fixity_order(deed=deed(request), by=person):
        messages.success(request, _("已安排逐份重读全部原件。"))
    else:
        messages.info(request, _("固定性校验已在进行。"))
    return redirect("web:health")


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """The list of jobs, newest first."""
    return list_page(request, JOBS)


@require_POST
def job_again(request: HttpRequest) -> HttpResponse:
    """Order an ended job once more."""
    person = need(request, RUNS)
    job_retry(deed=deed(request), by=person, job_id=whole(request.POST, "job", 0))
    messages.success(request, _("已重新安排。"))
    return redirect("web:jobs")


@require_POST
def job_end(request: HttpRequest) -> HttpResponse:
    """Cancel a job."""
    person = need(request, RUNS)
    if asked := confirm_first(request):
        return asked
    job_cancel(deed=deed(request), by=person, job_id=whole(request.POST, "job", 0))
    messages.success(request, _("已取消。"))
    return redirect("web:jobs")


@require_safe
def backups(request: HttpRequest) -> HttpResponse:
    """The last backups, and how old the last one is."""
    need(request, RUNS)
    return render(request, "web/backups.html", _backups())


def _backups() -> dict[str, Any]:
    options = settings.ANJUAN_OPTIONS.backup
    last = backup_last(settings.ANJUAN_HOME)
    age = now() - last.at if last else None
    job = _last(BACKUP_JOB)
    return {
        "options": options,
        "last": last,
        "age_days": age.days if age is not None else None,
        "is_old": age is None or age.days >= options.warn_days,
        "rows": backup_rows(Path(options.folder).expanduser()) if options.folder else [],
        "job": job,
        "is_moving": getattr(job, "state", "") in ("waiting", "running"),
    }


@require_POST
def backup_now(request: HttpRequest) -> HttpResponse:
    """Order a backup now."""
    person = need(request, RUNS)
    if asked := confirm_first(request):
        return asked
    if backup_order_now(deed=deed(request), by=person):
        messages.success(request, _("已开始备份，档案照常可用。"))
    else:
        messages.info(request, _("备份已在进行。"))
    return redirect("web:backups")


@require_safe
def options(request: HttpRequest) -> HttpResponse:
    """Every option with its meaning, value and source. Secrets are not shown."""
    need(request, *OFFICERS)
    tables = import_string(settings.ANJUAN_OPTIONS_SHOW)(settings.ANJUAN_OPTIONS, settings.ANJUAN_HOME)
    waiting = sum(row.waits for _table, rows in tables for row in rows)
    values = {"tables": tables, "path": settings.ANJUAN_HOME / "anjuan.toml", "waiting": waiting}
    return render(request, "web/options.html", values)


@require_safe
def watch(request: HttpRequest) -> HttpResponse:
    """The watched folder: whether it can be used, what rests in it, what became of what lay there."""
    person = need(request, RUNS, "case.file")
    settled, fault = settings.ANJUAN_OPTIONS.intake, None
    if settled.folder:
        try:
            folder_checked(settled.folder, settings.ANJUAN_HOME)
        except WatchFolderError as error:
            fault = error
    files = person.may("case.file")
    rows = [row for row in intake_list(person, now=now(), limit=200) if row.way == "folder"] if files else []
    state = state_read(settings.ANJUAN_HOME)
    values = {
        "settled": settled,
        "fault": fault,
        "state": state,
        "files": files,
        "resting": sorted(state.resting),
        "taken": sorted(state.batches.items()),
        "rows": rows[: _FAILED_SHOWN * 4],
    }
    return render(request, "web/watch.html", values)
