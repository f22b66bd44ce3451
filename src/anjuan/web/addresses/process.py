"""Addresses of the certification process: applications, tasks, findings, decisions."""

from __future__ import annotations

from django.urls import URLPattern

PATHS: list[URLPattern] = []
