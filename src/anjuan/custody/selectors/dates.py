"""The dates that retention counts from, as the archive knows them."""

from __future__ import annotations

from collections.abc import Mapping

from anjuan.archive.models import Case, CaseField
from anjuan.custody.rules.retention import CaseDates

#: A date read with less confidence does not decide how long a case is kept: it is shown as doubtful.
_SURE = 0.9


def case_dates(case: Case, stated: Mapping[str, str]) -> CaseDates:
    """Return the dates of a case: what a person stated first, then its cycle, then its papers. Two queries at most.

    A date that was read doubtfully is passed on as such, so that nothing is computed with it.
    """
    read = CaseField.objects.filter(case=case, name="expires_on").first()
    valid_until = _text(read) if read else ""
    cycle_end = case.cycle.ends if case.cycle else ""
    return CaseDates(
        cycle_end=stated.get("cycle_end") or cycle_end,
        valid_until=stated.get("valid_until") or valid_until,
        withdrawn_on=stated.get("withdrawn_on", ""),
    )


def _text(read: CaseField) -> str:
    text = str(read.value or "")
    is_sure = read.source != "papers" or read.confidence >= _SURE
    return text if is_sure or not text else f"{text} (read doubtfully)"
