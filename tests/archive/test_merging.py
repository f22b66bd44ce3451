from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.archive.conftest import LI

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import (
    Case,
    CaseJudgement,
    CustodyEvent,
    Match,
    OrganisationChange,
    OrganisationPair,
)
from anjuan.archive.services import merging
from anjuan.archive.services.merging import (
    AllCasesNeededError,
    NothingChosenError,
    OrganisationMissingError,
    Splitting,
    organisation_split,
    organisations_merge,
)
from anjuan.archive.services.rights import DescribeMayNotError
from anjuan.archive.services.unmerging import ChangeUnknownError, UndoTooLateError, change_undo
from anjuan.registry.models import Certificate, Organisation, OrganisationName, Site
from anjuan.registry.selectors.known import known_organisations
from anjuan.registry.selectors.organisations import organisations_called
from anjuan.registry.services.merging import MergeImpossibleError, NotTheirsError
from anjuan.registry.services.organisations import (
    CertificateFacts,
    SiteFacts,
    certificate_record,
    organisation_register,
    organisation_rename,
    site_add,
)

pytestmark = pytest.mark.django_db
CODE, OTHER_CODE = "91350100M000100Y43", "91110000600037341L"
NOW = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)
DEED = Deed("li", NOW)
LATER = Deed("li", NOW + dt.timedelta(hours=1))
#: Tables whose rows a merge may change, with what must be as before once it is undone.
WATCHED = {
    Organisation: ("name", "credit_code", "region_code", "registered_address", "merged_into_id"),
    OrganisationName: ("organisation_id", "name", "squeezed", "kind", "valid_from", "valid_to"),
    Site: ("organisation_id", "address"),
    Certificate: ("organisation_id", "number"),
    Case: ("number", "organisation_id", "organisation_name", "state"),
    Match: ("case_id", "organisation_id", "state", "by"),
    OrganisationPair: ("first_id", "second_id", "state", "by"),
}


def everything() -> dict[str, list[tuple]]:
    return {
        model.__name__: list(model.objects.order_by("pk").values_list("pk", *columns))
        for model, columns in WATCHED.items()
    }  # fmt: skip


def organisation(name: str, code: str = "", cases: int = 0, **more) -> Organisation:
    made = organisation_register(deed=DEED, name=name, credit_code=code)
    Organisation.objects.filter(pk=made.pk).update(**more)
    for number in range(cases):
        case(made, f"{name[-4:]}-{number}")
    return Organisation.objects.get(pk=made.pk)


def case(owner: Organisation | None, number: str, state: str = "filed", at: dt.datetime = NOW) -> Case:
    return Case.objects.create(
        number=number, title=owner.name if owner else number, organisation=owner, state=state, created_at=at,
        organisation_name=owner.name if owner else "", updated_at=at, created_by="li",
    )  # fmt: skip


@pytest.fixture
def two() -> tuple[Organisation, Organisation]:
    source = organisation("宁波海棠模具公司", CODE, 2, region_code="330200")
    target = organisation("宁波海棠模具有限公司", cases=1)
    certificate_record(deed=DEED, organisation=source, facts=CertificateFacts("Q-1"))
    site_add(deed=DEED, organisation=source, facts=SiteFacts("宁波市海曙区一号"))
    return source, target


def merge(source: Organisation, target: Organisation, deed: Deed = DEED) -> OrganisationChange:
    return organisations_merge(deed=deed, viewer=LI, source_id=source.pk, target_id=target.pk, reason="同一营业执照")


def undo(change: OrganisationChange) -> OrganisationChange:
    return change_undo(deed=LATER, viewer=LI, change_id=change.pk)


def test_a_merge_moves_cases_names_sites_and_certificates(two):
    source, target = two
    merge(source, target)
    assert {case.organisation_id for case in Case.objects.all()} == {target.pk}
    assert (target.sites.count(), target.certificates.count()) == (1, 1)
    assert list(target.names.values_list("kind", "name")) == [
        ("other", "宁波海棠模具公司"), ("present", "宁波海棠模具有限公司"),
    ]  # fmt: skip


def test_what_the_target_did_not_know_it_learns(two):
    merge(*two)
    learnt = Organisation.objects.get(pk=two[1].pk)
    assert (learnt.credit_code, learnt.region_code) == (CODE, "330200")


def test_a_merged_record_is_found_under_the_other(two):
    source, target = two
    merge(source, target)
    assert [one.pk for one in organisations_called("宁波海棠模具公司")] == [target.pk]
    assert [one.id for one in known_organisations()] == [target.pk]


