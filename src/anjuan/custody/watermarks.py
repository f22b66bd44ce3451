"""Marking pages that leave on loan: the borrower's name, the day and the loan across every page."""

from __future__ import annotations

import functools
import io
import math
from collections.abc import Iterable
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

from anjuan.kit.errors import AnjuanError, ExitCode

#: Fonts with Chinese signs as systems carry them, the one liked best first; the face for simplified Chinese.
_FONTS = (
    ("NotoSansCJK-Regular.ttc", 2),
    ("NotoSansCJKsc-Regular.otf", 0),
    ("SourceHanSansSC-Regular.otf", 0),
    ("NotoSerifCJK-Regular.ttc", 2),
    ("wqy-zenhei.ttc", 0),
    ("wqy-microhei.ttc", 0),
    ("DroidSansFallbackFull.ttf", 0),
    ("msyh.ttc", 0),
    ("PingFang.ttc", 0),
)
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts")
_ANGLE = 30.0
#: Dark enough to read on white and light enough to read through, of 255.
_STRENGTH = 70
_INK = (120, 20, 20)
#: A mark's letters are this part of the page's width, and its overlay has so many pixels a point in a PDF.
_LETTER_PART, _PDF_SCALE = 1 / 28, 1.5
_SMALLEST_LETTER = 9
_MOST_PIXELS = 40_000_000


class WatermarkError(AnjuanError):
    """A page or a file cannot be marked, so it may not leave."""

    code = "CUST-045"
    exit_code = ExitCode.DAMAGED
    http_status = 422


def picture_mark(content: bytes, text: str) -> bytes:
    """Return a picture of a page with a text across it, in the same format and size.

    Raises:
        WatermarkError: It is no picture, or one far too large.

    """
    try:
        with Image.open(io.BytesIO(content)) as opened:
            kind = opened.format or "PNG"
            if opened.width * opened.height > _MOST_PIXELS:
                raise _refusal("the picture is too large")
            base = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError) as error:
        raise _refusal("it is no picture") from error
    marked = Image.alpha_composite(base, _overlay(base.width, base.height, text))
    out = io.BytesIO()
    marked.convert("RGB").save(out, format=kind)
    return out.getvalue()


def pdf_mark(content: bytes, text: str, *, password: str = "") -> bytes:
    """Return a PDF with a text across every page; the text below stays searchable.

    Raises:
        WatermarkError: It is no PDF, or its password is another.

    """
    try:
        with pikepdf.open(io.BytesIO(content), password=password) as pdf:
            made: dict[tuple[int, int], pikepdf.Page] = {}
            keep = []
            for page in pdf.pages:
                size = _size(page)
                if size not in made:
                    sheet = _sheet(*size, text)
                    keep.append(sheet)
                    made[size] = sheet.pages[0]
                page.add_overlay(made[size], None)
            out = io.BytesIO()
            pdf.save(out)
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise _refusal(f"the PDF cannot be opened: {error}") from error
    return out.getvalue()


def _refusal(why: str) -> WatermarkError:
    return WatermarkError(
        f"The page cannot be marked: {why}.",
        why="What is lent may leave only with the borrower's name on it.",
        remedy="Read it on the page instead of loading it down.",
    )


def _size(page: pikepdf.Page) -> tuple[int, int]:
    """Return width and height of a page as it is seen, in points."""
    box = [float(value) for value in page.trimbox]
    width, height = abs(box[2] - box[0]), abs(box[3] - box[1])
    if int(page.obj.get("/Rotate", 0)) % 180:
        width, height = height, width
    return max(1, round(width)), max(1, round(height))


def _sheet(width: int, height: int, text: str) -> pikepdf.Pdf:
    """Return a PDF of one empty page with the mark on it, as a picture with its own transparency."""
    scale = min(_PDF_SCALE, math.sqrt(_MOST_PIXELS / (width * height)))
    overlay = _overlay(max(1, round(width * scale)), max(1, round(height * scale)), text)
    sheet = pikepdf.new()
    page = sheet.add_blank_page(page_size=(width, height))
    mask = sheet.make_stream(
        overlay.getchannel("A").tobytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image,
        Width=overlay.width, Height=overlay.height, ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
    )  # fmt: skip
    ink = sheet.make_stream(
        bytes(_INK), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, SMask=mask,
    )  # fmt: skip
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Mark=ink))
    page.obj.Contents = sheet.make_stream(f"q {width} 0 0 {height} 0 0 cm /Mark Do Q".encode("ascii"))
    return sheet


def _overlay(width: int, height: int, text: str) -> Image.Image:
    """Return a transparent picture with a text again and again, slanting upwards."""
    font, shown = _font(max(_SMALLEST_LETTER, round(width * _LETTER_PART)), text)
    side = math.ceil(math.hypot(width, height))
    tile = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(tile)
    left, top, right, bottom = (round(value) for value in draw.textbbox((0, 0), shown, font=font))
    across, down = right - left + (bottom - top) * 3, (bottom - top) * 6
    for row, y in enumerate(range(0, side, max(1, down))):
        for x in range(-(row % 2) * across // 2, side, max(1, across)):
            draw.text((x, y), shown, fill=_STRENGTH, font=font)
    turned = tile.rotate(_ANGLE, resample=Image.Resampling.BICUBIC)
    x, y = (side - width) // 2, (side - height) // 2
    overlay = Image.new("RGBA", (width, height), (*_INK, 0))
    overlay.putalpha(turned.crop((x, y, x + width, y + height)))
    return overlay


def _font(size: int, text: str) -> tuple[ImageFont.FreeTypeFont | ImageFont.ImageFont, str]:
    """Return a font and what of the text it can show: without a Chinese one the rest still names loan and day."""
    found = chinese_font(_FOLDERS)
    if found is not None:
        return ImageFont.truetype(str(found[0]), size, index=found[1]), text
    plain = "".join(sign for sign in text if sign.isascii())
    return ImageFont.load_default(size), " ".join(plain.split())


@functools.cache
def chinese_font(folders: Iterable[str]) -> tuple[Path, int] | None:
    """Return a font file with Chinese signs and the number of its face, or None when the machine has none."""
    here = {
        path.name: path
        for folder in folders
        if Path(folder).is_dir()
        for path in sorted(Path(folder).rglob("*.[to]t?"))
    }
    return next(((here[name], face) for name, face in _FONTS if name in here), None)
