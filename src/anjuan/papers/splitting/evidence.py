"""What speaks for and against a new paper between two pages that follow each other."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from anjuan.kit.text.folding import squeeze
from anjuan.papers.facts import Reason
from anjuan.papers.splitting.rules import SplittingRules
from anjuan.papers.splitting.signs import PageSigns
from anjuan.reading.pages import Box

_SAME_HEAD = 85.0
_SAME_EDGES = 0.6
_SAME_NUMBER = 86.0
_SIZE_SLACK = 0.03
_WRITING_SLACK = 0.12
_ENOUGH_LETTERS = 60
_OTHER_LANGUAGE = 0.4
_SAME_MARGIN = 75.0
_FULL = 0.88
_SHORT = 0.75
_LEAST_FOR_HABITS = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Clue:
    """One sign at a boundary.

    Attributes:
        code: A key of the clues in the rule file.
        strength: How far it is there, 0 to 1.
        words: The words of the page.
        box: Where they stand.

    """

    code: str
    strength: float = 1.0
    words: str = ""
    box: Box | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Habits:
    """What stands on so many pages of a file that it says nothing of papers."""

    running: frozenset[str] = frozenset()
    form_numbers: frozenset[str] = frozenset()


@dataclasses.dataclass(frozen=True, slots=True)
class Past:
    """What the pages before a boundary leave in mind: the last title and the number of the last heading."""

    title: str = ""
    heading: int = 0

    def after(self, page: PageSigns) -> Past:
        """Return what is in mind behind one more page; a title lets the headings begin anew."""
        title = page.title.text if page.title else self.title
        return Past(title, page.last_heading or (0 if page.title and title != self.title else self.heading))


NOTHING = Past()


def habits_of(signs: Sequence[PageSigns], rules: SplittingRules) -> Habits:
    """Return the running heads and numbers that are common to the file."""
    if len(signs) < _LEAST_FOR_HABITS:
        return Habits()
    limit = rules.common_share * len(signs)
    heads = collections.Counter(text for page in signs for text in page.running)
    numbers = collections.Counter(text for page in signs for text in page.form_numbers)
    return Habits(
        frozenset(text for text, count in heads.items() if count > limit),
        frozenset(text for text, count in numbers.items() if count > limit),
    )


def clues_between(before: PageSigns, after: PageSigns, habits: Habits, past: Past = NOTHING) -> tuple[Clue, ...]:
    """Return the signs at the boundary of two pages.

    Args:
        before: The last page with content before the boundary.
        after: The page after it.
        habits: What is common to the whole file.
        past: What the pages before the boundary leave in mind.

    """
    found: list[Clue | None] = [
        *_title_clues(before, after, past.title),
        *_number_clues(before, after, habits),
        *_running_clues(before, after, habits),
        *_sheet_clues(before, after),
        *_language_clues(before, after),
        *_ending_clues(before),
        *_continuation_clues(before, after),
        *_heading_clues(after, past.heading),
    ]
    return tuple(clue for clue in found if clue is not None)


def log_odds(clues: Iterable[Clue], rules: SplittingRules) -> float:
    """Return the log-odds of a cut: the bias and what every sign adds."""
    return rules.bias + sum(rules.clues[clue.code].weight * clue.strength for clue in clues)


def reasons(clues: Iterable[Clue], rules: SplittingRules, page: int) -> tuple[Reason, ...]:
    """Return the signs that speak for a cut, the strongest first, as sentences."""
    weighed = [(rules.clues[clue.code].weight * clue.strength, clue) for clue in clues]
    for_it = sorted((pair for pair in weighed if pair[0] > 0), key=lambda pair: -pair[0])
    return tuple(
        Reason(clue.code, rules.clues[clue.code].text.format(words=clue.words), page, clue.box) for _, clue in for_it
    )


def _title_clues(before: PageSigns, after: PageSigns, last_title: str) -> Iterable[Clue | None]:
    ended = _ended(before)
    hit = after.title
    if after.named is not None:
        yield Clue("title-of-kind", after.named.confidence, f"{after.named.text} ({after.named.kind})")
    if hit is None:
        yield Clue("no-title")
        yield Clue("slight-page") if after.slight else None
        if after.ends_first:
            yield Clue("signatures-first")
        elif after.opening:
            yield Clue("labels-without-title", min(1.0, len(after.opening) / 3))
        yield Clue("no-title-after-end", ended) if ended else None
        return
    box = hit.box
    opening = min(1.0, len(after.opening) / 2)
    yield Clue("title", hit.confidence, hit.text, box)
    yield Clue("title-unworded", 1.0, hit.text, box) if not hit.worded and after.named is None else None
    yield Clue("opening-labels", opening) if opening else None
    same = _likeness(squeeze(hit.text), squeeze(last_title))
    if same:
        yield Clue("title-repeats", same, hit.text, box)
        yield Clue("title-repeats-after-end", same * ended, hit.text, box) if ended else None
        other = _other_values(before.opening, after.opening)
        yield Clue("title-repeats-for-other", same, other, box) if other else None
        yield Clue("title-repeats-unchanged", same) if not other and set(before.opening) & set(after.opening) else None


def _ended(before: PageSigns) -> float:
    """Return how much a page looks like the last of its paper: signed off, and not full."""
    signed = 0.5 if before.closes or before.page.seals else 0.0
    return signed + (0.5 if before.fill < _SHORT else 0.0)


def _other_values(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Return a value with which a form opens where the form before opened with another one; empty without."""
    for label, value in after.items():
        old = before.get(label, "")
        if old and value and fuzz.ratio(old, value) < _SAME_HEAD:
            return value
    return ""


