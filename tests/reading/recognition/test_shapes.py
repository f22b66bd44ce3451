from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.reading import stamps
from anjuan.reading.recognition import detection, geometry, grids, leftovers, preparation, seals, squares, strokes
from anjuan.reading.recognition.lines import Reading, Sign


def paper(height=300, width=400):
    return np.full((height, width), 255, dtype=np.uint8)


def box(left, top, right, bottom):
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float32)


@given(st.floats(-30, 30), st.floats(20, 400), st.floats(5, 19))
def test_oriented_box_keeps_its_angle_and_size(degrees, width, height):
    turn = np.array(cv2.getRotationMatrix2D((0, 0), -degrees, 1.0))
    quad = geometry.oriented(geometry.moved(box(0, 0, width, height), turn), degrees)
    assert (*geometry.size(quad), geometry.slope(quad)) == pytest.approx((width, height, degrees), abs=0.05)


def test_grown_box_moves_each_side_out():
    assert geometry.bounds(geometry.grown(box(10, 10, 50, 30), 3, 2)) == pytest.approx((7, 8, 53, 32))


def test_part_of_a_box_is_measured_along_its_width():
    assert geometry.bounds(geometry.part(box(0, 0, 100, 20), 0.25, 0.5)) == pytest.approx((25, 0, 50, 20))


def test_skew_is_that_of_the_wide_lines():
    turn = np.array(cv2.getRotationMatrix2D((200, 200), -2.5, 1.0))
    quads = [geometry.moved(box(50, 40 * row, 350, 40 * row + 20), turn) for row in range(5)]
    assert detection.skew_of([*quads, box(0, 0, 20, 20)]) == pytest.approx(2.5, abs=0.01)


def test_page_without_wide_lines_has_no_skew():
    assert detection.skew_of([box(0, 0, 20, 20)]) == 0


def ruled(rows=(50, 100, 150), columns=(40, 150, 350)):
    grey = paper()
    for y in rows:
        cv2.line(grey, (columns[0], y), (columns[-1], y), 0, 2)
    for x in columns:
        cv2.line(grey, (x, rows[0]), (x, rows[-1]), 0, 2)
    return grey


def test_table_has_rows_and_columns():
    (grid,) = grids.grids(grids.rules(ruled(), 20.0))
    assert [(cell.row, cell.column) for cell in grid.cells] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_merged_cell_says_how_far_it_spans():
    grey = ruled()
    grey[54:98, 145:156] = 255
    (grid,) = grids.grids(grids.rules(grey, 20.0))
    assert [(cell.column, cell.column_span) for cell in grid.cells] == [(0, 2), (0, 1), (1, 1)]


def test_frame_around_a_page_is_no_table():
    assert grids.grids(grids.rules(ruled((20, 280), (20, 380)), 20.0)) == []


def test_broken_rule_still_closes_its_cells():
    grey = ruled()
    grey[49:52, 200:205] = 255
    assert len(grids.grids(grids.rules(grey, 20.0))[0].cells) == 4


def test_line_across_a_rule_is_cut_there():
    pieces = grids.cut_at_rules(box(100, 65, 220, 85), grids.rules(ruled(), 20.0))
    assert [round(geometry.bounds(piece)[0], -1) for piece in pieces] == [100, 150]


def test_line_beside_a_rule_is_left_whole():
    assert len(grids.cut_at_rules(box(160, 65, 300, 85), grids.rules(ruled(), 20.0))) == 1


def test_upright_stroke_of_a_character_cuts_nothing():
    grey = paper()
    cv2.line(grey, (150, 60), (150, 90), 0, 3)
    assert len(grids.cut_at_rules(box(100, 58, 220, 92), grids.rules(grey, 20.0))) == 1


def test_overlooked_sign_in_a_cell_is_found():
    grey = ruled()
    cv2.line(grey, (60, 88), (70, 66), 0, 2)
    tables = grids.grids(grids.rules(grey, 24.0))
    (quad,) = leftovers.in_cells(preparation.darkness(grey), tables, [], 24.0)
    left, top, right, bottom = geometry.bounds(quad)
    assert (left < 60, top < 66, right > 70, bottom > 88) == (True,) * 4


def test_specks_in_a_cell_are_no_sign():
    grey = ruled()
    grey[70:72, 80:82] = 0
    tables = grids.grids(grids.rules(grey, 24.0))
    assert leftovers.in_cells(preparation.darkness(grey), tables, [], 24.0) == []


def squares_on(draw):
    grey = paper()
    draw(grey)
    grey[250:260, 300:390] = 0  # something as dark as ink
    return squares.find(preparation.darkness(grey), 30.0)


def test_filled_box_is_found():
    (found,) = squares_on(lambda grey: grey.__setitem__((slice(100, 116), slice(50, 66)), 0))
    assert (found.left, found.top) == (50, 100)


