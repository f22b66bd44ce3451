"""Backups on a person's order, and what lies in the backup folder."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.services.job_deeds import need_run
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue, is_open
from anjuan.kit.errors import AnjuanError, UsageError
from anjuan.preservation.services.backup_shelf import generations, manifest_read
from anjuan.preservation.services.scheduling import BACKUP_JOB

_MOST_SHOWN = 50


class NoFolderError(UsageError):
    """No folder for backups is set, so none can be made from the pages."""

    code = "CONF-013"


@dataclasses.dataclass(frozen=True, slots=True)
class GenerationRow:
    """One backup of the folder.

    Attributes:
        name: The name of its generation.
        made_at: When; None when its list cannot be read.
        program: Version of the program that made it.
        originals: Originals it names.
        size_bytes: Their size and that of its own files.
        faults: How many originals could not be copied.
        is_readable: False when its list is damaged.

    """

    name: str
    made_at: dt.datetime | None
    program: str = ""
    originals: int = 0
    size_bytes: int = 0
    faults: int = 0
    is_readable: bool = True


def backup_rows(folder: Path) -> list[GenerationRow]:
    """Return the backups of a folder, the newest first; none when it cannot be read. Reads their lists only."""
    try:
        found = generations(folder)
    except (OSError, AnjuanError):
        return []
    return [_row(one) for one in sorted(found, reverse=True)[:_MOST_SHOWN]]


def _row(generation: Path) -> GenerationRow:
    try:
        manifest = manifest_read(generation)
        made = dt.datetime.fromisoformat(manifest.made_at)
    except (OSError, ValueError, AnjuanError):
        return GenerationRow(generation.name, None, is_readable=False)
    size = manifest.blob_bytes + sum(file.size_bytes for file in manifest.files)
    return GenerationRow(generation.name, made, manifest.program, manifest.blobs, size, len(manifest.faults))


@durable_transaction()
def backup_order_now(*, deed: Deed, by: Viewer) -> bool:
    """Order a backup to the folder that the options name; say whether none was on its way yet.

    Raises:
        MayNotRunError: The person may not.
        NoFolderError: The options name no folder.

    """
    need_run(by)
    if not settings.ANJUAN_OPTIONS.backup.folder:
        raise NoFolderError(
            "No folder for backups is set.",
            why="A backup beside the archive on the same disk would be lost with it.",
            remedy='Write folder = "/mnt/safe/anjuan" under [backup] in anjuan.toml and start again.',
        )
    if is_open(BACKUP_JOB, 1):
        return False
    TableQueue().add(JobSpec(BACKUP_JOB, 1, priority=20, max_attempts=1), now=deed.now)
    journal_write(deed=deed, action="backup.order", label=settings.ANJUAN_OPTIONS.backup.folder)
    return True
