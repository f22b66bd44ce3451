"""The names of certification fields, from the code list in force today."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache

from anjuan.kit.errors import NoEditionError
from anjuan.registry.selectors.codelists import code_list

_KEPT_SECONDS = 300
#: While no list is loaded it is looked for again soon.
_WITHOUT_SECONDS = 10
Names = dict[str, tuple[str, str]]


def field_names(today: dt.date) -> Names:
    """Return Chinese and English name by code; empty while no code list is loaded. Two queries every five minutes."""
    key = f"web.field_names.{today.isoformat()}"
    kept: Names | None = cache.get(key)
    if kept is not None:
        return kept
    try:
        names = {entry.code: (entry.name.removesuffix("认证"), entry.name_en) for entry in code_list("fields", today)}
    except NoEditionError:
        cache.set(key, {}, _WITHOUT_SECONDS)
        return {}
    cache.set(key, names, _KEPT_SECONDS)
    return names


def field_name(code: str, today: dt.date, *, english: bool) -> str:
    """Return the name of a certification field; the code itself when it has none."""
    chinese, other = field_names(today).get(code, ("", ""))
    return (other if english else "") or chinese or code
