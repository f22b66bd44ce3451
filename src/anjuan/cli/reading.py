"""``anjuan reading``: read a file without filing it; show readers and engines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from anjuan.cli.output import print_json, print_table
from anjuan.kit.errors import ExitCode
from anjuan.reading.catalogue import default_catalogue
from anjuan.reading.pages import Event, Line, Member, Notice, Opened, Page
from anjuan.reading.recognition.engine import available_engines
from anjuan.reading.workshop.shop import Workshop


@click.group("reading")
def command() -> None:
    """Read a file without filing it; show the readers and engines."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--password", "passwords", multiple=True, help="A password to try; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def read(*, file: Path, passwords: tuple[str, ...], as_json: bool) -> int:
    """Read a file and print its pages.

    Example: anjuan reading read scan.pdf --json
    """
    record = _Record(None if as_json else click.echo)
    with Workshop() as shop:
        for event in shop.read(file, name=file.name, passwords=passwords):
            record.take(event)
    if as_json:
        print_json(record.as_dict())
    else:
        for entry in (*record.members, *record.notices):
            click.echo(str(entry.get("name") or entry.get("text")), err=True)
    return ExitCode.INCOMPLETE if any(notice["partial"] for notice in record.notices) else ExitCode.OK


class _Record:
    """What a file turned out to hold; says pages aloud as they come when told how."""

    def __init__(self, say: Callable[[str], None] | None) -> None:
        self.say = say
        self.opened = Opened("", "")
        self.pages: list[dict[str, object]] = []
        self.members: list[dict[str, object]] = []
        self.notices: list[dict[str, object]] = []

    def take(self, event: Event) -> None:
        """Keep one event."""
        if isinstance(event, Page):
            self.pages.append(_page(event))
            if self.say:
                self.say(f"--- page {event.number} ({event.source}{', ' + event.label if event.label else ''})")
                self.say(event.text)
        elif isinstance(event, Member):
            self.members.append({"name": event.name, "size_bytes": event.size_bytes, "kind": event.kind})
        elif isinstance(event, Notice):
            self.notices.append({"code": event.code, "text": event.text, "page": event.page, "partial": event.partial})
        else:
            self.opened = event

    def as_dict(self) -> dict[str, object]:
        """Return all of it, as the command contract says."""
        return {
            "media_type": self.opened.media_type,
            "reader": self.opened.reader,
            "properties": self.opened.properties,
            "pages": self.pages,
            "members": self.members,
            "notices": self.notices,
        }


def _page(page: Page) -> dict[str, object]:
    return {
        "number": page.number,
        "source": page.source,
        "rotation": page.rotation,
        "reason": page.reason,
        "label": page.label,
        "width": page.width,
        "height": page.height,
        "blank": page.blank,
        "lines": [_line(line) for line in page.lines],
        "tables": [
            {
                "box": table.box,
                "ruled": table.ruled,
                "cells": [
                    {
                        "row": cell.row, "column": cell.column, "row_span": cell.row_span,
                        "column_span": cell.column_span, "text": cell.text, "box": cell.box,
                    }
                    for cell in table.cells
                ],
            }
            for table in page.tables
        ],
        "seals": [
            {"box": seal.box, "text": seal.text, "confidence": seal.confidence, "colour": seal.colour}
            for seal in page.seals
        ],
    }  # fmt: skip


def _line(line: Line) -> dict[str, object]:
    return {"text": line.text, "box": line.box, "confidence": line.confidence, "role": line.role}


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def engines(*, as_json: bool) -> None:
    """Show what this machine can read, and with what.

    Example: anjuan reading engines
    """
    readers = default_catalogue().overview()
    found = available_engines()
    if as_json:
        print_json({"engines": found, "readers": readers})
        return
    print_table(
        ("engine", "available", "precision", "note"),
        [(item.name, item.available, item.precision, item.reason) for item in found],
    )
    print_table(
        ("reader", "available", "reads"),
        [(item.name, item.available, ", ".join(item.media_types)) for item in readers],
    )
