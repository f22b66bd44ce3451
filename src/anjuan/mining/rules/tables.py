"""Loads the rule files of the mining room, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.kit.rulefiles import Editions, RuleSet, load_editions
from anjuan.mining.rules.similarity import SimilarityTable

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def similarity() -> Editions[SimilarityTable]:
    """Return the editions of the table by what cases are alike."""
    return load_editions(_FOLDER, SimilarityTable, "similarity-*.yaml")


RULE_SETS = (RuleSet("similarity", _FOLDER, "similarity-*.yaml", SimilarityTable, similarity),)
