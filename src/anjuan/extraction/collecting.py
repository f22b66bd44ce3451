"""The facts of one paper while they are gathered: what may be stated, what is complete, what is said twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from anjuan.extraction.facts import Fact, FactKind, Slot, Spot
from anjuan.extraction.passages import plain, squeezed
from anjuan.extraction.rules.rows import FactKindTable
from anjuan.extraction.rules.tables import fact_kinds

#: Slots that make two facts of one kind the same, where their values agree.
_SAME = {
    FactKind.STEP: ("name", "class", "department"),
    FactKind.CONTROL: ("step", "parameter", "value"),
    FactKind.REFERENCE: ("number", "title"),
    FactKind.AUDIT_POINT: ("clause", "department", "ask", "seen"),
    FactKind.FINDING: ("fact", "clause", "cause"),
}


class Collection:
    """Gathers the facts of one paper.

    Attributes:
        paper: The kind of the paper.

    """

    def __init__(self, paper: str, table: FactKindTable | None = None) -> None:
        self.paper = paper
        self._table = table or fact_kinds().latest
        self._facts: list[Fact] = []
        self._known: set[tuple[str, ...]] = set()

    def allows(self, kind: FactKind) -> bool:
        """Say whether this kind of paper may state such facts."""
        return self._table.by_kind[kind].stated_by(self.paper)

    def add(self, kind: FactKind, slots: Sequence[Slot], spot: Spot, confidence: float, rule: str) -> bool:
        """Keep a fact that has what its kind requires; say whether it is new."""
        slots = tuple(slot for slot in slots if slot.value.strip())
        required = self._table.by_kind[kind].required
        if not self.allows(kind) or not required <= {slot.name for slot in slots} or not slots:
            return False
        key = self._key(kind, slots)
        if key in self._known:
            return False
        self._known.add(key)
        doubt = 0.0 if self.paper else 0.1
        edition = f"{rule}/{self._table.edition}"
        self._facts.append(Fact(kind, slots, spot, round(max(confidence - doubt, 0.05), 3), edition))
        return True

    def _key(self, kind: FactKind, slots: Sequence[Slot]) -> tuple[str, ...]:
        names = _SAME.get(kind)
        chosen = [slot for slot in slots if names is None or slot.name in names]
        return (kind.value, *(squeezed(plain(slot.value)).casefold() + "\0" + slot.name for slot in chosen))

    def of(self, kind: FactKind) -> Iterator[Fact]:
        """Yield what was gathered of one kind."""
        return (fact for fact in self._facts if fact.kind is kind)

    def facts(self) -> tuple[Fact, ...]:
        """Return all facts in the order of the pages."""
        order = sorted(range(len(self._facts)), key=lambda at: (self._facts[at].spot.page, at))
        return tuple(self._facts[at] for at in order)

    def drop(self, facts: Iterable[Fact]) -> None:
        """Take facts back that another one holds already."""
        facts = list(facts)
        gone = {id(fact) for fact in facts}
        self._known -= {self._key(fact.kind, fact.slots) for fact in facts}
        self._facts = [fact for fact in self._facts if id(fact) not in gone]
