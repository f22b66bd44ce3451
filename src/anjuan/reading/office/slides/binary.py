"""Reads binary presentations (.ppt) from their records of text ([MS-PPT]); what stands where is not kept."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import olefile

from anjuan.reading.blocks import Flow, PageBreak, Paragraph
from anjuan.reading.errors import BrokenFileError, PasswordNeededError
from anjuan.reading.office.legacy.fib import stream
from anjuan.reading.office.legacy.properties import ole_properties
from anjuan.reading.office.members import member
from anjuan.reading.office.ole_objects import objects_in_storages
from anjuan.reading.office.properties import MACRO_TEXT
from anjuan.reading.pages import Event, Notice, Opened, Role
from anjuan.reading.protocol import ReadOptions, Source
from anjuan.reading.typesetting import typeset

_SLIDE, _NOTES, _LIST, _PERSIST = 0x03EE, 0x03F0, 0x0FF0, 0x03F3
_WIDE_TEXT, _NARROW_TEXT = 0x0FA0, 0x0FA8
_CONTAINER = 0xF
_ENCRYPTED = b"\xdf\xc4\xd1\xf3"
_DEPTH = 32


class PptReader:
    """Reads binary presentations, one page a slide."""

    name = "ppt-records/1"
    media_types = frozenset({"application/vnd.ms-powerpoint"})

    def available(self) -> bool:
        """Say yes: it needs nothing but the package that opens OLE files."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the slides in the order of the file; errors as in the protocol."""
        try:
            ole = olefile.OleFileIO(source.path)
        except (OSError, ValueError, IndexError, struct.error) as error:
            raise BrokenFileError(f"The presentation is damaged ({error}).", remedy="Ask for it once more.") from error
        with ole:
            data = stream(ole, "PowerPoint Document")
            if not data:
                raise BrokenFileError("The file holds no presentation.", remedy="Ask for it once more.")
            if stream(ole, "Current User")[12:16] == _ENCRYPTED or ole.exists("EncryptedSummary"):
                raise PasswordNeededError("The presentation is encrypted.", remedy="Give its password.")
            yield Opened(source.media_type, self.name, None, ole_properties(ole))
            if any("VBA" in part.upper() for path in ole.listdir() for part in path):
                yield Notice("macros", MACRO_TEXT)
            yield from typeset(_flow(data), options)
            for found in objects_in_storages(ole):
                if found.data:
                    yield member(found.data, found.name, options.work_folder)


def _flow(data: bytes) -> Iterator[Flow]:
    outlines: list[list[str]] = []
    slides: list[list[str]] = []
    notes: list[str] = []
    for kind, content in _records(data, 0, len(data), _DEPTH):
        if kind == _LIST:
            outlines = outlines or _outline(content)
        elif kind == _SLIDE:
            slides.append(list(_texts(content)))
        elif kind == _NOTES:
            notes.extend(_texts(content))
    for index in range(max(len(outlines), len(slides))):
        yield PageBreak()
        outline = outlines[index] if index < len(outlines) else []
        shown = slides[index] if index < len(slides) else []
        for text in [*outline, *(text for text in shown if text not in outline)]:
            yield Paragraph(text)
    for text in notes:
        yield Paragraph(text, role=Role.FOOTNOTE)


def _records(data: bytes, start: int, end: int, depth: int) -> Iterator[tuple[int, bytes]]:
    """Yield slides, notes and lists of slides wherever they lie."""
    while start + 8 <= end:
        version, kind, size = struct.unpack_from("<HHI", data, start)
        stop = min(start + 8 + size, end)
        if kind in {_SLIDE, _NOTES, _LIST}:
            yield kind, data[start + 8 : stop]
        elif version & 0xF == _CONTAINER and depth:
            yield from _records(data, start + 8, stop, depth - 1)
        start = stop


def _outline(content: bytes) -> list[list[str]]:
    slides: list[list[str]] = []
    place = 0
    while place + 8 <= len(content):
        _, kind, size = struct.unpack_from("<HHI", content, place)
        body = content[place + 8 : place + 8 + size]
        if kind == _PERSIST:
            slides.append([])
        elif slides and kind in {_WIDE_TEXT, _NARROW_TEXT}:
            slides[-1].extend(_lines(kind, body))
        place += 8 + size
    return slides


def _texts(content: bytes, depth: int = _DEPTH) -> Iterator[str]:
    place = 0
    while place + 8 <= len(content):
        version, kind, size = struct.unpack_from("<HHI", content, place)
        body = content[place + 8 : place + 8 + size]
        if kind in {_WIDE_TEXT, _NARROW_TEXT}:
            yield from _lines(kind, body)
        elif version & 0xF == _CONTAINER and depth:
            yield from _texts(body, depth - 1)
        place += 8 + size


def _lines(kind: int, body: bytes) -> list[str]:
    text = body.decode("utf-16-le", "replace") if kind == _WIDE_TEXT else body.decode("latin-1")
    return [line for line in text.replace("\x0b", "\n").split("\r") if line.strip("\n\t *")]
