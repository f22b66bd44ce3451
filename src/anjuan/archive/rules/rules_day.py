"""A case as one value for judging, and the day whose rules it is judged by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from anjuan.archive.rules.case_columns import AUDIT_TYPES
from anjuan.judging.casefile import CaseFile, PaperFacts
from anjuan.papers.facts import Description
from anjuan.papers.fields.derive import CaseValue, derive


def casefile(
    case: int,
    papers: tuple[PaperFacts, ...],
    values: Mapping[str, object],
    conditions: Mapping[str, bool] | None = None,
) -> CaseFile:
    """Return a case as one value.

    Args:
        case: Its key.
        papers: Its papers in order.
        values: Its fields by name: what persons stated above what the papers say.
        conditions: Conditions that a person answered.

    """
    fields = values.get("fields") or ()
    return CaseFile(
        case=case,
        papers=papers,
        audit_type=AUDIT_TYPES.get(str(values.get("audit_type", "")), ""),
        fields=tuple(str(one) for one in fields) if isinstance(fields, list | tuple) else (str(fields),),
        on=rules_day(values, papers),
        conditions=conditions or {},
        derived=values,
    )


def derived(papers: Sequence[PaperFacts]) -> dict[str, CaseValue]:
    """Return what the papers of a case together state."""
    return derive([(one.document, one.kind, one.stage, Description(one.found, one.marks)) for one in papers])


def plain(value: object) -> object:
    """Return a value as JSON keeps it: lists instead of tuples."""
    return list(value) if isinstance(value, tuple) else value


def rules_day(values: Mapping[str, object], papers: Sequence[PaperFacts]) -> dt.date | None:
    """Return the day whose rules apply: the decision, else the audit, else the last date on any paper."""
    for name in ("decision_date", "audit_end", "audit_start"):
        day = _day(values.get(name))
        if day:
            return day
    days = [day for paper in papers for found in paper.of("paper_date") if (day := _day(found.value))]
    return max(days, default=None)


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None
