"""The standards known: those of the program, and those that the body brought."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from anjuan.registry.models import CodeEntry
from anjuan.registry.rules.codelists import Standard
from anjuan.registry.rules.standards import StandardBook
from anjuan.registry.rules.tables import standards

STANDARDS = "standards"


def standard_book(on: dt.date) -> StandardBook:
    """Return the standards known on a day; a row of the body's own edition counts before the program's. One query."""
    rows = [("table", row) for row in standards().on(on).rows]
    in_force = Q(edition__valid_to=None) | Q(edition__valid_to__gt=on)
    entries = CodeEntry.objects.filter(
        in_force, edition__list_id=STANDARDS, edition__valid_from__lte=on
    ).order_by("edition__valid_from", "place")  # fmt: skip
    for code, name, successor, note in entries.values_list("code", "name", "parent_code", "note"):
        year = code[-4:] if code[-4:].isdigit() else ""
        rows.append(("import", Standard(code, name, year, "", "", successor, note)))
    return StandardBook(rows)
