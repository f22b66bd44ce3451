"""When a browser shows something of a page, and how many bytes it had to fetch for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from web_client import spread
from web_roles import Asked

_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime || 0"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def painted(port: int, session: str, pages: Sequence[Asked], rounds: int) -> dict[str, dict[str, Any]]:
    """Return for pages the first contentful paint, bytes and requests, each time with an empty cache.

    The second visit, with what the browser kept, is told as ``again_ms``.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only this part needs a browser

    found = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS)
        for page in pages:
            visits = [_visited(browser, port, session, page.address) for _ in range(rounds)]
            found[page.name] = {
                **spread([visit[0] for visit in visits]), "again_ms": spread([visit[1] for visit in visits])["p50"],
                "bytes": max(visit[2] for visit in visits), "requests": max(visit[3] for visit in visits),
            }  # fmt: skip
        browser.close()
    return found


def _visited(browser: Any, port: int, session: str, address: str) -> tuple[float, float, int, int]:
    """Return the paint of a first and of a second visit, and the bytes and requests of the first."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.add_cookies([{"name": "sessionid", "value": session, "url": f"http://127.0.0.1:{port}"}])
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.goto(f"http://127.0.0.1:{port}{address}", wait_until="networkidle")
    first, fetched = float(page.evaluate(_PAINT)), list(sizes)
    page.goto(f"http://127.0.0.1:{port}{address}", wait_until="networkidle")
    again = float(page.evaluate(_PAINT))
    context.close()
    return first, again, int(sum(fetched)), len(fetched)
