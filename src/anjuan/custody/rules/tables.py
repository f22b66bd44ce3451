"""Loads the rule files of the custody room, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.custody.rules.downloads import DownloadTable
from anjuan.custody.rules.lending import LendingTable
from anjuan.custody.rules.reference_codes import ReferenceCodeTable
from anjuan.custody.rules.retention import RetentionTable
from anjuan.custody.rules.tombstones import TombstoneTable
from anjuan.kit.rulefiles import Editions, RuleSet, load_editions

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def reference_codes() -> Editions[ReferenceCodeTable]:
    """Return the editions of the reference codes."""
    return load_editions(_FOLDER, ReferenceCodeTable, "reference-codes-*.yaml")


@functools.cache
def retention() -> Editions[RetentionTable]:
    """Return the editions of the retention periods."""
    return load_editions(_FOLDER, RetentionTable, "retention-*.yaml")


@functools.cache
def lending() -> Editions[LendingTable]:
    """Return the editions of the lending rules."""
    return load_editions(_FOLDER, LendingTable, "lending-*.yaml")


@functools.cache
def downloads() -> Editions[DownloadTable]:
    """Return the editions of the ways in which papers leave."""
    return load_editions(_FOLDER, DownloadTable, "downloads-*.yaml")


@functools.cache
def tombstones() -> Editions[TombstoneTable]:
    """Return the editions of what outlives a destroyed case."""
    return load_editions(_FOLDER, TombstoneTable, "tombstones-*.yaml")


RULE_SETS: tuple[RuleSet, ...] = (
    RuleSet("reference_codes", _FOLDER, "reference-codes-*.yaml", ReferenceCodeTable, reference_codes),
    RuleSet("retention", _FOLDER, "retention-*.yaml", RetentionTable, retention),
    RuleSet("lending", _FOLDER, "lending-*.yaml", LendingTable, lending),
    RuleSet("downloads", _FOLDER, "downloads-*.yaml", DownloadTable, downloads),
    RuleSet("tombstones", _FOLDER, "tombstones-*.yaml", TombstoneTable, tombstones),
)
