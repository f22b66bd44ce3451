"""Sampling hints stand in a guide only where papers tell how many were sampled."""

from __future__ import annotations

from tests.compiling.made import case, fact, sources

from anjuan.compiling.compile import compile_guide
from anjuan.compiling.identities.known import IdentityBook
from anjuan.compiling.replay import unsupported
from anjuan.extraction.facts import FactKind

NOBODY = IdentityBook([])


def _asked(key: str, **slots: str):
    return fact(key, FactKind.AUDIT_POINT, clause="8.6", ask="查首件检验记录", **slots)


def test_what_was_sampled_is_a_hint_with_its_support():
    made = compile_guide(sources([case("a"), case("b")], _asked("a", sample="3份"), _asked("b", sample="3份")), NOBODY)
    (line,) = made.section("sampling").lines
    assert (line.heading, line.cell("sample").text, line.clients) == ("8.6", "3份", 2)


def test_other_sizes_stay_as_variants():
    cases = [case("a"), case("b"), case("c")]
    made = compile_guide(
        sources(cases, _asked("a", sample="3份"), _asked("b", sample="3份"), _asked("c", sample="5份")), NOBODY
    )
    (line,) = made.section("sampling").lines
    assert [variant.text.text for variant in line.variants] == ["5份"]


def test_without_a_sample_there_is_no_hint():
    made = compile_guide(sources([case("a")], _asked("a", seen="记录齐全")), NOBODY)
    assert made.section("sampling").lines == ()


def test_an_audit_point_without_a_sample_does_not_support_the_hint():
    made = compile_guide(sources([case("a"), case("b")], _asked("a", sample="3份"), _asked("b", seen="齐全")), NOBODY)
    assert made.section("sampling").lines[0].clients == 1


def test_a_hint_replays():
    given = sources([case("a")], _asked("a", sample="3份"))
    told = {one.key: one.told for one in given.facts}
    assert list(unsupported(compile_guide(given, NOBODY), told)) == []
