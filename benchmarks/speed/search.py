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
import dataclasses
import functools
import itertools
import json
import multiprocessing
import random
import re
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from anjuan.kit.text.folding import squeeze
from anjuan.search.analysis import SENTINEL, content_words, query_bigrams, words
from anjuan.search.backends.tantivy_index import TantivyBackend
from anjuan.search.engine import SearchEngine
from anjuan.search.protocol import EVERYONE, IndexedPage
from anjuan.search.results import Options
from anjuan.search.schema import Field, FieldKind, Schema

SCHEMA = Schema(
    Field("organisation", "组织", phonetic=True),
    Field("standard", "标准"),
    Field("year", "年份", kind=FieldKind.NUMBER, sortable=True),
    Field("kind", "类型"),
    Field("case", "案卷", faceted=False),
)


def _listed(text: str) -> list[str]:
    return text.split()


READERS = frozenset({"team-1", "team-2"})
FACETS = ("organisation", "standard", "year", "kind")
_PAGES_PER_CASE = 50
_BATCH = 500
_BATCHES = 100
_FACET_VALUES = 50
_PLACES = _listed("""
北京 上海 天津 重庆 江苏 浙江 山东 河南 湖北 湖南 广东 福建 四川 陕西 河北 辽宁 吉林
安徽 江西 云南 苏州 无锡 宁波 青岛 成都 武汉
""")
_NAMES = _listed("""
远 大 恒 信 华 瑞 天 成 金 鑫 宏 达 中 科 创 新 顺 安 泰 永 兴 隆 盛 嘉 德
明 东 海 长 江 佳 美 康 益
""")
_TRADES = _listed("""
轴承 机械 食品 电子 化工 建材 物流 纺织 汽车零部件 医疗器械 环保科技 精密铸造 能源 软件
塑胶 包装
""")
_STANDARDS = tuple(
    f"GB/T {number}-{year}" for number in (19001, 24001, 45001, 22000, 23331, 27922) for year in (2016, 2020)
)
_KINDS = ("审核计划", "审核报告", "不符合项报告", "认证证书", "签到表", "检验报告", "管理评审报告", "合同评审")
_SUBJECTS = _listed("""
审核组 受审核方 质量部 生产车间 技术部 采购部 仓库 检验员 管理者代表 最高管理者 供方 顾客
实验室 设备科 外包方 班组长
""")
_DEEDS = _listed("""
确认了 提供了 未能提供 保存了 更新了 评审了 抽查了 制定了 没有执行 按期完成了 记录了
复核了 验证了 修订了 公布了 追溯了
""")
_QUALITIES = _listed("""
完整的 有效的 过期的 受控的 未经批准的 最新版本的 2021年度的 抽样的 月度的 关键工序的
特殊过程的 现场的 书面的 不一致的 全部 部分
""")
_OBJECTS = _listed("""
热处理炉温记录 校准证书 内部审核计划 管理评审报告 不合格品处置单 供方评价表 培训记录
作业指导书 焊接工艺评定 危险废物台账 应急预案 能源绩效参数 顾客满意度调查 硬度检测报告
进货检验记录 设备点检表 环境因素清单 危险源辨识表 食品添加剂使用记录 合同评审记录 图纸
纠正措施 验证报告 证书编号
""")


