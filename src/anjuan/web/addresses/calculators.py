"""Addresses of audit time, sampling and dates, each computed before one's eyes."""

from __future__ import annotations

from django.urls import URLPattern

PATHS: list[URLPattern] = []
