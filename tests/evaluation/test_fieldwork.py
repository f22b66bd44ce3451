from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from tests.evaluation.test_scoring import SPECIAL, WHOLE, leaf, scheme

from anjuan.evaluation.drawing import axes_of, radar_svg
from anjuan.evaluation.rules import tables
from anjuan.evaluation.rules.assessors import agreement, merged
from anjuan.evaluation.rules.faults import UploadRefusedError
from anjuan.evaluation.rules.figures import distribution, losses
from anjuan.evaluation.rules.forms import answer_faults, may_see_visit, survey
from anjuan.evaluation.rules.granting import (
    certificate_text,
    level_given,
    need_own_upload,
    obstacles,
    regrade,
)
from anjuan.evaluation.rules.managers import Manager, managers_check, managers_needed
from anjuan.evaluation.rules.marks import Evidence, Mark
from anjuan.evaluation.rules.outlets import Outlet, draw, least_days, least_sample, plan_warnings
from anjuan.evaluation.rules.results import SpecialMark
from anjuan.evaluation.rules.scoring import score

SALES = tables.after_sales().latest
DAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("number", "least"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 2), (5, 3), (9, 3), (10, 4), (100, 10), (101, 11)]
)
def test_outlets_are_sampled_by_the_root_rounded_up(number, least):
    assert least_sample(SALES, number) == least


@pytest.mark.parametrize(("outlets", "days"), [(1, "0.5"), (3, "1.5"), (7, "3.5")])
def test_r111_each_outlet_takes_half_a_day(outlets, days):
    """R-111: 3 outlets → at least 1.5 days."""
    assert least_days(SALES, outlets=outlets) == Fraction(days)


def test_r111_more_product_families_add_days_where_the_body_says_how_many():
    """R-111: several categories add days."""
    choices = [
        one.model_copy(update={"value": "0.5"}) if one.key == "family_days" else one for one in SALES.choices
    ]  # fmt: skip
    assert least_days(SALES.model_copy(update={"choices": tuple(choices)}), outlets=2, families=3) == 2


def test_r111_a_plan_below_the_least_days_warns():
    """R-111: a plan below the minimum warns."""
    told = plan_warnings(SALES, numbers={"own": 3}, planned={"own": 3}, days=Fraction(1))
    assert [one.code for one in told] == ["days_short"]


def test_too_few_outlets_of_one_kind_warn_for_that_kind():
    told = plan_warnings(
        SALES, numbers={"own": 9, "commissioned": 4}, planned={"own": 3, "commissioned": 1}, days=Fraction(9)
    )
    assert [(one.code, "commissioned" in one.en) for one in told] == [("outlets_short", True)]


def test_the_same_seed_draws_the_same_outlets():
    outlets = [Outlet(f"网点{n}", "own" if n % 2 else "commissioned") for n in range(20)]
    assert draw(SALES, outlets, seed="PJ-1") == draw(SALES, list(reversed(outlets)), seed="PJ-1")


def test_a_draw_takes_each_kind_by_itself():
    outlets = [Outlet(f"o{n}", "own") for n in range(9)] + [Outlet(f"c{n}", "commissioned") for n in range(4)]
    assert [(one.kind, one.needed, len(one.chosen)) for one in draw(SALES, outlets, seed="x")] == [
        ("commissioned", 2, 2), ("own", 3, 3),
    ]  # fmt: skip


@pytest.mark.parametrize(("staff", "needed"), [(0, 0), (1, 1), (9, 1), (10, 1), (11, 2), (20, 2), (21, 3)])
def test_managers_are_ten_percent_rounded_up_and_at_least_one(staff, needed):
    assert managers_needed(SALES, staff) == needed


@pytest.mark.parametrize(
    ("until", "valid"), [(DAY - dt.timedelta(1), 0), (DAY, 1), (DAY + dt.timedelta(1), 1), (None, 1)]
)
def test_r113_an_expired_certificate_lowers_the_count(until, valid):
    """R-113: an ended certificate does not count; its last day does."""
    found = managers_check(SALES, [Manager("甲", "1", until)], management_staff=5, day=DAY)
    assert (found.valid, found.is_met) == (valid, bool(valid))


def test_r113_one_certificate_counts_once():
    """R-113: the same number twice is one manager."""
    pair = [Manager("甲", "1", None), Manager("甲", "1", None)]
    assert managers_check(SALES, pair, management_staff=20, day=DAY).valid == 1


def test_r113_an_expired_certificate_is_named():
    """R-113: what was not counted is said."""
    found = managers_check(SALES, [Manager("甲", "1", dt.date(2025, 1, 1))], management_staff=5, day=DAY)
    assert "甲" in found.reasons[1].zh


