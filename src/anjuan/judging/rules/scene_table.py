"""Loads the table of the scene, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.judging.scenes.rulebook import SceneTable
from anjuan.kit.rulefiles import Editions, RuleSet, load_editions

_FOLDER = Path(__file__).parent / "tables"
_PATTERN = "scene-*.yaml"


@functools.cache
def scene_tables() -> Editions[SceneTable]:
    """Return the editions of the table of the scene."""
    return load_editions(_FOLDER, SceneTable, _PATTERN)


SCENE_RULES = RuleSet("scene", _FOLDER, _PATTERN, SceneTable, scene_tables)
