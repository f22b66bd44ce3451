"""The numbers that Word counts itself: 1., 1.1, 一、, (a); they stand nowhere in the text."""

from __future__ import annotations

import dataclasses
import re

from lxml import etree

from anjuan.reading.office.ordinals import ordinal
from anjuan.reading.office.packages import attribute, local
from anjuan.reading.office.symbols import is_symbol_font, symbols

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclasses.dataclass(frozen=True, slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclasses.dataclass(slots=True)
class _List:
    """One list as it is counted: its levels and where each stands."""

    levels: dict[int, _Level]
    counters: list[int | None] = dataclasses.field(default_factory=lambda: [None] * _LEVELS)


class Numbering:
    """Counts the numbered paragraphs of one document, in reading order.

    Args:
        root: Root of ``numbering.xml``; None when the document has none.
        style_lists: The list number that each list style names, for lists defined through a style.

    """

    def __init__(self, root: etree._Element | None, style_lists: dict[str, str] | None = None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}
        self._numbers: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._lists: dict[str, _List] = {}
        self._started: set[tuple[str, int]] = set()
        self._style_lists = style_lists or {}
        for element in root if root is not None else ():
            kind = local(element)
            if kind == "abstractNum":
                self._read_abstract(element)
            elif kind == "num":
                self._read_number(element)

    def _read_abstract(self, element: etree._Element) -> None:
        identity = attribute(element, "abstractNumId")
        self._abstract[identity] = _levels(element)
        for child in element:
            if local(child) == "numStyleLink":
                self._links[identity] = attribute(child, "val")

    def _read_number(self, element: etree._Element) -> None:
        abstract, levels, starts = "", dict[int, _Level](), dict[int, int]()
        for child in element:
            if local(child) == "abstractNumId":
                abstract = attribute(child, "val")
            elif local(child) == "lvlOverride":
                level = _whole(attribute(child, "ilvl"), 0)
                levels.update(_levels(child))
                for part in child:
                    if local(part) == "startOverride":
                        starts[level] = _whole(attribute(part, "val"), 1)
        self._numbers[attribute(element, "numId")] = (abstract, levels, starts)

    def level_of_style(self, number_id: str, style: str) -> int:
        """Return the level (from 0) that a list gives to paragraphs of a style; 0 when it names none."""
        levels, _ = self._levels_of(number_id)
        return next((index for index, level in levels.items() if level.style == style), 0)

    def label(self, number_id: str, level: int) -> str:
        """Count one paragraph and return what is printed before it, with its blank; empty for no number."""
        if number_id not in self._numbers or not 0 <= level < _LEVELS:
            return ""
        levels, abstract = self._levels_of(number_id)
        counted = self._lists.setdefault(abstract, _List(levels))
        self._count(counted, levels, (number_id, level))
        shape = levels.get(level, _Level())
        if shape.form == "bullet":
            return (shape.text or "•") + " "
        text = _PLACE.sub(lambda found: self._value(counted, levels, shape, int(found[1]) - 1), shape.text)
        return text + (" " if text and shape.suffix != "nothing" else "")

    def _levels_of(self, number_id: str) -> tuple[dict[int, _Level], str]:
        abstract, own, _ = self._numbers.get(number_id, ("", {}, {}))
        linked = self._style_lists.get(self._links.get(abstract, ""), "")
        if linked and linked != number_id and linked in self._numbers:
            abstract = self._numbers[linked][0]
        return {**self._abstract.get(abstract, {}), **own}, abstract

    def _count(self, counted: _List, levels: dict[int, _Level], place: tuple[str, int]) -> None:
        number_id, level = place
        counters = counted.counters
        start = self._numbers[number_id][2].get(level)
        if start is not None and place not in self._started:
            counters[level] = start
        elif counters[level] is None:
            counters[level] = levels.get(level, _Level()).start
        else:
            counters[level] = (counters[level] or 0) + 1
        self._started.add(place)
        for above in range(level):
            if counters[above] is None:
                counters[above] = levels.get(above, _Level()).start
        for below in range(level + 1, _LEVELS):
            restart = levels.get(below, _Level()).restart
            if restart is None or 0 < level + 1 <= restart:
                counters[below] = None

    def _value(self, counted: _List, levels: dict[int, _Level], shape: _Level, level: int) -> str:
        own = levels.get(level, _Level())
        number = counted.counters[level]
        form = "decimal" if shape.legal and own.form != "none" else own.form
        return ordinal(own.start if number is None else number, form)


def _levels(element: etree._Element) -> dict[int, _Level]:
    return {_whole(attribute(child, "ilvl"), 0): _level(child) for child in element if local(child) == "lvl"}


def _level(element: etree._Element) -> _Level:
    values: dict[str, str] = {}
    font = ""
    for child in element.iterdescendants():
        name = local(child)
        if name == "rFonts":
            font = attribute(child, "ascii") or attribute(child, "hAnsi")
        elif name not in values:
            values[name] = attribute(child, "val")
    form = values.get("numFmt", "decimal")
    text = values.get("lvlText", "")
    if form == "bullet":
        text = (
            symbols(text, font) if is_symbol_font(font) or any("\ue000" <= sign <= "\uf8ff" for sign in text) else text
        )
    restart = values.get("lvlRestart")
    return _Level(
        form=form,
        text=text,
        start=_whole(values.get("start", ""), 1),
        suffix=values.get("suff", "tab"),
        restart=None if restart is None else _whole(restart, 0),
        legal="isLgl" in values and values["isLgl"] not in {"0", "false"},
        style=values.get("pStyle", ""),
    )


def _whole(text: str, otherwise: int) -> int:
    try:
        return int(text)
    except ValueError:
        return otherwise
