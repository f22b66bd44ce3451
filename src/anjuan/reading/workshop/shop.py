"""The workshop: a long-lived process reads foreign files, its parent watches time and memory."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from anjuan.reading.errors import LimitReachedError, MissingPartError, ReaderCrashedError, ReaderSilentError
from anjuan.reading.pages import Event, Page
from anjuan.reading.protocol import Limits
from anjuan.reading.workshop import frames, watching
from anjuan.reading.workshop.bench import Bench
from anjuan.reading.workshop.job import Job

_log = logging.getLogger(__name__)

DEFAULT_CATALOGUE = "anjuan.reading.catalogue:default_catalogue"
_FILES_PER_PROCESS = 200
_START_SECONDS = 120.0
_STOP_SECONDS = 5.0
_LOOK_SECONDS = 0.25
_STOP = "stop"
#: What the reading process may know of the surroundings; passwords and keys of the server are not among it.
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_", "TZ", "PYTHON", "VIRTUAL_ENV", "LD_", "XDG_", "FONT", "ANJUAN_READING_")
_ONE_THREAD = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class _Process:
    """One reading process and the line to it."""

    def __init__(self, catalogue: str, limits: Limits, root: Path) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            command = [sys.executable, "-m", "anjuan.reading.workshop.child"]
            self.errors = root / "errors.txt"
            with self.errors.open("wb") as errors:
                self._process = subprocess.Popen(  # noqa: S603  our own module, with our own interpreter
                    [*command, str(theirs.fileno()), catalogue, str(os.getpid())],
                    pass_fds=(theirs.fileno(),),
                    stdin=subprocess.DEVNULL,
                    stdout=errors,
                    stderr=errors,
                    env=_environment(root),
                    start_new_session=True,
                )
            self.line = Connection(ours.detach())
        self.pid = self._process.pid
        self.files = 0
        self.line.send(limits)
        if not self.line.poll(_START_SECONDS) or frames.unpack(self._first())[0] != frames.READY:
            self.kill()
            raise ReaderCrashedError(
                "The process that reads files does not start.",
                why=self.last_words(),
                remedy="Run `anjuan doctor` to see what is missing.",
            )

    def _first(self) -> bytes:
        try:
            return self.line.recv_bytes(frames.LARGEST_FRAME_BYTES)
        except (EOFError, OSError):
            return frames.pack(frames.FAILED)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> int:
        """End it and all it started at once; return its exit status, negative for a signal."""
        status = self._process.poll()
        watching.end_family(self.pid)
        self.line.close()
        killed = self._process.wait()
        return killed if status is None else status

    def retire(self) -> None:
        """Let it end by itself; end it when it does not."""
        with contextlib.suppress(OSError):
            self.line.send(None)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_SECONDS)
        self.kill()

    def wait(self) -> int:
        """Return the exit status of a process whose line has ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_SECONDS)
        return self.kill()

    def last_words(self) -> str:
        """Return the end of what it wrote to its error stream."""
        with contextlib.suppress(OSError):
            text = self.errors.read_bytes()[-2000:].decode("utf-8", "replace").strip()
            return f"Its last words were: {text[-300:]}" if text else ""
        return ""


def _environment(root: Path) -> dict[str, str]:
    passed = {name: value for name, value in os.environ.items() if name.startswith(_PASSED_ON)}
    paths = os.pathsep.join(path for path in sys.path if path)
    return passed | {"PYTHONPATH": paths, "TMPDIR": str(root)} | dict.fromkeys(_ONE_THREAD, "1")


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
        self._process: _Process | None = None

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

    def _ready(self) -> _Process:
        if self._process is not None and not self._process.alive:
            self._process.kill()
            self._process = None
        if self._process is None:
            self._process = _Process(self._spec, self.limits, self._root)
        return self._process

    def _events(self, job: Job) -> Generator[Event, None, None]:
        process = self._ready()
        watch = _Watch(process, job)
        try:
            watch.start()
            while True:
                kind, content = watch.next_frame()
                if kind == frames.EVENT:
                    yield content
                elif kind == frames.FAILED:
                    raise frames.rebuild_error(content)
                elif kind == frames.ENDED:
                    return
        finally:
            self._after(process, watch)

    def _after(self, process: _Process, watch: _Watch) -> None:
        """Keep the process for the next file if it is fit for it."""
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


class _Watch:
    """Takes the frames of one file and watches the clock and the memory meanwhile.

    Only the time spent waiting for the process counts, not what the caller does with a page.
    """

    def __init__(self, process: _Process, job: Job) -> None:
        self._process = process
        self._job = job
        self._page = job.first_page - 1
        self._waited = 0.0
        self._looked = 0.0
        self.over = False
        self.dead = False

    def start(self) -> None:
        try:
            self._process.line.send(self._job)
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
            while not self._process.line.poll(_LOOK_SECONDS):
                self._waited = before + time.monotonic() - began
                self._check(time.monotonic() - began)
            frame = self._process.line.recv_bytes(frames.LARGEST_FRAME_BYTES)
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
        if 0 < limits.seconds_per_page < silent:
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

    def _look(self) -> None:
        now = time.monotonic()
        limit = self._job.limits.memory_bytes
        if limit <= 0 or now - self._looked < _LOOK_SECONDS:
            return
        self._looked = now
        held = watching.memory_of(self._process.pid)
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
        return self._process.kill()

    def _crashed(self) -> ReaderCrashedError:
        self.over = self.dead = True
        status = self._process.wait()
        words = self._process.last_words()
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
            self._process.line.send(_STOP)
            while time.monotonic() < deadline:
                if self._process.line.poll(_LOOK_SECONDS):
                    kind, _ = frames.unpack(self._process.line.recv_bytes(frames.LARGEST_FRAME_BYTES))
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
