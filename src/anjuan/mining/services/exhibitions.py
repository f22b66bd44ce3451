"""Exhibitions: rooms with pictures of pages, stories and firsts, put in order by a curator."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.compiling.works.shapes import Box, Exhibit, Exhibition, Room
from anjuan.mining.models import Work, WorkEdition
from anjuan.mining.selectors.exhibits import boxes_needed
from anjuan.mining.services.guides import EDIT, need
from anjuan.mining.services.works import WorkEditError, draft_keep, draft_of, first_draft, work_journal
from anjuan.mining.works import EXHIBITION

_LONGEST = {"title": 120, "text": 4000, "when": 40, "caption": 1000, "intro": 4000}
_MOST_BOXES = 200


@durable_transaction()
def exhibition_make(*, deed: Deed, viewer: Viewer, title: str, field_code: str = "") -> WorkEdition:
    """Return the draft of a new exhibition with one empty room.

    Raises:
        GuideMayNotError: The person may not.
        WorkEditError: It has no title.

    """
    need(deed, viewer, EDIT)
    if not title.strip():
        raise WorkEditError("An exhibition needs a title.", remedy="Write a title.")
    work = Work.objects.create(
        sort=EXHIBITION, field_code=field_code[:20], created_at=deed.now, created_by=deed.actor
    )  # fmt: skip
    room = Room(key=secrets.token_hex(4), title="第一展室")
    draft = first_draft(deed, work, Exhibition(title=title.strip()[: _LONGEST["title"]], rooms=(room,)))
    work_journal(deed, draft, action="work.make")
    return draft


@durable_transaction()
def exhibition_head(*, deed: Deed, viewer: Viewer, edition: WorkEdition, title: str, intro: str) -> None:
    """Set title and introduction.

    Raises:
        GuideMayNotError: The person may not.
        WorkEditError: It has no title.

    """
    shown = _draft(deed, viewer, edition)
    if not title.strip():
        raise WorkEditError("An exhibition needs a title.", remedy="Write a title.")
    values = {"title": title.strip()[: _LONGEST["title"]], "intro": intro.strip()[: _LONGEST["intro"]]}
    draft_keep(deed, edition, shown.model_copy(update=values))


@durable_transaction()
def room_set(  # noqa: PLR0913  a room has so many sides, all by name
    *, deed: Deed, viewer: Viewer, edition: WorkEdition, key: str, title: str, text: str, when: str
) -> str:
    """Set a room's title, text and time; an empty key adds a room. Return its key.

    Raises:
        GuideMayNotError: The person may not.
        WorkEditError: It has no title, or there is no such room.

    """
    shown = _draft(deed, viewer, edition)
    if not title.strip():
        raise WorkEditError("A room needs a title.", remedy="Write a title.")
    values = {
        "title": title.strip()[: _LONGEST["title"]], "text": text.strip()[: _LONGEST["text"]],
        "when": when.strip()[: _LONGEST["when"]],
    }  # fmt: skip
    if key:
        rooms = tuple(_room(shown, key).model_copy(update=values) if one.key == key else one for one in shown.rooms)
        _room(shown, key)
    else:
        key = secrets.token_hex(4)
        rooms = (*shown.rooms, Room(key=key, **values))
    draft_keep(deed, edition, shown.model_copy(update={"rooms": rooms}))
    return key


@durable_transaction()
def exhibit_add(*, deed: Deed, viewer: Viewer, edition: WorkEdition, room: str, exhibit: Exhibit) -> str:
    """Put something into a room; a page comes with boxes over everything that tells an identity. Return its key.

    Raises:
        GuideMayNotError: The person may not.
        WorkEditError: There is no such room or sort of exhibit.
        DocumentUnknownError: There is no such page that this person may see.

    """
    shown = _draft(deed, viewer, edition)
    if exhibit.kind not in ("page", "story", "first", "text"):
        raise WorkEditError("Such a thing cannot be put on show.", remedy="Choose a page, a story, a first or a text.")
    boxes = boxes_needed(viewer, exhibit.document, exhibit.page) if exhibit.kind == "page" else ()
    values = {
        "key": secrets.token_hex(4), "boxes": boxes, "looked": False,
        "caption": exhibit.caption.strip()[: _LONGEST["caption"]],
    }  # fmt: skip
    anew = exhibit.model_copy(update=values)
    there = _room(shown, room)
    _keep_room(deed, edition, shown, there.model_copy(update={"exhibits": (*there.exhibits, anew)}))
    return anew.key


@durable_transaction()
def exhibit_set(  # noqa: PLR0913  what can be set of an exhibit, all by name
    *, deed: Deed, viewer: Viewer, edition: WorkEdition, key: str, caption: str, boxes: Sequence[Box], looked: bool
) -> None:
    """Set the caption of an exhibit, what is burnt out of its picture, and whether a person looked at it.

    Raises:
        GuideMayNotError: The person may not.
        WorkEditError: There is no such exhibit, or a box is none.

    """
    shown = _draft(deed, viewer, edition)
    room = _room_with(shown, key)
    if len(boxes) > _MOST_BOXES or not all(_is_box(box) for box in boxes):
        raise WorkEditError("A box lies outside the page.", remedy="Draw it anew.")
    values = {"caption": caption.strip()[: _LONGEST["caption"]], "boxes": tuple(boxes), "looked": looked}
    exhibits = tuple(one.model_copy(update=values) if one.key == key else one for one in room.exhibits)
    _keep_room(deed, edition, shown, room.model_copy(update={"exhibits": exhibits}))


@durable_transaction()
def exhibition_order(*, deed: Deed, viewer: Viewer, edition: WorkEdition, order: Sequence[Sequence[str]]) -> None:
    """Put rooms and their exhibits in this order; what the order leaves out goes.

    Args:
        deed: Who and when.
        viewer: The same person with the roles held.
        edition: A draft.
        order: For each room its key and then the keys of its exhibits; an exhibit may change its room.

    Raises:
        GuideMayNotError: The person may not.
        WorkEditError: The order names what is not there.

    """
    shown = _draft(deed, viewer, edition)
    rooms = {room.key: room for room in shown.rooms}
    exhibits = {one.key: one for room in shown.rooms for one in room.exhibits}
    named = [key for row in order for key in row[1:]]
    if (
        not all(row and row[0] in rooms for row in order)
        or not set(named) <= set(exhibits)
        or len(set(named)) < len(named)
    ):
        raise WorkEditError("The order names what is not in this exhibition.", remedy="Reload the page and try again.")
    anew = tuple(
        rooms[row[0]].model_copy(update={"exhibits": tuple(exhibits[key] for key in row[1:])}) for row in order
    )
    draft_keep(deed, edition, shown.model_copy(update={"rooms": anew}))


def _draft(deed: Deed, viewer: Viewer, edition: WorkEdition) -> Exhibition:
    need(deed, viewer, EDIT)
    content = draft_of(edition)
    if not isinstance(content, Exhibition):
        raise WorkEditError("This is no exhibition.", remedy="Open it from the list of exhibitions.")
    return content


def _room(shown: Exhibition, key: str) -> Room:
    found = next((room for room in shown.rooms if room.key == key), None)
    if found is None:
        raise WorkEditError("There is no such room.", remedy="Reload the page and try again.")
    return found


def _room_with(shown: Exhibition, exhibit: str) -> Room:
    found = next((room for room in shown.rooms if any(one.key == exhibit for one in room.exhibits)), None)
    if found is None:
        raise WorkEditError("There is no such exhibit.", remedy="Reload the page and try again.")
    return found


def _keep_room(deed: Deed, edition: WorkEdition, shown: Exhibition, room: Room) -> None:
    rooms = tuple(room if one.key == room.key else one for one in shown.rooms)
    draft_keep(deed, edition, shown.model_copy(update={"rooms": rooms}))


def _is_box(box: Box) -> bool:
    left, top, right, bottom = box
    return 0 <= left < right <= 1 and 0 <= top < bottom <= 1