@dataclasses.dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its tokens, made once."""

    text: str
    squeezed: str
    inner: str
    words: str


@functools.cache
def _sentence(text: str) -> Sentence:
    squeezed = squeeze(text)
    return Sentence(text, squeezed, " ".join(query_bigrams(squeezed)), " ".join(words(text)))


class Pages:
    """Seeded pages by number: text and tokens are made when asked for, the same every time."""

    def __init__(self, count: int, source: Path | None, seed: int = 11) -> None:
        self.count = count
        self.made_s = 0.0
        self.made_cpu_s = 0.0
        self._seed = seed
        chooser = random.Random(seed)
        texts = _cut(source) if source else _made(chooser)
        self._sentences = [_sentence(text) for text in texts]
        self.organisations = sorted({_organisation(chooser) for _ in range(max(10, count // 50))})

    def parts(self, number: int) -> list[Sentence]:
        """Return the sentences of a page."""
        chooser = random.Random(self._seed * 1_000_003 + number)
        parts: list[Sentence] = []
        length = 0
        while length < 430:
            # Squaring makes some sentences far more frequent than others, as on real forms.
            parts.append(self._sentences[int(chooser.random() ** 2 * len(self._sentences))])
            length += len(parts[-1].text)
        return parts

    def text(self, number: int) -> str:
        """Return the printed text of a page."""
        return "\n".join(part.text for part in self.parts(number))

    def __call__(self, ids: Sequence[int]) -> Mapping[int, str]:
        """Return texts as the engine asks for them; the time of making them is no part of a search."""
        started, cpu = time.perf_counter(), time.process_time()
        texts = {number: self.text(number) for number in ids}
        self.made_s += time.perf_counter() - started
        self.made_cpu_s += time.process_time() - cpu
        return texts

    def indexed(self, workers: int) -> Iterator[IndexedPage]:
        """Yield all pages as the analysis would make them, made in other processes."""
        rounds = range(0, self.count, _BATCH * _BATCHES)
        with multiprocessing.get_context("fork").Pool(workers, _work_on, (self,)) as pool:
            # In rounds, so that the processes do not run ahead of the index and fill the memory.
            for first in rounds:
                for batch in pool.imap(_batch, range(first, min(first + rounds.step, self.count), _BATCH)):
                    yield from batch
                print(f"{first} pages", file=sys.stderr)

    def page(self, number: int) -> IndexedPage:
        """Return one page with its tokens."""
        parts = self.parts(number)
        pieces: list[str] = []
        for part, following in itertools.zip_longest(parts, parts[1:]):
            if part.inner:
                pieces.append(part.inner)
            pieces.append(part.squeezed[-1] + (following.squeezed[0] if following else SENTINEL))
        case = number // _PAGES_PER_CASE
        chooser = random.Random(case)
        keywords = {
            "organisation": (self.organisations[int(chooser.random() ** 1.5 * len(self.organisations))],),
            "standard": tuple(chooser.sample(_STANDARDS, chooser.randrange(1, 3))),
            "year": (str(2012 + case % 15),),
            "kind": (_KINDS[number % len(_KINDS)],),
            "case": (f"AJ{case:07}",),
        }
        return IndexedPage(
            id=number,
            group=str(case),
            squeezed="",
            bigrams=" ".join(pieces),
            words=" ".join(part.words for part in parts),
            title=" ".join(query_bigrams(keywords["kind"][0])),
            keywords=keywords,
            readers=frozenset({f"team-{case % 3}"}),
        )


_source: list[Pages] = []


def _work_on(pages: Pages) -> None:
    _source[:] = [pages]


def _batch(first: int) -> list[IndexedPage]:
    pages = _source[0]
    return [pages.page(number) for number in range(first, min(first + _BATCH, pages.count))]


def _organisation(chooser: random.Random) -> str:
    name = "".join(chooser.sample(_NAMES, 3))
    return f"{chooser.choice(_PLACES)}{name}{chooser.choice(_TRADES)}有限公司"


def _made(chooser: random.Random) -> list[str]:
    patterns = (_SUBJECTS, _DEEDS, _QUALITIES, _OBJECTS)
    made = {
        "".join(map(chooser.choice, patterns))
        + f"，{chooser.choice(_SUBJECTS)}{chooser.choice(_DEEDS)}{chooser.choice(_OBJECTS)}。"
        for _ in range(60_000)
    }
    return sorted(made)


def _cut(source: Path) -> list[str]:
    texts = (str(json.loads(line)["text"]) for line in source.read_text(encoding="utf-8").splitlines())
    pieces = {piece.strip() for text in texts for piece in re.split(r"(?<=[。；\n])", text)}
    return sorted(piece for piece in pieces if len(piece) >= 10 and squeeze(piece))


def queries(pages: Pages, count: int, seed: int = 5) -> dict[str, list[str]]:
    """Return queries of every sort, cut from pages."""
    chooser = random.Random(seed)

    def piece(low: int, high: int) -> str:
        text = squeeze(pages.text(chooser.randrange(pages.count)))
        length = chooser.randrange(low, high + 1)
        start = chooser.randrange(max(1, len(text) - length))
        return text[start : start + length]

    def term() -> str:
        return chooser.choice(
            [word for word in content_words(pages.text(chooser.randrange(pages.count))) if len(word) > 1]
        )

    def wrong() -> str:
        text = piece(7, 10)
        place = chooser.randrange(1, len(text) - 1)
        return f"{text[:place]}龘{text[place + 1 :]}"

    sorts: dict[str, Callable[[], str]] = {
        "one word": term,
        "two words": lambda: f"{term()} {term()}",
        "boolean": lambda: f"({term()} AND NOT {term()}) OR {term()}",
        "phrase": lambda: f'"{piece(8, 16)}"',
        "substring": lambda: f'"{piece(2, 6)}"',
        "one character": lambda: f'"{piece(1, 1)}"',
        "question": lambda: f"{piece(10, 16)}是什么，{piece(6, 10)}如何处理？",
        "filtered": lambda: f"{term()} 标准:19001 年份:2018..2020",
        "fuzzy": lambda: f'"{wrong()}"~',
    }
    return {name: [make() for _ in range(count)] for name, make in sorts.items()}


@dataclasses.dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of every search: of the wall clock, and of the CPU in all threads."""

    walls: tuple[float, ...]
    cpus: tuple[float, ...]

    @property
    def mean_cpu(self) -> float:
        """The mean CPU time."""
        return sum(self.cpus) / len(self.cpus)

    def report(self) -> dict[str, float]:
        """Return percentiles and the mean CPU time."""
        walls, cpus = sorted(self.walls), sorted(self.cpus)
        half, most = len(walls) // 2, int(len(walls) * 0.95)
        return {
            "p50_ms": round(walls[half], 1),
            "p95_ms": round(walls[most], 1),
            "cpu_p50_ms": round(cpus[half], 1),
            "cpu_p95_ms": round(cpus[most], 1),
            "cpu_ms": round(self.mean_cpu, 2),
        }


