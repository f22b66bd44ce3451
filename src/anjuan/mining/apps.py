"""Django's entry of the mining room."""

from __future__ import annotations

from django.apps import AppConfig


class MiningConfig(AppConfig):
    """The mining room."""

    name = "anjuan.mining"
    label = "mining"
    verbose_name = "Mining"
