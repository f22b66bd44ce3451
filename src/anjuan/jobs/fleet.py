"""Worker processes beside this one: started, watched, ended together."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from types import TracebackType
from typing import Self

#: How long a worker may take to put down what it holds, in seconds.
_PATIENCE = 15.0


class Fleet:
    """Keeps ``count`` processes of one command alive until it is left.

    Args:
        command: The words of the command, the program first.
        count: How many processes.

    """

    def __init__(self, command: Sequence[str], count: int) -> None:
        self.command = list(command)
        self.count = count
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
            self._processes.append(
                subprocess.Popen(  # noqa: S603  our own program
                    self.command, stdin=subprocess.DEVNULL, env={**os.environ, "ANJUAN_PARENT": str(os.getpid())}
                )
            )
        return missing

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
