"""The table of addresses: each door lists its own."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("anjuan.api.urls")),
    path("", include("anjuan.web.urls")),
]
