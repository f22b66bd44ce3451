"""The engine answers as people expect: exact first, counts that agree, nothing leaked, oddities told."""

from __future__ import annotations

import dataclasses

import pytest
from tests.search.corpus import ORGANISATIONS, SCHEMA, Held, pages

from anjuan.kit.progress import Tally
from anjuan.kit.text.folding import squeeze
from anjuan.search.backends.memory import MemoryBackend
from anjuan.search.engine import SearchEngine
from anjuan.search.errors import UnknownFieldError
from anjuan.search.highlighting import HitKind
from anjuan.search.protocol import EVERYONE, PageRecord
from anjuan.search.ranking import DEFAULT_PLAN, Plan
from anjuan.search.results import Options

EVERY = Options(limit=1000, offer_fuzzy=False)


def engine_of(*texts: str, plan: Plan | None = None, **keywords: tuple[str, ...]) -> SearchEngine:
    records = [PageRecord(n, "g", text, keywords=keywords) for n, text in enumerate(texts)]
    engine = SearchEngine(MemoryBackend(SCHEMA), SCHEMA, Held(records), plan or DEFAULT_PLAN)
    engine.index(records)
    return engine


@pytest.fixture(scope="module")
def engine():
    engine = SearchEngine(MemoryBackend(SCHEMA), SCHEMA, Held(pages()))
    engine.index(pages())
    return engine


def found(engine: SearchEngine, text: str, **options: object) -> list[int]:
    return [hit.id for hit in engine.search(text, EVERYONE, Options(**{"limit": 1000, **options})).hits]


def test_empty_query_lists_every_page(engine):
    assert engine.search("", EVERYONE).total == 300


def test_query_of_signs_alone_finds_nothing_and_says_why(engine):
    results = engine.search("？！", EVERYONE)
    assert (results.total, bool(results.notices)) == (0, True)


def test_few_words_list_only_pages_that_have_all_of_them(engine):
    expected = {page.id for page in pages() if "轴承" in squeeze(page.text) and "证书" in squeeze(page.text)}
    assert set(found(engine, "轴承 证书")) == expected


def test_words_that_no_page_has_together_are_matched_loosely():
    results = engine_of("轴承热处理", "焊接评定", "轴承与证书").search("轴承 焊接 证书", EVERYONE)
    assert [(hit.id, hit.kind) for hit in results.hits] == [(2, HitKind.RANKED)]


def test_pages_with_all_words_come_before_pages_with_some():
    engine = engine_of("轴承" * 30, "轴承 渗碳 硬度 炉温 记录", "轴承 硬度 炉温")
    hits = engine.search("轴承 渗碳 硬度 炉温", EVERYONE).hits
    assert [(hit.id, hit.kind) for hit in hits] == [(1, HitKind.EXACT), (2, HitKind.RANKED)]


def test_sentence_finds_pages_that_share_few_words():
    results = engine_of("证书暂停不超过六个月", "焊接评定", "轴承").search("证书被暂停以后应该怎么办？", EVERYONE)
    assert results.hits[0].id == 0


def test_excluded_word_excludes(engine):
    with_not = set(found(engine, "审核 -轴承"))
    assert with_not == {p.id for p in pages() if "审核" in squeeze(p.text) and "轴承" not in squeeze(p.text)}


def test_filters_of_options_and_of_the_query_agree(engine):
    by_option = found(engine, "审核", filters={"year": ("2020",)})
    assert sorted(by_option) == sorted(found(engine, "审核 年份:2020"))
    assert by_option


def test_alternatives_of_one_field_add_up(engine):
    counts = [len(found(engine, "", filters={"year": years})) for years in (("2020",), ("2021",), ("2020", "2021"))]
    assert counts[0] + counts[1] == counts[2]


def test_unknown_filter_is_refused(engine):
    with pytest.raises(UnknownFieldError, match="colour"):
        engine.search("", EVERYONE, Options(filters={"colour": ("red",)}))


def test_facets_follow_the_query(engine):
    results = engine.search("渗碳 标准:19001", EVERYONE, Options(facets=("year",), limit=1000))
    assert sum(count.count for count in results.facets["year"]) == results.total == len(results.hits)


@pytest.mark.parametrize("query", ["审核", "渗碳淬火", '"1"', "审核 轴承", "末首次会议~", "整改怎么办"])
def test_every_text_hit_is_lit_and_every_snippet_shows_one(engine, query):
    hits = engine.search(query, EVERYONE, EVERY).hits
    assert hits
    assert all(hit.spans for hit in hits)
    assert all(any(part.hit for part in hit.snippets[0].parts) for hit in hits)


def test_rough_search_adds_marked_pages_after_the_exact_ones():
    engine = engine_of("张未来到会", "张末来到会", "李四到会")
    hits = engine.search("张未来", EVERYONE, Options(fuzzy=True)).hits
    assert [(hit.id, hit.kind) for hit in hits] == [(0, HitKind.EXACT), (1, HitKind.FUZZY)]
    assert hits[1].spans[0].difference == "未→末"


def test_rough_search_counts_and_facets_include_the_rough_pages():
    engine = engine_of("管理评审输入", "管理评申输入", "无关", year=("2020",))
    results = engine.search("管理评审输入", EVERYONE, Options(fuzzy=True, facets=("year",)))
    assert (results.total, results.facets["year"][0].count) == (2, 2)


