"""Loads the rule files of the registry room, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.kit.rulefiles import Editions, RuleSet, load_editions
from anjuan.registry.rules.codelists import CodeTable, StandardTable

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def fields() -> Editions[CodeTable]:
    """Return the editions of the certification fields."""
    return load_editions(_FOLDER, CodeTable, "certification-fields-*.yaml")


@functools.cache
def regions() -> Editions[CodeTable]:
    """Return the editions of the regions."""
    return load_editions(_FOLDER, CodeTable, "regions-*.yaml")


@functools.cache
def industries() -> Editions[CodeTable]:
    """Return the editions of GB/T 4754."""
    return load_editions(_FOLDER, CodeTable, "gbt4754-*.yaml")


@functools.cache
def sectors() -> Editions[CodeTable]:
    """Return the editions of the IAF sectors."""
    return load_editions(_FOLDER, CodeTable, "iaf-sectors-*.yaml")


@functools.cache
def standards() -> Editions[StandardTable]:
    """Return the editions of the table of standards."""
    return load_editions(_FOLDER, StandardTable, "standards-*.yaml")


RULE_SETS = (
    RuleSet("fields", _FOLDER, "certification-fields-*.yaml", CodeTable, fields),
    RuleSet("regions", _FOLDER, "regions-*.yaml", CodeTable, regions),
    RuleSet("industries", _FOLDER, "gbt4754-*.yaml", CodeTable, industries),
    RuleSet("iaf_sectors", _FOLDER, "iaf-sectors-*.yaml", CodeTable, sectors),
    RuleSet("standards", _FOLDER, "standards-*.yaml", StandardTable, standards),
)
#: The lists that are loaded into the tables of codes.
CODE_LISTS = (fields, regions, industries, sectors)
