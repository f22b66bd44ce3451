"""Addresses of scored schemes and the scope of a certificate."""

from __future__ import annotations

from django.urls import URLPattern

PATHS: list[URLPattern] = []
