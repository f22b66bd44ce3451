from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from tests.api.conftest import bearer, caller
from tests.web.made import DEED, person

from anjuan.accounts.models import AccessToken, JournalEntry
from anjuan.accounts.services.people import user_set_language
from anjuan.accounts.services.tokens import token_revoke

API = "/api/v1"


def test_a_token_ends_with_its_last_day(archivist, moment):
    earlier = moment.now() - dt.timedelta(days=1)
    AccessToken.objects.update(created_at=earlier, expires_at=moment.now() + dt.timedelta(seconds=1))
    assert archivist.get(f"{API}/me").status_code == 200
    AccessToken.objects.update(expires_at=moment.now())
    assert archivist.get(f"{API}/me").status_code == 401


def test_a_revoked_token_opens_nothing(archivist):
    token_revoke(deed=DEED, token_id=AccessToken.objects.get().pk)
    assert archivist.get(f"{API}/me").status_code == 401


@pytest.mark.parametrize("pattern", ["{0}x", "x{0}", "{0} {0}", "{1}", "{1}_", "é", "", "_", "__"])
def test_a_token_that_is_not_exactly_right_opens_nothing(db, pattern):
    written = bearer(person("archivist"))["Authorization"].removeprefix("Bearer ")
    wrong = pattern.format(written, written.rpartition("_")[0])
    assert Client(headers={"Authorization": f"Bearer {wrong}"}).get(f"{API}/me").status_code == 401


def test_a_scope_never_gives_more_than_the_person_may_do(acting):
    told = acting("reviewer").get(f"{API}/me").json()
    assert "case.read_all" in told["capabilities"]
    assert "share.create" not in told["capabilities"]
    assert "case.describe" not in told["capabilities"]


def test_scopes_leave_out_what_they_do_not_name(acting):
    told = acting("archivist", "intake:write").get(f"{API}/me").json()
    assert told["capabilities"] == ["case.file"]


def test_the_use_of_a_token_is_noted_once_an_hour(archivist):
    for _ in range(3):
        archivist.get(f"{API}/me")
    assert JournalEntry.objects.filter(action="token.use").count() == 1
    assert AccessToken.objects.get().last_used_at is not None


def test_a_token_that_asks_too_often_is_told_when_to_come_back(archivist, settings):
    options = settings.ANJUAN_OPTIONS
    api = options.api.model_copy(update={"requests_per_minute": 2})
    settings.ANJUAN_OPTIONS = options.model_copy(update={"api": api})
    answers = [archivist.get(f"{API}/me") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


def test_health_is_told_to_everybody(db):
    assert Client().get(f"{API}/health").json() == {"status": "ok"}


@pytest.mark.parametrize("address", ["", "nonsense", "cases/", "cases/x/y/z", "openapi.json/x"])
def test_an_unknown_address_answers_in_the_one_shape(archivist, address):
    answer = archivist.get(f"{API}/{address}")
    assert (answer.status_code, answer.json()["code"]) == (404, "API-004")


def test_a_method_that_an_address_does_not_take_answers_in_the_one_shape(archivist):
    answer = archivist.delete(f"{API}/cases")
    assert (answer.status_code, answer.json()["code"], answer["Allow"]) == (405, "API-006", "GET")


def test_failures_are_told_in_the_owners_language(db):
    user = person("archivist")
    client = caller(user)
    address = f"{API}/cases/none"
    chinese = client.get(address).json()
    user_set_language(user=user, language="en")
    english = client.get(address).json()
    assert (chinese["what"], english["what"]) == ("没有找到这个案卷", "There is no case 'none' that you may see.")
    assert chinese["detail"].startswith("There is no case 'none'")


def test_a_wrong_value_is_named_with_what_is_wrong_in_the_owners_language(archivist):
    told = archivist.get(f"{API}/cases", {"limit": 0}).json()
    assert (told["field"], told["problems"][0]["problem"]) == ("query.limit", "不得小于 1")


def test_a_body_that_is_no_json_is_refused_in_the_one_shape(archivist):
    answer = archivist.post(f"{API}/intakes", b"{", "application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "API-012")


def test_a_body_with_an_unknown_name_is_refused(archivist):
    sent = {"mode": "one_case", "paths": ["a"], "folder": "x"}
    answer = archivist.post(f"{API}/intakes", sent, "application/json")
    assert (answer.status_code, answer.json()["problems"][0]["problem"]) == (422, "没有这一项")


def test_what_nobody_foresaw_answers_in_the_one_shape_and_tells_nothing_of_itself(archivist, monkeypatch):
    monkeypatch.setattr("anjuan.api.routes.cases.cases.case_choices", lambda _: 1 / 0)
    answer = archivist.get(f"{API}/cases/choices")
    assert (answer.status_code, answer.json()["code"], "division" in answer.content.decode()) == (500, "API-009", False)


def test_answers_stay_out_of_caches(archivist):
    assert archivist.get(f"{API}/me")["Cache-Control"] == "private, no-store"


def test_the_description_is_open_and_is_openapi_3_1(db):
    told = Client().get(f"{API}/openapi.json").json()
    assert told["openapi"] == "3.1.0"
