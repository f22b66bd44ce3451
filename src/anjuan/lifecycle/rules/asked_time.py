"""Audit time as it is asked for and answered."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

from anjuan.lifecycle.rules.audit_days import DaysTable, FactorTable, ReductionTable
from anjuan.lifecycle.rules.integrated import Integration
from anjuan.lifecycle.rules.rulebook import Book
from anjuan.lifecycle.rules.verdicts import Basis, Step, Verdict

INITIAL, SURVEILLANCE, RECERTIFICATION = "initial", "surveillance", "recertification"
KINDS = (INITIAL, SURVEILLANCE, RECERTIFICATION)


@dataclasses.dataclass(frozen=True, slots=True)
class Adjustment:
    """A factor that is used: its key, how many percent (without sign), and why."""

    factor: str
    percent: Fraction
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """One standard of an audit: its field, class of risk or complexity, effective personnel, factors."""

    field: str
    people: int
    risk: str = ""
    adjustments: tuple[Adjustment, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What audit time is asked for.

    Attributes:
        kind: ``initial``, ``surveillance`` or ``recertification``.
        standards: The standards, at least one.
        hours: Hours of a day that the client offers.
        extra_days: Days for sampled temporary sites.
        integration: How far the standards are integrated; None when they are not.
        stage1_percent: Share of stage 1 in percent; None for the configured one.
        planned_onsite: Days on site that are planned; None when there is no plan.

    """

    kind: str
    standards: tuple[Standard, ...]
    hours: Fraction = Fraction(8)
    extra_days: Fraction = Fraction(0)
    integration: Integration | None = None
    stage1_percent: Fraction | None = None
    planned_onsite: Fraction | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class TimeTables:
    """The tables that audit time is computed with."""

    book: Book
    days: DaysTable
    factors: FactorTable
    reductions: ReductionTable


@dataclasses.dataclass(frozen=True, slots=True)
class AuditTime:
    """Audit time with its reasons.

    Attributes:
        days: All days, in half days; None when the question was refused.
        onsite_days: The least days on site.
        stage1_days: Days of stage 1; None unless the audit is an initial one.
        stage2_days: Days of stage 2; None unless the audit is an initial one.
        table_days: What the tables say for all standards together, before any factor.
        least_days: The days that no reduction may go below, not rounded.
        steps: The computation.
        refusals: Why there are no days; empty when there are.
        notes: What should be looked at although there are days.
        edition: The edition of the table of days.

    """

    days: Fraction | None
    onsite_days: Fraction | None
    stage1_days: Fraction | None
    stage2_days: Fraction | None
    table_days: Fraction
    least_days: Fraction
    steps: tuple[Step, ...]
    refusals: tuple[Verdict, ...]
    notes: tuple[Verdict, ...]
    edition: str

    @property
    def weak(self) -> tuple[Basis, ...]:
        """The rules used whose figures no text confirms."""
        return tuple({step.basis.rule: step.basis for step in self.steps if step.basis.is_weak}.values())
