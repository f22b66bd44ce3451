"""What a person or a program may state of a case, and of what sort each value is."""

from __future__ import annotations

import enum
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | list[str]


class Sort(enum.StrEnum):
    """Of what sort a value is."""

    TEXT = "text"
    WHOLE = "whole number"
    DAYS = "number of days"
    TRUTH = "true or false"
    SEVERAL = "list of texts"


_NAMES = {
    Sort.SEVERAL: "former_names standards fields professional_codes team members sites exclusions signed_on",
    Sort.WHOLE: (
        "headcount effective_headcount site_count findings_major findings_minor findings_total page_count cycle_no year"
    ),
    Sort.DAYS: "audit_days onsite_days remote_days computed_days minimum_days",
    Sort.TRUTH: "multi_site",
    Sort.TEXT: (
        "organisation credit_code registered_address operating_address legal_representative management_representative"
        " contact phone email scope business_scope industry risk body contract_no project_no certificate_no audit_type"
        " audit_start audit_end team_leader decision decision_date decision_maker reviewer issued_on expires_on"
        " first_certified_on paper_date planned_on confirmed_on reported_on released_on internal_audit_on"
        " management_review_on founded_on query_on registered_capital"
    ),
}
#: Every field that can be stated, with the sort of its value.
SORTS = {name: sort for sort, names in _NAMES.items() for name in names.split()}
_MOST_WHOLE = 9_999_999
_MOST_DAYS = 99_999.0
_LONGEST = 2000
_MOST_TEXTS = 200


def fits(name: str, value: Value) -> bool:
    """Return whether a value can be that of a field; False for a field that cannot be stated."""
    sort = SORTS.get(name)
    if sort is None:
        return False
    if isinstance(value, bool):
        return sort is Sort.TRUTH
    if isinstance(value, int | float):
        is_whole = isinstance(value, int) and sort is Sort.WHOLE and 0 <= value <= _MOST_WHOLE
        return is_whole or (sort is Sort.DAYS and 0 <= value <= _MOST_DAYS)
    if isinstance(value, list):
        return sort is Sort.SEVERAL and 0 < len(value) <= _MOST_TEXTS and all(_is_text(one) for one in value)
    return sort is Sort.TEXT and _is_text(value)


def _is_text(value: str) -> bool:
    return bool(value.strip()) and len(value) <= _LONGEST
