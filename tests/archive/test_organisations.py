from __future__ import annotations

import datetime as dt

import pytest
from tests.archive.conftest import LI
from tests.archive.test_merging import CODE, DEED, NOW, OTHER_CODE, case, organisation

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseField, Cycle, OrganisationPair
from anjuan.archive.rules.across_cases import Said, clashes, courses
from anjuan.archive.rules.standing import standing_of
from anjuan.archive.selectors.organisation_page import OrganisationUnknownError, organisation_get
from anjuan.archive.selectors.organisation_pairs import compared, pair_list
from anjuan.archive.selectors.organisations import (
    ORDERS,
    OrganisationFilter,
    organisation_choices,
    organisation_list,
    organisation_total,
)
from anjuan.archive.services.cases import case_grant_reading
from anjuan.archive.services.doubles import organisation_compare, organisations_compare
from anjuan.archive.services.matching import registry_known
from anjuan.archive.services.merging import organisations_merge
from anjuan.archive.services.unmerging import change_undo, pair_refuse
from anjuan.kit.errors import UsageError
from anjuan.registry.models import OrganisationName

TODAY = dt.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _no_other_registry():
    """Let what was known of another test's registry go: its keys come again."""
    registry_known.cache_clear()


READER = Viewer(9, "shen", frozenset({"auditor"}), frozenset({"case.read_assigned"}), frozenset({"user:9"}))


@pytest.mark.parametrize(
    ("expires_on", "standing"),
    [
        ("", "unknown"), ("2026-03-01", "expired"), ("2026-03-02", "expiring"), ("2026-03", "expiring"),
        ("2026-02", "expired"), ("2026-05-30", "expiring"), ("2026-05-31", "valid"), ("2026", "valid"),
    ],
)  # fmt: skip
def test_a_certificate_is_valid_through_its_last_day(expires_on, standing):
    assert standing_of(expires_on, TODAY) == standing


def _stated(**values: str) -> dict[tuple[str, str], Said]:
    return {(case, name): Said(case, name, text) for key, text in values.items() for case, name in [key.split("_", 1)]}


def test_a_value_that_differs_from_the_case_before_is_a_change():
    (course,) = courses(["1", "2", "3"], _stated(**{"1_headcount": "60", "2_headcount": "60", "3_headcount": "72"}))
    assert [one.is_changed for one in course.said if one] == [False, False, True]


def test_a_case_that_says_nothing_does_not_hide_a_change():
    (course,) = courses(["1", "2", "3"], _stated(**{"1_phone": "1", "3_phone": "2"}))
    assert course.said[1] is None
    assert course.changes == 1


def test_two_credit_codes_of_one_organisation_cannot_both_be_right():
    (clash,) = clashes(["1", "2"], _stated(**{"1_credit_code": CODE, "2_credit_code": OTHER_CODE}))
    assert [one.text for one in clash.said] == [CODE, OTHER_CODE]


def test_a_month_and_a_day_of_it_agree():
    assert clashes(["1", "2"], _stated(**{"1_founded_on": "2003-05", "2_founded_on": "2003-05-06"})) == ()


def test_one_certificate_has_one_day_of_issue():
    said = _stated(**{
        "1_certificate_no": "Q 1", "2_certificate_no": "Q1", "1_issued_on": "2024-01-01", "2_issued_on": "2024-02-01",
    })  # fmt: skip
    (clash,) = clashes(["1", "2"], said)
    assert clash.about == "Q 1"


@pytest.fixture
def three(db):
    """Three organisations: of two, five and no cases."""
    first, second = organisation("甲公司", CODE, 2), organisation("乙公司", OTHER_CODE, 5)
    third = organisation("丙公司")
    Case.objects.filter(organisation=first).update(
        expires_on="2026-04-01", field_code="A01", province="330000", audited_on="2024-05-01", problems=2
    )
    Case.objects.filter(organisation=second).update(expires_on="2028-04-01", field_code="A02")
    return first, second, third


