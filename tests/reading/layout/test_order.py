from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.reading.layout.order import in_reading_order, is_vertical
from anjuan.reading.pages import Cell, Line, Table

HEIGHT = 0.016
EM = HEIGHT * 1.415


def line(text: str, x: float, y: float, width: float | None = None) -> Line:
    return Line(text, (x, y, min(1.0, x + (width if width is not None else EM * len(text))), y + HEIGHT))


def shuffled(lines: list[Line]) -> list[Line]:
    mixed = list(lines)
    random.Random(7).shuffle(mixed)
    return mixed


def texts(lines: list[Line], *tables: Table) -> list[str]:
    return [item.text for item in in_reading_order(shuffled(lines), tables)]


def column(name: str, x: float, top: float = 0.2, rows: int = 12, step: float = 0.025) -> list[Line]:
    return [line(f"{name}{row}", x, top + step * row, 0.36 if row < rows - 1 else 0.2) for row in range(rows)]


SHARES = st.floats(0, 1)
BOXES = st.tuples(SHARES, SHARES, SHARES, SHARES).map(
    lambda box: (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
)
LINES = st.builds(Line, text=st.sampled_from(["一", "认证", "审核员", "quality audit"]), box=BOXES)


@given(st.lists(LINES, max_size=20))
def test_no_line_is_lost_added_or_changed(lines: list[Line]) -> None:
    ordered = in_reading_order(lines)
    plain = [dataclasses.replace(item, block=0) for item in ordered]
    assert sorted(map(repr, plain)) == sorted(map(repr, lines))


@given(st.lists(LINES, max_size=20))
def test_blocks_count_upwards_without_a_gap(lines: list[Line]) -> None:
    blocks = [item.block for item in in_reading_order(lines)]
    assert blocks == sorted(blocks)
    assert set(blocks) == set(range(len(set(blocks))))


@given(st.lists(LINES, max_size=20), st.randoms())
def test_order_does_not_depend_on_the_order_given(lines: list[Line], luck: random.Random) -> None:
    distinct = list({item.box: item for item in lines}.values())
    mixed = list(distinct)
    luck.shuffle(mixed)
    first, second = ([item.box for item in in_reading_order(given)] for given in (distinct, mixed))
    assert first == second


def test_one_column_is_read_from_the_top() -> None:
    assert texts(column("a", 0.1)) == [f"a{row}" for row in range(12)]


@pytest.mark.parametrize("offset", [0.0, 0.004, 0.011])
def test_two_columns_are_read_one_after_the_other(offset: float) -> None:
    lines = column("a", 0.1) + column("b", 0.52, top=0.2 + offset)
    assert texts(lines) == [f"{name}{row}" for name in "ab" for row in range(12)]


def test_three_columns_are_read_one_after_the_other() -> None:
    lines = [
        line(f"{name}{row}", 0.06 + 0.31 * at, 0.2 + 0.025 * row, 0.27)
        for at, name in enumerate("abc")
        for row in range(10)
    ]
    assert texts(lines) == [f"{name}{row}" for name in "abc" for row in range(10)]


def test_title_over_columns_comes_first_and_page_number_last() -> None:
    lines = [line("题目", 0.2, 0.08, 0.6), *column("a", 0.1), *column("b", 0.52), line("7", 0.49, 0.93)]
    assert texts(lines)[0] == "题目"
    assert texts(lines)[-1] == "7"
    assert texts(lines)[1:13] == [f"a{row}" for row in range(12)]


def test_heading_across_the_columns_divides_them() -> None:
    lines = [
        *column("a", 0.1, top=0.1, rows=6),
        *column("b", 0.52, top=0.1, rows=6),
        line("通栏标题", 0.1, 0.3, 0.78),
        *column("c", 0.1, top=0.35, rows=6),
        *column("d", 0.52, top=0.35, rows=6),
    ]
    expected = [f"{name}{row}" for name in "ab" for row in range(6)]
    expected += ["通栏标题", *(f"{name}{row}" for name in "cd" for row in range(6))]
    assert texts(lines) == expected


def test_labels_and_values_of_a_form_are_read_row_by_row() -> None:
    rows = [
        ("组织名称", "宁波海棠精密模具有限公司"),
        ("地址", "浙江省宁波市北仑区"),
        ("联系人", "葛亮"),
        ("人数", "64"),
    ]
    lines = [
        line(text, x, 0.2 + 0.04 * at) for at, row in enumerate(rows) for text, x in zip(row, (0.1, 0.3), strict=True)
    ]
    assert texts(lines) == [text for row in rows for text in row]


def test_lines_of_a_table_are_read_cell_by_cell() -> None:
    cells = (
        Cell(0, 0, "", (0.1, 0.2, 0.3, 0.3)),
        Cell(0, 1, "", (0.3, 0.2, 0.9, 0.3)),
    )
    table = Table((0.1, 0.2, 0.9, 0.3), cells)
    lines = [
        line("名", 0.11, 0.21),
        line("称", 0.11, 0.25),
        line("宁波海棠精密", 0.31, 0.21),
        line("模具公司", 0.31, 0.25),
    ]
    assert texts(lines, table) == ["名", "称", "宁波海棠精密", "模具公司"]


def test_lines_of_one_cell_share_a_block() -> None:
    table = Table((0.1, 0.2, 0.9, 0.3), (Cell(0, 0, "", (0.1, 0.2, 0.5, 0.3)), Cell(0, 1, "", (0.5, 0.2, 0.9, 0.3))))
    lines = [line("甲", 0.11, 0.21), line("乙", 0.11, 0.25), line("丙", 0.51, 0.21)]
    assert [item.block for item in in_reading_order(lines, [table])] == [0, 0, 1]


def test_indented_line_begins_a_new_paragraph() -> None:
    lines = [
        line("甲", 0.1 + 2 * EM, 0.2, 0.8 - 2 * EM),
        line("乙", 0.1, 0.225, 0.8),
        line("丙", 0.1 + 2 * EM, 0.25, 0.8 - 2 * EM),
        line("丁", 0.1, 0.275, 0.3),
    ]
    assert [item.block for item in in_reading_order(lines)] == [0, 0, 1, 1]


def test_vertical_writing_is_read_from_the_right() -> None:
    lines = [Line("第一列文字", (0.8, 0.1, 0.82, 0.3)), Line("第二列文字", (0.7, 0.1, 0.72, 0.3))]
    assert [item.text for item in in_reading_order(reversed(lines))] == ["第一列文字", "第二列文字"]
    assert is_vertical(lines[0], 1.414)


def test_running_head_with_two_ends_is_read_as_one_row() -> None:
    lines = [line("左端的书眉", 0.1, 0.05, 0.42), line("右端", 0.8, 0.05, 0.08), *column("a", 0.1), *column("b", 0.52)]
    assert texts(lines)[:3] == ["左端的书眉", "右端", "a0"]


def test_single_line_has_block_zero() -> None:
    assert [item.block for item in in_reading_order([Line("独", (0, 0, 1, 1), block=9)])] == [0]
