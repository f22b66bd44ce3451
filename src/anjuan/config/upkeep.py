"""Making a data home ready: folders and tables, without asking, once per version."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import sqlite3
from pathlib import Path

from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from anjuan.web.catalogue import compile_catalogues

_LARGEST_MARK = 0x7FFFFFFF


def home_prepare(home: Path) -> bool:
    """Bring folders, tables and catalogues to this version; say whether anything of the data home was to do.

    Several processes may start at once: one does the work, the others wait for it. Which version the tables have
    is noted inside the database, so that a database that was put in the place of another tells its own.
    """
    for folder in ("blobs", "index", "work", "backups"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    compile_catalogues()
    database, version = home / "db.sqlite3", _version()
    if _mark(database) == version:
        return False
    with (home / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        call_command("migrate", verbosity=0, interactive=False)
        with contextlib.closing(sqlite3.connect(database, timeout=30)) as connection:
            connection.execute(f"PRAGMA user_version={version}")
        (home / "tables.version").unlink(missing_ok=True)  # where earlier versions noted it
    return True


def _mark(database: Path) -> int:
    if not database.exists():
        return 0
    with contextlib.closing(sqlite3.connect(database, timeout=30)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _version() -> int:
    names = sorted(".".join(key) for key in MigrationLoader(None).disk_migrations)
    digest = hashlib.sha256("\n".join(names).encode()).digest()
    return int.from_bytes(digest[:4], "big") & _LARGEST_MARK or 1
