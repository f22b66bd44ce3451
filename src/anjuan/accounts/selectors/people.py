"""Who a person is and what they may do."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from typing import TypeAlias

from django.db.models import Q, QuerySet

from anjuan.accounts.models import RoleGrant, User
from anjuan.accounts.rules import tables
from anjuan.accounts.rules.roles import READING, capabilities_of, officer_clash

#: A user as doors pass one on: they never touch the tables themselves.
Person: TypeAlias = User


@dataclasses.dataclass(frozen=True, slots=True)
class Viewer:
    """A person at work, as services and selectors need to know them.

    Attributes:
        user_id: Key of the user; None for the system itself and for commands on the machine.
        name: Log-in name, or ``system``.
        roles: Keys of the roles held.
        capabilities: What the roles together may do.
        tokens: What they may see, when they may not see all: ``user:7``, ``organisation:12``.

    """

    user_id: int | None
    name: str
    roles: frozenset[str]
    capabilities: frozenset[str]
    tokens: frozenset[str]

    def may(self, capability: str) -> bool:
        """Say whether the person may do a thing."""
        return capability in self.capabilities

    @property
    def sees_all(self) -> bool:
        """Whether no case is hidden from the person."""
        return self.may("case.read_all")


def system_viewer() -> Viewer:
    """Return the viewer for commands run by whoever owns the machine, and for background work."""
    table = tables.roles().latest
    return Viewer(None, "system", frozenset(), frozenset(table.capabilities), frozenset())


def standing_grants(today: dt.date) -> QuerySet[RoleGrant]:
    """Return the grants in force on a day: not withdrawn, begun, not run out."""
    return RoleGrant.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=today),
        Q(valid_until=None) | Q(valid_until__gte=today),
        withdrawn_at=None,
    )


def viewer_of(user: User, today: dt.date) -> Viewer:
    """Return a logged-in person as a viewer, with the roles held today. Two queries at most."""
    roles = frozenset(standing_grants(today).filter(user=user).values_list("role", flat=True))
    if not user.is_active:
        roles = frozenset()
    tokens = {f"user:{user.pk}"}
    if user.organisation_id is not None:
        tokens.add(f"organisation:{user.organisation_id}")
    capabilities = capabilities_of(tables.roles().on(today), roles)
    return Viewer(user.pk, user.username, roles, capabilities, frozenset(tokens))


def user_names() -> set[str]:
    """Return the log-in names of all users. One query."""
    return set(User.objects.values_list("username", flat=True))


def user_id_of(username: str) -> int | None:
    """Return the key of a user by log-in name, or None. One query."""
    return User.objects.filter(username=username).values_list("pk", flat=True).first()


def role_keys(today: dt.date) -> list[tuple[str, str]]:
    """Return every role's key and Chinese name, in the order of the table in force."""
    return [(role.key, role.name) for role in tables.roles().on(today).roles]


def role_words(viewer: Viewer, today: dt.date, *, english: bool) -> list[tuple[str, str]]:
    """Return the key and the name of every role a person holds, in the order of the table in force."""
    roles = tables.roles().on(today).roles
    return [(role.key, role.name_en if english else role.name) for role in roles if role.key in viewer.roles]


def role_name(key: str, today: dt.date, *, english: bool) -> str:
    """Return the name of a role in one of the two languages; the key itself when there is no such role."""
    role = next((role for role in tables.roles().on(today).roles if role.key == key), None)
    if role is None:
        return key
    return role.name_en if english else role.name


@dataclasses.dataclass(frozen=True, slots=True)
class OfficerReport:
    """Whether the three officers are three people.

    Attributes:
        clashes: Log-in names of those who hold more than one officer's role.
        readers: Log-in names of officers whom another role lets read case files.
        vacant: Officers' roles that nobody holds.

    """

    clashes: tuple[str, ...]
    readers: tuple[str, ...]
    vacant: tuple[str, ...]


def officer_report(today: dt.date) -> OfficerReport:
    """Return how the three officers' roles are held, by the grants that stand in the tables. One query."""
    table = tables.roles().on(today)
    held: dict[str, set[str]] = defaultdict(set)
    standing = standing_grants(today).filter(user__is_active=True)
    for name, role in standing.values_list("user__username", "role"):
        held[name].add(role)
    officers = {role.key for role in table.roles if role.officer}
    return OfficerReport(
        clashes=tuple(sorted(name for name, roles in held.items() if officer_clash(table, roles))),
        readers=tuple(sorted(
            name for name, roles in held.items() if roles & officers and capabilities_of(table, roles) & READING
        )),
        vacant=tuple(sorted(officers - {role for roles in held.values() for role in roles})),
    )  # fmt: skip


def viewer_named(username: str, today: dt.date) -> Viewer:
    """Return a person as a viewer by log-in name, for what is done in their name later; nobody may do anything.

    Two queries at most.
    """
    user = User.objects.filter(username=username).first()
    if user is None:
        return Viewer(None, username, frozenset(), frozenset(), frozenset())
    return viewer_of(user, today)