def _likeness(one: str, other: str) -> float:
    """Return 1 for equal titles, less for two that one slip of recognition could explain, else 0."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    slips = Levenshtein.distance(one, other, score_cutoff=2)
    return 0.8 if slips <= len(one) // 5 else 0.0


def _number_clues(before: PageSigns, after: PageSigns, habits: Habits) -> Iterable[Clue]:
    old, new = before.form_numbers - habits.form_numbers, after.form_numbers - habits.form_numbers
    if not old and not new:
        return []
    words = ", ".join(sorted(new))
    if not old:
        return [Clue("form-number-appears", 1.0, words)]
    if not new:
        return [Clue("form-number-goes", 1.0, ", ".join(sorted(old)))]
    if old & new:
        return [Clue("form-number-stays", 1.0, words)]
    alike = max(fuzz.ratio(a, b) for a in old for b in new)
    # Two numbers that differ in one sign may be one number read twice.
    return [Clue("form-number-changes", 1.0 if alike < _SAME_NUMBER else 0.7, words)]


def _running_clues(before: PageSigns, after: PageSigns, habits: Habits) -> Iterable[Clue]:
    old, new = before.running - habits.running, after.running - habits.running
    if not old and not new:
        return []
    if old & new or any(fuzz.ratio(a, b) >= _SAME_MARGIN for a in old for b in new):
        return [Clue("running-head-stays")]
    return [Clue("running-head-changes", 1.0 if old and new else 0.6, "; ".join(sorted(new)))]


def _sheet_clues(before: PageSigns, after: PageSigns) -> Iterable[Clue | None]:
    old, new = before.page, after.page
    turned = (old.width > old.height) != (new.width > new.height)
    wide = abs(new.width - old.width) > _SIZE_SLACK * old.width
    high = abs(new.height - old.height) > _SIZE_SLACK * old.height
    yield Clue("sheet-turns") if turned else Clue("sheet-size-changes") if wide or high else None
    yield Clue("source-changes") if old.source is not new.source else None
    if before.em and after.em:
        other = abs(before.em - after.em) > _WRITING_SLACK * before.em
        yield Clue("writing-changes") if other else None
    if old.label and new.label:
        yield Clue("sheet-name-changes", 1.0, new.label) if old.label != new.label else Clue("sheet-name-stays")


def _ending_clues(before: PageSigns) -> Iterable[Clue | None]:
    yield Clue("page-full") if before.fill > _FULL else None
    yield Clue("page-short", (_SHORT - before.fill) / _SHORT) if 0 < before.fill < _SHORT else None
    yield Clue("front-page") if before.cover_like else None
    yield Clue("signed-off") if before.closes or before.page.seals else None


def _continuation_clues(before: PageSigns, after: PageSigns) -> Iterable[Clue | None]:
    if after.title is not None:
        return
    both = before.edges_last | after.edges_first
    shared = len(before.edges_last & after.edges_first) / len(both) if both else 0.0
    yield Clue("table-goes-on", shared) if before.edges_last and shared >= _SAME_EDGES else None
    yield Clue("chapter-begins") if after.chapter else None
    yield Clue("table-first") if after.table_first else None
    yield Clue("sentence-runs-on") if before.runs_on and after.begins_at_margin else None


def _heading_clues(after: PageSigns, last: int) -> Iterable[Clue | None]:
    if after.first_heading > 1:
        yield Clue("heading-follows" if after.first_heading == last + 1 else "heading-late")
    elif after.first_heading == 1 and last > 0:
        yield Clue("heading-restarts")


def _language_clues(before: PageSigns, after: PageSigns) -> Iterable[Clue | None]:
    if min(before.letters, after.letters) >= _ENOUGH_LETTERS:
        other = abs(before.chinese - after.chinese) > _OTHER_LANGUAGE
        yield Clue("language-changes") if other else None
