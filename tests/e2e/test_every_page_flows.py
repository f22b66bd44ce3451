"""Every page of the URL table, opened by everybody who may: light and dark, wide and narrow, in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse
from tests.e2e.conftest import Visit
from tests.e2e.everything import KEPT, name_of
from tests.web.routes import NO_PAGES as NO_PAGES_BY_PART
from tests.web.test_permissions import ALLOWS, MAY, POLICY, POSTED, ROLES

from anjuan.web.urls import urlpatterns

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra e2e)")
pytestmark = pytest.mark.e2e
#: What is asked for by scripts, or answers with a file or another page: no page of its own to be looked at.
NO_PAGES = NO_PAGES_BY_PART | {
    "counts", "list_deed_form", "case_pane", "search_why", "suggest", "picture", "list_export", "batch_table",
    "table_template", "table_source", "appraisal_certificate", "properties_report", "outer", "outer_back", "setup",
    "second", "share_form", "share_picture", "share_copy", "document_download", "parcel_take", "knowledge_file",
    # These open for whom they belong to, or after a step before: the flows of sharing look at them.
    "share", "share_paper",
}  # fmt: skip
#: More to look at under an address than it shows when it is merely opened.
ASKED = {"search": "?q=首件检验", "cases": "?size=50", "failures": "?size=50", "jobs": "?kind=archive.index_rebuild"}
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
OF_SOME = {"organisation", "evaluation", "evaluation_report", "graph_edge"}
ENGLISH = [{"name": "aj_language", "value": "en"}]
LOOK = """() => ({
    heads: document.querySelectorAll("h1").length, title: document.title, language: document.documentElement.lang,
    width: document.documentElement.scrollWidth - window.innerWidth,
})"""


def pages() -> list[str]:
    return [one.name for one in urlpatterns if one.name not in POSTED | NO_PAGES]


def may_open(role: str, name: str) -> bool:
    needed = ALLOWS[POLICY[name]]
    assigned = POLICY[name] == "case" and "case.read_assigned" in MAY[role]
    return not needed or bool(needed & MAY[role]) or assigned


def leads(name: str) -> str:
    """Return the role whose visit of a page is the thorough one: whoever may do most of those who may open it."""
    return max((role for role in ROLES if may_open(role, name)), key=lambda role: len(MAY[role]))


@pytest.fixture(scope="module")
def address_of(home: Path):
    """Give a function from a route and a role to an address of the prepared home."""
    known = json.loads((home / KEPT).read_text("utf-8"))

    def address(name: str, role: str) -> str:
        route = next(one for one in urlpatterns if one.name == name)
        words = {**known, **known["of"][name_of(role)]}
        words |= known["routes"].get(name, {})
        if name in OF_SOME and "case.read_all" not in MAY[role]:
            return ""  # these open for whom a case is assigned to, or who belongs to the team: their own flows
        asked = {key: words[key] for key in route.pattern.converters if key in words}
        try:
            return reverse(f"web:{name}", kwargs=asked) + ASKED.get(name, "")
        except NoReverseMatch:
            pytest.fail(f"say in everything.py what stands for the arguments of {route.pattern}")

    return address


@pytest.fixture
def visitor(browser, server, tmp_path) -> Iterator:
    """Give a function that opens the browser of the person of a role."""
    opened = []

    def make(role: str, viewport: dict[str, int], cookies: list[dict[str, str]] | None = None) -> Visit:
        context = browser.new_context(viewport=viewport, locale="zh-CN", reduced_motion="reduce")
        opened.append(context)
        here = Visit(context, server, tmp_path)
        here.log_in(name_of(role))
        if cookies:
            context.add_cookies([{**one, "url": server} for one in cookies])
        return here

    yield make
    for context in opened:
        context.close()


def faults_of(here: Visit, language: str) -> list[str]:
    """Return what is wrong with the page at hand, apart from how it looks to an aid."""
    seen = here.page.evaluate(LOOK)
    told = [f"{name}: {seen[name]!r}" for name, good in (("heads", 1), ("language", language)) if seen[name] != good]
    told += [] if len(seen["title"]) > 2 else ["no title"]
    here.page.set_viewport_size(NARROW)
    wide = here.page.evaluate(LOOK)["width"]
    told += [f"{wide} px too wide for a phone"] if wide > 1 else []
    told += here.complaints
    here.complaints.clear()
    return told


def serious(here: Visit) -> list[str]:
    """Return the serious faults that axe finds on the page at hand."""
    found = axe.Axe().run(here.page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("role", ROLES)
def test_whoever_may_open_a_page_finds_it_sound(role, visitor, address_of):
    here = visitor(role, WIDE)
    found = []
    for name in pages():
        address = address_of(name, role) if may_open(role, name) else ""
        if not address:
            continue
        here.page.set_viewport_size(WIDE)
        answer = here.page.goto(here.base + address)
        here.settle()
        if answer is None or answer.status != 200:
            found.append((name, f"answered {answer and answer.status}"))
        if leads(name) == role:
            for scheme in ("light", "dark"):
                here.page.emulate_media(color_scheme=scheme)
                found += [(name, scheme, fault) for fault in serious(here)]
        found += [(name, fault) for fault in faults_of(here, "zh-Hans")]
    assert found == []


@pytest.mark.parametrize("role", sorted({leads(name) for name in pages()}))
def test_every_page_is_sound_in_english_on_a_phone(role, visitor, address_of):
    here = visitor(role, NARROW, ENGLISH)
    found = []
    for name in pages():
        if leads(name) != role:
            continue
        here.page.goto(here.base + address_of(name, role))
        here.settle()
        found += [(name, fault) for fault in [*faults_of(here, "en"), *serious(here)]]
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_log_in_is_sound_before_anybody_is_known(browser, server, tmp_path, scheme, language):
    context = browser.new_context(viewport=WIDE, color_scheme=scheme)
    if language == "en":
        context.add_cookies([{**one, "url": server} for one in ENGLISH])
    here = Visit(context, server, tmp_path)
    here.go("/login/")
    found = serious(here) + faults_of(here, language)
    context.close()
    assert found == []


def test_what_is_nowhere_is_said_on_a_sound_page(visitor):
    here = visitor("archivist", WIDE)
    here.go("/cases/AJ-1999-000001/")
    here.complaints[:] = [one for one in here.complaints if "404" not in one]
    assert serious(here) + faults_of(here, "zh-Hans") == []
