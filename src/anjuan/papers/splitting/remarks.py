"""What a person should know of single pages of a file: blank, doubled, missing, turned, foreign."""

from __future__ import annotations

import collections
import itertools
from collections.abc import Iterable, Sequence

from anjuan.papers.facts import Cut, Remark
from anjuan.papers.splitting.foreign import foreign_pages
from anjuan.papers.splitting.rules import SplittingRules
from anjuan.papers.splitting.signs import PageSigns
from anjuan.reading.pages import TextSource

_UPSIDE_DOWN = 180
#: A numbering without totals that jumps by more than this counts something else.
_LARGEST_GAP = 5


def remarks_on(
    signs: Sequence[PageSigns],
    cuts: Sequence[Cut],
    pairs: Sequence[tuple[int, int]],
    copies: frozenset[int],
    rules: SplittingRules,
) -> tuple[Remark, ...]:
    """Return the remarks on a file, in the order of its pages.

    Args:
        signs: What every page shows.
        cuts: The papers.
        pairs: Positions (0-based) of pages that are one page twice.
        copies: Positions of the copies that lie right behind their page.
        rules: When a page counts as foreign.

    """
    found = [
        *_blank(signs),
        *_doubled(signs, pairs),
        *_missing(signs, cuts, copies),
        *_turned(signs),
        *foreign_pages([sign.page for sign in signs], rules.foreign),
    ]
    return tuple(sorted(found, key=lambda remark: (remark.pages, remark.code)))


def _blank(signs: Sequence[PageSigns]) -> Iterable[Remark]:
    for sign in signs:
        if sign.blank:
            yield Remark("blank", (sign.page.number,), f"Page {sign.page.number} is blank.")


def _doubled(signs: Sequence[PageSigns], pairs: Sequence[tuple[int, int]]) -> Iterable[Remark]:
    for one, other in pairs:
        first, second = signs[one].page.number, signs[other].page.number
        yield Remark("doubled", (first, second), f"Page {second} is page {first} once more.")


def _turned(signs: Sequence[PageSigns]) -> Iterable[Remark]:
    """Name pages that lie otherwise than most; a stack fed the other way round as a whole is no fault of a page."""
    pages = [sign.page for sign in signs if not sign.blank]
    scanned = [page for page in pages if page.source is not TextSource.TEXT]
    usual = collections.Counter(page.rotation for page in scanned).most_common(1)
    for page in scanned:
        if page.rotation == 0 or (len(scanned) > 1 and usual[0][0] == page.rotation and usual[0][1] * 2 > len(scanned)):
            continue
        if page.rotation == _UPSIDE_DOWN:
            yield Remark("upside-down", (page.number,), f"Page {page.number} was scanned upside down.")
        else:
            yield Remark("sideways", (page.number,), f"Page {page.number} was scanned lying on its side.")


def _missing(signs: Sequence[PageSigns], cuts: Sequence[Cut], copies: frozenset[int]) -> Iterable[Remark]:
    at = {sign.page.number: position for position, sign in enumerate(signs)}
    for cut in cuts:
        inside = range(at[cut.first_page], at[cut.last_page] + 1)
        kept = [signs[position] for position in inside if position not in copies and not signs[position].blank]
        yield from _gaps(kept, cut)


def _gaps(kept: Sequence[PageSigns], cut: Cut) -> Iterable[Remark]:
    stated = [(order, sign) for order, sign in enumerate(kept) if sign.numbering]
    for (here, before), (there, after) in itertools.pairwise(stated):
        yield from _gap_between(before, after, there - here)
    if not stated:
        return
    order, first = stated[0]
    if first.numbering and first.numbering.total and first.numbering.page > order + 1:
        lacking = _named(1, first.numbering.page - order - 1)
        yield Remark(
            "missing", (cut.first_page,), f"The paper that begins on page {cut.first_page} lacks its {lacking}."
        )
    order, last = stated[-1]
    reached = (last.numbering.page if last.numbering else 0) + len(kept) - 1 - order
    if last.numbering and reached < last.numbering.total:
        lacking = _named(reached + 1, last.numbering.total)
        yield Remark("missing", (cut.last_page,), f"The paper that ends on page {cut.last_page} lacks its {lacking}.")


def _gap_between(before: PageSigns, after: PageSigns, pages: int) -> Iterable[Remark]:
    if before.numbering is None or after.numbering is None:
        return
    gap = after.numbering.page - before.numbering.page - pages
    if gap <= 0 or (not after.numbering.total and gap > _LARGEST_GAP):
        return
    lacking = _named(before.numbering.page + pages, after.numbering.page - 1)
    one, other = before.page.number, after.page.number
    yield Remark("missing", (one, other), f"Between page {one} and page {other} the paper lacks its {lacking}.")


def _named(first: int, last: int) -> str:
    return f"page {first}" if first == last else f"pages {first} to {last}"
