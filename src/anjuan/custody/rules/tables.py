"""Loads the rule files of the custody room, once."""

from __future__ import annotations

from pathlib import Path

from anjuan.kit.rulefiles import RuleSet

_FOLDER = Path(__file__).parent / "tables"

RULE_SETS: tuple[RuleSet, ...] = ()
