"""Keeping the knowledge graph in step with the cases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, F

from anjuan.archive.models import Case, CaseAttribute
from anjuan.mining.models import CaseEdge, FactState, GraphEdge, GraphNode, MinedFact
from anjuan.mining.rules.graph import Edge, GraphFact, Node, edges_of
from anjuan.mining.selectors.sources import USABLE

_KINDS = ("step", "flow", "control", "reference", "equipment", "measuring_device", "finding")
_PART = 400
Pair = tuple[int, int]


def graph_update(*, clients: Mapping[int, int], forget: bool = False) -> None:
    """Bring the graph in step with some cases.

    Args:
        clients: Keys of the cases with the numbers of their clients.
        forget: Take the cases out altogether.

    """
    wanted = {} if forget else case_edges(list(clients))
    nodes = _nodes({node for edges in wanted.values() for edge in edges for node in (edge.first, edge.second)})
    edges = _edges({(nodes[edge.first], nodes[edge.second]) for found in wanted.values() for edge in found})
    before = list(CaseEdge.objects.filter(case__in=clients).values_list("pk", "case_id", "edge_id", "client"))
    now = {
        (case, edges[nodes[edge.first], nodes[edge.second]]): edge.fact
        for case, found in wanted.items()
        for edge in found
    }
    kept = {(case, edge): client for _, case, edge, client in before if (case, edge) in now}
    gone = [key for key, case, edge, client in before if kept.get((case, edge)) != clients[case]]
    fresh = [place for place in now if kept.get(place) != clients[place[0]]]
    touched = {(edge, client) for key, _, edge, client in before if key in set(gone)}
    touched |= {(edge, clients[case]) for case, edge in fresh}
    known = _voices(touched)
    CaseEdge.objects.filter(pk__in=gone).delete()
    CaseEdge.objects.bulk_create(
        (
            CaseEdge(case_id=case, edge_id=edge, client=clients[case], fact_id=now[case, edge] or None)
            for case, edge in fresh
        ),
        batch_size=_PART,
    )
    _recount(known, _voices(touched))


def case_edges(case_ids: Sequence[int]) -> dict[int, list[Edge]]:
    """Return the edges of cases: from what they state, from reviewed facts, and from findings nobody rejected."""
    stated: defaultdict[int, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    names = ("professional_code", "standard")
    for key, name, value in (
        CaseAttribute.objects.filter(case__in=case_ids, name__in=names)
        .order_by("id")
        .values_list("case_id", "name", "value")
    ):
        stated[key][name].append(value)
    facts: defaultdict[int, list[GraphFact]] = defaultdict(list)
    rows = MinedFact.objects.filter(case__in=case_ids, kind__in=_KINDS, document__removed=False)
    for fact in rows.exclude(state=FactState.REJECTED).order_by("id"):
        if fact.kind == "finding" or fact.state in USABLE:
            facts[fact.case_id].append(_fact(fact))
    cases = Case.objects.filter(pk__in=case_ids).exclude(state="destroyed").values_list("pk", "organisation_id")
    return {
        key: edges_of(
            organisation=str(firm) if firm else "", codes=stated[key]["professional_code"],
            standards=stated[key]["standard"], facts=facts[key],
        )
        for key, firm in cases
    }  # fmt: skip


def _fact(fact: MinedFact) -> GraphFact:
    corrected = dict(fact.corrected or ())
    slots = tuple((slot["name"], corrected.get(slot["name"], slot["value"])) for slot in fact.slots)
    return GraphFact(fact.pk, fact.kind, slots, fact.quote)


def _nodes(wanted: set[Node]) -> dict[Node, int]:
    ordered = sorted(wanted, key=lambda node: (node.kind, node.name))
    GraphNode.objects.bulk_create(
        (GraphNode(kind=node.kind, name=node.name) for node in ordered), batch_size=_PART, ignore_conflicts=True
    )
    found: dict[Node, int] = {}
    for start in range(0, len(ordered), _PART):
        names = [node.name for node in ordered[start : start + _PART]]
        for key, kind, name in GraphNode.objects.filter(name__in=names).values_list("pk", "kind", "name"):
            found[Node(kind, name)] = key
    return found


def _edges(wanted: set[Pair]) -> dict[Pair, int]:
    ordered = sorted(wanted)
    GraphEdge.objects.bulk_create(
        (GraphEdge(first_id=first, second_id=second) for first, second in ordered),
        batch_size=_PART,
        ignore_conflicts=True,
    )
    found: dict[Pair, int] = {}
    for start in range(0, len(ordered), _PART):
        part = ordered[start : start + _PART]
        rows = GraphEdge.objects.filter(first__in={pair[0] for pair in part}, second__in={pair[1] for pair in part})
        found |= {(first, second): key for key, first, second in rows.values_list("pk", "first_id", "second_id")}
    return found


def _voices(touched: Iterable[Pair]) -> Counter[Pair]:
    """Return how many cases each of some clients has on each of some edges."""
    pairs = sorted(touched)
    found: Counter[Pair] = Counter()
    for start in range(0, len(pairs), _PART):
        part = pairs[start : start + _PART]
        rows = CaseEdge.objects.filter(edge__in={edge for edge, _ in part}, client__in={client for _, client in part})
        for edge, client, number in rows.values_list("edge", "client").annotate(number=Count("pk")).order_by():
            found[edge, client] = number
    return found


def _recount(before: Counter[Pair], after: Counter[Pair]) -> None:
    cases: Counter[int] = Counter()
    clients: Counter[int] = Counter()
    for edge, client in {*before, *after}:
        cases[edge] += after[edge, client] - before[edge, client]
        clients[edge] += (after[edge, client] > 0) - (before[edge, client] > 0)
    changes: defaultdict[Pair, list[int]] = defaultdict(list)
    for edge in cases:
        if cases[edge] or clients[edge]:
            changes[cases[edge], clients[edge]].append(edge)
    for (more_cases, more_clients), edges in changes.items():
        for start in range(0, len(edges), _PART):
            GraphEdge.objects.filter(pk__in=edges[start : start + _PART]).update(
                cases_count=F("cases_count") + more_cases, clients_count=F("clients_count") + more_clients
            )
    touched = GraphEdge.objects.filter(pk__in=list(cases))
    for first, second, number in touched.values_list("first_id", "second_id", "cases_count"):
        GraphNode.objects.filter(pk__in=(first, second), cases_count__lt=number).update(cases_count=number)
    empty = touched.filter(cases_count__lte=0)
    ends = {node for pair in empty.values_list("first_id", "second_id") for node in pair}
    empty.delete()
    if ends:
        GraphNode.objects.filter(pk__in=ends).exclude(
            pk__in=GraphEdge.objects.filter(first__in=ends).values("first")
        ).exclude(pk__in=GraphEdge.objects.filter(second__in=ends).values("second")).delete()
