"""``anjuan restore``: put a backup in the place of a data home.

This module and what it imports need no Django: the data home that Django would be set up for is still to come.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from anjuan.cli.output import print_json
from anjuan.cli.watching import Display
from anjuan.kit.clock import SystemClock
from anjuan.kit.errors import ExitCode
from anjuan.preservation.faults import RestoreIncompleteError
from anjuan.preservation.services.backup_shelf import Manifest
from anjuan.preservation.services.restores import RestorePlan, backup_restore

_PASSPHRASE = "ANJUAN_BACKUP_PASSPHRASE"  # noqa: S105  the name of the variable


@click.command("restore")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="Data home to restore into.")
@click.option("--generation", default="", help="Which backup of the folder; otherwise the newest.")
@click.option("--without-secrets", is_flag=True, help="Leave the sealed key and passwords sealed.")
@click.option("--force", is_flag=True, help="Move a data home that is in use aside. Stop the program there first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    *, folder: Path, home: Path | None, generation: str, without_secrets: bool, force: bool, as_json: bool
) -> int:
    """Restore a backup of this or an earlier version into a data home.

    The new data home is put together and checked beside its place; until then nothing is changed.

    Example: anjuan restore /mnt/safe/anjuan --home /srv/anjuan
    """
    plan = RestorePlan(
        folder, (home or _home_named()).expanduser().resolve(), generation, os.environ.get(_PASSPHRASE, ""),
        without_secrets, force,
    )  # fmt: skip
    found: dict[str, Any] = {}

    def ready(staging: Path, manifest: Manifest) -> None:
        found.update(_ready(staging, manifest))

    with Display(quiet=as_json) as display:
        report = backup_restore(plan=plan, now=SystemClock().now(), ready=ready, progress=display)
    code = ExitCode.DAMAGED if found["damage"] else ExitCode.OK
    if as_json:
        print_json({
            "home": plan.home, "generation": report.manifest.generation, "faults": report.manifest.faults,
            "moved_aside": report.moved_aside, "with_secrets": report.with_secrets, **found,
        })  # fmt: skip
        return code
    for fault in report.manifest.faults:
        click.secho(f"Was not in the backup: {fault}", fg="red")
    for what in found["damage"]:
        click.secho(f"Is not what was received: {what}", fg="red")
    click.echo(f"{found['cases']} cases, {found['pages']} pages and {found['originals']} originals are in {plan.home}.")
    if report.moved_aside:
        click.echo(f"What was there before is in {report.moved_aside}.")
    return code


def _home_named() -> Path:
    """Return the data home that the options name; the options lie above this room."""
    named: Path = importlib.import_module("anjuan.config.options").home_folder()
    return named


def _ready(staging: Path, manifest: Manifest) -> dict[str, Any]:
    """Migrate, index and check the new data home in a process of its own, set up for that data home."""
    environment = {**os.environ, "ANJUAN_HOME": str(staging)}
    done = subprocess.run(
        [sys.executable, "-m", "anjuan.cli.restoring"], env=environment, input=manifest.model_dump_json(),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RestoreIncompleteError(
            f"The restored records could not be made ready: {done.stderr.strip()[-800:]}",
            why="The data home was left as it was.",
            remedy="Check the backup with `anjuan backup DIR --check`, or name another generation.",
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
