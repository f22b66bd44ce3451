"""Every code that the program can show has Chinese words, and no words are left over."""

from __future__ import annotations

import pytest
from scripts import codewalk

from anjuan.kit.errors import RuleFileError
from anjuan.kit.explanations import Explanation, ExplanationTable, explain, explanations
from anjuan.kit.rulefiles import load
from anjuan.reading.pdf.text_layer import reasons


def group(name: str) -> set[str]:
    return set(explanations().latest.groups[name])


def test_every_code_of_an_error_or_outcome_is_explained_and_no_other():
    assert group("errors") == codewalk.codes()


def test_every_error_class_has_a_code_that_is_explained():
    assert set(codewalk.error_classes()) <= group("errors")


def test_no_two_errors_have_one_code():
    assert {code: kinds for code, kinds in codewalk.error_classes().items() if len(kinds) > 1} == {}


def test_every_notice_of_a_reader_is_explained_and_no_other():
    assert group("notices") == codewalk.notice_codes()


def test_every_reason_of_a_page_is_explained_once():
    elsewhere = set(reasons()) | group("notices")
    assert group("page_reasons") == codewalk.page_reasons() - elsewhere


def test_every_custody_event_is_explained_and_no_other():
    assert group("custody") == codewalk.custody_events()


def test_every_journal_action_is_explained_and_no_other():
    assert group("journal") == codewalk.journal_actions()


@pytest.mark.parametrize("name", ["errors", "notices", "page_reasons", "custody", "journal"])
def test_titles_are_short_and_chinese_and_without_a_full_stop(name):
    titles = [words.zh for words in explanations().latest.groups[name].values()]
    assert not [zh for zh in titles if len(zh) > 24 or zh.endswith("。") or not any("一" <= c <= "龥" for c in zh)]


@pytest.mark.parametrize("name", ["errors", "notices", "page_reasons"])
def test_remedies_are_full_chinese_sentences(name):
    remedies = [words.remedy for words in explanations().latest.groups[name].values()]
    assert not [text for text in remedies if not text.endswith("。")]


def test_no_two_codes_of_a_kind_have_the_same_title():
    for codes in explanations().latest.groups.values():
        titles = [words.zh for words in codes.values()]
        assert len(set(titles)) == len(titles)


def test_explain_returns_title_and_remedy():
    found = explain("READ-002")
    assert found == Explanation(
        "READ-002", "文件有密码", "请提供密码后重试，或去除密码后重新上传。", "The file is protected by a password"
    )


def test_a_deed_needs_no_remedy():
    assert explain("case.open").zh_remedy == ""


def test_an_unknown_code_is_not_explained():
    assert explain("NONE-999") is None


def test_a_code_in_two_groups_is_refused(tmp_path):
    original = codewalk.SOURCE / "kit" / "tables" / "explanations-2026.yaml"
    text = original.read_text(encoding="utf-8").replace(
        "  fixity check:\n", "  case.open:\n    zh: 甲乙\n    en: Two\n  fixity check:\n", 1
    )
    (tmp_path / "explanations-2026.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileError, match=r"case\.open"):
        load(tmp_path / "explanations-2026.yaml", ExplanationTable)
