"""What is wrong with an installation: each thing looked at, with what to do about it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections.abc import Callable, Mapping

from django.conf import settings

from anjuan.accounts.selectors.journal import journal_verify
from anjuan.accounts.selectors.people import officer_report, system_viewer
from anjuan.archive.findable.health import index_health
from anjuan.archive.selectors.intakes import uploads_broken_off
from anjuan.archive.services.indexing import search_engine
from anjuan.custody.selectors.due import fixity_due
from anjuan.jobs.listing import job_states
from anjuan.jobs.queue import open_jobs
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import AnjuanError
from anjuan.preservation.selectors.backups import backup_health, backup_last
from anjuan.reading.catalogue import default_catalogue
from anjuan.reading.recognition.engine import available_engines

LOW_DISK_BYTES = 2 << 30
_NAMED = 3
Value = str | int | float


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: What was looked at: ``disk``, ``engines``, …
        good: Whether it is as it should be.
        what: What was seen, in English.
        says: Which sentence says it, for doors that speak other languages: the name, a point, a word.
        facts: The values of that sentence.

    """

    name: str
    good: bool
    what: str
    says: str
    facts: Mapping[str, Value] = dataclasses.field(default_factory=dict)


def health_check(now: dt.datetime) -> list[Check]:
    """Look at the whole installation. Reads the whole journal, and starts outside programs to see whether they run."""
    return [check(now) for check in _CHECKS]


def _disk(_now: dt.datetime) -> Check:
    free = shutil.disk_usage(settings.ANJUAN_HOME).free
    size = f"{free / (1 << 30):.1f}"
    what = f"{size} GiB free at {settings.ANJUAN_HOME}"
    return Check("disk", free >= LOW_DISK_BYTES, what, "disk.free", {"free": size, "home": str(settings.ANJUAN_HOME)})


def _engines(_now: dt.datetime) -> Check:
    found = [engine for engine in available_engines() if engine.available]
    names = ", ".join(f"{engine.name} {engine.precision}" for engine in found)
    if not found:
        return Check("engines", False, "no recognition engine: scans stay without text", "engines.none")  # noqa: FBT003
    return Check("engines", True, names, "engines.found", {"names": names})  # noqa: FBT003


def _readers(_now: dt.datetime) -> Check:
    readers = default_catalogue().overview()
    missing = [reader for reader in readers if not reader.available]
    what = "; ".join(f"{reader.name} cannot run: {', '.join(reader.media_types)} stay unread" for reader in missing)
    facts: dict[str, Value] = {"n": len(readers), "names": ", ".join(reader.name for reader in missing)}
    says = "readers.missing" if missing else "readers.all"
    return Check("readers", not missing, what or f"all {len(readers)} are there", says, facts)


def _journal(_now: dt.datetime) -> Check:
    report = journal_verify()
    facts = {"n": report.entries, "breaks": len(report.breaks)}
    what = f"{report.entries} entries, {len(report.breaks)} breaks"
    return Check("journal", not report.breaks, what, "journal.broken" if report.breaks else "journal.whole", facts)


def _index(_now: dt.datetime) -> Check:
    try:
        health = index_health(search_engine())
    except AnjuanError as fault:
        return Check("index", False, str(fault), "index.closed", {"code": fault.code})  # noqa: FBT003
    facts: dict[str, Value] = {"indexed": health.indexed, "pages": health.pages, "waiting": health.waiting}
    what = f"{health.indexed} of {health.pages} pages, {health.waiting} wait"
    if health.missing:
        told = f"{what}; {health.missing} are missing: run `anjuan search rebuild`"
        return Check("index", False, told, "index.missing", {**facts, "n": health.missing})  # noqa: FBT003
    if health.surplus:
        told = f"{what}; {health.surplus} are gone from the archive: run `anjuan search rebuild`"
        return Check("index", False, told, "index.surplus", {**facts, "n": health.surplus})  # noqa: FBT003
    if health.refused:
        told = f"{what}; {health.refused} could not be taken in and are set aside: `anjuan search status`"
        return Check("index", False, told, "index.refused", {**facts, "n": health.refused})  # noqa: FBT003
    return Check("index", True, what, "index.whole", facts)  # noqa: FBT003


def _uploads(now: dt.datetime) -> Check:
    waiting = uploads_broken_off(system_viewer(), now=now)
    told = "; ".join(
        f"batch {one.id} of {one.started_by} broke off after {one.received} of {one.announced} files"
        for one in waiting[:_NAMED]
    )
    more = f" and {len(waiting) - _NAMED} more" if len(waiting) > _NAMED else ""
    what = f"{told}{more}: send the same again, or end them on their page" if waiting else "none waits"
    says = "uploads.broken" if waiting else "uploads.none"
    return Check("uploads", True, what, says, {"n": len(waiting)})  # noqa: FBT003  a person's matter, no fault


def _jobs(_now: dt.datetime) -> Check:
    number, failed = open_jobs(), job_states().get("failed", 0)
    told = f"{number} open" + (f", {failed} failed" if failed else "")
    return Check("jobs", True, told, "jobs.open", {"n": number, "failed": failed})  # noqa: FBT003


def _officers(now: dt.datetime) -> Check:
    report = officer_report(now.astimezone(CHINA).date())
    told = [
        f"{sentence} {', '.join(names)}"
        for names, sentence in (
            (report.clashes, "one person holds two officers' roles:"),
            (report.readers, "officers who may read case files by another role:"),
            (report.vacant, "nobody is"),
        )
        if names
    ]
    facts: dict[str, Value] = {
        "clashes": len(report.clashes), "readers": len(report.readers), "vacant": len(report.vacant)
    }  # fmt: skip
    what = "; ".join(told) or "three people hold the three officers' roles"
    return Check("officers", not report.clashes, what, "officers.odd" if told else "officers.whole", facts)


def _fixity(now: dt.datetime) -> Check:
    due = fixity_due(now=now)
    what = f"{due.originals} originals kept, {due.due} not read for seven days, {due.damaged} damaged when last read"
    facts = {"originals": due.originals, "due": due.due, "damaged": due.damaged}
    return Check("fixity", not (due.due or due.damaged), what, "fixity.seen", facts)


def _backup(now: dt.datetime) -> Check:
    health = backup_health(settings.ANJUAN_HOME, now)
    last = backup_last(settings.ANJUAN_HOME)
    if last is None:
        return Check("backup", health.good, health.what, "backup.none")
    days = (now - last.at).days
    facts: dict[str, Value] = {"days": days, "folder": last.folder, "faults": last.faults}
    return Check("backup", health.good, health.what, "backup.last", facts)


_CHECKS: tuple[Callable[[dt.datetime], Check], ...] = (
    _disk, _engines, _readers, _journal, _index, _uploads, _jobs, _officers, _fixity, _backup,
)  # fmt: skip
