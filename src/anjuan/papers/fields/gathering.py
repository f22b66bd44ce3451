"""Collects fields while a paper is read: ranks, groups, people; and settles what stays."""

from __future__ import annotations

import dataclasses

from anjuan.kit.text.folding import squeeze
from anjuan.papers.facts import Entry, Found, Scalar
from anjuan.papers.fields.normal.reading import Reading
from anjuan.reading.pages import Box

#: Roles that are stated as members and do not belong to the team that audits.
_BESIDE_THE_TEAM = frozenset({"expert", "observer", "interpreter"})


@dataclasses.dataclass(frozen=True, slots=True)
class Spot:
    """Where a value stands and with what it was found."""

    printed: str
    page: int
    box: Box
    confidence: float
    label: str = ""
    how: str = ""
    rank: int = 1

    def times(self, sure: float) -> float:
        """Return the confidence of a value read from here, to four places."""
        return round(self.confidence * sure, 4)


def spot_of(entry: Entry, *, sure: float = 1.0, rank: int = 1) -> Spot:
    """Return the place of an entry's value."""
    how = str(entry.layout)
    return Spot(entry.value, entry.page, entry.value_box, entry.confidence * sure, entry.label, how, rank)


@dataclasses.dataclass(slots=True)
class Gathering:
    """The fields of one paper as they come in."""

    found: list[tuple[int, Found]] = dataclasses.field(default_factory=list)
    groups: dict[str, int] = dataclasses.field(default_factory=dict)
    people: dict[str, str] = dataclasses.field(default_factory=dict)
    team: set[str] = dataclasses.field(default_factory=set)
    lists_members: bool = False

    def add(self, name: str, reading: Reading, spot: Spot, group: str = "") -> None:
        """Keep a value; one that stands there already with the same words is not kept twice."""
        item = Found(
            reading.name or name,
            reading.value,
            spot.printed,
            spot.page,
            spot.box,
            spot.times(reading.sure),
            spot.label,
            spot.how,
            group,
        )
        key = (item.name, str(item.value), group)
        if not any(
            (other.name, str(other.value), other.group) == key and rank <= spot.rank for rank, other in self.found
        ):
            self.found.append((spot.rank, item))

    def new_group(self, kind: str) -> str:
        """Return the name of the next group of a kind, such as ``finding-2``."""
        self.groups[kind] = self.groups.get(kind, 0) + 1
        return f"{kind}-{self.groups[kind]}"

    def member(self, reading: Reading, spot: Spot, role: str = "") -> str:
        """Keep a person of the audit team with the role; returns the group of that person."""
        name = str(reading.value)
        role = str(dict(reading.extra).get("role", "")) or role
        group = self.people.get(squeeze(name))
        if group is None:
            group = self.people[squeeze(name)] = self.new_group("member")
            self.add("member.name", Reading(name, reading.sure), spot, group)
        if role and not self.has("member.role", group):
            self.add("member.role", Reading(role, reading.sure), spot, group)
        if role not in _BESIDE_THE_TEAM and not self.beside(group) and name not in self.team:
            self.team.add(name)
            self.add("team", Reading(name, reading.sure), spot)
        if role == "leader":
            self.add("team_leader", Reading(name, reading.sure), spot)
        return group

    def beside(self, group: str) -> bool:
        """Say whether the person of a group is no auditor of the team."""
        return any(
            item.value in _BESIDE_THE_TEAM
            for _, item in self.found
            if (item.name, item.group) == ("member.role", group)
        )

    def has(self, name: str, group: str = "") -> bool:
        """Say whether a field is known already."""
        return any((item.name, item.group) == (name, group) for _, item in self.found)

    def value(self, name: str, group: str = "") -> Scalar | None:
        """Return the first value of a field, or None."""
        return next((item.value for _, item in self.found if (item.name, item.group) == (name, group)), None)

    def settled(self) -> list[Found]:
        """Return the fields that stay: of each name outside groups only those of its best rank."""
        best: dict[str, int] = {}
        for rank, item in self.found:
            if not item.group:
                best[item.name] = min(rank, best.get(item.name, rank))
        return [item for rank, item in self.found if item.group or rank == best[item.name]]
