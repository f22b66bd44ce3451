"""The default backend: tantivy on the local disk, in shards by group.

The folder holds generations (``gen-…``) and a file ``CURRENT`` that names the one in use. A rebuild fills a new
generation and then renames ``CURRENT``: searches see the old pages or the new ones, never a mixture, and a crash
leaves at the worst a generation that nobody names.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import heapq
import importlib.metadata
import json
import secrets
import shutil
import zlib
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar, TypeAlias

import tantivy

from anjuan.search.analysis import index_version
from anjuan.search.backends.folder_lock import FolderLock
from anjuan.search.backends.remembered import Remembered
from anjuan.search.backends.requests import check
from anjuan.search.backends.tantivy_answers import FoundPage, count_values, counted, found_pages
from anjuan.search.backends.tantivy_queries import Translator, affordable
from anjuan.search.backends.tantivy_shard import Shard, document, tantivy_schema
from anjuan.search.conditions import Ids, both
from anjuan.search.errors import IndexDamagedError, IndexVersionError
from anjuan.search.protocol import EVERYONE, Answer, Capability, FacetCount, Hit, IndexedPage, Request, Stats
from anjuan.search.schema import Schema

_TANTIVY_VERSION = importlib.metadata.version("tantivy")
_HEAP_BYTES = 64 << 20
_REBUILD_HEAP_BYTES = 512 << 20
#: Counts are kept for those who turn pages or type on; one of them is a few kilobytes, seldom a megabyte or two.
_COUNTS_KEPT = 32
_TOTALS_KEPT = 1024

Facets: TypeAlias = Mapping[str, tuple[FacetCount, ...]]


class TantivyBackend:
    """Pages in tantivy indexes under one folder.

    Args:
        root: The folder; made when it does not exist. Nothing else may lie in it.
        schema: The fields of the application.
        shards: How many indexes the groups are spread over. Only a rebuild changes it.
        threads: Writing threads of each shard during a rebuild.

    """

    name = "tantivy"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(Capability)

    def __init__(self, root: Path, schema: Schema, *, shards: int = 1, threads: int = 2) -> None:
        self._root = root
        self._schema = schema
        self._wanted_shards = max(1, shards)
        self._threads = threads
        self._version = index_version(schema, self.name, _TANTIVY_VERSION)
        self._translator = Translator(schema, tantivy_schema(schema))
        self._lock = FolderLock(root / "write.lock")
        self._current = root / "CURRENT"
        self._seen = ""
        self._shards: list[Shard] = []
        self._counts: Remembered[Facets] = Remembered(_COUNTS_KEPT)
        self._totals: Remembered[int] = Remembered(_TOTALS_KEPT)

    def upsert(self, pages: Iterable[IndexedPage]) -> int:
        """Add pages, replace those with the same id; return how many were taken."""
        shards = self._writable()
        count = 0
        for page in pages:
            for shard in shards:
                shard.delete("id", page.id)
            shards[_place(page.group, len(shards))].add(document(page, self._schema))
            count += 1
        return count

    def delete(self, ids: Iterable[int]) -> None:
        """Remove pages; unknown ids are no error."""
        shards = self._writable()
        for number in ids:
            for shard in shards:
                shard.delete("id", number)

    def delete_group(self, group: str) -> None:
        """Remove all pages of a group."""
        shards = self._writable()
        shards[_place(group, len(shards))].delete("group", group)

    def commit(self) -> None:
        """Make everything written durable and visible."""
        for shard in self._shards:
            shard.commit()

    def rebuild(self, pages: Iterable[IndexedPage]) -> int:
        """Replace the whole content at once; return the number of pages."""
        self._lock.take()
        self._drop_writers()
        folder = self._new_generation()
        shards = self._open(folder, self._wanted_shards)
        count = 0
        try:
            for shard in shards:
                shard.open_writer(_REBUILD_HEAP_BYTES // len(shards), self._threads)
            for page in pages:
                shards[_place(page.group, len(shards))].add(document(page, self._schema))
                count += 1
            for shard in shards:
                shard.finish()
        except BaseException:
            for shard in shards:
                shard.abandon()
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._switch_to(folder)
        return count

    def search(self, request: Request) -> Answer:
        """Return what matches."""
        check(request, self._schema, self.capabilities, self.name)
        shards = self._readable()
        searchers = [shard.searcher() for shard in shards]
        state = (self._seen, *(shard.state for shard in shards))

        def facets() -> Facets:
            return self._counts.get(state, _counted_of(request), lambda: self._facets(searchers, request))

        if not request.limit:
            return Answer(self._total(searchers, state, request), (), facets() if request.facets else {})
        if not request.facets:
            return Answer(*self._hits(searchers, request))
        # Counting values needs no scores and listing needs no values: the two run side by side. A thread of its own
        # for every request survives a server that forks.
        with concurrent.futures.ThreadPoolExecutor(1) as beside:
            counting = beside.submit(facets)
            total, hits = self._hits(searchers, request)
            return Answer(total, hits, counting.result())

    def frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """Return on about how many pages each word stands."""
        searchers = [shard.searcher() for shard in self._readable()]
        return {word: sum(searcher.doc_freq("sw", word) for searcher in searchers) for word in words}

    def count(self) -> int:
        """Return how many pages can be found."""
        return sum(shard.searcher().num_docs for shard in self._readable())

    def stats(self) -> Stats:
        """Return the state of the index."""
        shards = self._readable()
        files = (path for path in (self._root / self._seen).rglob("*") if path.is_file())
        return Stats(self.count(), sum(_size(path) for path in files), len(shards), self._version)

    def forget(self) -> None:
        """Forget the counts kept for readers who turn pages, so that a measurement does not meet them."""
        self._counts.forget()
        self._totals.forget()

    def close(self) -> None:
        """Release the writer and its lock; what was not committed is lost."""
        self._drop_writers()
        self._lock.release()

    def _facets(self, searchers: list[tantivy.Searcher], request: Request) -> Facets:
        fields = [self._schema.field(name) for name in request.facets]
        return count_values(searchers, self._translator.matching(request), fields, request.facet_limit)

    def _total(self, searchers: list[tantivy.Searcher], state: Hashable, request: Request) -> int:
        def work() -> int:
            return _count(searchers, self._translator.matching(request))

        return self._totals.get(state, (request.match, request.readers), work)

    def _hits(self, searchers: list[tantivy.Searcher], request: Request) -> tuple[int, tuple[Hit, ...]]:
        request = dataclasses.replace(request, scoring=affordable(searchers, request))
        query = self._translator.ranked(request)
        wanted = request.offset + request.limit
        found = [found_pages(searcher, query, request, wanted) for searcher in searchers]
        pages = heapq.merge(*(part for _, part in found), key=lambda page: page.order)
        hits = [page for _, page in zip(range(wanted), pages, strict=False)][request.offset :]
        return sum(total for total, _ in found), tuple(self._finished(searchers, request, hits))

    def _finished(self, searchers: list[tantivy.Searcher], request: Request, pages: list[FoundPage]) -> list[Hit]:
        if not (request.sort and request.preferred is not None and pages):
            return [page.hit for page in pages]
        # A sorted search returns values instead of scores: which pages are preferred is asked once more.
        ids = Ids(tuple(page.hit.id for page in pages))
        again = Request(both(ids, request.preferred), EVERYONE, limit=len(pages))
        query = self._translator.ranked(again)
        preferred = {page.hit.id for s in searchers for page in found_pages(s, query, again, len(pages))[1]}
        return [Hit(page.hit.id, 0.0, page.hit.id in preferred) for page in pages]

    def _readable(self) -> list[Shard]:
        name = self._generation()
        if name != self._seen:
            self._shards = self._open_checked(self._root / name)
            self._seen = name
        return self._shards

    def _writable(self) -> list[Shard]:
        self._lock.take()
        shards = self._readable()
        for shard in shards:
            shard.open_writer(_HEAP_BYTES, 1)
        return shards

    def _generation(self) -> str:
        try:
            return self._current.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            folder = self._new_generation()
            self._open(folder, self._wanted_shards)
            self._switch_to(folder)
            return folder.name

    def _new_generation(self) -> Path:
        folder = self._root / f"gen-{secrets.token_hex(6)}"
        folder.mkdir(parents=True)
        state = {"version": self._version, "shards": self._wanted_shards, "tantivy": _TANTIVY_VERSION}
        (folder / "version.json").write_text(json.dumps(state), encoding="utf-8")
        return folder

    def _switch_to(self, folder: Path) -> None:
        pointer = self._root / f"CURRENT-{secrets.token_hex(4)}"
        pointer.write_text(folder.name, encoding="ascii")
        pointer.replace(self._current)
        for old in self._root.glob("gen-*"):
            if old.name != folder.name and self._lock.held:
                shutil.rmtree(old, ignore_errors=True)

    def _open_checked(self, folder: Path) -> list[Shard]:
        try:
            state: dict[str, Any] = json.loads((folder / "version.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise _damaged(folder, error) from error
        if state.get("version") != self._version:
            raise IndexVersionError(
                f"The search index at {self._root} was made by another version of the program or of its word lists.",
                why="Its tokens would not fit what is looked for, and pages would be missed without a word.",
                remedy="Run `anjuan search rebuild`; the texts themselves are safe in the database.",
            )
        return self._open(folder, int(state["shards"]))

    def _open(self, folder: Path, count: int) -> list[Shard]:
        schema = tantivy_schema(self._schema)
        try:
            return [Shard(folder / f"shard-{number:03}", schema) for number in range(count)]
        except (ValueError, OSError) as error:
            raise _damaged(folder, error) from error

    def _drop_writers(self) -> None:
        for shard in self._shards:
            with contextlib.suppress(ValueError):  # a writer whose folder is gone has nothing to roll back
                shard.abandon()


def _damaged(folder: Path, error: Exception) -> IndexDamagedError:
    return IndexDamagedError(
        f"The search index at {folder} cannot be opened: {error}.",
        why="Nothing can be searched until it is made anew; the texts themselves are safe in the database.",
        remedy="Run `anjuan search rebuild`.",
    )


def _counted_of(request: Request) -> Hashable:
    """Return all of a request that decides its counts."""
    return request.match, request.readers, request.facets, request.facet_limit


def _place(group: str, shards: int) -> int:
    return zlib.crc32(group.encode()) % shards


def _count(searchers: list[tantivy.Searcher], query: tantivy.Query) -> int:
    return sum(counted(searcher.search(query, 1, count=True)) for searcher in searchers)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # a merge took it away between listing and asking
        return 0
