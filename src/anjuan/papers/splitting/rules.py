"""The shape of the rule file that says how signs of a new paper weigh."""

from __future__ import annotations

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict


class TitleRules(Strict):
    """How a title is told from other lines at the head of a page; all parts add to a confidence of 0 to 1.

    Attributes:
        endings: Words that titles of papers end in, folded.
        letterheads: What a name of an organisation ends in; such a line is no title.
        never: What no title contains, folded.
        head_lines: How many lines from the top are looked at.
        lowest: Page fraction below which no title begins.
        shortest: Fewest letters of a title.
        longest: Most letters of a title.
        ending: What an ending adds.
        large: What clearly larger writing adds.
        size_from: Writing of this many times the usual size begins to count as larger.
        size_to: Writing of this many times the usual size counts as clearly larger.
        height_slack: How many times the relative height the relative width may be at most.
        centred: What standing in the middle adds.
        centre_tolerance: Page fraction by which the middle may be missed.
        alone: What standing alone on its row adds.
        per_line_before: What every line above takes off.
        least: Least confidence of a hit.
        inner: Whole titles of parts of a paper, such as its table of contents.

    """

    endings: tuple[str, ...]
    letterheads: tuple[str, ...]
    never: tuple[str, ...]
    head_lines: int
    lowest: float
    shortest: int
    longest: int
    ending: float
    large: float
    size_from: float
    size_to: float
    height_slack: float
    centred: float
    centre_tolerance: float
    alone: float
    per_line_before: float
    least: float
    inner: tuple[str, ...]


class MarginRules(Strict):
    """Where running heads stand, in page fractions: above ``top`` and below ``bottom``."""

    top: float
    bottom: float


class WordRules(Strict):
    """Words that matter at the edges of a page, folded.

    Attributes:
        closing: What stands in the last lines of a finished paper.
        opening: Labels with which forms open.
        other_numbers: Labels of numbers that are no form numbers.
        form_numbers: Labels of form numbers.

    """

    closing: tuple[str, ...]
    opening: tuple[str, ...]
    other_numbers: tuple[str, ...]
    form_numbers: tuple[str, ...]


class CoverPageRules(Strict):
    """What the front page of a report looks like.

    Attributes:
        title_below: Page fraction below which its title stands.
        most_letters: Most letters on it.
        widest: Greatest width of a line, as a page fraction.

    """

    title_below: float
    most_letters: int
    widest: float


class ClueRule(Strict):
    """One sign at the boundary of two pages.

    Attributes:
        weight: What it adds to the log-odds of a cut when it is fully there (1.0).
        text: The reason, with ``{words}`` for what stands on the page.

    """

    weight: float
    text: str


class ForeignRules(Strict):
    """When a page seems to belong to another file.

    Attributes:
        organisation: Labels with which the organisation audited stands, folded.
        project: Labels with which the number of the project stands, folded.
        credit_code: Labels with which the credit code of the organisation stands, folded.
        least_pages: Fewest pages that must agree before one can stand out.
        least_share: Least share of naming pages that must agree.
        alike: Similarity (0 to 100) from which two names count as one.

    """

    organisation: tuple[str, ...]
    project: tuple[str, ...]
    credit_code: tuple[str, ...]
    least_pages: int
    least_share: float
    alike: float


class DoubleRules(Strict):
    """When two pages are one page scanned twice.

    Attributes:
        shingle: Letters in one shingle.
        hashes: How many hashes a sketch has.
        band: How many hashes must agree before two pages are compared.
        least_letters: Fewest letters of a page that is compared.
        alike: Least similarity of the two texts, 0 to 1.
        certain: Confidence of a recognised line from which another digit is another value.

    """

    shingle: int
    hashes: int
    band: int
    least_letters: int
    alike: float
    certain: float


class SplittingRules(RuleFile):
    """How a file is cut into papers.

    Attributes:
        titles: What a title looks like.
        margins: Where running heads stand.
        words: Words at the edges of a page.
        cover_pages: What the front page of a report looks like.
        clues: The signs at a boundary, by code.
        slight: A page with fewer letters is the overflow of the one before.
        bias: Log-odds of a cut when nothing is known.
        memory: How many pages after its start a paper is still expected to state its first page number.
        common_share: A running line on more than this share of the pages says nothing of papers.
        shy_title: Least confidence of a title that may cut a flowing document.
        foreign: When a page seems to belong to another file.
        doubles: When two pages are one page scanned twice.

    """

    titles: TitleRules
    margins: MarginRules
    words: WordRules
    cover_pages: CoverPageRules
    clues: dict[str, ClueRule]
    bias: float
    slight: int
    memory: int = pydantic.Field(ge=1, le=40)
    common_share: float
    shy_title: float
    foreign: ForeignRules
    doubles: DoubleRules
