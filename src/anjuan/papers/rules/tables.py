"""Loads the rule files of the papers room, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.kit.rulefiles import Editions, RuleSet, load_editions
from anjuan.papers.fields.prose.table import ProseTable
from anjuan.papers.fields.tables import CaseTable, FieldTable, PatternTable
from anjuan.papers.fields.tables import LabelTable as PaperLabelTable
from anjuan.papers.forms.labels import LabelTable
from anjuan.papers.forms.markwords import MarkTable
from anjuan.papers.own.sheet_words import FormColumns
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


@functools.cache
def form_marks() -> Editions[MarkTable]:
    """Return the editions of the words at places for signature, seal and date."""
    return load_editions(_FOLDER, MarkTable, "forms-marks-*.yaml")


@functools.cache
def paper_fields() -> Editions[FieldTable]:
    """Return the editions of the fields that papers state."""
    return load_editions(_FOLDER, FieldTable, "fields-*.yaml")


@functools.cache
def paper_labels() -> Editions[PaperLabelTable]:
    """Return the editions of the labels and the fields they mean."""
    return load_editions(_FOLDER, PaperLabelTable, "labels-*.yaml")


@functools.cache
def paper_patterns() -> Editions[PatternTable]:
    """Return the editions of the sentences that state fields."""
    return load_editions(_FOLDER, PatternTable, "patterns-*.yaml")


@functools.cache
def paper_prose() -> Editions[ProseTable]:
    """Return the editions of the sentences of running text."""
    return load_editions(_FOLDER, ProseTable, "prose-*.yaml")


@functools.cache
def case_values() -> Editions[CaseTable]:
    """Return the editions of the sources of a case's values."""
    return load_editions(_FOLDER, CaseTable, "case-values-*.yaml")


@functools.cache
def own_form_columns() -> Editions[FormColumns]:
    """Return the editions of the columns of a body's own table of forms."""
    return load_editions(_FOLDER, FormColumns, "own-forms-*.yaml")


RULE_SETS: tuple[RuleSet, ...] = (
    RuleSet("kinds", _FOLDER, "kinds-*.yaml", KindTable, kinds),
    RuleSet("titles", _FOLDER, "titles-*.yaml", TitleTable, titles),
    RuleSet("splitting", _FOLDER, "splitting-*.yaml", SplittingRules, splitting),
    RuleSet("form_labels", _FOLDER, "forms-labels-*.yaml", LabelTable, form_labels),
    RuleSet("form_marks", _FOLDER, "forms-marks-*.yaml", MarkTable, form_marks),
    RuleSet("paper_fields", _FOLDER, "fields-*.yaml", FieldTable, paper_fields),
    RuleSet("paper_labels", _FOLDER, "labels-*.yaml", PaperLabelTable, paper_labels),
    RuleSet("paper_patterns", _FOLDER, "patterns-*.yaml", PatternTable, paper_patterns),
    RuleSet("paper_prose", _FOLDER, "prose-*.yaml", ProseTable, paper_prose),
    RuleSet("case_values", _FOLDER, "case-values-*.yaml", CaseTable, case_values),
    RuleSet("own_form_columns", _FOLDER, "own-forms-*.yaml", FormColumns, own_form_columns),
)
