"""Printing: results on stdout, everything else on stderr."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import sys
from collections.abc import Sequence
from typing import Any

import click
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from anjuan.kit.errors import AnjuanError

#: A column of words gets at least so many cells; a word longer than this may be broken.
_LEAST_WORDS, _LONG_WORD = 16, 30
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?([+-]\d\d:\d\d|Z)?")


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


def print_rows(rows: Sequence[Any], columns: Sequence[str]) -> None:
    """Print some columns of dataclass rows as a table on stdout."""
    print_table(columns, [[getattr(row, column) for column in columns] for row in rows])


def print_table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table on stdout, as wide as the terminal; not cut at all when stdout is no terminal.

    Codes, numbers, days and single words keep to one line each; the width that is left goes to the columns of words.
    Where words would get too little, each row becomes a short paragraph.
    """
    texts = [[_text(value) for value in row] for row in rows]
    if not texts:
        click.echo("Nothing.", err=True)
        return
    widths = [max(cell_len(text) for text in column) for column in zip(headers, *texts, strict=True)]
    console = Console()
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(width=sum(widths) + len(widths) + 1, soft_wrap=False)
    if _is_tight(texts, widths, console.width):
        _print_paragraphs(console, headers, texts)
        return
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for place, header in enumerate(headers):
        whole = not _is_words([row[place] for row in texts], widths[place])
        table.add_column(header, overflow="fold", no_wrap=whole, min_width=widths[place] if whole else _LEAST_WORDS)
    for row in texts:
        table.add_row(*map(Text, row))
    console.print(table)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (tuple, list)):
        return "; ".join(map(str, value))
    text = str(value)
    return text[:16].replace("T", " ") if _MOMENT.fullmatch(text) else text


def _is_words(column: Sequence[str], width: int) -> bool:
    """Say whether a column may be broken into lines: it is long, or holds Chinese or spaces."""
    return width > _LONG_WORD or (width > _LEAST_WORDS and any(not one.isascii() or " " in one for one in column))


def _is_tight(texts: Sequence[Sequence[str]], widths: Sequence[int], room: int) -> bool:
    """Say whether a table would leave its columns of words too little."""
    needed = sum(
        min(width, _LEAST_WORDS) if _is_words([row[place] for row in texts], width) else width
        for place, width in enumerate(widths)
    )
    return needed + len(widths) > room


def _print_paragraphs(console: Console, headers: Sequence[str], texts: Sequence[Sequence[str]]) -> None:
    for row in texts:
        console.print(Text(row[0], style="bold"))
        for header, text in zip(headers[1:], row[1:], strict=True):
            if text:
                console.print(Padding(Text.assemble((f"{header}: ", "dim"), text), (0, 0, 0, 2)))
