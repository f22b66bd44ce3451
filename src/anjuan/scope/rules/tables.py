"""Loads the rule files of the scope room, once."""

from __future__ import annotations

import functools

from anjuan.kit.rulefiles import Editions, RuleSet, load_editions
from anjuan.scope.rules.clauses import ClauseTable
from anjuan.scope.rules.codes import SectorTable
from anjuan.scope.rules.licences import LicenceTable
from anjuan.scope.rules.sentences import FOLDER, SayingTable, sayings
from anjuan.scope.rules.steps import StepTable
from anjuan.scope.rules.wording import WordingTable


@functools.cache
def clauses() -> Editions[ClauseTable]:
    """Return the editions of the clauses that may not apply."""
    return load_editions(FOLDER, ClauseTable, "clauses-*.yaml")


@functools.cache
def licences() -> Editions[LicenceTable]:
    """Return the editions of the licences by industry."""
    return load_editions(FOLDER, LicenceTable, "licences-*.yaml")


@functools.cache
def wording() -> Editions[WordingTable]:
    """Return the editions of the words of scopes."""
    return load_editions(FOLDER, WordingTable, "wording-*.yaml")


@functools.cache
def sectors() -> Editions[SectorTable]:
    """Return the editions of sectors and industries."""
    return load_editions(FOLDER, SectorTable, "sectors-*.yaml")


@functools.cache
def steps() -> Editions[StepTable]:
    """Return the editions of core and extension."""
    return load_editions(FOLDER, StepTable, "steps-*.yaml")


RULE_SETS = (
    RuleSet("scope_clauses", FOLDER, "clauses-*.yaml", ClauseTable, clauses),
    RuleSet("scope_licences", FOLDER, "licences-*.yaml", LicenceTable, licences),
    RuleSet("scope_wording", FOLDER, "wording-*.yaml", WordingTable, wording),
    RuleSet("scope_sectors", FOLDER, "sectors-*.yaml", SectorTable, sectors),
    RuleSet("scope_steps", FOLDER, "steps-*.yaml", StepTable, steps),
    RuleSet("scope_sayings", FOLDER, "sayings-*.yaml", SayingTable, sayings),
)
