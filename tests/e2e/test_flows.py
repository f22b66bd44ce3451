"""Few flows, each through the real server and a real browser."""

from __future__ import annotations

import re

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra e2e)")
expect = sync_api.expect
pytestmark = pytest.mark.e2e
CASE = "/cases/AJ-2026-000001/"
PAGES = ["/", "/cases/", "/search/?q=首件检验", "/intakes/", CASE]


def test_search_leads_to_the_page_with_the_words_lit_and_on_to_the_next_hit(visit):
    here = visit()
    here.page.keyboard.press("/")
    here.page.keyboard.type("首件检验")
    here.page.keyboard.press("Enter")
    expect(here.page.locator(".aj-lit.is-on")).to_have_count(1)
    here.page.keyboard.press("o")
    here.page.wait_for_url(re.compile("/cases/"))
    expect(here.page.locator(".aj-lit.is-on")).to_have_count(1)
    expect(here.page.locator("[data-hit-said]")).to_have_text("1/1")
    first = here.page.url
    other = "/2/" if "/1/?" in first else "/1/"
    here.page.keyboard.press("Enter" if other == "/2/" else "Shift+Enter")
    expect(here.page).to_have_url(re.compile(re.escape(other) + r"\?q="))
    expect(here.page.locator(".aj-lit.is-on")).to_have_count(1)
    here.shoot("hit")
    here.page.go_back()
    expect(here.page).to_have_url(re.compile(re.escape(first.partition("&enter")[0].rpartition("/")[0])))
    expect(here.page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_lines_and_boxes_answer_each_other(visit):
    here = visit()
    here.go(CASE)
    here.page.locator("[data-side-to=lines]").click()
    here.page.locator('.aj-line[data-line="2"]').click()
    expect(here.page.locator('.aj-word[data-line="2"]')).to_have_class(re.compile("is-on"))
    here.page.locator('.aj-word[data-line="1"] text').click()
    expect(here.page.locator('.aj-line[data-line="1"]')).to_have_class(re.compile("is-on"))
    here.page.locator('.aj-line[data-line="2"]').hover()
    expect(here.page.locator('.aj-word[data-line="2"]')).to_have_class(re.compile("is-near"))


def test_the_page_is_zoomed_turned_and_paged_by_keys(visit):
    here = visit()
    here.go(CASE)
    here.page.keyboard.press("+")
    expect(here.page.locator("[data-zoom-said]")).to_have_text("120%")
    here.page.keyboard.press("r")
    expect(here.page.locator(".aj-sheet")).to_have_attribute("viewBox", "0 0 594 420")
    here.page.keyboard.press("ArrowRight")
    expect(here.page).to_have_url(re.compile("/2/$"))
    expect(here.page.locator(".aj-line").first).to_contain_text("首件检验已补做")


def test_lines_and_papers_are_walked_by_keys(visit):
    here = visit()
    here.go(CASE)
    here.page.keyboard.press("j")
    here.page.keyboard.press("j")
    expect(here.page.locator(".aj-line.is-on")).to_have_attribute("data-line", "2")
    here.page.keyboard.press("Shift+ArrowRight")
    expect(here.page.locator(".aj-stage-title")).to_contain_text("审核计划")
    expect(here.page.locator(".aj-doc[aria-current]")).to_contain_text("审核计划")
    expect(here.page.locator(".aj-sheet .aj-ink")).to_have_count(1)


def test_files_are_sent_with_progress_read_and_found_in_their_case(visit, tmp_path):
    here = visit()
    here.go("/intakes/")
    files = []
    for name, text in {"申请书.txt": "认证申请书 宁波甲轴承有限公司", "合同.txt": "认证合同 苏州乙电子"}.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        files.append(path)
    empty = tmp_path / "空.pdf"
    empty.touch()
    here.page.set_input_files("#aj-pick-files", [*files, empty])
    here.page.wait_for_url(re.compile(r"/intakes/\d+/$"))
    expect(here.page.locator(".aj-head .aj-state")).to_have_text("已完成")
    expect(here.page.locator("#aj-live")).not_to_have_attribute("hx-trigger", "every 2s")
    expect(here.page.locator("tbody tr")).to_have_count(3)
    expect(here.page.locator(".aj-why").filter(has_text="已损坏或为空")).to_have_count(1)
    here.shoot("intake")
    here.page.locator("tbody a", has_text="申请书").click()
    expect(here.page.locator(".aj-line").first).to_contain_text("认证申请书")
    here.shoot("filed")


def test_files_dropped_anywhere_on_the_page_are_sent(visit):
    here = visit()
    here.go("/intakes/")
    script = """() => {
        const data = new DataTransfer();
        data.items.add(new File(["内部审核检查表"], "检查表.txt", { type: "text/plain" }));
        document.querySelector("h1").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
    }"""
    here.page.evaluate(script)
    here.page.wait_for_url(re.compile(r"/intakes/\d+/$"))
    expect(here.page.locator("#aj-live tbody tr")).to_contain_text("检查表.txt")


def test_an_ended_session_is_told_and_nothing_counts_as_sent(visit, tmp_path):
    here = visit()
    here.go("/intakes/")
    path = tmp_path / "a.txt"
    path.write_text("text", encoding="utf-8")
    kept = [cookie for cookie in here.page.context.cookies() if cookie["name"] != "sessionid"]
    here.page.context.clear_cookies()
    here.page.context.add_cookies(kept)
    here.page.set_input_files("#aj-pick-files", path)
    expect(here.page.locator(".aj-toasts .aj-note")).to_contain_text("登录已过期")
    expect(here.page).to_have_url(re.compile("/intakes/$"))


def test_the_dark_theme_is_chosen_in_the_menu_and_stays(visit):
    here = visit()
    here.page.locator("summary", has=here.page.locator(".aj-avatar")).click()
    here.page.locator("button[value=dark]").click()
    here.go("/cases/")
    colour = here.page.locator("body").evaluate("node => getComputedStyle(node).backgroundColor")
    assert colour == "rgb(14, 19, 26)"
    here.shoot("dark")
    here.page.locator("summary", has=here.page.locator(".aj-avatar")).click()
    here.page.locator("button[name=theme][value='']").click()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_phone(visit, path):
    here = visit(390, 844)
    here.go(path)
    assert not here.is_too_wide()
    here.shoot("phone")


def test_the_navigation_of_a_phone_opens_over_the_page(visit):
    here = visit(390, 844)
    expect(here.page.locator(".aj-nav")).not_to_be_visible()
    here.page.locator(".aj-burger").click()
    here.page.locator(".aj-nav-link", has_text="案卷管理").click()
    expect(here.page).to_have_url(re.compile("/cases/$"))


def test_the_help_sheet_lists_the_keys_of_this_page_only(visit):
    here = visit()
    here.page.keyboard.press("?")
    expect(here.page.locator("#aj-help")).to_be_visible()
    expect(here.page.locator("#aj-help")).to_contain_text("案卷管理")
    expect(here.page.locator("#aj-help")).not_to_contain_text("放大")
    here.page.keyboard.press("Escape")
    here.page.keyboard.press("g")
    here.page.keyboard.press("c")
    expect(here.page).to_have_url(re.compile("/cases/$"))


def test_a_chosen_density_and_column_stay(visit):
    here = visit()
    here.go("/cases/")
    here.page.keyboard.press("v")
    here.page.locator("label", has_text="年度").locator("input").uncheck()
    here.page.locator("label", has_text="紧凑").locator("input").check()
    expect(here.page.locator("#aj-rows")).to_have_class(re.compile("is-compact"))
    expect(here.page.locator("th", has_text="年度")).to_have_count(0)


def test_english_is_a_choice_of_the_person_not_of_the_browser(visit):
    here = visit()
    expect(here.page.locator("h1")).to_have_text("我的待办")
    here.page.locator(".aj-bar-end > form button").click()
    expect(here.page.locator("h1")).to_have_text("My work")
    here.page.locator(".aj-bar-end > form button").click()
    expect(here.page.locator("h1")).to_have_text("我的待办")


def test_a_suggestion_is_chosen_with_the_keyboard(visit):
    here = visit()
    here.page.keyboard.press("/")
    here.page.keyboard.type("海棠")
    expect(here.page.locator("#aj-global-list [role=option]").first).to_be_visible()
    here.page.keyboard.press("ArrowDown")
    here.page.keyboard.press("Enter")
    expect(here.page.locator(".aj-result-bar")).to_contain_text("3")
