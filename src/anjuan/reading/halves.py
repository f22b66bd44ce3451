"""Half characters: what broken files leave of a character beyond the first 65,536, and no store or index takes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from anjuan.reading.pages import Event, Member, Notice, Opened, Page

#: Stands for each half, so that every place in the text stays where it was.
STAND_IN = "\ufffd"
_HALVES = re.compile("[\ud800-\udfff]")


def whole_text(text: str) -> str:
    """Return the text with a stand-in for every half character."""
    return _HALVES.sub(STAND_IN, text)


def is_whole(event: Event) -> bool:
    """Say whether no text of an event holds half a character."""
    try:
        "".join(_texts(event)).encode()
    except UnicodeEncodeError:
        return False
    return True


def whole_event(event: Event) -> Event:
    """Return the event with a stand-in for every half character in its texts."""
    if isinstance(event, Page):
        return _whole_page(event)
    if isinstance(event, Member):
        return dataclasses.replace(event, name=whole_text(event.name))
    if isinstance(event, Notice):
        return dataclasses.replace(event, text=whole_text(event.text))
    properties = {whole_text(name): whole_text(value) for name, value in event.properties.items()}
    return dataclasses.replace(event, properties=properties)


def _whole_page(page: Page) -> Page:
    tables = tuple(
        dataclasses.replace(
            table, cells=tuple(dataclasses.replace(cell, text=whole_text(cell.text)) for cell in table.cells)
        )
        for table in page.tables
    )
    return dataclasses.replace(
        page,
        lines=tuple(dataclasses.replace(line, text=whole_text(line.text)) for line in page.lines),
        tables=tables,
        seals=tuple(dataclasses.replace(seal, text=whole_text(seal.text)) for seal in page.seals),
        label=whole_text(page.label),
    )


def _texts(event: Event) -> Iterator[str]:
    if isinstance(event, Page):
        yield event.label
        yield from (line.text for line in event.lines)
        yield from (cell.text for table in event.tables for cell in table.cells)
        yield from (seal.text for seal in event.seals)
    elif isinstance(event, Member):
        yield event.name
    elif isinstance(event, Notice):
        yield event.text
    elif isinstance(event, Opened):
        yield from event.properties
        yield from event.properties.values()
