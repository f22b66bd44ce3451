"""Queries for tantivy leave out only what cannot change which pages are found."""

from __future__ import annotations

import random

import pytest
from tests.search.corpus import SCHEMA, pages

from anjuan.kit.text.folding import squeeze
from anjuan.search.analysis import Analyser, query_bigrams
from anjuan.search.backends.tantivy_index import TantivyBackend
from anjuan.search.backends.tantivy_queries import affordable, surely_scored
from anjuan.search.conditions import AllOf, AnyOf, Contains, Ids, Near, Tokens, Without
from anjuan.search.fuzzy import allowed_edits, windows
from anjuan.search.protocol import EVERYONE, Request, ScoredTerm, TermField

PAIRS = tuple(ScoredTerm(TermField.BIGRAMS, pair) for pair in query_bigrams("热处理炉温记录"))
WORDS = tuple(ScoredTerm(TermField.WORDS, word) for word in ("轴承", "审核"))


@pytest.fixture(scope="module")
def backend(tmp_path_factory):
    backend = TantivyBackend(tmp_path_factory.mktemp("index"), SCHEMA)
    backend.rebuild(Analyser(SCHEMA).pages(pages()))
    yield backend
    backend.close()


def searchers(backend):
    return [shard.searcher() for shard in backend._readable()]


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        (Contains("炉温"), True),
        (Contains("证书"), False),
        (Tokens(("轴承", "审核"), 1), True),
        (Tokens(("轴承", "证书"), 1), False),
        (Near("热处理炉温记录", 1), True),
        (Near("审核证书有效期", 1), False),
        (AnyOf((Contains("炉温"), Ids((1,)))), False),
        (AllOf((Contains("炉温"), Ids((1,)))), True),
        (Without(Contains("炉温")), False),
    ],
)
def test_a_page_is_surely_scored_only_when_it_cannot_lack_every_term(condition, answer):
    assert surely_scored(condition, PAIRS + WORDS) is answer


def test_preferred_pages_are_surely_scored():
    assert surely_scored(AnyOf((Contains("证书"), Contains("炉温"))), PAIRS, Contains("证书"))


def test_small_collections_score_by_every_term(backend):
    request = Request(Tokens(("轴承",), 1), EVERYONE, scoring=PAIRS + WORDS)
    assert affordable(searchers(backend), request) == PAIRS + WORDS


def test_words_that_select_always_score(backend):
    request = Request(Tokens(("轴承", "审核"), 1), EVERYONE, scoring=PAIRS + WORDS)
    assert set(affordable(searchers(backend), request, most=0)) >= set(WORDS)


def test_most_frequent_terms_are_left_out_first(backend):
    terms = tuple(ScoredTerm(TermField.BIGRAMS, pair) for pair in ("审核", "涂改"))
    rare, common = sorted(terms, key=lambda term: sum(term.token in squeeze(page.text) for page in pages()))
    request = Request(Contains("审核"), EVERYONE, scoring=terms)
    most = sum(searcher.doc_freq("bi", rare.token) for searcher in searchers(backend))
    assert affordable(searchers(backend), request, most=most) == (rare,) != (common,)


@pytest.mark.parametrize("length", [6, 7, 8, 12, 16])
def test_pages_with_a_text_roughly_are_candidates(backend, length):
    chooser = random.Random(length)
    for _ in range(10):
        text = squeeze(chooser.choice(pages()).text)[:length]
        place = chooser.randrange(len(text))
        wrong = f"{text[:place]}龘{text[place + 1 :]}"
        edits = allowed_edits(len(wrong))
        hits = backend.search(Request(Near(wrong, edits), EVERYONE, limit=1000)).hits
        assert {hit.id for hit in hits} >= {p.id for p in pages() if windows(wrong, squeeze(p.text), edits)}


def test_counts_follow_a_commit(tmp_path):
    backend = TantivyBackend(tmp_path, SCHEMA)
    analysed = tuple(Analyser(SCHEMA).pages(pages(20)))
    request = Request(Contains("审核"), EVERYONE, facets=("kind",), limit=0)
    seen = []
    for part in (analysed[:10], analysed):
        backend.upsert(part)
        backend.commit()
        answer = backend.search(request)
        seen.append((answer.total, sum(count.count for count in answer.facets["kind"])))
    expected = [sum("审核" in squeeze(page.text) for page in pages(count)) for count in (10, 20)]
    assert seen == [(count, count) for count in expected]
    backend.close()
