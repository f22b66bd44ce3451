"""Django's entry of the certificates room."""

from __future__ import annotations

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """The certificates room."""

    name = "anjuan.certificates"
    label = "certificates"
    verbose_name = "Certificates"
