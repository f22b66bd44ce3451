"""Every list there is, by name."""

from __future__ import annotations

from collections.abc import Mapping

from anjuan.kit.errors import NotFoundError
from anjuan.web.lists.cases import CASES
from anjuan.web.lists.spec import ListSpec

LISTS: Mapping[str, ListSpec] = {spec.name: spec for spec in (CASES,)}


class ListUnknownError(NotFoundError):
    """There is no list of this name."""

    code = "WEB-002"


def list_named(name: str) -> ListSpec:
    """Return a list by name.

    Raises:
        ListUnknownError: There is none.

    """
    if name not in LISTS:
        raise ListUnknownError(f"There is no list {name[:40]!r}.", remedy="Open it from the navigation.")
    return LISTS[name]
