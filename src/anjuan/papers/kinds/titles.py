"""The title of a page: which line it is, which kind it names, and the form number printed with it."""

from __future__ import annotations

import dataclasses
import re

from anjuan.papers.facts import Guess
from anjuan.papers.kinds.catalogue import Catalogue
from anjuan.papers.kinds.catalogue import catalogue as latest
from anjuan.papers.kinds.formnumbers import form_number
from anjuan.papers.kinds.headings import Heading, headings
from anjuan.papers.kinds.wording import Named, named_kind, stage_of
from anjuan.reading.pages import Box, Page

#: A line that names no kind is still a title when it is this prominent, big, and says something.
_PLAIN_TITLE = 0.9
_PLAIN_CONFIDENCE = 0.4
#: What a title in the running head says of where a paper begins, against one below it.
_RUNNING_SHARE = 0.6
_PAGE_ONE = re.compile(
    r"(?:第\s*[1一]\s*页|(?<!\d)1\s*/\s*\d{1,3}(?!\d)|page\s*1(?!\d)|共\s*\d{1,3}\s*页\s*第\s*[1一]\s*页)",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class TitleHit:
    """The title found on one page.

    Attributes:
        text: As printed, wide-set characters drawn together.
        kind: The kind it names; empty when it names none that is known.
        confidence: 0 to 1 that this is the page's title and names that kind.
        box: Where it stands.
        form_no: The form number printed on the page; empty when none.
        stage: ``1`` or ``2`` where the title says so; else empty.
        others: Other kinds it may name.
        both: Kinds that the same sheet serves besides.
        big: Whether it is set bigger than most of the page.
        running: Whether it stands in the running head, which may repeat on every page.
        slips: Characters that had to be read differently.

    """

    text: str
    kind: str
    confidence: float
    box: Box
    form_no: str = ""
    stage: str = ""
    others: tuple[Guess, ...] = ()
    both: tuple[str, ...] = ()
    big: bool = False
    running: bool = False
    slips: int = 0

    @property
    def title(self) -> str:
        """The same as ``text``, under the name that the splitting of bound scans asks for."""
        return self.text


def find_title(page: Page, *, catalogue: Catalogue | None = None) -> TitleHit | None:
    """Return the title of a page, or None when it shows none.

    Args:
        page: One page.
        catalogue: With which titles are read; the latest one when left out.

    """
    known = catalogue or latest()
    found = headings(page)
    best: tuple[float, Heading, Named] | None = None
    for heading in found:
        named = named_kind(heading.text, known)
        score = named.confidence * heading.prominence
        if named.kind and (best is None or score > best[0] + 0.01):
            best = (score, heading, named)
    number = form_number(page, known)
    printed = number.text if number else ""
    if best is None or best[0] < 0.35:  # noqa: PLR2004  less than that is a word in passing
        return _plain(found, printed)
    score, heading, named = best
    return TitleHit(
        heading.text,
        named.kind,
        round(score, 4),
        heading.box,
        printed,
        stage_of(heading.squeezed),
        named.others,
        named.both,
        heading.big,
        heading.running,
        named.slips,
    )


def first_page_title(page: Page, *, catalogue: Catalogue | None = None) -> TitleHit | None:
    """Return the title of a page, less sure where it stands in the running head, which repeats on every page.

    A finder for :func:`anjuan.papers.splitting.split.split`.
    """
    hit = find_title(page, catalogue=catalogue)
    return dataclasses.replace(hit, confidence=hit.confidence * _RUNNING_SHARE) if hit and hit.running else hit


def is_first_page_score(page: Page, *, catalogue: Catalogue | None = None) -> float:
    """Return how much a page looks like the first of a paper (0 to 1): title, page 1 of n, form number."""
    hit = find_title(page, catalogue=catalogue)
    score = 0.0
    if hit is not None:
        score = hit.confidence * (_RUNNING_SHARE if hit.running else 0.85)
        score += 0.08 if hit.form_no else 0.0
    if any(_PAGE_ONE.search(line.text) for line in page.lines):
        score += 0.3
    return min(1.0, score)


def _plain(found: tuple[Heading, ...], form_no: str) -> TitleHit | None:
    for heading in found:
        says_something = any("\u3400" <= sign <= "\u9fff" or sign.isalpha() for sign in heading.squeezed)
        if heading.big and not heading.running and heading.prominence >= _PLAIN_TITLE and says_something:
            return TitleHit(
                heading.text, "", _PLAIN_CONFIDENCE, heading.box, form_no, stage_of(heading.squeezed), big=True
            )
    return None
