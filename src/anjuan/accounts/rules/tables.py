"""Loads the rule files of the accounts room, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.accounts.rules.roles import RoleTable
from anjuan.accounts.rules.scopes import ScopeTable
from anjuan.kit.rulefiles import Editions, RuleSet, load_editions

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def roles() -> Editions[RoleTable]:
    """Return the editions of the role table."""
    return load_editions(_FOLDER, RoleTable, "roles-*.yaml")


@functools.cache
def scopes() -> Editions[ScopeTable]:
    """Return the editions of the table of scopes of access tokens."""
    return load_editions(_FOLDER, ScopeTable, "scopes-*.yaml")


RULE_SETS = (
    RuleSet("roles", _FOLDER, "roles-*.yaml", RoleTable, roles),
    RuleSet("scopes", _FOLDER, "scopes-*.yaml", ScopeTable, scopes),
)
