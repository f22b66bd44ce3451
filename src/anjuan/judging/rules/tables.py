"""Loads the rule files of the judging room, once."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path

from anjuan.judging.comparing.rulebook import ComparingTable
from anjuan.judging.contradictions.rulebook import AgreementTable, ChronologyTable, ContradictionTables, RuleTable
from anjuan.kit.rulefiles import Editions, RuleSet, load_editions
from anjuan.registry.rules.tables import standards

_FOLDER = Path(__file__).parent / "tables"


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
    RuleSet("contradictions", _FOLDER, "contradictions-*.yaml", RuleTable, contradiction_rules),
    RuleSet("agreement", _FOLDER, "agreement-*.yaml", AgreementTable, agreement),
    RuleSet("chronology", _FOLDER, "chronology-*.yaml", ChronologyTable, chronology),
    RuleSet("comparing", _FOLDER, "comparing-*.yaml", ComparingTable, comparing),
)
