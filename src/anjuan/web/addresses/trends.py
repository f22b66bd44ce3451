"""Addresses of statistics and the graph of the whole archive."""

from __future__ import annotations

from django.urls import URLPattern

PATHS: list[URLPattern] = []
