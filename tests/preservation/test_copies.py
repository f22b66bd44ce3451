from __future__ import annotations

import io
import re
import shutil
import subprocess

import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from anjuan.accounts.selectors.people import Viewer, system_viewer
from anjuan.archive.models import CustodyEvent
from anjuan.preservation.faults import CopyFailedError, ExportRefusedError, NoFontError, TargetTakenError
from anjuan.preservation.pdf import building, fonts
from anjuan.preservation.services import copies
from anjuan.preservation.services.copies import pdfa_copy
from anjuan.reading.pages import Line, Page, TextSource

SAID = ("质量管理体系认证证书", "组织名称：宁波甲轴承有限公司", "CODE 91330203MA2AF6XY2W", "𠮷祥 ISO 9001:2015")


def page(number: int = 1, rotation: int = 0, source: TextSource = TextSource.OCR, across=595.0, down=842.0) -> Page:
    lines = []
    for row, text in enumerate(SAID):
        x0, x1, y0 = 0.1, 0.1 + 0.03 * len(text), 0.1 + row * 0.05
        # Characters stand unevenly, as on a real scan.
        edges = tuple(x0 + (x1 - x0) * (i / len(text)) ** 1.1 for i in range(len(text) + 1))
        lines.append(Line(text, (x0, y0, x1, y0 + 0.02), 0.95, edges))
    return Page(number, across, down, rotation, source, "no-text-layer", tuple(lines))


def picture(form: str = "JPEG", size=(620, 877)) -> bytes:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((50, 50, 300, 120), fill="red")
    stream = io.BytesIO()
    image.save(stream, form)
    return stream.getvalue()


def scan_pdf(path, *, extra: bytes = b"", turn: int = 0):
    """A scanned PDF as scanners and programs make them, with their stray keys and an unused font."""
    with pikepdf.new() as pdf:
        image = pdf.make_stream(
            picture(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=620, Height=877, BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceRGB, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        pdf.pages.append(pikepdf.Page(pikepdf.Dictionary(
            Type=pikepdf.Name.Page, MediaBox=[0, 0, 595, 842], Rotate=turn, Trans=pikepdf.Dictionary(),
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image), Font=pikepdf.Dictionary(F1=font)),
            Contents=pdf.make_stream(b"BT /F1 12 Tf ET q 595 0 0 842 0 0 cm /Im Do Q " + extra),
        )))  # fmt: skip
        pdf.save(path)
    return path


def words_in(text: str) -> set[str]:
    """Return the pairs of Chinese characters of a text."""
    return set(re.findall(r"(?=([一-鿿]{2}))", text))


