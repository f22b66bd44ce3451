"""Cut a file into papers and say which of its pages are odd."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Mapping, Sequence

from anjuan.papers.covers.codes import CoverCode
from anjuan.papers.facts import Cut, Reason, Split
from anjuan.papers.rules.tables import splitting
from anjuan.papers.splitting.chain import Chosen, NumberChain, choose
from anjuan.papers.splitting.doubles import doubled_pairs
from anjuan.papers.splitting.evidence import NOTHING, Clue, Habits, Past, clues_between, habits_of, log_odds, reasons
from anjuan.papers.splitting.numbering import Numbering
from anjuan.papers.splitting.remarks import remarks_on
from anjuan.papers.splitting.rules import SplittingRules
from anjuan.papers.splitting.signs import PageSigns, signs_of
from anjuan.papers.splitting.titles import TitleFinder
from anjuan.reading.pages import Page, TextSource

#: Log-odds that nothing outweighs.
_SURELY = 60.0
_STRONG_TITLE = 0.75
_TITLED_SHARE = 0.2
_TITLED_LEAST = 3


@dataclasses.dataclass(frozen=True, slots=True)
class _Boundary:
    clues: tuple[Clue, ...]
    odds: float
    cover: int | None = None


def split(
    pages: Sequence[Page],
    *,
    covers: Mapping[int, CoverCode] | None = None,
    finder: TitleFinder | None = None,
    flowing: bool | None = None,
    rules: SplittingRules | None = None,
) -> Split:
    """Return how a file divides into papers, and what is odd about its pages.

    Takes linear time. A file that is no scan is cut on strong signs only: a title together with another
    form number. Blank pages and cover sheets between papers are left out of the cuts; the copy of a page
    scanned twice stays with its paper. A file without any content is one paper.

    Args:
        pages: All pages of the file in order, numbered from 1.
        covers: Cover sheets by the number of their page. Each begins a new paper; the cut behind it has a
            reason ``cover`` whose page is that of the sheet, and one ``cover-kind`` whose text is the kind alone.
        finder: Finds titles and their kinds, beside the titles found by how they stand.
        flowing: Whether the file is a text document or workbook instead of a scan or PDF; None lets the
            pages tell.
        rules: The edition of the rules; None takes the latest.

    """
    rules = rules or splitting().latest
    covers = covers or {}
    if not pages:
        return Split(())
    signs = [signs_of(page, rules, finder) for page in pages]
    solid = [at for at, sign in enumerate(signs) if not sign.blank and sign.page.number not in covers]
    pairs = _pairs(signs, solid, rules)
    copies = _copies_behind(pairs, solid)
    kept = [at for at in solid if at not in copies]
    is_flowing = all(not page.picture for page in pages) if flowing is None else flowing
    boundaries = _boundaries(signs, kept, covers, rules, flowing=is_flowing)
    numbers = _numbers([signs[at] for at in kept])
    chosen = choose([boundary.odds for boundary in boundaries], NumberChain(numbers, rules))
    cuts = _cuts(signs, kept, boundaries, _Chain(chosen, NumberChain(numbers, rules)), covers, rules)
    return Split(cuts, remarks_on(signs, cuts, pairs, copies, rules))


@dataclasses.dataclass(frozen=True, slots=True)
class _Chain:
    chosen: Chosen
    numbers: NumberChain


def _pairs(signs: Sequence[PageSigns], solid: Sequence[int], rules: SplittingRules) -> tuple[tuple[int, int], ...]:
    found = doubled_pairs([signs[at].page for at in solid], rules.doubles)
    return tuple((solid[one], solid[other]) for one, other in found)


def _copies_behind(pairs: Sequence[tuple[int, int]], solid: Sequence[int]) -> frozenset[int]:
    """Return the pages that lie right behind the page they repeat, blank pages between them aside."""
    before = dict(zip(solid[1:], solid, strict=False))
    copies: set[int] = set()
    for one, other in pairs:
        previous = before.get(other)
        if previous == one or (previous in copies and (one, previous) in pairs):
            copies.add(other)
    return frozenset(copies)


def _numbers(signs: Sequence[PageSigns]) -> list[Numbering | None]:
    """Return the page numbers of papers; none at all where one count runs through a file of many titles."""
    numbers = [sign.numbering for sign in signs]
    offsets = {number.page - at for at, number in enumerate(numbers) if number}
    titled = sum(1 for sign in signs[1:] if sign.title and sign.title.confidence >= _STRONG_TITLE)
    if len(offsets) == 1 and titled > max(_TITLED_LEAST, _TITLED_SHARE * len(signs)):
        return [None] * len(signs)
    return numbers


def _boundaries(
    signs: Sequence[PageSigns],
    kept: Sequence[int],
    covers: Mapping[int, CoverCode],
    rules: SplittingRules,
    *,
    flowing: bool,
) -> list[_Boundary]:
    habits = habits_of([signs[at] for at in kept], rules)
    digital = bool(kept) and all(signs[at].page.source is TextSource.TEXT for at in kept)
    judge = _shy(rules) if flowing else lambda clues: log_odds(clues, rules)
    found: list[_Boundary] = []
    past = NOTHING
    for order, at in enumerate(kept):
        before = kept[order - 1] if order else -1
        cover = _cover_between(signs, before, at, covers)
        if before < 0:
            found.append(_Boundary((), 0.0, cover))
        else:
            clues = _clues(signs, before, at, habits, past)
            clues = (*clues, Clue("digital")) if digital else clues
            found.append(_Boundary(clues, judge(clues) if cover is None else _SURELY, cover))
        past = past.after(signs[at])
    return found


def _clues(signs: Sequence[PageSigns], before: int, at: int, habits: Habits, past: Past) -> tuple[Clue, ...]:
    clues = clues_between(signs[before], signs[at], habits, past)
    return (*clues, Clue("after-blank")) if any(sign.blank for sign in signs[before + 1 : at]) else clues


def _cover_between(signs: Sequence[PageSigns], before: int, at: int, covers: Mapping[int, CoverCode]) -> int | None:
    numbers = [sign.page.number for sign in signs[before + 1 : at] if sign.page.number in covers]
    return numbers[-1] if numbers else None


def _shy(rules: SplittingRules) -> Callable[[tuple[Clue, ...]], float]:
    """Return a judge for flowing documents: only a title together with another form number may cut them."""

    def judge(clues: tuple[Clue, ...]) -> float:
        strengths = {clue.code: clue.strength for clue in clues}
        strong = strengths.get("title", 0.0) >= rules.shy_title and "form-number-changes" in strengths
        return log_odds(clues, rules) if strong and "title-repeats" not in strengths else -_SURELY

    return judge


def _cuts(
    signs: Sequence[PageSigns],
    kept: Sequence[int],
    boundaries: Sequence[_Boundary],
    chain: _Chain,
    covers: Mapping[int, CoverCode],
    rules: SplittingRules,
) -> tuple[Cut, ...]:
    if not kept:
        rest = [sign.page.number for sign in signs if sign.page.number not in covers]
        return (Cut(rest[0], rest[-1], 1.0, (_begins(rest[0]),)),) if rest else ()
    starts = [*chain.chosen.cuts, len(kept)]
    cuts = []
    for start, end in itertools.pairwise(starts):
        first = kept[start]
        last = (kept[end] if end < len(kept) else len(signs)) - 1
        while last > first and (signs[last].blank or signs[last].page.number in covers):
            last -= 1
        why = _why(boundaries[start], start, signs[first].page.number, chain.numbers, rules, covers)
        cuts.append(Cut(signs[first].page.number, signs[last].page.number, _sureness(chain.chosen, start, end), why))
    return tuple(cuts)


def _sureness(chosen: Chosen, start: int, end: int) -> float:
    """Return how likely the least likely decision is that a paper rests on: its two ends, and no cut inside."""
    likelihood = chosen.likelihood
    inside = max(likelihood[start + 1 : end], default=0.0)
    behind = likelihood[end] if end < len(likelihood) else 1.0
    return round(min(likelihood[start], 1.0 - inside, behind), 4)


def _begins(page: int) -> Reason:
    return Reason("file-begins", "The file begins here.", page)


def _why(
    boundary: _Boundary,
    position: int,
    page: int,
    chain: NumberChain,
    rules: SplittingRules,
    covers: Mapping[int, CoverCode],
) -> tuple[Reason, ...]:
    first: tuple[Reason, ...] = ()
    if boundary.cover is not None:
        code = covers[boundary.cover]
        text = rules.clues["cover"].text.format(words=" ".join(part for part in (code.kind, code.case) if part))
        first = (Reason("cover", text, boundary.cover),)
        first += (Reason("cover-kind", code.kind, boundary.cover),) if code.kind else ()
    if position == 0:
        return first or (_begins(page),)
    codes = {chain.start_code(position, 0), chain.end_code(position)} - {""}
    return first + reasons((*boundary.clues, *(Clue(code) for code in sorted(codes))), rules, page)
