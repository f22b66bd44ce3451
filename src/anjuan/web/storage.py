"""How much of the disk the data home takes."""

from __future__ import annotations

import dataclasses
import os
import shutil
import time
from pathlib import Path

#: Counting a large store takes long; what was counted lately is said again.
_FRESH_SECONDS = 600.0
_COUNTED: dict[Path, tuple[float, int]] = {}
_PARTS = ("blobs", "index", "work", "backups")


@dataclasses.dataclass(frozen=True, slots=True)
class StorageUse:
    """How much the parts of a data home take, in bytes.

    Attributes:
        parts: Name and size: ``database``, then the folders.
        used: All of them.
        free: Left on the disk.
        total: The whole disk.

    """

    parts: tuple[tuple[str, int], ...]
    used: int
    free: int
    total: int


def storage_use(home: Path) -> StorageUse:
    """Return how much a data home takes; folders are counted at most every ten minutes."""
    database = sum(path.stat().st_size for path in home.glob("db.sqlite3*"))
    parts = (("database", database), *((name, _size(home / name)) for name in _PARTS))
    disk = shutil.disk_usage(home)
    return StorageUse(parts, sum(size for _, size in parts), disk.free, disk.total)


def _size(folder: Path) -> int:
    known = _COUNTED.get(folder)
    if known and time.monotonic() - known[0] < _FRESH_SECONDS:
        return known[1]
    size = 0
    for base, _, names in os.walk(folder):
        for name in names:
            try:
                size += os.lstat(os.path.join(base, name)).st_size  # noqa: PTH118  a million joins: Path is slow
            except OSError:
                continue  # it went while we counted
    _COUNTED[folder] = (time.monotonic(), size)
    return size
