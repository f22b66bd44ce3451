from __future__ import annotations

import datetime as dt
import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from anjuan.custody import watermarks
from anjuan.custody.rules import tables
from anjuan.custody.rules.lending import watermark_text
from anjuan.custody.watermarks import WatermarkError, chinese_font, pdf_mark, picture_mark

TEXT = "王芳 2026-03-02 借阅 JY-2026-00001"


def picture(kind: str = "PNG", size: tuple[int, int] = (400, 560)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, format=kind)
    return out.getvalue()


def pdf(rotate: int = 0, **save) -> bytes:
    made = pikepdf.new()
    for size in ((595, 842), (842, 595)):
        page = made.add_blank_page(page_size=size)
        page.obj.Rotate = rotate
    out = io.BytesIO()
    made.save(out, **save)
    return out.getvalue()


def darkness(image: Image.Image) -> int:
    return 255 - image.convert("L").getextrema()[0]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_marked_picture_has_its_format_and_size(kind):
    with Image.open(io.BytesIO(picture_mark(picture(kind), TEXT))) as marked:
        assert (marked.format, marked.size) == (kind, (400, 560))


def test_the_mark_stands_in_every_part_of_a_page():
    with Image.open(io.BytesIO(picture_mark(picture(), TEXT))) as marked:
        quarters = [marked.crop((x, y, x + 200, y + 280)) for x in (0, 200) for y in (0, 280)]
    assert all(darkness(quarter) > 30 for quarter in quarters)


def test_the_page_stays_readable_below_the_mark():
    with Image.open(io.BytesIO(picture_mark(picture(), TEXT))) as marked:
        assert darkness(marked) < 128


def test_another_borrower_has_another_mark():
    one, other = (Image.open(io.BytesIO(picture_mark(picture(), f"{TEXT}{sign}"))) for sign in "12")
    assert ImageChops.difference(one, other).getbbox()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_every_page_of_a_pdf_is_marked_over_its_whole_face(rotate):
    marked = pypdfium2.PdfDocument(pdf_mark(pdf(rotate), TEXT))
    for page in marked:
        image = page.render(scale=0.5).to_pil()
        half = (image.width // 2, image.height // 2)
        corners = [image.crop((x, y, x + half[0], y + half[1])) for x in (0, half[0]) for y in (0, half[1])]
        assert all(darkness(corner) > 20 for corner in corners)
    marked.close()


def test_a_protected_pdf_is_marked_with_its_password_and_refused_without():
    content = pdf(encryption=pikepdf.Encryption(owner="o", user="u"))
    assert pdf_mark(content, TEXT, password="u")
    with pytest.raises(WatermarkError):
        pdf_mark(content, TEXT)


@pytest.mark.parametrize("mark", [picture_mark, pdf_mark])
def test_what_cannot_be_marked_does_not_leave(mark):
    with pytest.raises(WatermarkError):
        mark(b"neither picture nor PDF", TEXT)


def test_without_a_chinese_font_loan_and_day_are_still_there(monkeypatch):
    monkeypatch.setattr(watermarks, "chinese_font", lambda _: None)
    assert watermarks._font(20, TEXT)[1] == "2026-03-02 JY-2026-00001"
    assert darkness(Image.open(io.BytesIO(picture_mark(picture(), TEXT)))) > 30


def test_a_machine_without_font_folders_has_no_font():
    assert chinese_font(("/nowhere",)) is None


def test_the_text_names_borrower_day_and_loan():
    text = watermark_text(tables.lending().latest, name="王芳", date=dt.date(2026, 3, 2), loan="JY-2026-00001")
    assert text == TEXT
