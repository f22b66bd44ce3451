"""What stands on a set page, and how wide text is."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator

PAGE_WIDTH = 595.0
PAGE_HEIGHT = 842.0
NOTICE = "示例数据，所有单位、人员和数据均为虚构"
_CLOSING = "，。；：、）》”！？%℃"


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """A line of text: left end of its baseline, size in points, font role, colour, width as set."""

    x: float
    y: float
    size: float
    font: str
    text: str
    width: float
    colour: str = "black"


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """A straight line with its thickness."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float = 0.6
    colour: str = "black"


@dataclasses.dataclass(frozen=True, slots=True)
class Fill:
    """A grey rectangle."""

    x: float
    y: float
    width: float
    height: float
    grey: float


@dataclasses.dataclass(frozen=True, slots=True)
class Stamp:
    """A seal: centre, diameter, text on it."""

    x: float
    y: float
    size: float
    text: str


@dataclasses.dataclass(slots=True)
class Page:
    """One page with what stands on it, in reading order."""

    runs: list[Run] = dataclasses.field(default_factory=list)
    rules: list[Rule] = dataclasses.field(default_factory=list)
    fills: list[Fill] = dataclasses.field(default_factory=list)
    stamps: list[Stamp] = dataclasses.field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of the page, a line a run."""
        return "\n".join(run.text for run in self.runs)


def em_width(char: str) -> float:
    """Return the width of a character in ems, close to what common Chinese fonts have."""
    code = ord(char)
    if code > 0x2000:  # noqa: PLR2004  from here on characters fill the em square
        return 1.0
    if char == " ":
        return 0.3
    if char.isdigit():
        return 0.55
    if char.isupper():
        return 0.68
    return 0.53 if char.isalpha() else 0.42 if code < 0x80 else 0.6  # noqa: PLR2004  ASCII


def text_width(text: str, size: float) -> float:
    """Return the width of a text in points."""
    return sum(em_width(char) for char in text) * size


def _words(text: str) -> Iterator[str]:
    for narrow, group in itertools.groupby(text, key=lambda char: char.isascii() and char not in " -/→"):
        if narrow:
            yield "".join(group)
        else:
            yield from group


def wrap(text: str, width: float, size: float) -> list[str]:
    """Return the text as lines no wider than a width; a line never begins with closing punctuation."""
    lines: list[str] = []
    line, used = "", 0.0
    for word in _words(text):
        wide = text_width(word, size)
        if line and used + wide > width and not (word in _CLOSING and used + wide * 0.5 <= width):
            if word in _CLOSING and len(line) > 1:
                word, line = line[-1] + word, line[:-1]  # noqa: PLW2901  the last character goes along
                wide = text_width(word, size)
            lines.append(line)
            line, used = "", 0.0
        while wide > width and len(word) > 1:
            cut = max(1, int(len(word) * width / wide))
            lines.append(word[:cut])
            word = word[cut:]  # noqa: PLW2901  the rest of an overlong word
            wide = text_width(word, size)
        line += word
        used += wide
    return [*lines, line] if line or not lines else lines