def by_pdfium(path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    finally:
        document.close()


def valid(path) -> bool:
    with pikepdf.open(path) as pdf:
        return pikepdf.pdfa.check(pdf, "2b").passed


SOUGHT = words_in("\n".join(SAID))


def test_a_scan_gets_its_text_and_keeps_its_picture(tmp_path):
    source = scan_pdf(tmp_path / "scan.pdf")
    building.with_text_layer(source, [page()], "", tmp_path / "copy.pdf")
    assert valid(tmp_path / "copy.pdf")
    assert words_in(by_pdfium(tmp_path / "copy.pdf")) >= SOUGHT
    with pikepdf.open(tmp_path / "copy.pdf") as pdf:
        assert pdf.pages[0].Resources.XObject.Im.read_raw_bytes() == picture()


def test_an_independent_reader_finds_two_character_words_and_whole_codes(tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not on this machine")
    building.with_text_layer(scan_pdf(tmp_path / "scan.pdf"), [page()], "", tmp_path / "copy.pdf")
    told = subprocess.run(["pdftotext", tmp_path / "copy.pdf", "-"], capture_output=True, text=True).stdout
    assert words_in(told) >= SOUGHT
    assert "91330203MA2AF6XY2W" in told
    assert "𠮷" in told


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("stored", [0, 90])
def test_text_lies_where_it_was_read_however_the_page_is_turned(turn, stored, tmp_path):
    source = scan_pdf(tmp_path / "scan.pdf", turn=stored)
    building.with_text_layer(source, [page(rotation=turn)], "", tmp_path / "copy.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "copy.pdf")
    row = document[0]
    width, height = row.get_size()
    text = row.get_textpage()
    start = text.get_text_range().index("组织")
    x0, y0, x1, y1 = text.get_charbox(start)
    corners = [_shown(row, x, y) for x, y in ((x0, y0), (x1, y1))]
    document.close()
    left, top = min(c[0] for c in corners) / width, min(c[1] for c in corners) / height
    assert (left, top) == (pytest.approx(0.1, abs=0.01), pytest.approx(0.15, abs=0.01))


def _shown(row, x: float, y: float) -> tuple[float, float]:
    """Return where a place of the PDF page is on the page as it is seen, from the upper left."""
    width, height = row.get_size()
    return {
        0: (x, height - y), 90: (y, x), 180: (width - x, y), 270: (width - y, height - x),
    }[row.get_rotation()]  # fmt: skip


def test_somebody_else_s_unseen_text_goes(tmp_path):
    source = scan_pdf(tmp_path / "scan.pdf", extra=b"BT 3 Tr /F1 12 Tf 10 10 Td (rubbish) Tj ET")
    building.with_text_layer(source, [page()], "", tmp_path / "copy.pdf")
    assert "rubbish" not in by_pdfium(tmp_path / "copy.pdf")


def test_a_font_that_is_not_in_the_file_cannot_be_kept(tmp_path):
    source = scan_pdf(tmp_path / "scan.pdf", extra=b"BT /F1 12 Tf 10 10 Td (seen) Tj ET")
    with pytest.raises(CopyFailedError, match="not embedded"):
        building.with_text_layer(source, [page()], "", tmp_path / "copy.pdf")
    assert not (tmp_path / "copy.pdf").exists()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
def test_a_picture_is_taken_over_as_it_is(form, tmp_path):
    (tmp_path / "x").write_bytes(picture(form))
    building.from_images(tmp_path / "x", [page()], tmp_path / "copy.pdf")
    assert valid(tmp_path / "copy.pdf")
    assert words_in(by_pdfium(tmp_path / "copy.pdf")) >= SOUGHT


@pytest.mark.usefixtures("chinese_font")
def test_a_document_without_pages_is_set_in_a_font_of_the_machine(tmp_path):
    building.typeset([page(source=TextSource.TEXT)], tmp_path / "copy.pdf")
    assert valid(tmp_path / "copy.pdf")
    assert words_in(by_pdfium(tmp_path / "copy.pdf")) >= SOUGHT


def test_without_a_chinese_font_scans_work_and_flowing_documents_say_so(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "chinese_face", lambda: None)
    fonts._machine_font.cache_clear()
    fonts._shape.cache_clear()
    building.with_text_layer(scan_pdf(tmp_path / "scan.pdf"), [page()], "", tmp_path / "copy.pdf")
    with pytest.raises(NoFontError):
        building.typeset([page()], tmp_path / "set.pdf")


def copy(case, blobs, deed, target, **more):
    document = case.documents.order_by("sequence")[0]
    given = {"viewer": system_viewer(), "document_id": document.pk, "blobs": blobs, "work": target.parent / "work"}
    return pdfa_copy(deed=deed, target=target, **{**given, **more})


@pytest.mark.usefixtures("chinese_font")
def test_a_copy_of_a_document_stands_in_its_history(case, blobs, deed, tmp_path):
    made = copy(case, blobs, deed, tmp_path / "c.pdf")
    assert (made.way, made.pages, valid(made.path)) == ("typeset", 1, True)
    assert "轴承" in by_pdfium(made.path)
    assert made.sha256 in CustodyEvent.objects.get(event="migration").detail


def test_a_way_that_does_not_do_is_told_and_the_next_is_taken(case, blobs, deed, tmp_path, monkeypatch):
    def fail(*_):
        raise CopyFailedError("no")

    ways = (("pages", fail), ("pictures", lambda _, made: made.write_bytes(b"x")))
    monkeypatch.setattr(copies, "_ways", lambda _: ways)
    assert copy(case, blobs, deed, tmp_path / "c.pdf").tried == ("pages: no",)


def test_a_copy_never_overwrites(case, blobs, deed, tmp_path):
    (tmp_path / "c.pdf").write_bytes(b"mine")
    with pytest.raises(TargetTakenError):
        copy(case, blobs, deed, tmp_path / "c.pdf")


def test_who_may_not_take_out_gets_no_copy(case, blobs, deed, tmp_path):
    viewer = Viewer(7, "wang", frozenset(), frozenset({"case.read_all"}), frozenset())
    with pytest.raises(ExportRefusedError):
        copy(case, blobs, deed, tmp_path / "c.pdf", viewer=viewer)
