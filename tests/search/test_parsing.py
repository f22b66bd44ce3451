"""Queries are read as people mean them, and nothing typed ever fails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.search.corpus import SCHEMA

from anjuan.search.conditions import How
from anjuan.search.parsing import parse
from anjuan.search.query import And, FieldMatch, FieldRange, Fuzzy, Not, Or, Phrase, Prefix, Words, wanted_texts

A, B, C = Words(("甲",)), Words(("乙",)), Words(("丙",))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("轴承 热处理", Words(("轴承", "热处理"))),
        ("轴承　热处理", Words(("轴承", "热处理"))),
        ("ISO9001认证", Words(("ISO9001认证",))),
        ("GB/T 19001-2016", Words(("GB/T", "19001-2016"))),
        ("谁能签发证书，何时签发？", Words(("谁能签发证书", "何时签发"))),
        ('"审核 计划"', Phrase("审核 计划")),
        ("“审核计划”", Phrase("审核计划")),
        ("「审核计划」", Phrase("审核计划")),
        ('"审"', Phrase("审")),
        ("什么叫“三包”责任", Words(("什么叫", "三包", "责任"))),
        ("甲 AND 乙", And((A, B))),
        ("甲 OR 乙", Or((A, B))),
        ("甲 与 乙", And((A, B))),
        ("甲 或 乙", Or((A, B))),
        ("“甲”或“乙”", Or((Phrase("甲"), Phrase("乙")))),
        ("ＡＮＤ", None),
        ("甲 ＯＲ 乙", Or((A, B))),
        ("NOT 甲", Not(A)),
        ("非 甲", Not(A)),
        ("-甲", Not(A)),
        ("甲 -乙", And((A, Not(B)))),
        ("(甲 AND NOT 乙) OR 丙", Or((And((A, Not(B))), C))),
        ("（甲 与 非 乙） 或 丙", Or((And((A, Not(B))), C))),
        ("甲 OR 乙 AND 丙", Or((A, And((B, C))))),
        ("NOT (甲 OR 乙)", Not(Or((A, B)))),
        ("quality and safety", Words(("quality", "and", "safety"))),
        ("微软（Microsoft）", Words(("微软（Microsoft）",))),
        ("热处理*", Prefix("热处理")),
        ("末来~", Fuzzy("末来")),
        ('"末来 科技"~', Fuzzy("末来 科技")),
        ("组织:江苏", FieldMatch("organisation", "江苏", How.CONTAINS)),
        ("单位：江苏", FieldMatch("organisation", "江苏", How.CONTAINS)),
        ("ORGANISATION:江苏", FieldMatch("organisation", "江苏", How.CONTAINS)),
        ("组织:江苏*", FieldMatch("organisation", "江苏", How.PREFIX)),
        ('组织:="甲 公司"', FieldMatch("organisation", "甲 公司", How.EQUALS)),
        ("组织:江苏~", FieldMatch("organisation", "江苏", How.CONTAINS, fuzzy=True)),
        ('标准:"GB/T 19001"', FieldMatch("standard", "GB/T 19001", How.CONTAINS)),
        ("标准:“GB/T 19001”", FieldMatch("standard", "GB/T 19001", How.CONTAINS)),
        ("专业:17.10", FieldMatch("code", "17.10", How.PREFIX)),
        ("年份:2020", FieldRange("year", 2020, 2020)),
        ("年份:2020年", FieldRange("year", 2020, 2020)),
        ("年份:2020..2024", FieldRange("year", 2020, 2024)),
        ("年份:2020-2024", FieldRange("year", 2020, 2024)),
        ("年份:2024至2020", FieldRange("year", 2020, 2024)),
        ("年份:2020..", FieldRange("year", 2020, None)),
        ("年份:..2020", FieldRange("year", None, 2020)),
        ("年份:>2020", FieldRange("year", 2021, None)),
        ("年份:<=2020", FieldRange("year", None, 2020)),
        ("备注:甲", Words(("备注:甲",))),
    ],
)
def test_query_is_read_as_meant(text, tree):
    assert parse(text, SCHEMA).tree == tree


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ('"没有关', "not closed"),
        ("(甲", "bracket is not closed"),
        ("甲)", "closing bracket"),
        ("AND 甲", "AND has nothing"),
        ("甲 OR", "OR has nothing"),
        ("甲 NOT", "NOT has nothing"),
        ("年份:去年", "no number or range"),
        ("标准:", "has no value"),
        ("，。！", "holds no letter"),
        ("甲" * 3000, "cut after"),
        ("(" * 99 + "甲", "deeper"),
    ],
)
def test_odd_input_is_read_with_a_notice(text, notice):
    assert any(notice in sentence for sentence in parse(text, SCHEMA).notices)


@pytest.mark.parametrize("text", ['"没有关', "(甲", "甲)", "AND 甲", "甲 OR", "甲 NOT"])
def test_odd_input_keeps_what_can_be_searched(text):
    assert wanted_texts(parse(text, SCHEMA).tree)


def test_only_signs_is_impossible_but_nothing_is_everything():
    assert (parse("？！", SCHEMA).impossible, parse("  ", SCHEMA).impossible) == (True, False)


@pytest.mark.parametrize(
    ("text", "lenient"), [("甲 乙", True), ("甲 -乙", True), ("甲 AND 乙", False), ("(甲 乙)", False)]
)
def test_operators_make_a_query_strict(text, lenient):
    assert parse(text, SCHEMA).lenient is lenient


_PIECES = st.sampled_from(
    [
        "甲",
        "审核 计划",
        "AND",
        "OR",
        "NOT",
        "与",
        "或",
        "(",
        ")",
        "（",
        '"',
        "“",
        "”",
        "-",
        "~",
        "*",
        "组织:",
        "年份:2020..2021",
        "专业:17.10",
        "ISO9001",
        "，",
        " ",
        "标准:=",
        "年份:",
        "[",
        "^",
        "\\",
        "龘",
        "𠀀",
        "\x00",
        "é",
    ]
)


@given(
    st.lists(_PIECES, max_size=14).map(" ".join) | st.lists(_PIECES, max_size=14).map("".join) | st.text(max_size=60)
)
def test_nothing_typed_ever_fails(text):
    query = parse(text, SCHEMA)
    assert query.tree is not None or query.impossible or not text.strip()


@given(st.lists(_PIECES, max_size=10).map(" ".join))
def test_printed_query_reads_the_same(text):
    query = parse(text, SCHEMA)
    again = parse(str(query), SCHEMA)
    assert (again.tree, again.lenient) == (query.tree, query.lenient) or query.tree is None


def test_closing_bracket_that_nothing_opened_parts_no_words():
    assert parse("甲 ) 乙", SCHEMA).tree == Words(("甲", "乙"))
