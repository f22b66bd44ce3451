from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation
from tests.web.made import DEED

from anjuan.archive.selectors.cases import DocumentRow
from anjuan.reading.pages import Cell, Line, Page, Table
from anjuan.registry.services.codelists import code_lists_load
from anjuan.web.fields import field_name
from anjuan.web.listing import Pager
from anjuan.web.papers import tree_of
from anjuan.web.sentences import spoken
from anjuan.web.sheet import sheet_of
from anjuan.web.templatetags.anjuan import below, bytes_short, duration, meter


def paper(folder: str = "", stage: str = "", title: str = "申请书") -> DocumentRow:
    return DocumentRow(1, 1, title, "", folder, "", stage, 1, "", "read", "", "", 0, None, "")


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 秒"), (59.2, "1 分 0 秒"), (61, "1 分 1 秒"), (3660, "1 小时 1 分"), (None, "")]
)
def test_a_duration_is_said_as_people_do(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KB"), (2 << 30, "2.0 GB"), (None, "")]
)
def test_a_size_is_said_in_the_unit_that_fits(size, text):
    assert bytes_short(size) == text


def test_a_bar_never_runs_over_and_counts_nothing_of_nothing_as_empty():
    assert 'width="100.00"' in meter(5, 3, "x")
    assert 'width="0.00"' in meter(0, 0, "x")


@pytest.mark.parametrize(
    ("number", "total", "window"),
    [(1, 0, [1]), (1, 100, [1, 2, 3, 0, 5]), (10, 400, [1, 0, 8, 9, 10, 11, 12, 0, 20])],
)
def test_the_pager_offers_the_ends_and_the_neighbours(number, total, window):
    assert Pager(number, 20, total).window == window


def test_papers_stand_in_the_order_of_the_stages():
    tree = tree_of([paper(stage="现场审核"), paper(stage="受理"), paper(stage="")])
    assert [branch.title for branch in tree] == ["一、受理", "四、现场审核", "未分类"]


def test_papers_without_stages_stand_in_their_folders_below_the_shared_one():
    tree = tree_of([paper("甲公司/申请"), paper("甲公司/现场"), paper("甲公司/申请")])
    assert [(branch.title, len(branch.leaves)) for branch in tree] == [("申请", 2), ("现场", 1)]


def test_a_file_is_named_below_the_root_of_its_batch():
    assert below("/scans/甲/a.pdf", "/scans/manifest.xlsx").folder == "甲"
    place = below("/scans/甲/申请.zip!/内/表.xlsx", "/scans")
    assert (place.name, place.folder) == ("表.xlsx", "甲/申请.zip/内")


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("3 files were inside; each stands in this list.", "内含 3 个文件，逐个列在本表中。"),
        ("“—” holds no letter, digit or Chinese character and was left out.", "“—”中没有文字或数字，已忽略。"),
    ],
)
def test_a_known_sentence_is_said_in_chinese(sentence, text):
    assert spoken(sentence).text == text


def test_a_known_sentence_is_said_in_english_as_the_room_wrote_it():
    sentence = "The quote is not closed; it was read to the end as “100 %”."
    with translation.override("en"):
        assert spoken(sentence).text == sentence


def test_an_unknown_sentence_is_shown_as_it_is():
    assert spoken("Something new happened.").is_ours is False


def test_fields_have_names_in_both_languages_and_unknown_ones_keep_their_code(db):
    code_lists_load(deed=DEED)
    today = dt.date(2026, 3, 2)
    assert field_name("A01", today, english=False) == "质量管理体系"
    assert field_name("A01", today, english=True) == "Quality management systems"
    assert field_name("Z99", today, english=False) == "Z99"


def test_boxes_are_drawn_in_points_and_a_hit_is_counted_with_its_line():
    page = Page(1, 500, 1000, lines=(Line("甲乙", (0.1, 0.1, 0.5, 0.12), 0.5), Line("丙", (0.1, 0.2, 0.2, 0.22))))
    sheet = sheet_of(page, [(0.1, 0.1, 0.3, 0.12)])
    assert (sheet.lines[0].rect.x, sheet.lines[0].rect.width, sheet.hits[0].width) == ("50", "200", "100")
    assert [line.has_hit for line in sheet.lines] == [True, False]
    assert [line.is_low for line in sheet.lines] == [True, False]


def test_a_line_that_runs_downwards_is_set_downwards():
    page = Page(1, 500, 1000, lines=(Line("审核报告", (0.1, 0.1, 0.14, 0.3)),))
    assert sheet_of(page).lines[0].upright


def test_cells_are_ruled_only_where_there_is_no_picture():
    table = Table((0, 0, 1, 1), (Cell(0, 0, "甲", (0, 0, 1, 1)),))
    assert len(sheet_of(Page(1, 500, 1000, tables=(table,), picture=False)).rules) == 1
    assert sheet_of(Page(1, 500, 1000, tables=(table,))).rules == ()
