from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.findable.finding import find
from anjuan.archive.findable.health import IndexEmptyError, index_health, index_refusals
from anjuan.archive.findable.records import SCHEMA, texts_of
from anjuan.archive.models import Case, IndexOrder, OriginalPage
from anjuan.archive.services import indexing
from anjuan.archive.services.cases import case_reindex
from anjuan.archive.services.indexing import index_drain, index_mend, index_rebuild, index_rest, index_waiting
from anjuan.reading import packing
from anjuan.search.backends.tantivy_index import TantivyBackend
from anjuan.search.engine import SearchEngine
from anjuan.search.errors import IndexVersionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine_in(tmp_path: Path):
    """Give a function that opens an index on the disk as a process of its own would."""
    opened: list[SearchEngine] = []

    def make(folder: str = "index") -> SearchEngine:
        engine = SearchEngine(TantivyBackend(tmp_path / folder, SCHEMA), SCHEMA, texts_of)
        opened.append(engine)
        return engine

    yield make
    for engine in opened:
        engine.backend.close()


@pytest.fixture
def engine(engine_in, take_in, desk) -> SearchEngine:
    take_in(desk)
    engine = engine_in()
    index_drain(engine)
    return engine


def test_a_lost_index_is_said_and_not_taken_for_an_empty_archive(engine, engine_in):
    with pytest.raises(IndexEmptyError, match=r"4 pages.*anjuan search rebuild"):
        find(system_viewer(), engine_in("lost"), "合同")


def test_an_index_that_is_only_late_is_no_fault(take_in, desk, engine_in):
    take_in(desk)
    assert find(system_viewer(), engine_in(), "合同").total == 0


def test_nothing_found_in_a_whole_index_is_no_fault(engine):
    assert find(system_viewer(), engine, "绝无此词也无近似").total == 0


def test_pages_that_are_neither_indexed_nor_ordered_are_counted_as_missing(engine, engine_in):
    assert index_health(engine).missing == 0
    lost = engine_in("lost")
    case_reindex(case_id=Case.objects.get(title="甲公司").pk)
    assert index_health(lost).missing == 2
    index_drain(lost)
    assert (index_health(lost).indexed, index_health(lost).missing) == (2, 2)


def test_a_lost_index_mends_itself(engine, engine_in):
    lost = engine_in("lost")
    assert index_mend(lost) == 4
    assert find(system_viewer(), lost, "合同").total == 1
    assert index_mend(lost) == 0


def test_an_index_of_another_version_is_said_and_mends_itself(engine, engine_in, tmp_path, caplog):
    index_rest(engine)
    (state,) = (tmp_path / "index").glob("gen-*/version.json")
    state.write_text('{"version": "older", "shards": 1}', encoding="utf-8")
    newer = engine_in()
    with pytest.raises(IndexVersionError, match="anjuan search rebuild"):
        find(system_viewer(), newer, "合同")
    assert index_mend(newer) == 4
    assert "rebuilt" in caplog.text


def test_an_indexer_at_rest_lets_another_process_write(engine, engine_in):
    other = engine_in()
    case_reindex(case_id=Case.objects.get(title="甲公司").pk)
    assert index_drain(other) == 0
    index_rest(engine)
    assert index_drain(other) == 2
    assert not IndexOrder.objects.exists()


def test_a_long_paper_is_indexed_in_short_reads(engine, monkeypatch):
    monkeypatch.setattr(indexing, "_READ_PAGES", 1)
    IndexOrder.objects.create(document_id=Case.objects.get(title="甲公司").documents.first().pk, last_page=3)
    assert index_drain(engine) == 1


def test_a_page_with_half_a_character_does_not_keep_the_others_from_being_found(take_in, desk, engine_in):
    take_in(desk)
    row = OriginalPage.objects.get(shown_as__document__title="审核记录")
    page = packing.unpack(bytes(row.packed))
    broken = dataclasses.replace(page.lines[0], text="\ud83d" + page.lines[0].text, edges=())
    OriginalPage.objects.filter(pk=row.pk).update(packed=packing.pack(dataclasses.replace(page, lines=(broken,))))
    engine = engine_in()
    assert index_drain(engine) == 4
    (hit,) = find(system_viewer(), engine, '"淬火温度"').hits
    assert hit.document_title == "审核记录"


@pytest.fixture
def poisoned(take_in, desk):
    """The page of a paper whose packed page nobody can open any more."""
    take_in(desk)
    row = OriginalPage.objects.get(shown_as__document__title="审核记录")
    packed = bytes(row.packed)
    OriginalPage.objects.filter(pk=row.pk).update(packed=b"\x01\x02\x03\x04")
    return row.pk, packed


def test_a_poisoned_page_is_set_aside_and_the_others_are_found(poisoned, engine_in):
    engine = engine_in()
    assert (index_drain(engine), index_drain(engine), index_waiting()) == (4, 0, 0)
    assert find(system_viewer(), engine, "合同").total == 1
    (refusal,) = index_refusals()
    assert "unpacked" in refusal.reason


def test_a_page_set_aside_is_not_missing(poisoned, engine_in):
    engine = engine_in()
    index_drain(engine)
    health = index_health(engine)
    assert (health.refused, health.missing, index_mend(engine)) == (1, 0, 0)


def test_a_rebuild_sets_aside_as_well(poisoned, engine_in):
    assert (index_rebuild(engine_in()), len(index_refusals())) == (3, 1)


def test_a_page_that_was_mended_is_no_longer_set_aside(poisoned, engine_in):
    engine = engine_in()
    index_drain(engine)
    key, packed = poisoned
    OriginalPage.objects.filter(pk=key).update(packed=packed)
    case_reindex(case_id=Case.objects.get(title="甲公司").pk)
    index_drain(engine)
    assert (index_refusals(), find(system_viewer(), engine, '"淬火温度"').total) == ([], 1)


def test_what_the_index_held_of_a_page_set_aside_leaves_it(engine):
    row = OriginalPage.objects.get(shown_as__document__title="审核记录")
    OriginalPage.objects.filter(pk=row.pk).update(packed=b"\x01")
    case_reindex(case_id=Case.objects.get(title="甲公司").pk)
    index_drain(engine)
    assert engine.backend.count() == 3
