"""A lock on a folder that the operating system drops when its holder dies."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from anjuan.search.errors import IndexBusyError

if sys.platform == "win32":
    import msvcrt

    def _take(stream: BinaryIO) -> None:
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(stream: BinaryIO) -> None:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """Held by at most one process at a time; a second one is told so at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream: BinaryIO | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._stream is not None

    def take(self) -> None:
        """Take the lock; holding it already is no error.

        Raises:
            IndexBusyError: Another process holds it.

        """
        if self._stream is not None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        stream = self._path.open("a+b")
        try:
            _take(stream)
        except OSError as error:
            stream.close()
            raise IndexBusyError(
                f"Another process is writing to the search index at {self._path.parent}.",
                why="Two writers would lose each other's pages.",
                remedy="Let the running worker finish or stop it, then try again.",
            ) from error
        self._stream = stream

    def release(self) -> None:
        """Give the lock back; not holding it is no error."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
