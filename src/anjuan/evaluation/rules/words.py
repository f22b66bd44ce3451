"""Sentences of a score and of an assessment, in Chinese and English."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path

from anjuan.kit.rulefiles import Editions, RuleFile, Strict, load_editions

FOLDER = Path(__file__).parent / "tables"


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """A sentence: what it is about, in Chinese, in English."""

    code: str
    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the sentence in ``zh`` or ``en``."""
        return self.en if language == "en" else self.zh

    def as_dict(self) -> dict[str, str]:
        """Return the sentence as JSON shows it."""
        return {"code": self.code, "zh": self.zh, "en": self.en}


class Sentence(Strict):
    """A sentence in both languages; names in braces stand for values."""

    zh: str
    en: str


class SentenceTable(RuleFile):
    """The sentences by code."""

    sentences: dict[str, Sentence]


@functools.cache
def sentences() -> Editions[SentenceTable]:
    """Return the editions of the sentences."""
    return load_editions(FOLDER, SentenceTable, "sentences-*.yaml")


def said(code: str, **values: object) -> Said:
    """Return a sentence of the table with its values.

    Raises:
        KeyError: There is no such sentence.

    """
    one = sentences().latest.sentences[code]
    return Said(code, one.zh.format(**values), one.en.format(**values))
