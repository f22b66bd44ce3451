"""Does every line of a guide stand in its sources, word for word?"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from anjuan.compiling.guide import Guide, Line
from anjuan.compiling.passages import Passage


@dataclasses.dataclass(frozen=True, slots=True)
class Unsupported:
    """A line whose text no cited source has."""

    section: str
    line: str
    cell: str
    text: str


def unsupported(guide: Guide, told: Mapping[str, str]) -> list[Unsupported]:
    """Return the cells and variants of a guide that none of their cited facts says.

    Args:
        guide: The guide.
        told: For each fact's key what it says: the words of its page, and its values.

    """
    found = []
    for section in guide.sections:
        for line in section.lines:
            found += [
                Unsupported(section.id, line.key, cell, passage.text)
                for cell, passage in _passages(line)
                if not _stands(passage, line, told)
            ]
    return found


def _passages(line: Line) -> list[tuple[str, Passage]]:
    return [*line.cells, *(("variant", variant.text) for variant in line.variants)]


def _stands(passage: Passage, line: Line, told: Mapping[str, str]) -> bool:
    keys = {citation.fact for citation in line.citations}
    keys |= {citation.fact for variant in line.variants for citation in variant.citations}
    return any(passage.replays_in(told.get(key, "")) for key in keys)
