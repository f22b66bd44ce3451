"""What every search backend promises. Subclass, give ``backend``, and all of it runs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from tests.search.corpus import ORGANISATIONS, SCHEMA, pages

from anjuan.kit.text.folding import squeeze
from anjuan.search.analysis import Analyser, query_bigrams
from anjuan.search.backends.memory import MemoryBackend
from anjuan.search.conditions import (
    AllOf,
    AnyOf,
    Between,
    Condition,
    Contains,
    Everything,
    How,
    Ids,
    Keyword,
    Near,
    Nothing,
    Tokens,
    Value,
    Without,
)
from anjuan.search.errors import UnknownFieldError, UnsupportedQueryError
from anjuan.search.protocol import (
    EVERYONE,
    Capability,
    IndexedPage,
    PageRecord,
    Request,
    ScoredTerm,
    SearchBackend,
    TermField,
)

ANALYSER = Analyser(SCHEMA)
INDEXED = tuple(ANALYSER.pages(pages()))


def indexed(*texts: str, **fields: tuple[str, ...]) -> list[IndexedPage]:
    """Return analysed pages 0, 1, 2 … of one group with these texts."""
    return [ANALYSER.page(PageRecord(n, "g", text, keywords=fields)) for n, text in enumerate(texts)]


class SearchBackendContract:
    """The tests. A subclass defines the fixture ``make`` (of class scope): a function that makes an empty backend."""

    @pytest.fixture(scope="class")
    @classmethod
    def make(cls) -> Callable[[], SearchBackend]:
        raise NotImplementedError

    @pytest.fixture
    def backend(self, make: Callable[[], SearchBackend]) -> Iterator[SearchBackend]:
        backend = make()
        yield backend
        backend.close()

    @pytest.fixture(scope="class")
    @classmethod
    def full(cls, make: Callable[[], SearchBackend]) -> Iterator[SearchBackend]:
        """A backend with all pages, for reading only."""
        backend = make()
        backend.upsert(INDEXED)
        backend.commit()
        yield backend
        backend.close()

    @pytest.fixture
    def changing(self, backend: SearchBackend) -> SearchBackend:
        """A backend with all pages, for this test alone."""
        backend.upsert(INDEXED)
        backend.commit()
        return backend

    @staticmethod
    def ids(backend: SearchBackend, match: Condition, **more: object) -> set[int]:
        request = Request(match, **{"readers": EVERYONE, "limit": 1000, **more})  # type: ignore[arg-type]
        answer = backend.search(request)
        found = {hit.id for hit in answer.hits}
        assert answer.total == len(answer.hits) == len(found)
        return found

    def test_empty_backend_finds_nothing(self, backend: SearchBackend) -> None:
        assert self.ids(backend, Everything()) == set()

    def test_pages_are_found_after_commit(self, backend: SearchBackend) -> None:
        backend.upsert(indexed("审核计划"))
        before = self.ids(backend, Everything())
        backend.commit()
        assert (before, self.ids(backend, Everything())) == (set(), {0})

    def test_upsert_tells_how_many_pages_it_took(self, backend: SearchBackend) -> None:
        assert backend.upsert(indexed("甲", "乙", "丙")) == 3

    def test_second_upsert_replaces_the_page(self, backend: SearchBackend) -> None:
        for text in ("旧文本", "新文本"):
            backend.upsert(indexed(text))
            backend.commit()
        assert self.ids(backend, Contains("旧文本")) == set()
        assert self.ids(backend, Contains("新文本")) == {0}

    def test_upsert_into_another_group_moves_the_page(self, backend: SearchBackend) -> None:
        for group in ("g1", "g2", "g3", "g4"):
            backend.upsert([ANALYSER.page(PageRecord(5, group, "同一页"))])
        backend.commit()
        assert self.ids(backend, Everything()) == {5}

    def test_same_page_twice_in_a_batch_is_kept_once(self, backend: SearchBackend) -> None:
        backend.upsert([*indexed("先来"), *indexed("后到")])
        backend.commit()
        assert self.ids(backend, Contains("后到")) == self.ids(backend, Everything()) == {0}

    def test_deleted_pages_are_gone(self, changing: SearchBackend) -> None:
        changing.delete([3, 4, 99_999])
        changing.commit()
        assert self.ids(changing, Everything()) == set(range(300)) - {3, 4}
        assert changing.stats().pages == 298

    def test_deleted_group_is_gone(self, changing: SearchBackend) -> None:
        changing.delete_group("case-2")
        changing.commit()
        assert self.ids(changing, Everything()) == set(range(300)) - set(range(20, 30))

    def test_closing_loses_what_was_not_committed(self, changing: SearchBackend) -> None:
        changing.delete([1])
        changing.close()
        changing.commit()
        assert 1 in self.ids(changing, Everything())

    def test_rebuild_replaces_everything(self, changing: SearchBackend) -> None:
        assert changing.rebuild(indexed("甲", "乙")) == 2
        assert self.ids(changing, Everything()) == {0, 1}

    def test_failed_rebuild_leaves_the_old_pages(self, changing: SearchBackend) -> None:
        def broken() -> Iterator[IndexedPage]:
            yield from indexed("甲")
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            changing.rebuild(broken())
        assert len(self.ids(changing, Everything())) == 300

    def test_writing_goes_on_after_a_rebuild(self, changing: SearchBackend) -> None:
        changing.rebuild(indexed("甲"))
        changing.upsert([ANALYSER.page(PageRecord(9, "g9", "乙"))])
        changing.commit()
        assert self.ids(changing, Everything()) == {0, 9}

    @pytest.mark.parametrize("text", ["审", "的", "1", "计划", "iso9001", "0", "2021年3月5日至8日", "m2", "q30458r2m"])
    def test_contains_equals_a_scan(self, full: SearchBackend, text: str) -> None:
        expected = {page.id for page in pages() if text in squeeze(page.text)}
        assert self.ids(full, Contains(text)) == expected
        assert expected

    def test_text_does_not_run_on_into_the_next_page(self, backend: SearchBackend) -> None:
        backend.upsert(indexed("前页末", "尾首字"))
        backend.commit()
        assert self.ids(backend, Contains("末尾")) == set()

    @pytest.mark.parametrize("seed", range(6))
    def test_random_conditions_equal_the_obvious_backend(self, full: SearchBackend, seed: int) -> None:
        obvious = MemoryBackend(SCHEMA)
        obvious.rebuild(INDEXED)
        chooser = random.Random(seed)
        for _ in range(25):
            condition = _random_condition(chooser, 3)
            assert self.ids(full, condition) == self.ids(obvious, condition), condition

    @pytest.mark.parametrize(
        ("how", "text", "expected"),
        [
            (How.EQUALS, "上海精密机械厂", {1}),
            (How.EQUALS, "上海精密机械", set()),
            (How.PREFIX, "江苏", {0}),
            (How.PREFIX, "远大", set()),
            (How.CONTAINS, "有限公司", {0, 2, 3}),
            (How.CONTAINS, "铸造集团", {3}),
            (How.PINYIN, "js", {0}),
            (How.PINYIN, "jsyd", {0}),
            (How.PINYIN, "yuanda", {0}),
            (How.PINYIN, "yd", set()),
            (How.PINYIN, "jingmi", {1}),
        ],
    )
    def test_keywords_compare_as_asked(self, backend: SearchBackend, how: How, text: str, expected: set[int]) -> None:
        records = [PageRecord(n, "g", "页", keywords={"organisation": (name,)}) for n, name in enumerate(ORGANISATIONS)]
        backend.upsert(ANALYSER.pages(records))
        backend.commit()
        assert self.ids(backend, Keyword("organisation", how, text)) == expected

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [(2020, 2021, {1, 2}), (2021, None, {2, 3}), (None, 2019, {0}), (None, None, {0, 1, 2, 3})],
    )
    def test_bounds_are_inclusive(
        self, backend: SearchBackend, first: int | None, last: int | None, expected: set[int]
    ) -> None:
        years = ["2019", "2020", "2021", "2022"]
        records = [PageRecord(n, "g", "页", keywords={"year": (year,)}) for n, year in enumerate(years)]
        backend.upsert(ANALYSER.pages([*records, PageRecord(9, "g", "无年份")]))
        backend.commit()
        assert self.ids(backend, Between("year", first, last)) == expected

    @pytest.mark.parametrize(
        "text", ["管理评神输入", "炉温记完整硬度", "张末来全程", "渗碳粹火按作业指道书", "裂缝已于七7日内"]
    )
    def test_near_finds_every_verified_page(self, full: SearchBackend, text: str) -> None:
        obvious = MemoryBackend(SCHEMA)
        obvious.rebuild(INDEXED)
        condition = Near(text, 2 if len(text) > 7 else 1)
        expected = self.ids(obvious, condition)
        assert expected
        assert expected <= self.ids(full, condition)

    @pytest.mark.parametrize("readers", [{"team-1"}, {"team-2", "team-3"}, {"nobody"}, set()])
    def test_readers_see_their_pages_and_count_no_others(self, full: SearchBackend, readers: set[str]) -> None:
        expected = [page for page in pages() if page.readers & readers]
        answer = full.search(Request(Everything(), frozenset(readers), facets=("case",), facet_limit=100, limit=1000))
        assert {hit.id for hit in answer.hits} == {page.id for page in expected}
        assert answer.total == sum(count.count for count in answer.facets["case"]) == len(expected)

    def test_exclusion_cannot_reach_hidden_pages(self, full: SearchBackend) -> None:
        visible = {page.id for page in pages() if "team-1" in page.readers}
        found = self.ids(full, Without(Contains("审")), readers=frozenset({"team-1"}))
        assert found <= visible

    def test_facet_counts_are_what_choosing_the_value_finds(self, full: SearchBackend) -> None:
        match = Contains("审核")
        answer = full.search(Request(match, EVERYONE, facets=("standard", "year", "organisation"), limit=0))
        for name, counts in answer.facets.items():
            assert counts
            for count in counts:
                assert len(self.ids(full, AllOf((match, Value(name, (count.value,)))))) == count.count

    def test_facets_come_most_frequent_first(self, full: SearchBackend) -> None:
        counts = full.search(Request(Everything(), EVERYONE, facets=("kind",), limit=0)).facets["kind"]
        assert list(counts) == sorted(counts, key=lambda count: (-count.count, count.value))

    def test_counting_alone_returns_no_hits(self, full: SearchBackend) -> None:
        answer = full.search(Request(Everything(), EVERYONE, limit=0))
        assert (answer.total, answer.hits) == (300, ())

    def test_slices_join_to_the_whole(self, full: SearchBackend) -> None:
        scoring = tuple(ScoredTerm(TermField.BIGRAMS, pair) for pair in query_bigrams("审核计划"))
        whole = full.search(Request(Contains("审核"), EVERYONE, scoring=scoring, limit=1000)).hits
        slices = [
            full.search(Request(Contains("审核"), EVERYONE, scoring=scoring, offset=start, limit=7)).hits
            for start in range(0, len(whole), 7)
        ]
        assert [hit.id for part in slices for hit in part] == [hit.id for hit in whole]

    def test_frequencies_are_told(self, backend: SearchBackend) -> None:
        backend.upsert(indexed("轴承", "轴承 热处理", "证书"))
        backend.commit()
        assert dict(backend.frequencies(["轴承", "证书", "无此"])) == {"轴承": 2, "证书": 1, "无此": 0}
        assert backend.count() == 3

    def test_page_with_more_of_the_terms_comes_first(self, backend: SearchBackend) -> None:
        backend.upsert(indexed("热处理炉温", "轴承热处理炉温", "轴承"))
        backend.commit()
        scoring = tuple(ScoredTerm(TermField.BIGRAMS, pair) for pair in ("轴承", "炉温"))
        assert backend.search(Request(Everything(), EVERYONE, scoring=scoring)).hits[0].id == 1

    def test_preferred_pages_come_first_and_are_marked(self, full: SearchBackend) -> None:
        scoring = tuple(ScoredTerm(TermField.BIGRAMS, pair, 5.0) for pair in query_bigrams("审核"))
        request = Request(Everything(), EVERYONE, scoring=scoring, preferred=Contains("渗碳"), limit=1000)
        marks = [(hit.preferred, "渗碳" in squeeze(pages()[hit.id].text)) for hit in full.search(request).hits]
        assert marks == sorted(marks, reverse=True)
        assert all(marked == holds for marked, holds in marks)

    def test_preferred_pages_are_marked_when_sorted(self, full: SearchBackend) -> None:
        hits = full.search(Request(Everything(), EVERYONE, preferred=Contains("渗碳"), sort="year", limit=1000)).hits
        assert all(hit.preferred == ("渗碳" in squeeze(pages()[hit.id].text)) for hit in hits)

    @pytest.mark.parametrize("sort", ["year", "-year", "kind", "-kind"])
    def test_sorting_follows_the_values(self, full: SearchBackend, sort: str) -> None:
        name = sort.removeprefix("-")
        hits = full.search(Request(Contains("审核"), EVERYONE, sort=sort, limit=1000)).hits
        values = [pages()[hit.id].keywords[name][0] for hit in hits]
        assert values == sorted(values, reverse=sort.startswith("-"))

    @pytest.mark.parametrize("sort", ["year", "-year"])
    def test_pages_without_the_value_come_last(self, backend: SearchBackend, sort: str) -> None:
        dated = [PageRecord(n, f"g{n}", "页", keywords={"year": (str(2000 + n),)}) for n in range(5)]
        backend.upsert(ANALYSER.pages([PageRecord(9, "g9", "页"), *dated]))
        backend.commit()
        assert backend.search(Request(Everything(), EVERYONE, sort=sort)).hits[-1].id == 9

    def test_unknown_field_is_refused(self, backend: SearchBackend) -> None:
        with pytest.raises(UnknownFieldError, match="colour"):
            backend.search(Request(Value("colour", ("red",)), EVERYONE))

    def test_range_over_texts_is_refused(self, backend: SearchBackend) -> None:
        with pytest.raises(UnknownFieldError, match="standard"):
            backend.search(Request(Between("standard", 1, 2), EVERYONE))

    def test_undeclared_order_is_refused(self, backend: SearchBackend) -> None:
        with pytest.raises(UnsupportedQueryError, match="standard"):
            backend.search(Request(Everything(), EVERYONE, sort="standard"))

    @pytest.mark.parametrize(
        ("capability", "request_"),
        [
            (Capability.SCORES, Request(Everything(), EVERYONE, scoring=(ScoredTerm(TermField.WORDS, "甲"),))),
            (Capability.FACETS, Request(Everything(), EVERYONE, facets=("kind",))),
            (Capability.SORT, Request(Everything(), EVERYONE, sort="year")),
            (Capability.NEAR, Request(Near("审核计划", 1), EVERYONE)),
            (Capability.PINYIN, Request(Keyword("organisation", How.PINYIN, "js"), EVERYONE)),
        ],
    )
    def test_capabilities_are_honest(self, full: SearchBackend, capability: Capability, request_: Request) -> None:
        if capability in full.capabilities:
            assert full.search(request_).total >= 0
        else:
            with pytest.raises(UnsupportedQueryError, match=capability.value):
                full.search(request_)


def _random_condition(chooser: random.Random, depth: int) -> Condition:
    if depth and chooser.random() < 0.6:
        parts = tuple(_random_condition(chooser, depth - 1) for _ in range(chooser.randrange(1, 4)))
        return chooser.choice((AllOf(parts), AnyOf(parts), Without(parts[0])))
    text = squeeze(chooser.choice(pages()).text)
    start = chooser.randrange(len(text))
    piece = text[start : start + chooser.randrange(1, 6)]
    tokens = tuple({chooser.choice(("审核", "计划", "轴承", "热处理", "iso", "证书", "整改")) for _ in range(3)})
    leaves: tuple[Condition, ...] = (
        Contains(piece),
        Contains(piece[:2]),
        Tokens(tokens, chooser.randrange(1, len(tokens) + 1)),
        Value("year", (str(chooser.randrange(2018, 2025)), "2020")),
        Between("year", 2019, chooser.choice((None, 2021))),
        Keyword("standard", How.CONTAINS, "19001"),
        Keyword("code", How.PREFIX, "1710"),
        Ids(tuple(chooser.sample(range(320), 40))),
        Nothing(),
        Everything(),
    )
    return chooser.choice(leaves)
