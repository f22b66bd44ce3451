"""The workshop: a long-lived process reads foreign files, its parent watches time and memory."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

from anjuan.reading.errors import MissingPartError, ReaderCrashedError
from anjuan.reading.pages import Event
from anjuan.reading.protocol import Limits
from anjuan.reading.workshop import frames, watching
from anjuan.reading.workshop.bench import Bench
from anjuan.reading.workshop.job import Job
from anjuan.reading.workshop.process import ReadingProcess
from anjuan.reading.workshop.watch import Watch

DEFAULT_CATALOGUE = "anjuan.reading.catalogue:default_catalogue"
_FILES_PER_PROCESS = 200


class Workshop(Bench):
    """Reads files in a process of its own and survives whatever happens there.

    The process is started with the first file and used again for the next; after a crash, a silence or
    a limit a fresh one is started. Needs sockets that are handed to a child process, as Linux and macOS
    have them. Use it from one thread at a time; on Linux the reading process ends with the *thread*
    that started it.

    Args:
        limits: What one file may cost.
        folder: Where work folders are made; a temporary folder when None.
        catalogue: ``module:function`` that gives the readers, looked up inside the process.
        files_per_process: After so many files a fresh process is started.

    """

    def __init__(
        self,
        limits: Limits | None = None,
        folder: Path | None = None,
        *,
        catalogue: str = DEFAULT_CATALOGUE,
        files_per_process: int = _FILES_PER_PROCESS,
    ) -> None:
        if not hasattr(os, "killpg"):
            raise MissingPartError(
                "This system cannot hand a socket to a child process.",
                why="Foreign files must not be read inside the server.",
                remedy="Run Anjuan on Linux or macOS, or in WSL on Windows.",
            )
        super().__init__(limits, folder)
        self._spec = catalogue
        self._files_per_process = files_per_process
        self._process: ReadingProcess | None = None

    @property
    def process_id(self) -> int | None:
        """The id of the reading process; None while there is none."""
        return self._process.pid if self._process is not None else None

    def close(self) -> None:
        """End the reading process and remove every file taken out."""
        for reading in self._readings:
            reading.close()
        if self._process is not None:
            self._process.retire()
            self._process = None
        super().close()

    def _ready(self) -> ReadingProcess:
        if self._process is not None and not self._process.alive:
            self._process.kill()
            self._process = None
        if self._process is None:
            self._process = ReadingProcess(self._spec, self.limits, self._root)
        return self._process

    def _events(self, job: Job) -> Generator[Event, None, None]:
        watch, (kind, content) = self._begun(job)
        try:
            while kind != frames.ENDED:
                if kind == frames.FAILED:
                    raise frames.rebuild_error(content)
                if kind == frames.EVENT:
                    yield content
                kind, content = watch.next_frame()
        finally:
            self._after(watch)

    def _begun(self, job: Job) -> tuple[Watch, tuple[str, Any]]:
        """Return the first frame of a file, from a fresh process if the old one died before it took the file up."""
        process = self._ready()
        watch = Watch(process, job)
        try:
            watch.start()
            return watch, watch.next_frame()
        except ReaderCrashedError:
            self._after(watch)
            if process.files == 1:
                raise
        except BaseException:
            self._after(watch)
            raise
        return self._begun(job)

    def _after(self, watch: Watch) -> None:
        """Keep the process for the next file if it is fit for it."""
        process = watch.process
        if not watch.over:
            watch.abandon()
        process.files += 1
        if watch.dead:
            self._process = None
            return
        heavy = 0 < self.limits.memory_bytes // 2 < watching.memory_of(process.pid)
        if heavy or process.files >= self._files_per_process:
            process.retire()
            self._process = None