@pytest.mark.parametrize(
    ("client", "mode", "decided", "sees"),
    [
        (True, "mystery", False, False), (True, "mystery", True, True), (True, "open", False, True),
        (False, "mystery", False, True), (False, "mystery", True, True),
    ],
)  # fmt: skip
def test_r112_a_client_learns_of_a_mystery_visit_only_after_the_decision(client, mode, decided, sees):
    """R-112: mystery visits are hidden from the client until the decision."""
    assert may_see_visit(is_client=client, mode=mode, is_decided=decided) is sees


def test_r112_a_survey_counts_answers_and_missing_ones():
    """R-112: n and what is missing stand with each mean."""
    form = tables.forms().latest.form("experience")
    found = survey(form, [{"easy": "5", "solved": "yes"}, {"easy": "2"}, {}])
    easy, solved = found[0], next(one for one in found if one.code == "solved")
    assert (easy.answered, easy.missing, easy.mean, solved.mean) == (2, 1, Fraction(7, 2), 1)


@pytest.mark.parametrize("answers", [{"waiting": "6"}, {"waiting": "0"}, {"reached": "maybe"}, {"nothing": "1"}])
def test_an_answer_that_does_not_fit_its_question_is_told(answers):
    assert len(answer_faults(tables.forms().latest.form("mystery"), answers)) == 1


def test_a_form_that_there_is_not_is_no_form():
    with pytest.raises(KeyError):
        tables.forms().latest.form("nothing")


@pytest.mark.parametrize(
    ("contact", "modes"),
    [("person_person", ("mystery",)), ("person_machine", ("open", "mystery")), ("machine_machine", ("open",))],
)
def test_the_contact_says_which_visits_suit_it(contact, modes):
    assert next(one.modes for one in tables.forms().latest.contacts if one.code == contact) == modes


def graded(points: int, **changes):
    return score(scheme(leaf("a", "100"), **changes), [Mark("a", "obtained", points=Fraction(points))])


def test_r107_nothing_is_issued_without_sheet_signature_and_independent_decision():
    """R-107: score sheet, leader's signature, independent decision."""
    half = score(scheme(leaf("a", "40"), leaf("b", "60")), [Mark("a", "met")])
    told = [one.code for one in obstacles(half, signed_by="", decided_by="", team=["li"])]
    assert told == ["need_sheet", "need_signature", "need_decision"]


def test_r107_who_took_part_cannot_decide():
    """R-107: the decision is independent."""
    assert [one.code for one in obstacles(graded(95), signed_by="li", decided_by="wu", team=["li", "wu"])] == [
        "need_independent"
    ]


def test_r107_a_complete_passed_signed_and_decided_assessment_meets_no_obstacle():
    """R-107: then it can be issued."""
    assert obstacles(graded(95), signed_by="li", decided_by="sun", team=["li"]) == ()


def test_a_failed_assessment_is_not_issued():
    assert [one.code for one in obstacles(graded(60), signed_by="li", decided_by="sun", team=["li"])] == ["need_pass"]


def test_special_deductions_must_be_corrected_before_issue():
    found = score(WHOLE, [Mark("a", "met")], deductions=[SPECIAL, SpecialMark("x", corrected_on="2026-02-01")])
    assert [one.code for one in obstacles(found, signed_by="li", decided_by="sun", team=[])] == ["need_corrected"]


def test_open_differences_between_assessors_stand_in_the_way():
    told = obstacles(graded(95), signed_by="li", decided_by="sun", team=[], unsettled=["5.1"])
    assert [one.code for one in told] == ["need_settled"]


def test_r108_the_body_uploads_no_papers_of_the_client():
    """R-108: uploads of client documents by staff are refused."""
    with pytest.raises(UploadRefusedError, match="client alone"):
        need_own_upload(owner="client", by="staff")


@pytest.mark.parametrize(("owner", "by"), [("client", "client"), ("body", "staff")])
def test_r108_everybody_uploads_their_own_papers(owner, by):
    """R-108: own papers may be uploaded."""
    assert need_own_upload(owner=owner, by=by) is None


FIRST_YEAR = {"choices": [{"key": "first_year_level", "value": "on", "certainty": "weak"}]}


def test_r114_a_first_year_of_ninety_two_points_shows_stars_that_wait():
    """R-114: 92 points in the first year show 达标级（四星待评）."""
    found = graded(92, **FIRST_YEAR)
    given = level_given(scheme(leaf("a", "100"), **FIRST_YEAR), found, is_first_year=True, has_exception=False)
    assert (given.level.code, given.label.zh) == ("standard", "达标级（四星待评）")


@pytest.mark.parametrize(
    ("first", "exception", "choices"), [(True, True, FIRST_YEAR), (False, False, FIRST_YEAR), (True, False, {})]
)
def test_r114_the_rule_is_off_unless_set_and_yields_to_an_exception(first, exception, choices):
    """R-114: off by default, lifted by an approved exception."""
    own = scheme(leaf("a", "100"), **choices)
    given = level_given(own, graded(92, **choices), is_first_year=first, has_exception=exception)
    assert given.level.code == "four"


