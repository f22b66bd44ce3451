"""Loads the rule files of the mining room, once."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path

import pydantic

from anjuan.kit.rulefiles import Editions, RuleFile, RuleSet, Strict, load_editions
from anjuan.mining.rules.similarity import SimilarityTable

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def similarity() -> Editions[SimilarityTable]:
    """Return the editions of the table by what cases are alike."""
    return load_editions(_FOLDER, SimilarityTable, "similarity-*.yaml")


class SupportExample(Strict):
    """A worked example: a sentence, the place it cites, and whether it is kept."""

    sentence: str
    place: str
    kept: bool


class SupportTable(RuleFile):
    """One edition of what a sentence must bring.

    Attributes:
        guarded: Words that turn a statement round; they name the reason.
        empty: Words that a sentence may have more or less than its place.
        before: Words of an earlier part of a page's sentence without which a later part may not be told.
        after: The same of what follows.
        speaks_to_model: Patterns over folded text of pages that are not sent.

    """

    guarded: tuple[str, ...]
    empty: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    speaks_to_model: tuple[re.Pattern[str], ...]
    examples: tuple[SupportExample, ...]

    @pydantic.field_validator("speaks_to_model", mode="before")
    @classmethod
    def _compiled(cls, value: list[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(one) for one in value)


@functools.cache
def support() -> Editions[SupportTable]:
    """Return the editions of what a sentence of a language model must bring."""
    return load_editions(_FOLDER, SupportTable, "support-*.yaml")


class PromptTable(RuleFile):
    """One edition of what a language model is told, by purpose."""

    prompts: Mapping[str, str]


@functools.cache
def prompts() -> Editions[PromptTable]:
    """Return the editions of the prompts."""
    return load_editions(_FOLDER, PromptTable, "prompts-*.yaml")


RULE_SETS: tuple[RuleSet, ...] = (
    RuleSet("similarity", _FOLDER, "similarity-*.yaml", SimilarityTable, similarity),
    RuleSet("support", _FOLDER, "support-*.yaml", SupportTable, support),
    RuleSet("prompts", _FOLDER, "prompts-*.yaml", PromptTable, prompts),
)
