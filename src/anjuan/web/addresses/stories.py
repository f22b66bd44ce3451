"""Addresses of case stories, exhibitions, firsts and training sets."""

from __future__ import annotations

from django.urls import URLPattern

PATHS: list[URLPattern] = []
