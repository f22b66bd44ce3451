"""The knowledge graph: things that stand together in cases, each edge with its pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from anjuan.mining.rules.graph import NODE_KINDS
from anjuan.mining.selectors.graph import MOST_NODES, GraphView, edge_places, graph_around, nodes_named
from anjuan.web import trendwords
from anjuan.web.navigation import KNOWS
from anjuan.web.trendcharts import drawn
from anjuan.web.visitor import need

_LONGEST_KEY = 15
_MOST_OPEN = 16


def _opened(request: HttpRequest) -> list[int]:
    keys = request.GET.get("open", "").split(",")
    return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) <= _LONGEST_KEY][:_MOST_OPEN]


@require_safe
def graph(request: HttpRequest) -> HttpResponse:
    """Things found by name, or the things opened with their neighbours, as a drawing and as the same table."""
    person = need(request, *KNOWS)
    opened = _opened(request)
    kinds = [kind for kind in request.GET.getlist("kind") if kind in NODE_KINDS]
    words = request.GET.get("words", "").strip()[:60]
    least = request.GET.get("least", "")
    least_cases = int(least) if least.isascii() and least.isdigit() and len(least) <= 6 else 1  # noqa: PLR2004  enough for all cases
    values: dict[str, Any] = {
        "kinds": trendwords.NODES.items(), "chosen": kinds, "words": words, "least": least_cases, "most": MOST_NODES,
        "opened": ",".join(map(str, opened)),
    }  # fmt: skip
    if opened:
        view = graph_around(person, opened, kinds=kinds, least=least_cases)
        values |= _shown(view, opened, kinds, least_cases)
    else:
        found = nodes_named(person, words, kinds[0] if len(kinds) == 1 else "")
        values["found"] = [(trendwords.NODES[node.kind], node) for node in found]
    return render(request, "web/graph.html", values)


def _shown(view: GraphView, opened: list[int], kinds: list[str], least: int) -> dict[str, Any]:
    kept = [("kind", kind) for kind in kinds] + ([("least", str(least))] if least > 1 else [])

    def toggled(key: int) -> str:
        """Return the address with a thing opened; with the last but one closed when it was open."""
        keys = [one for one in opened if one != key] if key in opened and len(opened) > 1 else [*opened, key]
        return urlencode([("open", ",".join(map(str, dict.fromkeys(keys)))), *kept])

    place = drawn(view)
    names = {node.id: node for node in view.nodes}
    return {
        "drawn": place,
        "nodes": [(node, trendwords.NODES[node.row.kind], toggled(node.row.id)) for node in place.nodes],
        "heads": [(x, trendwords.NODES[kind]) for x, kind in place.heads],
        "rows": [
            (edge, names[edge.first], trendwords.NODES[names[edge.first].kind], names[edge.second],
             trendwords.NODES[names[edge.second].kind])
            for edge in view.edges
        ],
        "addresses": {node.id: toggled(node.id) for node in view.nodes},
        "view": view,
    }  # fmt: skip


@require_safe
def edge(request: HttpRequest, edge_id: int) -> HttpResponse:
    """The pages that say that two things belong together."""
    found = edge_places(need(request, *KNOWS), edge_id)
    values = {
        "found": found,
        "first": trendwords.NODES[found.first.kind],
        "second": trendwords.NODES[found.second.kind],
    }
    return render(request, "web/graph_edge.html", values)
