"""Pages as PDF: text with an embedded font, or as a picture with a text layer, or with no font at all."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence

from PIL import Image
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from anjuan.samples import fonts, seals, to_image
from anjuan.samples.pages import PAGE_HEIGHT, PAGE_WIDTH, Page

# Pictures go into the file as bytes; the text form would cost a quarter more space and most of the time.
rl_config.useA85 = 0

_PLAIN = "STSong-Light"
_SEAL_DPI = 150


@functools.lru_cache(maxsize=8)
def _font(role: str) -> str:
    found = fonts.face(role, truetype=True)
    name = f"anjuan-{found.path.stem}" if found else _PLAIN
    if found:
        pdfmetrics.registerFont(TTFont(name, str(found.path), subfontIndex=found.index))
    else:
        pdfmetrics.registerFont(UnicodeCIDFont(_PLAIN))
    return name


@functools.lru_cache(maxsize=64)
def _seal(text: str, pixels: int) -> ImageReader:
    return ImageReader(seals.round_seal(text, pixels))


def _canvas(stream: io.BytesIO, title: str) -> Canvas:
    canvas = Canvas(stream, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1)
    canvas.setTitle(title)
    canvas.setProducer("Anjuan samples")
    return canvas


def render(pages: Sequence[Page], title: str) -> bytes:
    """Return pages as a PDF with text.

    With a TrueType Chinese font the text is embedded; with other fonts only the page is a picture
    under an invisible text layer; without any font the viewer has to bring one.
    """
    stream = io.BytesIO()
    canvas = _canvas(stream, title)
    pictured = fonts.face("song", truetype=True) is None and fonts.can_draw()
    for page in pages:
        if pictured:
            _pictured(canvas, page)
        else:
            _page(canvas, page)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _page(canvas: Canvas, page: Page) -> None:
    for fill in page.fills:
        canvas.setFillGray(fill.grey)
        canvas.rect(fill.x, PAGE_HEIGHT - fill.y - fill.height, fill.width, fill.height, stroke=0, fill=1)
    for rule in page.rules:
        canvas.setStrokeColorRGB(*(part / 255 for part in to_image.COLOURS[rule.colour]))
        canvas.setLineWidth(rule.weight)
        canvas.line(rule.x0, PAGE_HEIGHT - rule.y0, rule.x1, PAGE_HEIGHT - rule.y1)
    for run in page.runs:
        canvas.setFillColorRGB(*(part / 255 for part in to_image.COLOURS[run.colour]))
        text = canvas.beginText(run.x, PAGE_HEIGHT - run.y)
        name = _font(run.font)
        text.setFont(name, run.size)
        wide = pdfmetrics.stringWidth(run.text, name, run.size)
        text.setHorizScale(min(100.0, 100 * run.width / wide) if wide else 100.0)
        text.textOut(run.text)
        canvas.drawText(text)
    if fonts.can_draw():
        for stamp in page.stamps:
            reader = _seal(stamp.text, round(stamp.size / 72 * _SEAL_DPI))
            canvas.drawImage(
                reader,
                stamp.x - stamp.size / 2,
                PAGE_HEIGHT - stamp.y - stamp.size / 2,
                stamp.size,
                stamp.size,
                mask="auto",
            )


def _pictured(canvas: Canvas, page: Page) -> None:
    picture = to_image.draw(page, 110).image
    _place(canvas, picture, 75)
    pdfmetrics.registerFont(UnicodeCIDFont(_PLAIN))
    for run in page.runs:
        text = canvas.beginText(run.x, PAGE_HEIGHT - run.y)
        text.setTextRenderMode(3)
        text.setFont(_PLAIN, run.size)
        text.textOut(run.text)
        canvas.drawText(text)


def _place(canvas: Canvas, image: Image.Image, quality: int) -> None:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    buffer.seek(0)
    canvas.drawImage(ImageReader(buffer), 0, 0, canvas._pagesize[0], canvas._pagesize[1])  # noqa: SLF001


def bind(images: Sequence[Image.Image], title: str, *, dpi: int, quality: int = 60) -> bytes:
    """Return pictures bound to one PDF without any text layer, as a scanner makes it."""
    stream = io.BytesIO()
    canvas = _canvas(stream, title)
    for image in images:
        canvas.setPageSize((image.width * 72 / dpi, image.height * 72 / dpi))
        _place(canvas, image, quality)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()
