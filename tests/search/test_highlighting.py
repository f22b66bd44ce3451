"""What is lit is what was found: no more, no less, in printed positions."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.search.corpus import SCHEMA

from anjuan.kit.text.folding import squeeze
from anjuan.search.highlighting import HitKind, Span, snippet, snippets, spans
from anjuan.search.parsing import parse


def lit(query: str, text: str, kind: HitKind = HitKind.EXACT) -> list[str]:
    return [text[span.start : span.end] for span in spans(parse(query, SCHEMA).tree, text, kind)]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ('"审核计划"', "年度审核计划与审核计划表", ["审核计划", "审核计划"]),
        ('"审核计划"', "审核\n计划", ["审核\n计划"]),
        ('"审核计划"', "審核　計劃", ["審核　計劃"]),
        ('"iso9001"', "ＩＳＯ　９００１认证", ["ＩＳＯ　９００１"]),
        ('"001:2015"', "ISO 9001：2015", ["001：2015"]),
        ('"m2"', "共 30 ㎡", ["㎡"]),
        ('"m" "2"', "共㎡", ["㎡"]),
        ("审核 证书", "审核通过，颁发证书", ["审核", "证书"]),
        ("审核 NOT 证书", "审核通过，颁发证书", ["审核"]),
        ("审核 组织:证书", "审核通过，颁发证书", ["审核"]),
        ('"审核计" "核计划"', "审核计划", ["审核计划"]),
        ('"没有"', "审核计划", []),
        ("", "审核计划", []),
        ("末来~", "末来未来", ["末来"]),
        ("张末来~", "张未来", ["张未来"]),
    ],
)
def test_hits_are_lit_where_they_are_printed(query, text, expected):
    assert lit(query, text) == expected


def test_ranked_page_lights_the_parts_of_a_word_that_is_not_there():
    assert lit("轴承热处理要求", "热处理与轴承", HitKind.RANKED) == ["热处理", "轴承"]


def test_ranked_page_lights_no_latin_word_inside_another():
    assert lit("是iso吗", "isolated ISO", HitKind.RANKED) == ["ISO"]


def test_fuzzy_page_tells_the_difference():
    assert spans(parse("审核计刬", SCHEMA).tree, "年度审核计划", HitKind.FUZZY) == [Span(2, 6, "刬→划")]


@given(st.text("审核计划ABａ㎡ \n，。１①", max_size=40), st.text("审核计a1m2", min_size=1, max_size=3))
def test_number_of_lit_places_is_the_number_of_occurrences(text, piece):
    found = spans(parse(f'"{piece}"', SCHEMA).tree, text)
    assert all(squeeze(piece) in squeeze(text[span.start : span.end]) for span in found)
    assert bool(found) is (squeeze(piece) in squeeze(text))
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))


def test_snippet_shows_the_densest_place_with_its_hits_marked():
    text = "审核" + "无关" * 200 + "审核与证书" + "其他" * 200
    cut = snippet(text, spans(parse("审核 证书", SCHEMA).tree, text), 40)
    assert [part.text for part in cut.parts if part.hit] == ["审核", "证书"]
    assert (cut.cut_before, cut.cut_after) == (True, True)


def test_snippet_is_printed_text_in_one_line():
    cut = snippet("第一行\n审核", spans(parse("审核", SCHEMA).tree, "第一行\n审核"))
    assert (cut.text, "".join(part.text for part in cut.parts)) == ("第一行 审核", "第一行\n审核")


def test_snippet_without_hits_is_the_beginning():
    assert snippet("甲" * 50, [], 10).text == "甲" * 10 + "…"


def test_snippets_of_a_page_do_not_overlap():
    text = ("审核" + "空" * 100) * 5
    cuts = snippets(text, spans(parse("审核", SCHEMA).tree, text), 30, 3)
    places = sorted((cut.start, cut.end) for cut in cuts)
    assert len(places) == 3
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(places))


def test_page_without_text_has_an_empty_snippet():
    assert snippet("", []).text == ""
