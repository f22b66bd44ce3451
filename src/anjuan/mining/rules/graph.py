"""What a case adds to the knowledge graph: which things stand together in it, and which fact says so."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from anjuan.kit.text.folding import fold, squeeze
from anjuan.mining.rules.tallies import clause_of

#: Kinds of things in the order of the chain that they make.
NODE_KINDS = ("organisation", "code", "process", "finding", "clause", "law", "equipment")
#: Facts that name processes, with the values that do.
_PROCESSES = {"step": ("name",), "flow": ("step",), "control": ("step",)}
_EQUIPMENT = {"equipment": ("name",), "measuring_device": ("name",)}
#: Of one sort a case adds no more than so many.
_MOST = 40
_LONGEST = 60


@dataclasses.dataclass(frozen=True, slots=True)
class GraphFact:
    """A fact as the graph needs it."""

    key: int
    kind: str
    slots: tuple[tuple[str, str], ...]
    quote: str

    def values(self, names: Sequence[str]) -> list[str]:
        """Return the values of some names, in order."""
        return [value for name, value in self.slots if name in names and value]


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """A thing: its kind and what it is called; an organisation by its key, a finding by its fact's."""

    kind: str
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Edge:
    """Two things, the one first that stands first in the chain, and the fact that says so; 0 for the case's papers."""

    first: Node
    second: Node
    fact: int = 0


def named(text: str) -> str:
    """Return the name under which a thing is one thing in all cases: blanks gone, one width, small letters."""
    return squeeze(fold(text))[:_LONGEST]


def edges_of(
    *, organisation: str, codes: Sequence[str], standards: Sequence[str], facts: Iterable[GraphFact]
) -> list[Edge]:
    """Return the edges of one case, each once.

    Args:
        organisation: Key of the client; empty when not known.
        codes: Professional codes of the case.
        standards: Standards that the case is audited against.
        facts: Its usable facts, findings among them.

    """
    told = list(facts)
    processes = _things(told, "process", _PROCESSES)
    edges: dict[tuple[Node, Node], int] = {}
    owners = [Node("code", code) for code in dict.fromkeys(codes)]
    things = [*processes.items(), *_laws(told).items(), *_things(told, "equipment", _EQUIPMENT).items()]
    for owner in owners:
        if organisation:
            edges.setdefault((Node("organisation", organisation), owner), 0)
        for node, fact in things:
            edges.setdefault((owner, node), fact.key)
    for fact in told:
        if fact.kind == "finding":
            _add_finding(edges, fact, owners, list(processes), standards)
        elif fact.kind in _EQUIPMENT:
            _add_equipment(edges, fact, list(processes))
    return [Edge(first, second, fact) for (first, second), fact in edges.items()]


def _add_equipment(edges: dict[tuple[Node, Node], int], fact: GraphFact, processes: Sequence[Node]) -> None:
    words = squeeze(fold(fact.quote))
    for process in processes:
        if process.name in words:
            for name in fact.values(("name",)):
                edges.setdefault((process, Node("equipment", named(name))), fact.key)


def _things(facts: Iterable[GraphFact], kind: str, slots: Mapping[str, tuple[str, ...]]) -> dict[Node, GraphFact]:
    found: dict[Node, GraphFact] = {}
    for fact in facts:
        for value in fact.values(slots.get(fact.kind, ())):
            if len(named(value)) > 1 and len(found) < _MOST:
                found.setdefault(Node(kind, named(value)), fact)
    return found


def _laws(facts: Iterable[GraphFact]) -> dict[Node, GraphFact]:
    found: dict[Node, GraphFact] = {}
    for fact in facts:
        if fact.kind == "reference" and len(found) < _MOST:
            name = next(iter(fact.values(("number",))), "") or next(iter(fact.values(("title",))), "")
            if name:
                found.setdefault(Node("law", name[:_LONGEST]), fact)
    return found


def _add_finding(
    edges: dict[tuple[Node, Node], int],
    fact: GraphFact,
    owners: Sequence[Node],
    processes: Sequence[Node],
    standards: Sequence[str],
) -> None:
    clause = clause_of(next(iter(fact.values(("clause",))), ""))
    if not clause:
        return
    finding, node = Node("finding", str(fact.key)), Node("clause", clause)
    words = squeeze(fold(fact.quote + "".join(fact.values(("fact",)))))
    near = [process for process in processes if process.name in words]
    edges.setdefault((finding, node), fact.key)
    for process in near:
        edges.setdefault((process, finding), fact.key)
        edges.setdefault((process, node), fact.key)
    for owner in owners:
        edges.setdefault((owner, node), fact.key)
    # With two standards in one audit the number alone does not tell whose clause it is.
    if len(standards) == 1:
        edges.setdefault((node, Node("law", standards[0].partition("/ISO")[0][:_LONGEST])), fact.key)
