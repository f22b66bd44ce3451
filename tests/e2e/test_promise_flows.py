"""What is promised of a day's work, counted: presses, clicks, page loads, requests."""

from __future__ import annotations

import re
import time

import pytest
from tests.e2e.conftest import PATIENCE_MS, Visit
from tests.e2e.everything import DROPPED, READ

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra e2e)")
expect = sync_api.expect
pytestmark = pytest.mark.e2e
FILES, FOLDER = 60, "嵊州"
#: Reading sixty texts and checking their case: seconds on a quiet machine.
WORK_MS = 8 * PATIENCE_MS
#: A paper of every kind that is dropped, by what stands on it; the two head counts contradict each other.
SAID = {
    "认证申请书": "认证申请书\n组织名称：嵊州市苇莺电机有限公司\n体系覆盖人数：60\n",
    "审核报告": "审核报告\n受审核方：嵊州市苇莺电机有限公司\n体系覆盖人数：72\n",
}
DROP = """([folder, names, texts]) => {
    const file = (name) => ({
        isFile: true, isDirectory: false, name,
        file: (done) => done(new File([texts[name]], name, { type: "text/plain" })),
    });
    const entry = { isFile: false, isDirectory: true, name: folder, createReader: () => {
        let left = names.map(file);
        return { readEntries: (done) => { const part = left.slice(0, 25); left = left.slice(25); done(part); } };
    } };
    const event = new DragEvent("drop", { bubbles: true, cancelable: true });
    Object.defineProperty(event, "dataTransfer", { value: {
        types: ["Files"], files: [], items: [{ webkitGetAsEntry: () => entry }],
    } });
    document.querySelector("h1").dispatchEvent(event);
}"""
COUNT = """() => {
    window.loadedOnce = true;
    window.clicks = 0;
    document.addEventListener("click", () => { window.clicks += 1; }, true);
}"""


def papers(tag: str, number: int = FILES) -> dict[str, str]:
    """Return the texts of a made-up folder, by file name; ``tag`` makes them new to the archive."""
    said = {f"{name}.txt": f"{text}{tag}\n" for name, text in SAID.items()}
    more = {
        f"检查记录{place:02}.txt": f"检查记录 {place}\n受审核部门：第{place}车间\n{tag}\n"
        for place in range(1, number - 1)
    }
    return said | more


def drop(here: Visit, folder: str, texts: dict[str, str]) -> None:
    here.page.evaluate(DROP, [folder, list(texts), texts])


def test_from_a_dropped_folder_to_what_is_missing_and_contradictory(visit):
    here = visit()
    page = here.page
    page.evaluate(COUNT)
    drop(here, FOLDER, papers(f"r{time.time_ns()}"))
    page.wait_for_url(re.compile(r"/intakes/\d+/$"))
    expect(page.locator("#aj-live tbody tr").first).to_be_visible()
    expect(page.locator(".aj-head .aj-state")).to_have_text("已完成", timeout=WORK_MS)
    case = page.locator("#aj-cases li").first
    expect(case).to_contain_text(re.compile(r"缺 [1-9]"), timeout=WORK_MS)
    expect(case).to_contain_text(re.compile(r"矛盾 [1-9]"), timeout=WORK_MS)
    assert page.evaluate("() => window.loadedOnce === true"), "the page was loaded anew"
    assert page.evaluate("() => window.clicks") == 0
    expect(page.locator("#aj-live tbody tr")).to_have_count(FILES)
    case.get_by_text(re.compile("^缺")).click()  # the first click: what is missing
    expect(page.locator(".aj-findings .aj-finding").first).to_be_visible()
    page.locator(".aj-case-tabs").get_by_text("一致性").click()  # the second: what contradicts
    expect(page.locator(".aj-findings")).to_contain_text("72")
    page.get_by_text("并排查看").first.click()  # the third: both pages side by side
    expect(page.locator("[data-pair] .aj-sheet")).to_have_count(2)


def test_what_is_done_is_asked_for_no_more(visit):
    here = visit()
    asked: list[str] = []
    drop(here, "停", papers(f"s{time.time_ns()}", 4))
    here.page.wait_for_url(re.compile(r"/intakes/\d+/$"))
    expect(here.page.locator(".aj-head .aj-state")).to_have_text("已完成", timeout=WORK_MS)
    expect(here.page.locator("#aj-cases li").first).to_contain_text("缺", timeout=WORK_MS)
    expect(here.page.locator("#aj-live")).not_to_have_attribute("hx-trigger", re.compile("every"))
    here.settle()
    here.page.on("request", lambda request: asked.append(request.url))
    here.page.evaluate("() => new Promise((done) => setTimeout(done, 9000))")  # longer than two of the slowest rounds
    assert asked == []


