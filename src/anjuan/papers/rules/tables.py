"""Loads the rule files of the papers room, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.kit.rulefiles import Editions, RuleSet, load_editions
from anjuan.papers.splitting.rules import SplittingRules

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def splitting() -> Editions[SplittingRules]:
    """Return the editions of the rules by which a bound scan is cut into papers."""
    return load_editions(_FOLDER, SplittingRules, "splitting-*.yaml")


RULE_SETS: tuple[RuleSet, ...] = (RuleSet("splitting", _FOLDER, "splitting-*.yaml", SplittingRules, splitting),)
