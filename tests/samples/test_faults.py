from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from anjuan.samples.blocks import Sign
from anjuan.samples.dice import Dice
from anjuan.samples.facts import CaseFacts, build
from anjuan.samples.faults import FAULTS, plant
from anjuan.samples.generate import drawn_kinds
from anjuan.samples.planning import plan
from anjuan.samples.planting import Planted
from anjuan.samples.writing import write

Case = dict[str, Any]


def test_more_than_twenty_four_kinds_can_be_planted(faulty_cases: list[Case]) -> None:
    assert len({fault["id"] for case in faulty_cases for fault in case["faults"]}) >= 24


def test_every_kind_finds_a_case_it_fits() -> None:
    events = plan(2, 60)
    for name, planter in FAULTS.items():
        cases = [dataclasses.replace(build(event), drawn=frozenset({"C06"})) for event in events]
        assert any(planter(case, Dice(name)) for case in cases), name


def test_every_fault_names_its_rule_and_its_papers(faulty_cases: list[Case]) -> None:
    for case in faulty_cases:
        assert all(fault["rule"] and fault["kinds"] and fault["what"] for fault in case["faults"])


def test_a_wrong_value_stands_on_a_paper_named(faulty_cases: list[Case]) -> None:
    for case in faulty_cases:
        for fault in case["faults"]:
            if not fault["wrong"]:
                continue
            papers = [paper for paper in case["documents"] if paper["kind"] in fault["kinds"]]
            shown = "\n".join(text for paper in papers for text in paper["text"])
            assert all(part in shown for part in fault["wrong"].split("、")), fault


def test_a_missing_paper_is_missing(faulty_cases: list[Case]) -> None:
    for case in faulty_cases:
        for fault in case["faults"]:
            if fault["id"] in {"missing_paper", "nc_without_closure", "internal_audit_missing"}:
                assert fault["kinds"][0] not in {paper["kind"] for paper in case["documents"]}


def test_the_right_value_still_stands_elsewhere(faulty_cases: list[Case]) -> None:
    for case in faulty_cases:
        for fault in case["faults"]:
            if fault["id"] not in {"name_differs", "scope_differs", "address_differs", "headcount_differs"}:
                continue
            others = [paper for paper in case["documents"] if paper["kind"] not in fault["kinds"]]
            assert any(paper["fields"].get(fault["field"]) == fault["right"] for paper in others), fault


def test_faults_of_one_case_do_not_share_papers() -> None:
    facts, planted = plant(build(plan(2, 1)[0]), 6, Dice(1))
    seen = [kind for fault in planted for kind in fault.kinds]
    assert len(seen) == len(set(seen))
    assert facts.overrides or facts.dropped or facts.bare or facts.list_overrides


@pytest.mark.parametrize("part", ["signature", "date"])
def test_a_bare_paper_lacks_what_was_taken(part: str) -> None:
    facts = build(plan(2, 1)[0])
    changed, fault = FAULTS[f"missing_{part}"](facts, Dice(part)) or (facts, None)
    assert fault is not None
    paper = next(paper for paper in write(changed) if paper.kind == fault.kinds[0])
    signs = [block for block in paper.blocks if type(block).__name__ == "Sign"]
    assert all(not (block.name if part == "signature" else block.date) for block in signs)


def unsealed(drawn: frozenset[str]) -> tuple[CaseFacts, Planted] | None:
    """Return a case whose papers of some kinds are drawn, a seal left out."""
    return FAULTS["missing_seal"](dataclasses.replace(build(plan(2, 1)[0]), drawn=drawn), Dice("seal"))


def test_no_seal_is_left_out_where_none_is_drawn() -> None:
    assert unsealed(frozenset({"D12"})) is None


def test_an_unsealed_paper_still_asks_for_its_seal() -> None:
    changed, fault = unsealed(frozenset({"C06"})) or pytest.fail("nothing was planted")
    signs = [block for paper in write(changed) if paper.kind in fault.kinds for block in paper.blocks]
    assert {(sign.seal, "（盖章）" in sign.wording) for sign in signs if isinstance(sign, Sign) and sign.asks_seal} == {
        ("", True)
    }


@pytest.mark.parametrize(("formats", "is_drawn"), [({"pdf"}, True), ({"docx", "pdf"}, False)])
def test_what_is_drawn_follows_the_formats(formats: set[str], *, is_drawn: bool) -> None:
    assert ("C06" in drawn_kinds(frozenset(formats))) is is_drawn


def test_planting_nothing_changes_nothing() -> None:
    facts = build(plan(2, 1)[0])
    assert plant(facts, 0, Dice(1)) == (facts, ())
