"""Schemes as data: a tree of indicators with points, levels, limits and what is not certain of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict

#: How an item is judged: as a whole, by samples of one kind, or by points taken off.
KINDS = ("qualitative", "sampled", "graded")
#: How groups come together: their points added, their shares weighed, or the lowest share.
COMBINES = ("points", "weights", "lowest")


def _blank(value: object) -> object:
    return None if value == "" else value


class Item(Strict):
    """A node of the tree: a group with children, or an indicator that is judged.

    Attributes:
        code: Its number in the scheme, such as ``5.1.2.2``.
        name: What it is called, in Chinese.
        name_en: The same in English.
        points: The most it gives; None where the scheme's points are brought by the body itself.
        kind: ``qualitative``, ``sampled`` or ``graded``.
        is_veto: Whether failing it fails the whole.
        weight: What its share counts for where the scheme weighs groups.
        children: The nodes below it.

    """

    code: str = pydantic.Field(min_length=1)
    name: str
    name_en: str = ""
    points: Decimal | None = pydantic.Field(default=None, gt=0)
    kind: str = pydantic.Field(default="qualitative", pattern=f"^({'|'.join(KINDS)})$")
    is_veto: bool = False
    weight: Decimal = pydantic.Field(default=Decimal(1), gt=0)
    children: tuple[Item, ...] = ()

    _no_points = pydantic.field_validator("points", mode="before")(_blank)

    @property
    def worth(self) -> Fraction | None:
        """Its points exactly; of a group without points of its own the sum of its children; None when not known."""
        if self.points is not None:
            return Fraction(self.points)
        parts = [child.worth for child in self.children]
        if not parts:
            return None
        known = [part for part in parts if part is not None]
        return sum(known, Fraction(0)) if len(known) == len(parts) else None


class Level(Strict):
    """A level that is given from some score on, inclusive."""

    code: str
    name: str
    name_en: str = ""
    at: Decimal
    stars: int = 0


class Minimum(Strict):
    """The least share (percent, inclusive) that a group must reach, for a level or for passing at all."""

    item: str
    share: Decimal = pydantic.Field(ge=0, le=100)
    level: str = ""


class Special(Strict):
    """Points outside the tree: taken off, or added.

    Attributes:
        points: What each one counts.
        most: How many may be given; None without limit.
        fails_at: From how many on the whole fails; None for never.

    """

    points: Decimal = pydantic.Field(gt=0)
    most: int | None = None
    fails_at: int | None = None

    _open = pydantic.field_validator("most", "fails_at", mode="before")(_blank)


class Choice(Strict):
    """A setting that no text settles, with how sure it is.

    Attributes:
        key: Its name.
        value: What it is set to.
        certainty: ``solid``, ``fair`` or ``weak``; what is weak is shown with every result.
        note: What it means and what is not known, in Chinese.
        note_en: The same in English.

    """

    key: str
    value: str
    certainty: str = pydantic.Field(pattern="^(solid|fair|weak)$")
    note: str = ""
    note_en: str = ""


class ScoreExample(Strict):
    """A worked example: what was obtained of what applies, specials, and the level this gives."""

    obtained: Decimal
    applicable: Decimal
    deductions: int = 0
    bonuses: int = 0
    level: str


class Scheme(RuleFile):
    """A scheme in one edition.

    Attributes:
        standard: The standard it stands on.
        total: The points of a full score, 100 or 1,000.
        combine: One of ``COMBINES``.
        items: The first level of the tree.
        levels: From the lowest to the highest; below the lowest the whole fails.
        deduction: Special deductions, if the scheme has them.
        bonus: Special additions, if the scheme has them.
        minimums: Least shares of groups.
        choices: Settings with their certainty.

    """

    standard: str
    total: Decimal = pydantic.Field(gt=0)
    combine: str = pydantic.Field(default="points", pattern=f"^({'|'.join(COMBINES)})$")
    items: tuple[Item, ...] = pydantic.Field(min_length=1)
    levels: tuple[Level, ...] = pydantic.Field(min_length=1)
    deduction: Special | None = None
    bonus: Special | None = None
    minimums: tuple[Minimum, ...] = ()
    choices: tuple[Choice, ...] = ()
    examples: tuple[ScoreExample, ...] = ()

    def check(self) -> Iterable[str]:
        """Yield a sentence for everything in which the scheme contradicts itself."""
        yield from scheme_faults(self)

    def choice(self, key: str, default: str = "") -> str:
        """Return what a setting is set to."""
        return next((one.value for one in self.choices if one.key == key), default)

    @property
    def leaves(self) -> tuple[Item, ...]:
        """The indicators at the ends of the tree."""
        return tuple(node.item for node in nodes(self) if not node.item.children)


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """An item with where it stands: its depth from 0, and the codes of what is above it, from the top."""

    item: Item
    depth: int
    above: tuple[str, ...]


def nodes(scheme: Scheme) -> Iterator[Node]:
    """Yield every item of the tree, each before what is below it."""
    yield from _walk(scheme.items, ())


def _walk(items: Iterable[Item], above: tuple[str, ...]) -> Iterator[Node]:
    for item in items:
        yield Node(item, len(above), above)
        yield from _walk(item.children, (*above, item.code))


def scheme_faults(scheme: Scheme) -> Iterator[str]:
    """Yield a sentence for everything in which a scheme contradicts itself."""
    all_nodes = list(nodes(scheme))
    codes = [node.item.code for node in all_nodes]
    yield from (f"the item {code} stands twice" for code in sorted({code for code in codes if codes.count(code) > 1}))
    yield from _sum_faults(scheme, all_nodes)
    bounds = [level.at for level in scheme.levels]
    if bounds != sorted(set(bounds)):
        yield "the levels do not rise from the lowest to the highest"
    if bounds[-1] > scheme.total:
        yield f"the level {scheme.levels[-1].name} begins at {bounds[-1]:f}, above the full score {scheme.total:f}"
    for minimum in scheme.minimums:
        if minimum.item not in codes:
            yield f"a minimum names the item {minimum.item}, which there is not"
        if minimum.level and minimum.level not in {level.code for level in scheme.levels}:
            yield f"a minimum names the level {minimum.level}, which there is not"


def _sum_faults(scheme: Scheme, all_nodes: Iterable[Node]) -> Iterator[str]:
    for node in all_nodes:
        item = node.item
        parts = [child.worth for child in item.children]
        known = [part for part in parts if part is not None]
        if item.points is None or not known:
            continue
        added = sum(known, Fraction(0))
        if len(known) == len(parts) and added != Fraction(item.points):
            yield f"the points below {item.code} add up to {plain(added)}, and it has {item.points:f}"
        elif added > Fraction(item.points):
            yield f"the points known below {item.code} are {plain(added)}, more than its {item.points:f}"
    worths = [item.worth for item in scheme.items]
    known = [worth for worth in worths if worth is not None]
    if len(known) == len(worths) and sum(known, Fraction(0)) != Fraction(scheme.total):
        told = plain(sum(known, Fraction(0)))
        yield f"the points of the scheme add up to {told}, and a full score is {scheme.total:f}"


def plain(value: Fraction) -> str:
    """Return an exact number as people write it: ``3.2``, or ``7/3`` where no decimal is exact."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    text = f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def missing_points(scheme: Scheme) -> tuple[str, ...]:
    """Return the codes of the indicators whose points the body has still to bring."""
    return tuple(item.code for item in scheme.leaves if item.points is None)


def scheme_content(scheme: Scheme) -> dict[str, Any]:
    """Return a scheme as plain values, every number as a text, from which the same scheme is read again."""
    return scheme.model_dump(mode="json")
