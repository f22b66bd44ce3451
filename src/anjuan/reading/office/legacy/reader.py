"""Reads .doc, .wps and .rtf: through LibreOffice when it is there, else with walkers of our own."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import olefile

from anjuan.reading.blocks import Flow
from anjuan.reading.errors import BrokenFileError, MissingPartError
from anjuan.reading.office import soffice
from anjuan.reading.office.docx.reader import read_package
from anjuan.reading.office.legacy.fib import open_word, stream
from anjuan.reading.office.legacy.properties import ole_properties
from anjuan.reading.office.legacy.rtf import RtfWalker
from anjuan.reading.office.legacy.salvage import salvaged_paragraphs
from anjuan.reading.office.legacy.word import WordWalker
from anjuan.reading.office.members import may_be_scan, member
from anjuan.reading.office.ole_objects import objects_in_storages
from anjuan.reading.office.packages import Package
from anjuan.reading.office.properties import MACRO_TEXT
from anjuan.reading.pages import Event, Member, Notice, Opened
from anjuan.reading.protocol import ReadOptions, Source
from anjuan.reading.typesetting import typeset

_RTF = b"{\\rtf"
_OLD_MAGICS = (b"\xdb\xa5", b"1\xbe", b"\x01\xfe", b"\xfe7\x00")  # Word 2, Write, Works for DOS, Word for DOS
_MOST_SECONDS = 90.0
_WORKS_STREAMS = ("MN0", "CONTENTS", "MatOST")
_MOST_BYTES = 256 << 20


class LegacyWordReader:
    """Reads binary Word files, WPS and Works documents, and RTF.

    Args:
        use_soffice: Whether LibreOffice may be used when it is there; it keeps more of the form.

    """

    name = "word-walker/1"
    media_types = frozenset({"application/msword", "application/rtf", "text/rtf", "application/vnd.ms-works"})

    def __init__(self, *, use_soffice: bool = True) -> None:
        self._use_soffice = use_soffice

    def available(self) -> bool:
        """Say yes: without LibreOffice the walkers of our own read."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the document as pages; errors as in the protocol."""
        if source.path.stat().st_size > _MOST_BYTES:
            raise BrokenFileError("The document is larger than any real one of its kind.")
        data = source.path.read_bytes()
        ole = None if data.lstrip().startswith(_RTF) else _opened(source.path)
        if ole is None and not data.lstrip().startswith((_RTF, *_OLD_MAGICS)):
            raise BrokenFileError("The file is no Word, WPS or RTF document.", remedy="Ask for it once more.")
        try:
            if ole is not None and ole.exists("WordDocument"):
                open_word(ole)  # an encrypted or damaged file is told from its head, before anything is started
            properties = {} if ole is None else ole_properties(ole)
            converted = self._converted(source.path, data, options)
            if converted is None:
                yield from self._own(source, data, ole, options)
            else:
                yield from self._through(source, converted, properties, options)
            if ole is not None:
                yield from _ole_extras(ole, options)
        finally:
            if ole is not None:
                ole.close()

    def _converted(self, path: Path, data: bytes, options: ReadOptions) -> Path | None:
        if not self._use_soffice or not soffice.program():
            return None
        suffix = ".rtf" if data.lstrip().startswith(_RTF) else (".doc" if b"W\0o\0r\0d\0D\0o\0c\0" in data else ".wps")
        seconds = min(_MOST_SECONDS, options.limits.seconds_per_page * 0.75 or _MOST_SECONDS)
        try:
            return soffice.convert(path, "docx", options.work_folder, seconds, suffix)
        except (soffice.ConversionError, MissingPartError, OSError):
            return None

    def _through(
        self, source: Source, converted: Path, properties: dict[str, str], options: ReadOptions
    ) -> Iterator[Event]:
        package = Package(converted, options.limits)
        reader = f"soffice/{soffice.version()}"
        try:
            for event in read_package(package, Opened(source.media_type, reader, None, properties), options):
                if isinstance(event, Notice) and event.code == "macros":  # told of the file itself below
                    continue
                # objects are taken from the file itself: the converter rewrites them
                if isinstance(event, Member) and not event.name.lower().startswith("image"):
                    Path(event.path).unlink(missing_ok=True)
                    continue
                yield event
        finally:
            package.close()

    def _own(self, source: Source, data: bytes, ole: olefile.OleFileIO | None, options: ReadOptions) -> Iterator[Event]:
        if ole is None and data.lstrip().startswith(_RTF):
            yield Opened(source.media_type, "rtf-walker/1")
            yield from typeset(_rtf_flow(data, options.work_folder), options)
        elif ole is not None and ole.exists("WordDocument"):
            yield Opened(source.media_type, self.name, None, ole_properties(ole))
            yield from typeset(_word_flow(ole), options)
        else:
            yield Opened(source.media_type, "salvage/1")
            yield Notice(
                "salvaged",
                "The document is of a kind that only LibreOffice reads, which could not read it here; its words were "
                "picked out of the bytes, without their form and perhaps not all.",
                partial=True,
            )
            yield from typeset(salvaged_paragraphs(_works_bytes(ole, data)), options)


def _opened(path: Path) -> olefile.OleFileIO | None:
    try:
        if not olefile.isOleFile(str(path)):
            return None
        return olefile.OleFileIO(path)
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise BrokenFileError(f"The document is damaged ({error}).", remedy="Ask for it once more.") from error


def _works_bytes(ole: olefile.OleFileIO | None, data: bytes) -> bytes:
    if ole is None:
        return data
    return b"\n\n".join(stream(ole, name) for name in _WORKS_STREAMS) or data


def _word_flow(ole: olefile.OleFileIO) -> Iterator[Flow]:
    walker = WordWalker(open_word(ole))
    yield from walker.blocks()
    if walker.inserted or walker.deleted:
        yield Notice(
            "tracked-changes",
            f"The document keeps tracked changes: {walker.inserted} insertions, which are read as text, and "
            f"{walker.deleted} deletions, which are left out.",
        )


def _rtf_flow(data: bytes, folder: Path) -> Iterator[Flow]:
    walker = RtfWalker(data)
    yield from walker.blocks()
    if walker.deleted:
        yield Notice("tracked-changes", f"The document keeps {walker.deleted} deletions, which are left out.")
    for number, picture in enumerate(walker.pictures, 1):
        if may_be_scan(picture):
            yield member(picture, f"image{number}", folder)


def _ole_extras(ole: olefile.OleFileIO, options: ReadOptions) -> Iterator[Event]:
    if any("VBA" in part.upper() for path in ole.listdir() for part in path):
        yield Notice("macros", MACRO_TEXT)
    for found in objects_in_storages(ole):
        if found.data:
            yield member(found.data, found.name, options.work_folder)
        else:
            yield Notice("member-refused", f"The embedded object {found.name} could not be taken out.", partial=True)
