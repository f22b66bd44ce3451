"""Loads the rule files of time, people, audit time and sampling, once."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path

from anjuan.kit.rulefiles import Editions, RuleSet, load_editions
from anjuan.lifecycle.rules.asked_time import TimeTables
from anjuan.lifecycle.rules.audit_days import DaysTable, FactorTable, ReductionTable
from anjuan.lifecycle.rules.candidates import CandidateTable
from anjuan.lifecycle.rules.rulebook import Book, GenerationTable, Library, RuleTable
from anjuan.lifecycle.rules.sampling import SamplingTable
from anjuan.lifecycle.rules.wording import SpeechTable
from anjuan.lifecycle.rules.workdays import HolidayTable

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def generations() -> Editions[GenerationTable]:
    """Return which field follows which generation of rules."""
    return load_editions(_FOLDER, GenerationTable, "generations-*.yaml")


@functools.cache
def time_rules() -> Editions[RuleTable]:
    """Return the generations of the time rules."""
    return load_editions(_FOLDER, RuleTable, "rules-time-*.yaml")


@functools.cache
def standing_rules() -> Editions[RuleTable]:
    """Return the rules of people, audit time and sampling."""
    return load_editions(_FOLDER, RuleTable, "rules-standing-*.yaml")


@functools.cache
def sayings() -> Editions[SpeechTable]:
    """Return the sentences of the rules."""
    return load_editions(_FOLDER, SpeechTable, "sayings-rules-*.yaml")


@functools.cache
def audit_days() -> Editions[DaysTable]:
    """Return the editions of the days of an initial audit."""
    return load_editions(_FOLDER, DaysTable, "audit-days-*.yaml")


@functools.cache
def audit_factors() -> Editions[FactorTable]:
    """Return the editions of the factors of audit time."""
    return load_editions(_FOLDER, FactorTable, "audit-factors-*.yaml")


@functools.cache
def integrated_audits() -> Editions[ReductionTable]:
    """Return the editions of the reduction of integrated audits."""
    return load_editions(_FOLDER, ReductionTable, "integrated-*.yaml")


@functools.cache
def site_sampling() -> Editions[SamplingTable]:
    """Return the editions of the sampling of sites."""
    return load_editions(_FOLDER, SamplingTable, "sampling-*.yaml")


@functools.cache
def holidays() -> Editions[HolidayTable]:
    """Return the editions of the public holidays."""
    return load_editions(_FOLDER, HolidayTable, "holidays-*.yaml")


@functools.cache
def candidate_weights() -> Editions[CandidateTable]:
    """Return the editions of the weights by which auditors are ranked."""
    return load_editions(_FOLDER, CandidateTable, "candidates-*.yaml")


def library() -> Library:
    """Return all generations of rules with their sentences."""
    return Library(generations().latest, time_rules(), standing_rules(), sayings().latest)


def book_on(field: str, day: dt.date) -> Book:
    """Return the rules in force for a field on a day: the entry to every rule of time and people."""
    return library().book(field, day)


def time_tables(field: str, day: dt.date) -> TimeTables:
    """Return the tables that audit time is computed with on a day."""
    return TimeTables(book_on(field, day), audit_days().on(day), audit_factors().on(day), integrated_audits().on(day))


RULE_SETS: tuple[RuleSet, ...] = (
    RuleSet("rule_generations", _FOLDER, "generations-*.yaml", GenerationTable, generations),
    RuleSet("time_rules", _FOLDER, "rules-time-*.yaml", RuleTable, time_rules),
    RuleSet("standing_rules", _FOLDER, "rules-standing-*.yaml", RuleTable, standing_rules),
    RuleSet("life_sayings", _FOLDER, "sayings-rules-*.yaml", SpeechTable, sayings),
    RuleSet("audit_days", _FOLDER, "audit-days-*.yaml", DaysTable, audit_days),
    RuleSet("audit_factors", _FOLDER, "audit-factors-*.yaml", FactorTable, audit_factors),
    RuleSet("integrated_audits", _FOLDER, "integrated-*.yaml", ReductionTable, integrated_audits),
    RuleSet("site_sampling", _FOLDER, "sampling-*.yaml", SamplingTable, site_sampling),
    RuleSet("holidays", _FOLDER, "holidays-*.yaml", HolidayTable, holidays),
    RuleSet("candidates", _FOLDER, "candidates-*.yaml", CandidateTable, candidate_weights),
)
