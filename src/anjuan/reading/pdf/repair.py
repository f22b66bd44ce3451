"""Recovering what can be read of a damaged PDF, as a new file in the work folder."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf

_HEAD_BYTES = 1 << 20
_TAIL_BYTES = 2048
_MOST_BYTES = 512 << 20
_OBJECT = re.compile(rb"(?<![0-9])(\d{1,8})\s+(\d{1,5})\s+obj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")
_STREAM = re.compile(rb"stream\r?\n")


def seems_cut(path: Path) -> bool:
    """Say whether the end mark of a PDF is missing."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        return b"%%EOF" not in stream.read()


def decrypted(path: Path, passwords: Sequence[str], work_folder: Path) -> Path | None:
    """Return a copy without protection, made with the first password that fits; None when none does."""
    for password in passwords:
        try:
            with pikepdf.open(path, password=password) as document:
                copy = work_folder / "decrypted.pdf"
                document.save(copy, encryption=False)
                return copy
        except (pikepdf.PasswordError, pikepdf.PdfError):
            continue
    return None


def repaired(path: Path, work_folder: Path) -> Iterator[Path]:
    """Yield repaired copies, the most faithful first, each to be tried in turn."""
    with path.open("rb") as stream:
        start = stream.read(_HEAD_BYTES).find(b"%PDF-")
    size = path.stat().st_size
    if start < 0 or size > _MOST_BYTES:
        return
    trimmed = path
    if start > 0 or seems_cut(path):
        # The end mark matters: qpdf overlooks an object that ends with the last byte of the file.
        trimmed = work_folder / "trimmed.pdf"
        trimmed.write_bytes(path.read_bytes()[start:] + b"\n%%EOF\n")
        yield trimmed
    mended = _mended(trimmed, work_folder / "mended.pdf")
    if mended is not None:
        yield mended
    rebuilt = _rebuilt(path.read_bytes()[start:])
    if rebuilt:
        salvaged = work_folder / "salvaged.pdf"
        salvaged.write_bytes(rebuilt)
        yield salvaged


def _mended(path: Path, copy: Path) -> Path | None:
    """Return a copy with its table of objects made anew; None when that gives no page."""
    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            if len(document.pages) == 0:
                return None
            document.save(copy)
    except (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, ValueError):
        return None
    return copy


def _rebuilt(data: bytes) -> bytes:
    """Return a PDF with the pages found by their bytes alone; empty when there are none.

    For files whose end is lost, and with it the table of objects and often the tree of pages.
    """
    objects = dict(_whole_objects(data))
    for content in list(objects.values()):
        if _PACKED.search(content[:400]):
            objects.update((number, body) for number, body in _unpacked(content) if number not in objects)
    pages = sorted(number for number, body in objects.items() if _PAGE.search(body.split(b"stream", 1)[0]))
    if not pages:
        return b""
    tree = max(objects) + 1
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    for number in pages:
        objects[number] = re.sub(rb"/Parent\s+\d+\s+\d+\s+R", b"/Parent %d 0 R" % tree, objects[number])
    objects[tree] = b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 595 842] >>" % (kids, len(pages))
    objects[tree + 1] = b"<< /Type /Catalog /Pages %d 0 R >>" % tree
    return _written(objects, tree + 1)


def _whole_objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield every object that is there to its end; of a number that stands twice the later one wins."""
    starts = list(_OBJECT.finditer(data))
    for index, match in enumerate(starts):
        limit = starts[index + 1].start() if index + 1 < len(starts) else len(data)
        end = data.rfind(b"endobj", match.end(), limit)
        if end >= 0:
            yield int(match[1]), data[match.end() : end].strip()
        elif index + 1 == len(starts) and _STREAM.search(data, match.end()):
            # The stream that the cut went through: its beginning may still be decoded.
            yield int(match[1]), data[match.end() :].strip() + b"\nendstream"


def _unpacked(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the objects that lie in one compressed stream."""
    start = _STREAM.search(content)
    count, first = re.search(rb"/N\s+(\d+)", content), re.search(rb"/First\s+(\d+)", content)
    if start is None or count is None or first is None:
        return
    try:
        plain = zlib.decompressobj().decompress(content[start.end() :], _MOST_BYTES)
        heads = [int(word) for word in plain[: int(first[1])].split()[: 2 * int(count[1])]]
    except (zlib.error, ValueError):
        return
    places = [*heads[1::2], len(plain) - int(first[1])]
    for index, number in enumerate(heads[0::2][: len(places) - 1]):
        yield number, plain[int(first[1]) + places[index] : int(first[1]) + places[index + 1]].strip()


def _written(objects: dict[int, bytes], catalogue: int) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    table = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number in sorted(places):
        out += b"%d 1\n%010d 00000 n \n" % (number, places[number])
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (catalogue + 1, catalogue, table)
    return bytes(out)