def test_a_moved_case_is_judged_again_and_says_so_in_its_events_and_the_journal(two):
    merge(*two)
    moved = CustodyEvent.objects.filter(event="organisation change")
    assert moved.count() == 2
    assert CaseJudgement.objects.filter(stale=True).count() == 2
    assert JournalEntry.objects.filter(action="organisation.merge").count() == 1


def test_sealed_cases_move_and_stay_sealed(two):
    sealed = case(two[0], "S-1", "sealed")
    merge(*two)
    sealed.refresh_from_db()
    assert (sealed.state, sealed.organisation_id) == ("sealed", two[1].pk)


def test_what_a_case_is_offered_follows(two):
    source, target = two
    waiting = case(None, "W-1")
    Match.objects.create(case=waiting, organisation=source, confidence=0.7, at=NOW, by="rules")
    merge(source, target)
    assert list(Match.objects.filter(case=waiting).values_list("organisation_id", "state")) == [(target.pk, "waiting")]


def test_different_credit_codes_are_never_merged(two):
    other = organisation("宁波海棠模具（集团）有限公司", OTHER_CODE)
    with pytest.raises(MergeImpossibleError, match=OTHER_CODE):
        merge(two[0], other)


@pytest.mark.parametrize("turn", [False, True])
def test_a_record_is_merged_once(two, turn):
    merge(*two)
    third = organisation("第三家")
    with pytest.raises(OrganisationMissingError):
        merge(*((third, two[0]) if turn else (two[0], third)))


def test_an_organisation_is_not_merged_into_itself(two):
    with pytest.raises(MergeImpossibleError):
        merge(two[0], two[0])


@pytest.mark.parametrize(
    ("capabilities", "fault"), [({"case.read_all"}, DescribeMayNotError), ({"case.describe"}, AllCasesNeededError)]
)
def test_who_may_not_correct_or_does_not_see_all_cases_merges_nothing(two, capabilities, fault):
    viewer = Viewer(7, "li", frozenset(), frozenset(capabilities), frozenset())
    with pytest.raises(fault):
        organisations_merge(deed=DEED, viewer=viewer, source_id=two[0].pk, target_id=two[1].pk)
    assert Case.objects.filter(organisation=two[0]).count() == 2


@pytest.mark.parametrize(
    "step", ["organisations_join", "_cases_move", "_offers_move", "_pairs_close", "_keep", "journal_write", "row_alter"]
)
def test_a_crash_in_the_middle_changes_nothing(two, step, monkeypatch):
    before = everything()
    real = getattr(merging, step)

    def crash(*args, **kwargs):
        real(*args, **kwargs)
        raise OSError(step)

    monkeypatch.setattr(merging, step, crash)
    with pytest.raises(OSError, match=step), transaction.atomic():
        merge(*two)
    assert everything() == before
    assert not OrganisationChange.objects.exists()
    assert not CustodyEvent.objects.filter(event="organisation change").exists()


def test_undoing_a_merge_restores_every_row(two):
    OrganisationPair.objects.create(first=two[0], second=two[1], confidence=0.8, at=NOW, by="rules")
    before = everything()
    undo(merge(*two))
    assert everything() == before


def test_an_undone_merge_is_not_undone_again(two):
    change = merge(*two)
    undo(change)
    with pytest.raises(ChangeUnknownError):
        undo(change)


def test_a_merge_is_done_again_after_it_was_undone(two):
    undo(merge(*two))
    merge(*two, deed=LATER)
    assert not Case.objects.filter(organisation=two[0]).exists()


def test_a_later_merge_stands_in_the_way_until_it_is_undone(two):
    first = merge(*two)
    second = merge(two[1], organisation("第三家"), LATER)
    with pytest.raises(UndoTooLateError, match="第三家"):
        undo(first)
    undo(second)
    undo(first)
    assert Case.objects.filter(organisation=two[0]).count() == 2


def test_a_case_that_went_elsewhere_since_stands_in_the_way(two):
    change = merge(*two)
    elsewhere = organisation("第三家")
    Case.objects.filter(pk=change.cases[0]).update(organisation=elsewhere)
    with pytest.raises(UndoTooLateError, match="Case"):
        undo(change)
    assert Case.objects.filter(organisation=two[1]).count() == 2


def test_a_new_case_that_came_by_a_moved_name_stands_in_the_way(two):
    change = merge(*two)
    new = case(two[1], "N-1", at=NOW + dt.timedelta(minutes=5))
    Case.objects.filter(pk=new.pk).update(organisation_name="宁波海棠模具公司")
    with pytest.raises(UndoTooLateError, match="N-1"):
        undo(change)


def test_a_new_case_under_the_targets_own_name_does_not(two):
    change = merge(*two)
    case(two[1], "N-1", at=NOW + dt.timedelta(minutes=5))
    undo(change)
    assert Case.objects.get(number="N-1").organisation_id == two[1].pk


