"""Professional codes suggested from the words of a scope, each with its reasons; a person decides."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

from anjuan.kit.rulefiles import RuleFile
from anjuan.registry.rules.codelists import Code
from anjuan.registry.rules.professional_codes import CODE
from anjuan.scope.rules.application import Application
from anjuan.scope.rules.sentences import Finding, finding
from anjuan.scope.rules.wording import ScopeItem

#: What a hit counts: a word of the table, and a name of a class of industries by how much of it is shared.
_WORD, _CLASS, _OWN = 1.0, 0.8, 1.2
_LEAST, _MOST, _FACTORY = 0.3, 5, frozenset({"生产", "制造", "加工", "研发", "设计"})
_TRADE = "29"


class SectorTable(RuleFile):
    """Sectors with their divisions of industries and the words that say them."""

    divisions: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every sector that words name and divisions do not."""
        yield from (f"the sector {code} has words and no division" for code in self.words if code not in self.divisions)


@dataclasses.dataclass(frozen=True, slots=True)
class Suggestion:
    """A code that the words of a scope point to.

    Attributes:
        code: The sector, or a finer code where the body's own list has one.
        name: What it is called.
        weight: How much points to it; the most comes first.
        reasons: What points to it, in Chinese.
        reasons_en: The same in English.

    """

    code: str
    name: str
    weight: float
    reasons: tuple[str, ...]
    reasons_en: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class CodeBooks:
    """The lists that codes are suggested from: sectors, industries, and the body's own professional codes."""

    sectors: Sequence[Code]
    industries: Sequence[Code]
    own: Sequence[Code] = ()


@dataclasses.dataclass(slots=True)
class _Points:
    weight: float
    reasons: list[str]
    reasons_en: list[str]


def suggested(
    table: SectorTable, books: CodeBooks, items: Sequence[ScopeItem], industries: Sequence[str] = ()
) -> tuple[Suggestion, ...]:
    """Return the codes that items and classes of industries point to, the most likely first, at most five."""
    found: dict[str, _Points] = {}
    for item in items:
        for code, weight, zh, en in (*_by_words(table, item), *_by_classes(table, books.industries, item)):
            _add(found, code, weight, zh, en)
        for code, weight, zh, en in _by_own(books.own, item):
            _add(found, code, weight, zh, en)
    for industry in industries:
        for code in sectors_of(table, industry):
            _add(found, code, _WORD, f"行业代码 {industry}", f"industry {industry}")
    names = {code.code: code.name for code in (*books.sectors, *books.own)}
    ranked = sorted(found.items(), key=lambda one: (-one[1].weight, one[0]))
    return tuple(
        Suggestion(code, names.get(code, ""), round(points.weight, 2), tuple(points.reasons), tuple(points.reasons_en))
        for code, points in ranked[:_MOST]
    )


def _add(found: dict[str, _Points], code: str, weight: float, zh: str, en: str) -> None:
    points = found.setdefault(code, _Points(0.0, [], []))
    points.weight += weight
    if zh not in points.reasons:
        points.reasons.append(zh)
        points.reasons_en.append(en)


def sectors_of(table: SectorTable, industry: str) -> tuple[str, ...]:
    """Return the sectors of a class of GB/T 4754: those whose longest division fits it."""
    digits = industry.lstrip("ABCDEFGHIJKLMNOPQRST")
    fits = [(len(division), sector) for sector, all_of in table.divisions.items() for division in all_of
            if digits.startswith(division)]  # fmt: skip
    longest = max((length for length, _ in fits), default=0)
    return tuple(sector for length, sector in fits if length == longest)


def _by_words(table: SectorTable, item: ScopeItem) -> Iterator[tuple[str, float, str, str]]:
    is_made = bool(_FACTORY & set(item.activities))
    text = f"{item.product}{'、'.join(item.activities)}"
    for sector, words in table.words.items():
        hits = [word for word in words if word in text]
        if not hits or (sector == _TRADE and is_made):
            continue
        longest = max(hits, key=len)
        # The head of a Chinese noun stands at its end: 汽车轴承 is first of all a bearing.
        weight = _WORD * len(longest) / 2 + (0.5 if item.product.endswith(longest) else 0.0)
        yield sector, weight, f"范围含“{longest}”", f"the scope says {longest}"


def _by_classes(
    table: SectorTable, industries: Sequence[Code], item: ScopeItem
) -> Iterator[tuple[str, float, str, str]]:
    best: list[tuple[float, Code]] = []
    for one in industries:
        share = _shared(item.product, one.name.removesuffix("制造").removesuffix("加工"))
        if share >= _LEAST:
            best.append((share, one))
    for share, one in sorted(best, key=lambda hit: (-hit[0], hit[1].code))[:2]:
        for sector in sectors_of(table, one.code):
            yield sector, _CLASS * share, f"近似行业 {one.code} {one.name}", f"like industry {one.code} {one.name}"


def _by_own(own: Sequence[Code], item: ScopeItem) -> Iterator[tuple[str, float, str, str]]:
    hits = sorted(((_shared(item.product, one.name), one) for one in own), key=lambda hit: (-hit[0], hit[1].code))
    for share, one in hits[:2]:
        if share >= _LEAST:
            yield one.code, _OWN * share, f"本机构代码表：{one.name}", f"the body's list: {one.name}"


def _shared(one: str, other: str) -> float:
    left, right = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other))
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def code_findings(asked: Application, likely: Sequence[Suggestion]) -> Iterator[Finding]:
    """Yield what is to be said of the codes: their form, the team, the words, the accreditation."""
    for code in asked.codes:
        if not CODE.match(code):
            yield finding("code_bad", code)
            continue
        if asked.team_codes and code not in asked.team_codes:
            yield finding("code_uncovered", code)
        if asked.wants_mark and asked.accredited_codes and not _is_accredited(code, asked.accredited_codes):
            yield finding("mark_outside", code)
        sectors = {one.code[:2] for one in likely}
        if sectors and code[:2] not in sectors:
            yield finding("code_unlikely", code, likely=f"{likely[0].code[:2]} {likely[0].name}".strip())


def _is_accredited(code: str, accredited: Sequence[str]) -> bool:
    return any(code == one or code.startswith(f"{one}.") for one in accredited)


def names_of(codes: Sequence[Code]) -> Mapping[str, str]:
    """Return the names of codes by code."""
    return {one.code: one.name for one in codes}
