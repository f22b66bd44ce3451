"""Facts wait for a person; what is said of them is kept, and facts of one kind are accepted together late only."""

from __future__ import annotations

import pytest
from tests.mining.made import BY_EDITOR, BY_SECOND, EDITOR, NOW, READER, SECOND, LineExtractor, made_case

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import CaseReader
from anjuan.mining.models import FactReview, MinedFact
from anjuan.mining.selectors.facts import FactFilter, FactUnknownError, fact_counts, fact_get, fact_rows, rule_qualities
from anjuan.mining.services.reviewing import (
    ReviewMayNotError,
    SlotUnknownError,
    TooEarlyError,
    fact_accept,
    fact_correct,
    fact_reject,
    fact_reopen,
    facts_accept_alike,
)
from anjuan.mining.services.running import case_mine

pytestmark = pytest.mark.django_db
HAZARDS = [f"hazard: what=危险源{n:02d}" for n in range(80)]


def _facts(*lines: str) -> list[MinedFact]:
    case = made_case("C1", "宁波甲轴承有限公司", *lines)
    case_mine(deed=Deed("system", NOW), case_id=case.pk, extractor=LineExtractor())
    return list(MinedFact.objects.order_by("id"))


def test_a_correction_counts_and_the_words_of_the_page_stay() -> None:
    (fact,) = _facts("control: step=淬火; parameter=温度; value=84O℃")
    fact_correct(deed=BY_EDITOR, viewer=EDITOR, fact_id=fact.pk, values={"value": "840℃"})
    row = fact_get(EDITOR, fact.pk)
    assert {slot["name"]: slot["value"] for slot in row.slots}["value"] == "840℃"
    assert row.quote.endswith("84O℃")
    assert row.state == "corrected"


def test_a_value_that_no_page_states_cannot_be_added() -> None:
    (fact,) = _facts("hazard: what=油槽起火")
    with pytest.raises(SlotUnknownError):
        fact_correct(deed=BY_EDITOR, viewer=EDITOR, fact_id=fact.pk, values={"level": "重大"})


def test_what_was_said_can_be_taken_back_and_is_remembered() -> None:
    (fact,) = _facts("hazard: what=油槽起火")
    fact_reject(deed=BY_EDITOR, viewer=EDITOR, fact_id=fact.pk)
    fact_reopen(deed=BY_EDITOR, viewer=EDITOR, fact_id=fact.pk)
    fact.refresh_from_db()
    assert fact.state == "proposed"
    assert list(FactReview.objects.values_list("verdict", flat=True)) == ["rejected", "proposed"]


def test_only_who_may_review_does() -> None:
    (fact,) = _facts("hazard: what=油槽起火")
    with pytest.raises(ReviewMayNotError):
        fact_accept(deed=Deed("du", NOW), viewer=READER, fact_id=fact.pk)


def test_a_fact_is_seen_by_who_may_read_its_paper_only() -> None:
    (fact,) = _facts("hazard: what=油槽起火")
    assert fact_rows(READER, FactFilter()) == ()
    assert fact_counts(READER, FactFilter()) == {}
    with pytest.raises(FactUnknownError):
        fact_get(READER, fact.pk)
    CaseReader.objects.create(case=fact.case, token="user:3", granted_at=NOW, granted_by="li")
    assert fact_get(READER, fact.pk).quote == fact.quote


def test_precision_and_agreement_count_single_looks() -> None:
    facts = _facts(*HAZARDS[:3])
    fact_accept(deed=BY_EDITOR, viewer=EDITOR, fact_id=facts[0].pk)
    fact_accept(deed=BY_SECOND, viewer=SECOND, fact_id=facts[0].pk)
    fact_reject(deed=BY_EDITOR, viewer=EDITOR, fact_id=facts[1].pk)
    fact_accept(deed=BY_SECOND, viewer=SECOND, fact_id=facts[1].pk)
    (one,) = rule_qualities()
    assert (one.precision.count, one.precision.of) == (3, 4)
    assert (one.agreement.count, one.agreement.of) == (1, 2)
    assert one.proposed == 1


def test_facts_are_accepted_together_only_after_enough_looks() -> None:
    facts = _facts(*HAZARDS)
    with pytest.raises(TooEarlyError):
        facts_accept_alike(deed=BY_EDITOR, viewer=EDITOR, rule="hazard.line/1", least=0.9)
    for fact in facts[:40]:
        fact_accept(deed=BY_EDITOR, viewer=EDITOR, fact_id=fact.pk)
    assert facts_accept_alike(deed=BY_EDITOR, viewer=EDITOR, rule="hazard.line/1", least=0.9) == 40
    assert not MinedFact.objects.exclude(state="accepted").exists()
    assert FactReview.objects.filter(is_single=False).count() == 40


def test_an_extractor_that_is_often_wrong_is_never_accepted_together() -> None:
    facts = _facts(*HAZARDS)
    for place, fact in enumerate(facts[:40]):
        say = fact_reject if place % 5 == 0 else fact_accept
        say(deed=BY_EDITOR, viewer=EDITOR, fact_id=fact.pk)
    with pytest.raises(TooEarlyError):
        facts_accept_alike(deed=BY_EDITOR, viewer=EDITOR, rule="hazard.line/1", least=0.0)
