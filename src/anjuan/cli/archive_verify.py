"""``anjuan archive verify``: are the originals what was received?"""

from __future__ import annotations

import click

from anjuan.accounts.deeds import Deed
from anjuan.archive.places import places
from anjuan.cli.output import print_json
from anjuan.cli.watching import Display
from anjuan.custody.services.verifying import holdings_verify
from anjuan.kit.clock import SystemClock
from anjuan.kit.errors import ExitCode, UsageError


@click.command("verify")
@click.argument("case", default="")
@click.option("--all", "everything", is_flag=True, help="Every original of the archive.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(*, case: str, everything: bool, as_json: bool) -> int:
    """Read originals again and compare digests, pages and seals: of one case, or of all with the store's history.

    Example: anjuan archive verify --all
    """
    if bool(case) == everything:
        raise UsageError("Say what to verify.", remedy="Name one case, or give --all.")
    with Display(quiet=as_json) as display:
        report = holdings_verify(
            deed=lambda: Deed("system", SystemClock().now()), blobs=places().blobs, case=case, progress=display
        )
    if as_json:
        print_json({
            "checked": report.checked, "valid": not report.faults, "faults": report.faults, "damage": report.damage,
        })  # fmt: skip
    else:
        for fault in report.faults:
            click.secho(f"{fault.kind}: {fault.what}", fg="red")
        click.echo(f"{report.checked} originals read, {len(report.faults)} things wrong.")
    return ExitCode.DAMAGED if report.faults else ExitCode.OK
