"""The tables of extraction: their worked examples hold."""

from __future__ import annotations

import pytest
from tests.extraction.papers_made import pages_of

from anjuan.extraction import SourcePaper, extract, made_with
from anjuan.extraction.columns import match
from anjuan.extraction.passages import plain
from anjuan.extraction.references import citations
from anjuan.extraction.rules.tables import RULE_SETS, fact_columns, fact_kinds, fact_references, fact_units
from anjuan.extraction.values import measure


@pytest.mark.parametrize("rules", RULE_SETS, ids=lambda one: one.id)
def test_every_table_loads(rules):
    assert rules.load().latest.edition


def test_the_version_names_the_tables():
    assert made_with().startswith("extraction/")


@pytest.mark.parametrize("example", fact_kinds().latest.examples, ids=lambda one: one.text)
def test_a_sentence_states_what_the_table_says(example):
    pages = pages_of({"pages": [[example.text]]})
    facts = extract(SourcePaper(example.paper, "", "", pages))
    values = [value for fact in facts if fact.kind is example.kind for value in fact.values(example.slot)]
    assert example.value in [plain(value) for value in values] or example.value in values


@pytest.mark.parametrize("example", fact_columns().latest.examples, ids=lambda one: "-".join(one.heading))
def test_a_heading_is_taken_for_its_kind(example):
    found = match(tuple((name,) for name in example.heading))
    assert (str(found[0][0].kind) if found else "") == example.kind


@pytest.mark.parametrize("example", fact_units().latest.examples, ids=lambda one: one.text)
def test_a_value_is_read_with_its_limits(example):
    found = measure(example.text)
    got = (found.nominal, found.low, found.high, found.unit) if found else ("", "", "", "")
    assert got == (example.nominal, example.low, example.high, example.unit)


@pytest.mark.parametrize("example", fact_references().latest.examples, ids=lambda one: one.text)
def test_a_number_is_normalised(example):
    found = next(iter(citations().find(plain(example.text))), None)
    got = (found.number, found.year, found.part) if found else ("", "", "")
    assert got == (example.number, example.year, example.part)
