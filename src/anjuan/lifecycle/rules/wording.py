"""Sentences of the rules in both languages, made from the table of sayings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.lifecycle.rules.verdicts import Words

_SLOT = re.compile(r"{(\w+)}")


class Saying(Strict):
    """A sentence or a part of one, with slots for its values."""

    zh: str
    en: str


class Speech(Strict):
    """All that is said of one rule: its title, a sentence for each outcome or step, and the way out."""

    title: Saying
    says: Mapping[str, Saying]
    remedy: Saying | None = None


class SpeechExample(Strict):
    """A worked example: a rule's sentence with its slots filled, and the Chinese that comes of it."""

    rule: str
    say: str
    slots: Mapping[str, str]
    zh: str


class SpeechTable(RuleFile):
    """One edition of the sayings of the life cycle."""

    rules: Mapping[str, Speech]
    facts: Mapping[str, Saying]
    examples: tuple[SpeechExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every saying whose languages have other slots, and every example that does not hold."""
        for rule, speech in self.rules.items():
            for name, one in speech.says.items():
                if set(_SLOT.findall(one.zh)) != set(_SLOT.findall(one.en)):
                    yield f"the sentences {name!r} of {rule} have different slots"
        for example in self.examples:
            told = say(self, example.rule, example.say, **example.slots).zh
            if told != example.zh:
                yield f"{example.rule}.{example.say} says {told!r}, not {example.zh!r}"


def say(table: SpeechTable, rule: str, name: str, /, **slots: object) -> Words:
    """Return a sentence of a rule with its slots filled; a slot may hold words that differ by language."""
    saying = table.rules[rule].says[name]
    zh = {key: value.zh if isinstance(value, Words) else value for key, value in slots.items()}
    en = {key: value.en if isinstance(value, Words) else value for key, value in slots.items()}
    return Words(saying.zh.format(**zh), saying.en.format(**en))


def title_of(table: SpeechTable, rule: str) -> Words:
    """Return what a rule is called."""
    title = table.rules[rule].title
    return Words(title.zh, title.en)


def remedy_of(table: SpeechTable, rule: str) -> Words:
    """Return the way out when a rule is broken; empty sentences when the table names none."""
    remedy = table.rules[rule].remedy
    return Words(remedy.zh, remedy.en) if remedy else Words("", "")


def fact_name(table: SpeechTable, name: str) -> Words:
    """Return what a fact is called, such as ``issued_on``."""
    saying = table.facts[name]
    return Words(saying.zh, saying.en)


def listed(parts: Iterable[Words]) -> Words:
    """Return words one after the other, as a list inside a sentence."""
    known = tuple(parts)
    return Words("、".join(part.zh for part in known), ", ".join(part.en for part in known))
