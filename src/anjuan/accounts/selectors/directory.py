"""The people of the installation, as the officers see them, and who may do what."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict

from django.db.models import Count, F, Q

from anjuan.accounts.models import RoleGrant, SecondFactor, User
from anjuan.accounts.rules import tables
from anjuan.accounts.rules.roles import READING, Period, Role
from anjuan.accounts.selectors.people import Viewer, standing_grants
from anjuan.accounts.selectors.signin import MayNotSeeError, NoPersonError

#: Of these a person needs one to see the list of people.
OFFICERS = ("person.manage", "role.grant", "login.manage")


@dataclasses.dataclass(frozen=True, slots=True)
class GrantRow:
    """A role given to a person.

    Attributes:
        role: Key of the role.
        period: The days on which it is held.
        granted_by: Log-in name of who gave it; empty when the system did.
        granted_at: When it was given.
        withdrawn_at: When it was taken back, if it was.
        is_held: Whether it counts today.

    """

    role: str
    period: Period
    granted_by: str
    granted_at: dt.datetime
    withdrawn_at: dt.datetime | None
    is_held: bool


@dataclasses.dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in the list."""

    id: int
    username: str
    display_name: str
    email: str
    is_active: bool
    must_change_password: bool
    has_password: bool
    last_login: dt.datetime | None
    joined_at: dt.datetime
    roles: tuple[str, ...]
    factors: int


@dataclasses.dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What narrows the list: words in names, a role held today, ``active`` or ``locked``."""

    words: str = ""
    role: str = ""
    state: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class People:
    """A page of the list, and how many there are."""

    rows: tuple[PersonRow, ...]
    total: int
    states: dict[str, int]


def _may_see(viewer: Viewer) -> None:
    if not any(viewer.may(capability) for capability in OFFICERS):
        raise MayNotSeeError(f"{viewer.name} may not see the list of people.", remedy="Ask one of the officers.")


#: What the list is sorted by.
ORDERS = {"username": "username", "name": "display_name", "last_login": "last_login", "joined": "date_joined"}


def people_list(
    viewer: Viewer, wanted: PeopleFilter, today: dt.date, *, order: str = "username", offset: int = 0, limit: int = 20
) -> People:
    """Return a page of the people that a filter leaves, in an order of ``ORDERS``. Four queries.

    Raises:
        MayNotSeeError: The viewer is none of the officers.

    """
    _may_see(viewer)
    people = User.objects.all()
    for word in wanted.words.split():
        people = people.filter(Q(username__icontains=word) | Q(display_name__icontains=word) | Q(email__icontains=word))
    if wanted.role:
        people = people.filter(pk__in=standing_grants(today).filter(role=wanted.role).values("user"))
    counts = people.aggregate(all=Count("pk"), active=Count("pk", filter=Q(is_active=True)))
    states = {"": counts["all"], "active": counts["active"], "locked": counts["all"] - counts["active"]}
    if wanted.state in ("active", "locked"):
        people = people.filter(is_active=wanted.state == "active")
    field = ORDERS.get(order.removeprefix("-"), "username")
    by = F(field).desc(nulls_last=True) if order.startswith("-") else F(field).asc(nulls_last=True)
    rows = list(people.order_by(by, "pk")[offset : offset + limit])
    return People(_with_roles(rows, today), states.get(wanted.state, counts["all"]), states)


def _with_roles(rows: list[User], today: dt.date) -> tuple[PersonRow, ...]:
    held: dict[int, list[str]] = defaultdict(list)
    for user_id, role in standing_grants(today).filter(user__in=rows).values_list("user", "role"):
        held[user_id].append(role)
    order = {role.key: place for place, role in enumerate(tables.roles().on(today).roles)}
    factors = dict(
        SecondFactor.objects.filter(user__in=rows).values_list("user").annotate(number=Count("pk")).order_by()
    )
    return tuple(
        PersonRow(
            id=row.pk, username=row.username, display_name=row.display_name, email=row.email, is_active=row.is_active,
            must_change_password=row.must_change_password, has_password=row.has_usable_password(),
            last_login=row.last_login, joined_at=row.date_joined,
            roles=tuple(sorted(held[row.pk], key=lambda key: order.get(key, len(order)))),
            factors=factors.get(row.pk, 0),
        )
        for row in rows
    )  # fmt: skip


def person_get(viewer: Viewer, user_id: int, today: dt.date) -> PersonRow:
    """Return one person. Three queries.

    Raises:
        MayNotSeeError: The viewer is none of the officers.
        NoPersonError: There is no such person.

    """
    _may_see(viewer)
    rows = list(User.objects.filter(pk=user_id))
    if not rows:
        raise NoPersonError(f"There is no person {user_id}.", remedy="Go back to the list.")
    return _with_roles(rows, today)[0]


def grants_of(viewer: Viewer, user_id: int, today: dt.date) -> list[GrantRow]:
    """Return every role a person holds or held, those in force first. One query."""
    _may_see(viewer)
    rows = [
        GrantRow(
            row.role, Period(row.valid_from, row.valid_until), row.granted_by.username if row.granted_by else "",
            row.granted_at, row.withdrawn_at,
            row.withdrawn_at is None and Period(row.valid_from, row.valid_until).holds(today),
        )
        for row in RoleGrant.objects.filter(user_id=user_id).select_related("granted_by").order_by("-granted_at", "-pk")
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (not row.is_held, row.withdrawn_at is not None))


@dataclasses.dataclass(frozen=True, slots=True)
class RoleLine:
    """A role with how many hold it, and the roles that its holder may not have beside it."""

    role: Role
    holders: int
    excludes: tuple[str, ...]
    is_reading: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Matrix:
    """Who may do what.

    Attributes:
        roles: The roles, in the order of the table.
        capabilities: Key and Chinese name of everything that can be allowed.
        edition: The edition of the role table.

    """

    roles: tuple[RoleLine, ...]
    capabilities: tuple[tuple[str, str], ...]
    edition: str


def role_matrix(today: dt.date) -> Matrix:
    """Return every role with what it allows, who holds it and what it excludes. One query."""
    table = tables.roles().on(today)
    holders = dict(
        standing_grants(today).filter(user__is_active=True).values_list("role").annotate(n=Count("user")).order_by()
    )
    reading = {role.key for role in table.roles if READING & set(role.capabilities)}
    officers = {role.key for role in table.roles if role.officer}
    lines = tuple(
        RoleLine(
            role, holders.get(role.key, 0), _excluded(role, officers, reading, [item.key for item in table.roles]),
            role.key in reading,
        )
        for role in table.roles
    )  # fmt: skip
    return Matrix(lines, tuple(table.capabilities.items()), table.edition)


def _excluded(role: Role, officers: set[str], reading: set[str], order: list[str]) -> tuple[str, ...]:
    beside_readers = officers if role.key in reading else set()
    excluded = (officers | reading) - {role.key} if role.officer else beside_readers
    return tuple(key for key in order if key in excluded)
