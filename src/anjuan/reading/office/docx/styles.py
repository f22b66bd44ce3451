"""What paragraph and character styles of Word say, with what they inherit."""

from __future__ import annotations

import dataclasses
import re

from lxml import etree

from anjuan.reading.blocks import Align
from anjuan.reading.office.packages import attribute, local

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_ALIGN = {"center": Align.CENTRE, "right": Align.RIGHT, "end": Align.RIGHT}
_OFF = frozenset({"0", "false", "off", "none"})
_DEPTH = 12


@dataclasses.dataclass(frozen=True, slots=True)
class Style:
    """What a style adds to a paragraph.

    Attributes:
        heading: Level from 1; 0 for running text.
        align: Where lines stand; None when the style does not say.
        number_id: The list it belongs to; empty for none.
        level: Its level in that list, from 0; None when the list says.
        hidden: Whether its text is not printed.
        font: The font of its letters; empty when the style does not say.

    """

    heading: int = 0
    align: Align | None = None
    number_id: str = ""
    level: int | None = None
    hidden: bool = False
    font: str = ""


class Styles:
    """The styles of one document by their id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._read: dict[str, Style] = {}
        self.default = ""
        for element in root if root is not None else ():
            if local(element) == "style":
                identity = attribute(element, "styleId")
                self._elements[identity] = element
                if attribute(element, "type") == "paragraph" and attribute(element, "default") in {"1", "true", "on"}:
                    self.default = identity

    def style(self, identity: str) -> Style:
        """Return a style; an empty one when the document does not define it."""
        if identity not in self._read:
            self._read[identity] = self._style(identity, _DEPTH)
        return self._read[identity]

    def list_styles(self) -> dict[str, str]:
        """Return the list number that each list style names."""
        lists = {}
        for identity, element in self._elements.items():
            if attribute(element, "type") == "numbering":
                lists[identity] = self.style(identity).number_id
        return lists

    def _style(self, identity: str, depth: int) -> Style:
        element = self._elements.get(identity)
        if element is None or depth == 0:
            return Style()
        base, name = _child_value(element, "basedOn"), _child_value(element, "name")
        style = self._style(base, depth - 1) if base and base != identity else Style()
        for child in element:
            if local(child) in {"pPr", "rPr"}:
                style = with_properties(style, child)
        heading = _HEADING.match(name)
        if heading:
            return dataclasses.replace(style, heading=int(heading[1]))
        return dataclasses.replace(style, heading=1) if name.casefold() in {"title", "标题"} else style


def _child_value(element: etree._Element, name: str) -> str:
    return next((attribute(child, "val") for child in element if local(child) == name), "")


def with_properties(style: Style, properties: etree._Element) -> Style:
    """Return the style changed by what a ``pPr`` or ``rPr`` says."""
    changes: dict[str, object] = {}
    for child in properties:
        kind = local(child)
        value = attribute(child, "val")
        if kind == "jc":
            changes["align"] = _ALIGN.get(value, Align.LEFT)
        elif kind == "outlineLvl" and value.isdigit():
            changes["heading"] = int(value) + 1 if int(value) < 9 else 0  # noqa: PLR2004  9 is running text
        elif kind == "numPr":
            changes.update(_number_properties(child))
        elif kind == "vanish":
            changes["hidden"] = is_on(child)
        elif kind == "rFonts":
            changes["font"] = attribute(child, "ascii") or attribute(child, "hAnsi")
    return dataclasses.replace(style, **changes) if changes else style  # type: ignore[arg-type]


def _number_properties(element: etree._Element) -> dict[str, object]:
    found: dict[str, object] = {}
    for child in element:
        value = attribute(child, "val")
        if local(child) == "numId":
            found["number_id"] = "" if value == "0" else value
        elif local(child) == "ilvl" and value.isdigit():
            found["level"] = int(value)
    return found


def is_on(element: etree._Element) -> bool:
    """Say whether a switch such as ``w:vanish`` is on: present, and not set to false."""
    return attribute(element, "val") not in _OFF
