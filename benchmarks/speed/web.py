"""How quick the pages are with 100,000 cases and 1,000,000 pages: each alone, in a browser, and with 40 people at once.

    PYTHONPATH=src:. python benchmarks/speed/web.py [--cases 100000] [--pages 1000000] [--home DIR] [--rounds 20]

A data home is filled with seeded cases, papers, pages with text, fields, judgements, custody events, loans, terms,
organisations, people and a journal, straight into the tables, and the pages into the search index; with --home it is
made once and used again. Then ``anjuan serve`` runs on it, and pages of every sort are asked for over HTTP, as persons
of several roles: lists (first, far, narrowed, by every column), the other lists, searches with facets, a case of
70 papers with all its tabs. Times end with the last byte; how many queries a page makes is counted in this process
on the same tables, and ``cpu_ms`` is what the server used of the processor, which a busy machine (``load``) does not
falsify. Chromium tells the first contentful paint with an empty cache. At the end many people click
through lists, cases and searches at once. The exports of the whole list are fetched too.
Prints one JSON line; what is not measured because of an option is left out of it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

PEOPLE = 40
#: Of which one role each: most people see some cases, some see all.
_MIX = ("auditor", "auditor", "reviewer", "archivist", "chief_archivist")
_PAINTED = ("cases first", "desk", "search word", "case papers", "case page")


def main() -> None:
    """Fill a home unless it is kept, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--pages", type=int, default=1_000_000)
    parser.add_argument("--indexed", type=int, help="so many pages go into the search index; all when not given")
    parser.add_argument("--home", type=Path, help="the data home; filled when it is empty, else used as it is")
    parser.add_argument("--rounds", type=int, default=20, help="calls of each page")
    parser.add_argument("--seconds", type=float, default=60, help="of many people at once; 0 for none")
    parser.add_argument("--pause", type=float, nargs=2, default=(1.0, 3.0), help="seconds between answer and click")
    parser.add_argument("--processes", type=int, default=2, help="web processes of the server")
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--no-exports", action="store_true")
    parser.add_argument("--only", default="", help="a part of the names of the pages that are measured")
    given = parser.parse_args()
    home = given.home or Path(tempfile.mkdtemp(prefix="anjuan-web-"))
    os.environ |= {"ANJUAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "anjuan.config.settings"}
    for folder in ("work", "blobs", "index"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    import django  # noqa: PLC0415  the home must be named first

    django.setup()
    print(json.dumps(measured(home, given), ensure_ascii=False))


def measured(home: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Return everything that was asked for."""
    from django.conf import settings  # noqa: PLC0415  Django must be set up first
    from web_client import serving  # noqa: PLC0415

    from anjuan.archive.models import Case, Document, Page  # noqa: PLC0415
    from anjuan.archive.services.indexing import search_engine  # noqa: PLC0415
    from anjuan.config.upkeep import home_prepare  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    home_prepare(home)
    if not Case.objects.exists():
        from web_home import fill  # noqa: PLC0415

        fill(given.cases, given.pages, given.pages if given.indexed is None else given.indexed)
    told: dict[str, Any] = {
        "cases": Case.objects.count(), "papers": Document.objects.count(), "pages": Page.objects.count(),
        "pages_in_index": search_engine().backend.stats().pages,
        "load": os.getloadavg()[0], "database_mb": (home / "db.sqlite3").stat().st_size >> 20,
    }  # fmt: skip
    with serving(home, given.processes) as (port, process):
        told |= _alone(port, process, given)
        if not given.no_exports:
            told["exports"] = _exports(port)
        if not given.no_browser:
            told["paint"] = _painted(port)
        if given.seconds:
            told["at_once"] = _at_once(port, given)
    return told


def _alone(port: int, process: int, given: argparse.Namespace) -> dict[str, Any]:
    from django.test import Client  # noqa: PLC0415  Django must be set up first
    from web_client import Browser, cpu_seconds, queries_of, session_of, spread  # noqa: PLC0415
    from web_roles import pages  # noqa: PLC0415

    from anjuan.accounts.models import User  # noqa: PLC0415

    found: dict[str, dict[str, dict[str, float]]] = {}
    people: dict[str, tuple[Browser, Client]] = {}
    for page in pages():
        if given.only not in page.name:
            continue
        if page.who not in people:
            client = Client()
            client.force_login(User.objects.get(username=page.who))
            people[page.who] = (Browser(port, session_of(page.who)), client)
        browser, client = people[page.who]
        before = cpu_seconds(process)
        times, sent = browser.timed(page.address, given.rounds)
        spent = round((cpu_seconds(process) - before) * 1000 / (given.rounds + 1), 1)
        figures = {**spread(times), "cpu_ms": spent, "queries": queries_of(client, page.address), "bytes": sent}
        if page.name in _PAINTED:
            figures["with_assets"], figures["requests"] = browser.with_assets(page.address)
        found.setdefault(page.sort, {})[f"{page.who} {page.name}"] = figures
        print(page.who, page.name, figures, file=sys.stderr)
    return {"worst": {sort: _worst(pages) for sort, pages in found.items()}, "alone": found}


def _worst(pages: dict[str, dict[str, float]]) -> dict[str, Any]:
    slowest = max(pages, key=lambda name: pages[name]["p95"])
    told: dict[str, Any] = {"p95": pages[slowest]["p95"], "page": slowest}
    for figure in ("cpu_ms", "queries", "bytes", "with_assets"):
        told[figure] = max((page[figure] for page in pages.values() if figure in page), default=0)
    return told


def _exports(port: int) -> dict[str, dict[str, float]]:
    from web_client import Browser, session_of  # noqa: PLC0415  Django must be set up first

    browser, found = Browser(port, session_of("archivist")), {}
    for name in ("cases/export.csv", "cases/export.csv?order=title", "cases/export.xlsx", "organisations/export.csv"):
        status, spent, content, _ = browser.get(f"/lists/{name}")
        found[name] = {"status": status, "seconds": round(spent / 1000, 1), "bytes": len(content)}
        print(name, found[name], file=sys.stderr)
    return found


def _painted(port: int) -> dict[str, Any]:
    from web_browser import painted  # noqa: PLC0415  Django must be set up first
    from web_client import session_of  # noqa: PLC0415
    from web_roles import pages  # noqa: PLC0415

    shown = [page for page in pages() if page.who == "archivist" and page.name in _PAINTED]
    return painted(port, session_of("archivist"), shown, rounds=5)


def _at_once(port: int, given: argparse.Namespace) -> dict[str, object]:
    from web_client import session_of  # noqa: PLC0415  Django must be set up first
    from web_roles import pages  # noqa: PLC0415
    from web_users import many_at_once  # noqa: PLC0415

    by_role = {
        who: [page for page in pages() if page.who == who and page.sort in {"list", "search", "case", "other"}]
        for who in set(_MIX)
    }
    by_role["chief_archivist"] = by_role["archivist"]
    people = [(session_of(_MIX[number % len(_MIX)]), by_role[_MIX[number % len(_MIX)]]) for number in range(PEOPLE)]
    return many_at_once(port, people, seconds=given.seconds, pause=tuple(given.pause))


if __name__ == "__main__":
    main()
