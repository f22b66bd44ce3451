"""What leaves the archive or comes back into it: read again before it goes and when it is back, and tested."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.services.fixity import FixityReport
from anjuan.custody.services.verifying import holdings_need_whole, holdings_verify
from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.progress import Progress
from anjuan.preservation.rules.properties import Moment
from anjuan.preservation.selectors.property_tests import PropertyTestView, property_test_view
from anjuan.preservation.services.backup_shelf import Manifest
from anjuan.preservation.services.package_check import PackageLimits, package_faults
from anjuan.preservation.services.packages import PackageOrder, PackageReport, case_export, case_to_export
from anjuan.preservation.services.property_tests import properties_test
from anjuan.preservation.services.restore_finish import RestoredHome, restore_finish
from anjuan.search.engine import SearchEngine


@dataclasses.dataclass(frozen=True, slots=True)
class HandedOut:
    """A case that was handed out: its package, and the four-property test made of both."""

    package: PackageReport
    test: PropertyTestView


def case_hand_out(
    *, deed: Callable[[], Deed], viewer: Viewer, order: PackageOrder, blobs: FolderBlobs, progress: Progress
) -> HandedOut:
    """Write a case as a package after every original and seal of it was read again, and test package and case.

    Args:
        deed: Who and when, asked anew for each step.
        viewer: The same person with their rights: ``case.export``.
        order: Which case, and where to.
        blobs: The store of originals.
        progress: Receives a step for each original, twice: read again, and written.

    Raises:
        CaseUnknownError: There is none that this person may see as a whole.
        ExportRefusedError: The person may not take cases out.
        HoldingsDamagedError: Something of the case is damaged.
        CaseUnreadError: Files of the case are still being read.
        TargetTakenError: A package of the case lies there already.

    """
    case = case_to_export(viewer, order.case)
    holdings_need_whole(deed=deed, blobs=blobs, case=case.number, progress=progress)
    package = case_export(deed=deed(), viewer=viewer, order=order, blobs=blobs, progress=progress)
    faults = package_faults(package.path, PackageLimits()) if package.path.is_dir() else []
    test = properties_test(
        deed=deed(), case=case, moment=Moment.EXPORT, package=[(fault.code, fault.what) for fault in faults]
    )
    return HandedOut(package, property_test_view(test))


def home_take_back(
    *, deed: Callable[[], Deed], engine: SearchEngine, manifest: Manifest, blobs: FolderBlobs, progress: Progress
) -> tuple[RestoredHome, FixityReport]:
    """Make a restored data home ready, then read every original and compare every seal; return what it holds and lacks.

    Raises:
        RestoreIncompleteError: The records are not what the backup says.

    """
    home = restore_finish(deed=deed(), engine=engine, manifest=manifest, progress=progress)
    return home, holdings_verify(deed=deed, blobs=blobs, progress=progress)
