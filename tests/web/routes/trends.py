"""The routes of statistics and the graph of the whole archive, for the tests of who may open them."""

from __future__ import annotations

from tests.web.made import Shelf

from anjuan.mining.models import CaseEdge, GraphEdge, GraphNode

#: Route → key of ``ALLOWS``.
POLICY: dict[str, str] = {
    **dict.fromkeys(("trends", "trends_cases", "trends_table", "graph", "graph_edge"), "knows the archive"),
    "trends_leaders": "compares auditors", "ask": "asks a model",
}  # fmt: skip
#: Key of a policy → the capabilities of which one is needed; none for everybody.
ALLOWS: dict[str, set[str]] = {
    "knows the archive": {"knowledge.read", "knowledge.edit", "knowledge.publish"},
    "compares auditors": {"knowledge.compare_auditors"},
    "asks a model": {"nobody may: none is set up"},
}
#: Routes that answer to POST alone.
POSTED: set[str] = set()
#: POST routes whose arguments name a thing that the person does not have: 404 is an answer.
MISSES: set[str] = set()
#: Routes that are no page to look at: files, fragments, steps.
NO_PAGES: set[str] = {"trends_table", "ask"}


def words(name: str, shelf: Shelf) -> list[object]:
    """Return the words of a route's address; none for routes without any."""
    if name == "graph_edge":
        return [edge_of(shelf).pk]
    return ["csv"] if name == "trends_table" else []


def sent(name: str) -> dict[str, str]:
    """Return what is sent to a route; nothing for routes of other parts."""
    del name
    return {}


def visited(shelf: Shelf) -> dict[str, dict[str, object]]:
    """Return route → the named arguments of its address, for the visit in a browser; makes what it names."""
    return {"graph_edge": {"edge_id": edge_of(shelf).pk}}


def edge_of(shelf: Shelf) -> GraphEdge:
    """Return an edge of three clients, one of them that of the shelf's case."""
    first, _ = GraphNode.objects.get_or_create(kind="code", name="17.10.02")
    second, _ = GraphNode.objects.get_or_create(kind="process", name="淬火")
    edge, _ = GraphEdge.objects.get_or_create(
        first=first, second=second, defaults={"cases_count": 3, "clients_count": 3}
    )
    CaseEdge.objects.get_or_create(case=shelf.case, edge=edge, defaults={"client": 1})
    return edge
