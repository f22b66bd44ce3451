"""Pictures on OFD pages: those that may hold a page of text are recognised and put where they stand."""

from __future__ import annotations

import dataclasses
import io
import warnings
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image

from anjuan.reading.errors import BrokenFileError
from anjuan.reading.ofd.content import Picture
from anjuan.reading.ofd.files import Resources
from anjuan.reading.ofd.lines import renumbered
from anjuan.reading.office.members import SCAN_SIDE
from anjuan.reading.office.packages import Package
from anjuan.reading.pages import Box, Cell, Line, Notice, Page, Seal, Table, TextSource
from anjuan.reading.protocol import Engine, ReadOptions, Recognised

_LEAST_SHARE = 0.25  # of the page that a picture covers before it counts as a page of text
_MM_PER_INCH = 25.4
_TURNED = (90, 270)


class PictureReader:
    """Recognises large pictures of pages.

    Args:
        package: Where the pictures are.
        engine: Gives the engine.
        options: How to read; without ``recognise`` pictures are left alone.

    """

    def __init__(self, package: Package, engine: Callable[[], Engine], options: ReadOptions) -> None:
        self._package = package
        self._engine = engine
        self._options = options

    def completed(
        self, page: Page, pictures: list[Picture], held: Resources, size: tuple[float, float], notices: list[Notice]
    ) -> Page:
        """Return the page with what its pictures say.

        Args:
            page: The page with its own text.
            pictures: The pictures on it.
            held: Where their bytes are.
            size: Width and height of the page in millimetres.
            notices: Takes what could not be read.

        """
        recognised = False
        wanting = False
        for picture in pictures:
            part, form = held.pictures.get(picture.resource, ("", ""))
            if not part:
                continue
            pixels = self._pixels(part, form, page.number, notices)
            if pixels is None or not _is_page_like(picture, pixels, size):
                continue
            if not self._options.recognise:
                wanting = True
                continue
            page = _with_picture(page, self._recognised(picture, pixels), _box(picture, size))
            recognised = True
        return _judged(page, recognised=recognised, wanting=wanting)

    def _pixels(self, part: str, form: str, page: int, notices: list[Notice]) -> npt.NDArray[np.uint8] | None:
        limit = self._options.limits.picture_pixels
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # our own limit on pixels follows
                with Image.open(io.BytesIO(self._package.part(part))) as picture:
                    if 0 < limit < picture.width * picture.height:
                        notices.append(
                            Notice("picture-unreadable", f"The picture {part} is too large.", page, partial=True)
                        )
                        return None
                    return np.asarray(picture.convert("RGB"), dtype=np.uint8)
        except (BrokenFileError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            text = f"The picture {part} could not be read; its format is {form or 'unknown'}."
            notices.append(Notice("picture-unreadable", text, page, partial=True))
            return None

    def _recognised(self, picture: Picture, pixels: npt.NDArray[np.uint8]) -> Recognised:
        wide = max(picture.bounds[2] - picture.bounds[0], 1.0)
        return self._engine().recognise(pixels, pixels.shape[1] / wide * _MM_PER_INCH)


def _is_page_like(picture: Picture, pixels: npt.NDArray[np.uint8], size: tuple[float, float]) -> bool:
    x0, y0, x1, y1 = picture.bounds
    share = (x1 - x0) * (y1 - y0) / (size[0] * size[1])
    return share >= _LEAST_SHARE and min(pixels.shape[:2]) > SCAN_SIDE


def _box(picture: Picture, size: tuple[float, float]) -> Box:
    x0, y0, x1, y1 = picture.bounds
    inside = [min(max(value, 0.0), 1.0) for value in (x0 / size[0], y0 / size[1], x1 / size[0], y1 / size[1])]
    return inside[0], inside[1], inside[2], inside[3]


def _with_picture(page: Page, found: Recognised, box: Box) -> Page:
    """Return the page with recognised lines; a page that is nothing but a turned picture is turned with it."""
    alone = not page.lines
    if found.rotation and alone:
        width, height = (page.height, page.width) if found.rotation in _TURNED else (page.width, page.height)
        page = dataclasses.replace(page, rotation=found.rotation, width=width, height=height)
        box = turned(box, found.rotation)
    lines = (
        [*page.lines, *(_placed_line(line, box) for line in found.lines)] if alone or not found.rotation else page.lines
    )
    return dataclasses.replace(
        page,
        lines=renumbered(list(lines)) if not alone else tuple(lines),
        seals=(*page.seals, *(_placed_seal(seal, box) for seal in found.seals)),
        tables=(*page.tables, *(_placed_table(table, box) for table in found.tables)),
        skew=found.skew,
    )


def turned(box: Box, rotation: int) -> Box:
    """Return where a box lies after the page was turned clockwise by 90, 180 or 270 degrees."""
    x0, y0, x1, y1 = box
    if rotation == 90:  # noqa: PLR2004
        return 1 - y1, x0, 1 - y0, x1
    if rotation == 180:  # noqa: PLR2004
        return 1 - x1, 1 - y1, 1 - x0, 1 - y0
    return y0, 1 - x1, y1, 1 - x0


def _inside(box: Box, outer: Box) -> Box:
    wide, tall = outer[2] - outer[0], outer[3] - outer[1]
    return (outer[0] + box[0] * wide, outer[1] + box[1] * tall, outer[0] + box[2] * wide, outer[1] + box[3] * tall)


def _placed_line(line: Line, outer: Box) -> Line:
    wide = outer[2] - outer[0]
    edges = tuple(outer[0] + edge * wide for edge in line.edges)
    return dataclasses.replace(line, box=_inside(line.box, outer), edges=edges)


def _placed_seal(seal: Seal, outer: Box) -> Seal:
    return dataclasses.replace(seal, box=_inside(seal.box, outer))


def _placed_table(table: Table, outer: Box) -> Table:
    cells: tuple[Cell, ...] = tuple(dataclasses.replace(cell, box=_inside(cell.box, outer)) for cell in table.cells)
    return dataclasses.replace(table, box=_inside(table.box, outer), cells=cells)


def _judged(page: Page, *, recognised: bool, wanting: bool) -> Page:
    own = any(line.confidence is None for line in page.lines)
    if recognised:
        source = TextSource.MIXED if own else TextSource.OCR
        return dataclasses.replace(page, source=source, reason="picture-of-text" if own else "no-text-layer")
    if own:
        return page
    reason = "no-text-layer" if wanting else ""
    return dataclasses.replace(page, source=TextSource.NONE, reason=reason, blank=not wanting and not page.seals)