@pytest.mark.parametrize("path", ["/", "/cases/", f"/cases/{READ}/", "/search/", "/intakes/"])
def test_a_page_at_rest_asks_for_nothing(visit, path):
    here = visit()
    here.go(path)
    here.settle()
    asked: list[str] = []
    here.page.on("request", lambda request: asked.append(request.url))
    here.page.evaluate("() => new Promise((done) => setTimeout(done, 5000))")
    assert asked == []


def test_a_found_word_is_lit_on_the_screen_two_presses_after_typing_it(visit):
    here = visit()
    here.page.keyboard.press("/")
    here.page.keyboard.type("首件检验")
    here.page.keyboard.press("Enter")
    expect(here.page.locator(".aj-lit.is-on")).to_be_in_viewport()
    here.page.keyboard.press("o")
    here.page.wait_for_url(re.compile("/cases/"))
    expect(here.page.locator(".aj-lit.is-on")).to_be_in_viewport()


def test_an_upload_goes_on_when_the_connection_is_back(visit):
    here = visit()
    texts = papers(f"t{time.time_ns()}", 12)
    gone: list[str] = []

    def cut(route) -> None:
        gone.append(route.request.url)
        route.abort("connectionfailed") if len(gone) <= 6 else route.continue_()

    here.page.route(re.compile(r"/intakes/\d+/files/$"), cut)
    drop(here, "断线", texts)
    here.page.wait_for_url(re.compile(r"/intakes/\d+/$"))
    expect(here.page.locator(".aj-sending")).to_contain_text("连接中断")
    expect(here.page.locator(".aj-sending")).to_be_hidden()
    expect(here.page.locator(".aj-head .aj-state")).to_have_text("已完成", timeout=WORK_MS)
    expect(here.page.locator("#aj-live tbody tr")).to_have_count(12)
    here.complaints[:] = [one for one in here.complaints if "ERR_CONNECTION_FAILED" not in one]


def test_a_drop_on_a_case_goes_into_that_case(visit):
    here = visit()
    here.go(f"/cases/{DROPPED}/compare/")
    drop(here, "补", papers(f"u{time.time_ns()}", 3))
    here.page.wait_for_url(re.compile(r"/intakes/\d+/$"))
    expect(here.page.locator("#aj-cases li")).to_have_attribute("data-case", DROPPED)


def test_every_point_of_the_scene_opens_its_page(visit):
    here = visit()
    here.go(f"/cases/{READ}/scene/")
    points = here.page.locator("[data-point] .aj-point-main")
    expect(points.first).to_be_visible()
    for place in range(points.count()):
        here.page.keyboard.press("j" if place else "k")
        here.settle()
        expect(here.page.locator("[data-point]").nth(place)).to_have_class(re.compile("is-on"))
        expect(here.page.locator("#aj-pane .aj-sheet")).to_be_visible()
        shown = here.page.locator("#aj-pane .aj-stage-title").get_attribute("href").partition("?")[0]
        expect(points.nth(place)).to_have_attribute("href", re.compile(re.escape(shown)))


def test_a_contradiction_shows_both_pages_and_its_values(visit):
    here = visit()
    here.go(f"/cases/{READ}/contradictions/")
    finding = here.page.locator(".aj-finding", has_text="72")
    finding.get_by_text("并排查看").click()
    expect(here.page.locator("[data-pair] .aj-sheet")).to_have_count(2)
    expect(here.page.locator("[data-pair] .aj-lit").first).to_be_in_viewport()
    for value in ("72", "60"):
        expect(here.page.locator(".aj-piece.is-shown", has_text=value)).to_have_count(1)


@pytest.mark.parametrize("width", [390, 1440])
def test_a_batch_tells_at_any_width_what_its_cases_lack(visit, width):
    here = visit(width=width, height=844)
    drop(here, "窄", papers(f"v{time.time_ns()}{width}", 3))
    here.page.wait_for_url(re.compile(r"/intakes/\d+/$"))
    expect(here.page.locator("#aj-cases li").first).to_contain_text("缺", timeout=WORK_MS)
    assert not here.is_too_wide()
    here.shoot(f"batch-{width}")
