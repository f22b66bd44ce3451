"""Sentences in both languages, made from the table of sayings."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from anjuan.kit.rulefiles import Editions, RuleFile, Strict, load_editions

_FOLDER = Path(__file__).parent / "tables"
_SLOT = re.compile(r"{(\w+)}")
PATTERN = "sayings-*.yaml"


class Words(NamedTuple):
    """The same in English and in Chinese."""

    en: str
    zh: str


class Saying(Strict):
    """A sentence or a part of one, with slots for its values."""

    en: str
    zh: str


class SayingExample(Strict):
    """A worked example: a saying with its slots filled, and the Chinese that comes of it."""

    say: str
    slots: Mapping[str, str]
    zh: str


class SayingTable(RuleFile):
    """One edition of the sayings."""

    says: Mapping[str, Saying]
    examples: tuple[SayingExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every saying whose languages have other slots, and every example that does not hold."""
        for name, one in self.says.items():
            if set(_SLOT.findall(one.en)) != set(_SLOT.findall(one.zh)):
                yield f"the sentences of {name!r} have different slots"
        for example in self.examples:
            told = self.says[example.say].zh.format(**example.slots)
            if told != example.zh:
                yield f"{example.say} says {told!r}, not {example.zh!r}"


@functools.cache
def sayings() -> Editions[SayingTable]:
    """Return the editions of the sayings."""
    return load_editions(_FOLDER, SayingTable, PATTERN)


def say(name: str, /, **slots: object) -> Words:
    """Return a saying with its slots filled; a slot may hold words that differ by language."""
    saying = sayings().latest.says[name]
    en = {key: value.en if isinstance(value, Words) else value for key, value in slots.items()}
    zh = {key: value.zh if isinstance(value, Words) else value for key, value in slots.items()}
    return Words(saying.en.format(**en), saying.zh.format(**zh))


def joined(*parts: Words) -> Words:
    """Return parts one after the other."""
    return Words("".join(part.en for part in parts), "".join(part.zh for part in parts))


def sentence(words: Words) -> Words:
    """Return words as a whole sentence, with capital and full stop."""
    return Words(f"{words.en[0].upper()}{words.en[1:]}.", f"{words.zh}。")
