"""Addresses of certificates, their documents and the public look-up."""

from __future__ import annotations

from django.urls import URLPattern

PATHS: list[URLPattern] = []
