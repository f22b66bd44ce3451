"""The parent's eye on one file being read: the clock, the memory, and how a process ended."""

from __future__ import annotations

import contextlib
import logging
import signal
import time
from typing import Any

from anjuan.reading.errors import LimitReachedError, ReaderCrashedError, ReaderSilentError
from anjuan.reading.pages import Page
from anjuan.reading.workshop import frames, watching
from anjuan.reading.workshop.job import Job
from anjuan.reading.workshop.process import ReadingProcess

_log = logging.getLogger(__name__)

_STOP_SECONDS = 5.0
_LOOK_SECONDS = 0.25
_STOP = "stop"


class Watch:
    """Takes the frames of one file and watches the clock and the memory meanwhile.

    Only the time spent waiting for the process counts, not what the caller does with a page. A process
    that goes on writing to its work folder is not silent: a large archive may hold one large file.

    Args:
        process: The process that reads.
        job: What it reads.

    Attributes:
        over: Whether the process has no more to say of this file.
        dead: Whether it had to be ended, or died.

    """

    def __init__(self, process: ReadingProcess, job: Job) -> None:
        self.process = process
        self._job = job
        self._page = job.first_page - 1
        self._waited = 0.0
        self._looked = 0.0
        self._written = 0
        self._wrote = 0.0
        self.over = False
        self.dead = False

    def start(self) -> None:
        """Hand the file to the process.

        Raises:
            ReaderCrashedError: It died before.

        """
        try:
            self.process.line.send(self._job)
        except OSError as fault:
            raise self._crashed() from fault

    def next_frame(self) -> tuple[str, Any]:
        """Return the next frame.

        Raises:
            ReaderCrashedError: The process died.
            ReaderSilentError: It said nothing for longer than a page may take.
            LimitReachedError: The file takes too long or too much memory.

        """
        began = time.monotonic()
        before = self._waited
        try:
            while not self.process.line.poll(_LOOK_SECONDS):
                self._waited = before + time.monotonic() - began
                self._check(time.monotonic() - max(began, self._wrote))
            frame = self.process.line.recv_bytes(frames.LARGEST_FRAME_BYTES)
        except (EOFError, OSError) as fault:
            raise self._crashed() from fault
        self._waited = before + time.monotonic() - began
        self._look()
        try:
            kind, content = frames.unpack(frame)
        except ReaderCrashedError:
            self._kill()
            raise
        self.over = kind in (frames.FAILED, frames.ENDED)
        if isinstance(content, Page):
            self._page = content.number
        return kind, content

    def _check(self, silent: float) -> None:
        limits = self._job.limits
        self._look()
        if 0 < limits.seconds_per_page < silent and not self._goes_on_writing():
            self._kill()
            raise ReaderSilentError(
                f"Reading {self._job.name!r} was stopped {self._place()}: for {limits.seconds_per_page:g} seconds"
                " nothing came of it.",
                why="One file must not hold up all others.",
                remedy="Look whether the page is unusually large; read the file again with a longer time for a page.",
            )
        if 0 < limits.seconds_per_file < self._waited:
            self._kill()
            raise LimitReachedError(
                f"Reading {self._job.name!r} was stopped {self._place()}: it took longer than"
                f" {limits.seconds_per_file:g} seconds.",
                why="One file must not hold up all others.",
                remedy=f"Read it again from page {self._page + 1}, or split it.",
            )

    def _goes_on_writing(self) -> bool:
        """Say whether the work folder has grown since this was last asked, and start the silence anew if so."""
        size = sum(path.stat().st_size for path in self._job.work_folder.rglob("*") if path.is_file())
        grown = size > self._written
        self._written = size
        self._wrote = time.monotonic() if grown else self._wrote
        return grown

    def _look(self) -> None:
        now = time.monotonic()
        limit = self._job.limits.memory_bytes
        if limit <= 0 or now - self._looked < _LOOK_SECONDS:
            return
        self._looked = now
        held = watching.memory_of(self.process.pid)
        if held > limit:
            self._kill()
            raise LimitReachedError(
                f"Reading {self._job.name!r} was stopped {self._place()}: it held {held:,} bytes of memory,"
                f" more than the {limit:,} one file may take.",
                why="Reading on would endanger everything else on this machine.",
                remedy="Split the file, or raise the limit on memory if it is genuine.",
            )

    def _place(self) -> str:
        return f"at page {self._page + 1}" if self._page else "before its first page was read"

    def _kill(self) -> int:
        self.over = self.dead = True
        return self.process.kill()

    def _crashed(self) -> ReaderCrashedError:
        self.over = self.dead = True
        status = self.process.wait()
        words = self.process.last_words()
        _log.warning("The process reading %s ended with %s. %s", self._job.name, status, words)
        return ReaderCrashedError(
            f"Reading {self._job.name!r} broke off {self._place()}: the process that read it {_ending(status)}.",
            why="The file made its reader fail; nothing else is affected." if status != -signal.SIGKILL else "",
            remedy="The file is kept as it came. Read it again, or save it anew in the program that made it.",
        )

    def abandon(self) -> None:
        """Stop a reading that its caller left: take what is under way until the process notices, or end it."""
        deadline = time.monotonic() + _STOP_SECONDS
        try:
            self.process.line.send(_STOP)
            while time.monotonic() < deadline:
                if self.process.line.poll(_LOOK_SECONDS):
                    kind, _ = frames.unpack(self.process.line.recv_bytes(frames.LARGEST_FRAME_BYTES))
                    if kind in (frames.FAILED, frames.ENDED):
                        self.over = True
                        return
        except (EOFError, OSError, ReaderCrashedError):
            pass
        self._kill()


def _ending(status: int) -> str:
    if status == -signal.SIGKILL:
        return "was killed from outside, most often because the machine ran out of memory"
    if status < 0:
        with contextlib.suppress(ValueError):
            return f"crashed ({signal.Signals(-status).name})"
    return f"ended without an answer (exit status {status})"
