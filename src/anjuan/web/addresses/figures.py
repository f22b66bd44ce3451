"""Addresses of figures, tables, dashboards and their exports."""

from __future__ import annotations

from django.urls import URLPattern

PATHS: list[URLPattern] = []
