"""Both backends keep the contract."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.contracts.search import SearchBackendContract
from tests.search.corpus import SCHEMA

from anjuan.search.backends.memory import MemoryBackend
from anjuan.search.backends.tantivy_index import TantivyBackend
from anjuan.search.protocol import SearchBackend


class TestMemory(SearchBackendContract):
    @pytest.fixture
    def make(self) -> Callable[[], SearchBackend]:
        return lambda: MemoryBackend(SCHEMA)


class TestTantivy(SearchBackendContract):
    @pytest.fixture
    def make(self, tmp_path: Path) -> Callable[[], SearchBackend]:
        return lambda: TantivyBackend(tmp_path / "index", SCHEMA)


class TestTantivyInShards(SearchBackendContract):
    @pytest.fixture
    def make(self, tmp_path: Path) -> Callable[[], SearchBackend]:
        return lambda: TantivyBackend(tmp_path / "index", SCHEMA, shards=3)
