from __future__ import annotations

import pydantic
import pytest

from anjuan.kit.text.folding import squeeze
from anjuan.search.relevance.expansion import asked
from anjuan.search.relevance.rulebook import SynonymRow, frames, synonyms, weights


@pytest.mark.parametrize("example", frames().examples, ids=lambda example: example.text)
def test_frame_examples_hold(example):
    assert asked(example.text).pieces == example.kept


@pytest.mark.parametrize("example", synonyms().examples, ids=lambda example: example.text)
def test_synonym_examples_hold(example):
    assert sorted(other for other, _ in asked(example.text).others) == sorted(example.found)


def test_no_synonym_is_a_single_character():
    # A single character is part of many words, so it would be found inside them.
    assert [word for word in synonyms().others if len(word) == 1] == []


def test_no_row_names_a_word_twice():
    rows = [[squeeze(word) for word in (*row.same, *row.said)] for row in synonyms().rows]
    assert [row for row in rows if len(set(row)) < len(row)] == []


def test_every_row_brings_something_along():
    assert [row for row in synonyms().rows if not row.pairs()] == []


def test_what_is_written_brings_nothing_along():
    row = SynonymRow(said=("老板",), written=("用人单位",))
    assert row.pairs() == (("老板", "用人单位"),)


def test_words_of_one_meaning_bring_each_other_along():
    assert SynonymRow(same=("供方", "供应商")).pairs() == (("供方", "供应商"), ("供应商", "供方"))


@pytest.mark.parametrize(
    "row",
    [{"said": ("老板",)}, {"written": ("用人单位",)}, {}, {"same": ("供方",), "said": ("老板",), "written": ("甲",)}],
)
def test_a_row_of_no_clear_kind_is_refused(row):
    with pytest.raises(pydantic.ValidationError):
        SynonymRow(**row)


def test_synonyms_weigh_less_than_the_words_of_the_query():
    assert 0 < weights().synonym_weight < 1
