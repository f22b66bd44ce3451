"""Loads the rule files of the compiling room, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.compiling.rules.identities import IdentityTable
from anjuan.compiling.rules.sections import SectionTable
from anjuan.kit.rulefiles import Editions, RuleSet, load_editions

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def identities() -> Editions[IdentityTable]:
    """Return the editions of the patterns and stand-ins of identities."""
    return load_editions(_FOLDER, IdentityTable, "identities-*.yaml")


@functools.cache
def guide_sections() -> Editions[SectionTable]:
    """Return the editions of the sections of guides."""
    return load_editions(_FOLDER, SectionTable, "guide-sections-*.yaml")


RULE_SETS = (
    RuleSet("identities", _FOLDER, "identities-*.yaml", IdentityTable, identities),
    RuleSet("guide_sections", _FOLDER, "guide-sections-*.yaml", SectionTable, guide_sections),
)
