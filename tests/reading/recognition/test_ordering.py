from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from anjuan.reading.recognition.ordering import Placed, in_order


def order(rects, cells=None):
    cells = cells or {}
    return [index for index, _ in in_order([Placed(n, rect, cells.get(n)) for n, rect in enumerate(rects)])]


def line(left, top, width, height=20):
    return (left, top, left + width, top + height)


def test_fields_of_one_row_are_read_across():
    assert order([line(400, 102, 200), line(50, 100, 200), line(50, 140, 300)]) == [1, 0, 2]


def test_form_in_two_columns_is_read_by_rows():
    rects = [line(x, 100 + 40 * row, width) for row in range(5) for x, width in ((50, 60 + 30 * row), (500, 90))]
    assert order(rects) == list(range(10))


def test_running_text_in_two_columns_is_read_column_by_column():
    left = [line(50, 100 + 30 * row, 400 - 5 * (row % 2)) for row in range(6)]
    right = [line(500, 100 + 30 * row, 400 - 5 * (row % 2)) for row in range(6)]
    mixed = [rect for pair in zip(left, right, strict=True) for rect in pair]
    assert order(mixed) == [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]


def test_heading_over_two_columns_comes_first():
    left = [line(50, 100 + 30 * row, 400) for row in range(5)]
    right = [line(500, 100 + 30 * row, 400) for row in range(5)]
    assert order([*left, *right, line(200, 40, 500)]) == [10, *range(10)]


def test_lines_of_a_cell_stay_together():
    rects = [line(60, 100, 100), line(60, 130, 100), line(300, 100, 100), line(300, 130, 100)]
    cells = {0: (0, 0), 1: (0, 0), 2: (0, 1), 3: (0, 1)}
    assert order(rects, cells) == [0, 1, 2, 3]


def test_table_stands_between_the_lines_around_it():
    rects = [line(50, 400, 200), line(50, 50, 200), line(60, 200, 80), line(300, 200, 80)]
    assert order(rects, {2: (0, 0), 3: (0, 1)}) == [1, 2, 3, 0]


def test_every_cell_is_a_block_of_its_own():
    items = [Placed(0, line(60, 100, 80), (0, 0)), Placed(1, line(300, 100, 80), (0, 1))]
    assert in_order(items) == [(0, 0), (1, 1)]


def test_nothing_is_in_order():
    assert in_order([]) == []


rects = st.tuples(st.integers(0, 900), st.integers(0, 1200), st.integers(1, 500), st.integers(8, 40)).map(
    lambda item: line(*item)
)


@given(st.lists(rects, max_size=30))
def test_nothing_is_lost_or_doubled(found):
    assert sorted(order(found)) == list(range(len(found)))
