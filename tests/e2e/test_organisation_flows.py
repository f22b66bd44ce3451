"""Organisations in a real browser: seen through, found twice, merged, split, and everything taken back."""

from __future__ import annotations

import re

import pytest
from tests.e2e.organisations import NAME, TWIN

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra e2e)")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra e2e)")
expect = sync_api.expect
pytestmark = pytest.mark.e2e


@pytest.fixture
def here(visit):
    visit = visit()
    visit.page.on("dialog", lambda dialog: dialog.accept())
    return visit


def opened(here, name: str = NAME):
    here.go("/organisations/?words=白鹭")
    here.page.locator("table").get_by_text(name, exact=True).click()
    expect(here.page.locator("h1")).to_have_text(name)
    return here.page


def test_an_organisation_is_found_and_its_gap_is_seen(here):
    page = opened(here)
    expect(page.locator(".aj-line-case")).to_have_count(2)
    expect(page.locator(".aj-line-gap").first).to_be_visible()
    expect(page.locator(".aj-gaps")).to_contain_text("第1次监督案卷")
    expect(page.locator("[data-course=headcount] .is-changed")).to_have_text("72")
    page.locator(".aj-line a").first.click()
    expect(page).to_have_url(re.compile("/cases/BL-1/"))


def test_the_tabs_of_the_list_narrow_it(here):
    here.go("/organisations/")
    here.page.locator(".aj-tab", has_text="已到期").click()
    expect(here.page.locator("#aj-list")).not_to_contain_text(NAME)
    here.page.locator(".aj-tab", has_text="有效期不详").click()
    expect(here.page.locator("#aj-list")).to_contain_text(NAME)


def test_two_of_a_pair_are_merged_and_the_merge_is_undone(here):
    here.go("/organisations/pairs/")
    pair = here.page.locator("[data-pair]", has_text=TWIN)
    expect(pair).to_contain_text("电话")
    pair.locator(".aj-merge button", has_text=re.compile(f"^{NAME}$")).click()
    expect(here.page.locator("h1")).to_have_text(NAME)
    expect(here.page.locator("body")).to_contain_text("BL-3")
    here.page.locator("#changes button").first.click()
    expect(here.page.locator("h1")).to_have_text(TWIN)
    expect(here.page.locator("#changes")).to_contain_text("已撤销")
    expect(opened(here).locator("body")).not_to_contain_text("BL-3")


def test_a_case_is_split_off_into_a_new_organisation_and_put_back(here):
    page = opened(here)
    page.get_by_role("link", name="拆分").click()
    page.locator("[name=case][value='BL-2']").check()
    page.locator("[name=name]").fill("温州苍鹭机电有限公司")
    page.locator("form.aj-columns button.is-main").click()
    expect(page.locator("h1")).to_have_text("温州苍鹭机电有限公司")
    expect(page.locator("body")).to_contain_text("BL-2")
    page.locator("#changes button").first.click()
    expect(page.locator("h1")).to_have_text(NAME)
    expect(page.locator("body")).to_contain_text("BL-2")


def test_a_split_without_a_case_is_refused_in_words(here):
    page = opened(here)
    address = page.url
    page.goto(address + "split/")
    page.locator("[name=name]").fill("某公司")
    with page.expect_response(re.compile("/split/off/")) as answer:
        page.locator("form.aj-columns button.is-main").click()
    assert answer.value.status == 400
    expect(page.locator("body")).to_contain_text("没有可拆分的内容")
    here.complaints[:] = [one for one in here.complaints if "400" not in one]


def test_another_organisation_is_sought_and_set_beside(here):
    page = opened(here, TWIN)
    page.locator(".aj-head-end a", has_text="合并").click()
    page.locator("[name=words]").fill("白鹭")
    page.locator(".aj-seek button").click()
    page.get_by_role("link", name="并排比较").first.click()
    expect(page.locator(".aj-beside")).to_contain_text("91350100M000100Y43")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_organisations_is_too_wide_or_shuts_anybody_out(visit, width, scheme):
    here = visit(width=width, height=800, color_scheme=scheme)
    opened(here)
    address = here.page.url.removeprefix(here.base)
    for path in ("/organisations/", address, f"{address}split/", f"{address}with/", "/organisations/pairs/"):
        here.go(path)
        assert not here.is_too_wide(), path
        found = axe.Axe().run(here.page).response["violations"]
        assert [
            (one["id"], path, one["nodes"][0]["html"][:120])
            for one in found
            if one["impact"] in ("serious", "critical")
        ] == []
