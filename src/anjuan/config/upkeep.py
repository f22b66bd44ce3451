"""Making a data home ready: folders and tables, without asking, once per version."""

from __future__ import annotations

import fcntl
import hashlib
from pathlib import Path

from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from anjuan.web.catalogue import compile_catalogues

_MARK = "tables.version"


def home_prepare(home: Path) -> bool:
    """Bring folders, tables and catalogues to this version; say whether anything of the data home was to do.

    Several processes may start at once: one does the work, the others wait for it.
    """
    home.mkdir(parents=True, exist_ok=True)
    compile_catalogues()
    mark = home / _MARK
    version = _version()
    if mark.exists() and mark.read_text(encoding="ascii") == version and (home / "db.sqlite3").exists():
        return False
    with (home / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        call_command("migrate", verbosity=0, interactive=False)
        for folder in ("blobs", "index", "work", "backups"):
            (home / folder).mkdir(exist_ok=True)
        mark.write_text(version, encoding="ascii")
    return True


def _version() -> str:
    names = sorted(".".join(key) for key in MigrationLoader(None).disk_migrations)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]
