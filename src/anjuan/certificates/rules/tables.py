"""Loads the rule files of the certificates room, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.certificates.rules.numbers import NumberTable
from anjuan.certificates.rules.reporting import ReportTable
from anjuan.certificates.rules.status import StatusTable
from anjuan.kit.rulefiles import Editions, RuleSet, load_editions

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def numbers() -> Editions[NumberTable]:
    """Return the editions of the number rules."""
    return load_editions(_FOLDER, NumberTable, "certificate-numbers-*.yaml")


@functools.cache
def status() -> Editions[StatusTable]:
    """Return the editions of states, deeds and reasons."""
    return load_editions(_FOLDER, StatusTable, "certificate-status-*.yaml")


@functools.cache
def national_report() -> Editions[ReportTable]:
    """Return the editions of the four sheets for the national platform."""
    return load_editions(_FOLDER, ReportTable, "national-report-*.yaml")


@functools.cache
def certsearch() -> Editions[ReportTable]:
    """Return the editions of the sheet for IAF CertSearch."""
    return load_editions(_FOLDER, ReportTable, "certsearch-*.yaml")


RULE_SETS: tuple[RuleSet, ...] = (
    RuleSet("certificate_numbers", _FOLDER, "certificate-numbers-*.yaml", NumberTable, numbers),
    RuleSet("certificate_status", _FOLDER, "certificate-status-*.yaml", StatusTable, status),
    RuleSet("national_report", _FOLDER, "national-report-*.yaml", ReportTable, national_report),
    RuleSet("certsearch", _FOLDER, "certsearch-*.yaml", ReportTable, certsearch),
)
