"""Files inside office files: written to the work folder, named as a person would name them."""

from __future__ import annotations

import io
import re
import tempfile
import warnings
from pathlib import Path

from PIL import Image

from anjuan.reading.pages import Member

#: A picture with both sides longer than this (pixels) may be a scan with text on it.
SCAN_SIDE = 400

_UNSAFE = re.compile(r"[\x00-\x1f\x7f]+")
_PICTURE_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
_ENDINGS = (
    (b"%PDF", ".pdf"),
    (b"PK\x03\x04", ".zip"),
    (b"\xd0\xcf\x11\xe0", ".ole"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG", ".png"),
    (b"{\\rtf", ".rtf"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"BM", ".bmp"),
    (b"GIF8", ".gif"),
)
_PACKAGE_PARTS = ((b"word/document.xml", ".docx"), (b"xl/workbook.xml", ".xlsx"), (b"ppt/presentation.xml", ".pptx"))


def member(data: bytes, name: str, work_folder: Path, kind: str = "embedded") -> Member:
    """Return a member whose bytes now lie in the work folder.

    Args:
        data: Its bytes.
        name: Its name as the file gives it; folders of a foreign machine are cut off.
        work_folder: Where to write.
        kind: As in :class:`Member`.

    """
    base = _UNSAFE.sub("", re.split(r"[\\/]", name.strip())[-1]) or "object"
    if "." not in base:
        base += ending_of(data)
    work_folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=work_folder, prefix="member-", suffix=".bin", delete=False) as stream:
        stream.write(data)
    return Member(base, stream.name, len(data), kind)


def ending_of(data: bytes) -> str:
    """Return the file name ending that the first bytes suggest; empty when they suggest none."""
    ending = next((ending for magic, ending in _ENDINGS if data.startswith(magic)), "")
    if ending == ".zip":
        return next((own for part, own in _PACKAGE_PARTS if part in data), ending)
    return ending


def may_be_scan(data: bytes) -> bool:
    """Say whether a picture is large enough to be a scanned page."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # only the header is read, however many pixels it claims
            with Image.open(io.BytesIO(data), formats=_PICTURE_FORMATS) as picture:
                return min(picture.size) > SCAN_SIDE
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
