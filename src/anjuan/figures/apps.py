"""Django's entry of the figures room."""

from __future__ import annotations

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """The figures room."""

    name = "anjuan.figures"
    label = "figures"
    verbose_name = "Figures"