def test_r114_a_failed_assessment_gives_no_level():
    """R-114: nothing is given below the lowest level."""
    assert level_given(WHOLE, graded(69), is_first_year=True, has_exception=False) is None


def test_r115_a_lower_level_ends_the_old_mark_the_same_day():
    """R-115: surveillance at another level needs a new certificate; the old mark ends that day."""
    found = regrade("five", "three", day=DAY)
    assert (found.needs_new_certificate, found.old_mark_ends_on) == (True, DAY)


def test_r115_an_equal_level_changes_nothing():
    """R-115: no change, no new certificate."""
    assert regrade("four", "four", day=DAY).needs_new_certificate is False


def test_r115_a_certificate_names_level_standard_scope_and_sites():
    """R-115: grade, standard, scope, sites."""
    given = level_given(SALES, graded(95), is_first_year=False, has_exception=False)
    text = certificate_text(SALES, given, organisation="甲公司", scope="空调的售后服务", sites=["上海", "宁波"]).zh
    assert all(part in text for part in ("甲公司", "GB/T 27922-2011", "五星级", "空调的售后服务", "上海；宁波"))


def test_r116_lost_points_by_item_are_the_sum_of_deductions():
    """R-116: the total of losses is what was deducted."""
    tree = scheme(leaf("a", "40"), leaf("b", "60"))
    scores = [
        score(tree, [Mark("a", "deducted", points=Fraction(3)), Mark("b", "sampled", samples=6, bad=1)]),
        score(tree, [Mark("a", "met"), Mark("b", "failed")]),
    ]
    found = losses(scores)
    assert [(one.item, one.lost, one.times) for one in found] == [("b", 70, 2), ("a", 3, 1)]
    assert sum(one.lost for one in found) == sum(one.applicable - one.obtained for one in scores)


def test_r116_a_loss_leads_to_its_pages():
    """R-116: link to evidence pages."""
    mark = Mark("a", "failed", evidence=(Evidence("12", 3, "未见记录"),))
    assert losses([score(WHOLE, [mark])])[0].evidence[0].page == 3


def test_r116_scores_lie_in_bands_between_the_limits():
    """R-116: distribution with inclusive lower bounds."""
    found = distribution(WHOLE, [graded(points) for points in (69, 70, 80, 89, 95, 100)])
    assert [(int(one.at), one.number) for one in found] == [(0, 1), (70, 1), (80, 2), (90, 0), (95, 2)]


TREE = scheme(leaf("a", "40"), leaf("b", "60"))


def test_assessors_who_agree_are_counted_and_need_no_settling():
    sheets = {"li": [Mark("a", "met"), Mark("b", "met")], "wu": [Mark("a", "met")]}
    found = agreement(TREE, sheets)
    assert (found.share, found.unsettled) == (100, ())


def test_a_difference_shows_its_spread():
    sheets = {"li": [Mark("a", "met")], "wu": [Mark("a", "deducted", points=Fraction(3))]}
    assert (agreement(TREE, sheets).differences[0].spread, agreement(TREE, sheets).share) == (3, 0)


def test_a_difference_stays_open_until_the_leader_settles_it():
    sheets = {"li": [Mark("a", "met"), Mark("b", "met")], "wu": [Mark("a", "failed")]}
    marks, unsettled = merged(TREE, sheets, settled={})
    assert ([mark.item for mark in marks], unsettled) == (["b"], ("a",))


def test_the_leaders_word_decides_a_difference_and_no_average_is_taken():
    sheets = {"li": [Mark("a", "met"), Mark("b", "met")], "wu": [Mark("a", "failed")]}
    marks, unsettled = merged(TREE, sheets, settled={"a": "wu"})
    assert (score(TREE, marks).value, unsettled) == (60, ())


def test_no_item_judged_twice_is_no_agreement():
    assert agreement(TREE, {"li": [Mark("a", "met")], "wu": [Mark("b", "met")]}).share is None


def whole_sales():
    marks = [Mark("5.1", "deducted", points=Fraction(4)), Mark("5.2", "met"), Mark("5.3", "met")]
    return score(SALES, marks)


def test_a_radar_has_an_axis_for_each_group():
    assert [line.code for line in axes_of(whole_sales())] == ["5.1", "5.2", "5.3"]


@pytest.mark.parametrize(("language", "word"), [("zh", "售后服务体系"), ("en", "After-sales service system")])
def test_a_radar_speaks_the_readers_language(language, word):
    assert word in radar_svg(whole_sales(), language=language)


def test_a_radar_for_a_page_brings_no_colours_of_its_own():
    assert "fill=" not in radar_svg(whole_sales(), colours=False)


def test_names_in_a_radar_are_escaped():
    tree = scheme({**leaf("a", "100"), "name": "<script>"})
    assert "<script>" not in radar_svg(score(tree, [Mark("a", "met")]))
