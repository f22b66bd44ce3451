"""The sentences of a bulletin: words with slots for figures, each slot a query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict

_SLOT = re.compile(r"\{(\w+)\}")
_DIGIT = re.compile(r"[0-9０-９]")


class Slot(Strict):
    """What stands in a slot.

    Attributes:
        figure: The figure that is asked for.
        field: A field's code, or empty for all.
        region: An area's code, ``CN`` for the nation, empty for all.
        year: Of case files; empty for all.
        measure: ``value``, ``share`` of the nation in percent, ``rank``, ``month`` (change to the month before in
            percent), ``twelvemonth`` (change to the same month of the year before), ``top`` (share of the three
            largest provinces).
        first: Instead of a fixed field or area: the row with this place, from 1, among ``province`` or ``field``.
        among: Of ``first``: the rows in which the place is looked for.

    """

    figure: str
    field: str = ""
    region: str = ""
    year: str = ""
    measure: Literal["value", "share", "rank", "month", "twelvemonth", "top"] = "value"
    first: int = 0
    among: Literal["", "province", "field"] = ""


class Sentence(Strict):
    """A sentence; left out when one of its slots has no value.

    Attributes:
        text: In Chinese, with slots in braces; ``{name:key}`` is written ``{key_name}`` and tells the row's name.
        slots: By key.

    """

    text: str
    slots: dict[str, Slot]

    @pydantic.model_validator(mode="after")
    def _fits(self) -> Sentence:
        named = {name.removesuffix("_name") for name in _SLOT.findall(self.text)}
        if named != set(self.slots):
            message = f"the slots {sorted(named ^ set(self.slots))} stand only in the text or only below it"
            raise ValueError(message)
        if _DIGIT.search(_SLOT.sub("", self.text)):
            message = "a number of a sentence must be a slot, so that it can be opened"
            raise ValueError(message)
        return self


class Section(Strict):
    """Sentences under a heading."""

    heading: str
    sentences: tuple[Sentence, ...]


class BulletinExample(Strict):
    """A worked example: how many sentences a heading has."""

    heading: str
    sentences: int


class BulletinTable(RuleFile):
    """One edition of the sentences of the monthly bulletin."""

    sections: tuple[Section, ...]
    examples: tuple[BulletinExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        numbers = {section.heading: len(section.sentences) for section in self.sections}
        for example in self.examples:
            if numbers.get(example.heading) != example.sentences:
                yield f"{example.heading!r} should have {example.sentences} sentences"


def filled(text: str, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the pieces of a sentence in order: (slot or empty, words)."""
    pieces, at = [], 0
    for found in _SLOT.finditer(text):
        if found.start() > at:
            pieces.append(("", text[at : found.start()]))
        pieces.append((found[1], values[found[1]]))
        at = found.end()
    if at < len(text):
        pieces.append(("", text[at:]))
    return pieces
