"""Figures over the whole archive as pages and commands show them."""

from __future__ import annotations

import dataclasses
import functools

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case
from anjuan.archive.selectors.sight import whole_cases_of
from anjuan.compiling.statistics import Rate, rate
from anjuan.kit.errors import RefusedError, UsageError
from anjuan.mining.models import TallyChunk
from anjuan.mining.rules.change import Trend, trends_together
from anjuan.mining.rules.columns import Columns, columns_of, merged, unpacked
from anjuan.mining.rules.counting import (
    DIMENSIONS,
    Asked,
    Cell,
    cases_counted,
    cases_with,
    counted_by,
    facts_counted,
    series_of,
    total,
)
from anjuan.mining.rules.funnel import Leader, compared
from anjuan.mining.rules.hiding import Shown, is_rare, shown
from anjuan.mining.rules.lifts import Pair, pairs_found
from anjuan.mining.rules.tallies import GRADES, quarter_said
from anjuan.mining.selectors.facts import FactFilter, facts_of
from anjuan.mining.selectors.guides import need_reader

COMPARE = "knowledge.compare_auditors"
#: From how many clients on a number is told to who may not read all cases.
LEAST_CLIENTS = 3
#: Trends are looked for in the most frequent clauses.
_MOST_SERIES = 60
#: More keys than these are not put into one query.
_IN_QUERY = 20_000
#: A change is believed when so few of twenty believed ones are wrong.
FALSE_SHARE = 0.05


class DimensionUnknownError(UsageError):
    """Findings cannot be counted by this."""

    code = "MINE-070"


@dataclasses.dataclass(frozen=True)
class TrendTable:
    """Counts by one dimension, for one person.

    Attributes:
        dimension: By what.
        rows: The cells, those hidden among them.
        whole: The count over everything asked for.
        is_whole_hidden: Whether that rests on too few clients to be told.
        least_clients: From how many clients on a number is told to this person; 1 for who may read every case.

    """

    dimension: str
    rows: tuple[Shown, ...]
    whole: Cell
    is_whole_hidden: bool
    least_clients: int

    @property
    def hidden(self) -> int:
        """How many rows are hidden."""
        return sum(row.is_hidden for row in self.rows)


@functools.lru_cache(maxsize=512)
def _part(number: int, version: str) -> Columns:
    """Return a packed part; kept by version, so that only what changed is read again."""
    kept = TallyChunk.objects.filter(number=number, version=version).values_list("packed", flat=True).first()
    return unpacked(bytes(kept)) if kept is not None else columns_of(())


@functools.lru_cache(maxsize=2)
def _whole(parts: tuple[tuple[int, str], ...]) -> Columns:
    return merged([_part(number, version) for number, version in parts])


def archive_columns() -> Columns:
    """Return the counts of all cases. One query when nothing changed, one more for each changed part."""
    return _whole(tuple(TallyChunk.objects.order_by("number").values_list("number", "version")))


def _need_dimension(dimension: str) -> None:
    if dimension not in DIMENSIONS:
        raise DimensionUnknownError(
            f"Findings cannot be counted by {dimension!r}.", remedy=f"Choose one of {', '.join(DIMENSIONS)}."
        )


def trend_table(viewer: Viewer, asked: Asked, dimension: str, *, groups: int = 0) -> TrendTable:
    """Return findings by a dimension; small numbers are hidden from who may not read all cases.

    Raises:
        KnowledgeMayNotError: The person may not read what was compiled.
        DimensionUnknownError: There is no such dimension.

    """
    need_reader(viewer)
    _need_dimension(dimension)
    columns = archive_columns()
    cells = counted_by(columns, asked, dimension, groups=groups)
    whole = total(columns, asked)
    rows = shown(cells, least_clients=LEAST_CLIENTS, sees_all=viewer.sees_all)
    hidden = not viewer.sees_all and is_rare(whole, LEAST_CLIENTS)
    return TrendTable(dimension, tuple(rows), whole, hidden, 1 if viewer.sees_all else LEAST_CLIENTS)


@dataclasses.dataclass(frozen=True, slots=True)
class Series:
    """The rate of one clause by quarter, with its test.

    Attributes:
        clause: The clause; empty for any finding.
        points: Quarter (``2025Q3``) and rate; None where too few clients were audited for this person.
        trend: The test over all quarters.
        is_believed: Whether the change stands after all series were tested together.

    """

    clause: str
    points: tuple[tuple[str, Rate | None], ...]
    trend: Trend
    is_believed: bool


def trend_series(viewer: Viewer, asked: Asked, *, clauses: tuple[str, ...] = ()) -> tuple[Series, ...]:
    """Return the rates of clauses by quarter, those that change most surely first; any finding stands before all.

    Raises:
        KnowledgeMayNotError: The person may not read what was compiled.

    """
    need_reader(viewer)
    columns = archive_columns()
    by_clause = counted_by(columns, asked, "clause")
    told = {
        row.cell.key
        for row in shown(by_clause, least_clients=LEAST_CLIENTS, sees_all=viewer.sees_all)
        if not row.is_hidden
    }
    wanted = list(clauses) or [cell.key for cell in by_clause[:_MOST_SERIES]]
    quarters, series = series_of(columns, asked, [clause for clause in wanted if clause in told or clauses])
    of_clients = {cell.key: cell.of_clients for cell in counted_by(columns, asked, "quarter")}
    tests = trends_together(list(series.values()), [float(quarter) for quarter in quarters])
    anything = series_of(columns, asked, [""])[1][""]
    least = 1 if viewer.sees_all else LEAST_CLIENTS
    names = [quarter_said(quarter) for quarter in quarters]
    hidden = {name for name in names if of_clients.get(name, 0) < least}

    def made(clause: str, counts: list[tuple[int, int]], test: Trend) -> Series:
        points = tuple(
            (name, None if name in hidden or (0 < count < least) else rate(count, of))
            for name, (count, of) in zip(names, counts, strict=True)
        )
        return Series(clause, points, test, test.q is not None and test.q <= FALSE_SHARE)

    first = made("", anything, trends_together([anything], [float(quarter) for quarter in quarters])[0])
    rest = [made(clause, counts, test) for (clause, counts), test in zip(series.items(), tests, strict=True)]
    return (first, *sorted(rest, key=lambda one: (one.trend.q is None, one.trend.q or 0.0)))


