"""Loads the rule files of the extraction room, once."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from anjuan.extraction.rules.phrases import PhraseTable
from anjuan.extraction.rules.rows import ColumnTable, FactKindTable, ReferenceTable, UnitTable
from anjuan.kit.rulefiles import Editions, RuleSet, load_editions

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def fact_kinds() -> Editions[FactKindTable]:
    """Return the editions of the kinds of facts."""
    return load_editions(_FOLDER, FactKindTable, "fact-kinds-*.yaml")


@functools.cache
def fact_columns() -> Editions[ColumnTable]:
    """Return the editions of the headings of columns."""
    return load_editions(_FOLDER, ColumnTable, "fact-columns-*.yaml")


@functools.cache
def fact_phrases() -> Editions[PhraseTable]:
    """Return the editions of the wordings of sentences."""
    return load_editions(_FOLDER, PhraseTable, "fact-phrases-*.yaml")


@functools.cache
def fact_units() -> Editions[UnitTable]:
    """Return the editions of the units."""
    return load_editions(_FOLDER, UnitTable, "fact-units-*.yaml")


@functools.cache
def fact_references() -> Editions[ReferenceTable]:
    """Return the editions of the ways of citing standards and laws."""
    return load_editions(_FOLDER, ReferenceTable, "fact-references-*.yaml")


RULE_SETS: tuple[RuleSet, ...] = (
    RuleSet("fact_kinds", _FOLDER, "fact-kinds-*.yaml", FactKindTable, fact_kinds),
    RuleSet("fact_columns", _FOLDER, "fact-columns-*.yaml", ColumnTable, fact_columns),
    RuleSet("fact_phrases", _FOLDER, "fact-phrases-*.yaml", PhraseTable, fact_phrases),
    RuleSet("fact_units", _FOLDER, "fact-units-*.yaml", UnitTable, fact_units),
    RuleSet("fact_references", _FOLDER, "fact-references-*.yaml", ReferenceTable, fact_references),
)


@functools.cache
def made_with() -> str:
    """Return what tells one state of this room's tables from another, such as ``extraction/0123456789ab``."""
    digest = hashlib.sha256()
    for rules in RULE_SETS:
        for path in sorted(rules.folder.glob(rules.pattern)):
            digest.update(path.read_bytes())
    return f"extraction/{digest.hexdigest()[:12]}"
