"""Loads the rule files of the papers room, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.kit.rulefiles import Editions, RuleSet, load_editions
from anjuan.papers.rules.kinds import KindTable, TitleTable

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def kinds() -> Editions[KindTable]:
    """Return the editions of the kinds of papers."""
    return load_editions(_FOLDER, KindTable, "kinds-*.yaml")


@functools.cache
def titles() -> Editions[TitleTable]:
    """Return the editions of the titles and phrases."""
    return load_editions(_FOLDER, TitleTable, "titles-*.yaml")


RULE_SETS: tuple[RuleSet, ...] = (
    RuleSet("kinds", _FOLDER, "kinds-*.yaml", KindTable, kinds),
    RuleSet("titles", _FOLDER, "titles-*.yaml", TitleTable, titles),
)
