from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.papers.splitting.made import RULES

import anjuan.papers.splitting as room
from anjuan.papers.splitting.evidence import Clue, log_odds, reasons

SOURCE = "".join(path.read_text(encoding="utf-8") for path in Path(room.__path__[0]).glob("*.py"))


def test_every_clue_of_the_code_has_a_rule():
    assert set(re.findall(r'Clue\(\s*"([a-z-]+)"', SOURCE)) <= set(RULES.clues)


def test_every_rule_stands_for_a_clue_of_the_code():
    unused = {code for code in RULES.clues if f'"{code}"' not in SOURCE and code.removeprefix("plain-") not in SOURCE}
    assert unused == set()


def test_every_reason_is_a_sentence():
    assert all(rule.text.endswith(".") and rule.text[0].isupper() for rule in RULES.clues.values())


def test_strengths_weigh_by_their_rules():
    clues = [Clue("title", 0.5), Clue("no-title")]
    expected = RULES.bias + 0.5 * RULES.clues["title"].weight + RULES.clues["no-title"].weight
    assert log_odds(clues, RULES) == pytest.approx(expected)


def test_only_what_speaks_for_a_cut_is_a_reason_and_the_strongest_goes_first():
    found = reasons([Clue("page-full"), Clue("signed-off"), Clue("title", 1.0, "审核报告")], RULES, 4)
    assert [reason.code for reason in found] == ["title", "signed-off"]


def test_words_in_braces_do_not_break_a_reason():
    assert "{x}" in reasons([Clue("title", 1.0, "{x}")], RULES, 1)[0].text
