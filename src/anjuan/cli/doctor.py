"""``anjuan doctor``: what is wrong with this installation."""

from __future__ import annotations

import click

from anjuan.cli.output import print_json
from anjuan.custody.selectors.health import health_check
from anjuan.kit.clock import SystemClock
from anjuan.kit.errors import ExitCode


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, as_json: bool) -> int:
    """Look at this installation and say what is wrong with it.

    Example: anjuan doctor
    """
    checks = health_check(SystemClock().now())
    if as_json:
        print_json({"healthy": all(check.good for check in checks), "checks": [
            {"name": check.name, "good": check.good, "what": check.what} for check in checks
        ]})  # fmt: skip
    else:
        for check in checks:
            told = f"{'ok ' if check.good else 'BAD'} {check.name:10} {check.what}"
            click.secho(told, fg=None if check.good else "red")
    return ExitCode.OK if all(check.good for check in checks) else ExitCode.INCOMPLETE
