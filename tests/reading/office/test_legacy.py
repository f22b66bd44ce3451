from __future__ import annotations

import struct
from pathlib import Path

import pytest
from tests.contracts.readers import ReaderContract
from tests.reading.events import Told, read

from anjuan.reading.errors import PasswordNeededError
from anjuan.reading.office import soffice
from anjuan.reading.office.compound import compound_file
from anjuan.reading.office.docx.flat import FlatWordReader
from anjuan.reading.office.legacy.reader import LegacyWordReader
from anjuan.reading.pages import Role
from anjuan.reading.protocol import Limits, Source

needs_soffice = pytest.mark.skipif(not soffice.program(), reason="LibreOffice is not installed")


def binary_word(
    text: str, footnote: str = "", flags: int = 0x0200, extra: dict[tuple[str, ...], bytes] | None = None
) -> bytes:
    """Return a Word 97 file: head, one wide piece of text, a piece table."""
    characters = text + footnote
    raw = characters.encode("utf-16-le")
    head = bytearray(0x400)
    struct.pack_into("<HHHHHH", head, 0, 0xA5EC, 0xC1, 0, 0x0804, 0, flags)
    struct.pack_into("<II", head, 0x18, len(head), len(head) + len(raw))
    struct.pack_into("<2i", head, 0x4C, len(text), len(footnote))
    pieces = struct.pack("<II", 0, len(characters)) + struct.pack("<HIH", 0, len(head), 0)
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", head, 0x1A2, 0, len(table))
    made = compound_file({("WordDocument",): bytes(head) + raw, ("1Table",): table, **(extra or {})})
    assert made is not None
    return made


def old_word(text: str) -> bytes:
    """Return a Word 6 file with text of one or two bytes a character."""
    raw = text.encode("gbk")
    head = bytearray(0x300)
    struct.pack_into("<HHHHHH", head, 0, 0xA5DC, 0x65, 0, 0x0804, 0, 0)
    struct.pack_into("<II", head, 0x18, len(head), len(head) + len(raw))
    struct.pack_into("<i", head, 0x34, len(raw))
    made = compound_file({("WordDocument",): bytes(head) + raw})
    assert made is not None
    return made


def told(folder: Path, data: bytes, *, use_soffice: bool = False, **changes: object) -> Told:
    path = folder / "sample.doc"
    path.write_bytes(data)
    return read(LegacyWordReader(use_soffice=use_soffice), path, **changes)


class _Contract(ReaderContract):
    @pytest.fixture
    def reader(self) -> LegacyWordReader:
        return LegacyWordReader(use_soffice=False)

    @pytest.fixture
    def phrase(self) -> str:
        return "现场审核"


class TestBinaryContract(_Contract):
    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        (tmp_path / "in").mkdir()
        path = tmp_path / "in" / "a.doc"
        path.write_bytes(binary_word("现场审核\r" * 90 + "\x0c末页\r", "脚注\r"))
        return Source(path, "a.doc", "application/msword")


class TestRtfContract(_Contract):
    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        (tmp_path / "in").mkdir()
        path = tmp_path / "in" / "a.rtf"
        escaped = "".join(f"\\'{byte:02x}" for byte in "现场审核".encode("gbk"))
        path.write_text("{\\rtf1\\ansicpg936 " + f"{escaped}\\par\n" * 90 + "}", encoding="ascii")
        return Source(path, "a.rtf", "application/rtf")


def test_text_of_one_wide_piece_is_read(tmp_path: Path) -> None:
    assert told(tmp_path, binary_word("第一段\r第二段\r")).text == "第一段\n第二段"


