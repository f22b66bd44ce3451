"""What the tests of figures look at: organisations with certificates, case files, people."""

from __future__ import annotations

import datetime as dt
import itertools

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case
from anjuan.registry.models import Certificate, Organisation

NOW = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
DEED = Deed("system", NOW)
ALL = Viewer(1, "tong", frozenset(), frozenset({"case.read_all", "figures.read", "figures.manage"}), frozenset())
FEW = Viewer(2, "ji", frozenset(), frozenset({"case.read_assigned", "figures.read"}), frozenset({"user:2"}))
_NUMBERS = itertools.count(1)


def organisation(region: str, name: str = "") -> Organisation:
    return Organisation.objects.create(
        name=name or f"示例{next(_NUMBERS)}公司", region_code=region, created_at=NOW, updated_at=NOW
    )


def certificate(
    holder: Organisation,
    field: str,
    issued: dt.date | None = dt.date(2025, 1, 1),
    expires: dt.date | None = dt.date(2027, 12, 31),
) -> Certificate:
    number = f"ZS{next(_NUMBERS):06d}"
    return Certificate.objects.create(
        number=number, organisation=holder, field_code=field, issued_on=issued, expires_on=expires
    )


def case(field: str, province: str, year: int | None, holder: Organisation | None = None, **more: object) -> Case:
    number = f"AJ-{next(_NUMBERS):06d}"
    return Case.objects.create(
        number=number, title=number, field_code=field, province=province, year=year, organisation=holder,
        created_at=NOW, updated_at=NOW, created_by="li", **more,
    )  # fmt: skip


def shelf() -> dict[str, Organisation]:
    """Make five organisations: one in three fields, one abroad, one of unknown region."""
    made = {
        "many": organisation("330212"), "one": organisation("330000"), "north": organisation("110000"),
        "abroad": organisation("ABROAD"), "unknown": organisation(""),
    }  # fmt: skip
    for field in ("A01", "A0101", "A02", "B04"):
        certificate(made["many"], field)
    certificate(made["one"], "A01")
    certificate(made["north"], "C01")
    certificate(made["north"], "C01")
    certificate(made["abroad"], "B01")
    certificate(made["unknown"], "A01")
    return made
