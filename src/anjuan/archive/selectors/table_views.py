"""The tables of kinds and of required papers as people browse them, with what the body's own editions change."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.archive.selectors.body_tables import catalogue_today, checklist_on
from anjuan.judging.completeness.checklist import apply_checklist
from anjuan.judging.completeness.requirements import Demand
from anjuan.judging.rules.tables import conditions, requirements
from anjuan.kit.text.folding import squeeze
from anjuan.papers.kinds.catalogue import catalogue

_MOST_TITLES = 6


@dataclasses.dataclass(frozen=True, slots=True)
class KindFilter:
    """Which kinds: words of name, code or title; the letter of the family; ``own`` or ``built_in``."""

    words: str = ""
    family: str = ""
    origin: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of paper.

    Attributes:
        titles: Titles that it is known by, the first ones.
        more_titles: How many there are besides.
        is_own: Whether only the body's own tables name it.

    """

    code: str
    zh: str
    en: str
    family: str
    by: str
    titles: tuple[str, ...]
    more_titles: int
    form_numbers: tuple[str, ...]
    is_own: bool


@dataclasses.dataclass(frozen=True, slots=True)
class KindsShown:
    """The kinds that a filter leaves; ``families`` with their letters, ``total`` of all."""

    rows: tuple[KindRow, ...]
    families: tuple[tuple[str, str, str], ...]
    total: int
    own: int


def kinds_shown(wanted: KindFilter) -> KindsShown:
    """Return the kinds that a filter leaves, in the order of a case file. Two queries at most."""
    base, own = catalogue(), catalogue_today()
    titles: dict[str, list[str]] = {}
    for title, code in own.titles:
        titles.setdefault(code, []).append(title)
    numbers: dict[str, list[str]] = {}
    for number, code in own.form_numbers.items():
        numbers.setdefault(code, []).append(number)
    rows = [
        KindRow(
            code, kind.zh, kind.en, kind.family, kind.by, tuple(titles.get(code, ())[:_MOST_TITLES]),
            max(len(titles.get(code, ())) - _MOST_TITLES, 0), tuple(numbers.get(code, ())), code not in base.kinds,
        )
        for code, kind in own.kinds.items()
    ]  # fmt: skip
    word = squeeze(wanted.words)
    left = tuple(
        row
        for row in rows
        if (not wanted.family or row.family == wanted.family)
        and (not wanted.origin or row.is_own == (wanted.origin == "own"))
        and (not word or any(word in squeeze(text) for text in (row.code, row.zh, row.en, *titles.get(row.code, ()))))
    )
    families = tuple((letter, zh, en) for letter, (zh, en) in own.families.items())
    return KindsShown(left, families, len(rows), sum(row.is_own for row in rows))


@dataclasses.dataclass(frozen=True, slots=True)
class RequirementEdition:
    """One edition of the table of required papers."""

    edition: str
    valid_from: dt.date
    valid_to: dt.date | None


def requirement_editions() -> list[RequirementEdition]:
    """Return the editions of the table of required papers, the oldest first. No query."""
    return [RequirementEdition(one.edition, one.valid_from, one.valid_to) for one in requirements().all]


@dataclasses.dataclass(frozen=True, slots=True)
class RequirementRow:
    """What one kind of paper is asked for.

    Attributes:
        demands: By column: what is asked, with the condition's name in Chinese.
        marks: ``S`` signed, ``L`` sealed, ``O`` original, ``D`` dated.
        is_own: Whether the body's own checklist says it.

    """

    code: str
    name: str
    name_en: str
    demands: tuple[tuple[str, Demand, str], ...]
    marks: tuple[str, ...]
    certainty: str
    is_own: bool


def requirements_shown(edition: str, columns: str = "", *, own: bool = True) -> list[RequirementRow]:
    """Return the rows of an edition. Two queries at most.

    Args:
        edition: Its name.
        columns: Only columns that begin so, and rows that ask for something there; empty for all.
        own: Whether the body's own checklist counts that is in force in this edition.

    """
    base = next(one for one in requirements().all if one.edition == edition)
    names = {one.code: one.name for one in conditions().latest.conditions}
    last = base.valid_to - dt.timedelta(days=1) if base.valid_to else None
    table = apply_checklist(base, checklist_on(last)) if own else base
    known = {row.code: row for row in base.rows}
    rows = []
    for row in table.rows:
        demands = tuple(
            (column, demand, names.get(demand.condition, demand.condition))
            for column, demand in row.demands.items()
            if column.startswith(columns)
        )
        if any(demand.need != "none" for _, demand, _ in demands):
            rows.append(
                RequirementRow(
                    row.code, row.name, row.name_en, demands, tuple(row.marks.split()), row.certainty,
                    known.get(row.code) is not row,
                )
            )  # fmt: skip
    return rows
