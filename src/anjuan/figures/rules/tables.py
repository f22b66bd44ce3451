"""Loads the rule files of the figures room, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.figures.rules.bulletins import BulletinTable
from anjuan.figures.rules.definitions import DefinitionTable, TileTable
from anjuan.kit.rulefiles import Editions, RuleSet, load_editions

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def definitions() -> Editions[DefinitionTable]:
    """Return the editions of the definitions of figures."""
    return load_editions(_FOLDER, DefinitionTable, "definitions-*.yaml")


@functools.cache
def tiles() -> Editions[TileTable]:
    """Return the editions of the tile grid."""
    return load_editions(_FOLDER, TileTable, "tiles-*.yaml")


@functools.cache
def bulletins() -> Editions[BulletinTable]:
    """Return the editions of the sentences of bulletins."""
    return load_editions(_FOLDER, BulletinTable, "bulletin-*.yaml")


RULE_SETS = (
    RuleSet("figure_definitions", _FOLDER, "definitions-*.yaml", DefinitionTable, definitions),
    RuleSet("figure_tiles", _FOLDER, "tiles-*.yaml", TileTable, tiles),
    RuleSet("figure_bulletins", _FOLDER, "bulletin-*.yaml", BulletinTable, bulletins),
)
