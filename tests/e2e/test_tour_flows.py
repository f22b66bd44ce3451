"""The tour over the first page: offered once, walked by keys, found again."""

from __future__ import annotations

import re

import pytest
from tests.e2e.conftest import Visit

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra e2e)")
expect = sync_api.expect
pytestmark = pytest.mark.e2e


@pytest.fixture
def guest(browser, server, tmp_path):
    """Give a function that opens the browser of a person; at the end it must not have complained."""
    opened: list[tuple[object, Visit]] = []

    def make(name: str, width: int = 1440, height: int = 900, **more) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **more)
        here = Visit(context, server, tmp_path)
        opened.append((context, here))
        here.log_in(name)
        return here

    yield make
    for context, here in opened:
        context.close()
        assert here.complaints == []


def title_of(here: Visit):
    return here.page.locator("#aj-tour-title")


def test_the_offer_is_made_until_it_is_answered_and_then_no_more(guest):
    here = guest("zhou")
    expect(here.page.locator("[data-tour-offer]")).to_contain_text("5 步")
    here.go("/")
    with here.page.expect_response("**/me/preference/"):
        here.page.click("[data-tour-never]")
    expect(here.page.locator("[data-tour-offer]")).to_have_count(0)
    here.go("/")
    expect(here.page.locator("[data-tour-offer]")).to_have_count(0)


def test_five_steps_are_walked_by_keys_alone(guest):
    here = guest("li")
    here.go("/?tour=1")
    titles = []
    for _ in range(5):
        expect(title_of(here)).to_be_focused()
        titles.append(title_of(here).inner_text())
        here.page.keyboard.press("ArrowRight")
    assert titles == ["放进来", "看着它读完", "看缺什么、哪里矛盾", "查任意一个词", "交出去、存得住"]
    here.page.keyboard.press("ArrowLeft")
    expect(title_of(here)).to_have_text("查任意一个词")
    here.page.keyboard.press("Escape")
    expect(here.page.locator("#aj-tour")).not_to_be_visible()
    expect(here.page.locator("#aj-content")).to_be_focused()
    expect(here.page).to_have_url(f"{here.base}/")


def test_enter_goes_on_and_ends_it(guest):
    here = guest("li")
    here.go("/?tour=1")
    for _ in range(5):
        here.page.keyboard.press("Enter")
    expect(here.page.locator("#aj-tour")).not_to_be_visible()


def test_the_focus_stays_inside_and_the_page_behind_is_shut(guest):
    here = guest("li")
    here.go("/?tour=1")
    for _ in range(8):
        here.page.keyboard.press("Tab")
        inside = "document.activeElement === document.body || document.activeElement.closest('#aj-tour') !== null"
        assert here.page.evaluate(inside)


def test_the_light_stands_over_what_the_step_speaks_of(guest):
    here = guest("li")
    here.go("/?tour=1")
    here.page.keyboard.press("End")
    here.page.keyboard.press("ArrowLeft")
    here.page.wait_for_timeout(400)
    light = here.page.locator("[data-tour-light]").bounding_box()
    lit = here.page.locator(".aj-global").bounding_box()
    assert light["x"] <= lit["x"]
    assert light["x"] + light["width"] >= lit["x"] + lit["width"]
    assert here.page.locator("[data-tour-card]").bounding_box()["y"] >= 0


def test_the_menu_and_the_sheet_of_keys_start_it_from_any_page(guest):
    here = guest("li")
    here.go("/cases/")
    here.page.locator("summary", has=here.page.locator(".aj-avatar")).click()
    here.page.locator(".aj-menu-list a[data-tour-start]").click()
    expect(title_of(here)).to_have_text("放进来")
    here.page.keyboard.press("Escape")
    here.page.keyboard.press("?")
    here.page.locator("#aj-help a[data-tour-start]").click()
    expect(here.page.locator("#aj-help")).not_to_be_visible()
    expect(title_of(here)).to_be_visible()


@pytest.mark.parametrize(
    ("name", "first"), [("qin", "找到您的案卷"), ("admin", "人员与角色"), ("inspector", "角色与权限|审计日志|人员")]
)
def test_each_role_is_shown_its_own_pages(guest, name, first):
    here = guest(name)
    here.go("/?tour=1")
    expect(title_of(here)).to_have_text(re.compile(first))


def test_a_step_leads_to_its_page(guest):
    here = guest("li")
    here.go("/?tour=1")
    here.page.locator("[data-tour-step]:not([hidden]) [data-tour-leave]").click()
    expect(here.page).to_have_url(re.compile("/intakes/$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_is_accessible(guest, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra e2e)").Axe()
    here = guest("qin", 390, 844, color_scheme=scheme)
    here.go("/?tour=1")
    for number in range(5):
        here.page.wait_for_timeout(250)
        card = here.page.locator("[data-tour-card]").bounding_box()
        assert (card["x"] >= 0, card["x"] + card["width"] <= 390, card["y"] + card["height"] <= 844) == (True,) * 3, (
            number
        )
        here.page.keyboard.press("ArrowRight")
    found = [one for one in axe.run(here.page).response["violations"] if one["impact"] in ("serious", "critical")]
    assert [one["id"] for one in found] == []
