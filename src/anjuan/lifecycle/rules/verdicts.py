"""Answers of rules: which rule of which edition said what, why, and what can be done."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple


class Words(NamedTuple):
    """The same in Chinese and in English."""

    zh: str
    en: str

    def told(self, language: str) -> str:
        """Return the words in a language: English for ``en``, Chinese for every other."""
        return self.en if language.startswith("en") else self.zh


#: Nothing to say.
NOTHING = Words("", "")


class Severity(enum.StrEnum):
    """What a broken rule does: it blocks a step, changes the certificate's status, or warns."""

    BLOCK = "B"
    STATUS = "S"
    WARN = "W"


class Outcome(enum.StrEnum):
    """What a rule says: kept, broken, still running, not to be judged for want of facts, or not in force here."""

    KEPT = "kept"
    BROKEN = "broken"
    RUNNING = "running"
    UNKNOWN = "unknown"
    SILENT = "silent"


@dataclasses.dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule stands.

    Attributes:
        rule: Its id, such as ``T01``.
        edition: The document in force on the day, such as ``CNCA-QMS-01:2025``.
        clause: Its clause; empty when not known.
        severity: What breaking it does.
        certainty: ``solid``, ``fair`` or ``weak``; a weak rule is configuration and warns.

    """

    rule: str
    edition: str
    clause: str
    severity: Severity
    certainty: str

    @property
    def is_weak(self) -> bool:
        """Whether the figure behind the rule is not confirmed by a text."""
        return self.certainty == "weak"


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of one matter.

    Attributes:
        basis: The rule.
        title: What the rule is called.
        outcome: What it says.
        why: The reason, a full sentence.
        remedy: The way out; empty sentences when nothing has to be done.
        start: The day the rule counts from.
        due: The last day on which it is still kept, inclusive; for a waiting time the first day that is allowed.
        actual: The day on which it was done.
        days: Days from the day of looking, or from the deed, to ``due``; negative when late.

    """

    basis: Basis
    title: Words
    outcome: Outcome
    why: Words
    remedy: Words = NOTHING
    start: dt.date | None = None
    due: dt.date | None = None
    actual: dt.date | None = None
    days: int | None = None

    @property
    def rule(self) -> str:
        """The id of the rule."""
        return self.basis.rule

    @property
    def is_broken(self) -> bool:
        """Whether the rule is broken."""
        return self.outcome is Outcome.BROKEN

    @property
    def blocks(self) -> bool:
        """Whether it forbids the step: a broken rule that blocks, or one that blocks and cannot be judged."""
        return self.basis.severity is Severity.BLOCK and self.outcome in {Outcome.BROKEN, Outcome.UNKNOWN}

    @property
    def sentence(self) -> Words:
        """The whole answer: rule, edition, reason, way out."""
        basis = self.basis
        clause_zh, clause_en = (f" {basis.clause}", f" {basis.clause}") if basis.clause else ("", "")
        zh = f"{basis.rule}（{basis.edition}{clause_zh}）{self.title.zh}：{self.why.zh}"
        en = f"{basis.rule} ({basis.edition}{clause_en}), {self.title.en}: {self.why.en}"
        if self.remedy.zh:
            zh, en = f"{zh}办法：{self.remedy.zh}", f"{en} Way out: {self.remedy.en}"
        return Words(zh, en)

    def as_dict(self) -> dict[str, object]:
        """Return the verdict as the commands print it."""
        return {
            "rule": self.basis.rule,
            "edition": self.basis.edition,
            "clause": self.basis.clause,
            "severity": self.basis.severity.value,
            "certainty": self.basis.certainty,
            "title": self.title.zh,
            "title_en": self.title.en,
            "outcome": self.outcome.value,
            "start": _iso(self.start),
            "due": _iso(self.due),
            "actual": _iso(self.actual),
            "days": self.days,
            "sentence": self.sentence.zh,
            "sentence_en": self.sentence.en,
        }


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def broken(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts that say a rule is broken."""
    return tuple(one for one in verdicts if one.is_broken)


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One step of a computation.

    Attributes:
        basis: The rule that was applied.
        title: What the step is called.
        given: What went in, as text.
        result: What came out.
        unit: ``days``, ``persons``, ``sites``, ``percent`` or nothing.
        why: The sentence that explains it.

    """

    basis: Basis
    title: Words
    given: str
    result: Fraction
    unit: str
    why: Words

    @property
    def shown(self) -> str:
        """The result as people write it, with at most two decimals."""
        return number_text(self.result)

    def as_dict(self) -> dict[str, object]:
        """Return the step as the commands print it."""
        return {
            "rule": self.basis.rule,
            "edition": self.basis.edition,
            "clause": self.basis.clause,
            "certainty": self.basis.certainty,
            "title": self.title.zh,
            "title_en": self.title.en,
            "input": self.given,
            "result": float(self.result),
            "unit": self.unit,
            "sentence": self.why.zh,
            "sentence_en": self.why.en,
        }


_PLACES = 100


def number_text(value: Fraction) -> str:
    """Return a number with at most two decimals, rounded half up, without trailing zeros."""
    scaled = (2 * _PLACES * value.numerator + value.denominator) // (2 * value.denominator)
    whole, rest = divmod(abs(scaled), _PLACES)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole}.{rest:02d}".rstrip("0").rstrip(".")
