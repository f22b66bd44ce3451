"""Styles of OpenDocument as far as they change what is read: alignment, breaks, lists, hidden text."""

from __future__ import annotations

from lxml import etree

from anjuan.reading.blocks import Align
from anjuan.reading.office.ordinals import ordinal
from anjuan.reading.office.packages import attribute, local

_ALIGN = {"center": Align.CENTRE, "end": Align.RIGHT, "right": Align.RIGHT}
_DEPTH = 10


class OdfStyles:
    """The styles of one document.

    Args:
        roots: Roots of the parts that hold styles.

    """

    def __init__(self, roots: list[etree._Element]) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._lists: dict[str, dict[int, etree._Element]] = {}
        for root in roots:
            for element in root.iter("{*}style"):
                self._styles.setdefault(attribute(element, "name"), element)
            for element in root.iter("{*}list-style"):
                levels = {
                    int(attribute(level, "level")): level for level in element if attribute(level, "level").isdigit()
                }
                self._lists.setdefault(attribute(element, "name"), levels)

    def _value(self, style: str, group: str, name: str) -> str:
        for _ in range(_DEPTH):
            element = self._styles.get(style)
            if element is None:
                return ""
            for part in element:
                if local(part) == group and attribute(part, name):
                    return attribute(part, name)
            style = attribute(element, "parent-style-name")
        return ""

    def align(self, style: str) -> Align:
        """Return where lines of a paragraph style stand."""
        return _ALIGN.get(self._value(style, "paragraph-properties", "text-align"), Align.LEFT)

    def breaks_before(self, style: str) -> bool:
        """Say whether a paragraph of the style starts a page."""
        element = self._styles.get(style)
        starts = element is not None and bool(attribute(element, "master-page-name"))
        return starts or self._value(style, "paragraph-properties", "break-before") == "page"

    def is_hidden(self, style: str) -> bool:
        """Say whether text of a character style is not shown."""
        return self._value(style, "text-properties", "display") == "none"

    def label(self, style: str, level: int, counters: list[int]) -> str:
        """Return what is printed before an item of a list, with its blank; empty for no number."""
        shape = self._lists.get(style, {}).get(level)
        if shape is None:
            return ""
        if local(shape) == "list-level-style-bullet":
            sign = attribute(shape, "bullet-char")
            return ("•" if not sign or "\ue000" <= sign <= "\uf8ff" else sign) + " "
        form = attribute(shape, "num-format")
        if not form:
            return ""
        shown = attribute(shape, "display-levels")
        first = level - (int(shown) if shown.isdigit() else 1) + 1
        numbers = [
            ordinal(max(counters[place], 1), form if place == level else "1")
            for place in range(max(first, 1), level + 1)
        ]
        return attribute(shape, "num-prefix") + ".".join(numbers) + attribute(shape, "num-suffix") + " "
