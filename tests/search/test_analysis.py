"""Tokens are the same for the same text, however it is printed."""

from __future__ import annotations

import pytest
from tests.search.corpus import SCHEMA

from anjuan.search.analysis import Analyser, bigrams, content_words, index_version, is_sentence, query_bigrams, words
from anjuan.search.errors import RecordError, SchemaError
from anjuan.search.feeding import analysed
from anjuan.search.protocol import PageRecord
from anjuan.search.schema import Field, FieldKind, Schema
from anjuan.search.terms import domain_terms, stop_words


def test_every_pair_is_a_token_and_the_last_one_ends_in_the_sentinel():
    assert bigrams("审核表") == ["审核", "核表", "表_"]


def test_pairs_of_a_query_have_no_sentinel():
    assert query_bigrams("审核表") == ["审核", "核表"]


def test_empty_text_has_no_tokens():
    assert (bigrams(""), words("，。")) == ([], [])


def test_terms_of_certification_stay_whole_and_keep_their_parts():
    found = words("质量管理体系的见证评审")
    assert {"质量管理体系", "质量", "管理", "体系", "见证评审"} <= set(found)


def test_line_breaks_inside_chinese_do_not_cut_words():
    assert words("质量管\n理体 系") == words("质量管理体系")


@pytest.mark.parametrize(("one", "other"), [("審核計劃", "审核计划"), ("ＩＳＯ９００１", "iso9001")])
def test_writing_does_not_matter(one, other):
    assert words(one) == words(other)


def test_stop_words_do_not_count_unless_alone():
    assert content_words("什么是审核") == ("审核",)
    assert content_words("什么") == ("什么",)


def test_function_words_make_a_sentence():
    assert (is_sentence("审核计划怎么编制"), is_sentence("审核 计划")) == (True, False)


def test_word_lists_hold_each_word_once():
    assert len(domain_terms().words) == len(set(domain_terms().words)) > 250
    assert "的" in stop_words()


def test_record_with_an_unknown_field_is_refused():
    with pytest.raises(RecordError, match="colour"):
        Analyser(SCHEMA).page(PageRecord(1, "g", "页", keywords={"colour": ("red",)}))


def test_record_with_a_wrong_number_is_refused():
    with pytest.raises(RecordError, match="2017-09"):
        Analyser(SCHEMA).page(PageRecord(1, "g", "页", keywords={"year": ("2017-09",)}))


def test_negative_id_is_refused():
    with pytest.raises(RecordError, match="-1"):
        Analyser(SCHEMA).page(PageRecord(-1, "g", "页"))


def test_values_of_a_field_are_kept_once():
    page = Analyser(SCHEMA).page(PageRecord(1, "g", "页", keywords={"year": ("2020", "02020")}))
    assert page.keywords == {"year": ("2020",)}


def test_version_follows_the_schema():
    other = Schema(*SCHEMA, Field("more", "更多", kind=FieldKind.TEXT))
    assert index_version(SCHEMA, "x") == index_version(SCHEMA, "x") != index_version(other, "x")


def test_two_fields_may_not_share_a_name():
    with pytest.raises(SchemaError, match="标准"):
        Schema(Field("a", "标准"), Field("b", "乙", aliases=("标准",)))


@pytest.mark.parametrize(
    "record",
    [
        PageRecord(2, "g", "半\ud83d字"),
        PageRecord(2, "g\udc00", "页"),
        PageRecord(2, "g", "页", keywords={"year": ("9" * 30,)}),
        PageRecord(-2, "g", "页"),
        PageRecord(2, "g", None),
    ],
    ids=["half a character", "half a character in the group", "a number without end", "a negative id", "no text"],
)
def test_a_poisoned_record_is_refused_and_the_others_are_made(record):
    refused = []
    records = [PageRecord(1, "g", "页"), record, PageRecord(3, "g", "页")]
    made = Analyser(SCHEMA).pages(records, lambda *refusal: refused.append(refusal))
    assert [page.id for page in made] == [1, 3]
    assert [(number, type(fault)) for number, fault in refused] == [(record.id, RecordError)]


def test_without_anybody_to_tell_a_poisoned_record_raises():
    with pytest.raises(RecordError, match="cannot be indexed"):
        list(Analyser(SCHEMA).pages([PageRecord(1, "g", None)]))


def test_processes_tell_of_poisoned_records_too():
    refused = []
    records = [PageRecord(1, "g", "页"), PageRecord(2, "g", None)]
    made = list(analysed(Analyser(SCHEMA), records, 2, lambda *refusal: refused.append(refusal)))
    assert ([page.id for page in made], [number for number, _ in refused]) == ([1], [2])
    assert refused[0][1].remedy