def rows(viewer: Viewer = LI, order: str = "name", **wanted):
    return organisation_list(viewer, OrganisationFilter(**wanted), today=TODAY, order=order)


def test_an_organisation_is_listed_with_the_figures_of_its_cases(three):
    row = rows(words="甲").rows[0]
    assert (row.cases, row.standing, row.fields, row.problems, row.audited_on) == (
        2,
        "expiring",
        ("A01",),
        4,
        "2024-05-01",
    )


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"standing": "valid"}, ["乙公司"]), ({"standing": "unknown"}, ["丙公司"]), ({"problem": "open"}, ["甲公司"]),
        ({"problem": "none"}, ["丙公司", "乙公司"]), ({"field_code": "A02"}, ["乙公司"]),
        ({"words": OTHER_CODE[:6]}, ["乙公司"]), ({"expires_on": ("2026-01-01", "2026-12-31")}, ["甲公司"]),
        ({"audited_on": ("2024", "")}, ["甲公司"]), ({"province": "330000"}, ["甲公司"]),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_and_its_total_says_the_same(three, wanted, names):
    found = rows(**wanted)
    assert [row.name for row in found.rows] == names
    assert found.total == organisation_total(LI, OrganisationFilter(**wanted), today=TODAY) == len(names)


def test_the_tabs_count_every_organisation_once(three):
    assert rows().standings == {"": 3, "valid": 1, "expiring": 1, "expired": 0, "unknown": 1}


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_turns_round(three, order):
    names = [row.name for row in rows(order=order).rows]
    assert [row.name for row in rows(order=f"-{order}").rows] == names[::-1]


def test_an_unknown_order_is_refused(three):
    with pytest.raises(UsageError):
        rows(order="size")


