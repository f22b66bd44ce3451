"""Loads the rule files of the archive room, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.archive.rules.damage import DamageTable
from anjuan.archive.rules.grouping import IntakeWords
from anjuan.archive.rules.manifest import ManifestColumns
from anjuan.kit.rulefiles import Editions, RuleSet, load_editions

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def intake_words() -> Editions[IntakeWords]:
    """Return the editions of the intake words."""
    return load_editions(_FOLDER, IntakeWords, "intake-words-*.yaml")


@functools.cache
def manifest_columns() -> Editions[ManifestColumns]:
    """Return the editions of the columns of a manifest."""
    return load_editions(_FOLDER, ManifestColumns, "manifest-columns-*.yaml")


@functools.cache
def damage() -> Editions[DamageTable]:
    """Return the editions of the kinds of damage."""
    return load_editions(_FOLDER, DamageTable, "damage-*.yaml")


RULE_SETS = (
    RuleSet("damage", _FOLDER, "damage-*.yaml", DamageTable, damage),
    RuleSet("intake_words", _FOLDER, "intake-words-*.yaml", IntakeWords, intake_words),
    RuleSet("manifest_columns", _FOLDER, "manifest-columns-*.yaml", ManifestColumns, manifest_columns),
)
