from __future__ import annotations

import json

import pytest
from tests.archive.test_merging import CODE, OTHER_CODE, organisation
from tests.web.made import DEED

from anjuan.accounts.models import JournalEntry
from anjuan.archive.models import Case, CaseField
from anjuan.archive.services.doubles import organisation_compare
from anjuan.archive.services.matching import registry_known

pytestmark = pytest.mark.django_db
LIST = "/api/v1/organisations"


def post(client, address: str, sent: object = None, **headers: str):
    return client.post(address, json.dumps(sent or {}), "application/json", headers=headers)


@pytest.fixture
def two():
    registry_known.cache_clear()  # the keys of another test's registry come again
    return organisation("宁波海棠模具公司", CODE, 2), organisation("宁波海棠模具有限公司", cases=1)


def test_organisations_are_listed_with_figures(archivist, two):
    told = archivist.get(LIST, {"words": "海棠", "order": "-cases"}).json()
    assert [(row["id"], row["cases"]) for row in told["organisations"]] == [(two[0].pk, 2), (two[1].pk, 1)]
    assert (told["total"], told["standings"]["unknown"]) == (2, 2)


def test_one_organisation_tells_what_its_cases_state_and_that_is_noted(archivist, two):
    mine = Case.objects.filter(organisation=two[0]).first()
    CaseField.objects.create(case=mine, name="phone", value="138", text="138")
    told = archivist.get(f"{LIST}/{two[0].pk}").json()
    assert (told["credit_code"], told["code_faults"], len(told["cases"])) == (CODE, [], 2)
    assert [one["text"] for one in told["contacts"]] == ["138"]
    assert JournalEntry.objects.filter(action="organisation.read").count() == 1


def test_a_merge_is_done_and_undone(archivist, two):
    change = post(archivist, f"{LIST}/{two[0].pk}/merge", {"into": two[1].pk, "reason": "同一执照"}).json()
    assert (change["target"], change["cases"]) == (two[1].pk, 2)
    assert post(archivist, f"{LIST}/changes/{change['change']}/undo").status_code == 200
    assert Case.objects.filter(organisation=two[0]).count() == 2


def test_a_merge_sent_twice_is_done_once(archivist, two):
    key = {"Idempotency-Key": "m-1"}
    first, again = (post(archivist, f"{LIST}/{two[0].pk}/merge", {"into": two[1].pk}, **key) for _ in range(2))
    assert first.json() == again.json()


def test_a_split_gives_cases_to_a_new_organisation(archivist, two):
    number = Case.objects.filter(organisation=two[0]).values_list("number", flat=True).first()
    change = post(archivist, f"{LIST}/{two[0].pk}/split", {"cases": [number], "name": "另一家"}).json()
    assert archivist.get(f"{LIST}/{change['target']}").json()["name"] == "另一家"


def test_what_cannot_be_merged_is_refused_with_its_code(archivist, two):
    other = organisation("另一家", OTHER_CODE)
    answer = post(archivist, f"{LIST}/{two[0].pk}/merge", {"into": other.pk})
    assert (answer.status_code, answer.json()["code"]) == (400, "REG-040")


def test_an_undoing_that_came_too_late_says_so(archivist, two):
    change = post(archivist, f"{LIST}/{two[0].pk}/merge", {"into": two[1].pk}).json()["change"]
    Case.objects.filter(organisation=two[1]).update(organisation=organisation("第三家"))
    answer = post(archivist, f"{LIST}/changes/{change}/undo")
    assert (answer.status_code, answer.json()["code"]) == (400, "REG-045")


def test_pairs_are_listed_and_refused(archivist, two):
    organisation_compare(deed=DEED, organisation_id=two[0].pk)
    (pair,) = archivist.get(f"{LIST}/pairs").json()["pairs"]
    assert {pair["left"]["id"], pair["right"]["id"]} == {one.pk for one in two}
    assert archivist.delete(f"{LIST}/pairs/{pair['id']}").json()["total"] == 0


def test_an_auditor_without_cases_sees_no_organisation(acting, two):
    client = acting("auditor")
    assert client.get(LIST).json()["total"] == 0
    assert client.get(f"{LIST}/{two[0].pk}").status_code == 404
