from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anjuan.evaluation.rules import tables
from anjuan.evaluation.rules.faults import MarksFaultyError, SchemeUnknownError
from anjuan.evaluation.rules.marks import Mark
from anjuan.evaluation.rules.points_sheet import scheme_of
from anjuan.evaluation.rules.results import SpecialMark, shown
from anjuan.evaluation.rules.schemes import Scheme, plain
from anjuan.evaluation.rules.scoring import score

HEAD = {
    "id": "own", "title": "自有方案", "edition": "1", "valid_from": "2000-01-01", "owner": "x", "standard": "S",
    "source": [{"document": "test"}], "total": "100",
    "levels": [
        {"code": "standard", "name": "达标级", "at": "70"}, {"code": "three", "name": "三星级", "at": "80"},
        {"code": "four", "name": "四星级", "at": "90"}, {"code": "five", "name": "五星级", "at": "95"},
    ],
    "deduction": {"points": "1", "fails_at": "5"}, "bonus": {"points": "1", "most": "1"},
}  # fmt: skip


def scheme(*items: dict, **changes) -> Scheme:
    return scheme_of({**HEAD, "items": list(items), **changes})


def leaf(code: str, points: str, **changes) -> dict:
    return {"code": code, "name": code, "points": points, **changes}


WHOLE = scheme(leaf("a", "100"))
SPECIAL = SpecialMark("reason")


def of_points(obtained: str, applicable: str = "100", off: int = 0, added: int = 0):
    """Score so many points of so many that apply; the rest of a hundred does not apply."""
    rest = Fraction(100) - Fraction(applicable)
    items = [leaf("a", applicable), *([leaf("b", str(int(rest)))] if rest else [])]
    marks = [Mark("a", "obtained", points=Fraction(obtained)), *([Mark("b", "na", reason="r")] if rest else [])]
    return score(scheme(*items), marks, deductions=[SPECIAL] * off, bonuses=[SPECIAL] * added)


GOLDEN = [
    ("0", None), ("69.98", None), ("69.99", None), ("69.9999999", None), ("70", "standard"), ("70.01", "standard"),
    ("79.98", "standard"), ("79.99", "standard"), ("79.995", "standard"), ("79.99999", "standard"), ("80", "three"),
    ("80.01", "three"), ("89.99", "three"), ("89.999999", "three"), ("90", "four"), ("90.01", "four"),
    ("94.96", "four"), ("94.99", "four"), ("94.999999", "four"), ("95", "five"), ("95.01", "five"), ("100", "five"),
]  # fmt: skip


@pytest.mark.parametrize(("points", "level"), GOLDEN)
def test_a_level_begins_at_its_limit_and_not_before(points, level):
    found = of_points(points).level
    assert (found.code if found else None) == level


@pytest.mark.parametrize(("points", "level"), GOLDEN)
def test_what_is_shown_never_reaches_a_limit_that_the_score_does_not(points, level):
    told = of_points(points)
    shown_level = [one.code for one in WHOLE.levels if Fraction(shown(told.value, WHOLE)) >= Fraction(one.at)]
    assert (shown_level[-1] if shown_level else None) == level


@pytest.mark.parametrize(
    ("obtained", "applicable", "off", "added", "value", "level"),
    [
        ("76", "95", 0, 0, "80", "three"),
        ("66.5", "95", 0, 0, "70", "standard"),
        ("79.995", "100", 0, 0, "79.995", "standard"),
        ("86", "96", 1, 0, "88.5833", "three"),
        ("91", "96", 1, 1, "94.7917", "four"),
    ],
)
def test_r110_vectors(obtained, applicable, off, added, value, level):
    """R-110: the five exact vectors."""
    found = of_points(obtained, applicable, off, added)
    assert (shown(found.value, WHOLE), found.level.code) == (value, level)


def test_r110_two_bonus_items_are_refused():
    """R-110: at most one addition."""
    with pytest.raises(MarksFaultyError, match="2 special additions"):
        of_points("90", added=2)


def test_r110_one_bad_of_five_samples_of_four_points_gives_three_point_two():
    """R-110: sampled items lose in proportion."""
    found = score(scheme(leaf("a", "4"), leaf("b", "96")), [Mark("a", "sampled", samples=5, bad=1)])
    assert found.lines[0].obtained == Fraction("3.2")


