"""What one page shows that bears on where papers begin and end."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

from anjuan.kit.text.folding import fold, squeeze
from anjuan.papers.splitting.numbering import Numbering, numbering_in
from anjuan.papers.splitting.rules import SplittingRules
from anjuan.papers.splitting.titles import FoundTitle, TitleFinder, TitleHit, em_points, find_title, usual_sizes
from anjuan.reading.pages import Line, Page, Role, Table

_ASIDE = frozenset({Role.SEAL, Role.HIDDEN, Role.COMMENT})
_MARGIN_ROLES = frozenset({Role.HEADER, Role.FOOTER})
_FORM_NUMBER = re.compile(r"(?<![a-z0-9])[a-z]{1,6}[a-z0-9]*(?:[-./ ][a-z0-9]+){1,5}(?![a-z0-9])")
_NO_FORM_NUMBER = re.compile(r"^(?:gb|iso|iec|cnca|cnas|rb|cts|www|http|tel|fax|page|p)\b|^gb/|^gbt|^v\d")
_SENTENCE_END = tuple(".;!?:\"')]")
_HEADING = re.compile(r"^(?:\(?([一二三四五六七八九十]{1,3})[,.)]|(\d{1,2})(?:[,.)](?!\d)|\.\d+))")
_CHINESE = {sign: value for value, sign in enumerate("一二三四五六七八九十", start=1)}
_DATE = re.compile(r"(?:19|20)\d\d\s*[-年./]\s*\d{1,2}|年\s*月\s*日")
_EDGE_STEP = 0.02
_HEAD_LINES = 14
_SHORT_LINE = 19
_SHORTEST_NUMBER = 4
_LABEL_SLACK = 3
_SIGNATURES_ONLY = 120
_NOISE_LETTERS = 4
_NOISE_CONFIDENCE = 0.6


#: The heading of a chapter: 1 范围, 4.2 理解相关方的需求和期望, 第三章　职责.
_CHAPTER = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}(?:[ \u3000]+|(?=[^\d年月日时分项份页个人号次]))|"
    r"第[一二三四五六七八九十\d]{1,3}章\s*)"
    r"[\u3400-\u9fff]{2,}[^:：|]{0,24}$"
)
#: Among so many first lines of a page a chapter begins: a running head may stand above.
_CHAPTER_LINES = 2


@dataclasses.dataclass(frozen=True, slots=True)
class PageSigns:
    """What one page shows.

    Attributes:
        page: The page itself.
        title: The title at its head, by how it stands.
        named: The title by the finder that was given, if it names a kind.
        numbering: The page number it states.
        form_numbers: Form numbers in its margins.
        running: Its running heads, digits left out.
        em: Usual size of its writing in points; 0 when nothing stands on it.
        table_first: Whether its body begins with a table.
        edges_first: Column edges of the table it begins with, in steps of 1/50 of the width.
        edges_last: Column edges of the table it ends with.
        fill: Page fraction at which its body ends.
        runs_on: Whether its last line is a full one that ends no sentence.
        begins_at_margin: Whether its first line is running text.
        closes: Whether it ends with a signature, a seal or a date.
        opening: The labels with which forms open that stand at its head, with their values.
        ends_first: Whether little more than the signatures of the page before stands on it.
        letters: How many letters its body has.
        chinese: The share of Chinese ones among them.
        slight: Whether they are so few that it can only be the overflow of another page.
        cover_like: Whether it looks like the front page of a report: a title in the middle and little else.
        chapter: Whether it begins with the heading of a chapter, as the pages of a manual do.
        first_heading: The number of the first heading on it; 0 without.
        last_heading: The number of the last heading on it; 0 without.
        blank: Whether nothing stands on it.

    """

    page: Page
    title: FoundTitle | None = None
    named: TitleHit | None = None
    numbering: Numbering | None = None
    form_numbers: frozenset[str] = frozenset()
    running: frozenset[str] = frozenset()
    em: float = 0.0
    table_first: bool = False
    edges_first: frozenset[int] = frozenset()
    edges_last: frozenset[int] = frozenset()
    fill: float = 0.0
    runs_on: bool = False
    begins_at_margin: bool = False
    closes: bool = False
    opening: Mapping[str, str] = dataclasses.field(default_factory=dict)
    ends_first: bool = False
    letters: int = 0
    chinese: float = 0.0
    slight: bool = False
    cover_like: bool = False
    chapter: bool = False
    first_heading: int = 0
    last_heading: int = 0
    blank: bool = False


def is_blank(page: Page) -> bool:
    """Return whether nothing stands on a page, or only specks that were taken for signs.

    A page without text that is not empty holds a picture; it is not blank.
    """
    if page.blank:
        return True
    if not page.lines or page.tables or page.seals:
        return False
    letters = sum(len(squeeze(line.text)) for line in page.lines)
    unsure = all(line.confidence is not None and line.confidence < _NOISE_CONFIDENCE for line in page.lines)
    return letters == 0 or (unsure and letters <= _NOISE_LETTERS)


def signs_of(page: Page, rules: SplittingRules, finder: TitleFinder | None = None) -> PageSigns:
    """Return what a page shows; with a finder, its title when that one is surer."""
    if is_blank(page):
        return PageSigns(page, blank=True)
    lines = [line for line in page.lines if line.role not in _ASIDE and line.text.strip()]
    title, named = find_title(page, rules), finder(page) if finder else None
    margin = [line for line in lines if _in_margin(line, rules)]
    body = [line for line in lines if not _in_margin(line, rules) and not _is_number(line)]
    by_place = sorted(body, key=lambda line: line.box[1])
    first, last = _outer_tables(page.tables, by_place)
    headings = [number for line in body if (number := _heading(line.text))]
    letters = sum(len(line.text) for line in body)
    return PageSigns(
        page,
        title=title,
        named=named if named and named.kind else None,
        numbering=_numbering(lines, rules),
        form_numbers=_form_numbers(lines, rules),
        running=frozenset(text for line in margin if (text := _running(line.text))),
        em=usual_sizes(page)[0],
        table_first=bool(first),
        edges_first=_edges(first),
        edges_last=_edges(last),
        fill=max((line.box[3] for line in body), default=0.0),
        runs_on=bool(by_place) and not last and _runs_on(by_place[-1]),
        begins_at_margin=bool(by_place) and _is_running_text(by_place[0], page),
        closes=any(_closes(line, rules) for line in by_place[-5:]),
        opening=_opening(by_place[:_HEAD_LINES], rules),
        ends_first=letters < _SIGNATURES_ONLY and any(_closes(line, rules) for line in by_place[:3]),
        letters=letters,
        chinese=sum(sign > "\u2e7f" for line in body for sign in line.text) / letters if letters else 0.0,
        slight=letters < rules.slight,
        cover_like=_is_cover_like(page, body, title, rules),
        chapter=any(_CHAPTER.match(line.text.strip()) for line in by_place[:_CHAPTER_LINES]),
        first_heading=headings[0] if headings else 0,
        last_heading=headings[-1] if headings else 0,
    )


def _in_margin(line: Line, rules: SplittingRules) -> bool:
    centre = (line.box[1] + line.box[3]) / 2
    return line.role in _MARGIN_ROLES or centre < rules.margins.top or centre > rules.margins.bottom


def _is_number(line: Line) -> bool:
    return len(line.text) <= _SHORT_LINE and numbering_in(line.text, margin=False) is not None


def _numbering(lines: list[Line], rules: SplittingRules) -> Numbering | None:
    """Return the page number with a total if one is stated, else the one without; the lowest line first."""
    found = [
        number
        for line in sorted(lines, key=lambda line: -line.box[1])
        if (line.box[1] < rules.titles.lowest or line.box[1] > 1 - rules.titles.lowest)
        and (number := numbering_in(line.text, margin=_in_margin(line, rules)))
    ]
    return next((number for number in found if number.total), found[0] if found else None)


def _form_numbers(lines: list[Line], rules: SplittingRules) -> frozenset[str]:
    """Return what looks like the number of a form, in a margin or with its label at the head or foot."""
    found = set()
    for line in lines:
        folded = fold(line.text)
        labelled = any(word in folded for word in rules.words.form_numbers)
        if not (labelled or _in_margin(line, rules)) or any(word in folded for word in rules.words.other_numbers):
            continue
        for match in _FORM_NUMBER.finditer(folded):
            token = match[0].strip()
            if (
                any(sign.isdigit() for sign in token)
                and len(token) >= _SHORTEST_NUMBER
                and not _NO_FORM_NUMBER.match(token)
            ):
                found.add(token.replace(" ", ""))
    return frozenset(found)


def _running(text: str) -> str:
    """Return a running head without digits: a page number must not make it another one."""
    kept = "".join(sign for sign in squeeze(text) if not sign.isdigit())
    return kept if len(kept) > 3 else ""  # noqa: PLR2004  第页共页 and the like


def _outer_tables(tables: tuple[Table, ...], body: list[Line]) -> tuple[Table | None, Table | None]:
    """Return the table that the body begins with and the one it ends with, each None without."""
    if not tables or not body:
        return None, None
    top = min(tables, key=lambda table: table.box[1])
    bottom = max(tables, key=lambda table: table.box[3])
    starts = body[0].box[1] >= top.box[1] - _EDGE_STEP
    ends = body[-1].box[3] <= bottom.box[3] + _EDGE_STEP
    return (top if starts else None), (bottom if ends else None)


def _edges(table: Table | None) -> frozenset[int]:
    if table is None:
        return frozenset()
    return frozenset(round(x / _EDGE_STEP) for cell in table.cells for x in (cell.box[0], cell.box[2]))


def _runs_on(line: Line) -> bool:
    folded = fold(line.text).rstrip()
    return line.box[2] > 0.8 and not folded.endswith(_SENTENCE_END) and len(folded) > 10  # noqa: PLR2004


def _is_running_text(line: Line, page: Page) -> bool:
    """Return whether a line is as wide as the text of a page and no heading."""
    wide = line.box[2] - line.box[0] > 0.5  # noqa: PLR2004
    return wide and not _heading(line.text) and em_points(line, page.width) > 0


def _closes(line: Line, rules: SplittingRules) -> bool:
    folded = fold(line.text).replace(" ", "")
    if len(folded) > 60:  # noqa: PLR2004
        return False
    return any(word in folded for word in rules.words.closing) or bool(_DATE.search(folded) and len(folded) < 24)  # noqa: PLR2004


def _opening(lines: list[Line], rules: SplittingRules) -> dict[str, str]:
    """Return the opening labels with what stands beside them, letters and digits only."""
    found = {}
    for line in lines:
        label, _, value = fold(line.text).replace(" ", "").partition(":")
        words = (
            word for word in rules.words.opening if label.startswith(word) and len(label) <= len(word) + _LABEL_SLACK
        )
        if word := next(words, ""):
            found[word] = squeeze(value) or squeeze(_beside(line, lines))
    return found


def _beside(line: Line, lines: list[Line]) -> str:
    centre = (line.box[1] + line.box[3]) / 2
    right = [other for other in lines if other.box[0] >= line.box[2] - 0.01 and other.box[1] < centre < other.box[3]]
    return min(right, key=lambda other: other.box[0]).text if right else ""


def _is_cover_like(page: Page, body: list[Line], title: FoundTitle | None, rules: SplittingRules) -> bool:
    if title is None or title.box is None or title.box[1] < rules.cover_pages.title_below or page.tables:
        return False
    letters = sum(len(line.text) for line in body)
    widest = max(line.box[2] - line.box[0] for line in body)
    return letters <= rules.cover_pages.most_letters and widest <= rules.cover_pages.widest


def _heading(text: str) -> int:
    found = _HEADING.match(fold(text).strip())
    if not found:
        return 0
    if found[2]:
        return int(found[2])
    return sum(_CHINESE.get(sign, 0) for sign in found[1])
