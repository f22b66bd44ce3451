"""What a score holds: its lines, its value, why it is so; and how numbers of it are shown."""

from __future__ import annotations

import dataclasses
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from anjuan.evaluation.rules.marks import Mark
from anjuan.evaluation.rules.schemes import Level, Scheme
from anjuan.evaluation.rules.words import Said

_PLACES = Decimal("0.0001")
_HUNDRED = Fraction(100)


@dataclasses.dataclass(frozen=True, slots=True)
class SpecialMark:
    """Something outside the tree that takes off or adds points: what, by which demand, whether it was corrected."""

    reason: str
    requirement: str = ""
    corrected_on: str = ""
    evidence: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One item in the score.

    Attributes:
        code: Its number.
        name: What it is called, in Chinese.
        name_en: The same in English.
        depth: How deep it stands, from 0.
        points: The most it gives; None when not known.
        applicable: The points of what applies of it.
        obtained: What was obtained.
        lost: What was lost: ``applicable`` without ``obtained``, of what was marked.
        state: ``met``, ``partly``, ``failed``, ``na``, ``open`` (no mark yet) or ``group``.
        why: How it comes to this, in both languages.
        samples: Samples looked at.
        bad: Bad ones among them.
        is_leaf: Whether marks are given here.
        marks: The marks.

    """

    code: str
    name: str
    name_en: str
    depth: int
    points: Fraction | None
    applicable: Fraction
    obtained: Fraction
    lost: Fraction
    state: str
    why: Said
    samples: int = 0
    bad: int = 0
    is_leaf: bool = True
    marks: tuple[Mark, ...] = ()
    unmarked: Fraction = Fraction(0)

    @property
    def share(self) -> Fraction | None:
        """What was obtained of what applies and was marked, in percent; None where nothing was."""
        marked = self.applicable - self.unmarked
        return self.obtained / marked * _HUNDRED if marked else None


@dataclasses.dataclass(frozen=True, slots=True)
class Score:
    """What an assessment comes to.

    Attributes:
        scheme: Name of the scheme.
        edition: Its edition.
        total: A full score.
        value: The exact score; None while items are open.
        least: The score if everything open fails.
        most: The score if everything open is met.
        base: Before special points; None while items are open.
        obtained: Points obtained in the tree.
        applicable: Points of what applies.
        deductions: Special deductions.
        bonuses: Special additions.
        level: The level; None when failed or still open.
        failed: Why it fails; nothing when it passes.
        lines: Every item, each before what is below it.
        open_items: Items without a mark.
        warnings: What is not certain about it.

    """

    scheme: str
    edition: str
    total: Fraction
    value: Fraction | None
    least: Fraction
    most: Fraction
    base: Fraction | None
    obtained: Fraction
    applicable: Fraction
    deductions: tuple[SpecialMark, ...]
    bonuses: tuple[SpecialMark, ...]
    level: Level | None
    failed: tuple[Said, ...]
    lines: tuple[Line, ...]
    open_items: tuple[str, ...]
    warnings: tuple[Said, ...]
    why: tuple[Said, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every item that applies has a mark."""
        return not self.open_items

    @property
    def groups(self) -> tuple[Line, ...]:
        """The items of the first level."""
        return tuple(line for line in self.lines if line.depth == 0)


def shown(value: Fraction, scheme: Scheme | None = None) -> str:
    """Return a number with up to four decimals, never rounded up to a limit of the scheme that it does not reach."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    text = exact.quantize(_PLACES, ROUND_HALF_UP)
    bounds = [level.at for level in scheme.levels] if scheme else []
    if any(value < Fraction(bound) <= Fraction(text) for bound in bounds):
        text = exact.quantize(_PLACES, ROUND_DOWN)
    plain = f"{text:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
