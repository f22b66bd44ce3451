"""Seals on pages whose text comes from the file."""

from __future__ import annotations

import math

import pikepdf
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from tests.reading.pdf.papers import SONG, FakeEngine, changed, paper, prose, read_pdf

from anjuan.reading.pages import Role, Seal, TextSource
from anjuan.reading.pdf import stamping

_RED = (0.85, 0.05, 0.1)
_CENTRE, _RADIUS = (400.0, 160.0), 55.0
_ABOUT = (0.582, 0.747, 0.763, 0.873)


def picture(colour=(215, 20, 30), shape="ellipse", size=(300, 300)) -> ImageReader:
    """Return a ring or frame with a bar on it, on a clear ground."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    getattr(pen, shape)((4, 4, size[0] - 5, size[1] - 5), outline=(*colour, 220), width=12)
    pen.line((size[0] * 0.3, size[1] / 2, size[0] * 0.7, size[1] / 2), fill=(*colour, 220), width=24)
    return ImageReader(image)


def stamped(canvas, **kinds) -> None:
    """Write a page of prose with a picture of a seal."""
    prose(canvas)
    canvas.drawImage(picture(**kinds), 345, 105, 110, 110, mask="auto")


def drawn(canvas, words: str = "测试认证有限公司", colour=_RED) -> None:
    """Write a page of prose with a seal of lines and letters, a name under it."""
    prose(canvas)
    canvas.drawString(380, 160, "张三")
    canvas.setStrokeColorRGB(*colour)
    canvas.setFillColorRGB(*colour)
    canvas.setLineWidth(3)
    canvas.circle(*_CENTRE, _RADIUS)
    canvas.setFont(SONG, 11)
    for at, letter in enumerate(words):
        angle = math.radians(210 - 240 * at / (len(words) - 1))
        canvas.saveState()
        canvas.translate(_CENTRE[0] + 42 * math.cos(angle), _CENTRE[1] + 42 * math.sin(angle))
        canvas.rotate(math.degrees(angle) - 90)
        canvas.drawCentredString(0, 0, letter)
        canvas.restoreState()


def seals_of(path) -> tuple[Seal, ...]:
    """Return the seals of the first page of a file."""
    return read_pdf(path).pages[0].seals


def turned(document: pikepdf.Pdf, degrees: int) -> None:
    """Let viewers turn the first page."""
    document.pages[0].Rotate = degrees


def signed(document: pikepdf.Pdf, kind: str) -> None:
    """Put a square seal on the first page as the look of an annotation or a signature field."""
    ring = b"0.85 0.05 0.1 RG 6 w 10 10 90 90 re S 20 55 m 90 55 l S"
    look = document.make_stream(ring, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 110, 110])
    sign = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(kind), Rect=[345, 105, 455, 215], F=4,
        AP=pikepdf.Dictionary(N=look), FT=pikepdf.Name.Sig, T=pikepdf.String("sign"),
    )  # fmt: skip
    row = document.make_indirect(sign)
    document.pages[0].Annots = [row]
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[row] if kind == "/Widget" else [], SigFlags=3)


@pytest.mark.parametrize(("shape", "said"), [("ellipse", "round"), ("rectangle", "square")])
def test_a_pasted_seal_is_found(tmp_path, shape, said):
    (seal,) = seals_of(paper(tmp_path / "a.pdf", lambda canvas: stamped(canvas, shape=shape)))
    assert seal.shape == said
    assert seal.box == pytest.approx(_ABOUT, abs=0.006)


def test_a_drawn_seal_says_what_its_letters_say(tmp_path):
    (seal,) = seals_of(paper(tmp_path / "a.pdf", drawn))
    assert (seal.text, seal.confidence) == ("测试认证有限公司", 1.0)


def test_letters_of_a_seal_are_no_text_of_the_page(tmp_path):
    (page,) = read_pdf(paper(tmp_path / "a.pdf", drawn)).pages
    assert [line.text for line in page.lines if line.role is Role.SEAL] == ["测试认证有限公司"]
    assert not any(set("测试") & set(line.text) for line in page.lines if line.role is not Role.SEAL)


def test_what_stands_under_a_seal_stays_text(tmp_path):
    (page,) = read_pdf(paper(tmp_path / "a.pdf", drawn)).pages
    assert "张三" in [line.text for line in page.lines if line.role is Role.BODY]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_seal_stands_where_it_is_seen_on_a_turned_page(tmp_path, turn):
    (seal,) = seals_of(changed(paper(tmp_path / "a.pdf", stamped), lambda document: turned(document, turn)))
    assert seal.box == pytest.approx(_ABOUT, abs=0.006)


@pytest.mark.parametrize("kind", ["/Stamp", "/Widget"])
def test_the_seal_of_an_electronic_signature_is_found(tmp_path, kind):
    path = changed(paper(tmp_path / "a.pdf", prose), lambda document: signed(document, kind))
    assert [seal.shape for seal in seals_of(path)] == ["square"]


@pytest.mark.parametrize("colour", [(20, 40, 200), (30, 30, 30), (200, 120, 20)])
def test_pictures_of_other_colours_are_no_seals(tmp_path, colour):
    assert seals_of(paper(tmp_path / "a.pdf", lambda canvas: stamped(canvas, colour=colour))) == ()


def test_a_page_without_hints_is_not_drawn(tmp_path, monkeypatch):
    monkeypatch.setattr(stamping, "find", lambda *_: pytest.fail("the page was drawn"))

    def red_head(canvas) -> None:
        prose(canvas)
        canvas.setStrokeColorRGB(*_RED)
        canvas.line(60, 700, 530, 700)
        canvas.drawString(60, 40, "甲方（盖章）：")

    assert seals_of(paper(tmp_path / "a.pdf", red_head)) == ()


def test_a_seal_costs_the_page_neither_its_text_nor_its_source(tmp_path):
    bare, sealed = (read_pdf(paper(tmp_path / f"{n}.pdf", one)).pages[0] for n, one in enumerate((prose, stamped)))
    assert (sealed.text, sealed.source) == (bare.text, TextSource.TEXT)


def test_the_picture_of_a_seal_is_not_recognised_as_text(tmp_path):
    engine = FakeEngine()
    read_pdf(paper(tmp_path / "a.pdf", stamped), engine=engine)
    assert engine.seen == []


def test_of_two_looks_at_one_seal_the_one_that_could_read_it_stays():
    bare, told = Seal((0.1, 0.1, 0.3, 0.3)), Seal((0.11, 0.1, 0.3, 0.29), "甲公司", 0.9)
    other = Seal((0.6, 0.6, 0.8, 0.8))
    assert stamping.united([bare, other], [told]) == (told, other)
