"""Addresses of statistics and the graph of the whole archive, and of questions to it."""

from __future__ import annotations

from django.urls import URLPattern, path

from anjuan.web.views import asking, graph, trends

PATHS: list[URLPattern] = [
    path("trends/", trends.trends, name="trends"),
    path("trends/cases/", trends.behind, name="trends_cases"),
    path("trends/leaders/", trends.leaders, name="trends_leaders"),
    path("trends/table.<slug:form>", trends.table, name="trends_table"),
    path("graph/", graph.graph, name="graph"),
    path("graph/edge/<int:edge_id>/", graph.edge, name="graph_edge"),
    path("ask/", asking.ask, name="ask"),
]