def timed(work: Callable[[str], object], texts: Sequence[str], pages: Pages | None = None) -> Spent:
    """Return what the work takes for every text, without the making of the texts of pages."""
    walls, cpus = [], []
    for text in texts:
        made = (pages.made_s, pages.made_cpu_s) if pages else (0.0, 0.0)
        started, cpu = time.perf_counter(), time.process_time()
        work(text)
        wall, spent = time.perf_counter() - started, time.process_time() - cpu
        if pages:
            wall, spent = wall - (pages.made_s - made[0]), spent - (pages.made_cpu_s - made[1])
        walls.append(wall * 1000)
        cpus.append(spent * 1000)
    return Spent(tuple(walls), tuple(cpus))


def _afresh(engine: SearchEngine, work: Callable[[str], object]) -> Callable[[str], object]:
    """Return the work without the help of counts kept from an earlier search."""

    def alone(text: str) -> object:
        engine.backend.forget()  # type: ignore[attr-defined]  # of this backend alone
        return work(text)

    return alone


class Fts5:
    """The same tokens in SQLite FTS5 and the same values in a table beside it, asked for the same."""

    def __init__(self, path: Path, pages: Iterable[IndexedPage]) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute(
            "CREATE VIRTUAL TABLE page USING fts5(bi, sw, content='', "
            "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
        )
        for name in FACETS:
            self._db.execute(f"CREATE TABLE f_{name} (page INTEGER, value TEXT)")
        with self._db:
            for page in pages:
                self._db.execute(
                    "INSERT INTO page(rowid, bi, sw) VALUES (?, ?, ?)", (page.id, page.bigrams, page.words)
                )
                for name in FACETS:
                    rows = ((page.id, value) for value in page.keywords[name])
                    self._db.executemany(f"INSERT INTO f_{name} VALUES (?, ?)", rows)  # noqa: S608  fixed names
        with self._db:
            for name in FACETS:
                self._db.execute(f"CREATE INDEX i_{name} ON f_{name} (page, value)")
            self._db.execute("INSERT INTO page(page) VALUES ('optimize')")

    def expression(self, sort: str, text: str) -> str:
        """Return a query of a sort in the language of FTS5."""
        if sort == "question":
            tokens = [*content_words(text), *query_bigrams(squeeze(text))]
            return " OR ".join(f'"{token}"' for token in dict.fromkeys(tokens))
        if sort == "boolean":
            first, second, third = re.findall(r"[^\s()]+", re.sub(r"\b(AND|NOT|OR)\b", " ", text))
            return f"({_held(first)} NOT {_held(second)}) OR {_held(third)}"
        return " AND ".join(_held(word) for word in text.split())

    def list(self, expression: str) -> int:
        """Count and list pages, best first."""
        total = self._db.execute("SELECT count(*) FROM page WHERE page MATCH ?", (expression,)).fetchone()[0]
        self._db.execute("SELECT rowid FROM page WHERE page MATCH ? ORDER BY rank LIMIT 20", (expression,)).fetchall()
        return int(total)

    def list_and_facets(self, expression: str) -> int:
        """Count and list pages, and count the values of four fields; the pages found are looked up once."""
        self._db.execute("DROP TABLE IF EXISTS temp.found")
        self._db.execute("CREATE TEMP TABLE found AS SELECT rowid AS page FROM page WHERE page MATCH ?", (expression,))
        total = self._db.execute("SELECT count(*) FROM temp.found").fetchone()[0]
        for name in FACETS:
            self._db.execute(
                f"SELECT value, count(*) AS pages FROM temp.found CROSS JOIN f_{name} USING (page) "  # noqa: S608
                f"GROUP BY value ORDER BY pages DESC LIMIT {_FACET_VALUES}"
            ).fetchall()
        self._db.execute("SELECT rowid FROM page WHERE page MATCH ? ORDER BY rank LIMIT 20", (expression,)).fetchall()
        return int(total)


def _held(word: str) -> str:
    return f'bi:"{" ".join(query_bigrams(squeeze(word)))}"'


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
