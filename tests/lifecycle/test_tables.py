"""The rule files: shape, worked examples, generations by field and day."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.lifecycle.books import day

from anjuan.kit.errors import RuleFileError
from anjuan.kit.rulefiles import load, read_yaml
from anjuan.lifecycle.rules import tables
from anjuan.lifecycle.rules.rulebook import generation_on
from anjuan.lifecycle.rules.wording import SpeechTable

TIME = [f"T{number:02d}" for number in range(1, 23)]
PEOPLE = [f"P{number:02d}" for number in range(1, 13)]


@pytest.mark.parametrize("rules", tables.RULE_SETS, ids=lambda one: one.id)
def test_every_rule_file_loads_and_its_worked_examples_hold(rules):
    assert rules.load().all


@pytest.mark.parametrize("generation", tables.time_rules().all, ids=lambda one: one.edition)
def test_a_generation_has_every_time_rule(generation):
    assert list(generation.rules) == TIME


def test_the_standing_rules_have_every_rule_of_people():
    assert set(PEOPLE) <= set(tables.standing_rules().latest.rules)


def test_every_rule_has_its_sentences():
    known = {*TIME, *tables.standing_rules().latest.rules}
    assert known - set(tables.sayings().latest.rules) == set()


def test_there_are_no_sentences_without_a_rule():
    assert set(tables.sayings().latest.rules) - {*TIME, *tables.standing_rules().latest.rules} == set()


@pytest.mark.parametrize(
    ("field", "on", "generation", "document"),
    [
        ("QMS", "2025-12-31", "2016", "质量管理体系认证规则（2016）"),
        ("QMS", "2026-01-01", "2026", "CNCA-QMS-01:2025"),
        ("OHSMS", "2026-02-28", "2016", "职业健康安全管理体系认证规则（2026 年前）"),
        ("OHSMS", "2026-03-01", "2026", "CNCA-OHSMS-01:2026"),
        ("EMS", "2026-03-01", "2026", "环境管理体系认证规则（2026）"),
        ("ISMS", "2026-02-28", "2016", "信息安全管理体系认证规则（2026 年前）"),
        ("ITSMS", "2026-03-01", "2026", "信息技术服务管理体系认证规则（2026）"),
        ("EnMS", "2026-12-31", "2016", "机构备案认证规则"),
        ("FSMS", "2026-12-31", "2016", "机构备案认证规则"),
        ("QMS", "1999-01-01", "2016", "质量管理体系认证规则（2016）"),
    ],
)
def test_a_field_follows_the_generation_of_the_day(field, on, generation, document):
    found = generation_on(tables.generations().latest, field, day(on))
    assert (found.generation, found.document) == (generation, document)


@pytest.mark.parametrize("field", ["EMS", "ISMS", "ITSMS", "EnMS"])
def test_a_national_rule_that_is_not_confirmed_is_weak(field):
    assert tables.book_on(field, dt.date(2026, 6, 1)).basis("T02").is_weak


@pytest.mark.parametrize("field", ["QMS", "OHSMS"])
def test_a_national_rule_that_is_confirmed_is_not_weak(field):
    assert not tables.book_on(field, dt.date(2026, 6, 1)).basis("T02").is_weak


@pytest.mark.parametrize("rule", ["T11", "T13", "P12", "A08", "A11", "I03", "M07"])
def test_a_figure_that_no_text_prints_is_weak(rule):
    assert tables.book_on("QMS", dt.date(2026, 6, 1)).basis(rule).is_weak


def test_restoration_is_weak_in_the_new_rules_and_not_in_the_old():
    new, old = (tables.book_on("QMS", dt.date(year, 6, 1)).basis("T09") for year in (2026, 2025))
    assert (new.is_weak, old.is_weak) == (True, False)


def test_sentences_whose_slots_differ_are_refused(tmp_path):
    source = tables._FOLDER / "sayings-rules-2026.yaml"
    text = source.read_text(encoding="utf-8").replace('at least {least} are needed."}', 'needed."}', 1)
    path = tmp_path / source.name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileError, match="different slots"):
        load(path, SpeechTable)


@pytest.mark.parametrize("path", sorted(tables._FOLDER.glob("*.yaml")), ids=lambda path: path.name)
def test_every_table_names_sources_with_their_certainty(path):
    sources = read_yaml(path)["source"]
    assert sources
    assert all(one.get("certainty") in {"solid", "fair", "weak"} for one in sources)
