"""The table of licences that a scope may need: a hint for a person, never a block."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from anjuan.judging.rules.sayings import Words, say
from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.kit.text.folding import squeeze


class LicenceRule(NamedTuple):
    """One licence; see the comment of the table for its columns."""

    code: str
    name: str
    industries: tuple[str, ...]
    words: tuple[str, ...]
    against: tuple[str, ...]


class LicenceExample(Strict):
    """A worked example: an industry class and a scope, and the licences they hint at."""

    industry: str
    scope: str
    expected: tuple[str, ...]


class LicenceTable(RuleFile):
    """One edition of the licences."""

    rows: tuple[LicenceRule, ...]
    examples: tuple[LicenceExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            found = tuple(row.code for row, _ in licences_for(self, (example.industry,), (example.scope,)))
            if found != example.expected:
                yield f"{example.industry!r} {example.scope!r} hints at {found}, not at {example.expected}"


def licences_for(
    table: LicenceTable, industries: Iterable[str], scopes: Iterable[str]
) -> tuple[tuple[LicenceRule, Words], ...]:
    """Return the licences that industry classes and scopes hint at, each with what hinted at it.

    Args:
        table: The licences.
        industries: Classes of GB/T 4754, as digits.
        scopes: Scope texts as printed.

    """
    classes = [squeeze(industry).lstrip("abcdefghijklmnopqrst") for industry in industries]
    texts = [squeeze(scope) for scope in scopes]
    found = []
    for row in table.rows:
        hint = _hint(row, classes, texts)
        if hint:
            found.append((row, hint))
    return tuple(found)


def _hint(row: LicenceRule, classes: list[str], texts: list[str]) -> Words | None:
    for industry in classes:
        if industry and row.industries and industry.startswith(row.industries):
            return say("industry_hint", hint=industry)
    for text in texts:
        if any(word in text for word in row.against):
            continue
        for words in row.words:
            if all(word in text for word in words.split("+")):
                return say("scope_hint", hint=repr(words))
    return None
