"""What the reading process takes from itself before it touches a foreign byte. Linux; elsewhere what there is."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

from anjuan.reading.protocol import Limits

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
#: Recognition engines reserve several GiB of address space that they never touch.
_ADDRESS_ROOM_BYTES = 8 << 30
_LEAST_FILE_BYTES = 1 << 30


def settle(limits: Limits, parent: int) -> None:
    """Bind this process to its parent's life and to its limits, and cut it off from the network.

    Args:
        limits: What one file may cost.
        parent: The process id of the parent as it was when this process was started.

    """
    limit_resources(limits)
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:  # it died before the line above took effect
        os._exit(1)
    _leave_network(libc)


def limit_resources(limits: Limits) -> None:
    """Set what the system itself enforces: no core dumps, and bounds on address space and file size.

    The bound on resident memory is the parent's to watch; address space is only the second line.
    """
    _lower(resource.RLIMIT_CORE, 0)
    if limits.memory_bytes > 0:
        _lower(resource.RLIMIT_AS, 2 * limits.memory_bytes + _ADDRESS_ROOM_BYTES)
    if limits.unpacked_bytes > 0:
        _lower(resource.RLIMIT_FSIZE, max(limits.unpacked_bytes, _LEAST_FILE_BYTES))


def _lower(what: int, value: int) -> None:
    _, most = resource.getrlimit(what)
    bounded = value if most == resource.RLIM_INFINITY else min(value, most)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (bounded, bounded))


def _leave_network(libc: ctypes.CDLL) -> None:
    """Move to an empty network. Where the system does not permit it, readers still fetch nothing."""
    if libc.unshare(_CLONE_NEWNET) == 0:
        return
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0:
        for name, content in (
            ("setgroups", "deny"),
            ("uid_map", f"{user} {user} 1"),
            ("gid_map", f"{group} {group} 1"),
        ):
            with contextlib.suppress(OSError):
                Path(f"/proc/self/{name}").write_text(content, encoding="ascii")
