from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given, settings

from anjuan.papers.forms.entries import entries
from anjuan.papers.forms.marks import marks
from anjuan.reading.pages import Cell, Line, Page, Table, TextSource

TEXTS = st.sampled_from(
    [
        "",
        "组织名称",
        "甲有限公司",
        "序号",
        "1",
        "日期：",
        "签字：\n日期：  年 月 日",
        "□是 ☑否",
        "审核员",
        "王敏",
        "备注\n无",
        "a:b",
        "\t",
        "一、概况",
    ]
)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    cells = tuple(
        Cell(
            row=draw(st.integers(0, 5)),
            column=draw(st.integers(0, 5)),
            text=draw(TEXTS),
            box=(0.1, 0.1, 0.3, 0.2),
            row_span=draw(st.integers(1, 3)),
            column_span=draw(st.integers(1, 3)),
        )
        for _ in range(draw(st.integers(0, 12)))
    )
    lines = tuple(
        Line(draw(TEXTS), (0.1, 0.05 * at, 0.1 + draw(st.floats(0, 0.8)), 0.05 * at + 0.02), 0.9, block=at % 3)
        for at in range(draw(st.integers(0, 8)))
    )
    source = draw(st.sampled_from(list(TextSource)))
    return Page(1, 595, 842, source=source, lines=lines, tables=(Table((0.1, 0.1, 0.9, 0.5), cells),))


@settings(max_examples=150, deadline=None)
@given(st.lists(pages(), max_size=3))
def test_any_page_is_read_without_error_and_boxes_stay_boxes(papers: list[Page]) -> None:
    found = entries(papers)
    marks(papers, found)
    for entry in found:
        assert entry.value_box[0] <= entry.value_box[2]
        assert entry.value_box[1] <= entry.value_box[3]
        assert 1 <= entry.page <= len(papers)
        assert not set(entry.ticked) - set(entry.choices)


def test_no_pages_say_nothing() -> None:
    assert entries([]) == ()


def test_tables_and_lines_come_in_the_order_of_the_page() -> None:
    cells = (Cell(0, 0, "项目编号", (0.1, 0.3, 0.3, 0.33)), Cell(0, 1, "P-1", (0.3, 0.3, 0.6, 0.33)))
    lines = (
        Line("审核类型：监督", (0.1, 0.1, 0.3, 0.12), block=0),
        Line("审核组长：赵明", (0.1, 0.5, 0.3, 0.52), block=1),
    )
    page = Page(1, 595, 842, lines=lines, tables=(Table((0.1, 0.3, 0.6, 0.33), cells),))
    assert [entry.label for entry in entries([page])] == ["审核类型", "项目编号", "审核组长"]
