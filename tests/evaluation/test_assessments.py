from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from tests.evaluation.test_sheets import sheet
from tests.web.routes.schemes import hand, made_assessment

from anjuan.accounts.models import JournalEntry
from anjuan.evaluation.models import Assessment, SchemeEdition
from anjuan.evaluation.rules.faults import MarksFaultyError
from anjuan.evaluation.rules.marks import Evidence, Mark
from anjuan.evaluation.selectors import (
    AssessmentFilter,
    AssessmentUnknownError,
    assessment_get,
    assessment_list,
    schemes_known,
    visits_seen,
)
from anjuan.evaluation.services.assessments import (
    assessment_decide,
    assessment_sign,
    item_settle,
    mark_clear,
    mark_set,
)
from anjuan.evaluation.services.remarks import special_add, special_correct, visit_record
from anjuan.evaluation.services.rights import AssessmentRequestError, AssessmentStateError, EvaluationMayNotError
from anjuan.evaluation.services.schemes import points_load

pytestmark = pytest.mark.django_db
LI = hand("li", "evaluation.mark")
WU = hand("wu", "evaluation.mark")
HEAD = hand("sun", "evaluation.decide")
MANAGER = hand("qian", "evaluation.manage")


@pytest.fixture
def number() -> str:
    return made_assessment("li", "wu").number


def finished(number: str) -> str:
    mark_set(**LI, number=number, mark=Mark("5.3", "met"))
    assessment_sign(**LI, number=number)
    return number


def test_marks_make_a_live_span_until_all_is_judged(number):
    view = assessment_get(LI["viewer"], number)
    assert (view.score.value, view.score.least, view.score.most) == (None, 71, 96)


def test_the_last_mark_makes_a_score(number):
    assert mark_set(**LI, number=number, mark=Mark("5.3", "met")).score.value == 96


def test_a_mark_taken_off_is_open_again(number):
    assert "5.1.1" in mark_clear(**LI, number=number, item="5.1").score.open_items


def test_a_mark_of_the_same_item_is_replaced(number):
    view = mark_set(**LI, number=number, mark=Mark("5.1", "met"))
    assert [mark.state for mark in view.marks["li"] if mark.item == "5.1"] == ["met"]


def test_a_mark_leads_to_its_page(number):
    mark = Mark("5.3", "failed", evidence=(Evidence("12", 3, "未见记录"),))
    assert mark_set(**LI, number=number, mark=mark).marks["li"][-1].evidence[0] == Evidence("12", 3, "未见记录")


def test_a_mark_that_does_not_fit_is_not_kept(number):
    with pytest.raises(MarksFaultyError):
        mark_set(**LI, number=number, mark=Mark("9.9", "met"))


def test_nobody_marks_without_a_sheet_of_their_own(number):
    stranger = hand("zhao", "evaluation.mark", "case.read_all")
    with pytest.raises(EvaluationMayNotError, match="no sheet"):
        mark_set(**stranger, number=number, mark=Mark("5.3", "met"))


def test_an_assessor_sees_only_assessments_of_which_they_are_part(number):
    with pytest.raises(AssessmentUnknownError):
        assessment_get(hand("zhao", "evaluation.mark")["viewer"], number)


def test_whoever_reads_no_scores_sees_none(number):
    assert assessment_list(hand("zhao", "case.read_all")["viewer"], AssessmentFilter()).total == 0


@pytest.mark.parametrize(("words", "total"), [("示例电器", 1), ("PJ-2026", 1), ("nothing", 0)])
def test_a_list_is_narrowed_by_words(number, words, total):
    assert assessment_list(LI["viewer"], AssessmentFilter(words=words)).total == total


def test_the_scheme_stays_as_it_was_when_the_assessment_was_opened(number):
    assert Assessment.objects.get(number=number).scheme.content["edition"] == "GB/T 27922-2011"


def test_a_difference_keeps_the_score_open_until_the_leader_settles_it(number):
    mark_set(**WU, number=number, mark=Mark("5.1", "met"))
    mark_set(**LI, number=number, mark=Mark("5.3", "met"))
    assert assessment_get(LI["viewer"], number).unsettled == ("5.1",)
    item_settle(**LI, number=number, item="5.1", assessor="wu")
    assert assessment_get(LI["viewer"], number).score.value == 100


def test_only_the_leader_settles(number):
    with pytest.raises(EvaluationMayNotError, match="not the team leader"):
        item_settle(**WU, number=number, item="5.1", assessor="li")


def test_nobody_is_right_who_did_not_mark(number):
    with pytest.raises(AssessmentRequestError, match="did not mark"):
        item_settle(**LI, number=number, item="5.1", assessor="wu")


