"""What an editor does to a story: sentences left out, reworded, moved, written."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from anjuan.compiling.works.shapes import Statement, Story, StoryPart, own_statement


@dataclasses.dataclass(frozen=True, slots=True)
class StoryEdit:
    """One deed of an editor.

    Attributes:
        what: ``hide``, ``show``, ``word``, ``drop``, ``up``, ``down``, ``own`` or ``title``.
        part: The part it is about; empty for the title.
        key: The sentence; of an own one a new key.
        text: The new words.

    """

    what: str
    part: str = ""
    key: str = ""
    text: str = ""


def edited_story(story: Story, edit: StoryEdit) -> Story | None:
    """Return the story after the deed; None when there is no such deed or nothing it could be done to."""
    if edit.what == "title":
        return story.model_copy(update={"title": edit.text}) if edit.text else None
    part = next((one for one in story.parts if one.id == edit.part), None)
    does = _DEEDS.get(edit.what)
    if part is None or does is None:
        return None
    statements = does(part.statements, edit)
    if statements is None:
        return None
    anew = StoryPart(id=part.id, statements=statements)
    return story.model_copy(update={"parts": tuple(anew if one.id == part.id else one for one in story.parts)})


_Told = tuple[Statement, ...]


def _changed(statements: _Told, edit: StoryEdit, **values: object) -> _Told | None:
    if edit.key not in {one.key for one in statements}:
        return None
    return tuple(one.model_copy(update=values) if one.key == edit.key else one for one in statements)


def _hide(statements: _Told, edit: StoryEdit) -> _Told | None:
    return _changed(statements, edit, hidden=True)


def _show(statements: _Told, edit: StoryEdit) -> _Told | None:
    return _changed(statements, edit, hidden=False)


def _word(statements: _Told, edit: StoryEdit) -> _Told | None:
    if not edit.text:
        return None
    known = next((one for one in statements if one.key == edit.key), None)
    mark = "own" if known and known.mark == "own" else "reworded"
    return _changed(statements, edit, pieces=((edit.text, "own"),), mark=mark)


def _drop(statements: _Told, edit: StoryEdit) -> _Told | None:
    kept = tuple(one for one in statements if one.key != edit.key or one.mark != "own")
    return kept if len(kept) < len(statements) else None


def _own(statements: _Told, edit: StoryEdit) -> _Told | None:
    return (*statements, own_statement(edit.key, edit.text)) if edit.text and edit.key else None


def _moved(statements: _Told, edit: StoryEdit, by: int) -> _Told | None:
    keys = [one.key for one in statements]
    if edit.key not in keys:
        return None
    place = keys.index(edit.key)
    other = place + by
    if not 0 <= other < len(keys):
        return statements
    rows = list(statements)
    rows[place], rows[other] = rows[other], rows[place]
    return tuple(rows)


def _up(statements: _Told, edit: StoryEdit) -> _Told | None:
    return _moved(statements, edit, -1)


def _down(statements: _Told, edit: StoryEdit) -> _Told | None:
    return _moved(statements, edit, 1)


_DEEDS: Mapping[str, Callable[[_Told, StoryEdit], _Told | None]] = {
    "hide": _hide, "show": _show, "word": _word, "drop": _drop, "own": _own, "up": _up, "down": _down,
}  # fmt: skip
