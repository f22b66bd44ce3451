"""The web application for any WSGI server."""

from __future__ import annotations

import gc
import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anjuan.config.settings")


def made_ready() -> WSGIHandler:
    """Return the application with all its pages loaded.

    What is loaded stays as long as the process. Left to the collector of cyclic garbage, it would be gone through again
    and again, each time in the middle of somebody's page.
    """
    ready = get_wsgi_application()
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    return ready


application = made_ready()
