"""``anjuan archive intake``: take in files and folders, and try again what failed."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.places import places
from anjuan.archive.selectors.intakes import IntakeRow, intake_get, intake_list, intake_result
from anjuan.archive.services.gathering import Gathering, folder_take_in
from anjuan.archive.services.housekeeping import items_bury
from anjuan.archive.services.indexing import index_drain, index_waiting, search_engine
from anjuan.archive.services.manifest import manifest_read, manifest_take_in
from anjuan.archive.services.retrying import items_retry
from anjuan.cli.output import print_json, print_table
from anjuan.cli.watching import Display
from anjuan.jobs.fleet import Fleet
from anjuan.kit.clock import SystemClock
from anjuan.kit.errors import ExitCode, UsageError

_TURN_SECONDS = 0.25


def _deed() -> Deed:
    return Deed("system", SystemClock().now())


@contextmanager
def crew(workers: int | None) -> Iterator[Fleet]:
    """Run worker processes while the block runs: as many as asked for, as the options say, or one a core."""
    number = workers or settings.ANJUAN_OPTIONS.reading.workers or os.cpu_count() or 1
    with Fleet([sys.executable, "-m", "anjuan.cli.program", "worker"], number) as fleet:
        yield fleet


@click.command("intake")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--case-per-folder", "mode", flag_value="case_per_folder", default=True, help="A case for each folder.")
@click.option("--one-case", "mode", flag_value="one_case", help="All of a path is one case.")
@click.option(
    "--manifest",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A workbook that says which file belongs where.",
)
@click.option("--workers", type=click.IntRange(1, 256), help="Reading processes; otherwise as the options say.")
@click.option("--dry-run", is_flag=True, help="With --manifest: check it and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def intake(
    *, paths: tuple[Path, ...], mode: str, manifest: Path | None, workers: int | None, dry_run: bool, as_json: bool
) -> int:
    """Take in files and folders.

    Safe to be stopped at any moment: run the same command again and it goes on where it was.

    Example: anjuan archive intake /data/2024 --json
    """
    if dry_run:
        return _dry_run(manifest, as_json=as_json)
    if not paths and manifest is None:
        raise UsageError("Nothing to take in was named.", remedy="Name files or folders, or --manifest FILE.xlsx.")
    with Display(quiet=as_json) as display, crew(workers) as fleet:
        how = Gathering(mode, places().blobs, display, fleet.mend)
        ids = [folder_take_in(deed=_deed, root=path, how=how).pk for path in paths]
        if manifest is not None:
            ids.append(manifest_take_in(deed=_deed, path=manifest, how=how).pk)
        see_through(ids, fleet, display)
    return _report(ids, as_json=as_json)


def see_through(ids: list[int], fleet: Fleet, display: Display) -> None:
    """Wait for the last file and the last page, and index meanwhile."""
    engine = search_engine()
    while True:
        indexed = index_drain(engine)
        rows = [_row(number) for number in ids]
        _draw(rows, display)
        if all(row.finished for row in rows):
            if not index_waiting() or not (indexed or index_drain(engine)):
                return
        else:
            fleet.mend()
            items_bury(deed=_deed())
            if not indexed:
                time.sleep(_TURN_SECONDS)


def _row(number: int) -> IntakeRow:
    return intake_get(system_viewer(), number, now=SystemClock().now())


def _draw(rows: list[IntakeRow], display: Display) -> None:
    files = sum(sum(row.counts.values()) for row in rows)
    waiting = sum(row.counts.get("received", 0) for row in rows)
    rate = sum(row.pages_per_minute for row in rows)
    display.set("files", files - waiting, files)
    display.set("pages", sum(row.pages_read for row in rows), None, f"{rate:.0f}/min")
    display.set("ocr pages", sum(row.pages_recognised for row in rows), None)


def _report(ids: list[int], *, as_json: bool) -> int:
    results = [intake_result(system_viewer(), number) for number in ids]
    files = [file for result in results for file in result["files"]]
    totals: dict[str, int] = {}
    for result in results:
        for name, number in result["totals"].items():
            totals[name] = totals.get(name, 0) + number
    if as_json:
        print_json({"intakes": ids, "files": files, "totals": totals})
    else:
        for file in files:
            if file["status"] in ("refused", "failed"):
                click.secho(f"{file['status']}: {file['path']}", fg="red", err=True)
                click.echo(f"    {file['reason']}", err=True)
        for case, number in sorted(Counter(file["case"] for file in files if file["case"]).items()):
            click.echo(f"{case}: {number} {'file' if number == 1 else 'files'}")
        click.echo(", ".join(f"{number} {name}" for name, number in totals.items()))
    troubled = totals.get("refused", 0) + totals.get("failed", 0)
    return ExitCode.INCOMPLETE if troubled else ExitCode.OK


def _dry_run(manifest: Path | None, *, as_json: bool) -> int:
    if manifest is None:
        raise UsageError("--dry-run needs --manifest FILE.xlsx.", remedy="Name the manifest to be checked.")
    read = manifest_read(manifest)
    faults = [{"cell": f.cell, "value": f.value, "what": f.what, "remedy": f.remedy} for f in read.faults]
    if as_json:
        print_json({"rows": len(read.rows), "faults": faults})
    else:
        print_table(("cell", "value", "what", "remedy"), [list(fault.values()) for fault in faults])
        click.echo(f"{len(read.rows)} rows are right, {len(faults)} cells are wrong; nothing was taken in.")
    return ExitCode.USAGE if faults else ExitCode.OK


@click.command("intakes")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def intakes(*, as_json: bool) -> None:
    """List the batches that were taken in, the newest first.

    Example: anjuan archive intakes
    """
    rows = intake_list(system_viewer(), now=SystemClock().now())
    if as_json:
        print_json({"intakes": rows})
    else:
        print_table(
            ("id", "root", "state", "files", "pages"),
            [(row.id, row.root, row.state, sum(row.counts.values()), row.pages_read) for row in rows],
        )


@click.command("retry")
@click.argument("intake_id", type=int)
@click.option("--password", default="", help="A password to try on the protected files.")
@click.option("--workers", type=click.IntRange(1, 256), help="Reading processes; otherwise as the options say.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def retry(*, intake_id: int, password: str, workers: int | None, as_json: bool) -> int:
    """Try again what failed or was refused in a batch, and nothing else.

    Example: anjuan archive retry 12 --password secret
    """
    intake_get(system_viewer(), intake_id, now=SystemClock().now())
    items_retry(deed=_deed(), intake_id=intake_id, password=password)
    with Display(quiet=as_json) as display, crew(workers) as fleet:
        see_through([intake_id], fleet, display)
    return _report([intake_id], as_json=as_json)
