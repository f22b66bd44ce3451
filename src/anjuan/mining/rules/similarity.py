"""How alike two cases are, by what they share and how rare that is, with reasons and differing points."""

from __future__ import annotations

import bisect
import dataclasses
import math
from collections.abc import Collection, Iterable, Mapping

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict

#: So many values of one kind are named as a difference.
MOST_NAMED = 6


class SimilarityKind(Strict):
    """A kind of features: its names, what sharing one counts, how many count, whether differences are told."""

    id: str
    zh: str
    en: str
    weight: float
    most: int
    differs: bool

    @pydantic.field_validator("differs", mode="before")
    @classmethod
    def _yes_or_no(cls, value: str) -> bool:
        return {"yes": True, "no": False}[value]


class SizeExample(Strict):
    """A worked example: people, and the size they make."""

    people: int
    size: str


class SimilarityTable(RuleFile):
    """One edition of the table by what cases are alike."""

    kinds: tuple[SimilarityKind, ...]
    sizes: tuple[int, ...]
    examples: tuple[SizeExample, ...]

    def kind(self, name: str) -> SimilarityKind:
        """Return a kind.

        Raises:
            KeyError: The table has none of that name.

        """
        return next(kind for kind in self.kinds if kind.id == name)

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            if size_of(example.people, self) != example.size:
                yield f"{example.people} people are {size_of(example.people, self)!r}, not {example.size!r}"


def size_of(people: int, table: SimilarityTable) -> str:
    """Return the size of an organisation with so many people, such as ``51–100 人``; empty below the smallest."""
    place = bisect.bisect_right(table.sizes, people)
    if not place:
        return ""
    low = table.sizes[place - 1]
    return f"{low}–{table.sizes[place] - 1} 人" if place < len(table.sizes) else f"{low} 人以上"


@dataclasses.dataclass(frozen=True, slots=True)
class Trait:
    """A feature of a case.

    Attributes:
        key: What tells it from all others.
        kind: One of the table's kinds.
        said: As a person reads it.
        cases: How many cases have it.

    """

    key: int
    kind: str
    said: str
    cases: int


@dataclasses.dataclass(frozen=True, slots=True)
class Shared:
    """Why two cases are alike: what they share of one kind, the rarest first, and what that counts."""

    kind: str
    values: tuple[str, ...]
    counts: float


@dataclasses.dataclass(frozen=True, slots=True)
class Differing:
    """Where two cases differ in one kind: what only this one has, and what only the other has."""

    kind: str
    only_this: tuple[str, ...]
    only_other: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Alikeness:
    """How alike two cases are: ``score`` from 0 to 1, 1 when the other shares all that counts."""

    score: float
    shared: tuple[Shared, ...]
    differing: tuple[Differing, ...]


def rarity(cases: int, of: int) -> float:
    """Return what a feature counts that so many cases have of all: about 0.7 when all have it, more the rarer it is."""
    return math.log(1 + max(of, 1) / max(cases, 1))


def likeness(mine: Collection[Trait], other: Collection[Trait], *, of: int, table: SimilarityTable) -> Alikeness:
    """Return how alike another case is to mine.

    Args:
        mine: Features of the case asked for.
        other: Features of the other case.
        of: How many cases there are.
        table: Weights and limits.

    """
    theirs = {trait.key for trait in other}
    own = {trait.key for trait in mine}
    shared, differing, got, best = [], [], 0.0, 0.0
    for kind in table.kinds:
        ours = _ranked(mine, kind.id, of)
        both = [trait for trait in ours if trait.key in theirs]
        counts = _counted(both, kind, of)
        got += counts
        best += _counted(ours, kind, of)
        if both:
            shared.append(Shared(kind.id, tuple(trait.said for trait in both[:MOST_NAMED]), round(counts, 3)))
        if kind.differs:
            only_this = tuple(trait.said for trait in ours if trait.key not in theirs)[:MOST_NAMED]
            rest = (trait for trait in _ranked(other, kind.id, of) if trait.key not in own)
            only_other = tuple(trait.said for trait in rest)[:MOST_NAMED]
            if only_this or only_other:
                differing.append(Differing(kind.id, only_this, only_other))
    shared.sort(key=lambda one: -one.counts)
    return Alikeness(round(got / best, 4) if best else 0.0, tuple(shared), tuple(differing))


def weights(mine: Collection[Trait], *, of: int, table: SimilarityTable) -> Mapping[int, float]:
    """Return what sharing each feature counts, by its key."""
    known = {kind.id: kind.weight for kind in table.kinds}
    return {trait.key: known.get(trait.kind, 0.0) * rarity(trait.cases, of) for trait in mine}


def _ranked(traits: Collection[Trait], kind: str, of: int) -> list[Trait]:
    del of  # the rarest first is the fewest cases first
    return sorted((trait for trait in traits if trait.kind == kind), key=lambda trait: (trait.cases, trait.said))


def _counted(traits: list[Trait], kind: SimilarityKind, of: int) -> float:
    return sum(kind.weight * rarity(trait.cases, of) for trait in traits[: kind.most])
