"""Whatever papers state, every rule answers."""

from __future__ import annotations

import dataclasses

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.judging.contradictions.made import PAPERS, Made, field, weighty

from anjuan.judging.contradictions.find import contradictions
from anjuan.judging.rules.tables import contradiction_tables

TABLES = contradiction_tables(None)
NAMES = sorted({found.name for _, found in PAPERS.values() for found in found})
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ODD = st.one_of(
    st.text(max_size=12),
    st.integers(-5, 5000),
    st.floats(allow_nan=False, allow_infinity=False, width=16),
    st.booleans(),
    st.sampled_from(
        ["/", "无", "2022", "2022-05", "2022-05-17", "2022-13-40", "约86人", "（盖章）", "GB/T", "第号", "："]
    ),
)


@QUICK
@given(st.data())
def test_odd_values_never_stop_a_rule(data):
    made = Made(data.draw(st.sampled_from(["", "initial", "surveillance", "recertification", "special", "transfer"])))
    for _ in range(8):
        kind = data.draw(st.sampled_from(sorted(PAPERS)))
        made.change(kind, **{data.draw(st.sampled_from(NAMES)).replace(".", "__"): data.draw(ODD)})
    assert not [item for item in made.judged() if item.name == "check_failed"]


@QUICK
@given(st.sets(st.sampled_from(sorted(PAPERS))), st.integers(0, 2**31))
def test_missing_papers_are_no_contradiction(left_out, seed):
    made = Made(leave_out=left_out - {"D09"} if "D08" not in left_out else left_out)
    made.papers.sort(key=lambda paper: hash((seed, paper.kind)))
    assert weighty(made.judged()) == []


@QUICK
@given(st.sets(st.sampled_from(NAMES), max_size=12))
def test_fields_that_were_not_found_are_no_contradiction(names):
    kept = {"finding.number", "finding.closed_on", "signature.post", "signature.kind", "licence.name", "team"}
    made = Made()
    made.papers = [
        dataclasses.replace(paper, found=tuple(item for item in paper.found if item.name not in names - kept))
        for paper in made.papers
    ]
    assert weighty(made.judged()) == []


@QUICK
@given(st.permutations(range(len(PAPERS))))
def test_order_of_papers_changes_no_answer(order):
    made = Made().change("D12", headcount=68)
    case = dataclasses.replace(made.case, papers=tuple(made.papers[place] for place in order))
    assert {(item.rule, item.name) for item in contradictions(case, tables=TABLES)} == {("K09", "headcount")}


def test_labels_in_the_place_of_values_are_passed_over():
    made = (
        Made().change("E01", scope="专业分类").also("D12", dataclasses.replace(field("risk", "中"), label="专业分类"))
    )
    assert weighty(made.judged()) == []