def test_a_name_that_changed_since_stands_in_the_way(two):
    change = merge(*two)
    organisation_rename(deed=LATER, organisation=Organisation.objects.get(pk=two[1].pk), name="海棠集团")
    OrganisationName.objects.filter(organisation=two[1], kind="other").update(kind="former")
    with pytest.raises(UndoTooLateError, match="OrganisationName"):
        undo(change)


def split(source: Organisation, *cases: str, **more) -> OrganisationChange:
    return organisation_split(deed=DEED, viewer=LI, source_id=source.pk, wanted=Splitting(cases, **more))


def test_a_split_gives_chosen_cases_to_a_new_organisation(two):
    change = split(two[0], "模具公司-0", name="宁波海棠机电有限公司")
    assert Case.objects.get(number="模具公司-0").organisation_id == change.target_id
    assert Case.objects.get(number="模具公司-1").organisation_id == two[0].pk
    assert change.target.names.get().name == "宁波海棠机电有限公司"


def test_a_split_gives_names_and_certificates_to_a_known_organisation(two):
    name = OrganisationName.objects.create(organisation=two[0], name="海棠", squeezed="海棠", kind="short")
    held = Certificate.objects.get(number="Q-1")
    split(two[0], "模具公司-0", names=[name.pk], certificates=[held.pk], into=two[1].pk)
    assert two[1].names.filter(pk=name.pk).exists()
    assert two[1].certificates.filter(pk=held.pk).exists()


def test_a_present_name_stays(two):
    with pytest.raises(NotTheirsError):
        split(two[0], "模具公司-0", names=[two[0].names.get().pk], into=two[1].pk)


def test_what_belongs_to_somebody_else_is_not_split_off(two):
    mine = Case.objects.get(organisation=two[1]).number
    with pytest.raises(NotTheirsError):
        split(two[0], mine, into=two[1].pk)


@pytest.mark.parametrize("wanted", [Splitting(("模具公司-0",)), Splitting((), name="新")])
def test_a_split_needs_a_case_and_an_organisation(two, wanted):
    with pytest.raises(NothingChosenError):
        organisation_split(deed=DEED, viewer=LI, source_id=two[0].pk, wanted=wanted)


def test_undoing_a_split_puts_the_cases_back_and_hides_the_new_organisation(two):
    before = everything()["Case"]
    change = split(two[0], "模具公司-0", name="宁波海棠机电有限公司", credit_code=OTHER_CODE)
    undo(change)
    assert everything()["Case"] == before
    assert organisations_called("宁波海棠机电有限公司") == []
    again = organisation_register(deed=LATER, name="宁波海棠机电有限公司", credit_code=OTHER_CODE)
    assert again.pk != change.target_id


_NAMES = st.sampled_from(["甲模具有限公司", "甲模具厂", "甲", "JIA Mould Co., Ltd.", "乙机械有限公司"])
_KINDS = st.sampled_from(["former", "short", "english", "other"])
_RECORD = st.fixed_dictionaries({
    "name": _NAMES, "code": st.sampled_from(["", CODE]), "names": st.lists(st.tuples(_NAMES, _KINDS), max_size=3),
    "cases": st.integers(0, 3), "sites": st.integers(0, 2), "address": st.sampled_from(["", "一号"]),
})  # fmt: skip


def _built(record: dict) -> Organisation:
    made = Organisation.objects.create(
        name=record["name"], credit_code=record["code"] or None, registered_address=record["address"], created_at=NOW,
        updated_at=NOW,
    )  # fmt: skip
    for name, kind in dict.fromkeys([(record["name"], "present"), *record["names"]]):
        OrganisationName.objects.create(organisation=made, name=name, squeezed=name, kind=kind)
    for number in range(record["cases"]):
        mine = case(made, f"{made.pk}-{number}", ("filed", "sealed", "destroyed")[number])
        Match.objects.create(case=mine, organisation=made, confidence=0.9, state="taken", at=NOW, by="rules")
    for number in range(record["sites"]):
        Site.objects.create(organisation=made, address=f"{number}号")
        Certificate.objects.create(organisation=made, number=f"{made.pk}-{number}")
    return made


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=_RECORD, second=_RECORD, offered=st.booleans())
def test_a_merge_that_is_undone_never_was(first, second, offered):
    with transaction.atomic():
        if first["code"] and second["code"]:
            second = {**second, "code": ""}
        source, target = _built(first), _built(second)
        if offered:
            for mine in Case.objects.filter(organisation=source):
                Match.objects.create(case=mine, organisation=target, confidence=0.5, at=NOW, by="rules")
        before = everything()
        undo(merge(source, target))
        assert everything() == before
        transaction.set_rollback(True)
