"""Printing: results on stdout, everything else on stderr."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from anjuan.kit.errors import AnjuanError


def print_json(value: object) -> None:
    """Print one JSON value on stdout, with Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def _plain(value: object) -> Any:  # noqa: ANN401  the JSON encoder's own contract
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return str(value)


def print_error(fault: AnjuanError) -> None:
    """Print a failure on stderr; on stdout as well, as JSON, when JSON was asked for."""
    if "--json" in sys.argv:
        print_json({"error": fault.as_dict()})
    click.secho(f"{fault.code}: {fault.what}", err=True, fg="red")
    for part in (fault.why, fault.remedy):
        if part:
            click.echo(f"  {part}", err=True)


def print_table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table on stdout, as wide as the terminal."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    Console().print(table)
