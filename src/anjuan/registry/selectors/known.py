"""Every organisation with what it is known by, for matching."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

from django.db.models import Max

from anjuan.registry.models import Organisation

_AT_ONCE = 2000


@dataclasses.dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """One organisation with its names.

    Attributes:
        names: Its names by kind: ``present``, ``former``, ``short``, ``english``, ``other`` (a writing under which it
            was kept twice).

    """

    id: int
    name: str
    credit_code: str
    registered_address: str
    names: tuple[tuple[str, str], ...]


def known_organisations(*, after: int = 0) -> Iterator[KnownOrganisation]:
    """Yield the organisations whose key is higher, in the order of their keys. Two queries for 2,000 of them.

    Records that were merged into others are left out.
    """
    last = after
    while batch := list(
        Organisation.objects.filter(pk__gt=last, merged_into=None).order_by("pk").prefetch_related("names")[:_AT_ONCE]
    ):  # fmt: skip
        for one in batch:
            names = tuple((name.kind, name.name) for name in one.names.all())
            yield KnownOrganisation(one.pk, one.name, one.credit_code or "", one.registered_address, names)
        last = batch[-1].pk


def changed_since(moment: dt.datetime | None, *, up_to: int) -> bool:
    """Return whether one of the organisations up to a key changed after a moment. One query."""
    if moment is None:
        return True
    return Organisation.objects.filter(pk__lte=up_to, updated_at__gt=moment).exists()


def last_change() -> dt.datetime | None:
    """Return when an organisation changed last. One query."""
    found: dt.datetime | None = Organisation.objects.aggregate(last=Max("updated_at"))["last"]
    return found
