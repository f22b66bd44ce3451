"""Pictures of pages for people: the viewer's page and its thumbnail, upright, never larger than asked."""

from __future__ import annotations

import dataclasses
import io
import math
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from anjuan.reading.errors import BrokenFileError
from anjuan.reading.images.frames import frames_of, opened
from anjuan.reading.images.reader import ImageReader
from anjuan.reading.pdf.opening import open_pdf

_PDF = "application/pdf"
_MOST_WIDTH = 4000
_MOST_PIXELS = 24_000_000
_MOST_SOURCE_PIXELS = 300_000_000
_THUMBNAIL_WIDTH = 240
#: WebP keeps small strokes legible at this quality; a thumbnail only has to show what kind of page it is.
_QUALITY = 82
_THUMBNAIL_QUALITY = 60
#: WebP knows no picture with a longer side.
_LONGEST_SIDE = 16_000


@dataclasses.dataclass(frozen=True, slots=True)
class DrawnPage:
    """A picture of a page.

    Attributes:
        content: Its bytes.
        media_type: What they are.
        width: Width in pixels.
        height: Height in pixels.

    """

    content: bytes
    media_type: str
    width: int
    height: int


def has_picture(media_type: str) -> bool:
    """Say whether files of this type hold pictures of their pages, so that :func:`draw_page` can draw them."""
    return media_type == _PDF or media_type in ImageReader.media_types


def draw_page(
    path: Path,
    media_type: str,
    number: int,
    *,
    width: int,
    rotation: int = 0,
    passwords: Sequence[str] = (),
) -> DrawnPage:
    """Return a page as a picture that stands upright and fits the boxes of its lines.

    Args:
        path: The file.
        media_type: What its bytes are; see :func:`has_picture`.
        number: The page, from 1.
        width: Width of the picture in pixels, at most 4000; less when the page is very long.
        rotation: ``Page.rotation``: clockwise degrees by which the stored page is turned to stand upright.
        passwords: Passwords to try.

    Raises:
        BrokenFileError: The file or the page cannot be drawn.
        PasswordNeededError: None of the passwords opens the file.

    """
    picture = _drawer(media_type)(path, number, max(1, min(width, _MOST_WIDTH)), rotation % 360, passwords)
    return _encoded(picture, _QUALITY)


def draw_thumbnail(
    path: Path, media_type: str, number: int, *, rotation: int = 0, passwords: Sequence[str] = ()
) -> DrawnPage:
    """Return a small picture of a page, 240 pixels wide; arguments and errors as :func:`draw_page`."""
    picture = _drawer(media_type)(path, number, _THUMBNAIL_WIDTH, rotation % 360, passwords)
    return _encoded(picture, _THUMBNAIL_QUALITY)


def _drawer(media_type: str) -> Callable[[Path, int, int, int, Sequence[str]], Image.Image]:
    if media_type == _PDF:
        return _pdf_page
    if media_type in ImageReader.media_types:
        return _image_page
    raise BrokenFileError(
        f"Files of the type {media_type} hold no pictures of their pages.",
        remedy="Show the text of the page as it is set instead.",
    )


def _pdf_page(path: Path, number: int, width: int, rotation: int, passwords: Sequence[str]) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        document = open_pdf(path, passwords, Path(folder)).document
        try:
            document.init_forms()
            return _rendered(document, number, width, rotation)
        finally:
            document.close()


def _rendered(document: pdfium.PdfDocument, number: int, width: int, rotation: int) -> Image.Image:
    try:
        if not 1 <= number <= len(document):
            raise _no_page(number)
        page = document[number - 1]
    except pdfium.PdfiumError as error:
        raise _no_page(number) from error
    try:
        across, down = page.get_size()
        if rotation in (90, 270):
            across, down = down, across
        scale = _fitting(width, across, down)
        bitmap = page.render(scale=scale, rotation=rotation, rev_byteorder=True)
        try:
            picture: Image.Image = bitmap.to_pil().convert("RGB").copy()
        finally:
            bitmap.close()
    finally:
        page.close()
    return picture


def _fitting(width: int, across: float, down: float) -> float:
    """Return pixels a point so that the picture has the width, or fewer pixels when it would be too large."""
    across, down = max(across, 1.0), max(down, 1.0)
    scale = width / across
    return min(scale, math.sqrt(_MOST_PIXELS / (across * down)), _LONGEST_SIDE / max(across, down))


def _image_page(path: Path, number: int, width: int, rotation: int, passwords: Sequence[str]) -> Image.Image:
    del passwords  # pictures have none
    with opened(path, _MOST_SOURCE_PIXELS) as image:
        if image.format == "JPEG":
            # The decoder can leave out detail that would be thrown away: four times faster on large photographs.
            image.draft("RGB", (width * 2, width * 2))
        frame = next(frames_of(image, _MOST_SOURCE_PIXELS, number), None)
        if frame is None or frame.picture is None:
            raise _no_page(number)
        picture = frame.picture
        if rotation:
            picture = picture.transpose(_TURNS[rotation])
        scale = min(1.0, _fitting(width, *picture.size))
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0) if scale < 1 else picture.copy()


#: Pillow turns counter-clockwise.
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def _encoded(picture: Image.Image, quality: int) -> DrawnPage:
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=quality, method=2)
    return DrawnPage(buffer.getvalue(), "image/webp", picture.width, picture.height)


def _no_page(number: int) -> BrokenFileError:
    return BrokenFileError(
        f"Page {number} of the file cannot be drawn.",
        why="The file has no such page, or the page is damaged.",
        remedy="Check the number, or get the file again from where it came from.",
    )