def trend_pairs(viewer: Viewer, asked: Asked) -> tuple[Pair, ...]:
    """Return clauses found together more or less often than by chance; pairs of few clients only to who may read all.

    Raises:
        KnowledgeMayNotError: The person may not read what was compiled.

    """
    need_reader(viewer)
    least = 1 if viewer.sees_all else LEAST_CLIENTS
    return tuple(pair for pair in pairs_found(archive_columns(), asked) if pair.clients >= least)


def leaders_compared(viewer: Viewer, asked: Asked) -> tuple[Leader, ...]:
    """Return the findings of each team leader beside what audits like theirs have, by name.

    Raises:
        CompareMayNotError: The person may not compare auditors.

    """
    need_comparer(viewer)
    return tuple(compared(archive_columns(), asked))


class CompareMayNotError(RefusedError):
    """None of the person's roles allows comparing auditors."""

    code = "MINE-071"


def need_comparer(viewer: Viewer) -> None:
    """Do nothing when a person may compare auditors.

    Raises:
        CompareMayNotError: None of the person's roles allows it.

    """
    if not viewer.may(COMPARE):
        raise CompareMayNotError(
            f"{viewer.name} may not compare auditors: it needs {COMPARE}.",
            why="Such figures are about persons; they help whoever leads them, and nobody else sees them.",
            remedy="Ask the head of the body.",
        )


@dataclasses.dataclass(frozen=True, slots=True)
class CountedCase:
    """A case behind a number.

    Attributes:
        findings: The findings of it that are counted: key of the fact, document, page, clause, grade, words.

    """

    number: str
    title: str
    organisation: str
    field_code: str
    audited_on: str
    findings: tuple[CountedFinding, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class CountedFinding:
    """A finding behind a number, with where it stands."""

    fact: int
    document: int
    page: int
    clause: str
    grade: str
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class CountedCases:
    """A slice of the cases behind a number.

    Attributes:
        rows: The slice.
        total: How many the number counts; None where that rests on too few clients to be told.
        readable: How many of them the person may read.

    """

    rows: tuple[CountedCase, ...]
    total: int | None
    readable: int


def cases_behind(viewer: Viewer, asked: Asked, *, with_finding: bool, offset: int = 0, limit: int = 20) -> CountedCases:
    """Return the cases that a number counts, only those the person may read, the latest audit first.

    Args:
        viewer: The person.
        asked: What the number counts.
        with_finding: Only cases with such a finding; otherwise all that are counted from.
        offset: Rows to leave out.
        limit: Rows to return.

    Raises:
        KnowledgeMayNotError: The person may not read what was compiled.

    """
    need_reader(viewer)
    columns = archive_columns()
    keys = cases_with(columns, asked) if with_finding else cases_counted(columns, asked)
    cell = total(columns, asked)
    hidden = not viewer.sees_all and is_rare(cell, LEAST_CLIENTS)
    seen = _readable(viewer, keys)
    chosen = seen[offset : offset + limit]
    facts = _facts(viewer, [key for key, _ in chosen], set(facts_counted(columns, asked)))
    cases = {case.pk: case for case in Case.objects.filter(pk__in=[key for key, _ in chosen])}
    rows = tuple(
        CountedCase(
            case.number, case.title, case.organisation_name, case.field_code, case.audited_on,
            tuple(facts.get(case.pk, ())),
        )
        for case in (cases[key] for key, _ in chosen if key in cases)
    )  # fmt: skip
    return CountedCases(rows, None if hidden else len(keys), len(seen))


def _readable(viewer: Viewer, keys: list[int]) -> list[tuple[int, str]]:
    """Return the keys that a person may read as whole cases, the latest audit first."""
    wanted = set(keys)
    rows: list[tuple[int, str]] = []
    if viewer.sees_all and len(keys) <= _IN_QUERY:
        rows = list(Case.objects.filter(pk__in=keys).values_list("pk", "audited_on"))
    else:
        rows = [row for row in whole_cases_of(viewer).values_list("pk", "audited_on") if row[0] in wanted]
    return sorted(rows, key=lambda row: (row[1], row[0]), reverse=True)


def _facts(viewer: Viewer, cases: list[int], counted: set[int]) -> dict[int, list[CountedFinding]]:
    found: dict[int, list[CountedFinding]] = {}
    for fact in facts_of(viewer, FactFilter(kind="finding")).filter(case__in=cases).order_by("id"):
        if fact.pk in counted:
            values = {slot["name"]: slot["value"] for slot in fact.slots} | dict(fact.corrected or ())
            text = values.get("fact") or fact.quote
            found.setdefault(fact.case_id, []).append(
                CountedFinding(
                    fact.pk,
                    fact.document_id,
                    fact.page,
                    values.get("clause", fact.clause),
                    values.get("grade", ""),
                    text,
                )
            )
    return found


def offered() -> dict[str, tuple[str, ...]]:
    """Return the values that the archive has of each thing one can narrow by, in order."""
    words = archive_columns().words
    return {
        name: tuple(sorted(word for word in found if word)) for name, found in words.items() if name != "leaders"
    } | {"grades": GRADES[:-1]}
