"""Finding a word and reading the page it stands on, in a real browser."""

from __future__ import annotations

import re

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra e2e)")
expect = sync_api.expect
pytestmark = pytest.mark.e2e
FOUND = "/search/?q=首件检验"


def test_a_found_word_is_lit_on_the_screen_one_key_after_typing_it(visit):
    here = visit()
    here.page.keyboard.press("/")
    here.page.keyboard.type("首件检验")
    here.page.keyboard.press("Enter")
    # The first search of a server reads its tables.
    expect(here.page.locator(".aj-beside .aj-lit.is-on")).to_be_in_viewport()
    expect(here.page.locator(".aj-hit.is-on")).to_have_count(1)


def test_keys_walk_through_results_and_hits(visit):
    here = visit()
    here.go(FOUND)
    first = here.page.locator(".aj-hit").first
    second = here.page.locator(".aj-hit").nth(1)
    expect(first).to_have_class(re.compile("is-on"))
    here.page.keyboard.press("j")
    expect(second).to_have_class(re.compile("is-on"))
    expect(here.page).to_have_url(re.compile(r"at=\w+-"))
    expect(here.page.locator(".aj-lit.is-on")).to_have_count(1)
    here.page.keyboard.press("p")
    expect(first).to_have_class(re.compile("is-on"))
    expect(here.page.locator(".aj-lit.is-on")).to_have_count(1)
    here.page.keyboard.press("n")
    expect(second).to_have_class(re.compile("is-on"))
    here.page.keyboard.press("Escape")
    expect(second.locator("h3 a")).to_be_focused()


def test_a_page_opened_beside_the_list_can_be_gone_back_from_and_shared(visit):
    here = visit()
    here.go(FOUND)
    here.page.locator(".aj-hit").nth(1).locator("h3 a").click()
    expect(here.page).to_have_url(re.compile(r"at=\w+-"))
    shared = here.page.url.removeprefix(here.base)
    here.page.go_back()
    expect(here.page.locator(".aj-hit").first).to_have_class(re.compile("is-on"))
    here.go(shared)
    expect(here.page.locator(".aj-hit").nth(1)).to_have_class(re.compile("is-on"))
    expect(here.page.locator(".aj-lit.is-on")).to_have_count(1)


def test_filters_are_ticked_and_taken_off_as_chips(visit):
    here = visit()
    here.go(FOUND)
    box = here.page.locator(".aj-facet input[name=year]").first
    year = box.get_attribute("value")
    box.check()
    expect(here.page.locator(".aj-filter-chip")).to_contain_text(year)
    here.page.locator(".aj-filter-chip").click()
    expect(here.page.locator(".aj-filter-chip")).to_have_count(0)


def test_why_a_page_was_found_is_told_when_asked(visit):
    here = visit()
    here.go(FOUND)
    here.page.locator(".aj-why-ask").first.click()
    expect(here.page.locator(".aj-why-list").first).to_contain_text("逐字出现")


def test_a_search_is_saved_and_stands_on_the_search_page(visit):
    here = visit()
    here.go(FOUND)
    here.page.get_by_role("button", name="保存检索").click()
    here.page.fill("#aj-save-search [name=name]", "首件")
    here.page.locator("#aj-save-search button.is-main").click()
    expect(here.page.locator(".aj-result-bar")).to_contain_text("首件")
    here.go("/search/")
    expect(here.page.locator(".aj-rows").first).to_contain_text("首件")


def test_a_pasted_list_is_searched_and_exported(visit):
    here = visit()
    here.go("/search/batches/")
    here.page.fill("[name=rows]", "首件检验\n锅炉房")
    here.page.get_by_role("button", name="开始检索").click()
    expect(here.page.locator("tbody tr")).to_have_count(2)
    expect(here.page.get_by_text("导出表格")).to_be_visible()
    expect(here.page.locator("tbody tr").first.locator(".aj-num").first).to_have_text(re.compile(r"^[1-9]\d*$"))
    with here.page.expect_download() as download:
        here.page.get_by_text("导出表格").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_on_a_phone_the_page_lies_over_the_list_and_goes_away_again(visit):
    here = visit(width=390, height=844)
    here.go(FOUND)
    assert not here.is_too_wide()
    expect(here.page.locator(".aj-beside")).to_be_hidden()
    here.page.locator(".aj-hit h3 a").first.click()
    expect(here.page.locator(".aj-beside .aj-lit.is-on")).to_be_in_viewport()
    here.page.get_by_text("返回结果").click()
    expect(here.page.locator(".aj-beside")).to_be_hidden()


def test_what_is_nowhere_is_said_honestly(visit):
    here = visit()
    here.go("/search/?q=首件检验 AND 锅炉房")
    expect(here.page.locator(".aj-by-word")).to_contain_text("没有一页")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_search_pages_are_accessible(visit, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    here = visit(width=width, height=900, color_scheme=scheme)
    for path in (FOUND, "/search/", "/search/batches/", "/search/?q=nowhere"):
        here.go(path)
        here.page.wait_for_timeout(300)
        found = axe.Axe().run(here.page).response["violations"]
        serious = [
            (one["id"], one["nodes"][0]["html"][:160]) for one in found if one["impact"] in ("serious", "critical")
        ]
        assert serious == [], path
