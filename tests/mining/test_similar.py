"""Similar cases are found by what cases state and by reviewed facts, for whom may read them."""

from __future__ import annotations

import pytest
from tests.mining.made import NOW, LineExtractor, made_case

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseField, CaseReader
from anjuan.archive.selectors.sight import CaseUnknownError
from anjuan.mining.models import CaseFeature, Feature, MinedFact
from anjuan.mining.selectors.similar import alike, cases_alike, traits_of
from anjuan.mining.services.features import features_drop, features_keep
from anjuan.mining.services.forgetting import case_forget
from anjuan.mining.services.reviewing import fact_accept, fact_reject
from anjuan.mining.services.running import case_mine

pytestmark = pytest.mark.django_db
ALL = Viewer(1, "bian", frozenset(), frozenset({"case.read_all", "knowledge.read", "knowledge.review"}), frozenset())
SOME = Viewer(7, "du", frozenset(), frozenset({"case.read_assigned"}), frozenset({"user:7"}))
CONTROL = "control: step=淬火; parameter=加热温度; value=840±10 ℃"
FLOW = "flow: step=下料; step=淬火; step=磨削"
FINDING = "finding: clause=8.5.1; fact=未见记录"


def case(number: str, *lines: str, code: str = "17.10.02", field: str = "A01", accepted: bool = True) -> Case:
    made = made_case(number, f"{number} 公司", *lines, code=code, field=field)
    case_mine(deed=Deed("system", NOW), case_id=made.pk, extractor=LineExtractor())
    if accepted:
        MinedFact.objects.filter(case=made).update(state="accepted")
        features_keep(case_id=made.pk)
    return made


def kinds(made: Case) -> set[tuple[str, str]]:
    return {(trait.kind, trait.said) for trait in traits_of([made.pk]).get(made.pk, ())}


def test_a_case_has_features_of_what_it_states():
    assert {("field", "A01"), ("code", "17.10.02"), ("sector", "17")} <= kinds(case("C1"))


def test_reviewed_facts_are_features():
    assert {("process", "淬火"), ("control", "淬火 加热温度"), ("clause", "8.5.1")} <= kinds(
        case("C1", CONTROL, FLOW, FINDING)
    )


def test_facts_that_nobody_reviewed_are_none():
    assert "process" not in {kind for kind, _ in kinds(case("C1", FLOW, accepted=False))}


def test_a_fact_becomes_a_feature_when_it_is_accepted_and_none_when_it_is_rejected():
    made = case("C1", CONTROL, accepted=False)
    fact = MinedFact.objects.get()
    fact_accept(deed=Deed("bian", NOW), viewer=ALL, fact_id=fact.pk)
    assert ("control", "淬火 加热温度") in kinds(made)
    fact_reject(deed=Deed("bian", NOW), viewer=ALL, fact_id=fact.pk)
    assert ("control", "淬火 加热温度") not in kinds(made)


def test_the_size_and_the_region_are_features():
    made = case("C1")
    CaseField.objects.create(case=made, name="headcount", value=120, text="120")
    Case.objects.filter(pk=made.pk).update(province="320000")
    features_keep(case_id=made.pk)
    assert {("size", "101–300 人"), ("region", "江苏省")} <= kinds(made)


def test_a_feature_counts_its_cases():
    for number in ("C1", "C2", "C3"):
        case(number, FLOW)
    assert Feature.objects.get(kind="process", value="淬火").cases_count == 3


def test_keeping_features_again_counts_nobody_twice():
    made = case("C1", FLOW)
    features_keep(case_id=made.pk)
    assert Feature.objects.get(kind="process", value="淬火").cases_count == 1
    assert CaseFeature.objects.filter(feature__value="淬火").count() == 1


def test_a_code_that_is_set_right_takes_the_old_one_away():
    made = case("C1")
    made.attributes.filter(name="professional_code").update(value="29.12.00")
    features_keep(case_id=made.pk)
    assert ("code", "29.12.00") in kinds(made)
    assert ("code", "17.10.02") not in kinds(made)
    assert Feature.objects.get(kind="code", value="17.10.02").cases_count == 0


def test_forgetting_a_case_leaves_no_feature_and_no_fact():
    made = case("C1", FLOW, CONTROL)
    case_forget(made.pk)
    case_forget(made.pk)
    assert not CaseFeature.objects.exists()
    assert not MinedFact.objects.exists()
    assert set(Feature.objects.values_list("cases_count", flat=True)) == {0}


def test_the_nearest_case_stands_first_with_its_reasons():
    case("C1", CONTROL, FLOW)
    case("C2", CONTROL, FLOW)
    case("C3", "flow: step=浇铸", code="17.10.01")
    found = cases_alike(ALL, "C1")
    assert [row.number for row in found] == ["C2", "C3"]
    assert {one.kind for one in found[0].shared} == {"code", "sector", "field", "process", "control"}
    assert found[0].codes == ("17.10.02",)
    assert found[0].score == 1


def test_what_differs_is_told():
    case("C1", CONTROL, FLOW)
    case("C2", "flow: step=淬火; step=回火", FINDING)
    (row,) = cases_alike(ALL, "C1")
    told = {one.kind: one for one in row.differing}
    assert set(told["process"].only_this) == {"下料", "磨削"}
    assert told["process"].only_other == ("回火",)
    assert told["clause"].only_other == ("8.5.1",)


def test_a_case_that_shares_nothing_is_not_named():
    case("C1")
    case("C2", field="B01", code="99.01.01")
    assert cases_alike(ALL, "C1") == ()


def test_only_cases_that_the_person_may_read_are_named():
    made = [case(number, FLOW) for number in ("C1", "C2", "C3")]
    for one in made[:2]:
        CaseReader.objects.create(case=one, token="user:7", granted_at=NOW, granted_by="li")
    assert [row.number for row in cases_alike(SOME, "C1")] == ["C2"]


def test_a_case_with_one_paper_lent_is_not_named():
    first, second = case("C1", FLOW), case("C2", FLOW)
    CaseReader.objects.create(case=first, token="user:7", granted_at=NOW, granted_by="li")
    CaseReader.objects.create(
        case=second, token="user:7", document=second.documents.first(), granted_at=NOW, granted_by="li"
    )
    assert cases_alike(SOME, "C1") == ()


def test_who_may_not_read_the_case_gets_no_similar_ones():
    case("C1")
    with pytest.raises(CaseUnknownError):
        cases_alike(SOME, "C1")


def test_destroyed_cases_are_not_named():
    case("C1", FLOW)
    other = case("C2", FLOW)
    Case.objects.filter(pk=other.pk).update(state="destroyed")
    assert cases_alike(ALL, "C1") == ()


def test_a_destroyed_case_loses_its_features_when_they_are_kept_again():
    made = case("C1", FLOW)
    Case.objects.filter(pk=made.pk).update(state="destroyed")
    assert features_keep(case_id=made.pk) == 0


def test_a_case_without_features_has_no_similar_ones():
    made = case("C1")
    features_drop(case_id=made.pk)
    case("C2")
    assert cases_alike(ALL, "C1") == ()


def test_features_alone_find_cases_too():
    made = case("C1", FLOW)
    assert [row.number for row in alike(ALL, traits_of([made.pk])[made.pk])] == ["C1"]


def test_no_more_cases_than_wanted_are_returned():
    for number in range(6):
        case(f"C{number}", FLOW)
    assert len(cases_alike(ALL, "C0", most=3)) == 3
