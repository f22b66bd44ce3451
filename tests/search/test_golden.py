"""Golden queries: what the index finds is what a full scan finds, no more and no less."""

from __future__ import annotations

import random

import pytest
from tests.search.corpus import SCHEMA, pages

from anjuan.kit.text.folding import squeeze
from anjuan.search.backends.tantivy_index import TantivyBackend
from anjuan.search.engine import SearchEngine
from anjuan.search.protocol import EVERYONE
from anjuan.search.results import Options

TEXTS = {page.id: squeeze(page.text) for page in pages()}
EVERY = Options(limit=1000, offer_fuzzy=False)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    backend = TantivyBackend(tmp_path_factory.mktemp("golden") / "index", SCHEMA, shards=2)
    engine = SearchEngine(backend, SCHEMA, lambda _: {})
    engine.rebuild(pages())
    yield engine
    backend.close()


def ids(engine: SearchEngine, query: str) -> set[int]:
    results = engine.search(query, EVERYONE, EVERY)
    assert results.total == len(results.hits)
    return {hit.id for hit in results.hits}


def having(piece: str) -> set[int]:
    return {number for number, text in TEXTS.items() if squeeze(piece) in text}


def cut(chooser: random.Random, length: int) -> str:
    """Return a piece of a printed page, line breaks and signs included, of so many squeezed characters or fewer."""
    text = chooser.choice(pages()).text
    start = chooser.randrange(len(text))
    piece = text[start : start + length].replace('"', "")
    return piece if squeeze(piece) else "审核"


@pytest.mark.parametrize("length", range(1, 21))
def test_every_substring_is_found(engine, length):
    chooser = random.Random(length)
    for _ in range(150):
        number, text = chooser.choice(list(TEXTS.items()))
        start = chooser.randrange(max(1, len(text) - length))
        assert number in ids(engine, f'"{text[start : start + length]}"')


@pytest.mark.parametrize("seed", range(11))
def test_exact_queries_equal_a_scan(engine, seed):
    chooser = random.Random(seed)
    for _ in range(20):
        piece = cut(chooser, chooser.choice((1, 2, 3, 4, 6, 9, 14)))
        assert ids(engine, f'"{piece}"') == having(piece), piece


@pytest.mark.parametrize(
    "shape",
    [
        ('"{0}" AND "{1}"', lambda a, b, _: a & b),
        ('"{0}" OR "{1}"', lambda a, b, _: a | b),
        ('"{0}" AND NOT "{1}"', lambda a, b, _: a - b),
        ('NOT "{0}"', lambda a, *_: set(TEXTS) - a),
        ('("{0}" AND NOT "{1}") OR "{2}"', lambda a, b, c: (a - b) | c),
        ('"{0}" AND ("{1}" OR NOT "{2}")', lambda a, b, c: a & (b | (set(TEXTS) - c))),
        ("（“{0}” 或 “{1}”） 与 非 “{2}”", lambda a, b, c: (a | b) - c),
        ('NOT ("{0}" OR "{1}") AND "{2}"', lambda a, b, c: c - (a | b)),
    ],
    ids=lambda shape: shape[0],
)
def test_boolean_queries_equal_a_scan(engine, shape):
    chooser = random.Random(shape[0])
    pattern, combine = shape
    for _ in range(10):
        pieces = [squeeze(cut(chooser, chooser.choice((1, 2, 3, 4)))) for _ in range(3)]
        assert ids(engine, pattern.format(*pieces)) == combine(*map(having, pieces)), pieces


def test_one_word_is_its_substring(engine):
    assert ids(engine, "不符合项") == having("不符合项")
