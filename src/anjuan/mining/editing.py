"""A guide as its editor left it: lines hidden, moved, reworded, agreed to, and own lines, over what was compiled."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from anjuan.compiling.guide import Guide, Line, Section
from anjuan.compiling.passages import Passage, plain


@dataclasses.dataclass(frozen=True, slots=True)
class Edit:
    """One deed of an editor on one line; later ones of a sort replace earlier ones."""

    section: str
    line: str
    what: str
    value: Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class EditedLine:
    """A line with what became of it.

    Attributes:
        line: As compiled, with the editor's words where there are some.
        is_hidden: Left out of the publication.
        is_own: Written by the editor, without evidence; marked as such.
        is_reworded: Whether a cell has the editor's words.
        is_agreed: A person agreed to publish it although fewer clients support it than the body asks for.

    """

    line: Line
    is_hidden: bool = False
    is_own: bool = False
    is_reworded: bool = False
    is_agreed: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class EditedSection:
    """A section with its lines in the editor's order."""

    section: Section
    lines: tuple[EditedLine, ...]


def edited(guide: Guide, edits: Iterable[Edit], *, order: Iterable[str]) -> tuple[EditedSection, ...]:
    """Return the sections of a guide as the editor left them.

    Args:
        guide: As compiled.
        edits: In the order they were made.
        order: The names of all sections in their order: own lines may stand in one that nothing was compiled for.

    """
    last: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = {}
    for edit in edits:
        last.setdefault((edit.section, edit.line), {})[_sort(edit.what)] = {"what": edit.what, **edit.value}
    sections = []
    for name in order:
        section = guide.section(name)
        lines = [_line(line, last.get((name, line.key), {})) for line in section.lines]
        lines += [
            _own(key, told["own"])
            for (place, key), told in last.items()
            if place == name and told.get("own", {}).get("what") == "own"
        ]
        if lines:
            moved = {
                key: told["move"]["order"] for (place, key), told in last.items() if place == name and "move" in told
            }
            sections.append(EditedSection(section, tuple(_ordered(lines, moved))))
    return tuple(sections)


def _sort(what: str) -> str:
    return {"show": "hide", "drop": "own", "disagree": "agree", "unword": "word"}.get(what, what)


def _line(line: Line, told: Mapping[str, Mapping[str, Any]]) -> EditedLine:
    words = told.get("word", {})
    reworded = words.get("what") == "word"
    if reworded:
        texts = words["cells"]
        cells = tuple((name, plain(texts[name]) if name in texts else passage) for name, passage in line.cells)
        line = dataclasses.replace(line, cells=cells)
    return EditedLine(
        line,
        is_hidden=told.get("hide", {}).get("what") == "hide",
        is_reworded=reworded,
        is_agreed=told.get("agree", {}).get("what") == "agree",
    )


def _own(key: str, value: Mapping[str, Any]) -> EditedLine:
    cells: tuple[tuple[str, Passage], ...] = (("text", plain(value["text"])),)
    return EditedLine(Line(key, value.get("heading", ""), cells, 0, 0, ()), is_own=True, is_agreed=True)


def _ordered(lines: list[EditedLine], moved: Mapping[str, float]) -> list[EditedLine]:
    places = {one.line.key: float(place) for place, one in enumerate(lines)}
    places.update({key: float(place) for key, place in moved.items() if key in places})
    return sorted(lines, key=lambda one: places[one.line.key])
