"""The virus scanner of the machine: ClamAV, when it is there."""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

#: The first talks to a running service and is quick; the second loads its signatures on every call.
_PROGRAMS = ("clamdscan", "clamscan")
_PROBE_SECONDS = 20.0
_SCAN_SECONDS = 1800.0
_FOUND = re.compile(r"^.*: (.+) FOUND$", re.MULTILINE)
_INFECTED = 1


class ScanError(Exception):
    """The scanner is there but could not scan."""


@functools.cache
def scanner() -> str:
    """Return the path of the scanner; empty when there is none. Starts nothing."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), "")


@functools.cache
def scanner_version() -> str:
    """Return name and version of the scanner with its signatures; empty when there is none or it cannot say."""
    if not scanner():
        return ""
    try:
        done = subprocess.run(  # noqa: S603  a program found by name, with fixed arguments
            [scanner(), "--version"], capture_output=True, text=True, timeout=_PROBE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip().splitlines()[0][:80] if done.stdout.strip() else ""


def scan(paths: Iterable[Path]) -> tuple[str, ...]:
    """Return the names of the malware found in some files; empty when they are clean.

    Raises:
        ScanError: The scanner failed: nothing is known of the files.

    """
    listed = [str(path) for path in paths]
    if not listed:
        return ()
    # A scanner service runs as another person; the files are handed to it opened, not by name.
    more = ["--fdpass"] if Path(scanner()).name == "clamdscan" else []
    try:
        done = subprocess.run(  # noqa: S603  a program found by name
            [scanner(), "--no-summary", "--infected", *more, "--", *listed],
            capture_output=True, text=True, timeout=_SCAN_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScanError(str(error)) from error
    if done.returncode not in (0, _INFECTED):
        raise ScanError(done.stderr.strip()[-300:] or f"exit code {done.returncode}")
    return tuple(_FOUND.findall(done.stdout))
