"""How quickly pages are found among many: lists with facets, snippets and lit places; suggestions; FTS5 beside it.

    PYTHONPATH=src:. python benchmarks/speed/search.py --pages 1000000 [--texts laws.jsonl] [--keep FOLDER]

Pages are made of seeded sentences (of the built-in grammar, or cut from the ``text`` of a JSONL file), about 450
characters each, with organisation, standard, year, kind and case. Their tokens are joined from the tokens of
their sentences, in several processes. The time of making texts, in place of a database that would
hand them over, is left out.

The same tokens go into SQLite FTS5, and the same queries are put to both: twenty pages in the order of BM25 and the
exact total (``list``), and with them the counts of four fields over all pages found (``list and facets``). Both sides
search all pages without regard to readers, and neither makes snippets. The mix is as many queries of every sort.
Prints one JSON line. A first search after a commit works out the values to suggest; its time stands apart.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import itertools
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fts5 import Fts5
from made_pages import FACETS, READERS, SCHEMA, Pages, queries
from timing import Spent, timed

from anjuan.search.backends.tantivy_index import TantivyBackend
from anjuan.search.engine import SearchEngine
from anjuan.search.protocol import EVERYONE
from anjuan.search.results import Options


def _afresh(engine: SearchEngine, work: Callable[[str], object]) -> Callable[[str], object]:
    """Return the work without the help of counts kept from an earlier search."""

    def alone(text: str) -> object:
        engine.backend.forget()  # type: ignore[attr-defined]  # of this backend alone
        return work(text)

    return alone


_COMPARED = ("one word", "two words", "boolean", "phrase", "substring", "question")


def compare(engine: SearchEngine, fts: Fts5, asked: dict[str, list[str]]) -> dict[str, object]:
    """Return mean CPU milliseconds of both by sort and over the mix, and how many times less ours needs."""
    bare = SearchEngine(engine.backend, engine.schema, lambda _: {}, engine.plan)
    ways = {
        "list": (Options(offer_fuzzy=False), fts.list),
        "list and facets": (Options(offer_fuzzy=False, facets=FACETS), fts.list_and_facets),
    }
    found: dict[str, object] = {}
    for way, (options, theirs) in ways.items():
        by_sort = {}
        for sort in _COMPARED:
            ask = functools.partial(bare.search, readers=EVERYONE, options=options)
            ours = timed(_afresh(engine, ask), asked[sort])
            expressions = [fts.expression(sort, text) for text in asked[sort]]
            by_sort[sort] = (ours.mean_cpu, timed(theirs, expressions).mean_cpu)
            print(way, sort, by_sort[sort], file=sys.stderr)
        by_sort["mix"] = (sum(pair[0] for pair in by_sort.values()), sum(pair[1] for pair in by_sort.values()))
        found[way] = {
            sort: {"ours_cpu_ms": round(ours, 2), "fts5_cpu_ms": round(other, 2), "ratio": round(other / ours, 1)}
            for sort, (ours, other) in by_sort.items()
        }
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=60, help="of each sort; a third of them beside FTS5")
    parser.add_argument("--texts", type=Path, help="a JSONL file whose `text` is cut into sentences")
    parser.add_argument(
        "--fts5-pages", type=int, default=100_000, help="how many pages are compared with FTS5; 0 for none"
    )
    parser.add_argument("--workers", type=int, default=2, help="processes that make tokens")
    parser.add_argument("--keep", type=Path, help="keep the index here, and use it when it is there")
    options = parser.parse_args()
    pages = Pages(options.pages, options.texts)
    with contextlib.ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        report = measure(pages, folder, options)
        if options.fts5_pages:
            report["fts5"] = beside(options, folder, pages)
    print(json.dumps(report, ensure_ascii=False))


def measure(pages: Pages, folder: Path, wanted: argparse.Namespace) -> dict[str, object]:
    """Index the pages and time every sort of query."""
    backend = TantivyBackend(folder / "index", SCHEMA)
    engine = SearchEngine(backend, SCHEMA, pages)
    started, wall = _cpu(), time.perf_counter()
    if backend.stats().pages != pages.count:
        backend.rebuild(pages.indexed(wanted.workers))
    report: dict[str, object] = {"pages": pages.count, "index_cpu_s": round(_cpu() - started, 1)}
    report |= {"index_wall_s": round(time.perf_counter() - wall, 1), "size_mb": backend.stats().size_bytes >> 20}
    asked = queries(pages, wanted.queries)
    full = Options(facets=FACETS)

    def search(text: str) -> object:
        return engine.search(text, READERS, full)

    timed(search, [texts[0] for texts in asked.values()])
    found = {}
    for name, texts in asked.items():
        found[name] = timed(_afresh(engine, search), texts, pages)
        report[name] = found[name].report()
        print(name, report[name], file=sys.stderr)
    walls, cpus = (
        tuple(itertools.chain(*parts)) for parts in zip(*((s.walls, s.cpus) for s in found.values()), strict=True)
    )
    report["all lists"] = Spent(walls, cpus).report()
    backend.forget()
    report["first suggestion"] = timed(lambda text: engine.suggest(text, READERS), _TYPED[:1]).report()
    report["suggestions"] = timed(lambda text: engine.suggest(text, READERS), _TYPED * 5).report()
    report["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return report


_TYPED = ["江苏", "轴承", "js", "jshx", "苏州", "远大", "GB/T 19", "shenhe", "审核", "汽车零部件", "hengxin", "北京宏"]


def _cpu() -> float:
    """Return the CPU seconds of this process and of those it waited for."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def beside(options: argparse.Namespace, folder: Path, pages: Pages) -> dict[str, object]:
    """Put a part of the pages into FTS5 and into an index of their own, and compare."""
    few = Pages(min(options.fts5_pages, pages.count), options.texts)
    small = folder / "beside"
    shutil.rmtree(small, ignore_errors=True)
    backend = TantivyBackend(small / "index", SCHEMA)
    backend.rebuild(few.indexed(options.workers))
    fts = Fts5(small / "fts5.sqlite3", few.indexed(options.workers))
    asked = queries(few, max(1, options.queries // 3))
    found = compare(SearchEngine(backend, SCHEMA, few), fts, asked)
    return {"pages": few.count, **found}


if __name__ == "__main__":
    main()
