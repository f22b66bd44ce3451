"""Small files of every kind, made in memory, and readers that misbehave."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import os
import signal
import struct
import subprocess
import sys
import tarfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import py7zr
from PIL import Image

from anjuan.reading import media
from anjuan.reading.catalogue import Catalogue, default_catalogue
from anjuan.reading.office.compound import compound_file
from anjuan.reading.pages import Event, Line, Member, Notice, Opened, Page
from anjuan.reading.protocol import ReadOptions, Source

W = "application/vnd.openxmlformats-officedocument"
TEXT = "审核组于2024年5月6日到达现场，对质量管理体系进行审核。\n"


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def raw_zip(entries: list[tuple[bytes, bytes]], *, flags: int = 0, mode: int = 0) -> bytes:
    """A stored ZIP whose names are the very bytes given."""
    body, directory = bytearray(), bytearray()
    for name, content in entries:
        offset, crc, size = len(body), zlib.crc32(content), len(content)
        body += struct.pack("<4s5H3I2H", b"PK\3\4", 20, flags, 0, 0, 33, crc, size, size, len(name), 0) + name + content
        directory += struct.pack(
            "<4s6H3I5H2I",
            b"PK\1\2",
            788,
            20,
            flags,
            0,
            0,
            33,
            crc,
            size,
            size,
            len(name),
            0,
            0,
            0,
            0,
            mode << 16,
            offset,
        )
        directory += name
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return bytes(body + directory + end)


def ooxml(main: str, part: str) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    types = f'<Types xmlns="{space}"><Override PartName="/{part}" ContentType="{main}"/></Types>'
    return zipped({"[Content_Types].xml": types.encode(), part: b"<x/>"})


def odf(media_type: str) -> bytes:
    return zipped({"mimetype": media_type.encode(), "content.xml": b"<x/>"}, zipfile.ZIP_STORED)


def picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(stream, kind)
    return stream.getvalue()


def tarred(entries: dict[str, bytes], mode: str = "w") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:
        for name, content in entries.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


def seven_zipped(entries: dict[str, bytes], password: str | None = None, *, hide_names: bool = False) -> bytes:
    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w", password=password, header_encryption=hide_names) as archive:
        for name, content in entries.items():
            archive.writestr(content, name)
    return stream.getvalue()


def rar4(entries: dict[str, bytes]) -> bytes:
    """A RAR 4 archive with stored entries."""

    def block(kind: int, flags: int, rest: bytes, data: bytes = b"") -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data

    out = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for name, content in entries.items():
        raw = name.encode("ascii")
        size = len(content)
        rest = struct.pack("<IIBIIBBHI", size, size, 2, zlib.crc32(content), 0x58210000, 29, 0x30, len(raw), 0o100644)
        out += block(0x74, 0x8000, rest + raw, content)
    return out + block(0x7B, 0x4000, b"")


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def msg(properties: dict[str, bytes], attachments: tuple[dict[str, bytes], ...] = ()) -> bytes:
    streams: dict[tuple[str, ...], bytes] = {("__properties_version1.0",): bytes(32)}
    streams |= {(f"__substg1.0_{pid}",): value for pid, value in properties.items()}
    for number, attached in enumerate(attachments):
        place = f"__attach_version1.0_#{number:08X}"
        streams[place, "__properties_version1.0"] = bytes(8)
        streams |= {(place, *f"__substg1.0_{pid}".split("/")): value for pid, value in attached.items()}
    packed = compound_file(streams)
    assert packed is not None
    return packed


def eml(*, body: bytes = b"hello\r\n", head: bytes = b"Content-Type: text/plain\r\n") -> bytes:
    return b"From: a@example.org\r\nTo: b@example.org\r\nSubject: report\r\n" + head + b"\r\n" + body


def eml_with_attachment(name_header: bytes, content: bytes = b"abc") -> bytes:
    parts = (
        b"--B\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n" + TEXT.encode("gb18030"),
        b"\r\n--B\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n",
        b"Content-Disposition: attachment; " + name_header + b"\r\n\r\n" + base64.b64encode(content) + b"\r\n--B--\r\n",
    )
    return eml(head=b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n", body=b"".join(parts))


PDF = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    b"trailer\n<</Root 1 0 R>>\n%%EOF\n"
)

WORD_XML = (
    b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>'
)
SAVED_PAGE = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: x\r\nMIME-Version: 1.0\r\nSubject: x\r\n"
    b"Content-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--B--\r\n"
)

#: One small file of every kind, with the media type that its bytes tell.
SAMPLES: dict[str, tuple[bytes, str]] = {
    "pdf": (PDF, media.PDF),
    "docx": (ooxml(f"{W}.wordprocessingml.document.main+xml", "word/document.xml"), media.DOCX),
    "docm": (ooxml("application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml"), media.DOCM),
    "xlsx": (ooxml(f"{W}.spreadsheetml.sheet.main+xml", "xl/workbook.xml"), media.XLSX),
    "xlsm": (ooxml("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xl/workbook.xml"), media.XLSM),
    "xlsb": (ooxml("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "xl/workbook.bin"), media.XLSB),
    "pptx": (ooxml(f"{W}.presentationml.presentation.main+xml", "ppt/presentation.xml"), media.PPTX),
    "odt": (odf(media.ODT), media.ODT),
    "ods": (odf(media.ODS), media.ODS),
    "odp": (odf(media.ODP), media.ODP),
    "epub": (odf(media.EPUB), media.EPUB),
    "ofd": (zipped({"OFD.xml": b"<x/>"}), media.OFD),
    "zip": (zipped({"a.txt": b"abc", "b.txt": b"def" * 50}), media.ZIP),
    "zip of a docx": (zipped({"a.docx": b"PK", "x/word/document.xml": b""}), media.ZIP),
    "7z": (seven_zipped({"a.txt": b"abc" * 40}), media.SEVEN_ZIP),
    "rar": (rar4({"a.txt": b"abc"}), media.RAR),
    "tar": (tarred({"a.txt": b"abc"}), media.TAR),
    "tar with a pdf": (tarred({"a.pdf": PDF}), media.TAR),
    "tar.gz": (tarred({"a.txt": b"abc"}, "w:gz"), media.TAR),
    "tar.bz2": (tarred({"a.txt": b"abc"}, "w:bz2"), media.TAR),
    "tar.xz": (tarred({"a.txt": b"abc"}, "w:xz"), media.TAR),
    "gz": (gzip.compress(b"abc" * 100), media.GZIP),
    "bz2": (bz2.compress(b"abc" * 100), media.BZIP2),
    "xz": (lzma.compress(b"abc" * 100), media.XZ),
    "jpg": (picture("JPEG"), media.JPEG),
    "png": (picture("PNG"), media.PNG),
    "tif": (picture("TIFF"), media.TIFF),
    "gif": (picture("GIF"), media.GIF),
    "bmp": (picture("BMP"), media.BMP),
    "webp": (picture("WEBP"), media.WEBP),
    "jp2": (picture("JPEG2000"), media.JP2),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", media.HEIC),
    "avif": (b"\0\0\0\x1cftypavif\0\0\0\0mif1avif", media.AVIF),
    "doc": (compound_file({("WordDocument",): bytes(600), ("1Table",): b"x"}) or b"", media.DOC),
    "xls": (compound_file({("Workbook",): b"\x09\x08" + bytes(600)}) or b"", media.XLS),
    "ppt": (compound_file({("PowerPoint Document",): b"x"}) or b"", media.PPT),
    "works": (compound_file({("CONTENTS",): b"CHNKWKS" + bytes(60)}) or b"", media.WORKS),
    "msg": (msg({"0037001F": wide("主题")}), media.MSG),
    "encrypted": (
        compound_file({("EncryptedPackage",): b"x" * 90, ("EncryptionInfo",): b"y" * 90}) or b"",
        media.ENCRYPTED_OFFICE,
    ),
    "unknown ole": (compound_file({("Something",): b"x"}) or b"", media.OLE),
    "biff2": (b"\x09\x00\x04\x00\x02\x00\x10\x00", media.XLS),
    "biff4": (b"\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00", media.XLS),
    "biff5": (b"\x09\x08\x08\x00\x00\x05\x05\x00\x00\x00\x00\x00", media.XLS),
    "word xml": (WORD_XML, media.WORD_XML),
    "flat opc": (
        b'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>',
        media.FLAT_OPC,
    ),
    "excel xml": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        media.EXCEL_XML,
    ),
    "flat odf": (
        b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text"/>',
        media.FLAT_ODF,
    ),
    "rtf": (b"{\\rtf1\\ansi hello}", media.RTF),
    "html": (b"<!DOCTYPE html><html><body>x</body></html>", media.HTML),
    "html without a head": ("<div>审核报告</div>".encode(), media.HTML),
    "xml": (b'<?xml version="1.0"?><a/>', media.XML),
    "eml": (eml(), media.EML),
    "mht": (SAVED_PAGE, media.MHTML),
    "txt": (TEXT.encode(), media.TEXT),
    "txt gbk": ((TEXT * 3).encode("gb18030"), media.TEXT),
    "txt utf-16": (TEXT.encode("utf-16"), media.TEXT),
    "txt utf-16 without a mark": ((TEXT + "hello\n").encode("utf-16-le"), media.TEXT),
    "csv": ("编号,名称,数量\n1,轴承,3\n2,齿轮,4\n".encode(), media.CSV),
    "json": (b'{"a": [1, 2]}', media.JSON),
    "empty": (b"", media.EMPTY),
    "zeros": (bytes(5000), media.ZEROS),
    "program": (b"MZ" + bytes(range(256)) * 4, "application/x-msdownload"),
    "drawing": (b"AC1027" + bytes(range(256)), "application/vnd.dwg"),
    "noise": (bytes((i * 197 + i * i * 31) % 256 for i in range(3000)), media.BINARY),
}


class FakeReader:
    """Reads plain text as its first bytes tell it to."""

    name = "fake/1"
    media_types = frozenset({media.TEXT, media.HTML})

    def available(self) -> bool:
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        word, _, rest = source.path.read_text(encoding="utf-8").partition(" ")
        yield Opened(source.media_type, self.name, 3)
        yield from _DEEDS[word](rest, options)


def page(number: int, text: str = "text") -> Page:
    return Page(number, 595, 842, lines=(Line(text, (0.1, 0.1, 0.9, 0.2)),))


def _halves(rest: str, _options: ReadOptions) -> Iterator[Event]:
    for number in range(1, int(rest) + 1):
        yield page(number, f"半\ud83d {number}")


def _pages(rest: str, _options: ReadOptions) -> Iterator[Event]:
    for number in range(1, int(rest) + 1):
        yield page(number, f"page {number}")


def _hang(_rest: str, _options: ReadOptions) -> Iterator[Event]:
    yield page(1)
    time.sleep(600)


def _die(rest: str, _options: ReadOptions) -> Iterator[Event]:
    yield page(1)
    os.kill(os.getpid(), signal.Signals[rest])


def _gorge(_rest: str, _options: ReadOptions) -> Iterator[Event]:
    yield page(1)
    hoard = []
    while True:
        hoard.append(b"x" * (16 << 20))
        time.sleep(0.02)


def _fail(rest: str, _options: ReadOptions) -> Iterator[Event]:
    for number in range(1, int(rest) + 1):
        yield page(number)
    raise KeyError("table")


def _write(rest: str, options: ReadOptions) -> Iterator[Event]:
    with (options.work_folder / "m").open("wb", buffering=0) as stream:
        for _ in range(int(rest)):
            stream.write(b"x")
            time.sleep(0.1)
    yield page(1)


class Panic(BaseException):
    """As libraries written in Rust raise it."""


def _panic(_rest: str, _options: ReadOptions) -> Iterator[Event]:
    yield from ()
    raise Panic("index out of range")


def _spread(rest: str, options: ReadOptions) -> Iterator[Event]:
    for number in range(int(rest)):
        path = options.work_folder / f"m{number}"
        path.write_bytes(b"pages 1")
        yield Member(f"m{number}.txt", str(path), 7, "embedded")
    yield page(1)


def _escape(rest: str, _options: ReadOptions) -> Iterator[Event]:
    yield Member("stolen", rest, 7)


def _environment(rest: str, _options: ReadOptions) -> Iterator[Event]:
    yield page(1, repr(os.environ.get(rest)))


def _large(rest: str, _options: ReadOptions) -> Iterator[Event]:
    for number in range(1, int(rest) + 1):
        yield page(number, "字" * 300_000)


def _spawn(_rest: str, _options: ReadOptions) -> Iterator[Event]:
    helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield page(1, str(helper.pid))
    time.sleep(600)


def _network(_rest: str, _options: ReadOptions) -> Iterator[Event]:
    yield page(1, Path("/proc/net/dev").read_text(encoding="ascii"))


def _notice(rest: str, _options: ReadOptions) -> Iterator[Event]:
    yield Notice("macros", rest)
    yield page(1)


_DEEDS = {
    "pages": _pages,
    "hang": _hang,
    "die": _die,
    "gorge": _gorge,
    "fail": _fail,
    "panic": _panic,
    "write": _write,
    "spread": _spread,
    "escape": _escape,
    "environment": _environment,
    "large": _large,
    "spawn": _spawn,
    "network": _network,
    "notice": _notice,
    "halves": _halves,
}


def fake_catalogue() -> Catalogue:
    """The fake reader beside the readers of archives and mail."""
    real = default_catalogue()
    kinds = (media.ZIP, media.SEVEN_ZIP, media.RAR, media.TAR, media.GZIP, media.EML, media.MSG)
    return Catalogue([FakeReader(), *(real.reader_for(kind) for kind in kinds)])
