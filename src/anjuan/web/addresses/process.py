"""Addresses of the certification process: applications, tasks, findings, decisions."""

from __future__ import annotations

from django.urls import URLPattern, path

from anjuan.web.views import applying, process, processaudits

PATHS: list[URLPattern] = [
    path("projects/", process.projects, name="projects"),
    path("projects/<str:number>/", process.project, name="project"),
    path("projects/<str:number>/step/", process.project_step, name="project_step"),
    path("projects/<str:number>/programme/", process.programme, name="project_programme"),
    path("projects/<str:number>/special/", process.special, name="project_special"),
    path("projects/<str:number>/audits/open/", processaudits.audit_open, name="project_audit_open"),
    path("projects/<str:number>/audits/<int:audit_id>/", processaudits.audit, name="project_audit"),
    path("projects/<str:number>/audits/<int:audit_id>/set/", processaudits.audit_write, name="project_audit_set"),
    path("projects/<str:number>/audits/<int:audit_id>/plan.pdf", processaudits.plan_pdf, name="project_plan"),
    path("applications/", applying.applications, name="applications"),
    path("applications/new/", applying.application_new, name="application_new"),
    path("applications/<int:application_id>/", applying.application, name="application"),
    path("applications/<int:application_id>/set/", applying.application_write, name="application_set"),
    path("applications/<int:application_id>/check/", applying.application_check, name="application_check"),
    path("applications/<int:application_id>/step/", applying.application_step, name="application_step"),
    path("duties/", process.duties, name="duties"),
    path("duties/step/", process.duty_step, name="duty_step"),
]
