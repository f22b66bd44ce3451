"""Loads the rule files of the papers room, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.kit.rulefiles import Editions, RuleSet, load_editions
from anjuan.papers.forms.labels import LabelTable
from anjuan.papers.rules.kinds import KindTable, TitleTable
from anjuan.papers.splitting.rules import SplittingRules

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def kinds() -> Editions[KindTable]:
    """Return the editions of the kinds of papers."""
    return load_editions(_FOLDER, KindTable, "kinds-*.yaml")


@functools.cache
def titles() -> Editions[TitleTable]:
    """Return the editions of the titles and phrases."""
    return load_editions(_FOLDER, TitleTable, "titles-*.yaml")


@functools.cache
def splitting() -> Editions[SplittingRules]:
    """Return the editions of the rules by which a bound scan is cut into papers."""
    return load_editions(_FOLDER, SplittingRules, "splitting-*.yaml")


@functools.cache
def form_labels() -> Editions[LabelTable]:
    """Return the editions of the words that forms use as labels."""
    return load_editions(_FOLDER, LabelTable, "forms-labels-*.yaml")


RULE_SETS: tuple[RuleSet, ...] = (
    RuleSet("kinds", _FOLDER, "kinds-*.yaml", KindTable, kinds),
    RuleSet("titles", _FOLDER, "titles-*.yaml", TitleTable, titles),
    RuleSet("splitting", _FOLDER, "splitting-*.yaml", SplittingRules, splitting),
    RuleSet("form_labels", _FOLDER, "forms-labels-*.yaml", LabelTable, form_labels),
)
