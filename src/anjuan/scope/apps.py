"""Django's entry of the scope room."""

from __future__ import annotations

from django.apps import AppConfig


class ScopeConfig(AppConfig):
    """The scope room."""

    name = "anjuan.scope"
    label = "scope"
    verbose_name = "Scope"
