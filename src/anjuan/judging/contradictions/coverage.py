"""K13, K14, K17 and P08: what was planned, sampled, listed and needed against what there is."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from anjuan.judging.casefile import PaperFacts, Severity
from anjuan.judging.contradictions.conflicts import (
    Conflict,
    Statement,
    evidence,
    paper_evidence,
    paper_name,
    paper_names,
)
from anjuan.judging.contradictions.rulebook import Rule
from anjuan.judging.contradictions.view import EMPTY, CaseView
from anjuan.kit.text.folding import squeeze

_SPLIT = re.compile(r"[、,，;；/\n]+|\s{2,}|(?<=[部科室间组层办库心司])\s+")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_IN_BRACKETS = re.compile(r"[（(]([^（()）]{5,})[）)]")
#: The clauses of a standard, which no meeting or pause of a plan has.
_CLAUSES = re.compile(r"\d")
#: What tells sites and workshops of one name apart.
_NUMERALS = re.compile(r"[一二三四五六七八九十]+|\d+|[A-Z]|[东西南北]")
_LEADING = re.compile(r"^\d{1,2}[.、:：]?")


def _departments(text: str) -> list[str]:
    """Return the departments a cell names."""
    return [name for piece in _SPLIT.split(_BRACKETS.sub("", text)) if (name := _LEADING.sub("", squeeze(piece)))]


def unaudited(view: CaseView) -> Iterator[Conflict]:
    """Yield the departments of the plan of which no audit note speaks (K13)."""
    audited = {
        name
        for item in view.of("note.department", "department", "finding.department", "plan.department", kinds=("D04",))
        for name in _departments(item.text)
    }
    if not audited:
        return
    rule = view.tables.rules.rules["K13"]
    words = rule.words["not_departments"]
    planned: set[str] = set()
    missing: dict[str, Statement] = {}
    sampled = {mark for item in view.of("site.name", kinds=("B03",)) for mark in _marks_of(item)}
    for item in view.of_stage_2("plan.department", kinds=("C06",)):
        if _is_meeting(item, words):
            continue
        for name in _departments(item.text):
            # A site of the sample is told by K14.
            if len(name) > 1 and name not in sampled and not any(word in name for word in words):
                planned.add(name)
                if not any(_is_same_department(name, other, rule) for other in audited):
                    missing.setdefault(name, item)
    # Where hardly any is found, plan and notes are ordered otherwise: by processes the one, by departments the other.
    if missing and len(missing) <= rule.numbers["most_missing_share"] * len(planned):
        first = next(iter(missing.values()))
        notes = view.of_kind("D04")[:3]
        yield Conflict(
            "K13",
            "unaudited",
            "department",
            {"paper": paper_name(first.paper), "departments": "、".join(missing)},
            (*(evidence(item) for item in missing.values()), *(paper_evidence(paper) for paper in notes)),
        )


def _is_meeting(item: Statement, words: Iterable[str]) -> bool:
    """Say whether a row of the plan is a meeting or a pause, whose department or site is only the place of it."""
    clauses = (str(found.value) for found in item.paper.of("plan.clauses") if found.group == item.found.group)
    return any(word in text and not _CLAUSES.search(text) for text in clauses for word in words)


def _is_same_department(one: str, other: str, rule: Rule) -> bool:
    """Say whether two names may mean one department: 生产部 and 生产车间, 管理层 and 总经理, not 一车间 and 二车间."""
    if one != other and _NUMERALS.sub("#", one) == _NUMERALS.sub("#", other):
        return False
    if one in other or other in one:
        return True
    if all(any(word in name for word in rule.words["same_department"]) for name in (one, other)):
        return True
    little = rule.words["say_little"]
    pairs = {one[place : place + 2] for place in range(len(one) - 1)}
    return any(pair in other and pair not in little for pair in pairs)


def unvisited_sites(view: CaseView) -> Iterator[Conflict]:
    """Yield the sites of the sample that none of the papers of the audit names (K14)."""
    visited = list(view.of("site.name", "site.address", "sites", "operating_address", kinds=("D04", "D12", "D20")))
    notes = "|".join(squeeze(item.text) for item in view.of("note.department", "finding.department", kinds=("D04",)))
    sample = list(view.of("site.name", kinds=("B03",)))
    by_site = any(mark in notes for item in sample for mark in _marks_of(item))
    # Notes that go by sites show which were visited; where they do not, the plan has to do.
    visited += [] if by_site else list(view.of("plan.department", kinds=("C06",)))
    named = [squeeze(item.text) for item in view.of("site.name", "sites", kinds=("D04", "D12", "D20"))]
    if not named and not by_site:
        return
    seen = "|".join([notes, *(squeeze(item.text) for item in visited)])
    for item in sample:
        if not any(mark in seen for mark in _marks_of(item)):
            papers = view.of_kind("D12", "D04", "D20")[:3]
            yield Conflict(
                "K14",
                "unvisited",
                "site",
                {"paper": paper_name(item.paper), "site": item.printed, "right_papers": paper_names(papers)},
                (evidence(item), *(paper_evidence(paper) for paper in papers)),
            )


def _marks_of(site: Statement) -> list[str]:
    """Return by what a site of the sample is known: its name, its address."""
    addresses = (str(found.value) for found in site.paper.of("site.address") if found.group == site.found.group)
    pieces = (site.text, *_named_apart(site.text), *addresses)
    return [mark for piece in pieces if (mark := squeeze(piece))]


def _named_apart(text: str) -> tuple[str, ...]:
    """Return the name of a site and what stands in brackets behind it: its address."""
    within = _IN_BRACKETS.findall(text)
    return (_BRACKETS.sub("", text), *within) if within else ()


def _listed(view: CaseView, paper: PaperFacts) -> list[tuple[Statement, Statement]]:
    """Return the rows of an archive list as pairs of title and number of pages."""
    titles = {item.found.group: item for item in view.of("item.title") if item.paper is paper}
    return [
        (titles[item.found.group], item)
        for item in view.of("item.pages")
        if item.paper is paper and item.found.group in titles and item.text.isdigit()
    ]


def _are_first_pages(rows: list[tuple[Statement, Statement]]) -> bool:
    """Say whether a list prints on which page a paper begins, not how many it has."""
    numbers = [int(pages.text) for _, pages in rows]
    rising = all(one <= other for one, other in itertools.pairwise(numbers))
    return len(numbers) > 3 and rising and numbers[-1] >= len(numbers)  # noqa: PLR2004


def pages_listed(view: CaseView) -> Iterator[Conflict]:
    """Yield the rows of archive lists whose number of pages is not that of the paper (K17).

    Rows and papers are paired by title; several of one title in their order. The pages of a text file depend on
    the program that sets them, so there only a difference that no program makes is told.
    """
    for paper in view.of_kind("X01"):
        rows = _listed(view, paper)
        if _are_first_pages(rows):
            continue
        by_title: dict[str, list[tuple[Statement, Statement]]] = {}
        for title, pages in rows:
            by_title.setdefault(squeeze(title.text), []).append((title, pages))
        for name, mine in by_title.items():
            there = [other for other in view.papers if squeeze(other.title) == name]
            if len(there) != len(mine):
                continue
            if sorted(int(pages.text) for _, pages in mine) == sorted(other.pages for other in there):
                continue
            yield from _wrong_rows(paper, mine, there)


def _counts_alike(listed: int, paper: PaperFacts) -> bool:
    if paper.paged:
        # A scan may hold the back of a sheet, or a page of the next paper.
        return listed == paper.pages or (not paper.digital and paper.pages == listed + 1)
    apart = abs(listed - paper.pages)
    return apart <= 1 or apart * 2 <= max(listed, paper.pages)


def _wrong_rows(
    paper: PaperFacts, rows: list[tuple[Statement, Statement]], there: list[PaperFacts]
) -> Iterator[Conflict]:
    for (title, pages), other in zip(rows, there, strict=True):
        if not _counts_alike(int(pages.text), other):
            yield Conflict(
                "K17",
                "pages",
                "item.pages",
                {
                    "paper": paper_name(paper),
                    "title": title.printed,
                    "listed": pages.text,
                    "counted": str(other.pages),
                },
                (paper_evidence(other, str(other.pages)), evidence(pages)),
            )


_CODE = re.compile(r"\d{2}(?:\.\d{2}){0,2}")


def _codes(text: str) -> set[str]:
    return set(_CODE.findall(text))


def _holds(stated: str, needed: str) -> bool:
    """Say whether a code is the one needed, or the group it lies in."""
    return needed == stated or needed.startswith(f"{stated}.") or stated.startswith(f"{needed}.")


def uncovered_codes(view: CaseView) -> Iterator[Conflict]:
    """Yield the professional codes of the case that nobody of the team has, where the team's codes are stated."""
    needed = [
        item for item in view.of("professional_codes", kinds=("B01", "C01", "C02", "C03", "D12")) if _codes(item.text)
    ]
    rows = list(view.of("member.code", kinds=("C02", "C03")))
    blank = [item for item in rows if item.text in EMPTY]
    coded = [item for item in rows if _codes(item.text)]
    # A column of registration numbers is no column of codes.
    if not needed or not (coded or (blank and len(blank) == len(rows))):
        return
    have = {code for item in coded for code in _codes(item.text)}
    have |= {
        code for item in view.of("member.code", "professional_codes", kinds=("D23",)) for code in _codes(item.text)
    }
    want = sorted({code for item in needed for code in _codes(item.text)})
    lacking = [code for code in want if not any(_holds(mine, code) for mine in have)]
    if lacking and len(lacking) == len(want):
        yield Conflict(
            "P08",
            "uncovered",
            "professional_codes",
            {
                "stated": "、".join(dict.fromkeys(item.printed for item in coded or blank)),
                "paper": paper_name(rows[0].paper),
                "codes": "、".join(lacking),
                "right_paper": paper_name(needed[0].paper),
            },
            (evidence(needed[0]), *(evidence(item) for item in rows[:6])),
            Severity.WARN,
        )
