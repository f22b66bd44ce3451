"""What persons chose for their pages: preferences and saved views."""

from __future__ import annotations

import dataclasses

from django.db.models import Q

from anjuan.accounts.models import Preference, SavedView
from anjuan.accounts.selectors.people import Viewer


def preferences_of(viewer: Viewer) -> dict[str, str]:
    """Return everything a person chose, by name. One query."""
    return dict(Preference.objects.filter(user=viewer.user_id or 0).values_list("name", "value"))


@dataclasses.dataclass(frozen=True, slots=True)
class ViewRow:
    """A saved view as its owner or a role-mate sees it.

    Attributes:
        is_own: Whether the person may change it.
        owner: The shown name of who made it.

    """

    id: int
    list: str
    name: str
    query: str
    columns: str
    role: str
    is_default: bool
    is_own: bool
    owner: str


def views_of(viewer: Viewer) -> list[ViewRow]:
    """Return the saved views of a person and those shared with their roles, their own first. One query."""
    mine = Q(owner_id=viewer.user_id) | Q(role__in=viewer.roles)
    rows = SavedView.objects.filter(mine).select_related("owner").order_by("list", "id")
    views = [
        ViewRow(
            row.pk, row.list, row.name, row.query, row.columns, row.role,
            row.is_default and row.owner_id == viewer.user_id, row.owner_id == viewer.user_id, row.owner.shown_name,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(views, key=lambda view: not view.is_own)
