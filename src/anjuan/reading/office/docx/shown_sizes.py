"""How large a picture is shown in a Word document."""

from __future__ import annotations

import re

from lxml import etree

from anjuan.reading.office.packages import attribute, local

_EMU_PER_POINT = 12_700
_PER_POINT = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, "pc": 12.0}
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d+(?:\.\d+)?)\s*(pt|in|cm|mm|px|pc)")


def shown_size(picture: etree._Element) -> tuple[float, float]:
    """Return width and height in points of the drawing that holds a picture; zeros when it says nothing.

    Args:
        picture: The reference to the picture: ``a:blip`` or ``v:imagedata``.

    """
    for holder in picture.iterancestors():
        kind = local(holder)
        if kind in {"inline", "anchor"}:
            return next(
                ((_points(part, "cx"), _points(part, "cy")) for part in holder if local(part) == "extent"), (0, 0)
            )
        if kind in {"shape", "rect"}:
            found = {
                name: float(value) * _PER_POINT[unit]
                for name, value, unit in _LENGTH.findall(attribute(holder, "style"))
            }
            return found.get("width", 0.0), found.get("height", 0.0)
        if kind == "p":
            break
    return 0.0, 0.0


def _points(extent: etree._Element, name: str) -> float:
    value = attribute(extent, name)
    return int(value) / _EMU_PER_POINT if value.isdigit() else 0.0
