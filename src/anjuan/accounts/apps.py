"""Django's entry of the accounts room."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts room."""

    name = "anjuan.accounts"
    label = "accounts"
    verbose_name = "Accounts"