def test_the_list_costs_seven_queries(three, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        rows(order="-cases")


def test_a_former_name_finds_it(three):
    OrganisationName.objects.create(organisation=three[0], name="老甲厂", squeezed="老甲厂", kind="former")
    assert [row.name for row in rows(words="老甲").rows] == ["甲公司"]


def test_who_may_see_one_case_sees_its_organisation_with_that_case_alone(three):
    mine = Case.objects.filter(organisation=three[1]).first()
    case_grant_reading(deed=DEED, case=mine, token="user:9")
    found = rows(READER)
    assert [(row.name, row.cases) for row in found.rows] == [("乙公司", 1)]
    assert found.standings[""] == 1
    assert organisation_choices(READER)["field_code"] == ["A02"]


def test_a_name_that_only_papers_tell_finds_nothing_for_who_may_not_read_them(three):
    mine = Case.objects.filter(organisation=three[1]).first()
    case_grant_reading(deed=DEED, case=mine, token="user:9")
    OrganisationName.objects.create(organisation=three[1], name="老乙厂", squeezed="老乙厂", kind="former")
    assert rows(READER, words="老乙").total == 0


def field(mine: Case, name: str, text: str) -> None:
    CaseField.objects.create(case=mine, name=name, value=text, text=text, confidence=1.0)


def test_the_page_tells_certificates_values_and_clashes_of_its_cases(three, django_assert_max_num_queries):
    old, new = Case.objects.filter(organisation=three[0]).order_by("pk")
    Case.objects.filter(pk=old.pk).update(audited_on="2023-05-01")
    for mine, persons, code in ((old, "60", CODE), (new, "72", OTHER_CODE)):
        for name, text in (("headcount", persons), ("credit_code", code), ("certificate_no", "Q-1"), ("phone", "138")):
            field(mine, name, text)
    with django_assert_max_num_queries(13):
        shown = organisation_get(LI, three[0].pk, today=TODAY)
    assert [row.number for row in shown.certificates] == ["Q-1"]
    assert {course.name: course.changes for course in shown.values} == {"headcount": 1, "phone": 0}
    assert [clash.name for clash in shown.clashes] == ["credit_code"]
    assert [case.number for case in shown.cases] == [new.number, old.number]


def test_of_an_organisation_seen_in_part_neither_gaps_nor_names_are_told(three):
    mine = Case.objects.filter(organisation=three[1]).first()
    case_grant_reading(deed=DEED, case=mine, token="user:9")
    cycle = Cycle.objects.create(
        organisation=three[1],
        field_code="A02",
        ordinal=1,
        begins="2024-01-01",
        ends="2026-12-31",
        misses=[{"code": "SV"}],
    )
    Case.objects.filter(organisation=three[1]).update(cycle=cycle)
    OrganisationName.objects.create(organisation=three[1], name="老乙厂", squeezed="老乙厂", kind="former")
    other = Case.objects.filter(organisation=three[1]).last()
    field(other, "phone", "13900000000")
    shown = organisation_get(READER, three[1].pk, today=TODAY)
    assert (shown.is_whole, shown.cycles[0].misses, shown.contacts) == (False, None, ())
    assert [row.name for row in shown.names] == ["乙公司"]
    assert [one.number for one in shown.cycles[0].cases] == [mine.number]


@pytest.mark.parametrize("key", ["hidden", "none"])
def test_a_hidden_organisation_and_none_are_told_alike(three, key):
    with pytest.raises(OrganisationUnknownError):
        organisation_get(READER, three[0].pk if key == "hidden" else 10**9, today=TODAY)


def test_a_merged_organisation_leads_to_the_other(three):
    source = organisation("甲公司（旧）", cases=1)
    organisations_merge(deed=DEED, viewer=LI, source_id=source.pk, target_id=three[0].pk)
    assert organisation_get(LI, source.pk, today=TODAY).id == three[0].pk


@pytest.fixture
def alike(db):
    return organisation("宁波海棠精密模具有限公司", CODE, 1), organisation("宁波市海棠精密模具有限公司")


def test_organisations_that_may_be_one_wait_for_a_person(alike):
    assert organisation_compare(deed=DEED, organisation_id=alike[1].pk) == 1
    (pair,) = pair_list(LI)
    assert {pair.left.id, pair.right.id} == {one.pk for one in alike}
    assert pair.may_merge


def test_all_are_compared_and_a_pair_is_kept_once(alike):
    assert sum(organisations_compare(deed=DEED)) == 2
    assert OrganisationPair.objects.count() == 1


def test_what_a_person_said_of_a_pair_stays(alike):
    organisation_compare(deed=DEED, organisation_id=alike[0].pk)
    pair_refuse(deed=DEED, viewer=LI, pair_id=OrganisationPair.objects.get().pk)
    organisation_compare(deed=DEED, organisation_id=alike[0].pk)
    assert pair_list(LI) == []


def test_who_does_not_see_all_cases_is_told_of_no_pair(alike):
    organisation_compare(deed=DEED, organisation_id=alike[0].pk)
    assert pair_list(READER) == []
    assert compared(READER, alike[0].pk, alike[1].pk) is None


def test_a_merge_closes_the_pair_and_its_undoing_opens_it_again(alike):
    organisation_compare(deed=DEED, organisation_id=alike[0].pk)
    change = organisations_merge(deed=DEED, viewer=LI, source_id=alike[1].pk, target_id=alike[0].pk)
    assert pair_list(LI) == []
    change_undo(deed=DEED, viewer=LI, change_id=change.pk)
    assert len(pair_list(LI)) == 1


def test_two_are_compared_line_by_line(alike):
    mine = Case.objects.get(organisation=alike[0])
    field(mine, "phone", "0574-88888888")
    field(case(alike[1], "Z-1", at=NOW), "phone", "0574-88888888")
    pair = compared(LI, alike[0].pk, alike[1].pk)
    assert {line.name: line.agrees for line in pair.lines} == {"names": None, "credit_code": None, "phones": True}
