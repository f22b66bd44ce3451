"""The values that query forms offer: what the person's cases really have, as of the last minute."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.cases import case_choices

_KEPT_SECONDS = 60


def sight_mark(viewer: Viewer) -> str:
    """Return a text that is the same for persons who see the same."""
    return "all" if viewer.sees_all else hashlib.sha256(" ".join(sorted(viewer.tokens)).encode()).hexdigest()


def offered(viewer: Viewer, name: str) -> list[str]:
    """Return the values of a column that the person's cases have. No query when they were asked for lately."""
    key = f"web.case_choices.{sight_mark(viewer)}"
    found: dict[str, list[str | int]] | None = cache.get(key)
    if found is None:
        found = case_choices(viewer)
        cache.set(key, found, _KEPT_SECONDS)
    return [str(value) for value in found[name]]
