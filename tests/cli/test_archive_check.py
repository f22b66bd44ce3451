from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from anjuan.accounts.deeds import Deed
from anjuan.archive.services.cases import case_open
from anjuan.archive.services.rounds import round_begin, stale_number
from anjuan.archive.services.unsettling import case_unsettle
from anjuan.cli import archive_check

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(clock) -> list[str]:
    deed = Deed("li", clock.now())
    made = [case_open(deed=deed, title=f"案{number}", source_key=f"desk/{number}") for number in range(3)]
    for case in made:
        case_unsettle(case_id=case.pk, deed=deed)
    return [case.number for case in made]


def test_surroundings_are_looked_at_once_for_all_cases(cases, monkeypatch):
    looks = []
    look = archive_check.surroundings_look
    monkeypatch.setattr(archive_check, "surroundings_look", lambda *told: looks.append(told) or look(*told))
    done = CliRunner().invoke(archive_check.check, ["--all", "--json"], standalone_mode=False)
    results = json.loads(done.stdout)["cases"]
    assert [one["case"] for one in results] == cases
    assert all(one["properties"] for one in results)
    assert len(looks) == 1


def test_a_further_case_costs_no_look_at_the_journal(cases, django_assert_max_num_queries):
    CliRunner().invoke(archive_check.check, ["--all", "--json", "--no-properties"], standalone_mode=False)
    with django_assert_max_num_queries(60):
        CliRunner().invoke(archive_check.check, ["--all", "--json", "--no-properties"], standalone_mode=False)


def test_what_a_person_has_to_check_is_told(cases):
    done = CliRunner().invoke(archive_check.check, [cases[0], "--json", "--no-properties"], standalone_mode=False)
    assert [one["rule"] for one in json.loads(done.stdout)["by_hand"]] == ["K15"]


def test_a_check_judges_what_is_out_of_date(cases):
    CliRunner().invoke(archive_check.check, ["--all", "--json", "--no-properties"], standalone_mode=False)
    assert stale_number() == 0


def test_judging_what_is_up_to_date_says_so():
    assert "--all" in archive_check._judged(0, 0, 0.1, whole=False)


def test_a_case_that_could_not_be_judged_is_told(cases, clock):
    assert round_begin(deed=Deed("li", clock.now()), whole=False) == 3
    assert "1 could not be judged" in archive_check._judged(3, 1, 0.1, whole=True)
