"""Files that leave through the browser."""

from __future__ import annotations

import urllib.parse
from pathlib import Path
from typing import TypeVar

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

_Answer = TypeVar("_Answer", bound=HttpResponseBase)


def file_answer(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Return a file for the disk of who asked, never opened in the page's own place."""
    response = HttpResponse(content, content_type=media_type or "application/octet-stream")
    return _as_file(response, name)


def path_answer(path: Path, name: str, media_type: str) -> FileResponse:
    """Return a file of this machine in pieces, for the disk of who asked."""
    return _as_file(FileResponse(path.open("rb"), content_type=media_type), name)


def _as_file(response: _Answer, name: str) -> _Answer:
    response["Content-Disposition"] = f"attachment; filename=\"file\"; filename*=UTF-8''{urllib.parse.quote(name)}"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
