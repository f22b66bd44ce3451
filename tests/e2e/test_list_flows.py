"""Lists in a real browser: choosing, deeds, columns, widths, views, days, exports, keys, narrow and dark."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from tests.e2e.conftest import Visit

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra e2e)")
expect = sync_api.expect
pytestmark = pytest.mark.e2e
ROWS = "#aj-rows tbody tr"


def picked(here: Visit, number: int) -> None:
    for place in range(number):
        here.page.locator("tbody input[name=pick]").nth(place).check()


def numbers(here: Visit) -> list[str]:
    return [text.strip() for text in here.page.locator(f"{ROWS} td[data-label='案卷号']").all_inner_texts()]


def heads(here: Visit) -> list[str]:
    return [text.strip() for text in here.page.locator("#aj-rows thead th:not(.aj-pick)").all_inner_texts()]


def test_chosen_rows_are_counted_and_forgotten(visit):
    here = visit()
    here.go("/cases/")
    picked(here, 3)
    expect(here.page.locator("[data-picked]")).to_have_text("3")
    here.page.click("[data-pick-none]")
    expect(here.page.locator("#aj-batch")).to_be_hidden()


def test_all_that_match_are_judged_again_and_told_one_by_one(visit):
    here = visit()
    here.go("/cases/")
    here.page.check("th [data-pick-page]")
    here.page.click("[data-pick-all]")
    total = here.page.locator("[data-picked]").inner_text()
    here.page.click("button:has-text('重新检查')")
    here.page.wait_for_url(re.compile(r"/deeds/\d+/"))
    expect(here.page.locator("#aj-live .aj-progress strong")).to_have_text("已全部处理")
    expect(here.page.locator("#aj-live .aj-progress-line")).to_contain_text(f"{total} / {total}")


def test_an_order_that_left_changes_is_taken_back(visit):
    here = visit()
    here.go("/cases/")
    picked(here, 2)
    here.page.click("summary:has-text('指派查阅')")
    here.page.locator("select[name='assign.reader']").select_option(label="李明 (qin)")
    here.page.click(".aj-deed-form button")
    here.page.wait_for_url(re.compile(r"/deeds/\d+/"))
    back = here.page.locator("button:has-text('撤销这')")
    back.click()
    expect(here.page.locator("h1")).to_contain_text("撤销")
    expect(here.page.locator("#aj-live .aj-progress strong")).to_have_text("已全部处理")


def test_what_cannot_be_taken_back_is_asked_first(visit):
    here = visit()
    here.go("/cases/")
    asked: list[str] = []
    here.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    picked(here, 1)
    here.page.click("#aj-batch button:has-text('四性检测')")
    assert "不能撤回" in asked[0]
    assert here.page.url.endswith("/cases/")


def test_a_row_is_chosen_by_keys_alone(visit):
    here = visit()
    here.go("/cases/")
    here.page.keyboard.press("j")
    here.page.keyboard.press("j")
    here.page.keyboard.press("x")
    expect(here.page.locator("[data-picked]")).to_have_text("1")
    here.page.keyboard.press("a")
    expect(here.page.locator(f"{ROWS}.is-picked")).to_have_count(20)


def test_a_span_of_days_is_chosen_by_keys_alone(visit):
    here = visit()
    here.go("/cases/")
    field = here.page.locator("#f-decided_on")
    field.fill("2024-05-06 ~ 2024-05-07")
    field.press("Alt+ArrowDown")
    expect(here.page.locator(".aj-day:focus")).to_have_attribute("data-day", "2024-05-06")
    here.page.keyboard.press("Home")
    here.page.keyboard.press("Enter")
    here.page.keyboard.press("PageDown")
    here.page.keyboard.press("ArrowRight")
    here.page.keyboard.press("Enter")
    expect(field).to_have_value("2024-05-06 ~ 2024-06-07")
    here.page.wait_for_url(re.compile(r"decided_on=2024-05-06"))
    expect(field).to_be_focused()


def test_the_calendar_begins_on_monday_and_knows_usual_spans(visit):
    here = visit()
    here.go("/cases/")
    here.page.locator("#f-decided_on ~ [data-days-open]").click()
    expect(here.page.locator(".aj-days-grid th").first).to_have_text("一")
    here.page.click(".aj-days-foot button:has-text('本年')")
    expect(here.page.locator("#f-decided_on")).to_have_value(re.compile(r"^(\d{4})-01-01 ~ \1-12-31$"))


def test_escape_closes_the_calendar_and_changes_nothing(visit):
    here = visit()
    here.go("/cases/")
    here.page.locator("#f-decided_on ~ [data-days-open]").click()
    here.page.keyboard.press("Escape")
    expect(here.page.locator(".aj-days")).to_have_count(0)
    expect(here.page.locator("#f-decided_on")).to_have_value("")


def test_a_column_is_dragged_to_another_place_and_stays_there(visit):
    here = visit()
    here.go("/cases/")
    here.page.click("[data-columns] summary")
    state = here.page.locator("li[data-column=state]")
    state.drag_to(here.page.locator("li[data-column=number]"), target_position={"x": 20, "y": 2})
    expect(here.page.locator("#aj-rows thead th:not(.aj-pick)").first).to_have_text("状态")
    here.go("/cases/")
    assert heads(here)[0] == "状态"


def test_a_width_is_drawn_and_stays(visit):
    here = visit()
    here.go("/cases/")
    grip = here.page.locator("[data-grip=leader]").bounding_box()
    here.page.mouse.move(grip["x"] + 4, grip["y"] + 10)
    here.page.mouse.down()
    here.page.mouse.move(grip["x"] + 84, grip["y"] + 10, steps=4)
    with here.page.expect_response(re.compile("/look/")):
        here.page.mouse.up()
    here.go("/cases/")
    assert int(here.page.locator("col[data-col=leader]").get_attribute("width")) > 150


def test_what_is_exported_is_what_is_listed(visit, tmp_path):
    here = visit()
    here.go("/cases/?order=number&size=50")
    listed = numbers(here)
    here.page.click("summary[data-key=e]")
    with here.page.expect_download() as waiting:
        here.page.click("a[data-export]:has-text('CSV')")
    kept = Path(tmp_path) / "list.csv"
    waiting.value.save_as(kept)
    with kept.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    place = rows[0].index("案卷号")
    assert [row[place] for row in rows[1:]] == listed


def test_a_removed_view_comes_back(visit):
    here = visit()
    here.go("/cases/?state=collecting")
    here.page.click("summary[data-key=s]")
    here.page.fill(".aj-view-form [name=name]", "归集中的")
    here.page.click(".aj-view-form button")
    expect(here.page.locator("h1")).to_have_text("归集中的")
    here.page.click("summary[data-key=s]")
    here.page.click("button[aria-label='删除视图 归集中的']")
    here.page.click(".aj-note-act button")
    expect(here.page.locator("h1")).to_have_text("归集中的")


def test_a_view_is_shared_with_those_who_hold_the_role(visit, browser, server, tmp_path):
    here = visit()
    here.go("/cases/?field_code=A01")
    here.page.click("summary[data-key=s]")
    here.page.fill(".aj-view-form [name=name]", "质量体系")
    here.page.select_option(".aj-view-form [name=role]", "archivist")
    here.page.click(".aj-view-form button")
    expect(here.page.locator("h1")).to_have_text("质量体系")
    context = browser.new_context(locale="en-US")
    other = Visit(context, server, tmp_path)
    for name, number in (("zhou", 1), ("wang", 0)):
        context.clear_cookies()
        other.log_in(name)
        other.go("/cases/")
        other.page.click("summary[data-key=s]")
        expect(other.page.locator(".aj-view:has-text('质量体系')")).to_have_count(number)
    context.close()


def test_on_a_telephone_rows_are_cards_that_can_be_chosen(visit):
    here = visit(width=390, height=844)
    here.go("/cases/")
    picked(here, 2)
    expect(here.page.locator("[data-picked]")).to_have_text("2")
    assert not here.is_too_wide()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lists_fit_and_have_no_serious_fault_for_anybody(visit, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    here = visit(width=width, color_scheme=scheme)
    for address in ("/cases/", "/failures/", "/doubts/", "/matches/", "/deeds/", "/"):
        here.go(address)
        if address == "/cases/":
            picked(here, 1)
            if width < 760:  # narrow, the form shows its first field until it is opened
                here.page.click("[data-more-filters]")
            here.page.locator("#f-decided_on ~ [data-days-open]").click()
        here.shoot(f"{address.strip('/') or 'home'}-{width}-{scheme}")
        assert not here.is_too_wide(), address
        found = axe.Axe().run(here.page).response["violations"]
        assert [item["id"] for item in found if item["impact"] in ("serious", "critical")] == [], address
