"""Who may be given cases to read."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.accounts.models import User
from anjuan.accounts.rules import tables
from anjuan.accounts.rules.roles import capabilities_of
from anjuan.accounts.selectors.people import standing_grants

_READS = "case.read_assigned"


@dataclasses.dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads the cases assigned to them, and no others."""

    user_id: int
    username: str
    shown_name: str


def _roles(today: dt.date) -> list[str]:
    table = tables.roles().on(today)
    return [role.key for role in table.roles if _READS in capabilities_of(table, {role.key})]


def readers_assignable(today: dt.date) -> list[Reader]:
    """Return the active users with a role that reads assigned cases, by name. One query."""
    holders = standing_grants(today).filter(role__in=_roles(today)).values("user")
    users = User.objects.filter(pk__in=holders, is_active=True).order_by("display_name", "username")
    return [Reader(user.pk, user.username, user.shown_name) for user in users]


def reads_assigned(user_id: int, today: dt.date) -> bool:
    """Say whether an active user holds a role that reads assigned cases. One query."""
    return standing_grants(today).filter(user_id=user_id, user__is_active=True, role__in=_roles(today)).exists()
