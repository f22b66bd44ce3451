"""Counts of cases, made in a line."""

from __future__ import annotations

from anjuan.mining.rules.columns import Columns, columns_of
from anjuan.mining.rules.tallies import CaseCount, Counted, quarter_read


def counted(key: int, *clauses: str, client: int | None = None, quarter: str = "2025Q1", **more: object) -> CaseCount:
    findings = tuple(Counted(key * 100 + at, clause, "minor") for at, clause in enumerate(clauses))
    values = {"field": "A01", "codes": ("17.10.02",), "province": "33", "audit_type": "initial", "leader": "甲"}
    values |= {"days": 4.0, "size": 60} | more
    return CaseCount(
        key, key if client is None else client, quarter=quarter_read(quarter) or -1, findings=findings, **values
    )


def archive(*counts: CaseCount) -> Columns:
    return columns_of(counts)
