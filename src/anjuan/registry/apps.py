"""Django's entry of the registry room."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The registry room."""

    name = "anjuan.registry"
    label = "registry"
    verbose_name = "Registry"
