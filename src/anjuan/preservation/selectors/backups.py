"""When the archive was backed up last, and whether that is long ago."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

from django.conf import settings

from anjuan.archive.models import Original


@dataclasses.dataclass(frozen=True, slots=True)
class LastBackup:
    """The last whole backup of a data home."""

    at: dt.datetime
    folder: str
    generation: str
    faults: int


@dataclasses.dataclass(frozen=True, slots=True)
class BackupHealth:
    """Whether an archive is backed up well enough, and why.

    Attributes:
        good: False when something older than the options allow lies in no backup as young, or the last one had faults.
        what: A sentence for a person.

    """

    good: bool
    what: str


def backup_last(home: Path) -> LastBackup | None:
    """Return the last whole backup of a data home, or None. No query."""
    try:
        note = json.loads((home / "backups" / "last.json").read_text(encoding="utf-8"))
        return LastBackup(
            dt.datetime.fromisoformat(note["at"]), str(note["folder"]), str(note["generation"]), int(note["faults"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def backup_health(home: Path, now: dt.datetime) -> BackupHealth:
    """Return whether the archive is backed up well enough. One query at most."""
    last, oldest = backup_last(home), dt.timedelta(days=settings.ANJUAN_OPTIONS.backup.warn_days)
    if last is not None and now - last.at <= oldest:
        hours = (now - last.at).total_seconds() / 3600
        flaw = f", {last.faults} originals could not be copied" if last.faults else ""
        return BackupHealth(not last.faults, f"{hours:.0f} hours ago to {last.folder}{flaw}")
    first = Original.objects.order_by("received_at").values_list("received_at", flat=True).first()
    told = f"the last one was on {last.at:%Y-%m-%d}" if last else "there is none yet"
    if first is None or now - first <= oldest:
        return BackupHealth(good=True, what=told)
    return BackupHealth(good=False, what=f"{told}: run `anjuan backup DIR`")


def backup_is_due(home: Path, now: dt.datetime, every: dt.timedelta) -> bool:
    """Say whether so much time has passed since the last backup, or there is none. No query."""
    last = backup_last(home)
    return last is None or now - last.at >= every