def test_pieces_of_a_fast_save_are_put_in_order(tmp_path: Path) -> None:
    first, second = "先写的", "后插的"
    head = bytearray(0x400)
    struct.pack_into("<HHHHHH", head, 0, 0xA5EC, 0xC1, 0, 0x0804, 0, 0x0204)
    struct.pack_into("<i", head, 0x4C, 7)
    raw = (first + second + "\r").encode("utf-16-le")
    places = [len(head) + 6, len(head), len(head) + 12]  # the later words stand first in the text
    pieces = struct.pack("<4I", 0, 3, 6, 7) + b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    change = b"\x01\x02\x00ab"  # a property change before the table
    table = change + b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", head, 0x1A2, 0, len(table))
    made = compound_file({("WordDocument",): bytes(head) + raw, ("1Table",): table})
    assert told(tmp_path, made or b"").text == second + first


def test_notes_of_a_binary_file_keep_their_role(tmp_path: Path) -> None:
    assert told(tmp_path, binary_word("正文\r", "\x02 注文\r")).in_role(Role.FOOTNOTE) == [" 注文"]


def test_cells_of_a_binary_file_are_a_table(tmp_path: Path) -> None:
    found = told(tmp_path, binary_word("部门\x07问题\x07\x07生产\x07无\x07\x07后文\r"))
    assert [(c.row, c.column, c.text) for c in found.pages[0].tables[0].cells] == [
        (0, 0, "部门"), (0, 1, "问题"), (1, 0, "生产"), (1, 1, "无"),
    ]  # fmt: skip


def test_field_codes_of_a_binary_file_are_left_out(tmp_path: Path) -> None:
    assert told(tmp_path, binary_word("第\x13 PAGE \x14" + "3\x15页\r")).text == "第3页"


def test_word_6_in_gbk_is_read(tmp_path: Path) -> None:
    assert told(tmp_path, old_word("质量手册A版\r第2章\r")).text == "质量手册A版\n第2章"


def test_encrypted_binary_file_asks_for_its_password(tmp_path: Path) -> None:
    with pytest.raises(PasswordNeededError):
        told(tmp_path, binary_word("x\r", flags=0x0300))


def test_document_in_a_document_is_handed_on_readable(tmp_path: Path) -> None:
    inner = {("ObjectPool", "_1", name): b"" for name in ()}
    inner[("ObjectPool", "_1", "WordDocument")] = b"\xec\xa5" + bytes(5000)
    member = told(tmp_path, binary_word("外\r", extra=inner)).members[0]
    assert member.name == "_1.doc"
    assert Path(member.path).read_bytes().startswith(b"\xd0\xcf\x11\xe0")


def test_packaged_file_is_handed_on_under_its_own_name(tmp_path: Path) -> None:
    body = b"\x02\x00" + "清单.pdf".encode("gbk") + b"\0C:\\x\0\0\0\x03\0" + struct.pack("<I", 2) + b"x\0"
    native = struct.pack("<I", 0) + body + struct.pack("<I", 8) + b"%PDF-1.4"
    member = told(tmp_path, binary_word("外\r", extra={("ObjectPool", "_2", "\x01Ole10Native"): native})).members[0]
    assert (member.name, Path(member.path).read_bytes()) == ("清单.pdf", b"%PDF-1.4")


def test_macros_of_a_binary_file_are_told(tmp_path: Path) -> None:
    assert told(tmp_path, binary_word("宏\r", extra={("Macros", "VBA", "dir"): b"x"})).notices("macros")


def rtf(body: str) -> bytes:
    fonts = "{\\fonttbl{\\f0\\fcharset134 SimSun;}{\\f1\\fcharset0 Arial;}}"
    return ("{\\rtf1\\ansi\\ansicpg936" + fonts + body + "}").encode("ascii")


def test_rtf_reads_unicode_with_its_fallback_left_out(tmp_path: Path) -> None:
    assert told(tmp_path, rtf("\\uc1\\u-29579?\\u23457?\\par")).text == "\u8c75审"


def test_rtf_double_byte_in_two_escapes_is_one_character(tmp_path: Path) -> None:
    assert told(tmp_path, rtf("\\f0 \\'c9\\'f3\\f1 ISO\\par")).text == "审ISO"


