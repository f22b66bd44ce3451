"""Django's entry of the archive room."""

from __future__ import annotations

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """The archive room."""

    name = "anjuan.archive"
    label = "archive"
    verbose_name = "Archive"
