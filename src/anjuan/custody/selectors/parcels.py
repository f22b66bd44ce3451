"""Parcels of cases: one's own orders, and where their files lie."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from django.conf import settings

from anjuan.accounts.selectors.people import Viewer
from anjuan.custody.models import Parcel
from anjuan.custody.models.parcels import ParcelItemState, ParcelState
from anjuan.custody.rules.downloads import Way
from anjuan.custody.selectors.downloads import way_for
from anjuan.jobs.queue import last_job
from anjuan.kit.errors import NotFoundError, RefusedError

PARCEL_JOB = "custody.parcel"


class ParcelUnknownError(NotFoundError):
    """There is no such parcel of this person."""

    code = "CUST-078"


class ParcelGoneError(RefusedError):
    """The file of a parcel is not there: not made yet, failed, or expired."""

    code = "CUST-079"
    http_status = 410


@dataclasses.dataclass(frozen=True, slots=True)
class ParcelCase:
    """One case of a parcel; ``code`` and ``reason`` say why it is not in it."""

    number: str
    title: str
    state: str
    code: str
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class ParcelRow:
    """One parcel.

    Attributes:
        standing: ``waiting``, ``ready``, ``failed`` or ``gone``.
        done: How many of its cases are done, well or not.
        total: How many there are.

    """

    id: int
    number: str
    way: str
    standing: str
    ordered_at: str
    expires_at: str
    size_bytes: int
    sha256: str
    cases: tuple[ParcelCase, ...]
    done: int
    total: int
    failed: int


def parcel_path(parcel: Parcel) -> Path:
    """Return where the file of a parcel lies, or would."""
    home: Path = settings.ANJUAN_HOME
    return home / "parcels" / f"{parcel.number}.zip"


def parcel_way(viewer: Viewer, *, today: dt.date) -> Way:
    """Return the form in which a person takes whole cases: packages of originals only for who may export. No query."""
    way = way_for(viewer, today=today)
    return Way.MARKED if way is Way.ORIGINAL and not viewer.may("case.export") else way


def parcel_list(viewer: Viewer, *, now: dt.datetime, limit: int = 50) -> list[ParcelRow]:
    """Return a person's own parcels, the newest first. Two queries."""
    found = Parcel.objects.filter(ordered_by=viewer.name).prefetch_related("items__case")
    return [_row(parcel, now) for parcel in found[:limit]]


def _row(parcel: Parcel, now: dt.datetime) -> ParcelRow:
    is_over = parcel.state == ParcelState.READY and parcel.expires_at is not None and parcel.expires_at <= now
    items = list(parcel.items.all())
    return ParcelRow(
        id=parcel.pk, number=parcel.number, way=parcel.way,
        standing="failed" if _has_died(parcel) else "gone" if is_over else str(parcel.state),
        ordered_at=parcel.ordered_at.isoformat(timespec="seconds"),
        expires_at=parcel.expires_at.isoformat(timespec="seconds") if parcel.expires_at else "",
        size_bytes=parcel.size_bytes, sha256=parcel.sha256,
        cases=tuple(
            ParcelCase(item.case.number, item.case.title, item.state, item.reason_code, item.reason) for item in items
        ),
        done=sum(item.state != ParcelItemState.WAITING for item in items), total=len(items),
        failed=sum(item.state == ParcelItemState.FAILED for item in items),
    )  # fmt: skip


def _has_died(parcel: Parcel) -> bool:
    if parcel.state != ParcelState.WAITING:
        return False
    job = last_job(PARCEL_JOB, parcel.pk)
    return job is not None and not job.is_open


def parcel_of(viewer: Viewer, number: str) -> Parcel:
    """Return a person's own parcel.

    Raises:
        ParcelUnknownError: The person ordered none of this number.

    """
    parcel = Parcel.objects.filter(number=number, ordered_by=viewer.name).first()
    if parcel is None:
        raise ParcelUnknownError(f"You ordered no parcel {number[:40]!r}.", remedy="Look at the list of parcels.")
    return parcel
