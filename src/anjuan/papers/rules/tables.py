"""Loads the rule files of the papers room, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.kit.rulefiles import Editions, RuleSet, load_editions
from anjuan.papers.forms.labels import LabelTable
from anjuan.papers.forms.markwords import MarkTable

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def form_labels() -> Editions[LabelTable]:
    """Return the editions of the words that forms use as labels."""
    return load_editions(_FOLDER, LabelTable, "forms-labels-*.yaml")


@functools.cache
def form_marks() -> Editions[MarkTable]:
    """Return the editions of the words at places for signature, seal and date."""
    return load_editions(_FOLDER, MarkTable, "forms-marks-*.yaml")


RULE_SETS: tuple[RuleSet, ...] = (
    RuleSet("form_labels", _FOLDER, "forms-labels-*.yaml", LabelTable, form_labels),
    RuleSet("form_marks", _FOLDER, "forms-marks-*.yaml", MarkTable, form_marks),
)
