"""``anjuan doctor``: what is wrong with this installation."""

from __future__ import annotations

import shutil

import click
from django.conf import settings

from anjuan.accounts.selectors.journal import journal_verify
from anjuan.accounts.selectors.people import officer_report, system_viewer
from anjuan.archive.findable.health import index_health
from anjuan.archive.selectors.intakes import uploads_broken_off
from anjuan.archive.services.indexing import search_engine
from anjuan.cli.output import print_json
from anjuan.custody.selectors.due import fixity_due
from anjuan.jobs.queue import open_jobs
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.kit.errors import AnjuanError, ExitCode
from anjuan.preservation.selectors.backups import backup_health
from anjuan.reading.catalogue import default_catalogue
from anjuan.reading.recognition.engine import available_engines

_LOW_DISK_BYTES = 2 << 30
_NAMED = 3


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, as_json: bool) -> int:
    """Look at this installation and say what is wrong with it.

    Example: anjuan doctor
    """
    checks = [
        check() for check in (_disk, _engines, _readers, _journal, _index, _uploads, _jobs, _officers, _fixity, _backup)
    ]
    if as_json:
        print_json({"healthy": all(good for _, good, _ in checks), "checks": [
            {"name": name, "good": good, "what": what} for name, good, what in checks
        ]})  # fmt: skip
    else:
        for name, good, what in checks:
            click.secho(f"{'ok ' if good else 'BAD'} {name:10} {what}", fg=None if good else "red")
    return ExitCode.OK if all(good for _, good, _ in checks) else ExitCode.INCOMPLETE


def _disk() -> tuple[str, bool, str]:
    free = shutil.disk_usage(settings.ANJUAN_HOME).free
    return "disk", free >= _LOW_DISK_BYTES, f"{free / (1 << 30):.1f} GiB free at {settings.ANJUAN_HOME}"


def _engines() -> tuple[str, bool, str]:
    found = [engine for engine in available_engines() if engine.available]
    names = ", ".join(f"{engine.name} {engine.precision}" for engine in found)
    return "engines", bool(found), names or "no recognition engine: scans stay without text"


def _readers() -> tuple[str, bool, str]:
    readers = default_catalogue().overview()
    missing = [reader for reader in readers if not reader.available]
    what = "; ".join(f"{reader.name} cannot run: {', '.join(reader.media_types)} stay unread" for reader in missing)
    return "readers", not missing, what or f"all {len(readers)} are there"


def _journal() -> tuple[str, bool, str]:
    report = journal_verify()
    return "journal", not report.breaks, f"{report.entries} entries, {len(report.breaks)} breaks"


def _index() -> tuple[str, bool, str]:
    try:
        health = index_health(search_engine())
    except AnjuanError as fault:
        return "index", False, str(fault)
    what = f"{health.indexed} of {health.pages} pages, {health.waiting} wait"
    if health.missing or health.surplus:
        wrong = f"{health.missing} are missing" if health.missing else f"{health.surplus} are gone from the archive"
        return "index", False, f"{what}; {wrong}: run `anjuan search rebuild`"
    if health.refused:
        return (
            "index",
            False,
            f"{what}; {health.refused} could not be taken in and are set aside: `anjuan search status`",
        )
    return "index", True, what


def _uploads() -> tuple[str, bool, str]:
    waiting = uploads_broken_off(system_viewer(), now=SystemClock().now())
    told = "; ".join(
        f"batch {one.id} of {one.started_by} broke off after {one.received} of {one.announced} files"
        for one in waiting[:_NAMED]
    )
    more = f" and {len(waiting) - _NAMED} more" if len(waiting) > _NAMED else ""
    return "uploads", True, f"{told}{more}: send the same again, or end them on their page" if waiting else "none waits"


def _jobs() -> tuple[str, bool, str]:
    return "jobs", True, f"{open_jobs()} open"


def _officers() -> tuple[str, bool, str]:
    report = officer_report(today_in_china(SystemClock()))
    told = [
        f"{sentence} {', '.join(names)}"
        for names, sentence in (
            (report.clashes, "one person holds two officers' roles:"),
            (report.readers, "officers who may read case files by another role:"),
            (report.vacant, "nobody is"),
        )
        if names
    ]
    return "officers", not report.clashes, "; ".join(told) or "three people hold the three officers' roles"


def _fixity() -> tuple[str, bool, str]:
    due = fixity_due(now=SystemClock().now())
    what = f"{due.originals} originals kept, {due.due} not read for seven days, {due.damaged} damaged when last read"
    return "fixity", not (due.due or due.damaged), what


def _backup() -> tuple[str, bool, str]:
    health = backup_health(settings.ANJUAN_HOME, SystemClock().now())
    return "backup", health.good, health.what
