"""Addresses of figures, tables, dashboards and their exports."""

from __future__ import annotations

from django.urls import URLPattern, path

from anjuan.web.views import bulletins, figures, printed

PATHS: list[URLPattern] = [
    path("figures/", figures.overview, name="figures"),
    path("figures/fields/", figures.by_field, name="figures_fields"),
    path("figures/regions/", figures.by_region, name="figures_regions"),
    path("figures/cases/", figures.of_cases, name="figures_cases"),
    path("figures/trends/", figures.trends, name="figures_trends"),
    path("figures/definitions/", figures.definitions, name="figures_definitions"),
    path("figures/rows/", figures.rows, name="figures_rows"),
    path("figures/file/<str:name>/<str:form>/", figures.file, name="figures_file"),
    path("figures/count/", figures.count, name="figures_count"),
    path("figures/printed/", printed.all_of_them, name="figures_printed"),
    path("figures/printed/take-in/", printed.take_in, name="figures_printed_take"),
    path("figures/printed/<int:key>/", printed.one, name="figures_printed_one"),
    path("figures/bulletins/", bulletins.all_of_them, name="figures_bulletins"),
    path("figures/bulletins/write/", bulletins.write, name="figures_bulletin_write"),
    path("figures/bulletins/<str:month>/", bulletins.one, name="figures_bulletin"),
    path("figures/bulletins/<str:month>/<str:form>/", bulletins.file, name="figures_bulletin_file"),
    path("figures/query/<int:key>/", bulletins.query, name="figures_query"),
]
