"""Tell what a file is by its bytes, never by its name.

The order matters: a ZIP directory at the end outranks the program in front of it, a tar header
outranks the PDF that lies behind it, and text is what nothing else is.
"""

from __future__ import annotations

import re
import tarfile
from pathlib import Path

from anjuan.reading import media
from anjuan.reading.sniffers import compound
from anjuan.reading.sniffers.packed import PACKED_TYPES, open_packed
from anjuan.reading.sniffers.signatures import by_signature
from anjuan.reading.sniffers.sniffed import Sniffed
from anjuan.reading.sniffers.texts import by_text
from anjuan.reading.sniffers.zipped import by_entries, looks_zipped

_HEAD_BYTES = 1 << 16
_TAIL_BYTES = (1 << 16) + 22
_TAR_BLOCK = 512
_PDF_HEADER = re.compile(rb"%PDF-\d")
_PDF_START_WITHIN = 8192


def sniff(path: Path, name: str = "") -> Sniffed:
    """Return what a file is by its bytes.

    Args:
        path: The file; opened for reading only.
        name: The name it came with. No type hangs on it, except that plain text with delimiters counts
            as a table more readily when its name says so.

    Raises:
        OSError: The file cannot be opened.

    """
    size = path.stat().st_size
    if not size:
        return Sniffed(media.EMPTY)
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
        stream.seek(max(0, size - _TAIL_BYTES))
        tail = stream.read(_TAIL_BYTES)
    if not head.strip(b"\0") and _all_zeros(path):
        return Sniffed(media.ZEROS)
    return (
        _structured(path, head, tail)
        or by_text(head, name)
        or Sniffed(media.BINARY, f"starts with {head[:8].hex(' ')}")
    )


def _structured(path: Path, head: bytes, tail: bytes) -> Sniffed | None:
    if head.startswith(b"%PDF-"):
        return Sniffed(media.PDF)
    if head.startswith(compound.MAGIC):
        return compound.by_streams(path, head)
    if is_tar_header(head[:_TAR_BLOCK]):
        return Sniffed(media.TAR)
    signed = by_signature(head)
    outranked = signed is None or signed.media_type == "application/x-msdownload"
    if outranked and looks_zipped(head, tail):
        return by_entries(path, head)
    if signed is not None:
        return _unpacked(path, signed)
    return _late_pdf(head, tail)


def _late_pdf(head: bytes, tail: bytes) -> Sniffed | None:
    """Find a PDF behind foreign bytes: a header early on, and objects or an end mark to go with it."""
    if not _PDF_HEADER.search(head[:_PDF_START_WITHIN]):
        return None
    parts = (b" obj" in head, b"%%EOF" in tail, b"startxref" in tail, b"endobj" in tail)
    return Sniffed(media.PDF, "bytes before the header") if any(parts) else None


def _unpacked(path: Path, signed: Sniffed) -> Sniffed:
    """Look through a packing: a packed tar archive is a tar archive."""
    if signed.media_type not in PACKED_TYPES:
        return signed
    try:
        with open_packed(path, signed.media_type) as stream:
            block = stream.read(_TAR_BLOCK)
    except Exception:  # noqa: BLE001  each library has errors of its own; damage is told when the file is read
        return signed
    return Sniffed(media.TAR, signed.media_type) if is_tar_header(block) else signed


def is_tar_header(block: bytes) -> bool:
    """Say whether a block of 512 bytes is the header of a tar entry: its checksum holds."""
    if len(block) < _TAR_BLOCK or not block.strip(b"\0"):
        return False
    try:
        stored = tarfile.nti(block[148:156])  # type: ignore[attr-defined]  # in every Python, in no stub
    except tarfile.TarError:
        return False
    return stored in tarfile.calc_chksums(block)  # type: ignore[attr-defined]


def _all_zeros(path: Path) -> bool:
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            if piece.count(0) != len(piece):
                return False
    return True
