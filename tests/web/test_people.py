from __future__ import annotations

import re

import pytest
from django.urls import reverse
from tests.web.made import PASSWORD, person

from anjuan.accounts.models import User
from anjuan.web.throttle import FAILURES


def log_in(client, password: str = PASSWORD, name: str = "li"):
    return client.post(reverse("web:login"), {"username": name, "password": password})


def test_the_right_password_opens_the_work_list(client, db):
    person("archivist")
    assert log_in(client)["Location"] == reverse("web:home")


def test_a_wrong_password_is_answered_in_chinese_without_saying_which_part_was_wrong(client, db):
    person("archivist")
    assert "用户名或密码不正确" in log_in(client, "wrong").content.decode()
    assert "用户名或密码不正确" in log_in(client, "wrong", "nobody").content.decode()


def test_after_five_failures_even_the_right_password_has_to_wait(client, db):
    person("archivist")
    for _ in range(FAILURES):
        log_in(client, "wrong")
    assert "失败次数过多" in log_in(client).content.decode()


def test_one_name_does_not_lock_another_out(client, db):
    person("archivist")
    for _ in range(FAILURES):
        log_in(client, "wrong", "somebody")
    assert log_in(client).status_code == 302


def test_log_out_needs_a_post_and_ends_the_session(archivist):
    assert archivist.get(reverse("web:logout")).status_code == 405
    archivist.post(reverse("web:logout"))
    assert archivist.get(reverse("web:home")).status_code == 302


def test_pages_are_chinese_whatever_the_browser_asks_for(archivist, shelf):
    page = archivist.get(reverse("web:cases"), headers={"Accept-Language": "en-US,en"})
    assert 'lang="zh-Hans"' in page.content.decode()
    assert page["Content-Language"] == "zh-Hans"


def test_a_person_who_chooses_english_gets_english_everywhere(archivist, shelf, client):
    archivist.post(reverse("web:language"), {"language": "en", "next": reverse("web:cases")})
    assert User.objects.get(username="li").language == "en"
    assert "Case files" in archivist.get(reverse("web:cases")).content.decode()


def test_the_language_of_the_log_in_page_is_kept_by_the_browser(client, db):
    person("archivist", "li")
    client.post(reverse("web:language"), {"language": "en", "next": reverse("web:login")})
    assert "Log in" in client.get(reverse("web:login")).content.decode()


@pytest.mark.parametrize(
    ("theme", "media"), [("dark", "all"), ("light", "not all"), ("", "(prefers-color-scheme: dark)")]
)
def test_the_chosen_theme_decides_when_the_dark_colours_count(archivist, db, theme, media):
    archivist.post(reverse("web:theme"), {"theme": theme})
    page = archivist.get(reverse("web:home")).content.decode()
    assert re.search(rf'dark[^"]*" media="{re.escape(media)}"', page)


def test_a_choice_never_leads_to_another_site(archivist, db):
    answer = archivist.post(reverse("web:theme"), {"theme": "dark", "next": "https://example.org/"})
    assert answer["Location"] == reverse("web:home")


@pytest.mark.parametrize("name", ["web:language", "web:theme"])
def test_a_choice_is_never_made_by_a_get(archivist, db, name):
    assert archivist.get(reverse(name)).status_code == 405
