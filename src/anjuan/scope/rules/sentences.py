"""Findings of a scope check and their sentences, in Chinese and English."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path

import pydantic

from anjuan.kit.rulefiles import Editions, RuleFile, Strict, load_editions

FOLDER = Path(__file__).parent / "tables"


class Saying(Strict):
    """What a finding says: its rule, how grave it is, how sure the rule is, and both sentences in both languages."""

    rule: str
    severity: str = pydantic.Field(pattern="^(block|warn|info)$")
    certainty: str = pydantic.Field(default="fair", pattern="^(solid|fair|weak)$")
    zh: str
    en: str
    way_zh: str = ""
    way_en: str = ""


class SayingTable(RuleFile):
    """What findings say, by code."""

    rows: dict[str, Saying]


@functools.cache
def sayings() -> Editions[SayingTable]:
    """Return the editions of what findings say."""
    return load_editions(FOLDER, SayingTable, "sayings-*.yaml")


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One result of a check.

    Attributes:
        code: What was found.
        rule: The rule by which.
        edition: The edition of the rule.
        severity: ``block``, ``warn`` or ``info``.
        certainty: How sure the rule is.
        subject: What it is about: an item, a clause, a licence.
        zh: The sentence in Chinese.
        en: The same in English.
        way_zh: The way out, in Chinese.
        way_en: The same in English.

    """

    code: str
    rule: str
    edition: str
    severity: str
    certainty: str
    subject: str
    zh: str
    en: str
    way_zh: str
    way_en: str

    def said(self, language: str) -> str:
        """Return the sentence in ``zh`` or ``en``."""
        return self.en if language == "en" else self.zh

    def way(self, language: str) -> str:
        """Return the way out in ``zh`` or ``en``."""
        return self.way_en if language == "en" else self.way_zh


def finding(code: str, subject: str, **values: object) -> Finding:
    """Return a finding with its values in its sentences.

    Raises:
        KeyError: The table says nothing of it.

    """
    table = sayings().latest
    row = table.rows[code]
    given = {"subject": subject, **values}
    return Finding(
        code, row.rule, table.edition, row.severity, row.certainty, subject, row.zh.format(**given),
        row.en.format(**given), row.way_zh.format(**given), row.way_en.format(**given),
    )  # fmt: skip
