"""Where the shapes of a slide stand, groups and placeholders worked out; lengths in EMU (914,400 an inch)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from lxml import etree

from anjuan.reading.office.packages import attribute, local

EMU_PER_POINT = 12_700
_SHAPES = frozenset({"sp", "pic", "graphicFrame", "cxnSp"})
_DEPTH = 20


@dataclasses.dataclass(frozen=True, slots=True)
class Placed:
    """A shape with its bounds on the slide in EMU; None when the slide does not say."""

    element: etree._Element
    bounds: tuple[float, float, float, float] | None


@dataclasses.dataclass(frozen=True, slots=True)
class _Shift:
    """From the coordinates inside a group to those of the slide."""

    x: float = 0.0
    y: float = 0.0
    across: float = 1.0
    down: float = 1.0


def shapes(tree: etree._Element, inherited: Mapping[str, tuple[float, float, float, float]]) -> list[Placed]:
    """Return the shapes of a slide, those in groups too, from the top, each row from the left.

    Args:
        tree: The shape tree of the slide.
        inherited: Bounds of placeholders by :func:`placeholder_key`, from the layout.

    """
    found = list(_walk(tree, _Shift(), inherited, _DEPTH))
    titles = [shape for shape in found if placeholder_key(shape.element).startswith(("title", "ctrTitle"))]
    rest = [shape for shape in found if shape not in titles]
    rest.sort(key=_position)
    return titles + rest


def _position(shape: Placed) -> tuple[float, float]:
    if shape.bounds is None:
        return (float("inf"), 0.0)
    row = round(shape.bounds[1] / (EMU_PER_POINT * 18))  # shapes whose tops differ by less than a line are a row
    return (row, shape.bounds[0])


def placeholder_key(shape: etree._Element) -> str:
    """Return kind and number of a placeholder; empty for a shape that is none."""
    for element in shape.iter("{*}ph"):
        kind = attribute(element, "type") or "body"
        return f"{kind}:{attribute(element, 'idx')}"
    return ""


def placeholder_bounds(tree: etree._Element) -> dict[str, tuple[float, float, float, float]]:
    """Return the bounds of the placeholders of a layout or master."""
    found = {}
    for shape in tree.iter("{*}sp"):
        key = placeholder_key(shape)
        bounds = _own_bounds(shape, _Shift())
        if key and bounds:
            found[key] = bounds
            found.setdefault(key.partition(":")[0], bounds)
    return found


def _walk(
    tree: etree._Element, shift: _Shift, inherited: Mapping[str, tuple[float, float, float, float]], depth: int
) -> Iterator[Placed]:
    for child in tree:
        name = local(child)
        if name in _SHAPES:
            key = placeholder_key(child)
            bounds = _own_bounds(child, shift) or inherited.get(key) or inherited.get(key.partition(":")[0])
            yield Placed(child, bounds)
        elif name == "grpSp" and depth:
            yield from _walk(child, _inner(child, shift), inherited, depth - 1)
        elif name == "AlternateContent":
            choices = [choice for choice in child if local(choice) == "Choice"]
            for choice in choices[:1] or list(child)[:1]:
                yield from _walk(choice, shift, inherited, depth)


def _inner(group: etree._Element, shift: _Shift) -> _Shift:
    transform = next((part for part in group.iter("{*}xfrm")), None)
    values = {local(part): part for part in transform} if transform is not None else {}
    if not {"off", "ext", "chOff", "chExt"} <= set(values):
        return shift
    across = _number(values["ext"], "cx") / (_number(values["chExt"], "cx") or 1.0)
    down = _number(values["ext"], "cy") / (_number(values["chExt"], "cy") or 1.0)
    x = _number(values["off"], "x") - _number(values["chOff"], "x") * across
    y = _number(values["off"], "y") - _number(values["chOff"], "y") * down
    return _Shift(shift.x + x * shift.across, shift.y + y * shift.down, shift.across * across, shift.down * down)


def _own_bounds(shape: etree._Element, shift: _Shift) -> tuple[float, float, float, float] | None:
    for transform in shape.iter("{*}xfrm"):
        values = {local(part): part for part in transform}
        if "off" in values and "ext" in values:
            x, y = _number(values["off"], "x"), _number(values["off"], "y")
            x0, y0 = shift.x + x * shift.across, shift.y + y * shift.down
            return (
                x0,
                y0,
                x0 + _number(values["ext"], "cx") * shift.across,
                y0 + _number(values["ext"], "cy") * shift.down,
            )
        return None
    return None


def _number(element: etree._Element, name: str) -> float:
    try:
        return float(attribute(element, name) or 0)
    except ValueError:
        return 0.0
