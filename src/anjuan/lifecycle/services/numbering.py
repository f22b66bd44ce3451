"""Running numbers of the process, by year."""

from __future__ import annotations

from django.db.models import Max, Model

from anjuan.accounts.deeds import Deed
from anjuan.kit.clock import CHINA


def next_number(model: type[Model], letters: str, deed: Deed) -> str:
    """Return the next number of a kind of thing, such as ``XM-2026-00001``. Call it in a transaction."""
    prefix = f"{letters}-{deed.now.astimezone(CHINA).year}-"
    rows = model._default_manager.filter(number__startswith=prefix)  # noqa: SLF001  Django's name for it
    last = rows.aggregate(last=Max("number"))["last"]
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:05d}"
