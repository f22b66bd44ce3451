"""Records on their way into an index: analysed in this process or in several, watched in batches."""

from __future__ import annotations

import concurrent.futures
import itertools
import multiprocessing
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from anjuan.kit.progress import Progress, Step
from anjuan.search.analysis import Analyser, Refused
from anjuan.search.errors import RecordError
from anjuan.search.protocol import IndexedPage, PageRecord

_BATCH = 200

#: The pages of a batch, and the records that could not be made into pages.
_Made: TypeAlias = tuple[list[IndexedPage], list[tuple[int, RecordError]]]


def watched(pages: Iterable[IndexedPage], progress: Progress) -> Iterator[IndexedPage]:
    """Yield the pages and tell of every batch of them."""
    iterator = iter(pages)
    while batch := list(itertools.islice(iterator, _BATCH)):
        yield from batch
        progress.step(Step(item=batch[-1].group, outcome="indexed", counts={"pages": len(batch)}))


def analysed(
    analyser: Analyser, records: Iterable[PageRecord], workers: int, refused: Refused | None = None
) -> Iterator[IndexedPage]:
    """Yield the records as backends store them, made by ``workers`` processes; 1 makes them in this one.

    Raises:
        RecordError: A record cannot be indexed, and ``refused`` is not there to be told.

    """
    if workers <= 1:
        yield from analyser.pages(records, refused)
        return
    # Fresh processes: a server with threads must not be forked.
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: list[concurrent.futures.Future[_Made]] = []
        for batch in _batches(records):
            waiting.append(pool.submit(_made, analyser, batch, tolerant=refused is not None))
            if len(waiting) > 2 * workers:
                yield from _handed_over(waiting.pop(0).result(), refused)
        for future in waiting:
            yield from _handed_over(future.result(), refused)


def _handed_over(made: _Made, refused: Refused | None) -> list[IndexedPage]:
    if refused is not None:
        for number, fault in made[1]:
            refused(number, fault)
    return made[0]


def _batches(records: Iterable[PageRecord]) -> Iterator[list[PageRecord]]:
    iterator = iter(records)
    while batch := list(itertools.islice(iterator, _BATCH)):
        yield batch


def _made(analyser: Analyser, records: list[PageRecord], *, tolerant: bool) -> _Made:
    refusals: list[tuple[int, RecordError]] = []
    pages = list(analyser.pages(records, (lambda *refusal: refusals.append(refusal)) if tolerant else None))
    return pages, refusals
