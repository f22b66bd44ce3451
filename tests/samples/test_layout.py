from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from anjuan.samples.facts import build
from anjuan.samples.layout import lay_out
from anjuan.samples.pages import NOTICE, PAGE_HEIGHT, PAGE_WIDTH, text_width, wrap
from anjuan.samples.planning import plan
from anjuan.samples.writing import write


@given(st.text(alphabet="审核记录ABC 012，。（）-/", max_size=120), st.floats(40, 300))
def test_wrapping_loses_no_character(text: str, width: float) -> None:
    assert "".join(wrap(text, width, 10)) == text


@given(st.text(alphabet="审核记录质量，。", max_size=120))
def test_no_line_is_much_wider_than_it_may_be(text: str) -> None:
    assert all(text_width(line, 10) <= 105 for line in wrap(text, 100, 10))


def test_nothing_stands_outside_the_page() -> None:
    for event in plan(5, 4):
        facts = build(event)
        for paper in write(facts):
            for page in lay_out(paper, facts.style):
                assert all(
                    run.x >= 0 and run.x + run.width <= PAGE_WIDTH and 0 < run.y < PAGE_HEIGHT for run in page.runs
                )


def test_every_page_carries_the_notice() -> None:
    facts = build(plan(5, 1)[0])
    for paper in write(facts):
        assert all(NOTICE in page.text for page in lay_out(paper, facts.style))


def test_a_long_report_takes_several_pages() -> None:
    facts = build(plan(5, 1)[0])
    report = next(paper for paper in write(facts) if paper.kind == "D12")
    assert len(lay_out(report, facts.style)) >= 3
