"""The title at the head of a page, found by how it stands: large, centred, alone on its row, a word for a paper.

It knows no kinds of paper. A finder that does, such as :func:`anjuan.papers.kinds.titles.find_title`, can be
given to :func:`anjuan.papers.splitting.split.split` as well; its hits then count beside these.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable
from typing import NamedTuple, Protocol, TypeAlias

from anjuan.kit.text.folding import fold, squeeze
from anjuan.papers.splitting.rules import SplittingRules, TitleRules
from anjuan.reading.pages import Box, Line, Page, Role

#: Roles that never carry the title of a paper.
_ASIDE = frozenset({Role.SEAL, Role.HIDDEN, Role.COMMENT, Role.FOOTNOTE, Role.FOOTER})
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]?$")
_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[,.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}(?:\.\d{1,2}){0,3}[.,)\s\u4e00-\u9fff]"
    r"|第[一二三四五六七八九十\d]{1,3}[章节条]|附录|附[表图件][\d一二三四五六七八九十]?)"
)
_LATIN = re.compile(r"[a-z]{4,}")
_STOPS = tuple(".;,:!?。；，：！？")


class TitleHit(Protocol):
    """What a finder of titles returns."""

    @property
    def text(self) -> str:
        """The title as printed."""
        ...

    @property
    def kind(self) -> str:
        """The kind of paper it names; empty when not known."""
        ...

    @property
    def confidence(self) -> float:
        """How sure it is that a paper with this title begins here, 0 to 1."""
        ...


TitleFinder: TypeAlias = Callable[[Page], TitleHit | None]


class FoundTitle(NamedTuple):
    """A title and where it stands; ``worded`` says whether it ends in a word that titles of papers end in."""

    text: str
    confidence: float
    kind: str = ""
    box: Box | None = None
    worded: bool = True


def em_points(line: Line, page_width: float) -> float:
    """Return the size of the writing of a line in points, from how far its characters stand apart; 0 if unknown."""
    units = sum(1.0 if sign > "\u2e7f" else 0.5 for sign in line.text.strip())
    width = (line.box[2] - line.box[0]) * page_width
    return width / units if units >= 1 else 0.0


def usual_sizes(page: Page) -> tuple[float, float]:
    """Return the usual size of the writing of a page: points between characters, and height as a page fraction."""
    lines = [line for line in page.lines if len(line.text.strip()) > 1 and line.role not in _ASIDE]
    sizes = [size for line in lines if (size := em_points(line, page.width)) > 0]
    heights = [line.box[3] - line.box[1] for line in lines]
    return (statistics.median(sizes), statistics.median(heights)) if sizes else (0.0, 0.0)


def find_title(page: Page, rules: SplittingRules) -> FoundTitle | None:
    """Return the title at the head of a page, or None when nothing there looks like one."""
    head = _head(page, rules.titles)
    em, height = usual_sizes(page)
    best: FoundTitle | None = None
    for rank, line in enumerate(head):
        confidence = _confidence(line, page, rules.titles, usual=(em, height))
        confidence -= rules.titles.per_line_before * rank
        if confidence >= rules.titles.least and (best is None or confidence > best.confidence):
            worded = _is_worded(fold(line.text), rules.titles)
            best = FoundTitle(line.text.strip(), round(min(1.0, confidence), 3), box=line.box, worded=worded)
    return best


def _head(page: Page, rules: TitleRules) -> list[Line]:
    """Return the lines among which the title is looked for: the first of the page, running heads included."""
    lines = [line for line in page.lines if line.role not in _ASIDE and line.text.strip()]
    lines = sorted(lines, key=lambda line: (line.box[1] + line.box[3]) / 2)
    return [line for line in lines[: rules.head_lines] if line.box[1] <= rules.lowest]


def _confidence(line: Line, page: Page, rules: TitleRules, *, usual: tuple[float, float]) -> float:
    folded = fold(line.text).strip()
    bare = _bare(folded)
    if not _may_be_title(folded, bare, rules):
        return 0.0
    confidence = 0.0
    if _is_worded(folded, rules):
        confidence += rules.ending
    confidence += rules.large * _largeness(line, page, rules, usual)
    if abs((line.box[0] + line.box[2]) / 2 - 0.5) <= rules.centre_tolerance:
        confidence += rules.centred
    if not any(_beside(line, other) for other in page.lines if other is not line):
        confidence += rules.alone
    return confidence


def _bare(folded: str) -> str:
    """Return a title without what stands in brackets behind it."""
    return squeeze(_BRACKETS.sub("", folded.strip()))


def _is_worded(folded: str, rules: TitleRules) -> bool:
    """Return whether a title says what sort of paper it heads: at its end in Chinese, anywhere in English."""
    words = _LATIN.findall(folded)
    return _bare(folded).endswith(rules.endings) or any(word in rules.endings for word in words)


def _may_be_title(folded: str, bare: str, rules: TitleRules) -> bool:
    if not rules.shortest <= len(bare) <= rules.longest or folded.endswith(_STOPS):
        return False
    if bare.endswith(rules.letterheads) or _HEADING.match(folded):
        return False
    if bare in rules.inner:
        return False
    return not any(word in folded for word in rules.never) and not bare.isdigit()


def _largeness(line: Line, page: Page, rules: TitleRules, usual: tuple[float, float]) -> float:
    """Return 0 for writing of the usual size, up to 1 for a clearly larger one."""
    if not usual[0] or not usual[1]:
        return 0.0
    by_width = em_points(line, page.width) / usual[0]
    by_height = (line.box[3] - line.box[1]) / usual[1]
    # Letters set apart widen a label as well; then its height tells that it is none.
    size = min(by_width, by_height * rules.height_slack)
    return max(0.0, min(1.0, (size - rules.size_from) / (rules.size_to - rules.size_from)))


def _beside(line: Line, other: Line) -> bool:
    overlap = min(line.box[3], other.box[3]) - max(line.box[1], other.box[1])
    lower = min(line.box[3] - line.box[1], other.box[3] - other.box[1])
    return overlap > 0.5 * lower and other.role is not Role.SEAL
