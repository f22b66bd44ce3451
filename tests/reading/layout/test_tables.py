from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.reading.layout.tables import Rule, cell_text, cut_at_rules, ruled_tables, with_text
from anjuan.reading.pages import Cell, Line, Table

XS = (0.1, 0.3, 0.6, 0.9)
YS = (0.2, 0.25, 0.3, 0.4)


def grid(xs: tuple[float, ...] = XS, ys: tuple[float, ...] = YS) -> tuple[list[Rule], list[Rule]]:
    return [(y, xs[0], xs[-1]) for y in ys], [(x, ys[0], ys[-1]) for x in xs]


def line(text: str, x: float, y: float, step: float = 0.02) -> Line:
    edges = tuple(x + step * at for at in range(len(text) + 1))
    return Line(text, (x, y, edges[-1], y + 0.015), edges=edges)


def spans(table: Table) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells]


def test_full_grid_has_a_cell_for_every_field() -> None:
    (table,) = ruled_tables(*grid())
    assert spans(table) == [(row, column, 1, 1) for row in range(3) for column in range(3)]
    assert table.box == pytest.approx((0.1, 0.2, 0.9, 0.4))


def test_missing_piece_of_a_rule_merges_two_cells() -> None:
    across, down = grid()
    down = [rule for rule in down if rule[0] != 0.3] + [(0.3, 0.25, 0.4)]
    (table,) = ruled_tables(across, down)
    assert spans(table)[:2] == [(0, 0, 1, 2), (0, 2, 1, 1)]


def test_cell_over_several_rows_is_one_cell() -> None:
    across = [(0.2, 0.1, 0.9), (0.25, 0.3, 0.9), (0.3, 0.3, 0.9), (0.4, 0.1, 0.9)]
    (table,) = ruled_tables(across, grid()[1])
    assert (0, 0, 3, 1) in spans(table)
    assert len(table.cells) == 7


def test_rules_drawn_for_every_cell_by_itself_make_the_same_table() -> None:
    across, down = [], []
    for left, right in itertools.pairwise(XS):
        for top, bottom in itertools.pairwise(YS):
            across += [(top, left, right), (bottom - 0.001, left, right)]
            down += [(left, top, bottom), (right - 0.001, top, bottom)]
    (table,) = ruled_tables(across, down)
    assert spans(table) == [(row, column, 1, 1) for row in range(3) for column in range(3)]


def test_table_with_open_sides_keeps_its_outer_columns() -> None:
    across, down = grid()
    (table,) = ruled_tables(across, down[1:-1])
    assert len(table.cells) == 9


def test_frame_around_a_page_is_no_table() -> None:
    assert ruled_tables(*grid((0.05, 0.95), (0.05, 0.95))) == ()


def test_rules_under_headings_are_no_table() -> None:
    assert ruled_tables([(0.1, 0.1, 0.9), (0.2, 0.1, 0.9)], []) == ()


def test_two_tables_come_from_the_top() -> None:
    lower, upper = grid(ys=(0.6, 0.7, 0.8)), grid(ys=(0.1, 0.2, 0.3))
    tables = ruled_tables(lower[0] + upper[0], lower[1] + upper[1])
    assert [table.box[1] for table in tables] == pytest.approx([0.1, 0.6])


def test_text_comes_into_the_cell_where_it_stands() -> None:
    lines = [line("名称", 0.12, 0.22), line("海棠公司", 0.32, 0.22), line("外面", 0.1, 0.6)]
    (table,) = ruled_tables(*grid(), lines)
    assert {(cell.row, cell.column): cell.text for cell in table.cells if cell.text} == {
        (0, 0): "名称",
        (0, 1): "海棠公司",
    }


def test_grid_without_text_in_two_cells_is_a_drawing() -> None:
    assert ruled_tables(*grid(), [line("图", 0.12, 0.22)]) == ()


def test_line_across_a_rule_is_cut_with_its_edges() -> None:
    tables = ruled_tables(*grid())
    left, right = cut_at_rules([line("组织名称海棠公司", 0.22, 0.22)], tables)
    assert (left.text, right.text) == ("组织名称", "海棠公司")
    assert right.box[0] == pytest.approx(0.3)
    assert len(right.edges) == 5


def test_line_inside_its_cell_stays_as_it_is() -> None:
    whole = line("名称", 0.12, 0.22)
    assert cut_at_rules([whole], ruled_tables(*grid())) == (whole,)


@given(st.integers(0, 30), st.floats(0.0, 0.5))
def test_no_character_is_lost_by_cutting(length: int, x: float) -> None:
    whole = line("字" * (length + 1), x, 0.22, 0.015)
    pieces = cut_at_rules([whole], ruled_tables(*grid()))
    assert "".join(piece.text for piece in pieces) == whole.text


@given(st.sets(st.integers(1, 19), min_size=2, max_size=8), st.sets(st.integers(1, 19), min_size=2, max_size=8))
def test_cells_of_any_grid_tile_it(columns: set[int], rows: set[int]) -> None:
    xs, ys = (tuple(sorted(at / 20 for at in cut)) for cut in (columns, rows))
    tables = ruled_tables(*grid(xs, ys))
    fields = (len(xs) - 1) * (len(ys) - 1)
    assert sum(len(table.cells) for table in tables) == (fields if fields > 1 else 0)


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([("配合饲料（畜禽）的生", 0.32), ("产", 0.32)], "配合饲料（畜禽）的生产"),
        ([("一、甲", 0.32), ("二、乙", 0.32)], "一、甲\n二、乙"),
        ([("abcdefghijklm", 0.32), ("nop", 0.32)], "abcdefghijklm nop"),
    ],
)
def test_rows_that_fill_a_cell_are_joined(rows: list[tuple[str, float]], text: str) -> None:
    lines = [line(words, x, 0.21 + 0.02 * at, 0.02) for at, (words, x) in enumerate(rows)]
    assert cell_text(lines, Cell(0, 0, "", (0.3, 0.2, 0.55, 0.3)).box) == text


def test_drawing_of_thousands_of_rules_is_left_alone() -> None:
    across = [(at / 200, 0.1, 0.9) for at in range(200)]
    down = [(at / 200, 0.1, 0.9) for at in range(200)]
    assert ruled_tables(across, down) == ()


def test_text_is_put_into_tables_found_before() -> None:
    frames = ruled_tables(*grid())
    lines = [line("名称", 0.12, 0.22), line("海棠公司", 0.32, 0.22)]
    assert with_text(frames, lines) == ruled_tables(*grid(), lines)
