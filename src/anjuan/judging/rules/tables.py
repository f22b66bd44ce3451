"""Loads the rule files of the judging room, once."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path

from anjuan.judging.comparing.rulebook import ComparingTable
from anjuan.judging.completeness.alternatives import AlternativeTable
from anjuan.judging.completeness.checklist import ChecklistColumns
from anjuan.judging.completeness.conditions import ConditionTable
from anjuan.judging.completeness.cycle_rules import CycleRules
from anjuan.judging.completeness.licences import LicenceTable
from anjuan.judging.completeness.requirements import RequirementTable
from anjuan.judging.completeness.rulebook import Rulebook
from anjuan.judging.contradictions.rulebook import AgreementTable, ChronologyTable, ContradictionTables, RuleTable
from anjuan.judging.matching.words import NameTable, NameWords, places_of
from anjuan.judging.matching.words import name_words as prepared
from anjuan.judging.rules import look_alikes as looks
from anjuan.judging.rules.sayings import PATTERN, SayingTable, sayings
from anjuan.judging.rules.scene_table import SCENE_RULES
from anjuan.kit.rulefiles import Editions, RuleSet, load_editions
from anjuan.registry.rules.tables import regions, standards

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def requirements() -> Editions[RequirementTable]:
    """Return the editions of the required papers."""
    return load_editions(_FOLDER, RequirementTable, "requirements-papers-*.yaml")


@functools.cache
def conditions() -> Editions[ConditionTable]:
    """Return the editions of the conditions of a case."""
    return load_editions(_FOLDER, ConditionTable, "conditions-cases-*.yaml")


@functools.cache
def licences() -> Editions[LicenceTable]:
    """Return the editions of the licences a scope may need."""
    return load_editions(_FOLDER, LicenceTable, "conditions-licences-*.yaml")


@functools.cache
def alternatives() -> Editions[AlternativeTable]:
    """Return the editions of the papers that stand for another kind."""
    return load_editions(_FOLDER, AlternativeTable, "requirements-alternatives-*.yaml")


@functools.cache
def cycle_rules() -> Editions[CycleRules]:
    """Return the editions of the time rules of a certification cycle."""
    return load_editions(_FOLDER, CycleRules, "requirements-cycle-*.yaml")


@functools.cache
def checklist_columns() -> Editions[ChecklistColumns]:
    """Return the editions of the columns of a body's own checklist."""
    return load_editions(_FOLDER, ChecklistColumns, "requirements-checklist-*.yaml")


@functools.cache
def rulebook() -> Rulebook:
    """Return all tables that completeness needs."""
    return Rulebook(requirements(), conditions(), alternatives(), licences(), cycle_rules())


@functools.cache
def organisation_names() -> Editions[NameTable]:
    """Return the editions of the words of organisation names."""
    return load_editions(_FOLDER, NameTable, "matching-names-*.yaml")


@functools.cache
def name_words() -> NameWords:
    """Return the latest words of organisation names, with the places of the registry's regions."""
    rows = ((row.code, row.name, row.level) for row in regions().latest.rows)
    return prepared(organisation_names().latest, places_of(rows))


@functools.cache
def contradiction_rules() -> Editions[RuleTable]:
    """Return the editions of the rules of contradiction."""
    return load_editions(_FOLDER, RuleTable, "contradictions-*.yaml")


@functools.cache
def agreement() -> Editions[AgreementTable]:
    """Return the editions of which papers state which value."""
    return load_editions(_FOLDER, AgreementTable, "agreement-*.yaml")


@functools.cache
def chronology() -> Editions[ChronologyTable]:
    """Return the editions of the order of events."""
    return load_editions(_FOLDER, ChronologyTable, "chronology-*.yaml")


@functools.cache
def comparing() -> Editions[ComparingTable]:
    """Return the editions of what is style when values are compared."""
    return load_editions(_FOLDER, ComparingTable, "comparing-*.yaml")


def contradiction_tables(day: dt.date | None) -> ContradictionTables:
    """Return every table that judges contradictions, in the editions of a day; the latest for a case without one.

    Raises:
        NoEditionError: A table has no edition for the day.

    """
    if day is None:
        return ContradictionTables(
            contradiction_rules().latest,
            agreement().latest,
            chronology().latest,
            comparing().latest,
            standards().latest,
        )
    return ContradictionTables(
        contradiction_rules().on(day),
        agreement().on(day),
        chronology().on(day),
        comparing().on(day),
        standards().latest,
    )


RULE_SETS: tuple[RuleSet, ...] = (
    RuleSet("requirements", _FOLDER, "requirements-papers-*.yaml", RequirementTable, requirements),
    RuleSet("conditions", _FOLDER, "conditions-cases-*.yaml", ConditionTable, conditions),
    RuleSet("licences", _FOLDER, "conditions-licences-*.yaml", LicenceTable, licences),
    RuleSet("alternatives", _FOLDER, "requirements-alternatives-*.yaml", AlternativeTable, alternatives),
    RuleSet("cycle_rules", _FOLDER, "requirements-cycle-*.yaml", CycleRules, cycle_rules),
    RuleSet("checklist_columns", _FOLDER, "requirements-checklist-*.yaml", ChecklistColumns, checklist_columns),
    RuleSet("completeness_sayings", _FOLDER, PATTERN, SayingTable, sayings),
    RuleSet("look_alikes", _FOLDER, looks.PATTERN, looks.LookAlikeTable, looks.look_alikes),
    RuleSet("organisation_names", _FOLDER, "matching-names-*.yaml", NameTable, organisation_names),
    RuleSet("contradictions", _FOLDER, "contradictions-*.yaml", RuleTable, contradiction_rules),
    RuleSet("agreement", _FOLDER, "agreement-*.yaml", AgreementTable, agreement),
    RuleSet("chronology", _FOLDER, "chronology-*.yaml", ChronologyTable, chronology),
    RuleSet("comparing", _FOLDER, "comparing-*.yaml", ComparingTable, comparing),
    SCENE_RULES,
)
