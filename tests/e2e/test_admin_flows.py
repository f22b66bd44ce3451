"""What the system administrator does, and the first run from an empty home, in a real browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.e2e.conftest import REPOSITORY, START_SECONDS, Visit, _await_answer, _free_port

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra e2e)")
expect = sync_api.expect
pytestmark = pytest.mark.e2e
PAGES = (
    "/system/", "/system/doctor/", "/system/jobs/", "/system/backups/", "/system/options/", "/system/watch/",
    "/tables/", "/tables/kinds/", "/tables/requirements/", "/codes/", "/me/tokens/",
)  # fmt: skip


@pytest.fixture
def officer(browser, server, tmp_path):
    """Give a function that opens the browser of a person; at the end it must not have complained."""
    opened: list[tuple[object, Visit]] = []

    def make(name: str = "admin", width: int = 1440, **more) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", **more)
        here = Visit(context, server, tmp_path)
        opened.append((context, here))
        here.log_in(name)
        return here

    yield make
    for context, here in opened:
        context.close()
        assert here.complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_every_page_of_administration_fits_and_is_accessible(officer, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra e2e)").Axe()
    here = officer(width=width, color_scheme=scheme)
    for path in PAGES:
        here.go(path)
        assert not here.is_too_wide(), path
        found = [one for one in axe.run(here.page).response["violations"] if one["impact"] in ("serious", "critical")]
        assert [(path, one["id"]) for one in found] == []


def test_the_administrator_orders_a_rebuild_and_sees_the_job(officer):
    here = officer()
    here.page.on("dialog", lambda dialog: dialog.accept())
    here.go("/system/")
    here.page.click("button:has-text('重建')")
    expect(here.page.locator(".aj-note").first).to_contain_text("已安排重建索引")
    here.go("/system/jobs/?kind=archive.index_rebuild")
    expect(here.page.locator("tbody tr")).to_have_count(1)


def test_a_checklist_is_tried_and_loaded_and_withdrawn(officer, tmp_path):
    here = officer()
    here.page.on("dialog", lambda dialog: dialog.accept())
    here.go("/tables/")
    with here.page.expect_download() as waiting:
        here.page.click("text=清单模板")
    path = tmp_path / "checklist.xlsx"
    waiting.value.save_as(path)
    here.page.set_input_files("[name=workbook]", path)
    here.page.click("button:has-text('试运行')")
    expect(here.page.locator("text=与现行表没有不同")).to_be_visible()
    here.page.click("button:has-text('装入，自')")
    expect(here.page.locator("h1")).to_contain_text(re.compile(r"C\d"))
    here.page.click("button:has-text('撤下')")
    expect(here.page.locator(".aj-note").first).to_contain_text("已撤下")


def test_a_token_is_shown_once(officer):
    here = officer("li")
    here.page.on("dialog", lambda dialog: dialog.accept())
    here.go("/me/tokens/")
    here.page.fill("[name=name]", "每晚统计")
    here.page.check("[name=scope][value='cases:read']")
    here.page.click("button:has-text('签发')")
    expect(here.page.locator(".aj-token")).to_contain_text("anjuan_")
    here.page.click("text=我已记下")
    here.page.click("button:has-text('吊销')")
    expect(here.page.locator("tbody")).to_contain_text("已吊销")


def test_the_check_up_says_what_to_do(officer):
    here = officer()
    here.go("/system/doctor/")
    expect(here.page.locator(".aj-checks > li")).to_have_count(10)


def test_an_archivist_finds_no_way_into_the_system(officer):
    here = officer("li")
    expect(here.page.locator(".aj-nav a[href='/system/']")).to_have_count(0)
    assert here.page.request.get(f"{here.base}/system/jobs/").status == 403


def _code_of(printed: Path, process: subprocess.Popen[bytes]) -> str:
    """Return the code that a starting server prints into a file."""
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        found = re.search(r"code: (\S+)", printed.read_text("utf-8"))
        if found:
            return found[1]
        time.sleep(0.3)
    pytest.fail("the server printed no code")


def test_an_empty_home_is_set_up_with_the_printed_code(browser, tmp_path):
    port, base = _free_port(), ""
    environment = {
        **os.environ, "ANJUAN_HOME": str(tmp_path / "home"), "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "anjuan.config.settings", "PYTHONPATH": str(REPOSITORY / "src"),
    }  # fmt: skip
    serve = "from anjuan.cli.program import main; main()"
    command = [sys.executable, "-c", serve, "serve", "--port", str(port), "--workers", "0", "--processes", "1"]
    printed = tmp_path / "printed.txt"
    with printed.open("wb") as stream:
        process = subprocess.Popen(command, env=environment, cwd=REPOSITORY, stdout=stream)
    try:
        code, base = _code_of(printed, process), f"http://127.0.0.1:{port}"
        _await_answer(f"{base}/setup/", process)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        here = Visit(context, base, tmp_path)
        here.go("/")
        here.page.fill("[name=code]", code)
        here.page.click("button:has-text('继续')")
        here.page.fill("[name=body_name]", "华信认证中心")
        for role in ("system_administrator", "security_keeper", "security_auditor", "archivist"):
            here.page.fill(f"[name={role}_username]", role)
            here.page.fill(f"[name={role}_name]", role)
        here.page.fill("[name=password]", "correct horse battery")
        here.page.fill("[name=again]", "correct horse battery")
        here.page.click("button:has-text('完成设置')")
        expect(here.page.locator("h1")).to_have_text("设置完成")
        expect(here.page.locator("tbody tr")).to_have_count(4)
        context.close()
    finally:
        process.terminate()
        process.wait(timeout=120)
