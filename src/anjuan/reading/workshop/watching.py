"""How much memory a process and all it started hold, and how to end them. Linux; elsewhere nothing is known."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

_PROC = Path("/proc")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def family_of(pid: int) -> list[int]:
    """Return a process and all its descendants, itself first; those that end meanwhile may be missing."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for children in _PROC.glob(f"{one}/task/*/children"):
            with contextlib.suppress(OSError, ValueError):
                waiting += [int(word) for word in children.read_text(encoding="ascii").split()]
    return found


def memory_of(pid: int) -> int:
    """Return the resident bytes, without those of files mapped or shared, of a process and its descendants."""
    return sum(_memory_of_one(one) for one in family_of(pid))


def _memory_of_one(pid: int) -> int:
    try:
        words = (_PROC / str(pid) / "statm").read_text(encoding="ascii").split()
        return (int(words[1]) - int(words[2])) * _PAGE_BYTES
    except (OSError, ValueError, IndexError):
        return 0


def end_family(pid: int) -> None:
    """Kill a process, its group and its descendants at once."""
    family = family_of(pid)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    for one in family:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(one, signal.SIGKILL)
