"""Django's entry of the web door."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web door."""

    name = "anjuan.web"
    label = "web"
