from __future__ import annotations

import time

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.made import person

from anjuan.accounts.models import JournalEntry, RoleGrant, User

pytestmark = pytest.mark.django_db


def officer(role: str) -> Client:
    client = Client()
    client.force_login(person(role, f"u-{role}"))
    session = client.session
    session["aj_confirmed"] = time.time()
    session.save()
    return client


@pytest.fixture
def somebody() -> User:
    return person("", "wang")


def grant(client: Client, user: User, role: str, **more):
    return client.post(reverse("web:person_grant", args=[user.pk]), {"role": role, **more})


def test_a_role_is_given_for_a_period_and_taken_back(somebody):
    keeper = officer("security_keeper")
    grant(keeper, somebody, "auditor", last="2099-12-31")
    assert RoleGrant.objects.get(user=somebody).valid_until.isoformat() == "2099-12-31"
    keeper.post(reverse("web:person_withdraw", args=[somebody.pk]), {"role": "auditor"})
    assert RoleGrant.objects.get(user=somebody).withdrawn_at is not None


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("security_auditor", "system_administrator", "一人不能兼任三员中的两员"),
        ("archivist", "system_administrator", "三员不能担任可查阅案卷的角色"),
    ],
)
def test_a_refused_grant_explains_the_rule_and_keeps_what_was_chosen(somebody, first, second, said):
    keeper = officer("security_keeper")
    grant(keeper, somebody, first)
    page = grant(keeper, somebody, second, last="2099-12-31").content.decode()
    assert said in page
    assert 'value="2099-12-31"' in page
    assert RoleGrant.objects.filter(user=somebody).count() == 1


def test_a_day_that_is_none_is_told(somebody):
    assert "日期有误" in grant(officer("security_keeper"), somebody, "auditor", last="tomorrow").content.decode()


def test_only_the_security_keeper_sees_the_devices_of_others(somebody):
    address = reverse("web:person", args=[somebody.pk])
    assert "登录设备" in officer("security_keeper").get(address).content.decode()
    assert "登录设备" not in officer("system_administrator").get(address).content.decode()


def test_the_password_for_once_is_shown_once(somebody):
    client = officer("system_administrator")
    page = client.post(reverse("web:person_reset", args=[somebody.pk])).content.decode()
    once = page.split('data-copy="')[1].split('"')[0]
    assert User.objects.get(pk=somebody.pk).check_password(once)
    assert once not in client.get(reverse("web:person", args=[somebody.pk])).content.decode()


@pytest.mark.parametrize(
    ("role", "name", "queries"),
    [
        ("system_administrator", "people", 10),
        ("security_keeper", "roles", 8),
        ("security_auditor", "journal", 7),
    ],
)
def test_a_page_costs_the_same_however_long_its_list(role, name, queries, django_assert_max_num_queries):
    client = officer(role)
    for number in range(15):
        person("auditor", f"name{number}")
    with django_assert_max_num_queries(queries):
        assert client.get(reverse(f"web:{name}")).status_code == 200


def test_the_file_of_the_journal_holds_what_is_listed_and_is_journalled(somebody):
    client = officer("security_auditor")
    answer = client.post(reverse("web:journal_table") + "?action=user.create")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + JournalEntry.objects.filter(action="user.create").count()
    assert JournalEntry.objects.get(action="journal.export").detail == {"filter": {"action": "user.create"}}


def test_the_chain_is_checked_in_portions_and_the_result_is_journalled(somebody, monkeypatch):
    client = officer("security_auditor")
    limit = "anjuan.accounts.selectors.journal.journal_check.__kwdefaults__"
    monkeypatch.setattr(limit, {"limit": 2})
    client.post(reverse("web:journal_check"))
    assert "继续核验" in client.get(reverse("web:journal")).content.decode()
    while "继续核验" in client.get(reverse("web:journal")).content.decode():
        client.post(reverse("web:journal_check"), {"go": "on"})
    assert JournalEntry.objects.get(action="journal.verify").detail["breaks"] == 0
    assert "链条完整" in client.get(reverse("web:journal")).content.decode()


@pytest.mark.parametrize("name", ["people", "person_add", "roles", "security", "totp", "password"])
def test_the_english_pages_hold_no_chinese(name):
    client = officer("system_administrator")
    User.objects.update(language="en", display_name="Li")
    text = client.get(reverse(f"web:{name}")).content.decode().replace("案卷", "").replace("中文", "")
    assert not [letter for letter in text if "\u4e00" <= letter <= "\u9fff"]
