"""The program ``anjuan``: finds the command, makes the data home ready, prints what went wrong."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import click

from anjuan import __version__
from anjuan.cli.lazy import LazyGroup, Place
from anjuan.cli.output import print_error
from anjuan.kit.errors import AnjuanError, ExitCode

#: Every command: where it is and its line in the overview.
COMMANDS = {
    name: Place(f"anjuan.cli.{name}", "command", line)
    for name, line in {
        "archive": "Take in, list, show and verify case files.",
        "backup": "Copy the archive while it is in use.",
        "certificates": "Issue, change, print and report certificates; keys that sign.",
        "custody": "What is due, held, lent and destroyed; rounds of fixity.",
        "demo": "Make a sample archive and serve it.",
        "doctor": "Look at this installation and say what is wrong with it.",
        "figures": "Count, show and export figures; check printed statistics.",
        "evaluation": "Scored schemes: scores, reports, points of the body.",
        "journal": "Read and verify the journal.",
        "lifecycle": "Certification projects and their steps; audit time, sampling, dates, what is due, who can audit.",
        "manage": "Run one of Django's own commands.",
        "mine": "Take facts from cases, compile guides.",
        "people": "Rescue people who cannot log in.",
        "reading": "Read a file without filing it; show the readers and engines.",
        "registry": "Code lists and organisations; verify certificates.",
        "restore": "Put a backup in the place of a data home.",
        "scope": "What a certificate may cover, checked.",
        "search": "Find words in the archive.",
        "serve": "Serve the web interface, with workers.",
        "token": "Keys with which programs act as a person.",
        "worker": "Do background work.",
    }.items()
}
#: Commands that need no data home.
_HOMELESS = {"manage"}
#: Commands that make a data home, so that Django cannot be set up for it before.
_BEFORE_HOME = {"restore"}


class Program(LazyGroup):
    """The whole program: Django is set up before the first command is imported."""

    def before(self, name: str) -> None:
        """Set up Django and the data home."""
        if name not in _BEFORE_HOME:
            _set_up(prepare=name not in _HOMELESS)


def _set_up(*, prepare: bool) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anjuan.config.settings")
    import django  # noqa: PLC0415  only commands that are really called pay for it

    django.setup()
    if prepare:
        from django.conf import settings  # noqa: PLC0415

        prepare_home = importlib.import_module("anjuan.config.upkeep").home_prepare
        prepare_home(settings.ANJUAN_HOME)


def _use_home(context: click.Context, option: click.Parameter, home: Path | None) -> None:  # noqa: ARG001  click's own
    """Take the data home while the words are parsed: commands are looked up, and Django set up, before any callback."""
    if home is not None:
        os.environ["ANJUAN_HOME"] = str(home)


@click.group(cls=Program, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="anjuan")
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    is_eager=True,
    expose_value=False,
    callback=_use_home,
    help="Data home; otherwise $ANJUAN_HOME or ./anjuan-home.",
)
def program() -> None:
    """Keep audit case files complete, true and findable."""


def main() -> None:
    """Run the program and end with its exit code."""
    try:
        code = program.main(standalone_mode=False)
    except AnjuanError as fault:
        print_error(fault)
        sys.exit(fault.exit_code)
    except click.exceptions.Abort:
        click.echo("Interrupted. What was accepted is safe; run the same command again to go on.", err=True)
        sys.exit(ExitCode.INTERRUPTED)
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
