from __future__ import annotations

import time

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.made import DEED, PASSWORD, person

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry, LogIn, User
from anjuan.accounts.rules import onetime
from anjuan.accounts.services import administration, factors
from anjuan.kit.clock import SystemClock
from anjuan.web.throttle import ADDRESS_FAILURES, FAILURES
from anjuan.web.visitor import address_of

SECRET = b"12345678901234567890"
pytestmark = pytest.mark.django_db


def log_in(client: Client, name: str = "li", password: str = PASSWORD, **more):
    return client.post(reverse("web:login"), {"username": name, "password": password, **more})


def logged_in(name: str = "li") -> Client:
    client = Client()
    assert log_in(client, name).status_code == 302
    return client


def code(ahead: int = 0) -> str:
    return onetime.totp_of(SECRET).generate(time.time() + ahead * 30).decode()


def with_app(role: str = "archivist", name: str = "li") -> User:
    user = person(role, name)
    factors.totp_add(deed=Deed(name, SystemClock().now()), user=user, secret=SECRET, code=code())
    return user


def signin(settings, **more) -> None:
    options = settings.ANJUAN_OPTIONS
    changed = options.signin.model_copy(update=more)
    settings.ANJUAN_OPTIONS = options.model_copy(update={"signin": changed})


def actions() -> list[str]:
    return list(JournalEntry.objects.values_list("action", flat=True))


def test_with_a_second_factor_the_password_alone_opens_nothing(client):
    with_app()
    assert log_in(client)["Location"] == reverse("web:second")
    assert client.get(reverse("web:cases")).status_code == 302
    assert "login.open" not in actions()


def test_the_right_code_leads_to_the_page_that_was_asked_for(client):
    with_app()
    log_in(client, next="/cases/")
    assert client.post(reverse("web:second"), {"code": code(1)})["Location"] == "/cases/"
    assert LogIn.objects.get().how == "password+totp"


def test_wrong_codes_are_journalled_and_slowed_down(client):
    with_app()
    log_in(client)
    for _ in range(FAILURES):
        client.post(reverse("web:second"), {"code": "000000"})
    page = client.post(reverse("web:second"), {"code": code(1)}).content.decode()
    assert "失败次数过多" in page
    assert actions().count("login.refuse") == FAILURES


def test_who_waited_too_long_for_the_second_step_begins_anew(client):
    with_app()
    log_in(client)
    session = client.session
    session["aj_pending"] = {**session["aj_pending"], "at": time.time() - 601}
    session.save()
    assert client.post(reverse("web:second"), {"code": code(1)})["Location"] == reverse("web:login")


def test_an_address_that_tries_many_names_has_to_wait(client):
    person("archivist")
    for number in range(ADDRESS_FAILURES):
        log_in(client, f"name{number}", "wrong")
    assert "失败次数过多" in log_in(client).content.decode()


def test_behind_a_proxy_the_address_is_the_one_the_proxy_wrote(rf, settings):
    request = rf.get("/", headers={"X-Forwarded-For": "6.6.6.6, 10.0.0.7"}, REMOTE_ADDR="127.0.0.1")
    assert address_of(request) == "127.0.0.1"
    web = settings.ANJUAN_OPTIONS.web.model_copy(update={"behind_https": True})
    settings.ANJUAN_OPTIONS = settings.ANJUAN_OPTIONS.model_copy(update={"web": web})
    assert address_of(request) == "10.0.0.7"


def test_an_ended_log_in_logs_the_other_browser_out_and_this_one_not():
    person("archivist")
    here, other = logged_in(), logged_in()
    device = LogIn.objects.exclude(key=here.session.session_key).get()
    here.post(reverse("web:device_end"), {"device": device.pk})
    assert other.get(reverse("web:cases")).status_code == 302
    assert here.get(reverse("web:cases")).status_code == 200
    assert "login.end" in actions()


def test_nobody_ends_a_log_in_of_somebody_else():
    person("archivist")
    person("archivist", "wang")
    here, _other = logged_in(), logged_in("wang")
    device = LogIn.objects.get(user__username="wang")
    assert here.post(reverse("web:device_end"), {"device": device.pk}).status_code == 404


