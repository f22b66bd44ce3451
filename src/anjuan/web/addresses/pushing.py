"""Addresses of subscriptions, digests, briefing packs and similar cases."""

from __future__ import annotations

from django.urls import URLPattern

PATHS: list[URLPattern] = []
