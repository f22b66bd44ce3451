"""Backing up the archive that the settings name, with its entry in the journal."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.progress import Progress
from anjuan.preservation.faults import BackupUnsupportedError
from anjuan.preservation.services.backups import BackupPlan, BackupReport, backup_write


def backup_make(*, deed: Callable[[], Deed], plan: BackupPlan, progress: Progress) -> BackupReport:
    """Back up a data home in use and return what the new generation holds.

    Raises:
        BackupUnsupportedError: The records are not in SQLite.
        BackupBusyError: Another backup writes to the folder.
        BackupDamagedError: The database is damaged.

    """
    if connection.vendor != "sqlite":
        raise BackupUnsupportedError(
            f"The records are in {connection.vendor}, which this command does not copy.",
            remedy="Back the database up with its own tools, and the folder `blobs` of the data home beside it.",
        )
    report = backup_write(plan=plan, now=deed().now, progress=progress)
    with durable_transaction():
        journal_write(
            deed=deed(), action="backup.make", label=report.generation,
            detail={"originals": report.manifest.blobs, "copied": report.copied, "faults": len(report.manifest.faults),
                    "folder": str(plan.target)},
        )  # fmt: skip
    return report