@pytest.mark.parametrize(
    "draw",
    [
        lambda grey: cv2.rectangle(grey, (50, 100), (66, 116), 0, 2),
        lambda grey: cv2.circle(grey, (60, 110), 9, 0, -1),
        lambda grey: grey.__setitem__((slice(100, 116), slice(50, 90)), 0),
        lambda grey: grey.__setitem__((slice(100, 116), slice(50, 66)), 190),
    ],
    ids=["empty box", "disc", "bar", "grey patch"],
)
def test_other_shapes_are_no_filled_boxes(draw):
    assert squares_on(draw) == []


def test_filled_box_takes_the_place_of_what_was_read_there():
    read = Reading((Sign("国", 0.1, 0.4), Sign("是", 0.5, 0.9)))
    put = squares.put_in(read, box(0, 0, 100, 30), [squares.Square(2, 7, 18, 23)])
    assert put.text == "■是"


@pytest.mark.parametrize(("slant", "letter"), [(0, "1"), (8, "/")])
def test_lone_stroke_is_what_its_ink_says(slant, letter):
    grey = paper()
    cv2.line(grey, (100, 120), (100 + slant, 98), 0, 2)
    judged = strokes.judged(Reading((Sign("1", 0.5, 0.97),)), grey, box(90, 94, 120, 124))
    assert judged.text == letter


def test_stroke_decided_by_its_ink_is_doubtful():
    grey = paper()
    cv2.line(grey, (100, 120), (108, 98), 0, 2)
    assert strokes.judged(Reading((Sign("1", 0.5, 0.97),)), grey, box(90, 94, 120, 124)).confidence < 0.85


def coloured(draw):
    picture = np.full((1000, 700, 3), 255, dtype=np.uint8)
    draw(picture)
    return picture


RED = (205, 30, 35)


def test_ring_of_red_is_a_round_seal():
    (spot,) = stamps.find(coloured(lambda picture: cv2.circle(picture, (300, 400), 70, RED, 5)))
    assert (spot.shape, abs(spot.left - 228) < 4, abs(spot.width - 145) < 6) == ("round", True, True)


@pytest.mark.parametrize(
    "draw",
    [
        lambda picture: cv2.line(picture, (50, 200), (650, 200), RED, 4),
        lambda picture: cv2.rectangle(picture, (0, 0), (699, 999), RED, 8),
        lambda picture: cv2.circle(picture, (300, 400), 70, (120, 120, 120), 5),
        lambda picture: cv2.circle(picture, (300, 400), 70, RED, -1),
    ],
    ids=["rule", "page frame", "grey ring", "red disc"],
)
def test_other_red_or_round_things_are_no_seals(draw):
    assert stamps.find(coloured(draw)) == []


def test_black_under_a_seal_stays_and_red_goes():
    def draw(picture):
        cv2.circle(picture, (300, 400), 70, RED, 9)
        picture[395:405, 200:260] = 0

    picture = coloured(draw)
    clean = seals.lifted(picture, stamps.find(picture))
    assert (int(clean[400, 231].max()) < 60, int(clean[330, 300].min()) > 230) == (True, True)


def test_even_light_leaves_a_scan_as_it_is():
    picture = np.full((300, 400, 3), 240, dtype=np.uint8)
    assert preparation.evenly_lit(picture) is picture


def test_uneven_light_is_levelled():
    shade = np.linspace(90, 240, 400).astype(np.uint8)
    picture = np.repeat(np.tile(shade, (300, 1))[:, :, np.newaxis], 3, axis=2)
    level = preparation.evenly_lit(picture)
    assert int(level[:, 20:-20].max()) - int(level[:, 20:-20].min()) < 20


@given(st.integers(0, 3))
def test_turning_four_quarters_gives_the_page_back(quarters):
    picture = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    there = preparation.turned(picture, quarters * 90)
    assert (preparation.turned(there, (360 - quarters * 90) % 360) == picture).all()


def test_narrow_empty_rows_are_counted_one_by_one():
    (grid,) = grids.grids(grids.rules(ruled((50, 100, 116, 132, 148)), 24.0))
    assert [cell.row for cell in grid.cells] == [0, 0, 1, 1, 2, 2, 3, 3]


def test_rules_that_fall_a_little_are_still_one_border_each():
    tilt = np.array([(1.0, 0.0, 0.0), (0.015, 1.0, -3.0)])
    grey = cv2.warpAffine(ruled(columns=(20, 100, 180, 260, 380)), tilt, (400, 300), borderValue=255)
    (grid,) = grids.grids(grids.rules(grey, 20.0))
    assert [(cell.row, cell.column) for cell in grid.cells] == [
        (row, column) for row in range(2) for column in range(4)
    ]
