"""Pictures of the key pages. ``make shots`` writes them for the documentation, from the archive of the demo."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.e2e.conftest import REPOSITORY, Visit, _await_answer, _free_port
from tests.e2e.furnish import options_write
from tests.e2e.shots import LOOKUPS, MOST_BYTES, SHOTS, Shot, is_drawn, keep
from tests.web.made import PASSWORD

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra e2e)")
pytestmark = pytest.mark.e2e
#: Where the pictures are kept, and the data home that ``anjuan demo`` has filled; without them the small archive of
#: the tests is looked at and nothing is kept.
FOLDER = os.environ.get("ANJUAN_SHOTS", "")
HOME = os.environ.get("ANJUAN_SHOTS_HOME", "")
REST_SECONDS = 180
FURNISH = """
import django
django.setup()
from pathlib import Path
from django.conf import settings
from tests.e2e.furnish import furnish
furnish(Path(settings.ANJUAN_HOME))
"""
#: Where a picture would tell the machine it was made on, it tells another one.
DISGUISE = """names => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) for (const [real, shown] of names) {
        walker.currentNode.data = walker.currentNode.data.replaceAll(real, shown);
    }
}"""
LOG_INS = {
    "archivist": "li", "system_administrator": "admin", "security_keeper": "keeper", "security_auditor": "inspector",
    "auditor": "qin", "reviewer": "wang",
}  # fmt: skip


def _tour(here: Visit) -> None:
    for _ in range(2):
        here.page.keyboard.press("ArrowRight")
    here.page.wait_for_timeout(400)


def _columns(here: Visit) -> None:
    here.page.keyboard.press("v")


def _batch(here: Visit) -> None:
    for box in here.page.locator("tbody input[name=pick]").all()[:3]:
        box.check()


def _fact(here: Visit) -> None:
    for _ in range(5):
        here.page.keyboard.press("j")
    here.page.wait_for_timeout(1200)
    here.page.wait_for_load_state("networkidle")


def _keys(here: Visit) -> None:
    here.page.keyboard.press("?")


ACTS = {"tour": _tour, "columns": _columns, "batch": _batch, "fact": _fact, "keys": _keys}


class Album:
    """Browsers of several people at one server, each logged in once."""

    def __init__(self, browser, base: str, folder: Path, password: str) -> None:
        self.browser, self.base, self.folder, self.password = browser, base, folder, password
        self.visits: dict[tuple[str, int, bool], Visit] = {}
        self.found: dict[str, str] = {}

    def visit(self, shot: Shot) -> Visit:
        key = (shot.role, shot.width, shot.dark)
        if key not in self.visits:
            view = {"width": shot.width, "height": shot.height}
            scheme = "dark" if shot.dark else "light"
            context = self.browser.new_context(viewport=view, locale="zh-CN", color_scheme=scheme)
            self.visits[key] = Visit(context, self.base, self.folder)
            if shot.role:
                self._log_in(self.visits[key], shot.role)
        return self.visits[key]

    def _log_in(self, here: Visit, role: str) -> None:
        here.go("/login/")
        here.page.fill("[name=username]", role if HOME else LOG_INS[role])
        here.page.fill("[name=password]", self.password)
        here.page.click("form.aj-login button")
        here.page.wait_for_url(f"{self.base}/")

    def address(self, path: str) -> str:
        """Return an address with what is looked up filled in; empty when this archive has nothing of the kind."""
        for name, (page, link) in LOOKUPS.items():
            if f"{{{name}}}" not in path:
                continue
            if name not in self.found:
                here, start = self.visit(Shot("", "")), self.address(page)
                here.go(start or "/")
                links = here.page.locator(link) if start else None
                self.found[name] = (links.first.get_attribute("href") or "") if links and links.count() else ""
            if not self.found[name]:
                return ""
            path = path.replace(f"{{{name}}}", self.found[name].partition("?")[0])
        return path

    def rest(self) -> None:
        """Wait until every batch has ended."""
        here, end = self.visit(Shot("", "")), time.monotonic() + REST_SECONDS
        while time.monotonic() < end:
            here.go("/intakes/")
            if not here.page.locator("tbody .aj-state.is-busy").count():
                return
            time.sleep(2)

    def take(self, shot: Shot, address: str) -> bytes:
        here = self.visit(shot)
        here.go(address)
        if "offer" not in shot.act:
            here.page.evaluate("document.querySelectorAll('[data-tour-offer]').forEach((one) => one.remove())")
        if shot.act:
            ACTS[shot.act](here)
        here.page.evaluate("document.fonts.ready")
        if HOME:
            here.page.evaluate(
                DISGUISE, [[str(Path(HOME).resolve()), "/srv/anjuan"], [socket.gethostname(), "archive"]]
            )
        assert not here.is_too_wide()
        return here.page.screenshot(animations="disabled")


@pytest.fixture(scope="session")
def demo_server() -> Iterator[str]:
    """``anjuan serve`` on the home that ``anjuan demo`` has filled; gives its address."""
    port = _free_port()
    path = f"{REPOSITORY / 'src'}{os.pathsep}{REPOSITORY}"
    home = str(Path(HOME).resolve())
    settings = {"ANJUAN_HOME": home, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "anjuan.config.settings"}
    environment = {**os.environ, **settings}
    options_write(Path(home))
    subprocess.run([sys.executable, "-c", FURNISH], env=environment, cwd=REPOSITORY, check=True, timeout=400)
    serve = "from anjuan.cli.program import main; main()"
    command = [sys.executable, "-c", serve, "serve", "--port", str(port), "--workers", "1", "--processes", "1"]
    process = subprocess.Popen(command, env=environment, cwd=REPOSITORY)
    try:
        _await_answer(f"http://127.0.0.1:{port}/login/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=120)


@pytest.fixture(scope="module")
def album(request, browser, tmp_path_factory) -> Iterator[Album]:
    base = request.getfixturevalue("demo_server" if HOME else "server")
    password = (Path(HOME) / "demo-password.txt").read_text("ascii").strip() if HOME else PASSWORD
    made = Album(browser, base, tmp_path_factory.mktemp("shots"), password)
    if HOME:
        made.rest()
    yield made
    for visit in made.visits.values():
        visit.page.context.close()


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_a_picture_shows_a_page_that_fits_its_window(album, shot):
    address = album.address(shot.path)
    if not address:
        pytest.skip(f"this archive has nothing for {shot.path}")
    picture = album.take(shot, address)
    assert is_drawn(picture)
    assert album.visit(shot).complaints == []
    if FOLDER:
        assert keep(Path(FOLDER), shot.name, picture).stat().st_size <= MOST_BYTES
