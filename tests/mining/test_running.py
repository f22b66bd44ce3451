"""Facts are taken once, keep what persons said of them, and go when their words go."""

from __future__ import annotations

import pytest
from tests.mining.made import BY_EDITOR, EDITOR, LATER, NOW, LineExtractor, made_case, made_document, rewritten

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Case, CaseJudgement
from anjuan.jobs.models import Job
from anjuan.mining.models import FactState, MinedFact
from anjuan.mining.selectors.facts import FactFilter, fact_rows
from anjuan.mining.services.reviewing import fact_accept, fact_reject
from anjuan.mining.services.rounds import mining_order, round_mine
from anjuan.mining.services.running import case_mine

pytestmark = pytest.mark.django_db
DEED = Deed("system", NOW)
CONTROL = "control: step=淬火; parameter=温度; value=840±10 ℃"


def test_a_fact_keeps_its_words_place_and_values() -> None:
    case = made_case("C1", "宁波甲轴承有限公司", "现场审核记录", CONTROL)
    case_mine(deed=DEED, case_id=case.pk, extractor=LineExtractor())
    fact = MinedFact.objects.get()
    assert (fact.kind, fact.page, fact.quote, fact.state) == ("control", 1, CONTROL, "proposed")
    assert ("现场审核记录\n" + CONTROL)[: fact.end] == "现场审核记录\n" + CONTROL
    assert [(slot["name"], slot["value"]) for slot in fact.slots][2] == ("value", "840±10 ℃")
    assert fact.boxes == [[0.1, 0.1, 0.9, 0.13]]


def test_unchanged_papers_are_not_read_again() -> None:
    case = made_case("C1", "甲", CONTROL)
    extractor = LineExtractor()
    assert case_mine(deed=DEED, case_id=case.pk, extractor=extractor).anew == 1
    made_document(case, "hazard: what=油槽起火")
    assert case_mine(deed=DEED, case_id=case.pk, extractor=extractor).anew == 1
    assert extractor.papers == 2


def test_other_tables_take_facts_anew_and_leave_none_twice() -> None:
    case = made_case("C1", "甲", CONTROL)
    case_mine(deed=DEED, case_id=case.pk, extractor=LineExtractor("lines/1"))
    case_mine(deed=DEED, case_id=case.pk, extractor=LineExtractor("lines/2"))
    assert MinedFact.objects.count() == 1


def test_what_a_person_said_outlives_being_mined_again() -> None:
    case = made_case("C1", "甲", CONTROL, "hazard: what=油槽起火")
    case_mine(deed=DEED, case_id=case.pk, extractor=LineExtractor())
    fact_accept(deed=BY_EDITOR, viewer=EDITOR, fact_id=MinedFact.objects.get(kind="control").pk)
    fact_reject(deed=BY_EDITOR, viewer=EDITOR, fact_id=MinedFact.objects.get(kind="hazard").pk)
    case_mine(deed=DEED, case_id=case.pk, extractor=LineExtractor("lines/2"))
    assert dict(MinedFact.objects.values_list("kind", "state")) == {"control": "accepted", "hazard": "rejected"}


def test_a_reviewed_fact_goes_when_its_words_are_no_longer_there() -> None:
    case = made_case("C1", "甲", CONTROL)
    case_mine(deed=DEED, case_id=case.pk, extractor=LineExtractor())
    fact_accept(deed=BY_EDITOR, viewer=EDITOR, fact_id=MinedFact.objects.get().pk)
    rewritten(case.documents.get(), "control: step=淬火; parameter=温度; value=850±10 ℃")
    case_mine(deed=DEED, case_id=case.pk, extractor=LineExtractor(), again=True)
    assert [(fact.state, fact.slots[2]["value"]) for fact in MinedFact.objects.all()] == [
        (FactState.PROPOSED, "850±10 ℃")
    ]


def test_a_removed_paper_takes_its_facts_along() -> None:
    case = made_case("C1", "甲", CONTROL)
    case_mine(deed=DEED, case_id=case.pk, extractor=LineExtractor())
    case.documents.update(removed=True)
    assert case_mine(deed=DEED, case_id=case.pk, extractor=LineExtractor()).facts == 0


def test_a_case_is_ordered_to_be_mined_after_each_judgement_and_only_then() -> None:
    case = made_case("C1", "甲", CONTROL)
    judgement = CaseJudgement.objects.create(case=case, judged_at=NOW, stale=False)
    assert mining_order(deed=DEED) == 1
    case_mine(deed=DEED, case_id=case.pk, extractor=LineExtractor())
    assert mining_order(deed=DEED) == 0
    CaseJudgement.objects.filter(pk=judgement.pk).update(judged_at=LATER)
    assert mining_order(deed=DEED) == 1
    assert set(Job.objects.values_list("kind", "subject_id")) == {("mining.case", case.pk), ("mining.history", 0)}


def test_a_round_goes_through_all_cases_whatever_one_of_them_does() -> None:
    cases = [made_case(f"C{n}", f"firm {n}", CONTROL) for n in range(6)]

    class Breaking(LineExtractor):
        def facts(self, kind, stage, title, pages, found):
            if self.papers == 1:
                self.papers += 1
                raise ValueError(title)
            return super().facts(kind, stage, title, pages, found)

    extractor = Breaking()
    for part in range(4):
        list(round_mine(deed=DEED, part=part, extractor=extractor))
    assert MinedFact.objects.values("case").distinct().count() == len(cases) - 1
    assert Job.objects.filter(kind="mining.case").count() == 1


def test_the_facts_of_a_destroyed_case_are_shown_no_more_and_forgotten_with_the_next_turn() -> None:
    case = made_case("C1", "甲", CONTROL)
    case_mine(deed=DEED, case_id=case.pk, extractor=LineExtractor())
    Case.objects.filter(pk=case.pk).update(state="destroyed")
    assert fact_rows(EDITOR, FactFilter()) == ()
    mining_order(deed=DEED)
    assert not MinedFact.objects.exists()
