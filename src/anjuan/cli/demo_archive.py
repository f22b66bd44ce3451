"""The sample archive of ``anjuan demo``: written once, taken in once."""

from __future__ import annotations

from pathlib import Path

import click

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.places import places
from anjuan.archive.selectors.case_filters import CaseFilter
from anjuan.archive.selectors.cases import case_list
from anjuan.archive.services.assignments import assign_cases
from anjuan.archive.services.gathering import Gathering
from anjuan.archive.services.manifest import manifest_take_in
from anjuan.cli.archive_intake import crew, see_through
from anjuan.cli.watching import Display
from anjuan.kit.clock import SystemClock
from anjuan.kit.errors import RefusedError
from anjuan.samples.generate import ArchiveOptions, write_archive
from anjuan.samples.handover import write_manifest

_SEED = 20260302


class HomeInUseError(RefusedError):
    """The demo would mix invented cases with real ones."""

    code = "CLI-001"


def _deed() -> Deed:
    return Deed("system", SystemClock().now())


def samples_take_in(home: Path, cases: int, *, wait: bool) -> None:
    """Write sample cases and take them in; with ``wait`` return when all are read and can be found.

    Raises:
        HomeInUseError: The data home holds cases that are no samples.

    """
    samples = home / "samples"
    if not samples.exists() and case_list(system_viewer(), CaseFilter(), limit=1).total:
        raise HomeInUseError(
            f"The data home {home} holds cases that are no samples.",
            why="The demo would mix invented case files with them.",
            remedy="Run `ANJUAN_HOME=anjuan-demo anjuan demo`, or choose another empty folder.",
        )
    with Display() as display:
        if not (samples / "manifest.xlsx").exists():
            click.echo("Writing sample case files ...", err=True)
            archive = samples / "archive"
            options = ArchiveOptions(faults_per_case=1, bound=1, body="HY")
            write_archive(archive, seed=_SEED, cases=cases, options=options, progress=display)
            write_manifest(archive)
        how = Gathering("manifest", places().blobs, display)
        intake = manifest_take_in(deed=_deed, path=samples / "archive" / "manifest.xlsx", how=how)
        assign_cases(deed=_deed(), username="auditor", most=3)
        if wait:
            with crew(None) as fleet:
                see_through([intake.pk], fleet, display)
    (samples / "taken-in").touch()
