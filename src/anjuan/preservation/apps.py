"""Django's entry of the preservation room."""

from __future__ import annotations

from django.apps import AppConfig


class PreservationConfig(AppConfig):
    """The preservation room."""

    name = "anjuan.preservation"
    label = "preservation"
    verbose_name = "Preservation"