def test_a_failed_qualitative_item_loses_all_its_points():
    found = score(scheme(leaf("a", "4"), leaf("b", "96")), [Mark("a", "failed"), Mark("b", "met")])
    assert found.value == 96


@pytest.mark.parametrize(("off", "fails"), [(0, False), (1, False), (4, False), (5, True), (6, True)])
def test_five_special_deductions_fail_whatever_the_score(off, fails):
    found = of_points("100", off=off)
    assert (found.level is None) is fails


def test_special_points_come_after_the_share_of_what_applies():
    assert of_points("45", "50", off=1).value == 89


def test_an_addition_is_not_capped_while_the_scheme_does_not_say_so():
    assert of_points("100", added=1).value == 101


def test_an_addition_is_capped_where_the_scheme_says_so():
    capped = scheme(leaf("a", "100"), choices=[{"key": "cap_at_total", "value": "yes", "certainty": "fair"}])
    assert score(capped, [Mark("a", "met")], bonuses=[SPECIAL]).value == 100


def test_a_score_does_not_fall_below_nothing():
    assert of_points("0", off=3).value == 0


def test_special_points_need_a_reason():
    with pytest.raises(MarksFaultyError, match="no reason"):
        score(WHOLE, [Mark("a", "met")], deductions=[SpecialMark(" ")])


def test_a_scheme_without_special_points_refuses_them():
    bare = scheme(leaf("a", "100"), deduction=None, bonus=None)
    with pytest.raises(MarksFaultyError, match="knows no"):
        score(bare, [Mark("a", "met")], deductions=[SPECIAL])


def test_an_item_without_a_mark_is_not_taken_as_met():
    found = score(scheme(leaf("a", "40"), leaf("b", "60")), [Mark("a", "met")])
    assert (found.value, found.least, found.most, found.level, found.open_items) == (None, 40, 100, None, ("b",))


def test_nothing_that_applies_is_no_score():
    with pytest.raises(MarksFaultyError, match="No item applies"):
        score(WHOLE, [Mark("a", "na", reason="r")])


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        (Mark("zz", "met"), "no such item"),
        (Mark("a", "perhaps"), "none of"),
        (Mark("a", "na"), "why it does not apply"),
        (Mark("a", "sampled", samples=0), "counted from 1"),
        (Mark("a", "sampled", samples=2, bad=3), "cannot be bad"),
        (Mark("a", "sampled", samples=2, bad=-1), "cannot be bad"),
        (Mark("a", "deducted", points=Fraction(101)), "cannot be taken off"),
        (Mark("a", "deducted", points=Fraction(-1)), "cannot be taken off"),
        (Mark("a", "obtained", points=Fraction("100.01")), "cannot be taken off"),
    ],
)
def test_a_mark_that_does_not_fit_is_refused_by_name(mark, told):
    with pytest.raises(MarksFaultyError, match=told):
        score(WHOLE, [mark])


def test_a_group_and_what_is_below_it_cannot_both_be_marked():
    tree = scheme({"code": "g", "name": "g", "points": "100", "children": [leaf("a", "100")]})
    with pytest.raises(MarksFaultyError, match="marked as a whole"):
        score(tree, [Mark("g", "met"), Mark("a", "met")])


def test_a_tree_of_any_depth_adds_up():
    deep = leaf("1.1.1.1.1", "100")
    for code in ("1.1.1.1", "1.1.1", "1.1", "1"):
        deep = {"code": code, "name": code, "children": [deep]}
    found = score(scheme(deep), [Mark("1.1.1.1.1", "deducted", points=Fraction(7))])
    assert [(line.depth, line.lost) for line in found.lines] == [(depth, 7) for depth in range(5)]


def test_a_veto_item_that_loses_points_fails_the_whole():
    found = score(scheme(leaf("a", "1", is_veto=True), leaf("b", "99")), [Mark("a", "failed"), Mark("b", "met")])
    assert (found.value, found.level, found.failed[0].code) == (99, None, "veto")


def test_a_veto_item_that_does_not_apply_fails_nothing():
    marks = [Mark("a", "na", reason="r"), Mark("b", "met")]
    assert score(scheme(leaf("a", "1", is_veto=True), leaf("b", "99")), marks).level.code == "five"


