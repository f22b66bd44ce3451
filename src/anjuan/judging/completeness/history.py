"""What earlier cases of an organisation tell of the conditions of a later one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from anjuan.judging.casefile import CaseFile
from anjuan.judging.completeness.case_days import case_days
from anjuan.judging.completeness.conditions import truth_of
from anjuan.judging.completeness.rulebook import Rulebook, rules_on
from anjuan.kit.periods import add_months


def conditions_from_history(
    case: CaseFile, earlier: Sequence[CaseFile], *, requirements: Rulebook
) -> Mapping[str, bool]:
    """Return the conditions that earlier cases tell for sure, to be given to a case as ``conditions``.

    ``prev_nc``: whether the last audit before this one had nonconformities. ``overdue``: for a surveillance, whether
    it took place later than the time rules allow after the audit or certificate before it. What the earlier cases do
    not tell is left out. Put what a person stated over the result.

    Args:
        case: The case that is judged.
        earlier: Other cases of the organisation in the same certification field, in any order; later ones are ignored.
        requirements: The rule tables.

    """
    day = case_days(case)
    if day.audit is None:
        return {}
    before = [(told, other) for other in earlier if (told := case_days(other).audit) and told < day.audit]
    if not before:
        return {}
    last_day, last = max(before, key=lambda item: item[0])
    found: dict[str, bool] = {}
    table = rules_on(requirements, last.on or last_day).conditions
    had = truth_of(table.by_code["nc"], last, table, None)
    if had.holds is not None and had.sure:
        found["prev_nc"] = had.holds
    if case.audit_type == "surveillance" and day.exact:
        found["overdue"] = day.audit > _due(last, last_day, requirements)
    return found


def _due(last: CaseFile, last_day: dt.date, requirements: Rulebook) -> dt.date:
    """Return the last day for the next surveillance: counted from the certificate after an opening audit."""
    first = last.audit_type != "surveillance"
    start = (case_days(last).issued if first else None) or last_day
    rules = requirements.cycles.on(add_months(start, 12))
    return add_months(start, rules.first_gap_months if first else rules.later_gap_months)
