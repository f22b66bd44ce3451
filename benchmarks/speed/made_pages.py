"""Any number of seeded pages with their tokens, and queries cut from them."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import json
import multiprocessing
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from anjuan.kit.text.folding import squeeze
from anjuan.search.analysis import SENTINEL, content_words, query_bigrams, words
from anjuan.search.protocol import IndexedPage
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
FACET_VALUES = 50
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