@pytest.mark.parametrize(("points", "passes"), [("23.9", False), ("24", True), ("40", True)])
def test_a_minimum_of_a_group_is_inclusive(points, passes):
    tree = scheme(leaf("a", "40"), leaf("b", "60"), minimums=[{"item": "a", "share": "60"}])
    found = score(tree, [Mark("a", "obtained", points=Fraction(points)), Mark("b", "met")])
    assert (found.level is not None) is passes


def test_a_minimum_of_a_level_keeps_the_level_below_it():
    tree = scheme(leaf("a", "40"), leaf("b", "60"), minimums=[{"item": "a", "share": "95", "level": "five"}])
    found = score(tree, [Mark("a", "obtained", points=Fraction(36)), Mark("b", "met")])
    assert (found.value, found.level.code) == (96, "four")


def test_weights_count_only_groups_that_apply():
    tree = scheme(leaf("a", "10", weight="3"), leaf("b", "10", weight="1"), leaf("c", "80"), combine="weights")
    marks = [Mark("a", "obtained", points=Fraction(5)), Mark("b", "met"), Mark("c", "na", reason="r")]
    assert score(tree, marks).value == Fraction(125, 2)


def test_where_the_lowest_group_decides_the_others_do_not_help():
    tree = scheme(leaf("a", "50"), leaf("b", "50"), combine="lowest")
    assert score(tree, [Mark("a", "met"), Mark("b", "obtained", points=Fraction(40))]).value == 80


def test_a_bad_outlet_takes_its_share_of_a_qualitative_item():
    marks = [Mark("a", "met", site=f"s{n}") for n in range(4)] + [Mark("a", "failed", site="s4")]
    assert score(WHOLE, marks).value == 80


def test_samples_of_several_outlets_are_added_up():
    marks = [Mark("a", "sampled", samples=3, bad=1, site="x"), Mark("a", "sampled", samples=7, bad=0, site="y")]
    assert score(WHOLE, marks).value == 90


def test_one_thousand_points_are_scored_by_their_own_limits():
    brand = tables.brands().latest
    found = score(brand, [Mark("1", "obtained", points=Fraction("949.999"))])
    assert (found.level.code, shown(found.value, brand)) == ("four", "949.999")


@pytest.mark.parametrize(
    ("points", "level"),
    [("699.99", None), ("700", "standard"), ("800", "three"), ("900", "four"), ("949.99", "four"), ("950", "five")],
)
def test_levels_of_the_scheme_on_a_thousand_points(points, level):
    found = score(tables.brands().latest, [Mark("1", "obtained", points=Fraction(points))])
    assert (found.level.code if found.level else None) == level


def test_a_scheme_of_uncertain_source_says_so_with_every_score():
    found = score(tables.brands().latest, [Mark("1", "met")])
    assert {"weak_scheme", "setting:levels"} <= {one.code for one in found.warnings}


def test_the_structure_of_after_sales_service_is_forty_thirty_five_twenty_five():
    items = tables.after_sales().latest.items
    assert [(item.code, int(item.points), len(item.children)) for item in items] == [
        ("5.1", 40, 7), ("5.2", 35, 6), ("5.3", 25, 2),
    ]  # fmt: skip


def test_no_points_of_an_indicator_are_invented():
    assert {item.points for item in tables.after_sales().latest.leaves} == {None}


def test_an_indicator_without_points_cannot_be_scored():
    with pytest.raises(MarksFaultyError, match="import the body's own points"):
        score(tables.after_sales().latest, [Mark("5.1.1", "met")])


def test_groups_can_be_scored_as_a_whole_and_the_score_says_so():
    marks = [Mark("5.1", "deducted", points=Fraction(4)), Mark("5.2", "met"), Mark("5.3", "met")]
    found = score(tables.after_sales().latest, marks)
    assert (found.value, "as_a_whole" in {one.code for one in found.warnings}) == (96, True)


def test_an_unknown_scheme_is_told_with_those_there_are():
    with pytest.raises(SchemeUnknownError, match="gbt27922"):
        tables.scheme_on("nothing", dt.date(2026, 1, 1))


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ([leaf("a", "60"), leaf("b", "41")], "add up to 101"),
        ([leaf("a", "50"), leaf("a", "50")], "stands twice"),
        ([{**leaf("a", "100"), "children": [leaf("b", "99")]}], "add up to 99"),
    ],
)
def test_r109_a_tree_that_does_not_add_up_is_refused(items, told):
    """R-109: a sum other than the full score is refused."""
    with pytest.raises(ValueError, match=told):
        scheme(*items)


