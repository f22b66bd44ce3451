"""``anjuan backup``: copy the archive while it is in use."""

from __future__ import annotations

import os
from pathlib import Path

import click
from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.cli.output import print_json
from anjuan.cli.watching import Display
from anjuan.kit.clock import SystemClock
from anjuan.kit.errors import ExitCode
from anjuan.preservation.services.backup_deeds import backup_make
from anjuan.preservation.services.backups import KEPT, BackupPlan
from anjuan.preservation.services.restores import backup_check
from anjuan.preservation.services.scheduling import PASSPHRASE


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--keep", default=KEPT, show_default=True, type=click.IntRange(1, 10_000), help="Generations that stay.")
@click.option("--verify", is_flag=True, help="Read originals that lie there already again.")
@click.option("--check", is_flag=True, help="Write nothing: read the newest backup and say whether it is whole.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, folder: Path, keep: int, verify: bool, check: bool, as_json: bool) -> int:
    """Back up the archive while it is in use; the next time only what is new is copied.

    The key of the installation and passwords are left out unless ANJUAN_BACKUP_PASSPHRASE is set, which seals them.

    Example: anjuan backup /mnt/safe/anjuan --keep 14
    """
    if check:
        return _check(folder, as_json=as_json)
    plan = BackupPlan(settings.ANJUAN_HOME, folder, keep, os.environ.get(PASSPHRASE, ""), verify)
    with Display(quiet=as_json) as display:
        report = backup_make(deed=lambda: Deed("system", SystemClock().now()), plan=plan, progress=display)
    manifest = report.manifest
    if as_json:
        print_json({
            "generation": report.generation, "whole": not manifest.faults, "originals": manifest.blobs,
            "bytes": manifest.blob_bytes, "copied": report.copied, "copied_bytes": report.copied_bytes,
            "removed_generations": report.removed_generations, "counts": manifest.counts, "faults": manifest.faults,
        })  # fmt: skip
    else:
        for fault in manifest.faults:
            click.secho(fault, fg="red")
        click.echo(f"{report.generation}: {manifest.blobs} originals, {report.copied} of them new.")
    return ExitCode.DAMAGED if manifest.faults else ExitCode.OK


def _check(folder: Path, *, as_json: bool) -> int:
    with Display(quiet=as_json) as display:
        faults = backup_check(folder, progress=display)
    if as_json:
        print_json({"whole": not faults, "faults": faults})
    else:
        for fault in faults:
            click.secho(fault, fg="red")
        click.echo("The backup is whole." if not faults else f"{len(faults)} faults.")
    return ExitCode.DAMAGED if faults else ExitCode.OK