def test_an_open_sheet_cannot_be_signed(number):
    with pytest.raises(AssessmentStateError, match=r"open: 5\.3"):
        assessment_sign(**LI, number=number)


def test_a_signed_sheet_changes_no_more(number):
    finished(number)
    with pytest.raises(AssessmentStateError, match="signed already"):
        mark_set(**LI, number=number, mark=Mark("5.3", "failed"))


def test_signing_keeps_the_exact_score(number):
    assert Assessment.objects.get(number=finished(number)).score == "96"


def test_a_decision_gives_the_level(number):
    view = assessment_decide(**HEAD, number=finished(number), approves=True, text="同意")
    assert (view.row.state, view.row.level) == ("decided", "five")


def test_nothing_is_decided_before_it_is_signed(number):
    with pytest.raises(AssessmentStateError, match="not signed"):
        assessment_decide(**HEAD, number=number, approves=True, text="")


def test_who_assessed_does_not_decide(number):
    finished(number)
    with pytest.raises(EvaluationMayNotError, match="took part"):
        assessment_decide(**hand("wu", "evaluation.decide"), number=number, approves=True, text="")


def test_an_uncorrected_special_deduction_stands_in_the_way(number):
    made = special_add(**LI, number=number, reason="未明示收费")
    finished(number)
    with pytest.raises(AssessmentStateError, match="not corrected"):
        assessment_decide(**HEAD, number=number, approves=True, text="")
    special_correct(**LI, number=number, key=made.pk, day=dt.date(2026, 3, 1))
    assert assessment_decide(**HEAD, number=number, approves=True, text="").row.level == "five"


def test_a_second_addition_is_undone_and_told(number):
    special_add(**LI, number=number, reason="行业领先", is_bonus=True)
    with pytest.raises(MarksFaultyError, match="2 special additions"):
        special_add(**LI, number=number, reason="再加", is_bonus=True)
    assert Assessment.objects.get(number=number).specials.count() == 1


def test_a_refused_assessment_gives_no_level(number):
    assert assessment_decide(**HEAD, number=finished(number), approves=False, text="再议").row.level == ""


def test_r112_a_client_sees_no_mystery_visit_before_the_decision(number):
    """R-112: hidden until the decision, then shown."""
    answers = {"waiting": "4", "reached": "yes"}
    visit_record(**LI, number=number, form="mystery", outlet="宁波", day=dt.date(2026, 3, 1), answers=answers)
    client = hand("k", "case.read_assigned")["viewer"]
    row = Assessment.objects.get(number=number)
    assert visits_seen(client, row, is_client=True) == []
    assessment_decide(**HEAD, number=finished(number), approves=True, text="")
    assert len(visits_seen(client, Assessment.objects.get(number=number), is_client=True)) == 1


@pytest.mark.parametrize(("form", "answers"), [("mystery", {"waiting": "9"}), ("nothing", {})])
def test_a_form_that_does_not_fit_is_not_kept(number, form, answers):
    with pytest.raises(AssessmentRequestError):
        visit_record(**LI, number=number, form=form, outlet="", day=dt.date(2026, 3, 1), answers=answers)


def test_points_are_tried_without_being_kept():
    read = points_load(**MANAGER, scheme="gbt27922", cells=sheet(), edition="2026-1", dry=True)
    assert (read.faults, SchemeEdition.objects.count()) == ((), 0)


def test_points_that_are_kept_can_be_used_at_once():
    points_load(**MANAGER, scheme="gbt27922", cells=sheet(), edition="2026-1", dry=False)
    assert ("GB/T 27922-2011 2026-1" in schemes_known(dt.date(2026, 3, 2))[0][1]) is True


def test_the_name_of_an_edition_is_taken_once():
    points_load(**MANAGER, scheme="gbt27922", cells=sheet(), edition="2026-1", dry=False)
    with pytest.raises(AssessmentRequestError, match="no name of its own"):
        points_load(**MANAGER, scheme="gbt27922", cells=sheet(), edition="2026-1", dry=False)


def test_only_a_manager_loads_points():
    with pytest.raises(EvaluationMayNotError):
        points_load(**LI, scheme="gbt27922", cells=sheet(), edition="2026-1", dry=False)


def test_every_deed_stands_in_the_journal(number):
    assessment_decide(**HEAD, number=finished(number), approves=True, text="")
    actions = list(JournalEntry.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["evaluation.open", "evaluation.sign", "evaluation.decide"]


def test_points_are_kept_exactly(number):
    view = mark_set(**LI, number=number, mark=Mark("5.3", "deducted", points=Fraction("0.005")))
    assert view.score.value == Fraction("95.995")
