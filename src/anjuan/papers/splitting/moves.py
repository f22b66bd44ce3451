"""Cuts moved by hand: every deed returns a new split whose papers follow each other without overlap.

Pages count from 1. A paper that a person began carries the reason ``by-hand`` and is sure; pages that no
paper holds (blank separators, cover sheets) stay out unless a paper is told to begin on one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from anjuan.papers.facts import Cut, Reason, Split
from anjuan.papers.splitting.errors import CutError


def cut_at(split: Split, page: int) -> Split:
    """Return the split with a new paper that begins on a page in the middle of another.

    Raises:
        CutError: No paper holds the page, or one begins there already.

    """
    at = _holding(split.cuts, page)
    cut = split.cuts[at]
    if cut.first_page == page:
        raise CutError(f"A paper begins on page {page} already.", remedy="Choose a page behind the first of a paper.")
    before = dataclasses.replace(cut, last_page=page - 1)
    return _with(split, at, at + 1, (before, _by_hand(page, cut.last_page)))


def join(split: Split, page: int) -> Split:
    """Return the split with the paper that begins on a page joined to the one before it.

    Separators between the two become part of the paper.

    Raises:
        CutError: No paper begins on the page, or it is the first of the file.

    """
    at = _beginning(split.cuts, page)
    if at == 0:
        raise CutError(
            f"The paper on page {page} is the first of the file.", remedy="Choose a paper with another one before it."
        )
    before, after = split.cuts[at - 1], split.cuts[at]
    whole = dataclasses.replace(before, last_page=after.last_page)
    return _with(split, at - 1, at + 1, (whole,))


def move(split: Split, page: int, to: int) -> Split:
    """Return the split with the beginning of a paper moved to another page.

    Moved back it takes pages from the paper before, moved on it gives pages to that paper; the first paper
    of a file leaves pages to nobody, so it can only begin earlier.

    Args:
        split: The split as it is.
        page: The first page of the paper.
        to: The page on which it shall begin.

    Raises:
        CutError: No paper begins on ``page``, or a paper would be left without pages.

    """
    at = _beginning(split.cuts, page)
    cut = split.cuts[at]
    before = split.cuts[at - 1] if at else None
    lowest = before.first_page + 1 if before else 1
    highest = cut.last_page if before else cut.first_page
    if not lowest <= to <= highest:
        raise CutError(
            f"The paper on page {page} cannot begin on page {to}.",
            why="A paper would be left without pages, or pages without a paper.",
            remedy=f"Choose a page from {lowest} to {highest}, or join the papers.",
        )
    moved = (_by_hand(to, cut.last_page),)
    if before is None:
        return _with(split, at, at + 1, moved)
    gives = to > cut.first_page
    shortened = dataclasses.replace(before, last_page=to - 1 if gives else min(before.last_page, to - 1))
    return _with(split, at - 1, at + 1, (shortened, *moved))


def _by_hand(first: int, last: int) -> Cut:
    return Cut(first, last, 1.0, (Reason("by-hand", "A person let the paper begin here.", first),))


def _with(split: Split, start: int, stop: int, cuts: tuple[Cut, ...]) -> Split:
    return dataclasses.replace(split, cuts=(*split.cuts[:start], *cuts, *split.cuts[stop:]))


def _holding(cuts: Sequence[Cut], page: int) -> int:
    for at, cut in enumerate(cuts):
        if cut.first_page <= page <= cut.last_page:
            return at
    raise CutError(f"No paper holds page {page}.", remedy="Choose a page of a paper.")


def _beginning(cuts: Sequence[Cut], page: int) -> int:
    for at, cut in enumerate(cuts):
        if cut.first_page == page:
            return at
    raise CutError(f"No paper begins on page {page}.", remedy="Choose the first page of a paper.")
