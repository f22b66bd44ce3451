"""A guide says what facts say, with support and citations, and in an order an auditor can follow."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st
from tests.compiling.made import case, fact, flow, sources

from anjuan.compiling.changes import changes
from anjuan.compiling.compile import compile_guide
from anjuan.compiling.flows import order_of
from anjuan.compiling.identities.known import Identity, IdentityBook
from anjuan.compiling.identities.sightings import Sort
from anjuan.compiling.passages import Passage, Piece
from anjuan.compiling.replay import unsupported
from anjuan.compiling.statistics import rate
from anjuan.extraction.facts import FactKind

NOBODY = IdentityBook([])


def _control(key: str, value: str, **more: str):
    return fact(key, FactKind.CONTROL, step="淬火", parameter="加热温度", value=value, **more)


def test_the_same_control_at_two_clients_is_one_line_with_its_variant() -> None:
    made = compile_guide(
        sources(
            [case("a"), case("b"), case("c")],
            _control("a", "840±10 ℃"),
            _control("b", "840±10 ℃"),
            _control("c", "850±10 ℃"),
        ),
        NOBODY,
    )
    (line,) = made.section("controls").lines
    assert (line.heading, line.cell("value").text, line.clients) == ("淬火", "840±10 ℃", 3)
    assert [(variant.text.text, variant.clients) for variant in line.variants] == [("850±10 ℃", 1)]


def test_two_cases_of_one_client_are_one_client() -> None:
    cases = [case("a", "one"), case("b", "one")]
    (line,) = (
        compile_guide(sources(cases, _control("a", "1 h"), _control("b", "1 h")), NOBODY).section("controls").lines
    )
    assert (line.clients, line.cases) == (1, 2)


def test_every_line_cites_every_fact_it_is_made_from() -> None:
    facts = [_control("a", "1 h"), _control("b", "2 h")]
    (line,) = compile_guide(sources([case("a"), case("b")], *facts), NOBODY).section("controls").lines
    assert {citation.fact for citation in line.citations} == {one.key for one in facts}


def test_near_duplicates_of_a_question_are_joined_within_their_clause() -> None:
    cases = [case("a"), case("b"), case("c")]
    asked = [
        fact("a", FactKind.AUDIT_POINT, clause="8.5.1", ask="查炉温记录是否与工艺卡一致", seen="抽3份一致"),
        fact("b", FactKind.AUDIT_POINT, clause="8.5.1", ask="查炉温的记录是否与工艺卡一致", seen="抽5份一致"),
        fact("c", FactKind.AUDIT_POINT, clause="7.1.5", ask="查炉温记录是否与工艺卡一致", seen="抽2份一致"),
    ]
    lines = compile_guide(sources(cases, *asked), NOBODY).section("audit_points").lines
    assert [(line.heading, line.clients) for line in lines] == [("7.1.5", 1), ("8.5.1", 2)]


def test_what_the_report_tells_is_the_evidence_of_the_question_in_the_sheet() -> None:
    cases = [case("a")]
    seen = "抽风险清单11项，供应中断风险采取双源采购"
    asked = [
        fact("a", FactKind.AUDIT_POINT, clause="6.1", ask="查风险和机遇的措施", seen=f"{seen}。记录字迹清楚"),
        fact("a", FactKind.AUDIT_POINT, clause="6.1", seen=seen, quote=seen),
    ]
    (line,) = compile_guide(sources(cases, *asked), NOBODY).section("audit_points").lines
    assert line.cell("ask").text == "查风险和机遇的措施"
    assert len(line.citations) == 2


def test_a_step_without_a_detail_is_no_other_wording() -> None:
    cases = [case("a"), case("b")]
    detailed = fact("b", FactKind.STEP, name="淬火", detail="网带炉加热后油淬")
    (line,) = compile_guide(sources(cases, flow("a", "淬火"), detailed), NOBODY).section("flow").lines
    assert line.cell("detail").text == "网带炉加热后油淬"
    assert line.variants == ()


def test_a_clause_has_its_rate_with_the_number_it_is_counted_from() -> None:
    cases = [case("a"), case("b"), case("c"), case("d", has_findings_paper=False)]
    found = fact("a", FactKind.FINDING, clause="7.2", fact="不能提供上岗评价证据")
    (line,) = compile_guide(sources(cases, found), NOBODY).section("findings").lines
    assert dict(line.figures)["clause_cases"] == 1
    assert dict(line.figures)["of"] == 3


def test_an_action_held_when_it_was_verified_and_the_clause_did_not_come_again() -> None:
    cases = [case("a", "one", ended_on="2023-01-01"), case("b", "one", ended_on="2024-01-01"), case("c", "two")]
    again = [
        fact("a", FactKind.FINDING, clause="7.2", fact="未评价上岗能力", verification="措施有效"),
        fact("b", FactKind.FINDING, clause="7.2", fact="转岗未评价能力", verification="措施有效"),
        fact("c", FactKind.FINDING, clause="8.4", fact="供方未评价", verification="措施有效"),
    ]
    lines = compile_guide(sources(cases, *again), NOBODY).section("findings").lines
    held = {line.cell("fact").text: dict(line.figures)["held"] for line in lines}
    assert held == {"未评价上岗能力": 0, "转岗未评价能力": 1, "供方未评价": 1}


def test_the_process_is_in_the_order_most_clients_have() -> None:
    cases = [case(key) for key in "abc"]
    made = compile_guide(
        sources(
            cases,
            flow("a", "下料", "车加工", "淬火"),
            flow("b", "下料", "车加工工序", "淬火"),
            flow("c", "下料", "淬火", "车加工"),
        ),
        NOBODY,
    )
    section = made.section("flow")
    assert [line.cell("name").text for line in section.lines] == ["下料", "车加工", "淬火"]
    names = {node.line: node.name for node in section.diagram.nodes}
    edges = {(names[edge.before], names[edge.after]): edge.clients for edge in section.diagram.edges}
    assert edges["下料", "车加工"] == 2


@given(st.permutations(list("abcdefgh")))
def test_one_order_is_kept_as_it_is(order: list[str]) -> None:
    assert order_of([order, order]) == order


@given(st.lists(st.permutations(list("abcde")), min_size=1, max_size=5))
def test_the_order_does_not_depend_on_who_is_asked_first(orders: list[list[str]]) -> None:
    expected = order_of(orders)
    assert all(order_of(list(other)) == expected for other in itertools.islice(itertools.permutations(orders), 6))


def test_every_line_replays_in_its_sources() -> None:
    book = IdentityBook([Identity("王建国", Sort.PERSON, is_near=True)])
    facts = [fact("a", FactKind.AUDIT_POINT, clause="7.2", ask="问上岗要求", seen="操作工王建国于2024年3月5日答出要求")]
    made = compile_guide(sources([case("a")], *facts), book)
    assert made.section("audit_points").lines[0].cell("seen").text == "操作工人员A于某日答出要求"
    assert not unsupported(made, {one.key: one.told for one in facts})


def test_a_word_that_no_source_says_is_found() -> None:
    facts = [_control("a", "840±10 ℃")]
    made = compile_guide(sources([case("a")], *facts), NOBODY)
    assert unsupported(made, {facts[0].key: "淬火，加热温度，850±10 ℃"})


def test_stand_ins_are_no_words_of_the_page() -> None:
    assert Passage((Piece("见"), Piece("某企业", "organisation"), Piece("的记录"))).replays_in("见甲乙公司的记录")
    assert not Passage((Piece("见某企业的记录"),)).replays_in("见甲乙公司的记录")


def test_changes_name_what_came_went_and_grew() -> None:
    before = compile_guide(
        sources([case("a")], _control("a", "1 h"), fact("a", FactKind.PRACTICE, quote="九点法测炉温")), NOBODY
    )
    after = compile_guide(
        sources(
            [case("a"), case("b")],
            _control("a", "1 h"),
            _control("b", "1 h"),
            fact("b", FactKind.PRACTICE, quote="振动数据自动上传"),
        ),
        NOBODY,
    )
    assert {(one.section, one.what, one.before, one.after) for one in changes(before, after)} == {
        ("controls", "support", 1, 2),
        ("practices", "gone", 1, 0),
        ("practices", "new", 0, 1),
    }


def test_wilson_interval_of_the_textbook() -> None:
    found = rate(81, 263)  # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)


@given(st.integers(0, 200), st.integers(0, 200))
def test_an_interval_holds_its_rate(count: int, more: int) -> None:
    found = rate(count, count + more)
    assert 0 <= found.low <= (found.value or 0) <= found.high <= 1


def test_nothing_out_of_nothing() -> None:
    assert compile_guide(sources([case("a")]), NOBODY).sections == ()
