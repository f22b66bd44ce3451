"""Pages that name another organisation or project than the rest of the file."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz

from anjuan.kit.text.folding import fold, squeeze
from anjuan.papers.facts import Remark
from anjuan.papers.splitting.rules import ForeignRules
from anjuan.reading.pages import Line, Page

_LEAST_LETTERS = 4
_NAME_ENDS = ("公司", "厂", "集团", "中心", "合作社", "学校", "医院", "院", "店", "社", "部", "所", "局")


@dataclasses.dataclass(frozen=True, slots=True)
class _Said:
    page: Page
    printed: str
    letters: str


def foreign_pages(pages: Sequence[Page], rules: ForeignRules) -> Iterable[Remark]:
    """Yield a remark for every page that names another organisation, credit code or project than most pages do.

    A page that names the usual one anywhere as well is not remarked on, nor is another credit code beside the
    usual organisation: that is a contradiction within the paper, not a page from elsewhere.
    """
    named = [said for page in pages if (said := _first(page, rules.organisation, name=True))]
    coded = [said for page in pages if (said := _first(page, rules.credit_code, name=False))]
    counted = [said for page in pages if (said := _first(page, rules.project, name=False))]
    own = _usual(named, rules)
    foreign = {said.page.number: ("project", said) for said in _strangers(counted, rules)}
    foreign |= {
        said.page.number: ("credit code", said)
        for said in _strangers(coded, rules)
        if not (own and _mentions(said.page, own, rules))
    }
    foreign |= {said.page.number: ("organisation", said) for said in _strangers(named, rules)}
    for number, (what, said) in sorted(foreign.items()):
        text = f"Page {number} names another {what} than the rest of the file: {said.printed}."
        yield Remark("foreign", (number,), text)


def _strangers(said: Sequence[_Said], rules: ForeignRules) -> Iterator[_Said]:
    """Yield what does not agree with the value that most pages name."""
    usual = _usual(said, rules)
    for item in said if usual else ():
        if not _alike(item.letters, usual, rules) and not _mentions(item.page, usual, rules):
            yield item


def _usual(said: Sequence[_Said], rules: ForeignRules) -> str:
    """Return the value that enough pages agree on; empty without."""
    if len(said) < rules.least_pages:
        return ""
    usual = collections.Counter(item.letters for item in said).most_common(1)[0][0]
    agreeing = sum(1 for item in said if _alike(item.letters, usual, rules))
    return usual if agreeing >= max(rules.least_pages, rules.least_share * len(said)) else ""


def _alike(one: str, other: str, rules: ForeignRules) -> bool:
    return one in other or other in one or fuzz.ratio(one, other) >= rules.alike


def _mentions(page: Page, usual: str, rules: ForeignRules) -> bool:
    return fuzz.partial_ratio(usual, squeeze(page.text)) >= rules.alike


def _first(page: Page, labels: tuple[str, ...], *, name: bool) -> _Said | None:
    """Return the first value that stands with one of the labels on a page."""
    for printed in _values(page.lines, frozenset(labels)):
        letters = squeeze(printed)
        if len(letters) < _LEAST_LETTERS or (name and not letters.endswith(_NAME_ENDS)):
            continue
        if not name and not any(sign.isdigit() for sign in letters):
            continue
        return _Said(page, printed.strip(), letters)
    return None


def _values(lines: Sequence[Line], labels: frozenset[str]) -> Iterator[str]:
    for order, line in enumerate(lines):
        folded = fold(line.text).replace(" ", "")
        label, colon, value = folded.partition(":")
        if label in labels and value:
            yield line.text[line.text.find("：" if "：" in line.text else ":") + 1 :]
        elif label in labels and (colon or not value):
            beside = [other for other in lines[max(0, order - 2) : order + 4] if _right_of(other, line)]
            if beside:
                yield min(beside, key=lambda other: other.box[0]).text


def _right_of(other: Line, line: Line) -> bool:
    overlap = min(line.box[3], other.box[3]) - max(line.box[1], other.box[1])
    return other.box[0] >= line.box[2] - 0.01 and overlap > 0.4 * (line.box[3] - line.box[1])
