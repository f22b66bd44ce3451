"""The ten main jobs of a day by keyboard alone: in all of this no mouse is touched and nothing is clicked."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from tests.e2e.conftest import PATIENCE_MS, Visit
from tests.e2e.everything import CUT, FACTS, RULED
from tests.web.made import PASSWORD

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra e2e)")
expect = sync_api.expect
pytestmark = pytest.mark.e2e
ON = re.compile(r"\bis-on\b")
FOCUSED = """() => {
    const here = document.activeElement;
    const style = getComputedStyle(here);
    const box = here.getBoundingClientRect();
    return {
        tag: here.localName, value: `${here.name}=${here.value}`,
        text: (here.getAttribute("aria-label") || here.textContent || here.name || "").trim(),
        ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
        seen: box.width > 0 && box.height > 0,
    };
}"""


class Keys:
    """A person without a mouse."""

    def __init__(self, visit: Visit) -> None:
        self.page, self.visit = visit.page, visit

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def focused(self) -> dict[str, object]:
        return self.page.evaluate(FOCUSED)

    def tab_to(self, wanted: Callable[[dict[str, object]], bool] | str, most: int = 60, key: str = "Tab") -> None:
        """Go on with Tab until what is wanted has the keyboard."""
        is_it = wanted if callable(wanted) else (lambda seen: seen["text"] == wanted)
        for _ in range(most):
            if is_it(self.focused()):
                return
            self.page.keyboard.press(key)
        pytest.fail(f"{wanted} is not reached with {most} times {key}; last on {self.focused()}")

    def send(self, *keys: str) -> None:
        """Press keys of which the last one leads to another page, and wait for that page."""
        self.press(*keys[:-1])
        with self.page.expect_navigation(timeout=PATIENCE_MS):
            self.press(keys[-1])
        self.page.wait_for_load_state("networkidle")

    def arrives(self, address: str) -> None:
        self.page.wait_for_url(re.compile(address), timeout=PATIENCE_MS)
        self.page.wait_for_load_state("networkidle")


@pytest.fixture
def keys(visit):
    def make(path: str = "") -> Keys:
        here = visit(name="keys")
        if path:
            here.go(path)
        return Keys(here)

    return make


def test_one_logs_in_and_out(browser, server, tmp_path):
    context = browser.new_context(locale="zh-CN")
    here = Keys(Visit(context, server, tmp_path))
    here.visit.go("/login/")
    here.type("keys")
    here.press("Tab")
    here.type(PASSWORD)
    here.press("Enter")
    here.arrives("/$")
    expect(here.page.locator("h1")).to_have_text("我的待办")
    here.press("m")
    here.tab_to("退出登录")
    here.press("Enter")
    here.arrives("/login/")
    assert here.visit.complaints == []
    context.close()


def test_the_first_task_of_the_work_list_is_opened(keys):
    here = keys()
    here.press("j")
    expect(here.page.locator("a.aj-home-tile").first).to_be_focused()
    address = here.page.locator("a.aj-home-tile").first.get_attribute("href")
    here.press("Enter")
    here.arrives(re.escape(address))
    expect(here.page.locator("h1")).to_have_count(1)


def test_a_word_is_searched_its_hit_opened_and_the_hits_walked_through(keys):
    here = keys()
    here.press("/")
    here.type("首件检验")
    here.press("Enter")
    expect(here.page.locator(".aj-beside .aj-lit.is-on")).to_be_in_viewport()
    here.press("j")
    expect(here.page.locator(".aj-hit").nth(1)).to_have_class(ON)
    here.press("k", "o")
    here.arrives("/cases/")
    expect(here.page.locator(".aj-lit.is-on")).to_have_count(1)
    was = here.page.url
    here.press("Enter" if "/1/?" in was else "Shift+Enter")
    expect(here.page).not_to_have_url(was)
    expect(here.page.locator(".aj-lit.is-on")).to_have_count(1)
    here.press("u")
    here.arrives("/search/")


def test_cases_are_filtered_sorted_chosen_and_judged_together(keys):
    here = keys("/cases/")
    here.press("f")
    here.type("号案卷")
    here.press("Enter")
    expect(here.page).to_have_url(re.compile("="))
    expect(here.page.locator(".aj-tab[aria-current] b").first).to_have_text("29")
    here.tab_to("案卷号")
    here.press("Enter")
    expect(here.page).to_have_url(re.compile("order=-?number"))
    here.visit.settle()
    expect(here.page.locator("th[aria-sort]")).to_contain_text("案卷号")
    expect(here.page.locator("#sort-number")).to_be_focused()
    here.press("j", "x", "j", "x")
    expect(here.page.locator("[data-picked]")).to_have_text("2")
    here.press("b")
    here.tab_to("重新检查", most=20)
    here.press("Enter")
    here.arrives(r"/deeds/\d+/")
    expect(here.page.locator("#aj-live .aj-progress-line")).to_contain_text("/ 2")


def test_a_case_is_opened_from_the_list(keys):
    here = keys("/cases/")
    here.press("j")
    row = here.page.locator("#aj-rows tbody tr").first
    expect(row).to_have_class(ON)
    address = row.locator("a").first.get_attribute("href")
    here.press("Enter")
    here.arrives(re.escape(address) + "$")


def test_a_case_is_read_tree_pages_and_zoom(keys):
    here = keys("/cases/FL-READ/")
    here.press("Shift+ArrowRight")
    expect(here.page.locator(".aj-doc[aria-current]")).to_contain_text("审核报告")
    here.press("Shift+ArrowLeft")
    expect(here.page.locator(".aj-doc[aria-current]")).to_contain_text("认证申请书")
    here.press("ArrowRight")
    expect(here.page).to_have_url(re.compile("/2/$"))
    here.press("ArrowLeft")
    expect(here.page).to_have_url(re.compile("/1/$"))
    here.press("+")
    expect(here.page.locator("[data-zoom-said]")).to_have_text("120%")
    here.press("w")
    expect(here.page.locator("[data-zoom-said]")).to_have_text("100%")


def test_a_page_is_turned_with_the_button_that_keeps_the_keyboard(keys):
    here = keys("/cases/FL-READ/")
    here.page.locator("[data-toggle=tree]").focus()
    here.tab_to("下一页", most=5)
    here.press("Enter")
    expect(here.page).to_have_url(re.compile("/2/$"))
    expect(here.page.locator("[data-toggle=tree]")).to_be_focused()  # there is no next page: the first stop of the desk
    here.tab_to("上一页", most=5)


def test_the_description_is_accepted_corrected_and_rejected(keys):
    here = keys(f"/cases/{FACTS}/")
    here.press("3")
    here.arrives("/fields/$")
    here.press("j")
    name = here.page.locator("[data-fact].is-on").get_attribute("data-fact")
    here.press("c")
    here.page.keyboard.press("Control+a")
    here.type("77")
    here.press("Enter")
    here.arrives(f"at={name}")
    expect(here.page.locator(f"[data-fact={name}] .aj-strong").first).to_have_text("77")
    other = _next_of_papers(here, name)
    here.press("a")
    here.arrives(f"at={other}")
    expect(here.page.locator(f"[data-fact={other}]")).to_contain_text("人工")
    third = _next_of_papers(here, name, other)
    here.press("x")
    here.arrives(f"at={third}")
    expect(here.page.locator(f"[data-fact={third}]")).to_contain_text("已驳回")


def _next_of_papers(here: Keys, *but: str | None) -> str:
    """Go down, then up, to a value that papers state and nobody has judged; what is judged moves down the list."""
    for key in ["j"] * 20 + ["k"] * 20:
        here.press(key)
        row = here.page.locator("[data-fact].is-on")
        name = row.get_attribute("data-fact")
        if name and name not in but and row.locator("[data-fact-form=accept]").count():
            return name
    pytest.fail("no value of the papers is left")


def test_a_contradiction_is_looked_at_and_judged(keys):
    here = keys(f"/cases/{RULED}/")
    here.press("5")
    here.arrives("/contradictions/$")
    here.press("j", "Enter")
    here.arrives(r"/contradictions/\w{9,}/")
    expect(here.page.locator("[data-pair] .aj-sheet")).to_have_count(2)
    ruled = here.page.url
    here.press("e", "Tab")
    here.type("电话核实过")
    here.send("Tab", "Enter")
    here.page.goto(ruled)
    expect(here.page.locator(".aj-ruled")).to_contain_text("电话核实过")


def test_a_scan_is_cut_named_saved_and_put_together_again(keys):
    here = keys(f"/cases/{CUT}/")
    here.press("c")
    here.arrives("/cutting/$")
    here.tab_to(lambda seen: str(seen["text"]).startswith("第 1 页"), most=90)
    here.press("ArrowRight", "Space")
    expect(here.page.locator("[data-parts] li")).to_have_count(2)
    here.press("k")
    here.type("D11")
    here.press("Enter", "s")
    here.arrives(r"/cutting/\?undo=")
    expect(here.page.locator(".aj-tile.is-start")).to_have_count(2)
    here.tab_to("撤销切分", most=90)
    here.send("Enter")
    expect(here.page.locator(".aj-tile.is-start")).to_have_count(1)


def test_files_are_handed_in(keys, tmp_path):
    here = keys()
    here.press("g", "i") if here.page.locator("[data-key='g i']").count() else here.visit.go("/intakes/")
    here.arrives("/intakes/$")
    paper = tmp_path / "补充说明.txt"
    paper.write_text("补充说明 台州云雀泵业有限公司", encoding="utf-8")
    with here.page.expect_file_chooser() as waiting:
        here.press("o")
    waiting.value.set_files(paper)
    here.arrives(r"/intakes/\d+/$")
    expect(here.page.locator("#aj-live tbody tr")).to_contain_text("补充说明.txt")


def test_the_help_sheet_opens_and_gives_the_keyboard_back(keys):
    here = keys("/cases/")
    here.press("j", "?")
    sheet = here.page.locator("#aj-help")
    expect(sheet).to_be_visible()
    for words in ("处理所选", "选择本行", "我的菜单", "检索"):
        expect(sheet).to_contain_text(words)
    assert sheet.evaluate("node => node.contains(document.activeElement)")
    here.press("Escape")
    expect(sheet).to_be_hidden()
    expect(here.page.locator("#aj-rows tbody tr").first.locator("a").first).to_be_focused()


def test_a_view_is_saved_and_opened_again(keys):
    here = keys("/cases/?state=collecting")
    here.press("s")
    here.tab_to(lambda seen: seen["text"] == "视图名称", most=20)
    here.type("在归集")
    here.press("Enter")
    expect(here.page.locator("h1")).to_have_text("在归集")
    here.visit.go("/cases/?view=0")
    here.press("s")
    here.tab_to(lambda seen: str(seen["text"]).startswith("在归集"), most=20)
    here.press("Enter")
    expect(here.page.locator("h1")).to_have_text("在归集")


def test_the_language_and_the_theme_are_switched(keys):
    here = keys()
    for value in ("language=en", "theme=dark", "theme=", "language=zh-hans"):
        here.press("m")
        here.tab_to(lambda seen, value=value: seen["value"] == value)
        here.send("Enter")
        expect(here.page.locator("html")).to_have_attribute("lang", "zh-Hans" if value.endswith("hans") else "en")
        expect(here.page.locator("link[href*='dark'][media=all]")).to_have_count(1 if value == "theme=dark" else 0)


def test_escape_shuts_a_menu_and_gives_the_keyboard_back(keys):
    here = keys()
    here.press("m", "Tab", "Escape")
    assert here.focused()["text"] == "我的菜单"
    expect(here.page.locator("details.aj-menu[open]")).to_have_count(0)


def test_the_first_stop_leads_past_the_navigation(keys):
    here = keys("/cases/")
    here.press("Tab")
    assert here.focused()["text"] == "跳到正文"
    here.press("Enter")
    expect(here.page.locator("#aj-content")).to_be_focused()
    here.press("Tab")
    assert here.page.evaluate("() => document.getElementById('aj-content').contains(document.activeElement)")


@pytest.mark.parametrize("path", ["/", "/cases/", "/cases/FL-READ/", "/cases/FL-READ/fields/", "/search/?q=首件检验"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whatever_has_the_keyboard_is_seen_and_ringed(visit, path, scheme):
    here = Keys(visit(name="keys", color_scheme=scheme))
    here.visit.go(path)
    stops = []
    for _ in range(45):
        here.press("Tab")
        stops.append(here.focused())
    told = [one for one in stops if one["tag"] != "body" and not (one["ringed"] and one["seen"])]
    assert told == []
