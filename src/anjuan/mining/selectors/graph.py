"""The knowledge graph around a few things, as far as a person may see it."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.sight import whole_cases_of
from anjuan.kit.errors import NotFoundError
from anjuan.mining.models import CaseEdge, GraphEdge, GraphNode, MinedFact
from anjuan.mining.rules.graph import NODE_KINDS
from anjuan.mining.selectors.citations import Source, sources_seen
from anjuan.mining.selectors.facts import FactFilter, facts_of
from anjuan.mining.selectors.guides import need_reader
from anjuan.mining.selectors.trends import LEAST_CLIENTS
from anjuan.registry.models import Organisation

#: Never more things than these are drawn at once.
MOST_NODES = 200
#: So many neighbours of one thing, and so many opened things.
_NEIGHBOURS, _MOST_OPEN = 24, 16
_MOST_PLACES = 100
_LONGEST = 40


class NodeUnknownError(NotFoundError):
    """There is no such thing in the graph, or not for this person."""

    code = "MINE-077"


@dataclasses.dataclass(frozen=True, slots=True)
class NodeRow:
    """A thing as shown.

    Attributes:
        id: Its key.
        kind: One of ``NODE_KINDS``.
        label: What it is called.
        cases: Cases of its strongest edge among those shown.
        is_open: Whether its neighbours are shown.

    """

    id: int
    kind: str
    label: str
    cases: int
    is_open: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class EdgeRow:
    """Two things that stand together.

    Attributes:
        id: Its key.
        first: Key of the one; ``second`` of the other.
        cases: Cases; only those the person may read where fewer clients than the least stand behind it.

    """

    id: int
    first: int
    second: int
    cases: int


@dataclasses.dataclass(frozen=True)
class GraphView:
    """A part of the graph.

    Attributes:
        nodes: Things, in the order of kinds, the strongest first.
        edges: Edges among them, the strongest first.
        hidden: How many neighbours are not shown because the person may not see them, or there were too many.

    """

    nodes: tuple[NodeRow, ...]
    edges: tuple[EdgeRow, ...]
    hidden: int

    def node(self, key: int) -> NodeRow:
        """Return a thing by its key."""
        return next(one for one in self.nodes if one.id == key)


def graph_around(viewer: Viewer, opened: Sequence[int], *, kinds: Iterable[str] = (), least: int = 1) -> GraphView:
    """Return some things with their strongest neighbours; at most :data:`MOST_NODES`.

    Args:
        viewer: The person.
        opened: Keys of the things whose neighbours are wanted, the first one first.
        kinds: Only neighbours of these kinds; empty for all.
        least: Only edges of at least so many cases.

    Raises:
        KnowledgeMayNotError: The person may not read what was compiled.
        NodeUnknownError: One of the things is not there for this person.

    """
    need_reader(viewer)
    wanted = tuple(dict.fromkeys(opened))[:_MOST_OPEN]
    nodes = {key: _seen_node(viewer, key) for key in wanted}
    edges: dict[int, GraphEdge] = {}
    hidden = 0
    for key in wanted:
        for edge in _strongest(viewer, key, frozenset(kinds) or frozenset(NODE_KINDS), least):
            if edge.pk in edges:
                continue
            fresh = [end for end in (edge.first, edge.second) if end.pk not in nodes]
            if len(nodes) + len(fresh) > MOST_NODES:
                hidden += 1
                continue
            nodes |= {end.pk: end for end in fresh}
            edges[edge.pk] = edge
        hidden += max(0, _all_of(key).count() - sum(key in (edge.first_id, edge.second_id) for edge in edges.values()))
    return _view(viewer, nodes, list(edges.values()), set(wanted), hidden)


def _all_of(key: int) -> QuerySet[GraphEdge]:
    return GraphEdge.objects.filter(Q(first=key) | Q(second=key))


def _strongest(viewer: Viewer, key: int, kinds: frozenset[str], least: int) -> list[GraphEdge]:
    """Return the strongest edges of a thing that a person may see. Two queries, each along an index."""
    found: list[GraphEdge] = []
    for end, other in (("first", "second"), ("second", "first")):
        edges = GraphEdge.objects.filter(**{end: key, f"{other}__kind__in": kinds}, cases_count__gte=least)
        found += (
            _seen_edges(viewer, edges).select_related("first", "second").order_by("-cases_count", "id")[:_NEIGHBOURS]
        )
    return sorted(found, key=lambda edge: (-edge.cases_count, edge.pk))[:_NEIGHBOURS]


def _seen_edges(viewer: Viewer, edges: QuerySet[GraphEdge]) -> QuerySet[GraphEdge]:
    """Return the edges that a person may see: of enough clients and naming nobody, or of a case they may read."""
    if viewer.sees_all:
        return edges
    own = CaseEdge.objects.filter(edge=OuterRef("pk"), case__in=whole_cases_of(viewer).values("pk"))
    told = Q(clients_count__gte=LEAST_CLIENTS) & ~Q(first__kind__in=_NAMING) & ~Q(second__kind__in=_NAMING)
    return edges.filter(told | Exists(own))


#: Kinds of things that name somebody, or one case.
_NAMING = ("organisation", "finding")


def _seen_node(viewer: Viewer, key: int) -> GraphNode:
    node = GraphNode.objects.filter(pk=key).first()
    if node is None or not (viewer.sees_all or _seen_edges(viewer, _all_of(key)).exists()):
        raise NodeUnknownError(
            f"There is no thing {key} of the graph that you may see.", remedy="Look for another one by its name."
        )
    return node


def _view(
    viewer: Viewer, nodes: dict[int, GraphNode], edges: list[GraphEdge], opened: set[int], hidden: int
) -> GraphView:
    rows = [EdgeRow(edge.pk, edge.first_id, edge.second_id, _cases(viewer, edge)) for edge in edges]
    strongest: Counter[int] = Counter()
    for row in rows:
        for end in (row.first, row.second):
            strongest[end] = max(strongest[end], row.cases)
    labels = _labels(viewer, nodes.values())
    order = {kind: place for place, kind in enumerate(NODE_KINDS)}
    told = [
        NodeRow(key, node.kind, labels[key], strongest[key], key in opened)
        for key, node in nodes.items()
    ]  # fmt: skip
    told.sort(key=lambda one: (order[one.kind], -one.cases, one.label, one.id))
    return GraphView(tuple(told), tuple(sorted(rows, key=lambda row: (-row.cases, row.id))), hidden)


def _cases(viewer: Viewer, edge: GraphEdge) -> int:
    if viewer.sees_all or edge.clients_count >= LEAST_CLIENTS:
        return edge.cases_count
    return CaseEdge.objects.filter(edge=edge, case__in=whole_cases_of(viewer).values("pk")).count()


def _labels(viewer: Viewer, nodes: Iterable[GraphNode]) -> dict[int, str]:
    """Return what things are called; an organisation by its name, a finding by its words."""
    several = list(nodes)
    firms = {int(node.name): node.pk for node in several if node.kind == "organisation" and node.name.isdigit()}
    facts = {int(node.name): node.pk for node in several if node.kind == "finding" and node.name.isdigit()}
    labels = {node.pk: node.name for node in several}
    for key, name in Organisation.objects.filter(pk__in=firms).values_list("pk", "name"):
        labels[firms[key]] = name
    for fact in facts_of(viewer, FactFilter()).filter(pk__in=facts):
        labels[facts[fact.pk]] = _words_of(fact)
    return labels


def _words_of(fact: MinedFact) -> str:
    values = {slot["name"]: slot["value"] for slot in fact.slots} | dict(fact.corrected or ())
    text = values.get("fact") or fact.quote
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def nodes_named(viewer: Viewer, words: str, kind: str = "", *, limit: int = 30) -> tuple[NodeRow, ...]:
    """Return things by a part of their name, the strongest first; without words the strongest of each kind.

    Raises:
        KnowledgeMayNotError: The person may not read what was compiled.

    """
    need_reader(viewer)
    kinds = [kind] if kind in NODE_KINDS else [one for one in NODE_KINDS if one != "finding"]
    found: list[GraphNode] = []
    for one in kinds:
        nodes = GraphNode.objects.filter(kind=one)
        if words and one == "organisation":
            named = Organisation.objects.filter(name__icontains=words).values_list("pk", flat=True)[:200]
            nodes = nodes.filter(name__in=[str(key) for key in named])
        elif words:
            nodes = nodes.filter(name__icontains=words)
        if not viewer.sees_all:
            seen = _seen_edges(viewer, GraphEdge.objects.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk"))))
            nodes = nodes.filter(Exists(seen))
        found += nodes.order_by("-cases_count", "name")[: limit if words or len(kinds) == 1 else 6]
    labels = _labels(viewer, found)
    return tuple(NodeRow(node.pk, node.kind, labels[node.pk], node.cases_count) for node in found)


@dataclasses.dataclass(frozen=True)
class EdgePlaces:
    """Where the papers say that two things belong together.

    Attributes:
        first: The one thing; ``second`` the other.
        sources: Pages that the person may open.
        cases: Numbers of cases that say it without one page of their own; only those that the person may read.
        total: Cases; None when it rests on too few clients to be told.

    """

    first: NodeRow
    second: NodeRow
    sources: tuple[Source, ...]
    cases: tuple[str, ...]
    total: int | None


def edge_places(viewer: Viewer, edge_id: int) -> EdgePlaces:
    """Return the pages of an edge that a person may open.

    Raises:
        KnowledgeMayNotError: The person may not read what was compiled.
        NodeUnknownError: There is none for this person.

    """
    need_reader(viewer)
    edge = _seen_edges(viewer, GraphEdge.objects.filter(pk=edge_id)).select_related("first", "second").first()
    if edge is None:
        raise NodeUnknownError(
            f"There is no edge {edge_id} of the graph that you may see.", remedy="Open it from the graph."
        )
    places = CaseEdge.objects.filter(edge=edge, case__in=whole_cases_of(viewer).values("pk"))
    rows = list(places.select_related("case").order_by("-case_id")[:_MOST_PLACES])
    sources = sources_seen(viewer, [str(row.fact_id) for row in rows if row.fact_id])
    labels = _labels(viewer, (edge.first, edge.second))
    first, second = (
        NodeRow(node.pk, node.kind, labels[node.pk], edge.cases_count) for node in (edge.first, edge.second)
    )
    is_told = viewer.sees_all or edge.clients_count >= LEAST_CLIENTS
    return EdgePlaces(
        first, second, tuple(sources.values()), tuple(row.case.number for row in rows if not row.fact_id),
        edge.cases_count if is_told else None,
    )  # fmt: skip
