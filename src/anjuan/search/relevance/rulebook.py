"""The tables of relevance, read once and checked against their own examples by the tests."""

from __future__ import annotations

import functools
import itertools
from pathlib import Path
from typing import Self

import pydantic

from anjuan.kit import rulefiles
from anjuan.kit.text.folding import squeeze

_FOLDER = Path(__file__).parent / "tables"


class FrameExample(rulefiles.Strict):
    """A question and the squeezed pieces that are left of it without its frame."""

    text: str
    kept: tuple[str, ...]


class Frames(rulefiles.RuleFile):
    """What makes a question of a text without saying what is asked.

    Attributes:
        anywhere: Left out wherever they stand.
        at_end: Left out at the end of a sentence or of a part of it.
        examples: Questions and what is left of them.

    """

    anywhere: tuple[str, ...]
    at_end: tuple[str, ...]
    examples: tuple[FrameExample, ...] = ()


class SynonymRow(rulefiles.Strict):
    """Words that stand for each other: ``said`` brings ``written`` along, or every one of ``same`` all others."""

    said: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    same: tuple[str, ...] = ()

    @pydantic.model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if bool(self.same) == bool(self.said) or bool(self.said) != bool(self.written):
            msg = "a row has either 'same', or 'said' and 'written'"
            raise ValueError(msg)
        return self

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return what brings what along, squeezed; a word never brings along itself or a part of itself."""
        ways = itertools.permutations(self.same, 2) if self.same else itertools.product(self.said, self.written)
        squeezed = ((squeeze(one), squeeze(other)) for one, other in ways)
        return tuple((one, other) for one, other in squeezed if other not in one)


class SynonymExample(rulefiles.Strict):
    """A query and what it brings along, in any order."""

    text: str
    found: tuple[str, ...]


class Synonyms(rulefiles.RuleFile):
    """What is said and what is written for it.

    Attributes:
        rows: The groups of words.
        examples: Queries and what they bring along.

    """

    rows: tuple[SynonymRow, ...]
    examples: tuple[SynonymExample, ...] = ()

    @functools.cached_property
    def others(self) -> dict[str, tuple[str, ...]]:
        """What each squeezed word brings along, in the order of the rows.

        A word that brings nothing along is in it too: 用人单位 must not be read as 单位.
        """
        found: dict[str, dict[str, None]] = {}
        for row in self.rows:
            for word in (*row.said, *row.same, *row.written):
                found.setdefault(squeeze(word), {})
            for one, other in row.pairs():
                found[one][other] = None
        return {word: tuple(others) for word, others in found.items()}

    @functools.cached_property
    def longest(self) -> int:
        """The number of characters of the longest word."""
        return max(map(len, self.others), default=0)


class Weights(rulefiles.RuleFile):
    """How strongly each kind of evidence counts.

    Attributes:
        k1: Saturation of a character that stands on a page several times.
        b: How far long pages are held back, 0 to 1.
        title_weight: Factor of the title's pairs in the first stage.
        synonym_weight: Factor of what a query brings along.
        character_weight: Factor of single characters.
        coverage_power: Exponent of the share of the question that a page covers.
        coverage_floor: What counts as the share of a page that covers nothing of it.
        context_weight: Factor of what the best pages of the same document add.
        context_pages: How many pages of a document these are.
        depth: How many pages are judged a second time.

    """

    k1: float = pydantic.Field(gt=0)
    b: float = pydantic.Field(ge=0, le=1)
    title_weight: float = pydantic.Field(ge=0)
    synonym_weight: float = pydantic.Field(ge=0, le=1)
    character_weight: float = pydantic.Field(ge=0)
    coverage_power: float = pydantic.Field(ge=0)
    coverage_floor: float = pydantic.Field(gt=0, le=1)
    context_weight: float = pydantic.Field(ge=0)
    context_pages: int = pydantic.Field(gt=0)
    depth: int = pydantic.Field(ge=0)


@functools.cache
def frames() -> Frames:
    """Return the question frames."""
    return rulefiles.load(_FOLDER / "frames.yaml", Frames)


@functools.cache
def synonyms() -> Synonyms:
    """Return the synonyms."""
    return rulefiles.load(_FOLDER / "synonyms.yaml", Synonyms)


@functools.cache
def weights() -> Weights:
    """Return the weights."""
    return rulefiles.load(_FOLDER / "weights.yaml", Weights)
