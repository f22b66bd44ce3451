"""Which reader reads which type, and whether it can on this machine."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from anjuan.reading import media
from anjuan.reading.containers.rars import RarReader
from anjuan.reading.containers.seven_zips import SevenZipReader
from anjuan.reading.containers.tars import PackedFileReader, TarReader
from anjuan.reading.containers.zips import ZipReader
from anjuan.reading.errors import MissingPartError, UnknownTypeError
from anjuan.reading.images.reader import ImageReader
from anjuan.reading.mail.eml import EmlReader
from anjuan.reading.mail.msg import MsgReader
from anjuan.reading.markup.reader import HtmlReader, MhtmlReader
from anjuan.reading.ofd.reader import OfdReader
from anjuan.reading.office.docx.flat import FlatWordReader
from anjuan.reading.office.docx.reader import DocxReader
from anjuan.reading.office.legacy.reader import LegacyWordReader
from anjuan.reading.office.opendocument.reader import OdfReader
from anjuan.reading.office.sheets.reader import SheetReader
from anjuan.reading.office.sheets.spreadsheetml import ExcelXmlReader
from anjuan.reading.office.slides.binary import PptReader
from anjuan.reading.office.slides.reader import PptxReader
from anjuan.reading.pdf.reader import PdfReader
from anjuan.reading.plain.reader import CsvReader, PlainTextReader
from anjuan.reading.protocol import Engine, Reader

#: A type without a reader of its own is read as the wider type it belongs to.
_WIDER = {
    media.CSV: media.TEXT,
    media.XML: media.TEXT,
    media.JSON: media.TEXT,
    media.XHTML: media.HTML,
    media.EPUB: media.ZIP,
    media.AVIF: media.PNG,
    media.JP2: media.PNG,
    media.DOCM: media.DOCX,
    media.XLSM: media.XLSX,
    media.PPTM: media.PPTX,
}


@dataclasses.dataclass(frozen=True, slots=True)
class ReaderStatus:
    """One reader, for the page and the command that show what can be read here.

    Attributes:
        name: Its name and version.
        media_types: What it reads, sorted.
        available: Whether all it needs is on this machine.

    """

    name: str
    media_types: tuple[str, ...]
    available: bool


class Catalogue:
    """The readers, by what they read.

    Args:
        readers: In order of preference: of two for one type the first available one is taken.

    """

    def __init__(self, readers: Iterable[Reader]) -> None:
        self._readers = tuple(readers)

    def reader_for(self, media_type: str, name: str = "") -> Reader:
        """Return the reader of a type.

        Args:
            media_type: What :func:`anjuan.reading.sniffing.sniff` says of the bytes.
            name: The file's name, for the sentence of an error.

        Raises:
            UnknownTypeError: No reader knows the type.
            MissingPartError: Its readers need something that is not on this machine.

        """
        able = self._able(media_type) or self._able(_WIDER.get(media_type, ""))
        shown = repr(name) if name else "The file"
        kind = media.describe(media_type)
        if not able:
            raise UnknownTypeError(
                f"{shown} is {kind.name_en}; nothing here reads that.",
                why="It can be kept as it is, but its content will not be found.",
                remedy="Save it as PDF in the program that made it, and bring in that as well.",
            )
        for reader in able:
            if reader.available():
                return reader
        raise MissingPartError(
            f"{shown} is {kind.name_en}, and what {able[0].name} needs to read it is not on this machine.",
            why="The file can be kept as it is, but its content will not be found.",
            remedy="Run `anjuan doctor` to see what to install, then read the file again.",
        )

    def _able(self, media_type: str) -> list[Reader]:
        return [reader for reader in self._readers if media_type.lower() in map(str.lower, reader.media_types)]

    def overview(self) -> list[ReaderStatus]:
        """Return every reader with what it reads and whether it can."""
        return [
            ReaderStatus(reader.name, tuple(sorted(reader.media_types)), reader.available()) for reader in self._readers
        ]


def _engine() -> Engine:
    from anjuan.reading.recognition.engine import default_engine  # noqa: PLC0415  heavy, and few files need it

    return default_engine()


def default_catalogue() -> Catalogue:
    """Return the catalogue of all readers there are."""
    return Catalogue(
        [
            PdfReader(_engine),
            ImageReader(_engine),
            DocxReader(),
            LegacyWordReader(),
            FlatWordReader(),
            SheetReader(),
            ExcelXmlReader(),
            PptxReader(),
            PptReader(),
            OdfReader(),
            OfdReader(_engine),
            HtmlReader(),
            MhtmlReader(),
            PlainTextReader(),
            CsvReader(),
            ZipReader(),
            SevenZipReader(),
            RarReader(),
            TarReader(),
            PackedFileReader(),
            EmlReader(),
            MsgReader(),
        ]
    )
