"""Django's entry of the custody room."""

from __future__ import annotations

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    """The custody room."""

    name = "anjuan.custody"
    label = "custody"
    verbose_name = "Custody"
