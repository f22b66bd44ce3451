"""An auditor who is new to a code prepares an audit: what to look at, in what order, and real cases."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.e2e.conftest import REPOSITORY, _environment
from tests.e2e.knowledge import ASSIGNED, CODE, FIELD

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra e2e)")
expect = sync_api.expect
pytestmark = pytest.mark.e2e
PREPARE = "import django; django.setup(); from tests.e2e.knowledge import knowledge_made; knowledge_made()"
#: What a person clicks within a minute who knows nothing but the code.
MOST_CLICKS = 6


@pytest.fixture(autouse=True, scope="module")
def knowledge(home, server):
    """Give the auditor qin a released guide with three cases of three clients, and an assigned audit."""
    del server  # its tables must be there
    subprocess.run([sys.executable, "-c", PREPARE], env=_environment(home), cwd=REPOSITORY, check=True, timeout=300)


@pytest.fixture
def auditor(visit):
    here = visit(name="qin")
    here.page.wait_for_load_state("networkidle")
    return here


def settled(here) -> None:
    """Wait until the page and what it asked for by itself are there."""
    here.settle()
    here.page.wait_for_load_state("networkidle")


def opened_guide(here) -> int:
    """Open the guide of the code from the work list; return the clicks that took."""
    here.page.click("nav a[href='/knowledge/']")
    here.page.wait_for_url("**/knowledge/")
    settled(here)
    here.page.click(f"main th a:text-is('{CODE}')")
    settled(here)
    return 2


def test_a_guide_shows_what_to_look_at_in_what_order_and_three_cases_within_a_minute(auditor):
    page, clicks = auditor.page, opened_guide(auditor)
    steps = page.locator(".aj-flow > li a")
    expect(steps).to_have_text(["下料", "锻造", "淬火", "磨削", "装配"])
    expect(page.locator("#controls")).to_contain_text("840±10 ℃")
    expect(page.locator("#audit_points")).to_contain_text("查淬火炉温度记录")
    line = page.locator("#controls tbody tr[data-fact]").first
    cases = set()
    for place in range(3):
        line.locator(".aj-guide-sources a").nth(place).click()
        clicks += 1
        settled(auditor)
        expect(page.locator("#aj-pane")).to_contain_text("840±10 ℃")
        cases.add(line.locator(".aj-guide-sources a").nth(place).get_attribute("href").split("/")[2])
    assert len(cases) == 3
    assert clicks <= MOST_CLICKS


def test_the_order_of_the_sections_is_that_of_an_audit(auditor):
    opened_guide(auditor)
    ids = auditor.page.locator("section.aj-guide-part").evaluate_all("all => all.map(one => one.id)")
    wanted = [
        name for name in ("flow", "controls", "audit_points", "sampling", "references", "findings") if name in ids
    ]
    assert [name for name in ids if name in wanted] == wanted


def test_an_assigned_audit_offers_its_briefing_pack_in_the_work_list(auditor):
    page = auditor.page
    row = page.locator("#aj-assigned li", has_text="ZS-9")
    row.get_by_text("审前资料包").click()
    settled(auditor)
    expect(page.locator("h1")).to_have_text("审前资料包")
    expect(page.locator("main")).to_contain_text(ASSIGNED)
    expect(page.locator("#alike tbody tr")).to_have_count(3)
    expect(page.locator("#guide")).to_contain_text("840±10 ℃")


def test_a_briefing_pack_is_taken_along_as_a_pdf_and_as_one_file(auditor):
    page = auditor.page
    page.locator("#aj-assigned li", has_text="ZS-9").get_by_text("审前资料包").click()
    settled(auditor)
    for label, start in (("PDF", b"%PDF"), ("离线网页", b"<!doctype html>")):
        with page.expect_download() as taken:
            page.locator(".aj-head-end").get_by_text(label).click()
        with open(taken.value.path(), "rb") as file:  # noqa: PTH123  the browser names the path
            assert file.read(len(start)) == start


def test_similar_cases_tell_why_and_where_they_differ(auditor):
    auditor.go("/cases/ZS-9/similar/")
    row = auditor.page.locator("main tbody tr").first
    expect(row).to_contain_text(CODE)
    expect(row).to_contain_text("淬火 加热温度")
    expect(row).to_contain_text("8.5.1")


def test_a_subscription_is_made_and_removed(auditor):
    page = auditor.page
    auditor.go("/subscriptions/")
    page.fill("[name=field_code]", FIELD)
    page.fill("[name=words]", "渗碳")
    page.click("form.aj-subscribe button")
    settled(auditor)
    expect(page.locator(".aj-topic")).to_contain_text("渗碳")
    page.locator(".aj-topic", has_text="渗碳").get_by_text("取消订阅").click()
    settled(auditor)
    expect(page.locator("main")).not_to_contain_text("渗碳")


def test_the_pages_fit_a_phone(visit):
    here = visit(width=390, height=844, name="qin")
    for path in ("/subscriptions/", "/cases/ZS-9/similar/", f"/knowledge/guides/{FIELD}/{CODE}/"):
        here.go(path)
        assert not here.is_too_wide(), path
