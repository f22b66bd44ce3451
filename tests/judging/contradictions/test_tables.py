"""The tables refuse what would judge wrongly."""

from __future__ import annotations

import datetime as dt

import pytest

from anjuan.judging.comparing.compare import METHODS
from anjuan.judging.contradictions.find import CHECKS, checks
from anjuan.judging.contradictions.rulebook import Agreement, Rule
from anjuan.judging.rules.tables import RULE_SETS, contradiction_tables

TABLES = contradiction_tables(dt.date(2022, 6, 14))


def test_every_check_belongs_to_a_rule():
    assert {rule for rule, _ in checks(TABLES)} <= set(TABLES.rules.rules)


def test_every_rule_has_a_check():
    asked = {rule for rule, _ in checks(TABLES)} | {"K16", "C02"}
    assert asked == set(TABLES.rules.rules)


def test_every_value_of_the_agreement_has_the_sentences_it_needs():
    rules = TABLES.rules.rules
    assert not [
        row.name for row in TABLES.agreement.fields.values() if not {"differs", "slip"} <= set(rules[row.rule].says)
    ]


def test_every_chain_has_its_sentence():
    assert all("order" in TABLES.rules.rules[chain.rule].says for chain in TABLES.chronology.chains)


def test_weak_rule_that_blocks_is_refused():
    with pytest.raises(ValueError, match="may only warn"):
        Rule(title="x", title_en="x", severity="block", certainty="weak", source="x", says={})


def test_sentences_with_different_slots_are_refused():
    says = {"a": {"zh": "{one}", "en": "{two}"}}
    with pytest.raises(ValueError, match="different slots"):
        Rule(title="x", title_en="x", severity="warn", source="x", says=says)


def test_unknown_method_of_comparing_is_refused():
    with pytest.raises(ValueError, match="no method"):
        Agreement(name="x", name_en="x", rule="K09", method="guess", severity="warn")


def test_methods_of_the_agreement_are_known():
    assert {row.method for row in TABLES.agreement.fields.values()} <= set(METHODS)


def test_tables_are_announced():
    assert {"contradictions", "agreement", "chronology", "comparing"} <= {item.id for item in RULE_SETS}


def test_checks_are_named_once():
    assert len({check for _, check in CHECKS}) == len(CHECKS)
