"""The program ``anjuan``: finds the command, makes the data home ready, prints what went wrong."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path

import click

from anjuan import __version__
from anjuan.cli.output import print_error
from anjuan.kit.errors import AnjuanError, ExitCode

#: Command, module that holds it, and its line in the overview: modules are loaded when they are used.
COMMANDS = {
    "archive": ("anjuan.cli.archive", "Take in, list, show and verify case files."),
    "demo": ("anjuan.cli.demo", "Make a sample archive and serve it."),
    "doctor": ("anjuan.cli.doctor", "Look at this installation and say what is wrong with it."),
    "journal": ("anjuan.cli.journal", "Read and verify the journal."),
    "manage": ("anjuan.cli.manage", "Run one of Django's own commands."),
    "reading": ("anjuan.cli.reading", "Read a file without filing it; show the readers and engines."),
    "registry": ("anjuan.cli.registry", "Code lists and organisations."),
    "search": ("anjuan.cli.search", "Find words in the archive."),
    "serve": ("anjuan.cli.serve", "Serve the web interface, with workers."),
    "worker": ("anjuan.cli.worker", "Do background work."),
}
#: Commands that need no data home.
_HOMELESS = {"manage"}


class Program(click.Group):
    """A group whose commands are imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands that are part of this installation."""
        return [name for name, (module, _) in COMMANDS.items() if importlib.util.find_spec(module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load a command, with Django set up before its module is imported."""
        if cmd_name not in COMMANDS:
            return None
        _set_up(prepare=cmd_name not in _HOMELESS)
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


def _set_up(*, prepare: bool) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anjuan.config.settings")
    import django  # noqa: PLC0415  only commands that are really called pay for it

    django.setup()
    if prepare:
        from django.conf import settings  # noqa: PLC0415

        prepare_home = importlib.import_module("anjuan.config.upkeep").home_prepare
        prepare_home(settings.ANJUAN_HOME)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="anjuan")
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Data home; otherwise $ANJUAN_HOME or ./anjuan-home.",
)
def program(home: Path | None) -> None:
    """Keep audit case files complete, true and findable."""
    if home is not None:
        os.environ["ANJUAN_HOME"] = str(home)


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
