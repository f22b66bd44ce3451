"""Addresses of audit time, sampling and dates, each computed before one's eyes."""

from __future__ import annotations

from django.urls import URLPattern, path

from anjuan.web.views import calculators

PATHS: list[URLPattern] = [
    path("calculators/audit-time/", calculators.time, name="calculator_time"),
    path("calculators/sampling/", calculators.sampling, name="calculator_sampling"),
    path("calculators/dates/", calculators.dates, name="calculator_dates"),
]
