"""A group of commands whose modules are imported when they are called."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import click


class Place(NamedTuple):
    """Where a command is, and its line in the overview."""

    module: str
    name: str
    line: str


class LazyGroup(click.Group):
    """Imports a command's module when the command is called, so that the others cost nothing.

    Args:
        places: The commands by name.

    """

    def __init__(self, *args: Any, places: Mapping[str, Place], **more: Any) -> None:  # noqa: ANN401  click's own
        super().__init__(*args, **more)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load a command, or return None when there is none of the name."""
        place = self.places.get(cmd_name)
        if place is None:
            return None
        self.before(cmd_name)
        command: click.Command = getattr(importlib.import_module(place.module), place.name)
        return command

    def before(self, name: str) -> None:
        """Do what must be done before the module of a command is imported."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the overview without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.line) for name, place in self.places.items()])
