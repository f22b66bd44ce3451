"""Django's entry of the lifecycle room."""

from __future__ import annotations

from django.apps import AppConfig


class LifecycleConfig(AppConfig):
    """The lifecycle room."""

    name = "anjuan.lifecycle"
    label = "lifecycle"
    verbose_name = "Lifecycle"
