"""What guides are compiled from: cases and reviewed facts, as plain values."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from anjuan.extraction.facts import FactKind


@dataclasses.dataclass(frozen=True, slots=True)
class SourceCase:
    """A case that may support a guide.

    Attributes:
        key: Its name in citations.
        client: The organisation, the same for all its cases.
        audit_type: ``initial``, ``surveillance`` …; empty when not known.
        ended_on: Last day of the audit, ISO, possibly partial or empty.
        has_findings_paper: Whether its papers tell of findings at all (a report or nonconformities), so that none found
            counts as none.

    """

    key: str
    client: str
    audit_type: str = ""
    ended_on: str = ""
    has_findings_paper: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class SourceFact:
    """A fact as it may be used: reviewed, with its place kept elsewhere under its key."""

    key: str
    case: str
    kind: FactKind
    slots: tuple[tuple[str, str], ...]
    quote: str
    source: str = ""

    def value(self, name: str) -> str:
        """Return the first value of that name; empty when the fact does not say."""
        return next((value for slot, value in self.slots if slot == name), "")

    def values(self, name: str) -> tuple[str, ...]:
        """Return all values of that name in their order."""
        return tuple(value for slot, value in self.slots if slot == name)

    @property
    def told(self) -> str:
        """Everything that a line made from this fact may say: the sentence and the values as they stand."""
        return "\n".join((self.source or self.quote, self.quote, *(value for _, value in self.slots)))


@dataclasses.dataclass(frozen=True)
class Sources:
    """Cases and facts of one scope."""

    cases: Mapping[str, SourceCase]
    facts: tuple[SourceFact, ...]

    def of_kind(self, *kinds: FactKind) -> list[SourceFact]:
        """Return the facts of some kinds whose case is known, in a fixed order."""
        wanted = frozenset(kinds)
        found = (fact for fact in self.facts if fact.kind in wanted and fact.case in self.cases)
        return sorted(found, key=lambda fact: (fact.case, fact.key))

    def client_of(self, fact: SourceFact) -> str:
        """Return the client of a fact's case."""
        return self.cases[fact.case].client

    @property
    def clients(self) -> int:
        """The number of clients."""
        return len({case.client for case in self.cases.values()})
