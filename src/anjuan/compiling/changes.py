"""What changed between two editions of a guide."""

from __future__ import annotations

import dataclasses

from anjuan.compiling.guide import Guide, Line


@dataclasses.dataclass(frozen=True, slots=True)
class LineChange:
    """One line that came, went, or is supported by another number of clients."""

    section: str
    line: str
    what: str
    before: int
    after: int
    text: str


def changes(before: Guide, after: Guide) -> list[LineChange]:
    """Return what came (``new``), went (``gone``) and changed its support (``support``), in the order of the guide."""
    old = {(section.id, line.key): line for section in before.sections for line in section.lines}
    new = {(section.id, line.key): line for section in after.sections for line in section.lines}
    found = [
        LineChange(section, key, "new", 0, line.clients, _text(line))
        for (section, key), line in new.items()
        if (section, key) not in old
    ]
    found += [
        LineChange(section, key, "gone", line.clients, 0, _text(line))
        for (section, key), line in old.items()
        if (section, key) not in new
    ]
    found += [
        LineChange(section, key, "support", old[section, key].clients, line.clients, _text(line))
        for (section, key), line in new.items()
        if (section, key) in old and old[section, key].clients != line.clients
    ]
    return found


def _text(line: Line) -> str:
    return "；".join(passage.text for _, passage in line.cells)
