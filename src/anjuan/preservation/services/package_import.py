"""Taking a package back in: an equal case, or nothing."""

from __future__ import annotations

import dataclasses
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bagit

from anjuan import __version__
from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case, Document, Original
from anjuan.archive.services.cases import case_reindex
from anjuan.archive.services.custody import custody_write
from anjuan.archive.services.unsettling import case_unsettle
from anjuan.kit.blobs import Blobs
from anjuan.kit.digests import pieces_of
from anjuan.kit.errors import NotFoundError
from anjuan.kit.progress import Progress, Silent, Step
from anjuan.preservation.faults import (
    ExportRefusedError,
    PackageClashError,
    PackageDamagedError,
    PackageForeignError,
)
from anjuan.preservation.selectors.receipts import package_origin
from anjuan.preservation.services.package_check import PackageFault, PackageLimits, package_faults
from anjuan.preservation.services.package_rows import Row
from anjuan.preservation.services.package_unzip import package_unzip
from anjuan.preservation.services.package_writing import case_write
from anjuan.preservation.services.packages import FORMAT
from anjuan.preservation.services.receipts import receipt_note

_MOST_TOLD = 20


@dataclasses.dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a package.

    Attributes:
        status: ``imported``, ``received`` when it is of another installation and waits for a person's check, or
            ``present`` when the archive held the same case already.
        number: The case's number here; another one than in the package when that was taken.

    """

    status: str
    number: str
    number_in_package: str
    documents: int
    pages: int
    originals: int


@dataclasses.dataclass(frozen=True, slots=True)
class PackageSource:
    """A package: a folder or a zip file, where it may be unpacked, and how large it may be."""

    path: Path
    work: Path
    limits: PackageLimits = dataclasses.field(default_factory=PackageLimits)


def package_import(
    *, deed: Deed, viewer: Viewer, source: PackageSource, blobs: Blobs, progress: Progress | None = None
) -> ImportReport:
    """Take the case of a package in and return what became of it. All of it, or nothing.

    Args:
        deed: Who and when.
        viewer: As whom; needs ``case.file``.
        source: The package.
        blobs: The store of originals.
        progress: Receives one step for each original.

    Raises:
        PackageDamagedError: It is not what its manifests say; every fault is named.
        PackageForeignError: It is none of ours or of a later version.
        PackageClashError: The case is here with other content.
        ExportRefusedError: The person may not file cases.

    """
    if not viewer.may("case.file"):
        raise ExportRefusedError(f"{viewer.name} may not take cases in.", remedy="Ask an archivist to import it.")
    if not source.path.exists():
        raise NotFoundError(f"There is no package {source.path}.", remedy="Check the name.")
    source.work.mkdir(parents=True, exist_ok=True)
    unpacked = Path(tempfile.mkdtemp(prefix="package-", dir=source.work))
    try:
        zipped = source.path.is_file()
        folder = package_unzip(source.path, unpacked, source.limits) if zipped else source.path
        whole = package_whole(folder, source.limits)
        return _take_in(deed, folder, whole, blobs, progress or Silent())
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)


def package_whole(folder: Path, limits: PackageLimits) -> Row:
    """Return the data of a package that was checked from all sides.

    Raises:
        PackageDamagedError: It is not what its manifests say.
        PackageForeignError: It is none of ours or of a later version.

    """
    faults = package_faults(folder, limits)
    if not faults:
        try:
            bagit.Bag(str(folder)).validate(processes=1)
        except bagit.BagError as error:
            faults = [PackageFault("bagit", "", str(error))]
    if not faults:
        whole = _read(folder)
        faults = list(_content_faults(folder, whole))
    if faults:
        raise _refused(folder, faults)
    return whole


def _refused(folder: Path, faults: list[PackageFault]) -> PackageDamagedError | PackageForeignError:
    told = " ".join(fault.what for fault in faults[:_MOST_TOLD])
    kind = (
        PackageForeignError
        if all(fault.code in ("foreign", "no-tag-file") for fault in faults)
        else PackageDamagedError
    )
    return kind(
        f"{folder.name} was not taken in, {len(faults)} faults: {told}",
        why="A package is taken in whole or not at all.",
        remedy="Ask for the package to be sent again.",
    )


def _read(folder: Path) -> Row:
    try:
        whole: Row = json.loads((folder / "data/metadata/case.json").read_bytes())
        if int(whole["format"]) > FORMAT:
            raise PackageForeignError(
                f"The package has the layout {whole['format']}, this program knows {FORMAT}.",
                remedy="Import it with the version that wrote it, or a later one.",
            )
        tables = whole["tables"]
        if len(tables["case"]) != 1 or not all(isinstance(rows, list) for rows in tables.values()):
            raise _untold("it does not hold exactly one case")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _untold(f"{type(error).__name__}: {error}") from error
    return whole


def _untold(why: str) -> PackageForeignError:
    return PackageForeignError(
        f"case.json of the package is not what this program writes: {why}.",
        why="It was altered or comes from elsewhere.",
        remedy="Ask for it to be exported again.",
    )


def _content_faults(folder: Path, whole: Row) -> Iterator[PackageFault]:
    """Yield where the records of a package and its files contradict each other: manifests can be made anew."""
    lines = (folder / "manifest-sha256.txt").read_text(encoding="utf-8").split("\n")
    listed = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    originals = {str(row.get("id")): row for row in whole["tables"].get("originals", [])}
    files: dict[str, Any] = whole.get("files", {})
    for key in sorted(set(originals) ^ set(files)):
        yield PackageFault("records", "", f"The records and the list of files do not agree about original {key}.")
    for key in sorted(set(originals) & set(files)):
        name = f"data/originals/{files[key].get('original')}"
        if listed.get(name) != originals[key].get("sha256"):
            yield PackageFault(
                "forged", name,
                f"{name} has the digest {listed.get(name, 'none')}, but the records say that"
                f" {originals[key].get('sha256')} was received.",
            )  # fmt: skip
        if f"data/texts/{files[key].get('text')}" not in listed:
            yield PackageFault("missing", name, f"The texts of {name} are missing.")
    named = {name.removeprefix("data/originals/") for name in listed if name.startswith("data/originals/")}
    for name in sorted(named - {str(file.get("original")) for file in files.values()}):
        yield PackageFault("extra", name, f"The records know nothing of the original {name}.")


def _take_in(deed: Deed, folder: Path, whole: Row, blobs: Blobs, progress: Progress) -> ImportReport:
    row = whole["tables"]["case"][0]
    present = _present(row, whole)
    if present:
        return _report("present", present, row)
    origin = package_origin(folder)
    _store(folder, whole, blobs, progress)
    with durable_transaction():
        case = case_write(folder, whole, "" if origin.is_own else origin.name)
        if origin.is_own:
            custody_write(
                deed=deed, event="package import", about=case, detail=f"{row['number']} from {folder.name}",
                tool=f"anjuan/{__version__}",
            )  # fmt: skip
        else:
            receipt_note(deed=deed, case=case, origin=origin, row=row)
        case_reindex(case_id=case.pk)
        case_unsettle(case_id=case.pk, deed=deed)
        journal_write(
            deed=deed, action="case.import", subject=f"archive.case:{case.pk}", label=str(case),
            detail={"number": row["number"], "originals": len(whole["files"]),
                    "origin": "" if origin.is_own else origin.name},
        )  # fmt: skip
    return _report("imported" if origin.is_own else "received", Case.objects.get(pk=case.pk), row)


def _report(status: str, case: Case, row: Row) -> ImportReport:
    documents = case.documents.filter(removed=False)
    originals = Original.objects.filter(documents__case=case).distinct().count()
    return ImportReport(status, case.number, row["number"], documents.count(), case.pages_count, originals)


def _present(row: Row, whole: Row) -> Case | None:
    """Return the case of a package when the archive holds it already: the moment it was opened names it everywhere.

    Raises:
        PackageClashError: It is here, with other documents.

    """
    case = Case.objects.filter(created_at=row["created_at"], created_by=row["created_by"]).first()
    if case is None:
        return None
    digests = {original["id"]: original["sha256"] for original in whole["tables"]["originals"]}
    packed = sorted((digests[one["original_id"]], one["first_page"]) for one in whole["tables"]["documents"]
                    if not one["removed"])  # fmt: skip
    held = sorted(
        Document.objects.filter(case=case, removed=False).values_list("original__sha256", "first_page")
    )  # fmt: skip
    if packed != held:
        raise PackageClashError(
            f"The archive holds the case as {case.number}, with {len(held)} documents; the package has {len(packed)}"
            f" and {len(set(packed) - set(held))} of them are not the same.",
            why="One of the two is older. Putting them together is a person's decision.",
            remedy="Import the package into a new data home and compare.",
        )
    return case


def _store(folder: Path, whole: Row, blobs: Blobs, progress: Progress) -> None:
    """Store the originals; bytes that no record names do no harm if the records are then refused."""
    names = {str(row["id"]): row["sha256"] for row in whole["tables"]["originals"]}
    progress.expect(originals=len(names))
    for key, sha256 in names.items():
        path = folder / "data/originals" / str(whole["files"][key]["original"])
        with path.open("rb") as stream:
            digest = blobs.put(pieces_of(stream))
        if digest.sha256 != sha256:
            raise PackageDamagedError(
                f"{path.name} changed while it was taken in.", remedy="Copy the package to a disk of your own first."
            )
        progress.step(Step(item=path.name, outcome="stored", counts={"originals": 1}))
