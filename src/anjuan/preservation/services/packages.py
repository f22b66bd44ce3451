"""Exporting a case as a package that stands for itself: BagIt, with all that is needed to take it in again."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import bagit
from django.conf import settings

from anjuan import __version__
from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case, IntakeItem, Original, OriginalPage, Page, PageCare
from anjuan.archive.models.intake import ItemState
from anjuan.archive.models.originals import ReadingState
from anjuan.archive.selectors.sight import case_whole
from anjuan.archive.services.custody import custody_write
from anjuan.kit.blobs import Blobs
from anjuan.kit.digests import Digest, pieces_of
from anjuan.kit.progress import Progress, Silent, Step
from anjuan.preservation.faults import CaseUnreadError, ExportRefusedError, PackageDamagedError, TargetTakenError
from anjuan.preservation.rules.describing import COLUMNS
from anjuan.preservation.rules.names import safe_name
from anjuan.preservation.rules.pagetext import page_to_json
from anjuan.preservation.rules.readme import Listed, readme
from anjuan.preservation.selectors.description import case_description
from anjuan.preservation.selectors.history import agents_of, events_of
from anjuan.preservation.services.package_bag import BagWriter
from anjuan.preservation.services.package_rows import Row, row_out, rows_of
from anjuan.reading import packing

FORMAT = 1
_READ_PAGES = 200


@dataclasses.dataclass(frozen=True, slots=True)
class PackageOrder:
    """Which case to export, the folder its package is put into, and whether as one zip file."""

    case: str
    target: Path
    zipped: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class PackageReport:
    """A package that was written.

    Attributes:
        path: Its folder, or its file when it was zipped.
        seal: SHA-256 of its tag manifest: whoever keeps it can tell later whether the package is the same.

    """

    case: str
    path: Path
    documents: int
    pages: int
    files: int
    size_bytes: int
    seal: str


def case_export(
    *, deed: Deed, viewer: Viewer, order: PackageOrder, blobs: Blobs, progress: Progress | None = None
) -> PackageReport:
    """Write a case as a package below a folder and return what was written. Appears whole and checked, or not at all.

    Raises:
        CaseUnknownError: There is none that this person may see as a whole.
        ExportRefusedError: The person may not take cases out.
        CaseUnreadError: Files of the case are still being read.
        TargetTakenError: A package of the case lies there already.
        BlobDamagedError: An original is no longer what was received.

    """
    found = case_to_export(viewer, order.case)
    _check_read(found)
    final = order.target / (f"{found.number}.zip" if order.zipped else found.number)
    if final.exists():
        raise TargetTakenError(
            f"{final} exists already.",
            why="A package is never overwritten.",
            remedy="Move it away or name another folder.",
        )
    order.target.mkdir(parents=True, exist_ok=True)
    incoming = order.target / f".incoming-{found.number}"
    shutil.rmtree(incoming, ignore_errors=True)
    try:
        report = _write(found, incoming / found.number, deed, blobs, progress or Silent())
        _validate(incoming / found.number)
        made = _zip(incoming / found.number, incoming / final.name) if order.zipped else incoming / found.number
        made.rename(final)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)
    _note(deed, found, report)
    return dataclasses.replace(report, path=final)


def case_to_export(viewer: Viewer, name: str) -> Case:
    """Return a case that this person may take out of the archive.

    Raises:
        CaseUnknownError: There is none that this person may see as a whole.
        ExportRefusedError: The person may not take cases out.

    """
    found = case_whole(viewer, name)
    if not viewer.may("case.export"):
        raise ExportRefusedError(
            f"{viewer.name} may read {found.number} but not take it out of the archive.",
            remedy="Ask an archivist to export it.",
        )
    return found


def _check_read(case: Case) -> None:
    open_states = (ReadingState.WAITING, ReadingState.READING)
    unread = Original.objects.filter(documents__case=case, reading__in=open_states).distinct().count()
    unread += IntakeItem.objects.filter(case=case, state=ItemState.RECEIVED).count()
    if unread:
        raise CaseUnreadError(
            f"{unread} files of {case.number} are still being read.",
            why="The package would hold a part of the case and look like all of it.",
            remedy="Wait until they are read, or end what failed, and export it then.",
        )


def _note(deed: Deed, case: Case, report: PackageReport) -> None:
    with durable_transaction():
        custody_write(
            deed=deed, event="export", about=case, detail=f"tagmanifest {report.seal}", tool=f"anjuan/{__version__}"
        )
        journal_write(
            deed=deed, action="case.export", subject=f"archive.case:{case.pk}", label=str(case),
            detail={"seal": report.seal, "files": report.files, "bytes": report.size_bytes},
        )  # fmt: skip


def _write(case: Case, folder: Path, deed: Deed, blobs: Blobs, progress: Progress) -> PackageReport:
    bag = BagWriter(folder)
    originals = list(Original.objects.filter(documents__case=case).distinct().order_by("pk"))
    progress.expect(originals=len(originals))
    listed = _write_originals(bag, case, originals, blobs, progress)
    for original in originals:
        bag.add(f"texts/{listed[original.pk].text}", _page_lines(original))
    _write_metadata(bag, case, listed)
    body = settings.ANJUAN_OPTIONS.body.name
    seal = bag.close(
        {"Source-Organization": body, "External-Identifier": case.number, "External-Description": case.title,
         "Bag-Software-Agent": f"anjuan {__version__}"},
        deed.now.date(),
    )  # fmt: skip
    size = sum(digest.size_bytes for digest in bag.digests.values())
    return PackageReport(
        case.number, folder, case.documents.filter(removed=False).count(),
        Page.objects.filter(document__case=case, document__removed=False).count(), len(bag.digests), size, seal,
    )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class _Placed:
    name: str
    text: str
    digest: Digest


def _write_originals(
    bag: BagWriter, case: Case, originals: list[Original], blobs: Blobs, progress: Progress
) -> dict[int, _Placed]:
    placed = {}
    for original in originals:
        first = case.documents.filter(original=original).order_by("sequence")[0]
        name = safe_name(first.filename or first.title, first.sequence)
        with blobs.open(original.sha256) as stream:
            digest = bag.add(f"originals/{name}", pieces_of(stream))
        if (digest.sha256, digest.sm3, digest.size_bytes) != (original.sha256, original.sm3, original.size_bytes):
            raise PackageDamagedError(
                f"The original {name!r} has the digest {digest.sha256}, not {original.sha256} as received.",
                why="A package of altered originals would prove nothing.",
                remedy="Run `anjuan archive verify --all` and restore the original from a backup.",
            )
        placed[original.pk] = _Placed(name, f"{first.sequence:04d}.jsonl", digest)
        progress.step(Step(item=name, outcome="copied", counts={"originals": 1}))
    return placed


def _page_lines(original: Original) -> Iterator[bytes]:
    """Yield one line of JSON for each page, so that no more than a few pages are held at once."""
    last = 0
    while rows := list(original.pages.filter(number__gt=last).order_by("number")[:_READ_PAGES]):
        for row in rows:
            yield _json_line(_page_row(row))
        last = rows[-1].number


def _page_row(row: OriginalPage) -> Row:
    kept = row_out(row, frozenset({"id", "original_id"}))
    return {"row": kept, "page": page_to_json(packing.unpack(bytes(row.packed)))}


def _json_line(value: Row) -> bytes:
    # Halves of characters that broken files leave in texts have no UTF-8; JSON can escape them.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        return f"{text}\n".encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def _write_metadata(bag: BagWriter, case: Case, placed: dict[int, _Placed]) -> None:
    rows = case_description(case)
    bag.add_text("metadata/description.json", json.dumps(rows, ensure_ascii=False, indent=1))
    bag.add_text("metadata/description.csv", _csv(rows))
    bag.add("metadata/events.jsonl", (_json_line(row) for row in (*agents_of(case), *events_of(case))))
    bag.add("metadata/case.json", [json.dumps(_whole(case, placed), ensure_ascii=True, indent=1).encode()])
    sm3 = "".join(f"{digest.sm3}  {path}\n" for path, digest in sorted(bag.digests.items()))
    bag.add_text("metadata/sm3.txt", sm3)
    listed = [
        Listed(document.sequence, document.kind, document.title, document.pages_count, document.first_page,
               placed[document.original_id].name)
        for document in case.documents.filter(removed=False).order_by("sequence")
    ]  # fmt: skip
    bag.add_text("README.md", readme(case.number, case.title, case.organisation_name, rows[0], listed))


def _csv(rows: list[dict[str, str]]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + stream.getvalue()  # without the mark, spreadsheets of the field read it as GBK


def _whole(case: Case, placed: dict[int, _Placed]) -> Row:
    shown = Page.objects.filter(document__case=case).order_by("document_id", "number")
    pages: dict[int, list[list[int]]] = {}
    for document_id, number, original_page in shown.values_list("document_id", "number", "original_page__number"):
        pages.setdefault(document_id, []).append([number, original_page])
    organisation, cycle = case.organisation, case.cycle
    return {
        "format": FORMAT,
        "program": __version__,
        "organisation": organisation and {"name": organisation.name, "credit_code": organisation.credit_code or "",
                                          "region_code": organisation.region_code},
        "cycle": cycle and row_out(cycle, frozenset({"id", "organisation_id"})),
        "files": {str(key): {"original": place.name, "text": place.text} for key, place in placed.items()},
        "pages": {str(key): value for key, value in pages.items()},
        "care": [_care(row) for row in PageCare.objects.filter(page__document__case=case).select_related("page")],
        "tables": rows_of(case),
    }  # fmt: skip


def _care(row: PageCare) -> Row:
    """Return how a page was turned and marked, with its reading as turned."""
    return {
        "document": row.page.document_id, "number": row.page.number, "turn": row.turn, "mark": row.mark,
        "at": row.at.isoformat(), "by": row.by,
        "page": page_to_json(packing.unpack(bytes(row.packed))) if row.packed else None,
    }  # fmt: skip


def _validate(folder: Path) -> None:
    try:
        bagit.Bag(str(folder)).validate(processes=1)
    except bagit.BagError as error:
        raise PackageDamagedError(
            f"The package was written, but reading it back failed: {error}.",
            why="The disk may be at fault.",
            remedy="Export it to another disk.",
        ) from error


def _zip(folder: Path, file: Path) -> Path:
    with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
    return file
