"""What one case adds to the figures of the archive, as a plain value."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from rapidfuzz import fuzz

from anjuan.kit.text.folding import squeeze

#: Grades of findings in their order; a finding without one has the last.
GRADES = ("major", "minor", "observation", "")
#: Two texts on one clause that are alike to this percentage tell one finding, written twice.
_ALIKE = 80
_CLAUSE = re.compile(r"(?<![\d.])\d{1,2}(?:\.\d{1,2}){0,4}(?![\d.])")
_MONTHS_IN_QUARTER = 3
#: No quarter: the papers do not say when the audit was.
NO_QUARTER = -1


@dataclasses.dataclass(frozen=True, slots=True)
class FindingSeen:
    """A finding as one paper tells it."""

    fact: int
    number: str
    clause: str
    grade: str
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Counted:
    """One finding of a case, told by one paper or by several."""

    fact: int
    clause: str
    grade: str


@dataclasses.dataclass(frozen=True, slots=True)
class CaseCount:
    """What a case adds to the figures.

    Attributes:
        case: Key of the case.
        client: What tells its client from all others; not the name.
        field: Certification field; empty when not known, as the texts below.
        codes: Professional codes.
        province: Code of the division.
        audit_type: ``initial``, ``surveillance`` …
        quarter: Year times four plus quarter (0 to 3) of the last audit day; -1 when not known.
        leader: Team leader.
        days: Audit days; None when not known.
        size: Persons; None when not known.
        tells: Whether its papers tell of findings at all, so that none found counts as none.
        findings: Its findings.

    """

    case: int
    client: int
    field: str = ""
    codes: tuple[str, ...] = ()
    province: str = ""
    audit_type: str = ""
    quarter: int = NO_QUARTER
    leader: str = ""
    days: float | None = None
    size: int | None = None
    tells: bool = True
    findings: tuple[Counted, ...] = ()


def client_number(key: str) -> int:
    """Return a number of 63 bits that stands for a client's key; it does not tell the key."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big") >> 1


def quarter_of(day: str) -> int:
    """Return the quarter of an ISO day, maybe partial, as a number; -1 when the month is not known."""
    year, _, rest = day.partition("-")
    month = rest[:2]
    if not (year.isdigit() and month.isdigit() and 1 <= int(month) <= 12):  # noqa: PLR2004  months of a year
        return NO_QUARTER
    return int(year) * 4 + (int(month) - 1) // _MONTHS_IN_QUARTER


def quarter_said(quarter: int) -> str:
    """Return a quarter as people write it, such as ``2025Q3``; empty when not known."""
    return "" if quarter < 0 else f"{quarter // 4}Q{quarter % 4 + 1}"


def quarter_read(text: str) -> int | None:
    """Return the quarter that a text such as ``2025Q3`` names; None for anything else."""
    found = re.fullmatch(r"(\d{4})Q([1-4])", text.strip().upper())
    return int(found[1]) * 4 + int(found[2]) - 1 if found else None


def clause_of(text: str) -> str:
    """Return the first clause number in a text, such as ``8.5.1``; empty when there is none."""
    found = _CLAUSE.search(text)
    return found.group() if found else ""


def distinct_findings(seen: Iterable[FindingSeen]) -> tuple[Counted, ...]:
    """Return the findings of a case, each once: papers repeat them in reports, forms and lists.

    Two are one when clause and number are equal, or the clause is equal and the texts are alike. A finding without a
    clause is left out: nothing can be counted by it.
    """
    kept: list[tuple[FindingSeen, str]] = []
    grades: dict[int, str] = {}
    for one in sorted(seen, key=lambda each: each.fact):
        clause = clause_of(one.clause)
        if not clause:
            continue
        same = next((other for other, known in kept if known == clause and _is_same(one, other)), None)
        if same is None:
            kept.append((one, clause))
        else:
            grades[same.fact] = _graver(grades.get(same.fact, same.grade), one.grade)
    return tuple(Counted(one.fact, clause, _known(grades.get(one.fact, one.grade))) for one, clause in kept)


def _is_same(one: FindingSeen, other: FindingSeen) -> bool:
    if one.number and other.number and squeeze(one.number) == squeeze(other.number):
        return True
    if not one.text or not other.text:
        return True
    return fuzz.partial_ratio(squeeze(one.text), squeeze(other.text)) >= _ALIKE


def _known(grade: str) -> str:
    return grade if grade in GRADES else ""


def _graver(one: str, other: str) -> str:
    return min(_known(one), _known(other), key=GRADES.index)


def count_to_json(count: CaseCount) -> dict[str, Any]:
    """Return a case's count as an object to be kept."""
    plain = dataclasses.asdict(count)
    plain["findings"] = [[one.fact, one.clause, one.grade] for one in count.findings]
    return plain


def count_from_json(row: Mapping[str, Any]) -> CaseCount:
    """Return the count that :func:`count_to_json` wrote."""
    findings = tuple(Counted(*one) for one in row["findings"])
    return CaseCount(**{**row, "codes": tuple(row["codes"]), "findings": findings})
