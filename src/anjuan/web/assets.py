"""Addresses of styles, scripts and symbols: each with a digest of its content, so that browsers ask only once."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

_DIGITS = 10


class VersionedStorage(StaticFilesStorage):
    """Static files whose address changes when their content does."""

    def url(self, name: str | None) -> str:
        """Return the address of a file with the digest of its content."""
        address = super().url(name)
        digest = _digest(name or "")
        return f"{address}?v={digest}" if digest else address


@functools.cache
def _digest(name: str) -> str:
    """Return a digest of a file; empty when there is none. The files of a running program do not change."""
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:_DIGITS] if found else ""
