"""The phrases of the table as compiled patterns, and what they say of single texts."""

from __future__ import annotations

import dataclasses
import functools
import re

from anjuan.extraction.passages import plain, squeezed
from anjuan.extraction.rules.phrases import PhraseTable, Topic
from anjuan.extraction.rules.tables import fact_phrases

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_CLASSES = (
    ("special", "特殊|需确认|▲|需要确认"),
    ("key", "关键|重要工序|★|CCP|ccp|是"),
    ("ordinary", "一般|普通|否|常规|/|无"),
)
_EMPTY = re.compile(r"[\s/\\—\-_~.…·*□○◯]*")


@dataclasses.dataclass(frozen=True)
class TopicPattern:
    """A topic with its compiled pattern."""

    topic: Topic
    label: re.Pattern[str]


class Wording:
    """One edition of the phrases, compiled."""

    def __init__(self, table: PhraseTable) -> None:
        self.table = table
        self.topics = tuple(TopicPattern(topic, re.compile(rf"^\s*(?:{topic.words})$")) for topic in table.topics)
        self._blank = re.compile(table.blank)
        self._none = re.compile(rf"\s*(?:{table.none})[\s。.；;]*")
        self._lead, self._tail = re.compile(table.item_lead), re.compile(table.item_tail)
        self.denied, self.general = re.compile(table.denied), re.compile(table.general)

    @functools.cache  # noqa: B019  one object a process, few patterns
    def pattern(self, name: str) -> re.Pattern[str]:
        """Return a pattern of the table by its name."""
        return re.compile(getattr(self.table, name))

    def has(self, name: str, text: str) -> bool:
        """Say whether a pattern of the table stands anywhere in a plain text."""
        return bool(self.pattern(name).search(text))

    def is_blank(self, text: str) -> bool:
        """Say whether a text holds nothing, or tells what should be filled in."""
        return bool(_EMPTY.fullmatch(text)) or bool(self._blank.search(text))

    def is_none(self, text: str) -> bool:
        """Say whether a text states that there is none."""
        return bool(self._none.fullmatch(text)) or not squeezed(text)

    def trim(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Return the span without numbers, marks and filling words at its ends."""
        lead = self._lead.match(text[start:end])
        start += lead.end() if lead else 0
        while start < end and text[start] in ' 、，,:：\n"“':
            start += 1
        tail = self._tail.search(text[start:end])
        end = start + tail.start() if tail else end
        while end > start and text[end - 1] in ' 、，,。；;\n"”“':
            end -= 1
        return start, end

    def grade(self, text: str) -> str:
        """Return ``major``, ``minor`` or ``observation``; empty when the text says none of them."""
        for grade, name in (("observation", "observation"), ("major", "major"), ("minor", "minor")):
            if self.has(name, text):
                return grade
        return ""

    def verdict(self, text: str) -> str:
        """Return ``conforming`` or ``nonconforming``; empty when the text says neither."""
        solid = squeezed(plain(text))
        if self.pattern("nonconforming").match(solid):
            return "nonconforming"
        return "conforming" if self.pattern("conforming").match(solid) else ""


def step_class(text: str) -> str:
    """Return what a mark or a cell says of a step: ``special``, ``key`` or ``ordinary``; empty when nothing."""
    solid = squeezed(text)
    if not solid:
        return ""
    for name, words in _CLASSES:
        if re.search(words, solid) and not re.match(r"非(?:关键|特殊)", solid):
            return name
    return "ordinary" if re.match(r"非(?:关键|特殊)", solid) else ""


@functools.cache
def wording() -> Wording:
    """Return the latest edition."""
    return Wording(fact_phrases().latest)
