"""The seam of searching: what goes into a backend and what comes out of it.

Contract tests: ``tests/contracts/search.py``; every backend runs them.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Final, Protocol, TypeAlias

from anjuan.search.conditions import Condition


class Everyone(enum.Enum):
    """The reader who may see every page: for the system itself, never for a person's request."""

    EVERYONE = "everyone"


EVERYONE: Final = Everyone.EVERYONE
Readers: TypeAlias = frozenset[str] | Everyone


class Capability(enum.StrEnum):
    """What a backend may or may not be able to do beyond conditions, paging and totals."""

    SCORES = "scores"
    FACETS = "facets"
    SORT = "sort"
    NEAR = "near"
    PINYIN = "pinyin"
    SHARDS = "shards"


@dataclasses.dataclass(frozen=True, slots=True)
class PageRecord:
    """A page as the application hands it over.

    Attributes:
        id: The application's number of the page, unique, 0 or more.
        group: What is stored and deleted together (a case).
        title: The title of what the page belongs to; it helps ranking and is not part of the text.
        text: All text of the page, lines joined by a line break.
        keywords: Values by field name; numbers as digits.
        readers: Tokens of who may see the page; a reader with any one of them does. None: nobody but ``EVERYONE``.

    """

    id: int
    group: str
    text: str
    title: str = ""
    keywords: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    readers: frozenset[str] = frozenset()


@dataclasses.dataclass(frozen=True, slots=True)
class IndexedPage:
    """A page after analysis: everything a backend stores of it.

    Attributes:
        id: As in the record.
        group: As in the record.
        squeezed: The squeezed text, which exact conditions speak of.
        bigrams: Its character pairs in order, joined by blanks, the last one ending in the sentinel.
        words: The words for ranking, joined by blanks.
        title: Character pairs of the title, joined by blanks.
        keywords: As in the record, checked against the schema.
        readers: As in the record.

    """

    id: int
    group: str
    squeezed: str
    bigrams: str
    words: str
    title: str
    keywords: Mapping[str, tuple[str, ...]]
    readers: frozenset[str]


class TermField(enum.StrEnum):
    """Where a scoring term is looked up. ``TEXT`` is a squeezed text of two or more characters, in the running text."""

    WORDS = "words"
    BIGRAMS = "bigrams"
    TITLE = "title"
    TEXT = "text"


@dataclasses.dataclass(frozen=True, slots=True)
class ScoredTerm:
    """A term that adds ``weight`` times its BM25 score to every page that has it."""

    field: TermField
    token: str
    weight: float = 1.0


@dataclasses.dataclass(frozen=True, slots=True)
class Request:
    """A question to a backend.

    Attributes:
        match: Which pages.
        readers: Who asks; pages of others count nowhere: not in hits, totals or facets.
        scoring: What makes a page rank higher; without, hits come in rising order of their id.
        preferred: Pages that also meet this come before all others.
        facets: Fields whose values are counted over all matching pages.
        facet_limit: How many values of each, the most frequent first.
        offset: How many hits to pass over.
        limit: How many hits to return; 0 only counts.
        sort: A sortable field, ``-`` in front for falling order; empty for ranking.

    """

    match: Condition
    readers: Readers
    scoring: tuple[ScoredTerm, ...] = ()
    preferred: Condition | None = None
    facets: tuple[str, ...] = ()
    facet_limit: int = 50
    offset: int = 0
    limit: int = 20
    sort: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """A page found. ``preferred`` tells whether it met the preferred condition (True when none was given)."""

    id: int
    score: float
    preferred: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class FacetCount:
    """How many matching pages have a value."""

    value: str
    count: int


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What a backend found.

    Attributes:
        total: Exactly how many pages match, for this reader.
        hits: The wanted slice, best first.
        facets: Counts by field, the most frequent first, equal counts by value.

    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Stats:
    """The state of a backend: pages that can be found, bytes on disk, shards, version of the index."""

    pages: int
    size_bytes: int
    shards: int
    version: str


class Texts(Protocol):
    """Gives the printed texts of pages: the index keeps none."""

    def __call__(self, ids: Sequence[int], /) -> Mapping[int, str]:
        """Return the texts of the pages that exist; others are left out."""
        ...


class SearchBackend(Protocol):
    """A place where analysed pages are indexed.

    Writing is visible to searches after :meth:`commit`, in this and every other process. One process
    writes at a time; any number may search. A crash loses what was not committed and nothing else.
    """

    name: str
    capabilities: ClassVar[frozenset[Capability]]

    def upsert(self, pages: Iterable[IndexedPage]) -> int:
        """Add pages, replace those with the same id; return how many were taken.

        Raises:
            IndexBusyError: Another process is writing.

        """
        ...

    def delete(self, ids: Iterable[int]) -> None:
        """Remove pages; unknown ids are no error."""
        ...

    def delete_group(self, group: str) -> None:
        """Remove all pages of a group."""
        ...

    def commit(self) -> None:
        """Make everything written since the last commit durable and visible."""
        ...

    def rebuild(self, pages: Iterable[IndexedPage]) -> int:
        """Replace the whole content at once; until the end searches see the old one. Return the number of pages.

        The ids must be distinct. Also heals an index of another version.
        """
        ...

    def search(self, request: Request) -> Answer:
        """Return what matches.

        Raises:
            UnsupportedQueryError: The request needs a capability that is not declared.
            UnknownFieldError: The request names a field that the schema does not have.
            IndexVersionError: The index on disk was made by other rules.

        """
        ...

    def frequencies(self, words: Iterable[str]) -> Mapping[str, int]:
        """Return on about how many pages each word stands; pages removed lately or hidden from a reader may count."""
        ...

    def count(self) -> int:
        """Return how many pages can be found."""
        ...

    def stats(self) -> Stats:
        """Return the state of the index."""
        ...

    def close(self) -> None:
        """Release the writer and its lock; what was not committed is lost."""
        ...
