from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.reading.pdf.geometry import Sheet, covered, turned, turned_box

SHARES = st.floats(0, 1)


@given(st.tuples(SHARES, SHARES, SHARES, SHARES), st.sampled_from([0, 90, 180, 270]))
def test_turn_there_and_back_is_no_turn(corners: tuple[float, float, float, float], degrees: int) -> None:
    x0, y0, x1, y1 = corners
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    assert turned_box(turned_box(box, degrees), 360 - degrees) == pytest.approx(box)


def test_quarter_turn_brings_the_left_side_to_the_top() -> None:
    assert turned(np.array([[0, 0, 10, 100]]), 90, 200, 100)[0].tolist() == [0, 0, 100, 10]


@pytest.mark.parametrize(
    ("turn", "size", "box"),
    [
        (0, (600, 800), [10, 780, 60, 790]),
        (90, (800, 600), [10, 10, 20, 60]),
        (180, (600, 800), [540, 10, 590, 20]),
        (270, (800, 600), [780, 540, 790, 590]),
    ],
)
def test_points_of_the_file_come_to_where_viewers_show_them(
    turn: int, size: tuple[float, float], box: list[float]
) -> None:
    sheet = Sheet(100, 50, 700, 850, turn)
    assert sheet.size == size
    assert sheet.shown([110, 60, 160, 70])[0].tolist() == box


def test_share_covered_is_of_the_first_box() -> None:
    assert covered((0, 0, 1, 1), (0, 0, 0.5, 1)) == 0.5
    assert covered((0, 0, 0.5, 1), (0, 0, 1, 1)) == 1
    assert covered((0, 0, 0, 0), (0, 0, 1, 1)) == 0
