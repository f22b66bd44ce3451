from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.contracts.readers import ReaderContract
from tests.reading.events import Told, read

from anjuan.reading.errors import PasswordNeededError
from anjuan.reading.office.opendocument.reader import OdfReader
from anjuan.reading.office.ordinals import counting, ordinal
from anjuan.reading.pages import Role
from anjuan.reading.protocol import Source

NS = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style", "draw")
    )
    + ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def odt(path: Path, body: str, automatic: str = "", styles: str = "", manifest: str = "<m/>") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("META-INF/manifest.xml", manifest)
        inner = (
            f"<office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:text>"
            f"{body}</office:text></office:body>"
        )
        archive.writestr("content.xml", f"<office:document-content {NS}>{inner}</office:document-content>")
        archive.writestr("styles.xml", f"<office:document-styles {NS}>{styles}</office:document-styles>")
    return path


def told(folder: Path, body: str, **parts: str) -> Told:
    return read(OdfReader(), odt(folder / "a.odt", body, **parts))


class TestContract(ReaderContract):
    @pytest.fixture
    def reader(self) -> OdfReader:
        return OdfReader()

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        (tmp_path / "in").mkdir()
        path = odt(tmp_path / "in" / "a.odt", "<text:p>开放文档</text:p>" * 90)
        return Source(path, "a.odt", "application/vnd.oasis.opendocument.text")

    @pytest.fixture
    def phrase(self) -> str:
        return "开放文档"


def test_blanks_tabs_and_spans_are_kept(tmp_path: Path) -> None:
    body = '<text:p>甲<text:s text:c="2"/>乙<text:tab/><text:span>丙</text:span></text:p>'
    assert told(tmp_path, body).text == "甲  乙\t丙"


def test_merged_cells_stand_once(tmp_path: Path) -> None:
    first = (
        '<table:table-cell table:number-columns-spanned="2"><text:p>合</text:p></table:table-cell>'
        "<table:covered-table-cell/>"
    )
    second = (
        "<table:table-cell><text:p>一</text:p></table:table-cell><table:table-cell><text:p>二</text:p>"
        "</table:table-cell>"
    )
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in (first, second))
    cells = told(tmp_path, f"<table:table>{rows}</table:table>").pages[0].tables[0].cells
    assert [(c.text, c.column, c.column_span) for c in cells] == [("合", 0, 2), ("一", 0, 1), ("二", 1, 1)]


def test_deleted_text_is_left_out_and_told(tmp_path: Path) -> None:
    change = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删去</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    found = told(tmp_path, change + "<text:p>保留</text:p>")
    assert found.text == "保留"
    assert found.notices("tracked-changes")


def test_notes_comments_and_text_boxes_keep_their_role(tmp_path: Path) -> None:
    body = (
        "<text:p>正文<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p>"
        "</text:note-body></text:note>"
        "<office:annotation><dc:creator>王五</dc:creator><text:p>批</text:p></office:annotation>"
        "<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame></text:p>"
    )
    found = told(tmp_path, body)
    roles = (Role.BODY, Role.FOOTNOTE, Role.COMMENT, Role.TEXT_BOX)
    assert [found.in_role(role) for role in roles] == [["正文"], ["注"], ["王五：批"], ["框"]]


def test_numbers_of_lists_are_part_of_the_text(tmp_path: Path) -> None:
    level = '<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
    automatic = f'<text:list-style style:name="L">{level}</text:list-style>'
    items = "".join(f"<text:list-item><text:p>{word}</text:p></text:list-item>" for word in ("总则", "范围"))
    assert (
        told(tmp_path, f'<text:list text:style-name="L">{items}</text:list>', automatic=automatic).text
        == "一、 总则\n二、 范围"
    )


def test_headers_are_read_from_the_styles(tmp_path: Path) -> None:
    styles = (
        "<office:master-styles><style:master-page><style:header><text:p>页眉</text:p></style:header>"
        "</style:master-page></office:master-styles>"
    )
    assert told(tmp_path, "<text:p>正文</text:p>", styles=styles).in_role(Role.HEADER) == ["页眉"]


def test_encrypted_document_asks_for_its_password(tmp_path: Path) -> None:
    with pytest.raises(PasswordNeededError):
        told(tmp_path, "<text:p/>", manifest="<manifest:encryption-data/>")


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (12, "chineseCounting", "十二"), (103, "chineseCounting", "一百零三"), (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (3, "ideographTraditional", "丙"), (5, "decimalEnclosedCircle", "⑤"),
        (7, "decimalZero", "07"), (2, "unknown form", "2"),
    ],
)  # fmt: skip
def test_numbers_are_printed_in_their_form(number: int, form: str, printed: str) -> None:
    assert ordinal(number, form) == printed


def test_numbers_beyond_the_words_are_digits() -> None:
    assert counting(12000) == "12000"
