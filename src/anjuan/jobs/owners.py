"""Names of workers, and whether the worker of a name is still alive."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def worker_name() -> str:
    """Return a name for a worker of this process: host, process number, when the process began."""
    return f"{_host()}:{os.getpid()}:{_began(os.getpid()) or 0}"


def is_dead(owner: str) -> bool:
    """Say whether a worker surely lives no more. Workers of other machines are never called dead."""
    host, _, rest = owner.rpartition(":")[0].rpartition(":")
    began = owner.rpartition(":")[2]
    if host != _host() or not rest.isdigit() or began in ("", "0"):
        return False
    return _began(int(rest)) != began


def _host() -> str:
    return socket.gethostname().replace(":", "-")[:30]


def _began(process: int) -> str | None:
    """Return the start time of a process in clock ticks since boot, where the system tells (Linux)."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    # The command's name stands in brackets and may hold blanks; the 22nd field is the start time.
    return stat.rpartition(")")[2].split()[19]
