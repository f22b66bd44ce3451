from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from anjuan.evaluation.rules import tables
from anjuan.evaluation.rules.faults import ScoreFileError
from anjuan.evaluation.rules.points_sheet import points_read, scheme_of, template_rows
from anjuan.evaluation.rules.schemes import missing_points, scheme_content
from anjuan.evaluation.rules.score_file import COLUMNS, content_of_cells, score_input
from anjuan.evaluation.rules.score_file import template_rows as marks_rows
from anjuan.evaluation.rules.scoring import score

SALES = tables.after_sales().latest
#: Invented points that add up; they are nobody's table.
POINTS = {
    "5.1.1": "4",
    "5.1.2": "6",
    "5.1.3": "8",
    "5.1.4": "6",
    "5.1.5": "6",
    "5.1.6": "5",
    "5.1.7": "5",
    "5.2.1": "5",
    "5.2.2": "6",
    "5.2.3": "6",
    "5.2.4": "8",
    "5.2.5": "6",
    "5.2.6": "4",
    "5.3.1": "12",
    "5.3.2": "13",
}


def sheet(**changes: str) -> list[list[str]]:
    """The template with points filled in; ``p5_1_1="9"`` changes those of 5.1.1."""
    points = POINTS | {name[1:].replace("_", "."): value for name, value in changes.items()}
    return [
        list(row) if row[0] == "编号" else [row[0], row[1], points.get(row[0], row[2]), row[3], row[4]]
        for row in template_rows(SALES)
    ]


def faults(cells) -> list[str]:
    return [one.cell for one in points_read(SALES, cells, edition="own").faults]


def test_a_filled_template_becomes_a_scheme_that_can_be_scored():
    made = points_read(SALES, sheet(), edition="own 1").scheme
    assert (made.edition, missing_points(made), int(made.items[0].worth)) == ("own 1", (), 40)


def test_an_empty_template_names_every_cell_that_lacks_points():
    assert len(faults([list(row) for row in template_rows(SALES)])) == 15


def test_r109_points_that_do_not_add_up_are_refused_at_their_group():
    """R-109: Σ5.1 = 40 is checked."""
    assert faults(sheet(p5_1_1="5")) == ["C2"]


def test_a_group_keeps_the_points_of_the_standard():
    assert "C2" in faults(sheet(p5_1="41"))


@pytest.mark.parametrize("text", ["x", "-1", "0", "NaN", "1,5"])
def test_what_is_no_number_is_named_by_its_cell(text):
    assert "C3" in faults(sheet(p5_1_1=text))


@pytest.mark.parametrize(("column", "text", "cell"), [(3, "随便", "D3"), (4, "也许", "E3"), (0, "", "A3")])
def test_a_wrong_word_is_named_by_its_cell(column, text, cell):
    cells = sheet()
    cells[2][column] = text
    assert cell in faults(cells)


def test_a_number_that_stands_twice_is_named():
    assert "A20" in faults([*sheet(), [*sheet()[2]]])


def test_a_wrong_heading_is_named():
    cells = sheet()
    cells[0][2] = "满分"
    assert faults(cells) == ["C1"]


def test_an_empty_sheet_is_told():
    assert faults([list(template_rows(SALES)[0])]) == ["A2"]


def test_items_of_a_third_level_find_their_place_by_their_number():
    cells = [*sheet(), ["5.1.2.1", "资格", "2", "抽样", ""], ["5.1.2.2", "管理师", "4", "定性", "是"]]
    made = points_read(SALES, cells, edition="own").scheme
    below = made.items[0].children[1].children
    assert [(one.code, one.kind, one.is_veto) for one in below] == [
        ("5.1.2.1", "sampled", False),
        ("5.1.2.2", "qualitative", True),
    ]


def test_a_third_level_must_add_up_to_its_indicator():
    assert faults([*sheet(), ["5.1.2.1", "资格", "2", "", ""]]) == ["C4"]


def test_an_item_below_nothing_is_named():
    assert "A20" in faults([*sheet(), ["9.1", "别的", "2", "", ""]])


def test_a_new_item_needs_a_name():
    assert "B20" in faults([*sheet(), ["5.1.2.1", "", "6", "", ""]])


