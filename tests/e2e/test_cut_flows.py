"""Flows in the cut editor: several pages are chosen, turned and marked by mouse and by keyboard, and all is undone."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.slow

CASE = "AJ-2026-000001"


@pytest.fixture
def cutter(visit):
    """Give a function that opens the cut editor of the scan of the case."""

    def make(width: int = 1440, height: int = 900):
        here = visit(width, height)
        here.go(f"/cases/{CASE}/")
        address = here.page.locator(".aj-doc", has_text="不符合项报告").first.get_attribute("href")
        document = re.findall(r"/(\d+)/\d+/", address)[0]
        here.go(f"/documents/{document}/cutting/")
        return here

    return make


def tile(here, number: int):
    return here.page.locator(f"[data-tile-page='{number}']")


def chosen(here) -> list[str]:
    return here.page.locator(".aj-tile.is-chosen").evaluate_all("rows => rows.map(row => row.dataset.tilePage)")


def looks(here) -> list[str]:
    pictures = here.page.locator(".aj-tile img").evaluate_all("rows => rows.map(row => row.src)")
    return [address.partition("of=")[2].partition("-")[2] for address in pictures]


def saved(here, act) -> None:
    with here.page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        act()
    assert answer.value.ok
    here.page.wait_for_selector(".aj-cutter:not([aria-busy])")


def test_pages_are_turned_together_by_mouse_and_back_by_undo(cutter):
    here = cutter()
    tile(here, 1).locator(".aj-tile-page").click(modifiers=["Control"])
    tile(here, 2).locator(".aj-tile-page").click(modifiers=["Shift"])
    assert chosen(here) == ["1", "2"]
    saved(here, lambda: here.page.click("[data-care*='90']"))
    assert looks(here) == ["90", "90"]
    here.shoot("turned")
    saved(here, lambda: here.page.click("[data-cut-undo]"))
    assert looks(here) == ["", ""]


def test_pages_are_marked_by_keyboard_and_the_mark_outlives_the_page(cutter):
    here = cutter()
    tile(here, 1).locator(".aj-tile-page").focus()
    here.page.keyboard.press("Shift+ArrowRight")
    assert chosen(here) == ["1", "2"]
    here.page.keyboard.press("Escape")
    tile(here, 2).locator(".aj-tile-page").focus()
    here.page.keyboard.press("Control+ ")
    saved(here, lambda: here.page.keyboard.press("b"))
    here.page.reload()
    assert tile(here, 2).locator(".aj-tile-mark").inner_text() == "空白页"
    saved(here, lambda: here.page.keyboard.press("z"))
    assert tile(here, 2).locator(".aj-tile-mark").inner_text() == ""


def test_caring_for_a_page_keeps_cuts_that_are_not_saved_yet(cutter):
    here = cutter()
    tile(here, 2).locator(".aj-tile-page").click()
    saved(here, lambda: here.page.click("[data-care*='foreign']"))
    assert here.page.input_value("[data-starts]") == "1,2"
    saved(here, lambda: here.page.keyboard.press("z"))
    here.page.keyboard.press("z")
    assert here.page.input_value("[data-starts]") == "1"


@pytest.mark.parametrize("width", [390, 1440])
def test_the_editor_fits_the_screen(cutter, width):
    here = cutter(width, 844)
    assert not here.is_too_wide()


def test_on_a_phone_pages_are_chosen_by_touching_them(cutter):
    here = cutter(390, 844)
    here.page.click("[data-choosing]")
    tile(here, 2).locator(".aj-tile-page").click()
    assert chosen(here) == ["2"]
    assert here.page.input_value("[data-starts]") == "1"
