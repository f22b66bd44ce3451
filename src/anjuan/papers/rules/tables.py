"""Loads the rule files of the papers room, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.kit.rulefiles import Editions, RuleSet, load_editions
from anjuan.papers.forms.labels import LabelTable

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def form_labels() -> Editions[LabelTable]:
    """Return the editions of the words that forms use as labels."""
    return load_editions(_FOLDER, LabelTable, "forms-labels-*.yaml")


RULE_SETS: tuple[RuleSet, ...] = (RuleSet("form_labels", _FOLDER, "forms-labels-*.yaml", LabelTable, form_labels),)
