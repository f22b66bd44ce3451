"""Logging in, second factors, devices, and what the three officers do, in a real browser."""

from __future__ import annotations

import base64
import re
import time

import pytest
from tests.e2e.conftest import Visit
from tests.web.made import PASSWORD

from anjuan.accounts.rules.onetime import STEP_SECONDS, totp_of

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra e2e)")
expect = sync_api.expect
pytestmark = pytest.mark.e2e


@pytest.fixture
def stranger(browser, server, tmp_path):
    """Give a function that opens a browser in which nobody is logged in; passkeys want a name, so ``localhost``."""
    opened: list[tuple[object, Visit]] = []
    base = server.replace("127.0.0.1", "localhost")

    def make(name: str = "", width: int = 1440, **more) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-US", **more)
        here = Visit(context, base, tmp_path)
        opened.append((context, here))
        if name:
            here.log_in(name, fresh=True)
        return here

    yield make
    for context, here in opened:
        context.close()
        assert here.complaints == []


def code_of(secret: bytes, step: int) -> str:
    return totp_of(secret).generate(step * STEP_SECONDS).decode()


def password_typed(here: Visit, name: str) -> None:
    here.go("/login/")
    here.page.fill("[name=username]", name)
    here.page.fill("[name=password]", PASSWORD)
    here.page.click("form.aj-login button")


def test_a_code_of_the_app_and_a_recovery_code_each_let_a_person_in_once(stranger):
    here = stranger("factor")
    here.go("/me/security/totp/")
    secret = base64.b32decode(here.page.locator(".aj-secret").inner_text().replace(" ", ""))
    step = int(time.time()) // STEP_SECONDS
    here.page.fill("[name=code]", code_of(secret, step))
    here.page.click("text=启用")
    expect(here.page.locator(".aj-codes li")).to_have_count(10)
    recovery = here.page.locator(".aj-codes code").first.inner_text()
    other = stranger()
    password_typed(other, "factor")
    expect(other.page.locator("h2")).to_have_text("二次验证")
    other.page.fill("[name=code]", code_of(secret, step + 1))
    other.page.click("button:has-text('验证')")
    expect(other.page).to_have_url(f"{other.base}/")
    third = stranger()
    for is_first in (True, False):
        password_typed(third, "factor")
        third.page.fill("[name=code]", recovery)
        third.page.click("button:has-text('验证')")
        if is_first:
            expect(third.page).to_have_url(f"{third.base}/")
            third.page.context.clear_cookies()
    expect(third.page.locator("[role=alert]").first).to_contain_text("验证码不正确或已经用过")


def test_a_passkey_is_added_and_asked_for_at_the_next_log_in(stranger):
    here = stranger("passkey")
    session = here.page.context.new_cdp_session(here.page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "automaticPresenceSimulation": True}})
    here.go("/me/security/passkey/")
    here.page.fill("[name=name]", "办公室电脑")
    here.page.click("form[data-passkey] button")
    expect(here.page.locator(".aj-codes li")).to_have_count(10)
    here.page.context.clear_cookies()
    password_typed(here, "passkey")
    here.page.click("text=使用通行密钥")
    expect(here.page).to_have_url(f"{here.base}/")
    here.go("/me/security/")
    expect(here.page.locator(".aj-rows").first).to_contain_text("办公室电脑")
    here.page.on("dialog", lambda dialog: dialog.accept())
    here.page.locator("form[action$='/remove/'] button").click()
    expect(here.page.locator(".aj-note").first).to_contain_text("已移除")


def test_a_device_that_is_ended_finds_nobody_logged_in(stranger):
    here, other = stranger("li"), stranger("li")
    here.go("/me/security/")
    here.page.locator("form[action$='/devices/end/'] button[name=device]").first.click()
    expect(here.page.locator(".aj-note")).to_contain_text("已注销登录")
    other.go("/cases/")
    expect(other.page).to_have_url(re.compile("/login/"))


def test_the_administrator_adds_a_person_who_must_choose_a_password(stranger):
    name = f"zhao{time.time_ns()}"
    here = stranger("admin")
    here.go("/people/add/")
    here.page.fill("[name=username]", name)
    here.page.fill("[name=display_name]", "赵敏")
    here.page.click(".aj-form-end button")
    once = here.page.locator(".aj-once code").inner_text()
    new = stranger()
    new.go("/login/")
    new.page.fill("[name=username]", name)
    new.page.fill("[name=password]", once)
    new.page.click("form.aj-login button")
    expect(new.page).to_have_url(re.compile("/me/security/password/"))
    new.page.fill("[name=new]", "horse battery staple")
    new.page.fill("[name=again]", "horse battery staple")
    new.page.click("button:has-text('更换密码')")
    expect(new.page).to_have_url(f"{new.base}/")


def test_the_keeper_is_told_why_an_officer_may_not_read(stranger):
    here = stranger("keeper")
    here.go("/people/?words=admin")
    here.page.locator("#aj-rows tr", has=here.page.get_by_text("admin", exact=True)).locator("a").click()
    here.page.select_option("form[action$='/grant/'] select[name=role]", "archivist")
    here.page.click("form[action$='/grant/'] button")
    expect(here.page.locator("[role=alert]")).to_contain_text("三员不能担任可查阅案卷的角色")


PAGES = {
    "admin": ["/people/", "/people/add/", "/people/5/", "/people/roles/"],
    "keeper": ["/people/2/", "/me/security/", "/me/security/totp/", "/me/security/password/", "/me/security/passkey/"],
    "inspector": ["/journal/"],
}


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_and_have_no_serious_fault_for_anybody(stranger, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    for name, addresses in PAGES.items():
        here = stranger(name, width=width, color_scheme=scheme)
        for address in addresses:
            here.go(address)
            here.shoot(f"{address.strip('/').replace('/', '-')}-{width}-{scheme}")
            assert not here.is_too_wide(), address
            found = axe.Axe().run(here.page).response["violations"]
            assert [item["id"] for item in found if item["impact"] in ("serious", "critical")] == [], address
