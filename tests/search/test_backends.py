"""Both backends keep the contract."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.contracts.search import SearchBackendContract
from tests.search.corpus import SCHEMA

from anjuan.search.backends.memory import MemoryBackend
from anjuan.search.backends.tantivy_index import TantivyBackend
from anjuan.search.protocol import SearchBackend


class TestMemory(SearchBackendContract):
    @pytest.fixture(scope="class")
    @classmethod
    def make(cls) -> Callable[[], SearchBackend]:
        return lambda: MemoryBackend(SCHEMA)


class TestTantivy(SearchBackendContract):
    @pytest.fixture(scope="class")
    @classmethod
    def make(cls, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], SearchBackend]:
        return lambda: TantivyBackend(tmp_path_factory.mktemp("search") / "index", SCHEMA)


class TestTantivyInShards(SearchBackendContract):
    @pytest.fixture(scope="class")
    @classmethod
    def make(cls, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], SearchBackend]:
        return lambda: TantivyBackend(tmp_path_factory.mktemp("search") / "index", SCHEMA, shards=3)
