"""Worker processes beside this one: started, watched, ended together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Sequence
from types import TracebackType
from typing import Self

#: How long a worker may take to put down what it holds, in seconds.
_PATIENCE = 15.0
#: No process can stand behind one of this niceness.
_LAST = 19


class Fleet:
    """Keeps ``count`` processes of one command alive until it is left.

    Args:
        command: The words of the command, the program first.
        count: How many processes.
        behind: By how much they stand behind this process when the processor is scarce, 0 to 19.

    """

    def __init__(self, command: Sequence[str], count: int, *, behind: int = 0) -> None:
        self.command = list(command)
        self.count = count
        self.behind = behind
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self.mend()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def mend(self) -> int:
        """Start what is missing; return how many processes were started."""
        self._processes = [process for process in self._processes if process.poll() is None]
        missing = self.count - len(self._processes)
        for _ in range(missing):
            process = subprocess.Popen(  # noqa: S603  our own program
                self.command, stdin=subprocess.DEVNULL, env={**os.environ, "ANJUAN_PARENT": str(os.getpid())}
            )
            self._processes.append(process)
            self._stand_behind(process.pid)
        return missing

    def _stand_behind(self, process: int) -> None:
        if self.behind and hasattr(os, "setpriority"):
            with contextlib.suppress(ProcessLookupError, PermissionError):  # ended already, or not ours to say
                own = os.getpriority(os.PRIO_PROCESS, 0)
                os.setpriority(os.PRIO_PROCESS, process, min(own + self.behind, _LAST))

    def end(self) -> None:
        """Ask all to put down their work, and end those that do not."""
        for process in self._processes:
            process.send_signal(signal.SIGTERM)
        for process in self._processes:
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes = []


def is_orphaned() -> bool:
    """Say whether the process that started this worker is gone."""
    parent = os.environ.get("ANJUAN_PARENT")
    return parent is not None and os.getppid() != int(parent)
