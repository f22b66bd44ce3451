"""Parcels: several cases in one file, made in the background, kept for some days and then removed."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer, viewer_named
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case
from anjuan.archive.models.cases import CaseState
from anjuan.archive.places import Places
from anjuan.archive.selectors.sight import case_whole, whole_cases_of
from anjuan.custody.models import Parcel, ParcelItem
from anjuan.custody.models.parcels import ParcelItemState, ParcelState
from anjuan.custody.rules import tables
from anjuan.custody.rules.downloads import Way, download_mark
from anjuan.custody.selectors.parcels import PARCEL_JOB, ParcelGoneError, parcel_of, parcel_path, parcel_way
from anjuan.custody.services.downloads import DownloadRefusedError, document_marked
from anjuan.custody.services.handing_out import case_hand_out
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Ticket
from anjuan.kit.clock import CHINA
from anjuan.kit.digests import digest_of_file
from anjuan.kit.errors import AnjuanError
from anjuan.kit.progress import Silent
from anjuan.preservation.rules.names import safe_name
from anjuan.preservation.services.packages import PackageOrder

#: Most cases of one parcel: each is read again, written and checked.
MOST_CASES = 500
_PRIORITY = 2


@durable_transaction()
def parcel_order(*, deed: Deed, viewer: Viewer, cases: Sequence[int]) -> str:
    """Order cases as one file, in the form that the person's roles allow; return the number of the parcel.

    Raises:
        DownloadRefusedError: None of the person's roles takes cases out, none of the cases is open as a whole to
            them, or there are more than :data:`MOST_CASES`.

    """
    way = parcel_way(viewer, today=deed.now.astimezone(CHINA).date())
    found = list(whole_cases_of(viewer).filter(pk__in=cases).exclude(state=CaseState.DESTROYED).order_by("number"))
    if way is Way.NONE or viewer.user_id is None or viewer.name != deed.actor:
        raise DownloadRefusedError(f"{deed.actor} may not take cases out.", remedy="Ask an archivist for a copy.")
    if not 0 < len(found) <= MOST_CASES:
        raise DownloadRefusedError(
            f"{len(found)} cases are chosen that may be taken out.", remedy=f"Choose 1 to {MOST_CASES}."
        )
    parcel = Parcel.objects.create(number=_next_number(deed), way=way.value, ordered_at=deed.now, ordered_by=deed.actor)
    ParcelItem.objects.bulk_create(ParcelItem(parcel=parcel, case=case) for case in found)
    detail = {"way": parcel.way, "cases": [case.number for case in found]}
    journal_write(
        deed=deed, action="parcel.order", subject=f"custody.parcel:{parcel.pk}", label=parcel.number, detail=detail
    )
    TableQueue().add(JobSpec(PARCEL_JOB, parcel.pk, priority=_PRIORITY), now=deed.now)
    return parcel.number


def _next_number(deed: Deed) -> str:
    prefix = f"DC-{deed.now.astimezone(CHINA).year}-"
    last = Parcel.objects.filter(number__startswith=prefix).order_by("number").last()
    return f"{prefix}{int(last.number.removeprefix(prefix)) + 1 if last else 1:05d}"


def parcel_make(*, ticket: Ticket, here: Places) -> None:
    """Make the file of a parcel: a case that cannot be taken out is told beside it and does not hold up the others.

    A job that is done once more begins the file anew: half a file is worth nothing.
    """
    parcel = Parcel.objects.get(pk=ticket.subject_id)
    if parcel.state != ParcelState.WAITING:
        return
    items = list(parcel.items.select_related("case").order_by("id"))
    final = parcel_path(parcel)
    folder = final.parent / f".making-{parcel.number}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        fresh = folder / final.name
        with zipfile.ZipFile(fresh, "x", zipfile.ZIP_STORED, allowZip64=True) as archive:
            for done, item in enumerate(items):
                ticket.report(done=done, total=len(items), phase="packing")
                _add(parcel, item, archive, folder, here, ticket)
        _finish(parcel, fresh, final, ticket)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _add(
    parcel: Parcel, item: ParcelItem, archive: zipfile.ZipFile, folder: Path, here: Places, ticket: Ticket
) -> None:
    deed = Deed(parcel.ordered_by, ticket.clock.now())
    viewer = viewer_named(parcel.ordered_by, deed.now.astimezone(CHINA).date())
    try:
        case = case_whole(viewer, item.case.number)
        if Way(parcel.way).rank > parcel_way(viewer, today=deed.now.astimezone(CHINA).date()).rank:
            raise DownloadRefusedError(f"{viewer.name} may not take cases out any more.", remedy="Order it anew.")
        if parcel.way == Way.ORIGINAL:
            _package(case, viewer, archive, folder, here, ticket)
        else:
            _papers(parcel, case, archive, here, ticket)
    except AnjuanError as fault:
        item.state, item.reason_code, item.reason = ParcelItemState.FAILED, fault.code, fault.what
    else:
        item.state, item.reason_code, item.reason = ParcelItemState.DONE, "", ""
    item.save(update_fields=["state", "reason_code", "reason"])


def _package(case: Case, viewer: Viewer, archive: zipfile.ZipFile, folder: Path, here: Places, ticket: Ticket) -> None:
    made = case_hand_out(
        deed=lambda: Deed(viewer.name, ticket.clock.now()), viewer=viewer,
        order=PackageOrder(case.number, folder / "packages", zipped=True), blobs=here.blobs, progress=Silent(),
    )  # fmt: skip
    archive.write(made.package.path, made.package.path.name)
    made.package.path.unlink()


def _papers(parcel: Parcel, case: Case, archive: zipfile.ZipFile, here: Places, ticket: Ticket) -> None:
    """Add the papers of a case as marked PDF; one of which none can be made is named in a list beside them."""
    local = parcel.ordered_at.astimezone(CHINA)
    mark = download_mark(tables.downloads().on(local.date()), name=parcel.ordered_by, at=local, number=parcel.number)
    left_out = []
    for document in case.documents.filter(removed=False).select_related("original", "case").order_by("sequence"):
        ticket.checkpoint()
        try:
            content = document_marked(document, way=Way(parcel.way), mark=mark, here=here)
        except AnjuanError as fault:
            left_out.append(f"{document.sequence:04d} {document.title}\t{fault.code}\t{fault.what}")
            continue
        archive.writestr(f"{case.number}/{safe_name(document.title, document.sequence)}.pdf", content)
    if left_out:
        archive.writestr(f"{case.number}/未导出.txt", "\n".join(left_out) + "\n")
    with durable_transaction():
        journal_write(
            deed=Deed(parcel.ordered_by, ticket.clock.now()), action="case.copies",
            subject=f"archive.case:{case.pk}", label=str(case),
            detail={"parcel": parcel.number, "way": parcel.way, "left_out": len(left_out)},
        )  # fmt: skip


def _finish(parcel: Parcel, fresh: Path, final: Path, ticket: Ticket) -> None:
    now = ticket.clock.now()
    is_any = parcel.items.filter(state=ParcelItemState.DONE).exists()
    if is_any:
        fresh.rename(final)
        parcel.sha256, parcel.size_bytes = digest_of_file(final).sha256, final.stat().st_size
    parcel.state = ParcelState.READY if is_any else ParcelState.FAILED
    parcel.finished_at = now
    parcel.expires_at = now + dt.timedelta(days=settings.ANJUAN_OPTIONS.download.parcel_days)
    parcel.save(update_fields=["state", "finished_at", "expires_at", "sha256", "size_bytes"])


def parcel_take(*, deed: Deed, viewer: Viewer, number: str, address: str = "") -> tuple[Path, str]:
    """Return the file of a person's own parcel and its name, with an entry in the journal before it leaves.

    Raises:
        ParcelUnknownError: The person ordered none of this number.
        ParcelGoneError: It is not made yet, failed, or expired.
        DownloadRefusedError: The person's roles do not allow it any more.

    """
    parcel = parcel_of(viewer, number)
    path = parcel_path(parcel)
    is_over = parcel.expires_at is not None and parcel.expires_at <= deed.now
    if parcel.state != ParcelState.READY or is_over or not path.is_file():
        raise ParcelGoneError(f"The file of {number} is not there.", remedy="Wait for it, or order the cases anew.")
    if Way(parcel.way).rank > parcel_way(viewer, today=deed.now.astimezone(CHINA).date()).rank:
        raise DownloadRefusedError(f"{viewer.name} may not take cases out any more.", remedy="Ask an archivist.")
    with durable_transaction():
        journal_write(
            deed=deed, action="parcel.take", subject=f"custody.parcel:{parcel.pk}", label=parcel.number,
            detail={"sha256": parcel.sha256, "address": address[:45]},
        )  # fmt: skip
    return path, path.name


def parcels_sweep(*, now: dt.datetime) -> int:
    """Remove the files of parcels whose days are over; return how many."""
    over = list(Parcel.objects.filter(state=ParcelState.READY, expires_at__lte=now))
    for parcel in over:
        parcel_path(parcel).unlink(missing_ok=True)
    Parcel.objects.filter(pk__in=[parcel.pk for parcel in over]).update(state=ParcelState.GONE)
    return len(over)
