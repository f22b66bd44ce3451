"""The types of file the gate knows, under one name each.

The names are IANA media types where there are any. What people call them, and the suffix such a
file usually has, stands in ``tables/media_types.yaml``.
"""

from __future__ import annotations

import enum
import functools
from pathlib import Path
from typing import Final

from anjuan.kit.rulefiles import Strict, read_yaml

_WORD = "application/vnd.openxmlformats-officedocument"

PDF: Final = "application/pdf"
DOCX: Final = f"{_WORD}.wordprocessingml.document"
DOCM: Final = "application/vnd.ms-word.document.macroenabled.12"
DOC: Final = "application/msword"
WORKS: Final = "application/vnd.ms-works"
RTF: Final = "application/rtf"
WORD_XML: Final = "application/vnd.ms-wordml+xml"
FLAT_OPC: Final = "application/vnd.ms-package.flat-opc+xml"
ODT: Final = "application/vnd.oasis.opendocument.text"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
ODP: Final = "application/vnd.oasis.opendocument.presentation"
XLSX: Final = f"{_WORD}.spreadsheetml.sheet"
XLSM: Final = "application/vnd.ms-excel.sheet.macroenabled.12"
XLSB: Final = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
XLS: Final = "application/vnd.ms-excel"
EXCEL_XML: Final = "application/vnd.ms-excel.xml"
PPTX: Final = f"{_WORD}.presentationml.presentation"
PPTM: Final = "application/vnd.ms-powerpoint.presentation.macroenabled.12"
PPT: Final = "application/vnd.ms-powerpoint"
FLAT_ODF: Final = "application/vnd.oasis.opendocument.text-flat-xml"
OFD: Final = "application/ofd"
EPUB: Final = "application/epub+zip"
ENCRYPTED_OFFICE: Final = "application/x-office-encrypted"
HTML: Final = "text/html"
XHTML: Final = "application/xhtml+xml"
MHTML: Final = "application/x-mimearchive"
TEXT: Final = "text/plain"
CSV: Final = "text/csv"
XML: Final = "application/xml"
JSON: Final = "application/json"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
TIFF: Final = "image/tiff"
GIF: Final = "image/gif"
BMP: Final = "image/bmp"
WEBP: Final = "image/webp"
HEIC: Final = "image/heic"
AVIF: Final = "image/avif"
JP2: Final = "image/jp2"
ZIP: Final = "application/zip"
SEVEN_ZIP: Final = "application/x-7z-compressed"
RAR: Final = "application/vnd.rar"
TAR: Final = "application/x-tar"
GZIP: Final = "application/gzip"
BZIP2: Final = "application/x-bzip2"
XZ: Final = "application/x-xz"
ZSTD: Final = "application/zstd"
EML: Final = "message/rfc822"
MSG: Final = "application/vnd.ms-outlook"
EMPTY: Final = "application/x-empty"
ZEROS: Final = "application/x-zeros"
BINARY: Final = "application/octet-stream"
OLE: Final = "application/x-ole-storage"


class Family(enum.StrEnum):
    """What the gate does with a type."""

    DOCUMENT = "document"
    PICTURE = "picture"
    ARCHIVE = "archive"
    MAIL = "mail"
    PROTECTED = "protected"
    NOTHING = "nothing"
    UNKNOWN = "unknown"


class MediaType(Strict):
    """One type of file.

    Attributes:
        media_type: Its name, in small letters.
        name: What people call it, in Chinese.
        name_en: The same in English, with its article, to stand in a sentence.
        suffix: The suffix such a file usually has, with its dot; empty when none is usual.
        family: What the gate does with it.

    """

    media_type: str
    name: str
    name_en: str
    suffix: str
    family: Family


class _Types(Strict):
    types: tuple[MediaType, ...]


@functools.cache
def known_types() -> dict[str, MediaType]:
    """Return every type the gate can tell, by its media type."""
    table = _Types.model_validate(read_yaml(Path(__file__).parent / "tables" / "media_types.yaml"))
    return {row.media_type: row for row in table.types}


def describe(media_type: str) -> MediaType:
    """Return what is known of a media type; an unknown one is described as unknown binary data."""
    types = known_types()
    return types.get(media_type, types[BINARY])