def test_a_scheme_without_a_structure_takes_the_whole_of_the_sheet():
    rows = [["编号", "名称", "分值", "类型", "否决项"], ["1", "质量", "400", "", ""], ["2", "文化", "600", "", ""]]
    made = points_read(tables.brands().latest, rows, edition="own").scheme
    assert [(one.code, int(one.points)) for one in made.items] == [("1", 400), ("2", 600)]


def test_a_scheme_comes_back_the_same_from_plain_values():
    made = points_read(SALES, sheet(), edition="own").scheme
    assert scheme_of(scheme_content(made)) == made


TODAY = dt.date(2026, 3, 2)


def asked(**changes):
    content = {"scheme": "gbt27922", "points": POINTS, "marks": [], **changes}
    return score_input(content, today=TODAY)


def test_points_in_a_file_make_indicators_scorable():
    marks = [{"item": code, "state": "met"} for code in POINTS if code != "5.1.1"]
    found = asked(marks=[*marks, {"item": "5.1.1", "met": "no"}])
    assert score(found.scheme, found.marks).value == 96


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        ({"met": "yes"}, "met"),
        ({"met": "no"}, "failed"),
        ({"applicable": "no", "reason": "r"}, "na"),
        ({"samples": "5", "bad": "1"}, "sampled"),
        ({"deduction": "0.5"}, "deducted"),
        ({"obtained": "3"}, "obtained"),
        ({"state": "符合"}, "met"),
        ({"state": "不适用", "reason": "r"}, "na"),
        ({"state": "抽样", "samples": "2"}, "sampled"),
    ],
)
def test_a_mark_may_be_written_in_several_ways(mark, state):
    assert asked(marks=[{"item": "5.1.1", **mark}]).marks[0].state == state


@pytest.mark.parametrize(
    "mark",
    [{}, {"met": "yes", "deduction": "1"}, {"state": "met", "samples": "3"}, {"obtained": "1", "deduction": "1"}],
)
def test_a_mark_that_says_nothing_or_two_things_is_refused(mark):
    with pytest.raises(ScoreFileError, match="says"):
        asked(marks=[{"item": "5.1.1", **mark}])


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"marks": "x"}, "marks"),
        ({"unknown": "1"}, "unknown"),
        ({"points": {"9.9": "1"}}, "points.9.9"),
        ({"points": {**POINTS, "5.1.1": "5"}}, "points"),
        ({"scheme": {"levels": []}}, "scheme"),
        ({"assessed_on": "soon"}, "assessed_on"),
    ],
)
def test_a_wrong_value_of_a_file_is_named_by_its_place(changes, place):
    with pytest.raises(ScoreFileError, match=place.replace(".", r"\.")):
        asked(**changes)


def test_a_file_may_bring_its_own_scheme():
    own = {
        "items": [{"code": "1", "name": "一", "points": "96"}, {"code": "2", "name": "二", "points": "4"}],
        "levels": [{"code": "ok", "name": "合格", "at": "70"}],
    }
    found = score_input(
        {"scheme": own, "marks": [{"item": "1", "obtained": "86"}, {"item": "2", "applicable": "no", "reason": "r"}]},
        today=TODAY,
    )
    assert score(found.scheme, found.marks).value == Fraction(8600, 96)


def test_a_sheet_of_marks_gives_back_its_rows():
    row = ["5.1.1", "组织架构", "抽样", "5", "1", "", "", "说明", "宁波", "li"]
    assert content_of_cells([list(COLUMNS), row, ["5.1.2", "人员", *[""] * 8]]) == [
        {
            "item": "5.1.1",
            "reason": "说明",
            "site": "宁波",
            "assessor": "li",
            "samples": "5",
            "bad": "1",
            "state": "sampled",
        }
    ]


@pytest.mark.parametrize(
    ("cells", "cell"), [([["x"]], "A1"), ([list(COLUMNS), ["5.1.1", "", "大概", *[""] * 7]], "C2")]
)
def test_a_wrong_cell_of_a_sheet_of_marks_is_named(cells, cell):
    with pytest.raises(ScoreFileError, match=cell):
        content_of_cells(cells)


def test_a_template_of_marks_lists_every_indicator():
    assert len(marks_rows(SALES)) == 16
