"""A real server with a data home of its own, and a real browser that reports every error it meets."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.made import PASSWORD

REPOSITORY = Path(__file__).resolve().parents[2]
PREPARE = """
import django
django.setup()
from django.conf import settings
from anjuan.config.upkeep import home_prepare
from tests.e2e.everything import everything_made
from tests.e2e.organisations import organisations_made
from tests.web.made import described, made_shelf, person
home_prepare(settings.ANJUAN_HOME)
shelf = made_shelf(number_of_cases=30)
described(shelf)
organisations_made(shelf)
person("archivist")
person("system_administrator", "admin")
person("security_keeper", "keeper")
person("security_auditor", "inspector")
person("reviewer", "wang")
person("archivist", "zhou")
person("auditor", "qin")
for name in ("factor", "passkey"):
    person("reviewer", name)
person("archivist", "keys")
everything_made(shelf)
"""
ANJUAN = "from anjuan.cli.program import main; main()"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
START_SECONDS = 240
PREPARE_SECONDS = 600
#: How long a page may take to become what is expected: a busy machine is several times slower than a quiet one.
PATIENCE_MS = 60_000
#: No request of htmx is under way.
SETTLED = "() => document.readyState === 'complete' && !document.querySelector('.htmx-request')"
#: The log-ins so far, by address and name: a person logs in once, as at a desk.
_LOG_INS: dict[tuple[str, str], list[dict[str, object]]] = {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_answer(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310  our own server
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
        else:
            return
    pytest.fail(f"the server did not answer at {address}")


def _environment(home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "ANJUAN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "anjuan.config.settings",
        "PYTHONPATH": f"{REPOSITORY / 'src'}{os.pathsep}{REPOSITORY}",
    }


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data home with made-up cases and people; ``ANJUAN_E2E_HOME`` names one made by an earlier run."""
    if kept := os.environ.get("ANJUAN_E2E_HOME"):
        made = Path(kept)
        if made.exists():
            return made
    else:
        made = tmp_path_factory.mktemp("home")
    environment = _environment(made)
    subprocess.run(
        [sys.executable, "-c", PREPARE], env=environment, cwd=REPOSITORY, check=True, timeout=PREPARE_SECONDS
    )
    for more in ([], ["--index"], []):
        # Work that is still waiting would change cases under the flows that look at them.
        worker = [sys.executable, "-c", ANJUAN, "worker", "--until-idle", *more]
        subprocess.run(worker, env=environment, cwd=REPOSITORY, check=True, timeout=PREPARE_SECONDS)
    return made


@pytest.fixture(scope="session")
def server(home: Path) -> Iterator[str]:
    """``anjuan serve`` with one reading process; gives its address. ``ANJUAN_E2E_SERVER`` names one that runs."""
    if running := os.environ.get("ANJUAN_E2E_SERVER"):
        yield running
        return
    port = _free_port()
    command = [sys.executable, "-c", ANJUAN, "serve", "--port", str(port), "--workers", "1", "--processes", "1"]
    process = subprocess.Popen(command, env=_environment(home), cwd=REPOSITORY)
    try:
        _await_answer(f"http://127.0.0.1:{port}/login/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=120)


@pytest.fixture(scope="session")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra e2e)")
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium fonts-noto-cjk)")
    sync_api.expect.set_options(timeout=PATIENCE_MS)
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield running
        running.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the real browser, whatever its module says."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.e2e)


class Visit:
    """A person at a browser: the page, and what the browser complained of."""

    def __init__(self, context, base: str, shots: Path) -> None:
        context.set_default_timeout(PATIENCE_MS)
        context.set_default_navigation_timeout(2 * PATIENCE_MS)
        self.page = context.new_page()
        self.base = base
        self.shots = shots
        self.complaints: list[str] = []
        self.page.on("console", lambda told: self.complaints.append(told.text) if told.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)
        self.page.wait_for_load_state("networkidle")

    def settle(self) -> None:
        """Wait until nothing that a click asked for is still on its way."""
        self.page.wait_for_function(SETTLED)

    def log_in(self, name: str = "li", *, fresh: bool = False) -> None:
        """Open the work list as a person; ``fresh`` types the password also when the person is logged in already."""
        known = _LOG_INS.get((self.base, name))
        if known and not fresh:
            self.page.context.add_cookies(known)
            self.go("/")
            if self.page.url == f"{self.base}/":
                return
        self.go("/login/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("form.aj-login button")
        self.page.wait_for_url(f"{self.base}/")
        if not fresh:
            kept = self.page.context.cookies()
            _LOG_INS[self.base, name] = [one for one in kept if one["name"] in ("sessionid", "csrftoken")]

    def shoot(self, name: str) -> None:
        self.page.screenshot(path=self.shots / f"{name}.png")

    def is_too_wide(self) -> bool:
        return bool(self.page.locator("html").evaluate("node => node.scrollWidth > window.innerWidth + 1"))


@pytest.fixture
def visit(browser, server, tmp_path):
    """Give a function that opens the visit of an archivist; at the end the browser must not have complained."""
    opened: list[tuple[object, Visit]] = []

    def make(width: int = 1440, height: int = 900, name: str = "li", **more) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US", **more)
        visit = Visit(context, server, tmp_path)
        opened.append((context, visit))
        visit.log_in(name)
        return visit

    yield make
    for context, visit in opened:
        context.close()
        assert visit.complaints == []
