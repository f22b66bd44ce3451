from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.contracts.readers import ReaderContract
from tests.reading.events import Told, read
from tests.reading.office.word_samples import cell, paragraph, picture, story, table, word_file

from anjuan.reading.errors import BrokenFileError, LimitReachedError, PasswordNeededError
from anjuan.reading.office.docx.reader import DocxReader
from anjuan.reading.pages import Role
from anjuan.reading.protocol import Limits, Source


def told(path: Path, body: str, *args: object, **kwargs: object) -> Told:
    return read(DocxReader(), word_file(path / "sample.docx", body, *args, **kwargs))  # type: ignore[arg-type]


class TestContract(ReaderContract):
    @pytest.fixture
    def reader(self) -> DocxReader:
        return DocxReader()

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        (tmp_path / "in").mkdir()
        rows = [cell("", '<w:vMerge w:val="restart"/>') + cell("二")] + [cell("", "<w:vMerge/>") + cell("格" * 9)] * 60
        body = (
            paragraph("现场审核记录") + table(*rows) + "<w:p><w:r><w:br w:type='page'/></w:r></w:p>" + paragraph("末页")
        )
        path = word_file(tmp_path / "in" / "a.docx", body)
        return Source(path, "a.docx", min(DocxReader.media_types))

    @pytest.fixture
    def phrase(self) -> str:
        return "现场审核记录"


def test_merged_cells_stand_once_with_their_span(tmp_path: Path) -> None:
    rows = (
        cell("部门", '<w:vMerge w:val="restart"/>') + cell("问题", '<w:gridSpan w:val="2"/>'),
        cell("", "<w:vMerge/>") + cell("甲") + cell("乙"),
    )
    cells = told(tmp_path, table(*rows)).pages[0].tables[0].cells
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in cells] == [
        ("部门", 0, 0, 2, 1),
        ("问题", 0, 1, 1, 2),
        ("甲", 1, 1, 1, 1),
        ("乙", 1, 2, 1, 1),
    ]


def test_table_in_a_cell_keeps_its_words(tmp_path: Path) -> None:
    inner = table(cell("内一") + cell("内二")) + paragraph("格尾")
    assert "内一\t内二" in told(tmp_path, table(cell("外") + cell(inner))).pages[0].tables[0].cells[1].text


def test_row_that_holds_only_a_table_gives_that_table(tmp_path: Path) -> None:
    inner = table(cell("一") + cell("二")) + paragraph("")
    assert [len(t.cells) for t in told(tmp_path, table(cell(inner))).pages[0].tables] == [2]


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
    '<w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/>'
    "</w:lvl></w:abstractNum>"
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
)


def test_numbers_that_word_counts_are_part_of_the_text(tmp_path: Path) -> None:
    def item(text: str, level: int) -> str:
        return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>')

    body = item("总则", 0) + item("范围", 1) + item("引用", 1) + item("要求", 0) + item("文件", 1)
    parts = {"numbering.xml": story("numbering", NUMBERING)}
    lines = told(tmp_path, body, parts, (("n", "numbering", "numbering.xml"),)).text.split("\n")
    assert lines == ["一、总则", "1.1 范围", "1.2 引用", "二、要求", "2.1 文件"]


def test_deleted_text_is_left_out_and_told(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>保留</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>增补</w:t></w:r></w:ins></w:p>"
    )
    found = told(tmp_path, body)
    assert found.text == "保留增补"
    assert "1 insertions" in found.notices("tracked-changes")[0].text
    assert "1 deletions" in found.notices("tracked-changes")[0].text


def test_hidden_text_is_kept_apart(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>可见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>"
    found = told(tmp_path, body)
    assert found.in_role(Role.BODY) == ["可见"]
    assert found.in_role(Role.HIDDEN) == ["隐藏"]


def test_headers_and_footers_come_once_each(tmp_path: Path) -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="h"/>'
        '<w:footerReference w:type="first" r:id="f"/></w:sectPr>'
    )
    body = paragraph("一", f"{section}") + paragraph("二") + section
    parts = {"h.xml": story("hdr", paragraph("页眉甲")), "f.xml": story("ftr", paragraph("页脚乙"))}
    found = told(tmp_path, body, parts, (("h", "header", "h.xml"), ("f", "footer", "f.xml")))
    assert found.in_role(Role.HEADER) == ["页眉甲"]
    assert found.in_role(Role.FOOTER) == ["页脚乙"]


