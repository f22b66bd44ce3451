from __future__ import annotations

import datetime as dt
import re

import pytest

from anjuan.kit.errors import NoEditionError
from anjuan.papers.kinds.catalogue import catalogue
from anjuan.papers.kinds.errors import MappingError
from anjuan.papers.kinds.mapping import Mapped, extended, rows_from_mapping, rows_from_table, rows_from_yaml
from anjuan.papers.kinds.wording import named_kind

KNOWN = catalogue()
_PER_FAMILY = {"A": 16, "B": 9, "C": 9, "D": 23, "E": 4, "F": 4, "G": 4, "X": 3}


@pytest.mark.parametrize(("family", "count"), _PER_FAMILY.items())
def test_every_code_of_the_document_table_is_there(family, count):
    assert {f"{family}{number:02d}" for number in range(1, count + 1)} <= set(KNOWN.kinds)


def test_every_kind_has_names_in_both_languages_and_a_family():
    assert all(kind.zh and kind.en and kind.family in KNOWN.families for kind in KNOWN.kinds.values())


def test_records_of_the_client_have_a_family_of_their_own():
    assert {KNOWN.family(code) for code in KNOWN.kinds if code.startswith("W")} == {"W"}


def test_every_kind_has_titles_and_every_title_a_kind():
    assert {kind for _, kind in KNOWN.titles} == set(KNOWN.kinds)


def test_names_are_given_in_the_language_asked_for():
    assert (KNOWN.name("D08"), KNOWN.name("D08", "en"), KNOWN.name("Q99")) == (
        "不符合报告",
        "nonconformity report",
        "Q99",
    )


def test_a_day_before_all_editions_is_refused():
    with pytest.raises(NoEditionError):
        catalogue(dt.date(1990, 1, 1))


def test_no_pattern_fits_the_empty_title():
    assert not [rule for rule in KNOWN.rules if rule.pattern.search("")]


def test_a_body_adds_its_own_title_and_the_base_stays_as_it_was():
    own = extended(KNOWN, [Mapped("C02", title="外派联络笺")])
    assert named_kind("外派联络笺", own).kind == "C02"
    assert not named_kind("外派联络笺", KNOWN).kind


def test_a_mapped_title_goes_before_the_patterns():
    own = extended(KNOWN, [Mapped("E01", title="审核报告复核单")])
    assert named_kind("审核报告复核单", own).kind == "E01"


def test_a_body_adds_a_kind_of_its_own():
    own = extended(KNOWN, [Mapped("Z01", title="碳足迹核算底稿", zh="碳足迹底稿")])
    assert (named_kind("碳足迹核算底稿", own).kind, own.name("Z01")) == ("Z01", "碳足迹底稿")


@pytest.mark.parametrize("row", [Mapped("Z01", title="底稿"), Mapped("C02"), Mapped("甲", title="底稿", zh="底稿")])
def test_rows_that_cannot_be_used_are_refused(row):
    with pytest.raises(MappingError):
        extended(KNOWN, [row])


def test_rows_come_from_a_sheet_with_headings():
    rows = rows_from_table(
        [("代码", "表单编号", "题名"), ("D12", "JL-09", "审核总报告"), (None, None, None), ("D08", None, "NC单")]
    )
    assert rows == (Mapped("D12", "审核总报告", "JL-09"), Mapped("D08", "NC单"))


def test_a_sheet_without_a_column_of_kinds_is_refused():
    with pytest.raises(MappingError, match="代码"):
        rows_from_table([("题名",), ("审核计划",)])


def test_rows_come_from_codes_with_titles_and_numbers():
    assert rows_from_mapping({"D12": ["审核总报告", "JL-09"]}) == (
        Mapped("D12", "审核总报告"),
        Mapped("D12", form_no="JL-09"),
    )


@pytest.mark.parametrize("content", ["审核计划", 3, [{"kind": "D12", "colour": "red"}]])
def test_other_content_is_refused(content):
    with pytest.raises(MappingError):
        rows_from_mapping(content)


def test_rows_come_from_a_file(tmp_path):
    (tmp_path / "forms.yaml").write_text("- {kind: D12, title: 审核总报告}\n", encoding="utf-8")
    assert rows_from_yaml(tmp_path / "forms.yaml") == (Mapped("D12", "审核总报告"),)


def test_patterns_are_written_in_squeezed_small_letters():
    assert not [rule.pattern.pattern for rule in KNOWN.rules if re.search(r"[A-Z（）：]", rule.pattern.pattern)]
