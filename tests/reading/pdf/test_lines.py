from __future__ import annotations

import math

import numpy as np
import pytest

from anjuan.reading.pages import Line
from anjuan.reading.pdf.characters import is_wide
from anjuan.reading.pdf.geometry import Sheet
from anjuan.reading.pdf.glyphs import Glyphs
from anjuan.reading.pdf.lines import laid_out

SHEET = Sheet(0, 0, 600, 800)


def written(*runs: tuple[str, float, float], made: str = "", size: float = 10.0, angle: float = 0.0) -> Glyphs:
    """Set runs of text at points of the page; characters of ``made`` count as made by the library."""
    codes, boxes, flags = [], [], []
    for text, start, y in runs:
        x = start
        for sign in text:
            width = size if is_wide(sign) else size / 2
            codes.append(ord(sign))
            flags.append(sign in made)
            boxes.append((x, y + size, x + (0 if sign in made else width), y))
            x += width
    return Glyphs(
        np.array(codes, dtype=np.uint32),
        np.array(boxes, dtype=np.float32).reshape(-1, 4),
        np.full(len(codes), angle, dtype=np.float32),
        np.array(flags, dtype=bool),
        np.zeros(len(codes), dtype=bool),
    )


def lines_of(glyphs: Glyphs, sheet: Sheet = SHEET) -> list[Line]:
    return list(laid_out(glyphs, sheet).lines)


def texts_of(glyphs: Glyphs) -> list[str]:
    return [line.text for line in lines_of(glyphs)]


def test_characters_on_one_height_make_a_line_with_its_edges() -> None:
    (line,) = lines_of(written(("认证机构", 60, 700)))
    assert line.text == "认证机构"
    assert line.box == pytest.approx((0.1, 90 / 800, 100 / 600, 100 / 800))
    assert line.edges == pytest.approx([x / 600 for x in (60, 70, 80, 90, 100)])


def test_blanks_made_between_chinese_characters_are_left_out() -> None:
    assert texts_of(written(("认|证", 60, 700), made="|")) == ["认证"]


def test_blanks_of_the_file_are_kept() -> None:
    assert texts_of(written(("第一条 为了", 60, 700))) == ["第一条 为了"]


def test_blanks_made_between_words_become_blanks() -> None:
    (line,) = lines_of(written(("quality|audit", 60, 700), made="|"))
    assert line.text == "quality audit"
    assert len(line.edges) == 14


@pytest.mark.parametrize(("gap", "expected"), [(4, ["认证机构"]), (30, ["认证", "机构"])])
def test_wide_gap_ends_a_line(gap: float, expected: list[str]) -> None:
    assert texts_of(written(("认证", 60, 700), ("机构", 80 + gap, 700))) == expected


def test_pieces_written_elsewhere_are_joined_to_their_line() -> None:
    glyphs = written(("认证", 60, 700), ("下一行", 60, 680), ("机构", 80, 700))
    assert texts_of(glyphs) == ["认证机构", "下一行"]


def test_text_printed_twice_for_boldness_is_read_once() -> None:
    assert texts_of(written(("审核报告", 60, 700), ("审核报告", 60.4, 700))) == ["审核报告"]


def test_hyphen_at_the_end_of_a_line_is_kept_as_printed() -> None:
    assert texts_of(written(("peri\ufffe", 60, 700), ("odic", 60, 680))) == ["peri-", "odic"]


def test_control_characters_are_left_out_with_their_edges() -> None:
    (line,) = lines_of(written(("认\x05证\ufeff", 60, 700)))
    assert line.text == "认证"
    assert len(line.edges) == 3


def test_characters_below_each_other_are_read_as_vertical_writing() -> None:
    glyphs = written(*((sign, 300, 700 - 11 * row) for row, sign in enumerate("质量手册")))
    (line,) = lines_of(glyphs)
    assert line.text == "质量手册"
    assert line.edges == ()


def test_single_characters_of_wide_rows_stay_lines() -> None:
    glyphs = written(*((sign, 300, 700 - 20 * row) for row, sign in enumerate("是否是否")))
    assert len(texts_of(glyphs)) == 4


def test_text_outside_the_visible_part_is_left_out() -> None:
    assert texts_of(written(("看不见", 700, 700), ("看得见", 60, 700))) == ["看得见"]


def _turned(x: float, y: float, quarter: int) -> tuple[float, float]:
    return ((x, y), (800 - y, x), (600 - x, 800 - y), (y, 600 - x))[quarter]


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_turned_text_turns_the_page_and_reads_straight(quarter: int) -> None:
    # Set upright on the upright sheet, then turned as a whole: the result must be the same again.
    upright = written(("认证机构", 60, 700), ("审核", 60, 680))
    boxes = []
    for x0, y1, x1, y0 in upright.boxes.tolist():
        (ax, ay), (bx, by) = _turned(x0, y0, quarter), _turned(x1, y1, quarter)
        boxes.append((min(ax, bx), max(ay, by), max(ax, bx), min(ay, by)))
    clockwise = (-quarter * math.pi / 2) % (2 * math.pi)
    glyphs = Glyphs(
        upright.codes, np.array(boxes, np.float32), np.full(6, clockwise, np.float32), upright.made, upright.unmapped
    )
    sheet = SHEET if quarter in (0, 2) else Sheet(0, 0, 800, 600)
    laid = laid_out(glyphs, sheet)
    assert laid.turn == quarter * 90
    assert [line.text for line in laid.lines] == ["认证机构", "审核"]
    assert laid.lines[0].box == pytest.approx((0.1, 90 / 800, 100 / 600, 100 / 800), abs=1e-6)


def test_characters_beyond_the_basic_plane_are_one_character() -> None:
    assert texts_of(written(("𠮷田", 60, 700))) == ["𠮷田"]


def test_page_without_characters_has_no_lines() -> None:
    assert lines_of(written()) == []
