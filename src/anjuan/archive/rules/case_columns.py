"""Which columns of a case follow from its fields, and how a value is written as one text."""

from __future__ import annotations

from collections.abc import Mapping

#: How an audit's type may be written, and what it is.
AUDIT_TYPES = {
    name: kind
    for kind, names in {
        "initial": ("initial", "初次认证", "初审", "初次审核", "stage1", "stage2"),
        "surveillance": ("surveillance", "surveillance1", "surveillance2", "监督审核", "第一次监督", "第二次监督"),
        "recertification": ("recertification", "再认证", "再认证审核", "换证"),
        "special": ("special", "特殊审核", "extension", "扩大认证范围"),
        "transfer": ("transfer", "转机构", "转换"),
    }.items()
    for name in names
}

_YEARS = range(1990, 2100)


def columns_of(values: Mapping[str, object]) -> dict[str, str | int]:
    """Return the columns of a case that its values settle; the others are left out."""
    columns: dict[str, str | int] = {}
    organisation = values.get("organisation")
    if organisation:
        columns["organisation_name"] = str(organisation)[:300]
    fields = values.get("fields")
    if isinstance(fields, list | tuple) and fields:
        columns["field_code"] = str(fields[0])[:20]
    if values.get("audit_type"):
        columns["audit_type"] = str(values["audit_type"])[:20]
    year = _year(values)
    if year:
        columns["year"] = year
    return columns


def _year(values: Mapping[str, object]) -> int | None:
    """Return the year of the audit, else of the decision."""
    for name in ("audit_end", "audit_start", "decision_date"):
        text = str(values.get(name) or "")[:4]
        if text.isdigit() and int(text) in _YEARS:
            return int(text)
    return None


def text_of(value: object) -> str:
    """Return a value as one text, as lists show it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(text_of(one) for one in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
