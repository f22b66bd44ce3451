"""Workbooks that a person handed in for a trial, kept for the load that follows it.

A confirmation of who one is cannot carry a file, so the file waits in the data home under its own digest.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
import time
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from anjuan.kit.errors import NotFoundError, UsageError

MOST_BYTES = 10 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEPT_SECONDS = 86_400.0


class NoWorkbookError(UsageError):
    """No workbook was sent, or one that is too large."""

    code = "WEB-062"


class HandedGoneError(NotFoundError):
    """A workbook that was tried is not there any more."""

    code = "WEB-063"


@dataclasses.dataclass(frozen=True, slots=True)
class Handed:
    """A workbook handed in: digest, the name of its file, where it waits."""

    sha256: str
    filename: str
    path: Path

    def read(self) -> bytes:
        """Return its bytes."""
        return self.path.read_bytes()


def handed_keep(request: HttpRequest) -> Handed:
    """Keep the workbook of a sent form, and let go those of days before.

    Raises:
        NoWorkbookError: None was sent, or it is too large.

    """
    sent = request.FILES.get("workbook")
    if sent is None or not sent.size or sent.size > MOST_BYTES:
        raise NoWorkbookError(
            "No workbook was sent, or it is larger than 10 MiB.", remedy="Choose an .xlsx file and send it again."
        )
    content = sent.read()
    _sweep()
    found = _place(hashlib.sha256(content).hexdigest(), sent.name or "")
    found.path.parent.mkdir(parents=True, exist_ok=True)
    found.path.write_bytes(content)
    return found


def handed_named(request: HttpRequest) -> Handed:
    """Return the workbook that a form names by its digest.

    Raises:
        HandedGoneError: It is not there any more.

    """
    digest = request.POST.get("handed", "")
    if _SHA256.fullmatch(digest):
        found = _place(digest, request.POST.get("filename", ""))
        if found.path.is_file():
            return found
    raise HandedGoneError("The workbook that was tried is gone.", remedy="Send it once more and load it then.")


def _folder() -> Path:
    home: Path = settings.ANJUAN_HOME
    return home / "work" / "handed"


def _place(digest: str, filename: str) -> Handed:
    # Only the digest makes the path; the name is what the person called it.
    return Handed(digest, Path(filename.replace("\\", "/")).name[:200] or "workbook.xlsx", _folder() / f"{digest}.xlsx")


def _sweep() -> None:
    for left in _folder().glob("*.xlsx"):
        if time.time() - left.stat().st_mtime > _KEPT_SECONDS:
            left.unlink(missing_ok=True)