def test_rtf_tables_are_tables(tmp_path: Path) -> None:
    row = "\\trowd\\cellx1\\cellx2\\intbl A\\cell B\\cell\\row "
    cells = told(tmp_path, rtf(row + row + "\\pard end\\par")).pages[0].tables[0].cells
    assert [(c.row, c.column, c.text) for c in cells] == [(0, 0, "A"), (0, 1, "B"), (1, 0, "A"), (1, 1, "B")]


def test_rtf_keeps_headers_notes_and_hidden_text_apart(tmp_path: Path) -> None:
    found = told(tmp_path, rtf("{\\header head\\par}body{\\footnote note}{\\v secret}\\par"))
    assert [found.in_role(role) for role in (Role.HEADER, Role.BODY, Role.FOOTNOTE, Role.HIDDEN)] == [
        ["head"], ["body"], ["note"], ["secret"],
    ]  # fmt: skip


def test_rtf_leaves_field_codes_and_deletions_out(tmp_path: Path) -> None:
    body = "{\\field{\\*\\fldinst DATE}{\\fldrslt 2026}}{\\deleted gone} kept\\par"
    found = told(tmp_path, rtf(body))
    assert found.text == "2026 kept"
    assert found.notices("tracked-changes")


@needs_soffice
@pytest.mark.slow
def test_libreoffice_reads_rtf_and_says_so(tmp_path: Path) -> None:
    found = told(tmp_path, rtf("\\f0 \\'c9\\'f3\\'ba\\'cb\\par"), use_soffice=True)
    assert found.text == "审核"
    assert found.opened.reader.startswith("soffice/")


@needs_soffice
def test_libreoffice_that_takes_too_long_is_stopped_and_replaced(tmp_path: Path) -> None:
    found = told(tmp_path, rtf("kept\\par"), use_soffice=True, limits=Limits(seconds_per_page=0.1))
    assert (found.opened.reader, found.text) == ("rtf-walker/1", "kept")


def test_machine_without_libreoffice_reads_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soffice, "program", lambda: "")
    assert told(tmp_path, rtf("kept\\par"), use_soffice=True).opened.reader == "rtf-walker/1"


def test_unknown_works_file_is_salvaged_and_told(tmp_path: Path) -> None:
    made = compound_file({("CONTENTS",): b"\x01\x02" + "审核计划与日程安排".encode("utf-16-le") + b"\0\0"})
    assert made is not None
    found = told(tmp_path, made)
    assert "审核计划与日程安排" in found.text
    assert found.notices("salvaged")[0].partial


WORD_2003 = """<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"
 xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"><w:body><wx:sect>
<w:p><w:pPr><w:listPr><wx:t wx:val="1."/></w:listPr></w:pPr><w:r><w:t>范围</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:sectPr><w:hdr w:type="odd"><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr></w:sectPr></wx:sect>
</w:body></w:wordDocument>"""


def test_word_2003_xml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_text(WORD_2003, encoding="utf-8")
    found = read(FlatWordReader(), path)
    assert found.in_role(Role.BODY) == ["1. 范围", "格"]
    assert found.in_role(Role.HEADER) == ["页眉"]


FLAT = """<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">
<pkg:part pkg:name="/_rels/.rels"><pkg:xmlData><Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/officeDocument"
 Target="word/document.xml"/></Relationships></pkg:xmlData></pkg:part>
<pkg:part pkg:name="/word/document.xml"><pkg:xmlData><w:document
 xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document></pkg:xmlData>
</pkg:part></pkg:package>"""


class TestFlatContract(ReaderContract):
    @pytest.fixture
    def reader(self) -> FlatWordReader:
        return FlatWordReader()

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        (tmp_path / "in").mkdir()
        path = tmp_path / "in" / "a.xml"
        path.write_text(FLAT % ("<w:p><w:r><w:t>扁平文档</w:t></w:r></w:p>" * 90), encoding="utf-8")
        return Source(path, "a.xml", "application/vnd.ms-package.flat-opc+xml")

    @pytest.fixture
    def phrase(self) -> str:
        return "扁平文档"
