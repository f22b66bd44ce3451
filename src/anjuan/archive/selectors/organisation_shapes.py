"""What is told of one organisation, as plain values."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from anjuan.archive.rules.across_cases import Clash, Course, Said


@dataclasses.dataclass(frozen=True, slots=True)
class NameRow:
    """A name: ``present``, ``former``, ``short``, ``english`` or ``other``; ``valid_to`` is exclusive."""

    id: int
    kind: str
    name: str
    valid_from: str
    valid_to: str


@dataclasses.dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate, as the registry or the papers of a case state it.

    Attributes:
        id: Key in the registry; None when only papers state it.
        source: Where its number stands; None when only the registry knows it.

    """

    id: int | None
    number: str
    field_code: str
    standard: str
    issued_on: str
    expires_on: str
    standing: str
    body: str
    source: Said | None


@dataclasses.dataclass(frozen=True, slots=True)
class CaseMark:
    """A case of the organisation; ``on`` is the day it stands for on the time line."""

    number: str
    title: str
    state: str
    field_code: str
    audit_type: str
    on: str
    decided_on: str
    completeness: int | None
    misses: int
    contradictions: int
    problems: int | None
    cycle_id: int | None
    is_whole: bool


@dataclasses.dataclass(frozen=True, slots=True)
class CycleRow:
    """A certification cycle with those of its cases that the person may see.

    Attributes:
        misses: What it lacks as a whole (:class:`anjuan.judging.casefile.Miss` as kept); None when the person may not
            see all cases of the organisation, for then it cannot be told.

    """

    id: int
    field_code: str
    ordinal: int
    begins: str
    ends: str
    cases: tuple[CaseMark, ...]
    misses: tuple[Mapping[str, Any], ...] | None


@dataclasses.dataclass(frozen=True, slots=True)
class ChangeRow:
    """A merge or a split that concerned the organisation."""

    id: int
    kind: str
    source_id: int
    source_name: str
    target_id: int
    target_name: str
    cases: int
    reason: str
    at: str
    by: str
    is_undone: bool


@dataclasses.dataclass(frozen=True, slots=True)
class SiteRow:
    """A place where it works, from the registry or from a case."""

    address: str
    name: str
    activities: str
    persons: int | None
    source: Said | None


@dataclasses.dataclass(frozen=True, slots=True)
class OrganisationView:
    """An organisation.

    Attributes:
        code_faults: What is wrong with its credit code, as words of the registry; empty when it is right.
        is_whole: Whether the person may read all its cases. Names, cycles' gaps and merges are told only then.
        names: Its names, the present one first.
        contacts: What cases state of persons and places, the newest of each.
        columns: The cases that stand side by side in ``values``, the oldest first.
        values: What changed over time.
        clashes: What different cases state and cannot all be right.
        pairs: How many others may be the same.

    """

    id: int
    name: str
    credit_code: str
    code_faults: tuple[str, ...]
    is_whole: bool
    names: tuple[NameRow, ...]
    contacts: tuple[Said, ...]
    certificates: tuple[CertificateRow, ...]
    cycles: tuple[CycleRow, ...]
    cases: tuple[CaseMark, ...]
    columns: tuple[CaseMark, ...]
    values: tuple[Course, ...]
    clashes: tuple[Clash, ...]
    sites: tuple[SiteRow, ...]
    changes: tuple[ChangeRow, ...]
    pairs: int
