"""Addresses of scored schemes and the scope of a certificate."""

from __future__ import annotations

from django.urls import URLPattern, path

from anjuan.web.views import scheme_points, schemes, scoping

PATHS: list[URLPattern] = [
    path("evaluation/", schemes.evaluations, name="evaluations"),
    path("evaluation/new/", schemes.evaluation_new, name="evaluation_new"),
    path("evaluation/points/", scheme_points.evaluation_points, name="evaluation_points"),
    path("evaluation/points/<slug:name>.xlsx", scheme_points.evaluation_template, name="evaluation_template"),
    path("evaluation/<str:number>/", schemes.evaluation, name="evaluation"),
    path("evaluation/<str:number>/mark/", schemes.evaluation_mark, name="evaluation_mark"),
    path("evaluation/<str:number>/settle/", schemes.evaluation_settle, name="evaluation_settle"),
    path("evaluation/<str:number>/special/", schemes.evaluation_special, name="evaluation_special"),
    path("evaluation/<str:number>/visit/", schemes.evaluation_visit, name="evaluation_visit"),
    path("evaluation/<str:number>/sign/", schemes.evaluation_sign, name="evaluation_sign"),
    path("evaluation/<str:number>/decide/", schemes.evaluation_decide, name="evaluation_decide"),
    path("evaluation/<str:number>/report/", schemes.evaluation_report, name="evaluation_report"),
    path("evaluation/<str:number>/report.<slug:form>", schemes.evaluation_file, name="evaluation_file"),
    path("scope/", scoping.scope, name="scope"),
    path("scope/text/", scoping.scope_text, name="scope_text"),
]
