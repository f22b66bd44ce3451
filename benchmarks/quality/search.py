"""Ranking quality, substring recall and golden queries of the search engine, beside simpler rankings.

    PYTHONPATH=src:. python benchmarks/quality/search.py --data FOLDER [--recall] [--golden]

FOLDER holds passages.jsonl ({id, title, text}) and queries.jsonl ({id, query, relevant}); where ``_traditional`` fields
exist, every second passage and every second query is taken in traditional writing. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from anjuan.kit.text.folding import squeeze
from anjuan.search.backends.tantivy_index import TantivyBackend
from anjuan.search.engine import SearchEngine
from anjuan.search.protocol import EVERYONE, PageRecord
from anjuan.search.ranking import DEFAULT_PLAN, Plan
from anjuan.search.relevance.rescoring import title_context
from anjuan.search.results import Options
from anjuan.search.schema import Schema

#: Rankings measured in the same run: each is a plan over the same index.
BASELINES: dict[str, Plan] = {
    "bigrams_only": Plan(words_weight=0, title_weight=0, share_needed=0, few_words=0, common_share=1),
    "words_only": Plan(bigrams_weight=0, title_weight=0, share_needed=0, few_words=0, common_share=1),
    "sum": Plan(title_weight=0, share_needed=0, few_words=0, common_share=1),
}
_DEPTH = 100


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """A query and the numbers of the passages that answer it."""

    text: str
    relevant: frozenset[int]


@dataclasses.dataclass(frozen=True, slots=True)
class Material:
    """A data folder: pages and questions."""

    pages: list[PageRecord]
    questions: list[Question]


def _lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def load(folder: Path, *, title_in_text: bool) -> Material:
    """Return the pages and questions of a data folder."""
    passages = _lines(folder / "passages.jsonl")
    numbers = {str(passage["id"]): number for number, passage in enumerate(passages)}
    pages = []
    for number, passage in enumerate(passages):
        text = _written(passage, "text", number)
        title = _written(passage, "title", number)
        pages.append(PageRecord(number, "all", f"{title}\n{text}" if title_in_text else text, title))
    questions = [
        Question(_written(row, "query", number), frozenset(numbers[str(key)] for key in _ids(row["relevant"])))
        for number, row in enumerate(_lines(folder / "queries.jsonl"))
    ]
    return Material(pages, questions)


def _ids(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _written(row: dict[str, object], field: str, number: int) -> str:
    traditional = row.get(f"{field}_traditional")
    return str(traditional if traditional and number % 2 else row.get(field) or "")


class Held:
    """Texts by number, as the engine asks for them."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._texts = texts

    def __call__(self, ids: Sequence[int]) -> Mapping[int, str]:
        """Return the texts asked for."""
        return {number: self._texts[number] for number in ids if number in self._texts}


def figures(engine: SearchEngine, questions: list[Question]) -> dict[str, float]:
    """Return MRR@10, recall at 1, 10 and 100 and the CPU time of a query in milliseconds."""
    sums = dict.fromkeys(("mrr@10", "r@1", "r@10", "r@100"), 0.0)
    options = Options(limit=_DEPTH, offer_fuzzy=False, snippets=1)
    started = time.process_time()
    for question in questions:
        hits = [hit.id for hit in engine.search(question.text, EVERYONE, options).hits]
        first = next((place for place, number in enumerate(hits, 1) if number in question.relevant), 0)
        sums["mrr@10"] += 1 / first if 0 < first <= 10 else 0
        for depth in (1, 10, 100):
            sums[f"r@{depth}"] += len(question.relevant.intersection(hits[:depth])) / len(question.relevant)
    spent = (time.process_time() - started) * 1000 / len(questions)
    return {name: round(value / len(questions), 4) for name, value in sums.items()} | {"cpu_ms": round(spent, 2)}


def substring_recall(
    engine: SearchEngine, pages: list[PageRecord], seed: int, per_length: int = 150
) -> dict[str, float]:
    """Return the share of random substrings whose page is found, by length 1 to 20."""
    chooser = random.Random(seed)
    texts = [(page.id, squeeze(page.text)) for page in pages]
    found: dict[str, float] = {}
    for length in range(1, 21):
        hits = 0
        for _ in range(per_length):
            number, text = chooser.choice([pair for pair in chooser.choices(texts, k=50) if len(pair[1]) >= length])
            start = chooser.randrange(len(text) - length + 1)
            options = Options(limit=len(pages), offer_fuzzy=False, snippets=1)
            request = f'"{text[start : start + length]}"'
            hits += number in _ids_of(engine, request, options)
        found[str(length)] = hits / per_length
    return found


def _ids_of(engine: SearchEngine, text: str, options: Options) -> set[int]:
    bare = SearchEngine(engine.backend, engine.schema, lambda _: {}, engine.plan)
    return {hit.id for hit in bare.search(text, EVERYONE, options).hits}


def golden(engine: SearchEngine, pages: list[PageRecord], seed: int, count: int = 300) -> dict[str, int]:
    """Return how many of ``count`` random queries (four of fifteen Boolean) give exactly the pages of a full scan."""
    chooser = random.Random(seed)
    texts = {page.id: squeeze(page.text) for page in pages}
    options = Options(limit=len(pages), offer_fuzzy=False, snippets=1)
    equal = 0
    for number in range(count):
        a, b, c = (_piece(chooser, list(texts.values())) for _ in range(3))
        if number % 15 < 4:
            query = f'("{a}" AND NOT "{b}") OR "{c}"' if number % 2 else f'"{a}" AND ("{b}" OR NOT "{c}")'
            expected = {
                i
                for i, t in texts.items()
                if ((a in t and b not in t) or c in t if number % 2 else a in t and (b in t or c not in t))
            }
        else:
            query, expected = f'"{a}"', {i for i, t in texts.items() if a in t}
        equal += _ids_of(engine, query, options) == expected
    return {"queries": count, "equal": equal}


def _piece(chooser: random.Random, texts: list[str]) -> str:
    text = chooser.choice([text for text in chooser.choices(texts, k=20) if text])
    start = chooser.randrange(len(text))
    return text[start : start + chooser.choice((1, 2, 2, 2, 3, 4, 6, 9))]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--recall", action="store_true", help="also cut 3,000 random substrings and look for each")
    parser.add_argument("--golden", action="store_true", help="also compare 300 queries with a full scan")
    parser.add_argument("--title-in-text", action="store_true", help="put the title before the text of every passage")
    parser.add_argument("--seed", type=int, default=20260301)
    options = parser.parse_args()
    material = load(options.data, title_in_text=options.title_in_text)
    with tempfile.TemporaryDirectory() as folder:
        backend = TantivyBackend(Path(folder) / "index", Schema())
        texts = Held({page.id: page.text for page in material.pages})
        documents = Held({page.id: title_context(page.title) for page in material.pages})
        engine = SearchEngine(backend, Schema(), texts)
        started = time.process_time()
        engine.rebuild(material.pages)
        report: dict[str, object] = {"data": options.data.name, "passages": len(material.pages)}
        report |= {"queries": len(material.questions), "index_cpu_s": round(time.process_time() - started, 2)}
        for name, plan in {"ours": DEFAULT_PLAN, **BASELINES}.items():
            ranked = SearchEngine(backend, Schema(), texts if plan.depth else Held({}), plan, documents)
            report[name] = figures(ranked, material.questions)
            print(name, report[name], file=sys.stderr)
        if options.recall:
            report["substring_recall"] = substring_recall(engine, material.pages, options.seed)
        if options.golden:
            report["golden"] = golden(engine, material.pages, options.seed)
        backend.close()
    print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main()