def test_text_box_is_read_once_and_its_fallback_dropped(tmp_path: Path) -> None:
    box = "<w:txbxContent>" + paragraph("框内") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>" + box + "</w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict>" + box + "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert told(tmp_path, body).in_role(Role.TEXT_BOX) == ["框内"]


def test_notes_and_comments_are_told_with_their_role(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="1"/></w:r></w:p>'
    )
    parts = {
        "footnotes.xml": story("footnotes", '<w:footnote w:id="2">' + paragraph("注文") + "</w:footnote>"),
        "comments.xml": story(
            "comments", '<w:comment w:id="1" w:author="李四">' + paragraph("请核实") + "</w:comment>"
        ),
    }
    found = told(tmp_path, body, parts, (("a", "footnotes", "footnotes.xml"), ("b", "comments", "comments.xml")))
    assert found.in_role(Role.FOOTNOTE) == ["注文"]
    assert found.in_role(Role.COMMENT) == ["李四：请核实"]


def test_tick_boxes_of_every_make_are_read(tmp_path: Path) -> None:
    body = (
        "<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr>"
        "<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:sym w:font='Wingdings 2' w:char='F0A3'/></w:r>"
        "<w:r><w:rPr><w:rFonts w:ascii='Wingdings 2'/></w:rPr><w:t>R</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/></w:checkBox>"
        "</w:ffData></w:fldChar></w:r>"
        "<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    )
    assert told(tmp_path, body).text == "☑☐☑☐"


def test_of_a_field_the_result_is_read(tmp_path: Path) -> None:
    marks = [f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "separate", "end")]
    body = (
        f"<w:p>{marks[0]}<w:r><w:instrText>DATE</w:instrText></w:r>{marks[1]}<w:r><w:t>2026年</w:t></w:r>"
        f"{marks[2]}</w:p>"
    )
    assert told(tmp_path, body).text == "2026年"


def test_page_breaks_that_word_left_make_the_pages(tmp_path: Path) -> None:
    broken = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>第二页</w:t></w:r></w:p>"
    pages = told(tmp_path, paragraph("第一页" * 700) + broken).pages
    assert [page.lines[0].text[:3] for page in pages] == ["第一页", "第二页"]


def test_strict_documents_are_read(tmp_path: Path) -> None:
    path = word_file(tmp_path / "plain.docx", paragraph("严格格式"))
    strict = tmp_path / "strict.docx"
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(strict, "w") as made:
        for name in given.namelist():
            data = given.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            made.writestr(name, data)
    assert read(DocxReader(), strict).text == "严格格式"


def test_only_large_pictures_are_handed_on(tmp_path: Path) -> None:
    parts = {"media/image1.png": picture(900, 700), "media/image2.png": picture(90, 70)}
    assert [member.name for member in told(tmp_path, paragraph("图"), parts).members] == ["image1.png"]


def test_macros_are_told(tmp_path: Path) -> None:
    found = told(tmp_path, paragraph("宏"), {"vbaProject.bin": b"x"})
    assert found.notices("macros")


def test_external_target_is_told(tmp_path: Path) -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="t" '
        'Type="x/attachedTemplate" Target="http://127.0.0.1/x.dot" TargetMode="External"/></Relationships>'
    )
    found = told(tmp_path, paragraph("模板"), {"_rels/settings.xml.rels": rels})
    assert "http://127.0.0.1/x.dot" in found.notices("external-reference")[0].text


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    path = word_file(tmp_path / "a.docx", paragraph("x"))
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    evil = tmp_path / "evil.docx"
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(evil, "w") as made:
        for name in given.namelist():
            data = given.read(name)
            if name == "word/document.xml":
                data = data.replace(b"?><w", f'?><!DOCTYPE d [<!ENTITY e SYSTEM "file://{secret}">]><w'.encode())
                data = data.replace(b"<w:t>x</w:t>", b"<w:t>&e;</w:t>")
            made.writestr(name, data)
    assert "机密" not in read(DocxReader(), evil).text


def test_encrypted_document_asks_for_its_password(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(PasswordNeededError):
        read(DocxReader(), path)


def test_part_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (30 << 20))
    with pytest.raises(LimitReachedError):
        read(DocxReader(), path, limits=Limits(ratio=50))


def test_zip_without_a_document_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(BrokenFileError):
        read(DocxReader(), path)


def test_damaged_header_leaves_the_body_and_is_told(tmp_path: Path) -> None:
    body = paragraph("正文在") + '<w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr>'
    found = told(tmp_path, body, {"h.xml": "<w:hdr"}, (("h", "header", "h.xml"),))
    assert found.text == "正文在"
    assert found.notices("part-unreadable")[0].partial
