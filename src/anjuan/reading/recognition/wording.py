"""The last step of a line: blanks as printed, and misreadings that are certain in their context."""

from __future__ import annotations

import functools
import itertools
import re
import statistics
from collections.abc import Iterable
from pathlib import Path

import pydantic

from anjuan.kit import rulefiles
from anjuan.reading.recognition.lines import Reading, Sign

_TABLES = Path(__file__).parent / "tables"

#: Ideographs, their punctuation and full-width forms: no blank belongs beside them.
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff、。〇“”‘’…—·]")

#: A gap between ideographs counts as a blank from this many pitches of the line on.
_GAP = 2.4


class Example(rulefiles.Strict):
    """A worked example of the table."""

    read: str
    meant: str


class Repair(rulefiles.Strict):
    """A misreading: a pattern, and what stands there in truth, of the same length."""

    pattern: re.Pattern[str]
    meant: str
    why: str

    @pydantic.field_validator("pattern", mode="before")
    @classmethod
    def _compiled(cls, value: object) -> object:
        return re.compile(str(value))


class Repairs(rulefiles.RuleFile):
    """Misreadings that are certain in their context."""

    repairs: tuple[Repair, ...]
    examples: tuple[Example, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every example that does not come out."""
        for example in self.examples:
            result = repaired(example.read, self)
            if result != example.meant:
                yield f"{example.read!r} becomes {result!r}, not {example.meant!r}"


@functools.cache
def repairs() -> Repairs:
    """Return the table of repairs."""
    return rulefiles.load(_TABLES / "repairs.yaml", Repairs)


def repaired(text: str, table: Repairs) -> str:
    """Return the text with its certain misreadings mended; its length stays the same."""
    for repair in table.repairs:
        text = repair.pattern.sub(functools.partial(_same_length, meant=repair.meant), text)
    return text


def worded(reading: Reading, width_in_heights: float, table: Repairs) -> Reading:
    """Return a reading with blanks as printed and misreadings mended.

    Args:
        reading: What the recogniser said.
        width_in_heights: The width of the line over its height.
        table: The misreadings.

    """
    signs = _spaced(_trimmed(reading.signs), width_in_heights)
    text = repaired("".join(sign.text for sign in signs), table)
    return Reading(tuple(Sign(letter, sign.centre, sign.confidence) for letter, sign in zip(text, signs, strict=True)))


def _same_length(match: re.Match[str], meant: str) -> str:
    return meant if len(meant) == len(match.group()) else match.group()


def _trimmed(signs: tuple[Sign, ...]) -> list[Sign]:
    start, end = 0, len(signs)
    while start < end and signs[start].text.isspace():
        start += 1
    while end > start and signs[end - 1].text.isspace():
        end -= 1
    return list(signs[start:end])


def _spaced(signs: list[Sign], width_in_heights: float) -> list[Sign]:
    """Return the signs with blanks beside ideographs only where the paper is blank for long."""
    kept = [sign for sign in signs if not sign.text.isspace()]
    pitch = _pitch(kept, width_in_heights)
    spaced: list[Sign] = []
    blank: Sign | None = None
    for sign in signs:
        if sign.text.isspace():
            blank = sign
            continue
        if spaced:
            gap = sign.centre - spaced[-1].centre
            beside_wide = _WIDE.match(sign.text) or _WIDE.match(spaced[-1].text)
            if (beside_wide and gap > _GAP * pitch) or (blank is not None and not beside_wide):
                spaced.append(Sign(" ", (sign.centre + spaced[-1].centre) / 2, min(sign.confidence, 1.0)))
        spaced.append(sign)
        blank = None
    return spaced


def _pitch(signs: list[Sign], width_in_heights: float) -> float:
    """Return the usual distance between ideographs as a fraction of the line's width."""
    gaps = [
        after.centre - before.centre
        for before, after in itertools.pairwise(signs)
        if _WIDE.match(before.text) and _WIDE.match(after.text)
    ]
    by_height = 0.62 / max(width_in_heights, 0.1)
    return max(statistics.median(gaps), by_height) if gaps else by_height