def test_r109_an_item_that_does_not_apply_leaves_the_points_that_apply():
    """R-109: NA leaves 涉及项总分."""
    found = score(scheme(leaf("a", "95"), leaf("b", "5")), [Mark("a", "met"), Mark("b", "na", reason="无配送")])
    assert (found.applicable, found.value) == (95, 100)


@pytest.mark.parametrize(
    ("value", "text"),
    [("0.1", "0.1"), ("7/3", "7/3"), ("100", "100"), ("3.20", "3.2"), ("1/8", "0.125"), ("0", "0")],
)
def test_exact_numbers_are_written_as_decimals_where_a_decimal_is_exact(value, text):
    assert plain(Fraction(value)) == text


POINTS = st.integers(1, 30)
STATES = st.sampled_from(["met", "failed", "na", "half", "third"])


def _mark(code: str, state: str, points: int) -> Mark:
    if state == "half":
        return Mark(code, "deducted", points=Fraction(points, 2))
    return Mark(code, "sampled", samples=3, bad=1) if state == "third" else Mark(code, state, reason="r")


@st.composite
def marked_trees(draw):
    sizes = draw(st.lists(POINTS, min_size=2, max_size=7))
    states = draw(st.lists(STATES, min_size=len(sizes), max_size=len(sizes)))
    states[0] = "met" if states[0] == "na" else states[0]
    tree = scheme(*(leaf(str(n), str(size)) for n, size in enumerate(sizes)), total=str(sum(sizes)),
                  levels=[{"code": "one", "name": "一", "at": "1"}])  # fmt: skip
    return tree, [_mark(str(n), state, size) for n, (size, state) in enumerate(zip(sizes, states, strict=True))]


@settings(deadline=None)
@given(marked_trees(), st.integers(0, 4))
def test_adding_a_deduction_never_raises_the_score(made, off):
    tree, marks = made
    before = score(tree, marks, deductions=[SPECIAL] * off)
    assert score(tree, marks, deductions=[SPECIAL] * (off + 1)).value <= before.value


@settings(deadline=None)
@given(marked_trees(), st.integers(0, 6))
def test_failing_an_item_that_applies_never_raises_the_score(made, place):
    tree, marks = made
    place %= len(marks)
    if marks[place].state == "na":
        return
    worse = [Mark(str(place), "failed") if n == place else mark for n, mark in enumerate(marks)]
    assert score(tree, worse).value <= score(tree, marks).value


@settings(deadline=None)
@given(marked_trees())
def test_what_does_not_apply_changes_no_share_of_what_does(made):
    tree, marks = made
    applying = [mark for mark in marks if mark.state != "na"]
    items = [item.model_dump(mode="json") for item in tree.items if item.code in {mark.item for mark in applying}]
    total = sum(Fraction(item["points"]) for item in items)
    alone = scheme(*items, total=str(total), levels=[{"code": "one", "name": "一", "at": "1"}])
    assert score(tree, marks).value / tree_total(tree) == score(alone, applying).value / total


def tree_total(tree: Scheme) -> Fraction:
    return Fraction(tree.total)


@settings(deadline=None)
@given(marked_trees())
def test_what_is_lost_and_what_is_obtained_are_what_applies(made):
    found = score(*made)
    assert all(line.lost + line.obtained == line.applicable for line in found.lines)


@settings(deadline=None)
@given(marked_trees(), st.integers(0, 6))
def test_a_score_of_an_open_sheet_lies_in_its_span(made, place):
    tree, marks = made
    place %= len(marks)
    full = score(tree, marks).value
    left = [mark for n, mark in enumerate(marks) if n != place]
    if marks[place].state == "na" or all(mark.state == "na" for mark in left):
        return
    open_one = score(tree, left)
    assert open_one.least <= full <= open_one.most


@settings(deadline=None)
@given(st.integers(0, 10_000_000))
def test_shown_numbers_never_cross_a_limit(number):
    value = Fraction(number, 100_000)
    told = Fraction(shown(value, WHOLE))
    assert all((told >= Fraction(one.at)) is (value >= Fraction(one.at)) for one in WHOLE.levels)
