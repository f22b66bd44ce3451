"""LibreOffice, when it is on the machine: turns old formats into ones with a walker of their own.

It runs without macros, without fetching links, in a profile that lives and dies with the read.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

from anjuan.reading.errors import MissingPartError, ReadError

_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_VERSION = re.compile(r"LibreOffice\s+(\d+(?:\.\d+)*)")
_PROBE_SECONDS = 20.0
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
_NO_NETWORK = dict.fromkeys(
    ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy"), "http://127.0.0.1:9"
)


class ConversionError(ReadError):
    """LibreOffice could not turn a file into another format in time."""

    code = "READ-020"


@functools.cache
def program() -> str:
    """Return where LibreOffice is; empty when it is not on the machine. Starts nothing."""
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    return next((place for place in _PLACES if Path(place).is_file()), "")


@functools.cache
def version() -> str:
    """Return the version of LibreOffice, such as ``7.4.7``; empty when it cannot be told."""
    if not program():
        return ""
    try:
        done = subprocess.run(  # noqa: S603  a program found by name, with fixed arguments
            [program(), "--version"], capture_output=True, text=True, timeout=_PROBE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = _VERSION.search(done.stdout)
    return found[1] if found else ""


def convert(path: Path, form: str, work_folder: Path, seconds: float, suffix: str = "") -> Path:
    """Return the file turned into another format.

    Args:
        path: The file; not changed.
        form: The ending of the wanted format, such as ``docx``.
        work_folder: Where profile and result go.
        seconds: After this time LibreOffice is stopped.
        suffix: Ending under which it is shown the file, as a hint of its format.

    Raises:
        MissingPartError: LibreOffice is not on the machine.
        ConversionError: It failed, or took too long.

    """
    if not program():
        raise MissingPartError("LibreOffice is not on this machine.", remedy="Install libreoffice-writer.")
    folder = work_folder / "soffice"
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    given = folder / f"given{suffix}"
    shutil.copyfile(path, given)
    out = folder / "out"
    command = [
        program(), f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--nodefault", "--convert-to", form, "--outdir", str(out), str(given),
    ]  # fmt: skip
    _run(command, folder, seconds)
    result = out / f"given.{form}"
    if not result.is_file() or result.stat().st_size == 0:
        raise ConversionError("LibreOffice could not read the file.", remedy="Save it again with its program.")
    return result


def _run(command: list[str], folder: Path, seconds: float) -> None:
    environment = os.environ | _NO_NETWORK | {"HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    process = subprocess.Popen(  # noqa: S603  a program found by name, with arguments of ours
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
        env=environment, start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise ConversionError(f"LibreOffice took longer than {seconds:g} seconds and was stopped.") from error
    finally:
        # soffice is a script that starts the program proper: the whole process group goes
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
