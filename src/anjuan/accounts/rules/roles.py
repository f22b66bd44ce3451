"""What roles may do, and which roles one person may not hold together."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict


class Role(Strict):
    """One role: its key, names, whether it is one of the three officers, what it may do."""

    key: str
    name: str
    name_en: str
    officer: bool
    capabilities: tuple[str, ...]


class RoleExample(Strict):
    """A worked example: whether a person with these roles may do a thing."""

    roles: tuple[str, ...]
    may: str
    expected: bool


class RoleTable(RuleFile):
    """All roles of one edition."""

    capabilities: dict[str, str]
    roles: tuple[Role, ...]
    examples: tuple[RoleExample, ...]

    @pydantic.model_validator(mode="after")
    def _known_capabilities(self) -> RoleTable:
        unknown = {name for role in self.roles for name in role.capabilities} - set(self.capabilities)
        if unknown:
            message = f"capabilities {sorted(unknown)} are used but not named in 'capabilities'"
            raise ValueError(message)
        return self

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            if (example.may in capabilities_of(self, example.roles)) is not example.expected:
                yield f"{', '.join(example.roles)} and {example.may} should give {example.expected}"


def capabilities_of(table: RoleTable, roles: Collection[str]) -> frozenset[str]:
    """Return everything that the roles together may do. Unknown roles may do nothing."""
    return frozenset(name for role in table.roles if role.key in roles for name in role.capabilities)


#: What lets a person read case files.
READING = frozenset({"case.read_all", "case.read_assigned"})


def officer_clash(table: RoleTable, roles: Collection[str]) -> tuple[str, ...]:
    """Return the officer roles among these when there is more than one, else nothing.

    Source: three-officer separation (三员分立): one person holds at most one of them.
    """
    officers = tuple(role.key for role in table.roles if role.officer and role.key in roles)
    return officers if len(officers) > 1 else ()


def reading_clash(table: RoleTable, roles: Collection[str]) -> tuple[str, ...]:
    """Return an officer's role and the roles beside it that let the holder read case files, else nothing.

    Source: three-officer separation (三员分立): who administers, grants or audits takes no part in the business.
    """
    officers = tuple(role.key for role in table.roles if role.officer and role.key in roles)
    readers = tuple(
        role.key for role in table.roles if not role.officer and role.key in roles and READING & set(role.capabilities)
    )
    return (*officers, *readers) if officers and readers else ()


@dataclasses.dataclass(frozen=True, slots=True)
class Period:
    """The days on which a role is held, both ends inclusive; None for an open end."""

    first: dt.date | None = None
    last: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Say whether the role is held on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def meets(self, other: Period) -> bool:
        """Say whether there is a day that both periods hold."""
        starts = max(self.first or dt.date.min, other.first or dt.date.min)
        return starts <= min(self.last or dt.date.max, other.last or dt.date.max)
