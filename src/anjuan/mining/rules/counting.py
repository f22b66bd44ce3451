"""Counting findings across cases: by clause, code, field, region, quarter, type; with denominators and intervals."""

from __future__ import annotations

import dataclasses

import numpy as np

from anjuan.compiling.statistics import Rate, rate
from anjuan.mining.rules.columns import Columns, Flags, Ints
from anjuan.mining.rules.tallies import GRADES, NO_QUARTER, quarter_said

#: By what findings can be counted.
DIMENSIONS = ("clause", "code", "field", "province", "audit_type", "quarter")
_CASE_WORDS = {"field": "fields", "province": "provinces", "audit_type": "audit_types"}


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """Which cases and findings count; what is empty does not narrow.

    Attributes:
        field: Certification field.
        code: Professional code or the beginning of one, group by group.
        province: Code of the division.
        audit_type: Audit type.
        grade: Grade of the findings.
        clause: Clause or the beginning of one, group by group.
        first: First quarter, inclusive, as a number.
        last: Last quarter, inclusive.
        also: Only cases with a finding on this clause as well.

    """

    field: str = ""
    code: str = ""
    province: str = ""
    audit_type: str = ""
    grade: str = ""
    clause: str = ""
    first: int | None = None
    last: int | None = None
    also: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """What is counted under one value.

    Attributes:
        key: The value: a clause, a code, a quarter such as ``2025Q3`` …; empty when it is not known.
        rate: Cases with such a finding, of the cases whose papers tell of findings.
        findings: Findings.
        clients: Clients of the cases with such a finding.
        of_clients: Clients of all cases that are counted from.

    """

    key: str
    rate: Rate
    findings: int
    clients: int
    of_clients: int


def cases_asked(columns: Columns, asked: Asked) -> Flags:
    """Return which cases count: they tell of findings, and are what was asked for."""
    keep = columns.tells.copy()
    for name, sort in _CASE_WORDS.items():
        wanted = getattr(asked, name)
        if wanted:
            keep &= getattr(columns, name) == columns.place(sort, wanted)
    if asked.code:
        keep &= _has(columns, columns.code_case[np.isin(columns.code, _begins(columns.words["codes"], asked.code))])
    if asked.also:
        keep &= _has(
            columns, columns.finding_case[np.isin(columns.clause, _begins(columns.words["clauses"], asked.also))]
        )
    if asked.first is not None:
        keep &= columns.quarter >= asked.first
    if asked.last is not None:
        keep &= (columns.quarter <= asked.last) & (columns.quarter != NO_QUARTER)
    return keep


def _has(columns: Columns, rows: Ints) -> Flags:
    has = np.zeros(len(columns.case), dtype=np.bool_)
    has[rows] = True
    return has


def findings_asked(columns: Columns, asked: Asked, cases: Flags) -> Flags:
    """Return which findings count."""
    keep = cases[columns.finding_case]
    if asked.grade:
        keep = keep & (columns.grade == GRADES.index(asked.grade))
    if asked.clause:
        keep = keep & np.isin(columns.clause, _begins(columns.words["clauses"], asked.clause))
    return keep


def _begins(words: tuple[str, ...], start: str) -> list[int]:
    return [place for place, word in enumerate(words) if word == start or word.startswith(f"{start}.")]


def total(columns: Columns, asked: Asked) -> Cell:
    """Return the count over all that was asked for."""
    cases = cases_asked(columns, asked)
    found = findings_asked(columns, asked, cases)
    rows = np.unique(columns.finding_case[found])
    return Cell(
        "", rate(len(rows), int(cases.sum())), int(found.sum()), _clients(columns, rows), _clients(columns, cases)
    )


def _clients(columns: Columns, rows: Ints | Flags) -> int:
    return len(np.unique(columns.client[rows]))


def counted_by(columns: Columns, asked: Asked, dimension: str, *, groups: int = 0) -> list[Cell]:
    """Return one count for each value of a dimension, in the order of the values; those without a case are left out.

    Args:
        columns: The archive.
        asked: What counts.
        dimension: One of :data:`DIMENSIONS`.
        groups: Of codes and clauses only so many groups from the left (``8.5`` of ``8.5.1`` for 2); 0 for all.

    """
    cases = cases_asked(columns, asked)
    found = findings_asked(columns, asked, cases)
    if dimension == "clause":
        return _by_clause(columns, cases, found, groups)
    if dimension == "code":
        names, of = _shortened(columns.words["codes"], groups)
        pairs = np.unique(np.stack([columns.code_case, of[columns.code]]), axis=1)
        pairs = pairs[:, cases[pairs[0]]]
        return _by_case_value(columns, names, pairs, found)
    rows = np.flatnonzero(cases)
    if dimension == "quarter":
        known, values = np.unique(columns.quarter[rows], return_inverse=True)
        return _by_case_value(
            columns, tuple(quarter_said(int(one)) for one in known), np.stack([rows, values.ravel()]), found
        )
    values = getattr(columns, dimension)[rows]
    return _by_case_value(columns, columns.words[_CASE_WORDS[dimension]], np.stack([rows, values]), found)


