"""One reading process and the line to it, as the parent holds them."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from anjuan.reading.errors import ReaderCrashedError
from anjuan.reading.protocol import Limits
from anjuan.reading.workshop import frames, watching

_START_SECONDS = 120.0
_STOP_SECONDS = 5.0
#: What the reading process may know of the surroundings; passwords and keys of the server are not among it.
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_", "TZ", "PYTHON", "VIRTUAL_ENV", "LD_", "XDG_", "FONT", "ANJUAN_READING_")
_ONE_THREAD = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class ReadingProcess:
    """A process that reads one file after the other.

    Args:
        catalogue: ``module:function`` that gives the readers.
        limits: What one file may cost.
        root: Where it keeps its temporary files.

    Raises:
        ReaderCrashedError: It does not start.

    Attributes:
        line: The line to it.
        pid: Its id, and that of its group.
        files: How many files it has been given.
        errors: The file with what it wrote to its error stream.

    """

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
        """Whether it still runs."""
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