def test_rough_search_is_offered_when_few_pages_are_exact():
    results = engine_of("管理评申输入", "无关").search('"管理评审输入"', EVERYONE)
    assert (results.total, results.offer.pages, results.offer.differences) == (0, 1, ("审→申",))


def test_rough_search_is_not_offered_for_numbers():
    assert engine_of("2020年").search("2021", EVERYONE).offer is None


def test_marked_text_under_not_stays_exact():
    engine = engine_of("轴承 张未来", "轴承 张末来")
    assert found(engine, "轴承 NOT 张未来~") == [1]


def test_rough_filter_finds_the_value():
    engine = engine_of("页", organisation=("江苏远大轴承有限公司",))
    assert found(engine, "组织:江苏元大轴承~") == [0]


@pytest.mark.parametrize("typed", ["jiangsu", "jsyd", "组织:jsyd", "组织:远大", "江苏远大"])
def test_organisation_is_found_by_name_and_sound(typed):
    engine = engine_of("页", organisation=("江苏远大轴承有限公司",))
    assert found(engine, typed) == [0]


def test_page_found_by_its_description_says_so():
    results = engine_of("页", organisation=("江苏远大轴承有限公司",)).search("江苏远大", EVERYONE)
    assert "described" in results.notices[0]


@pytest.mark.parametrize("reader", ["team-1", "team-3", "nobody"])
def test_nothing_of_hidden_pages_shows_anywhere(engine, reader):
    visible = [page for page in pages() if reader in page.readers]
    readers = frozenset({reader})
    results = engine.search("", readers, Options(facets=("case",), limit=1000, facet_limit=100))
    assert {hit.id for hit in results.hits} == {page.id for page in visible}
    assert {count.value for count in results.facets["case"]} == {page.keywords["case"][0] for page in visible}
    assert {s.value for s in engine.suggest("有限公司", readers)} <= {p.keywords["organisation"][0] for p in visible}
    rough = engine.search("渗碳粹火~", readers, EVERY)
    assert {hit.id for hit in rough.hits} <= {page.id for page in visible}


@pytest.mark.parametrize(
    ("typed", "first"), [("江苏", 0), ("js", 0), ("jiangsu", 0), ("精密", 1), ("shszsp", None), ("szssp", 2)]
)
def test_suggestions_complete_what_is_typed(engine, typed, first):
    values = [s.value for s in engine.suggest(typed, EVERYONE, ["organisation"])]
    assert values[:1] == ([] if first is None else [ORGANISATIONS[first]])


def test_suggestion_tells_how_many_pages_it_finds(engine):
    suggestion = engine.suggest("江苏", EVERYONE)[0]
    assert suggestion.count == engine.count(f'组织:="{suggestion.value}"', EVERYONE)


def test_nothing_typed_suggests_nothing(engine):
    assert engine.suggest("  ", EVERYONE) == []


def test_pages_of_the_list_join_to_the_whole(engine):
    whole = found(engine, "审核 整改 轴承 证书")
    parts = [found(engine, "审核 整改 轴承 证书", offset=start, limit=9) for start in range(0, len(whole), 9)]
    assert [number for part in parts for number in part] == whole


def test_second_stage_reorders_the_best_pages_of_a_loose_match():
    plan = Plan(depth=10, rescorer=lambda _, scores, texts, __: {number: -len(texts[number]) for number in scores})
    engine = engine_of("轴承轴承轴承热处理", "轴承", "证书", plan=plan)
    assert found(engine, "轴承应该怎么样处理", limit=10) == [1, 0]


def test_removed_groups_and_pages_are_gone():
    engine = engine_of("甲", "乙")
    engine.remove(ids=[0])
    assert found(engine, "") == [1]
    engine.remove(groups=["g"])
    assert found(engine, "") == []


def test_rebuild_tells_its_progress():
    engine, tally = engine_of("旧"), Tally()
    assert engine.rebuild((PageRecord(n, "g", "新") for n in range(450)), tally) == 450
    assert (tally.phases, tally.done["pages"]) == (["index"], 450)


@pytest.mark.slow
def test_rebuild_with_workers_gives_the_same_index(engine):
    other = SearchEngine(MemoryBackend(SCHEMA), SCHEMA, Held(pages()))
    other.rebuild(pages(), workers=2)
    assert found(other, "审核 -轴承") == found(engine, "审核 -轴承")


def test_timings_are_told(engine):
    assert set(engine.search("审核", EVERYONE).timings_ms) == {"parse", "search", "show", "total"}


def test_long_word_and_its_parts_count_as_one():
    engine = engine_of("进货检验的评审", *["检验与进货"] * 3, "评审与检验")
    assert found(engine, "评审 进货检验") == [0]


def test_pages_with_some_words_are_not_listed_below_enough_pages_with_all():
    texts = ["轴承 渗碳 硬度 炉温 记录"] * 2 + ["轴承 硬度 炉温"]
    counts = [
        len(
            found(engine_of(*texts, plan=dataclasses.replace(DEFAULT_PLAN, enough_pages=enough)), "轴承 渗碳 硬度 炉温")
        )
        for enough in (2, 3)
    ]
    assert counts == [2, 3]


def test_sentence_of_common_words_selects_by_the_rarest():
    plan = dataclasses.replace(DEFAULT_PLAN, common_pages=0, common_share=0.1, few_words=1)
    engine = engine_of("证书暂停", "证书恢复", "证书", plan=plan)
    assert found(engine, "证书的暂停应该怎么办？") == [0]
