from __future__ import annotations

import datetime as dt

import pytest

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.models import Case
from anjuan.archive.selectors import walks
from anjuan.archive.selectors.case_filters import CaseFilter
from anjuan.archive.selectors.cases import case_list
from anjuan.archive.selectors.organisations import ORDERS, OrganisationFilter, organisation_list
from anjuan.archive.selectors.walks import case_walk, organisation_walk
from anjuan.archive.services.cases import case_open
from anjuan.registry.models import Organisation

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)
TODAY = NOW.date()
ALL = system_viewer()


@pytest.fixture
def seven(db) -> list[Case]:
    cases = [case_open(deed=Deed("li", NOW), title=f"案卷{number % 3}") for number in range(7)]
    for place, case in enumerate(cases[:5]):
        organisation = Organisation.objects.create(name=f"组织{place}", created_at=NOW, updated_at=NOW)
        ends = "" if place == 1 else f"202{place}-05-01"
        Case.objects.filter(pk=case.pk).update(organisation=organisation, expires_on=ends, problems=place % 2 or None)
    Organisation.objects.create(name="没有案卷", created_at=NOW, updated_at=NOW)
    return cases


def test_a_walk_has_the_rows_of_the_list_in_its_order(seven, monkeypatch):
    monkeypatch.setattr(walks, "PORTION", 2)
    walked = [row.number for row in case_walk(ALL, CaseFilter(), order="-title")]
    assert walked == [row.number for row in case_list(ALL, CaseFilter(), order="-title").rows]


def test_a_walk_over_chosen_numbers_has_these_alone(seven):
    chosen = [seven[4].number, seven[1].number]
    assert {row.number for row in case_walk(ALL, CaseFilter(), numbers=chosen)} == set(chosen)


def test_a_case_that_is_made_meanwhile_is_not_in_the_walk(seven, monkeypatch):
    monkeypatch.setattr(walks, "PORTION", 2)
    walk = case_walk(ALL, CaseFilter(), order="number")
    first = next(walk)
    case_open(deed=Deed("li", NOW), title="新案卷")
    assert len([first, *walk]) == 7


def test_a_walk_asks_twice_for_each_portion(seven, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(walks, "PORTION", 4)
    with django_assert_num_queries(1 + 2 * 2):
        assert len(list(case_walk(ALL, CaseFilter()))) == 7


@pytest.mark.parametrize("order", [f"{down}{name}" for name in ORDERS for down in ("", "-")])
def test_pages_of_organisations_one_after_another_are_the_walk(seven, order):
    wanted = OrganisationFilter()
    pages = [
        row.id
        for offset in range(0, 6, 2)
        for row in organisation_list(ALL, wanted, today=TODAY, order=order, offset=offset, limit=2).rows
    ]
    assert pages == [row.id for row in organisation_walk(ALL, wanted, today=TODAY, order=order)]
    assert len(set(pages)) == 6


def test_an_organisation_without_cases_stands_unknown_and_is_counted(seven):
    found = organisation_list(ALL, OrganisationFilter(), today=TODAY)
    assert found.standings[""] == sum(number for name, number in found.standings.items() if name) == 6
    assert found.standings["unknown"] == 2
