"""Django's entry of the jobs room."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The jobs room."""

    name = "anjuan.jobs"
    label = "jobs"
    verbose_name = "Jobs"
