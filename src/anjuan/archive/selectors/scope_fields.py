"""What a case states about its scope, as plain values that a check of the scope reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseField, DocumentDescription
from anjuan.archive.selectors.sight import case_whole

#: Field of a case → what the check calls it.
_NAMES = {
    "organisation": "organisation", "credit_code": "credit_code", "registered_address": "registered_address",
    "operating_address": "operating_address", "scope": "scope", "business_scope": "business_scope",
    "audit_days": "days", "audit_type": "audit_type",
}  # fmt: skip
_LISTS = {"standards": "standards", "professional_codes": "codes", "industry": "industries"}
_LICENCE = {
    "licence.name": "name", "licence.number": "number", "licence.issuer": "issuer", "licence.valid_from": "valid_from",
    "licence.valid_until": "valid_until",
}  # fmt: skip


def case_application(viewer: Viewer, number: str) -> dict[str, Any]:
    """Return what a case states about its scope; a field that nobody described is left out. Four queries.

    Raises:
        CaseUnknownError: There is none that this person may see as a whole.

    """
    case = case_whole(viewer, number)
    stated = {row.name: row.value for row in CaseField.objects.filter(case=case)}
    content: dict[str, Any] = {
        key: str(stated[name]) for name, key in _NAMES.items() if stated.get(name) not in (None, "", [])
    }
    for name, key in _LISTS.items():
        value = stated.get(name)
        if value:
            content[key] = [str(one) for one in value] if isinstance(value, list) else [str(value)]
    decided = _day(stated.get("decision_date"))
    if decided:
        content["decided_on"] = decided
    content["clauses"] = [{"clause": str(one)} for one in _listed(stated.get("exclusions"))]
    content["licences"] = _licences(case)
    return content


def _listed(value: object) -> list[object]:
    if not value:
        return []
    return value if isinstance(value, list) else [value]


def _day(value: object) -> str:
    try:
        return dt.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return ""


def _licences(case: Case) -> list[dict[str, str]]:
    """Return the licences that papers of the case state, one for each group of a paper; partial days are left out."""
    rows = DocumentDescription.objects.filter(document__case=case, document__removed=False).order_by(
        "document__sequence"
    )
    found: list[dict[str, str]] = []
    for row in rows:
        groups: dict[str, dict[str, str]] = {}
        for one in row.found:
            if one.get("name") in _LICENCE:
                groups.setdefault(str(one.get("group", "")), {})[_LICENCE[one["name"]]] = str(one.get("value", ""))
        found += [made for group in groups.values() if (made := _licence(group))]
    return found


def _licence(group: Mapping[str, str]) -> dict[str, str] | None:
    if not group.get("name"):
        return None
    days = {key: day for key in ("valid_from", "valid_until") if (day := _day(group.get(key)))}
    return {"name": group["name"], "number": group.get("number", ""), "issuer": group.get("issuer", ""), **days}