def _shortened(words: tuple[str, ...], groups: int) -> tuple[tuple[str, ...], Ints]:
    """Return the words cut to so many groups, and for each word the place of its cut form."""
    short = [".".join(word.split(".")[:groups]) if groups else word for word in words]
    names = tuple(dict.fromkeys(short))
    places = {name: place for place, name in enumerate(names)}
    return names, np.array([places[word] for word in short], dtype=np.int64)


def _by_clause(columns: Columns, cases: Flags, found: Flags, groups: int) -> list[Cell]:
    names, of = _shortened(columns.words["clauses"], groups)
    total_cases, total_clients = int(cases.sum()), _clients(columns, cases)
    clause = of[columns.clause[found]] if len(of) else columns.clause[found]
    rows = columns.finding_case[found]
    findings = np.bincount(clause, minlength=len(names))
    with_it = _distinct(clause, rows, len(names))
    clients = _distinct(clause, columns.client[rows], len(names))
    cells = [
        Cell(name, rate(int(with_it[at]), total_cases), int(findings[at]), int(clients[at]), total_clients)
        for at, name in enumerate(names)
        if findings[at]
    ]
    return sorted(cells, key=lambda cell: (-cell.rate.count, -cell.findings, clause_key(cell.key)))


def clause_key(clause: str) -> tuple[tuple[int, str], ...]:
    """Return what puts clauses into the order of their standard."""
    return tuple((int(part), "") if part.isdigit() else (10**6, part) for part in clause.split("."))


def _distinct(group: Ints, value: Ints, length: int) -> Ints:
    """Return for each group how many different values it has."""
    if not len(group):
        return np.zeros(length, dtype=np.int64)
    _, numbered = np.unique(value, return_inverse=True)
    # Two numbers in one: sorting single numbers is several times faster than sorting pairs.
    pairs = np.unique(group * (int(numbered.max()) + 1) + numbered.ravel())
    return np.bincount(pairs // (int(numbered.max()) + 1), minlength=length).astype(np.int64)


def _by_case_value(columns: Columns, names: tuple[str, ...], pairs: Ints, found: Flags) -> list[Cell]:
    """Return cells by a value that cases have: ``pairs`` are rows of cases above their values, each pair once."""
    rows, values = pairs
    length = len(names)
    findings_of = np.bincount(columns.finding_case[found], minlength=len(columns.case))
    has = findings_of[rows] > 0
    of = np.bincount(values, minlength=length)
    with_it = np.bincount(values[has], minlength=length)
    findings = np.bincount(values, weights=findings_of[rows], minlength=length)
    clients = _distinct(values[has], columns.client[rows[has]], length)
    of_clients = _distinct(values, columns.client[rows], length)
    cells = [
        Cell(names[at], rate(int(with_it[at]), int(of[at])), int(findings[at]), int(clients[at]), int(of_clients[at]))
        for at in range(length)
        if of[at]
    ]
    return sorted(cells, key=lambda cell: (cell.key == "", cell.key))


def cases_with(columns: Columns, asked: Asked) -> list[int]:
    """Return the keys of the cases that have such a finding, by number."""
    found = findings_asked(columns, asked, cases_asked(columns, asked))
    return sorted(int(key) for key in columns.case[np.unique(columns.finding_case[found])])


def cases_counted(columns: Columns, asked: Asked) -> list[int]:
    """Return the keys of the cases that are counted from, by number."""
    return sorted(int(key) for key in columns.case[cases_asked(columns, asked)])


def facts_counted(columns: Columns, asked: Asked) -> list[int]:
    """Return the keys of the facts that tell the findings counted, by number."""
    return sorted(int(key) for key in columns.fact[findings_asked(columns, asked, cases_asked(columns, asked))])


def series_of(columns: Columns, asked: Asked, clauses: list[str]) -> tuple[list[int], dict[str, list[tuple[int, int]]]]:
    """Return the quarters with cases, and for each clause its cases of all cases in each of them.

    Args:
        columns: The archive.
        asked: What counts.
        clauses: Clauses; one stands for itself and all below it. An empty text stands for any finding.

    """
    cases = cases_asked(columns, asked) & (columns.quarter != NO_QUARTER)
    found = findings_asked(columns, asked, cases)
    quarters, numbered = np.unique(columns.quarter[cases], return_inverse=True)
    of = np.bincount(numbered.ravel(), minlength=len(quarters))
    series = {}
    for clause in clauses:
        mine = found & np.isin(columns.clause, _begins(columns.words["clauses"], clause)) if clause else found
        rows = np.unique(columns.finding_case[mine])
        counts = np.bincount(np.searchsorted(quarters, columns.quarter[rows]), minlength=len(quarters))
        series[clause] = [(int(count), int(every)) for count, every in zip(counts, of, strict=True)]
    return [int(one) for one in quarters], series