def test_a_changed_password_ends_other_log_ins_and_keeps_this_one():
    person("archivist")
    here, other = logged_in(), logged_in()
    here.post(reverse("web:password"), {"new": "horse battery staple", "again": "horse battery staple"})
    assert other.get(reverse("web:cases")).status_code == 302
    assert "本机" in here.get(reverse("web:security")).content.decode()


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [
        ("horse battery staple", "horse battery", "两次输入的密码不一致"),
        (PASSWORD, PASSWORD, "不能与现在的密码相同"),
        ("12345678901", "12345678901", "密码过于简单"),
    ],
)
def test_a_password_that_will_not_do_is_told_why(new, again, said):
    person("archivist")
    page = logged_in().post(reverse("web:password"), {"new": new, "again": again})
    assert said in page.content.decode()


def test_a_one_time_password_leads_to_a_new_one_and_nowhere_else():
    user = person("archivist")
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    here = logged_in()
    assert here.get(reverse("web:cases"))["Location"] == reverse("web:password")
    here.post(reverse("web:password"), {"new": "horse battery staple", "again": "horse battery staple"})
    assert here.get(reverse("web:cases")).status_code == 200


def test_roles_that_must_have_a_second_factor_are_held_at_the_gate_until_they_have(settings):
    signin(settings, second_factor_roles=("archivist",))
    person("archivist")
    person("reviewer", "wang")
    here = logged_in()
    assert here.get(reverse("web:cases"))["Location"] == reverse("web:security")
    assert logged_in("wang").get(reverse("web:cases")).status_code == 200
    here.get(reverse("web:totp"))
    secret = factors.unseal(here.session["aj_totp"])
    page = here.post(reverse("web:totp"), {"code": onetime.totp_of(secret).generate(time.time()).decode()})
    assert page.content.decode().count("<code") == onetime.RECOVERY_CODES
    assert here.get(reverse("web:cases")).status_code == 200


def test_a_log_in_without_a_request_for_too_long_ends(settings):
    signin(settings, idle_minutes=30)
    person("archivist")
    here = logged_in()
    session = here.session
    session["aj_seen"] = int(time.time()) - 31 * 60
    session.save()
    assert here.get(reverse("web:cases"))["Location"] == reverse("web:login")


def stale(client: Client) -> Client:
    session = client.session
    session["aj_confirmed"] = 0
    session.save()
    return client


def test_a_dangerous_deed_asks_for_the_password_again_and_loses_nothing():
    person("system_administrator")
    here = stale(logged_in())
    sent = {"username": "zhao", "display_name": "赵敏", "email": ""}
    page = here.post(reverse("web:person_add"), sent).content.decode()
    assert ('value="赵敏"' in page, User.objects.filter(username="zhao").exists()) == (True, False)
    here.post(reverse("web:person_add"), {**sent, "aj_proof": "wrong"})
    assert not User.objects.filter(username="zhao").exists()
    here.post(reverse("web:person_add"), {**sent, "aj_proof": PASSWORD})
    assert User.objects.filter(username="zhao").exists()


def test_log_out_is_journalled():
    person("archivist")
    logged_in().post(reverse("web:logout"))
    assert actions()[-1] == "login.close"
    assert LogIn.objects.get().ended_at is not None


def test_a_locked_person_is_out_at_once():
    user = person("archivist")
    admin = person("system_administrator", "admin")
    here = logged_in()
    by = administration.Viewer(admin.pk, "admin", frozenset(), frozenset({"person.manage"}), frozenset())
    administration.person_lock(deed=DEED, by=by, user_id=user.pk, reason="离职")
    assert here.get(reverse("web:cases")).status_code == 302
    assert "用户名或密码不正确" in log_in(Client()).content.decode()


def test_watching_a_log_in_costs_nothing_most_of_the_time(django_assert_max_num_queries):
    person("archivist")
    here = logged_in()
    here.get(reverse("web:security"))
    with django_assert_max_num_queries(9):
        here.get(reverse("web:security"))


def test_no_password_code_or_secret_stands_in_the_journal(client):
    with_app()
    log_in(client)
    typed = code(1)
    client.post(reverse("web:second"), {"code": typed})
    told = str(list(JournalEntry.objects.values_list("detail", "label", "subject")))
    assert PASSWORD not in told
    assert typed not in told
