"""The interface for programs as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The interface for programs."""

    name = "anjuan.api"
    label = "api"
