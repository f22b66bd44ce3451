"""What a case lacks, states and is made of: seen and set right in a real browser."""

from __future__ import annotations

import re

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra e2e)")
expect = sync_api.expect
pytestmark = pytest.mark.e2e
CASE = "/cases/AJ-2026-000001/"
TABS = ["fields/", "missing/", "contradictions/", "properties/", "events/"]


def test_a_case_is_seen_through_and_set_right(visit):
    here = visit()
    here.go(CASE)
    here.page.locator(".aj-case-tabs").get_by_text("齐全性").click()
    expect(here.page.locator("#aj-judged")).to_contain_text(re.compile("认证合同|正在重新检查"))
    here.page.locator(".aj-case-tabs").get_by_text("著录").click()
    here.page.locator("[data-field=standards] [data-fact-edit]").click()
    here.page.locator("[data-field=standards] textarea").fill("GB/T 24001-2016")
    here.page.locator("[data-field=standards] .aj-fact-edit button").click()
    expect(here.page.locator("[data-field=standards]")).to_contain_text("GB/T 24001-2016")
    expect(here.page.locator("[data-field=standards]")).to_contain_text("人工")
    here.go(CASE)
    here.page.locator(".aj-kind-edit summary").click()
    here.page.locator(".aj-kind-edit [name=kind]").first.fill("D11")
    here.page.locator(".aj-kind-edit button.is-main").click()
    expect(here.page.locator(".aj-told-kind")).to_contain_text("D11")


def test_a_cut_is_moved_and_taken_back(visit):
    here = visit()
    here.page.on("dialog", lambda dialog: dialog.accept())
    here.go(CASE)
    papers = here.page.locator("a.aj-doc:not(.is-gap)")
    before = papers.count()
    here.page.locator(".aj-strip a").nth(1).click()
    expect(here.page).to_have_url(re.compile("/2/$"))
    here.page.get_by_text("从本页起为新文件").click()
    expect(papers).to_have_count(before + 1)
    here.page.get_by_text("撤销切分").click()
    expect(papers).to_have_count(before)


def test_a_field_lights_its_box(visit):
    here = visit()
    here.go(CASE)
    here.page.locator("a.aj-doc:not(.is-gap)").get_by_text("审核计划").click()
    expect(here.page.locator(".aj-stage-title")).to_contain_text("审核计划")
    here.page.locator("[data-side-to=said]").click()
    here.page.locator("rect.aj-found").first.dispatch_event("click")
    expect(here.page.locator("rect.aj-found.is-on")).to_have_count(1)
    expect(here.page.locator(".aj-told-field.is-on")).to_have_count(1)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("width", [390, 1440])
def test_no_tab_is_wider_than_its_window(visit, tab, width):
    here = visit(width=width, height=800)
    here.go(CASE + tab)
    assert not here.is_too_wide()
