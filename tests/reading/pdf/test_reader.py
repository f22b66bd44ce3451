from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from tests.contracts.readers import ReaderContract, events_of, pages_of
from tests.reading.pdf.papers import (
    SENTENCES,
    FakeEngine,
    PatientEngine,
    changed,
    paper,
    picture_of_text,
    prose,
    read_pdf,
    source_of,
)

from anjuan.reading.errors import BrokenFileError, LimitReachedError, MissingPartError, PasswordNeededError
from anjuan.reading.pages import Role, TextSource
from anjuan.reading.pdf.onepage import PageReading
from anjuan.reading.pdf.reader import PdfReader
from anjuan.reading.protocol import Engine, Limits, Reader, Recognised, Source

#: A map of characters with a number of ranges; those of the private use area stand for nothing.
_MAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Private def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
%d beginbfrange
%s
endbfrange
endcmap end end"""


class TestPdfReaderKeepsTheContract(ReaderContract):
    @pytest.fixture
    def reader(self) -> Reader:
        return PdfReader(FakeEngine)

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        folder = tmp_path / "case"
        folder.mkdir()

        def form(canvas: Canvas) -> None:
            canvas.grid([60, 160, 500], [600, 640, 680])
            canvas.drawString(65, 655, "组织名称")
            canvas.drawString(165, 655, "宁波海棠精密模具有限公司")
            canvas.drawString(65, 615, "认证依据")

        def scan(canvas: Canvas) -> None:
            canvas.drawImage(picture_of_text(), 0, 0, 595, 842)

        path = paper(folder / "sample.pdf", prose, form, scan, lambda _: None)
        with pikepdf.open(path, allow_overwriting_input=True) as document:
            document.attachments["附件.txt"] = b"attached"
            document.save(path)
        return source_of(path)

    @pytest.fixture
    def phrase(self) -> str:
        return "宁波海棠精密模具有限公司"


def _protected(path: Path, **passwords: str) -> Path:
    return changed(paper(path, prose), lambda _: None, encryption=pikepdf.Encryption(**passwords))  # type: ignore[arg-type]


def test_protected_file_asks_for_its_password(tmp_path: Path) -> None:
    with pytest.raises(PasswordNeededError) as caught:
        read_pdf(_protected(tmp_path / "a.pdf", user="cnas7", owner="x"))
    assert "password" in caught.value.remedy


def test_wrong_passwords_are_counted_in_the_refusal(tmp_path: Path) -> None:
    with pytest.raises(PasswordNeededError, match="none of the 2 given"):
        read_pdf(_protected(tmp_path / "a.pdf", user="cnas7", owner="x"), passwords=("a", "b"))


@pytest.mark.parametrize("password", ["cnas7", "审核7Pass"])
def test_one_of_the_given_passwords_opens_the_file(tmp_path: Path, password: str) -> None:
    path = _protected(tmp_path / "a.pdf", user=password, owner="owner")
    assert SENTENCES[0] in read_pdf(path, passwords=("wrong", password)).text


def test_password_of_the_owner_alone_is_not_asked_for(tmp_path: Path) -> None:
    assert SENTENCES[0] in read_pdf(_protected(tmp_path / "a.pdf", user="", owner="owner")).text


def test_bytes_before_the_header_do_no_harm(tmp_path: Path) -> None:
    path = paper(tmp_path / "a.pdf", prose)
    path.write_bytes(b"garbage\r\n" * 300 + path.read_bytes())
    assert SENTENCES[0] in read_pdf(path).text


def test_file_cut_short_gives_what_is_left_and_says_so(tmp_path: Path) -> None:
    path = paper(tmp_path / "a.pdf", *[prose] * 6)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    read = read_pdf(path)
    assert SENTENCES[0] in read.text
    assert read.notices[0].code == "file-cut-short"
    assert read.notices[0].partial


def test_pages_whose_content_is_cut_off_are_named(tmp_path: Path) -> None:
    path = paper(tmp_path / "a.pdf", *[prose] * 6)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    named = [notice.page for notice in read_pdf(path).notices if notice.code == "page-unreadable"]
    assert 6 in named


def test_page_that_fails_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = PageReading.read

    def failing(self: PageReading, page: object, number: int) -> object:
        if number == 2:
            raise ValueError("planted")
        return whole(self, page, number)

    monkeypatch.setattr(PageReading, "read", failing)
    read = read_pdf(paper(tmp_path / "a.pdf", prose, prose, prose))
    assert [page.source for page in read.pages] == [TextSource.TEXT, TextSource.NONE, TextSource.TEXT]
    assert [(notice.code, notice.page, notice.partial) for notice in read.notices] == [("page-unreadable", 2, True)]


def test_attachments_come_as_members_with_harmless_names(tmp_path: Path) -> None:
    def attach(document: pikepdf.Pdf) -> None:
        document.attachments["../../etc/证书.txt"] = b"content"

    read = read_pdf(changed(paper(tmp_path / "a.pdf", prose), attach))
    assert [(member.name, member.kind) for member in read.members] == [("etc/证书.txt", "attachment")]
    assert Path(read.members[0].path).read_bytes() == b"content"


def test_attachments_beyond_the_limit_are_refused(tmp_path: Path) -> None:
    def attach(document: pikepdf.Pdf) -> None:
        document.attachments["big.bin"] = b"0" * 5000

    path = changed(paper(tmp_path / "a.pdf", prose), attach)
    with pytest.raises(LimitReachedError, match="4000 bytes"):
        read_pdf(path, limits=Limits(unpacked_bytes=4000))


def test_values_of_form_fields_are_read(tmp_path: Path) -> None:
    def form(canvas: Canvas) -> None:
        prose(canvas, 6)
        canvas.acroForm.textfield(name="org", value="Harbour Castings Ltd", x=100, y=300, width=200, height=20)
        canvas.acroForm.checkbox(name="qms", checked=True, x=100, y=260, size=15)
        canvas.acroForm.checkbox(name="ems", checked=False, x=100, y=230, size=15)

    page = read_pdf(paper(tmp_path / "a.pdf", form)).pages[0]
    fields = [line.text for line in page.lines if line.role is Role.FORM_FIELD]
    assert fields == ["Harbour Castings Ltd", "☑", "☐"]


def test_notes_on_a_page_are_read_as_comments(tmp_path: Path) -> None:
    def note(document: pikepdf.Pdf) -> None:
        annotation = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[100, 700, 120, 720],
            Contents="请补充签字",
        )
        document.pages[0].Annots = document.make_indirect(pikepdf.Array([annotation]))

    page = read_pdf(changed(paper(tmp_path / "a.pdf", prose), note)).pages[0]
    notes = [line for line in page.lines if line.role is Role.COMMENT]
    assert [line.text for line in notes] == ["请补充签字"]
    assert notes[0].box[1] == pytest.approx(1 - 720 / 842, abs=0.01)


def test_page_shown_lying_is_read_upright(tmp_path: Path) -> None:
    def lay(document: pikepdf.Pdf) -> None:
        document.pages[0].Rotate = 90

    page = read_pdf(changed(paper(tmp_path / "a.pdf", prose), lay)).pages[0]
    assert page.rotation == 270
    assert page.width < page.height
    assert page.lines[0].text == SENTENCES[0]
    assert page.lines[0].box[0] == pytest.approx(60 / 595, abs=0.01)


def test_text_set_sideways_turns_the_page(tmp_path: Path) -> None:
    def sideways(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.translate(0, -595)
        for number in range(10):
            canvas.drawString(60, 540 - 30 * number, SENTENCES[number % 6])

    page = read_pdf(paper(tmp_path / "a.pdf", sideways)).pages[0]
    assert page.rotation == 90
    assert page.width > page.height
    assert [line.text for line in page.lines[:3]] == list(SENTENCES[:3])


def test_scan_is_recognised_and_says_why(tmp_path: Path) -> None:
    engine = FakeEngine()
    path = paper(tmp_path / "a.pdf", lambda canvas: canvas.drawImage(picture_of_text(), 0, 0, 595, 842))
    page = read_pdf(path, engine).pages[0]
    assert (page.source, page.reason) == (TextSource.OCR, "no-text-layer")
    assert page.text == "识别出的文字"
    assert engine.seen[0][1] == pytest.approx(200)


def test_turn_found_by_the_engine_is_kept_with_the_page(tmp_path: Path) -> None:
    path = paper(tmp_path / "a.pdf", lambda canvas: canvas.drawImage(picture_of_text(), 0, 0, 595, 842))
    page = read_pdf(path, FakeEngine(rotation=90)).pages[0]
    assert page.rotation == 90
    assert page.width > page.height


def test_scan_without_recognition_comes_without_text(tmp_path: Path) -> None:
    path = paper(tmp_path / "a.pdf", lambda canvas: canvas.drawImage(picture_of_text(), 0, 0, 595, 842))
    page = read_pdf(path, recognise=False).pages[0]
    assert (page.source, page.reason, page.lines) == (TextSource.NONE, "no-text-layer", ())


def test_missing_engine_is_told_and_the_other_pages_are_read(tmp_path: Path) -> None:
    def missing() -> Engine:
        raise MissingPartError("No engine is installed.", remedy="Install one.")

    path = paper(tmp_path / "a.pdf", lambda canvas: canvas.drawImage(picture_of_text(), 0, 0, 595, 842), prose)
    reader = PdfReader(missing)
    (tmp_path / "w").mkdir()
    events = events_of(reader, source_of(path), tmp_path / "w")
    codes = [event.code for event in events if hasattr(event, "code")]
    assert codes == ["page-not-recognised"]


def test_picture_with_text_beside_text_makes_a_mixed_page(tmp_path: Path) -> None:
    def mixed(canvas: Canvas) -> None:
        prose(canvas, 12)
        canvas.drawImage(picture_of_text(), 100, 100, 300, 200)

    page = read_pdf(paper(tmp_path / "a.pdf", mixed)).pages[0]
    found = next(line for line in page.lines if line.confidence is not None)
    assert (page.source, page.reason) == (TextSource.MIXED, "picture-with-text")
    assert found.box[0] == pytest.approx((100 + 0.1 * 300) / 595, abs=0.01)
    assert found.box[1] == pytest.approx(1 - (300 - 0.1 * 200) / 842, abs=0.01)
    assert page.lines[0].text == SENTENCES[0]


def _searchable_scan(canvas: Canvas) -> None:
    canvas.drawImage(picture_of_text(size=(1200, 1700)), 0, 0, 595, 842)
    words = canvas.beginText(60, 780)
    words.setFont("STSong-Light", 12)
    words.setTextRenderMode(3)
    words.setLeading(24)
    for number in range(24):
        words.textLine(SENTENCES[number % 5])
    canvas.drawText(words)


def test_invisible_layer_that_agrees_with_the_picture_is_used(tmp_path: Path) -> None:
    path = paper(tmp_path / "a.pdf", _searchable_scan)
    whole = [line.text for line in read_pdf(path, recognise=False).pages[0].lines]
    engine = PatientEngine(*whole[:5])
    page = read_pdf(path, engine).pages[0]
    assert page.source is TextSource.TEXT
    assert len(engine.seen) == 1


def test_invisible_layer_that_says_something_else_is_not_used(tmp_path: Path) -> None:
    page = read_pdf(paper(tmp_path / "a.pdf", _searchable_scan), PatientEngine("完全不同的内容")).pages[0]
    assert (page.source, page.reason) == (TextSource.OCR, "text-layer-disagrees")


def _mapped(path: Path, ranges: bytes) -> Path:
    """Write a page in a font whose map of characters is replaced."""

    def latin(canvas: Canvas) -> None:
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
        canvas.setFont("Vera", 12)
        for number in range(20):
            canvas.drawString(60, 780 - 24 * number, "The quick brown fox jumps over the lazy dog")

    def remap(document: pikepdf.Pdf) -> None:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                item.ToUnicode = document.make_stream(_MAP % (ranges.count(b"\n") + 1, ranges))

    return changed(paper(path, latin), remap)


def test_glyphs_without_meaning_are_recognised_instead(tmp_path: Path) -> None:
    page = read_pdf(_mapped(tmp_path / "a.pdf", b"<00> <FF> <E000>")).pages[0]
    assert (page.source, page.reason) == (TextSource.OCR, "unmapped-glyphs")


def test_layer_with_gaps_is_kept_where_nothing_can_be_recognised(tmp_path: Path) -> None:
    silent = FakeEngine()
    silent.found = Recognised(())
    page = read_pdf(_mapped(tmp_path / "a.pdf", b"<00> <02> <E000>\n<03> <FF> <0041>"), silent).pages[0]
    assert (page.source, page.reason) == (TextSource.TEXT, "unmapped-glyphs")
    assert page.lines


def test_empty_page_is_blank(tmp_path: Path) -> None:
    pages = read_pdf(paper(tmp_path / "a.pdf", prose, lambda _: None)).pages
    assert [page.blank for page in pages] == [False, True]


def test_white_picture_over_the_whole_page_is_blank(tmp_path: Path) -> None:
    def white(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(0, 0, 595, 842, fill=1, stroke=0)

    assert read_pdf(paper(tmp_path / "a.pdf", white)).pages[0].blank


@pytest.mark.parametrize("thick", [0.5, 2.0])
def test_ruled_form_becomes_a_table(tmp_path: Path, thick: float) -> None:
    def form(canvas: Canvas) -> None:
        prose(canvas, 4)
        for x in (60, 160, 500):
            canvas.rect(x, 600, thick, 80, fill=1, stroke=0)
        for y in (600, 640, 680):
            canvas.rect(60, y, 440, thick, fill=1, stroke=0)
        canvas.drawString(65, 655, "组织名称")
        canvas.drawString(165, 655, "宁波海棠精密模具有限公司")
        canvas.drawString(65, 615, "范围")

    (table,) = read_pdf(paper(tmp_path / "a.pdf", form)).pages[0].tables
    assert [cell.text for cell in table.cells] == ["组织名称", "宁波海棠精密模具有限公司", "范围", ""]


def test_line_written_across_a_rule_is_cut_at_it(tmp_path: Path) -> None:
    def form(canvas: Canvas) -> None:
        prose(canvas, 4)
        canvas.grid([60, 125, 500], [600, 640, 680])
        canvas.drawString(65, 655, "组织名称：宁波海棠公司")
        canvas.drawString(65, 615, "范围")

    page = read_pdf(paper(tmp_path / "a.pdf", form)).pages[0]
    texts = [line.text for line in page.lines]
    assert "组织名称：" in texts
    assert "宁波海棠公司" in texts


def test_watermark_askew_does_not_break_the_lines(tmp_path: Path) -> None:
    def marked(canvas: Canvas) -> None:
        prose(canvas)
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.setFont("STSong-Light", 60)
        canvas.drawString(0, 0, "受控文件")
        canvas.restoreState()

    texts = [line.text for line in read_pdf(paper(tmp_path / "a.pdf", marked)).pages[0].lines]
    assert "受控文件" in texts
    assert SENTENCES[3] in texts


def test_something_else_is_told_to_be_no_pdf(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\nnothing more")
    with pytest.raises(BrokenFileError, match="no readable PDF"):
        read_pdf(path)


def test_engine_is_not_made_for_a_file_without_pictures(tmp_path: Path) -> None:
    def never() -> Engine:
        raise AssertionError("made")

    path = paper(tmp_path / "a.pdf", prose)
    (tmp_path / "w").mkdir()
    assert pages_of(events_of(PdfReader(never), source_of(path), tmp_path / "w"))[0].source is TextSource.TEXT
