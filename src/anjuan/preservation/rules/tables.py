"""Loads the rule files of the preservation room, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.kit.rulefiles import Editions, RuleSet, load_editions
from anjuan.preservation.rules.properties import PropertyTable

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def properties() -> Editions[PropertyTable]:
    """Return the editions of the items of the four-property test."""
    return load_editions(_FOLDER, PropertyTable, "properties-*.yaml")


RULE_SETS = (RuleSet("properties", _FOLDER, "properties-*.yaml", PropertyTable, properties),)
