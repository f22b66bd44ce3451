"""The faces of a case in a real browser: scene, description and cuts by keyboard, pages side by side."""

from __future__ import annotations

import re

import pytest
from tests.e2e.everything import FACTS

CASE = "/cases/AJ-2026-000001/"


@pytest.fixture
def case(visit):
    def make(**more):
        return visit(**more), CASE

    return make


def test_the_step_bar_opens_a_paper_of_its_step(case):
    visit, number = case()
    visit.go(number)
    visit.page.locator(".aj-step a").first.click()
    visit.page.wait_for_selector(".aj-desk .aj-sheet")
    assert visit.page.locator(".aj-step").count() >= 8


def test_the_tree_shows_the_gap_with_its_reason(case):
    visit, number = case()
    visit.go(number)
    gap = visit.page.locator(".aj-doc.is-gap").first
    assert re.match(r"缺 [A-X]\d\d \S", gap.inner_text())
    assert gap.get_attribute("title")


def test_the_whole_description_works_by_keyboard(case):
    visit, _number = case()
    visit.go(f"/cases/{FACTS}/fields/")
    visit.page.wait_for_selector("#aj-pane .aj-lit")
    visit.page.keyboard.press("j")
    name = visit.page.locator("[data-fact].is-on").get_attribute("data-fact")
    visit.page.keyboard.press("c")
    visit.page.keyboard.type("77")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/fields/?at=*")
    row = visit.page.locator(f"[data-fact={name}]")
    assert row.locator(".aj-strong").first.inner_text() == "77"
    assert "is-on" in (row.get_attribute("class") or "")
    visit.page.keyboard.press("x")
    visit.page.wait_for_load_state("networkidle")


def test_escape_gives_a_correction_up(case):
    visit, number = case()
    visit.go(f"{number}fields/")
    visit.page.keyboard.press("c")
    visit.page.keyboard.type("不要")
    visit.page.keyboard.press("Escape")
    assert visit.page.locator(".aj-fact-edit:visible").count() == 0


def test_two_papers_stand_side_by_side(case):
    visit, number = case()
    visit.go(f"{number}compare/")
    assert visit.page.locator("[data-pair] .aj-sheet").count() == 2
    visit.page.locator(".aj-compared a").first.click()
    visit.page.wait_for_selector("[data-pair] .aj-lit")


def test_a_scan_is_cut_and_joined_again_by_keyboard(case):
    visit, number = case()
    visit.go(number)
    visit.page.locator("a.aj-doc:not(.is-gap):has-text('不符合项报告')").first.click()
    visit.page.locator("a[href$='/cutting/']").first.click()
    page = visit.page
    page.wait_for_selector(".aj-tile")
    page.locator(".aj-tile-page").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    assert page.locator("[data-parts] li").count() == 2
    page.keyboard.press("z")
    assert page.locator("[data-parts] li").count() == 1
    page.keyboard.press("Space")
    page.keyboard.press("s")
    page.wait_for_url("**/cutting/?undo=*")
    assert page.locator(".aj-tile.is-start").count() == 2
    page.locator("button[name=undo]").click()
    page.wait_for_load_state("networkidle")
    assert page.locator(".aj-tile.is-start").count() == 1


@pytest.mark.parametrize("face", ["scene", "fields", "people", "findings", "similar", "compare"])
def test_a_face_fits_a_phone(case, face):
    visit, number = case(width=390, height=800)
    visit.go(f"{number}{face}/")
    assert not visit.is_too_wide()


@pytest.mark.parametrize("face", ["", "scene/", "fields/", "people/", "findings/", "similar/", "compare/"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_face_has_no_serious_fault_of_access(case, face, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    visit, number = case(color_scheme=theme)
    visit.go(f"{number}{face}")
    found = axe.Axe().run(visit.page, context=".aj-content").response["violations"]
    assert [
        (one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")
    ] == []
