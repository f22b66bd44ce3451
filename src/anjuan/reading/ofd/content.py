"""What stands on an OFD page: runs of characters with their places, and pictures."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Mapping

from lxml import etree

from anjuan.reading.linebreaking import text_width
from anjuan.reading.ofd.geometry import (
    Matrix,
    applied,
    combined,
    deltas,
    matrix,
    moved,
    number,
    rectangle,
)
from anjuan.reading.office.packages import attribute, local
from anjuan.reading.pages import Role

_CONTAINERS = frozenset({"Content", "Layer", "PageBlock", "Page", "Appearance"})
_DEPTH = 12
_ASCENT = 0.86  # share of the letter size above the base line
_MOST_OBJECTS = 400_000


@dataclasses.dataclass(slots=True)
class Run:
    """Characters that follow each other on one base line; millimetres.

    Attributes:
        text: The characters.
        edges: ``len(text) + 1`` x positions; empty when the run does not lie level.
        base: The y of the base line.
        size: The height of the letters.
        bounds: x0, y0, x1, y1.
        role: The part of the page.

    """

    text: str
    edges: list[float]
    base: float
    size: float
    bounds: tuple[float, float, float, float]
    role: Role


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """A picture on the page: the id of its resource and its bounds in millimetres."""

    resource: str
    bounds: tuple[float, float, float, float]


@dataclasses.dataclass(slots=True)
class Content:
    """Collects what pages, templates and annotations hold.

    Attributes:
        composites: Reusable drawings by id.
        runs: Runs found, in the order of the file.
        pictures: Pictures found.

    """

    composites: Mapping[str, etree._Element]
    runs: list[Run] = dataclasses.field(default_factory=list)
    pictures: list[Picture] = dataclasses.field(default_factory=list)
    _left: int = _MOST_OBJECTS

    def take(self, element: etree._Element, transform: Matrix, role: Role = Role.BODY, depth: int = _DEPTH) -> None:
        """Take in all objects below an element.

        Args:
            element: A page, template or appearance.
            transform: From its coordinates to millimetres of the page.
            role: For what is found.
            depth: How deep drawings may lie in each other.

        """
        for child in element:
            self._left -= 1
            if self._left < 0 or depth < 0:
                return
            kind = local(child)
            own_role = Role.HIDDEN if attribute(child, "Visible").casefold() == "false" else role
            if kind == "TextObject":
                self._text(child, transform, own_role)
            elif kind == "ImageObject":
                self._picture(child, transform)
            elif kind == "CompositeObject":
                unit = self.composites.get(attribute(child, "ResourceID"))
                if unit is not None:
                    self.take(unit, _placed(child, transform), own_role, depth - 1)
            elif kind in _CONTAINERS:
                self.take(child, transform, own_role, depth - 1)

    def _picture(self, element: etree._Element, transform: Matrix) -> None:
        whole = _placed(element, transform)
        corners = [applied(whole, x, y) for x in (0.0, 1.0) for y in (0.0, 1.0)]
        if not attribute(element, "CTM"):
            box = rectangle(attribute(element, "Boundary"))
            if box is None:
                return
            corners = [applied(transform, box[0] + x * box[2], box[1] + y * box[3]) for x in (0, 1) for y in (0, 1)]
        self.pictures.append(Picture(attribute(element, "ResourceID"), _bounds(corners)))

    def _text(self, element: etree._Element, transform: Matrix, role: Role) -> None:
        whole = _placed(element, transform)
        size = number(attribute(element, "Size"), 0.0)
        stretch = number(attribute(element, "HScale"), 1.0) or 1.0
        x = y = 0.0
        for code in element:
            if local(code) != "TextCode":
                continue
            text = "".join(map(str, code.itertext()))
            x, y = number(attribute(code, "X"), x), number(attribute(code, "Y"), y)
            if text.strip() and size > 0:
                places = _places(code, text, (x, y), size * stretch)
                self._split(text, places, whole, (size, stretch, role))

    def _split(
        self, text: str, places: list[tuple[float, float]], whole: Matrix, how: tuple[float, float, Role]
    ) -> None:
        """Add the text as one run, or as several where it starts a new line of its own."""
        size = how[0]
        start = 0
        for index in range(1, len(text)):
            (x, y), (before_x, before_y) = places[index], places[index - 1]
            if abs(y - before_y) > size * 0.5 and x < before_x - size * 0.5:
                self._add(text[start:index], places[start:index], whole, how)
                start = index
        self._add(text[start:], places[start:], whole, how)

    def _add(self, text: str, places: list[tuple[float, float]], whole: Matrix, how: tuple[float, float, Role]) -> None:
        size, stretch, role = how
        last = text_width(text[-1:]) * size * stretch
        points = [applied(whole, x, y) for x, y in places]
        end = applied(whole, places[-1][0] + last, places[-1][1])
        height = size * math.hypot(whole[2], whole[3])
        level = abs(whole[1]) <= abs(whole[0]) * 0.05 and abs(points[0][1] - points[-1][1]) <= height * 0.5
        upper = [applied(whole, x, y - size * _ASCENT) for x, y in (places[0], places[-1])]
        lower = [applied(whole, x, y + size * (1 - _ASCENT)) for x, y in (places[0], places[-1])]
        bounds = _bounds([*points, end, *upper, *lower])
        edges = [point[0] for point in points] + [end[0]]
        rising = all(left <= right + 1e-6 for left, right in itertools.pairwise(edges))
        self.runs.append(Run(text, edges if level and rising else [], points[0][1], height, bounds, role))


def _placed(element: etree._Element, transform: Matrix) -> Matrix:
    box = rectangle(attribute(element, "Boundary"))
    own = matrix(attribute(element, "CTM"))
    if box is not None:
        own = moved(own, box[0], box[1])
    return combined(own, transform)


def _places(code: etree._Element, text: str, start: tuple[float, float], size: float) -> list[tuple[float, float]]:
    count = len(text) - 1
    across, down = attribute(code, "DeltaX"), attribute(code, "DeltaY")
    steps_down = deltas(down, count) or [0.0] * count
    steps_across = deltas(across, count)
    if not steps_across:
        steps_across = [0.0] * count if any(steps_down) else [text_width(sign) * size for sign in text[:-1]]
    x, y = start
    places = [(x, y)]
    for right, low in zip(steps_across, steps_down, strict=True):
        x, y = x + right, y + low
        places.append((x, y))
    return places


def _bounds(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    across = [point[0] for point in points]
    down = [point[1] for point in points]
    return min(across), min(down), max(across), max(down)
