"""One page on its way through recognition: stood upright, straightened, taken apart, read."""

from __future__ import annotations

import dataclasses
import statistics

import cv2
import numpy as np
import numpy.typing as npt

from anjuan.reading.recognition import (
    columns,
    detection,
    geometry,
    grids,
    leftovers,
    lines,
    orientation,
    preparation,
    seals,
    squares,
    strokes,
    wording,
)
from anjuan.reading.recognition.geometry import Picture, Quad
from anjuan.reading.recognition.lines import Reading, Sign
from anjuan.reading.recognition.nets import Nets
from anjuan.reading.stamps import Spot, find

#: Dots per inch that text is looked for at; a page of A4 is then about 1280 pixels high.
_LOOK_DPI = 110.0
#: Bounds of the side that the detector sees.
_SIDES = (960, 2560)
#: The side when the picture does not credibly say how large the paper was.
_USUAL_SIDE = 1280
#: Figures below are what cameras and screens write without meaning it.
_CREDIBLE_DPI = 100.0
#: A line below this confidence is read once more, cut differently.
_DOUBTFUL = 0.9
#: A line below it is noise unless it has several characters.
_NOISE = 0.3


@dataclasses.dataclass(frozen=True, slots=True)
class Upright:
    """A page the right way up.

    Attributes:
        picture: In colour, seals on it.
        clean: Seals lifted off, light evened.
        quads: Where text stands.
        spots: Where seals stand.
        rotation: Clockwise degrees it was turned by.

    """

    picture: Picture
    clean: Picture
    quads: list[Quad]
    spots: list[Spot]
    rotation: int


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """One line of a page.

    Attributes:
        quad: Its box on the straight page.
        reading: What it says.

    """

    quad: Quad
    reading: Reading


@dataclasses.dataclass(frozen=True, slots=True)
class Straight:
    """A page as read, in the pixels of the straight page.

    Attributes:
        items: Its lines, in no order.
        grids: Its ruled tables.
        back: From straight to upright pixels.
        skew: Degrees by which the lines fell, positive clockwise.

    """

    items: list[Item]
    grids: list[grids.Grid]
    back: geometry.Transform
    skew: float


def is_blank(picture: Picture) -> bool:
    """Say whether nothing can stand on a picture: too small, or of one shade."""
    if min(picture.shape[:2]) < 8:  # noqa: PLR2004  no character has fewer pixels
        return True
    low, high, _, _ = cv2.minMaxLoc(picture.reshape(picture.shape[0], -1))
    return bool(high - low < 12)  # noqa: PLR2004  not visible


def stand_upright(picture: Picture, dpi: float, nets: Nets) -> Upright:
    """Return the page the right way up, with its text found and its seals lifted."""
    fitted = preparation.fitted(picture)
    settings = detection.DetectorSettings(side=_side(picture, dpi))
    page = _looked_at(fitted, 0, nets, settings)
    if orientation.lies_sideways(page.quads):
        turned = _looked_at(fitted, 270, nets, settings)
        if orientation.reads_sideways(turned.clean, turned.quads, nets):
            page = turned
    if orientation.is_upside_down(page.clean, page.quads, nets):
        page = _looked_at(fitted, (page.rotation + 180) % 360, nets, settings)
    return page


def take_apart(page: Upright, nets: Nets) -> Straight:
    """Return the lines and tables of an upright page."""
    skew = detection.skew_of(page.quads)
    level = preparation.straightened(page.clean, skew)
    grey = np.asarray(cv2.cvtColor(level.picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    found = [geometry.moved(quad, level.there) for quad in page.quads]
    height = _line_height(found)
    drawn = grids.rules(grey, height)
    darkness = preparation.darkness(grey)
    tables = grids.grids(drawn)
    boxes = squares.find(darkness, height)
    items = []
    pieces = [piece for whole in found for piece in grids.cut_at_rules(whole, drawn)]
    for quad in [*pieces, *leftovers.in_cells(darkness, tables, pieces, height)]:
        reading = _read(page.clean, geometry.moved(quad, level.back), nets)
        reading = squares.put_in(reading, quad, [box for box in boxes if squares.on_line(box, quad)])
        width, tall = geometry.size(quad)
        reading = strokes.judged(wording.worded(reading, width / max(tall, 1.0), wording.repairs()), grey, quad)
        if not _is_noise(reading):
            items.append(Item(quad, reading))
    items += _alone(boxes, [item.quad for item in items])
    return Straight(items, tables, level.back, skew)


def _side(picture: Picture, dpi: float) -> int:
    if dpi < _CREDIBLE_DPI:
        return _USUAL_SIDE
    side = min(max(max(picture.shape[:2]) / dpi * _LOOK_DPI, _SIDES[0]), _SIDES[1])
    return int(round(side / detection.STEP) * detection.STEP)


def _looked_at(fitted: Picture, rotation: int, nets: Nets, settings: detection.DetectorSettings) -> Upright:
    picture = preparation.turned(fitted, rotation)
    spots = find(picture)
    clean = preparation.evenly_lit(seals.lifted(picture, spots) if spots else picture)
    return Upright(picture, clean, detection.find_text(clean, nets.detector, settings), spots, rotation)


def _line_height(quads: list[Quad]) -> float:
    return statistics.median([geometry.size(quad)[1] for quad in quads] or [24.0])


def _read(picture: Picture, quad: Quad, nets: Nets) -> Reading:
    """Return the reading of a line; a doubtful one is cut a little wider and a little tighter as well."""
    if columns.is_tall(quad):
        return columns.read(picture, quad, nets)
    first = lines.read_line(picture, quad, nets)
    if first.confidence >= _DOUBTFUL:
        return first
    height = geometry.size(quad)[1]
    again = [
        lines.read_line(picture, geometry.grown(quad, reach * height, deep * height), nets)
        for reach, deep in ((0.15, 0.08), (0.0, -0.08))
    ]
    return max([first, *again], key=lambda reading: reading.confidence)


def _is_noise(reading: Reading) -> bool:
    if not reading.signs:
        return True
    return reading.confidence < _NOISE and len(reading.text) <= 2  # noqa: PLR2004


def _alone(boxes: list[squares.Square], quads: list[Quad]) -> list[Item]:
    """Return the check boxes that stand on no line, each as a line of its own."""
    return [
        Item(box.quad, Reading((Sign(squares.FILLED, 0.5, squares.CONFIDENCE),)))
        for box in boxes
        if not any(squares.on_line(box, quad) for quad in quads)
    ]


def bounds_upright(
    rect: tuple[float, float, float, float], back: geometry.Transform, size: tuple[int, int]
) -> tuple[float, float, float, float]:
    """Return a rectangle of the straight page as a box of the upright one, in fractions of its size.

    Args:
        rect: Left, top, right, bottom in pixels.
        back: From straight to upright pixels.
        size: Width and height of the upright picture in pixels.

    """
    left, top, right, bottom = rect
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float32)
    return fractions(geometry.bounds(geometry.moved(corners, back)), size)


def fractions(rect: tuple[float, float, float, float], size: tuple[int, int]) -> tuple[float, float, float, float]:
    """Return a rectangle in pixels as fractions of a picture's width and height, cut at its edges."""
    values: npt.NDArray[np.float64] = np.array(rect, dtype=np.float64) / np.array([*size, *size], dtype=np.float64)
    x0, y0, x1, y1 = (float(value) for value in np.clip(values, 0.0, 1.0))
    return x0, y0, x1, y1
