"""The words at places for signature, seal and date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.papers.forms import labels
from anjuan.papers.forms.labels import Words

_PERSON = re.compile(r"(?:人|员|长|代表|经理|者)$")


class MarkExample(Strict):
    """A label, and what place it marks: signature, seal, date or none."""

    text: str
    place: str = pydantic.Field(pattern="^(signature|seal|date|none)$")


class MarkTable(RuleFile):
    """The words at places for signature, seal and date."""

    signature_words: Words
    signers: Words
    parties: Words
    optional_signers: Words
    undated_signers: Words
    dates: Words
    other_dates: Words
    seal_words: Words
    examples: tuple[MarkExample, ...] = ()

    table_count: ClassVar[int] = 1

    def check(self) -> Iterable[str]:
        """Yield a sentence for every example that does not hold."""
        words = MarkWords(self)
        for example in self.examples:
            if words.place(example.text) != example.place:
                yield f"{example.text!r} marks {words.place(example.text)!r}, not {example.place!r}"


class MarkWords:
    """The table of words at places for marks, ready to be asked."""

    def __init__(self, table: MarkTable) -> None:
        self._signers = frozenset(map(labels.key, table.signers))
        self._parties = frozenset(map(labels.key, table.parties))
        self._optional = tuple(map(labels.key, table.optional_signers))
        self._undated = frozenset(map(labels.key, table.undated_signers))
        self._dates = frozenset(map(labels.key, table.dates))
        self._signature = re.compile("|".join(map(re.escape, sorted(table.signature_words))))
        self._seal = re.compile("|".join(map(re.escape, sorted(table.seal_words))))

    def place(self, label: str) -> str:
        """Return what place a label marks: ``signature``, ``seal``, ``date`` or ``none``."""
        if self.is_date(label):
            return "date"
        if self._signature.search(label):
            return "signature"
        if self.asks_seal(label):
            return "seal"
        return "signature" if self.is_signer(label) else "none"

    def asks_signature(self, label: str) -> bool:
        """Say whether a label asks for a signature by its words."""
        return bool(self._signature.search(label)) and not self.is_date(label)

    def is_signer(self, label: str) -> bool:
        """Say whether a label names a person who signs."""
        return labels.key(label) in self._signers

    def may_sign(self, label: str) -> bool:
        """Say whether a word names who signs in a row of signatures: a person, or the side somebody signs for."""
        plain = labels.key(label)
        return plain in self._signers or plain in self._parties

    def is_optional(self, label: str) -> bool:
        """Say whether a label names a person who need not sign."""
        plain = labels.key(label)
        return plain.startswith(self._optional)

    def signs_undated(self, label: str) -> bool:
        """Say whether a person often signs without a date of his own, as who wrote a list does."""
        return labels.key(label) in self._undated

    def is_date(self, label: str) -> bool:
        """Say whether a label asks for the date of a signature or of the paper."""
        return labels.key(label) in self._dates

    def is_sealed(self, label: str) -> bool:
        """Say whether a side seals here instead of signing, as in 客户确认（盖章）; a person signs beside a seal."""
        return self.asks_seal(label) and not _PERSON.search(labels.key(label))

    def asks_seal(self, text: str) -> bool:
        """Say whether a text marks the place of a seal."""
        return bool(self._seal.search(text))
