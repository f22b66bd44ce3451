"""Pages on show: their pictures with boxes burnt out, and what can still be read on them."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from anjuan.accounts.selectors.people import Viewer, system_viewer
from anjuan.archive.models import Document
from anjuan.archive.places import Places
from anjuan.archive.selectors.pages import page_get, page_picture
from anjuan.archive.selectors.sight import DocumentUnknownError
from anjuan.compiling.works.redaction import needed_boxes, open_seals, visible_texts
from anjuan.compiling.works.shapes import Box, Exhibit, Exhibition
from anjuan.kit.errors import NotFoundError
from anjuan.mining.models import First, FirstState, Work, WorkEdition
from anjuan.mining.selectors.identities import identity_book
from anjuan.mining.works import EXHIBITION, STORY, Point, content_of
from anjuan.reading.errors import ReadError

#: Width in pixels of a picture on show.
PICTURE_WIDTH = 1100
_INK = (38, 45, 54)


class ExhibitUnknownError(NotFoundError):
    """There is no such picture on show, or its page can no longer be drawn."""

    code = "MINE-046"


def exhibit_of(edition: WorkEdition, key: str) -> Exhibit:
    """Return the picture of an exhibition by its key; a published one as it was published.

    Raises:
        ExhibitUnknownError: There is none.

    """
    content = content_of(EXHIBITION, edition.content if edition.body is None else edition.body)
    rooms = content.rooms if isinstance(content, Exhibition) else ()
    found = next((one for room in rooms for one in room.exhibits if one.key == key and one.kind == "page"), None)
    if found is None:
        raise ExhibitUnknownError("There is no such picture on show.", remedy="Open it from the exhibition.")
    return found


def exhibit_picture(exhibit: Exhibit, *, places: Places) -> bytes:
    """Return the picture of an exhibit as WebP: what its boxes hide is not in the bytes at all.

    The page is drawn for the program, not for the visitor; what leaves is what the gate let through.

    Raises:
        ExhibitUnknownError: The page is gone or cannot be drawn.

    """
    if not Document.objects.filter(pk=exhibit.document, removed=False).exclude(case__state="destroyed").exists():
        raise ExhibitUnknownError("The page of this picture is gone.", remedy="Take it out of the exhibition.")
    try:
        drawn = page_picture(system_viewer(), exhibit.document, exhibit.page, width=PICTURE_WIDTH, places=places)
    except (DocumentUnknownError, ReadError) as error:
        raise ExhibitUnknownError(
            "The page of this picture cannot be drawn.", remedy="Take it out of the exhibition."
        ) from error
    return burnt(drawn.content, exhibit.boxes)


def burnt(content: bytes, boxes: tuple[Box, ...]) -> bytes:
    """Return a picture with boxes filled, written anew without any data but its pixels."""
    with Image.open(io.BytesIO(content)) as opened:
        sheet = opened.convert("RGB")
    pen = ImageDraw.Draw(sheet)
    for left, top, right, bottom in boxes:
        pen.rectangle(
            (
                int(left * sheet.width), int(top * sheet.height), int(right * sheet.width + 1),
                int(bottom * sheet.height + 1),
            ),
            fill=_INK,
        )  # fmt: skip
    clean = Image.new("RGB", sheet.size)
    clean.paste(sheet)
    stream = io.BytesIO()
    clean.save(stream, "WEBP", quality=82)
    return stream.getvalue()


def boxes_needed(viewer: Viewer, document_id: int, number: int) -> tuple[Box, ...]:
    """Return the boxes that a page needs as far as it was read: everything that tells an identity, and all seals.

    Raises:
        DocumentUnknownError: There is no such page that this person may see.

    """
    shown = page_get(viewer, document_id, number)
    case = Document.objects.values_list("case", flat=True).get(pk=document_id)
    return needed_boxes(shown.page, identity_book([case], everybody=True))


def exhibit_texts(exhibition: Exhibition) -> tuple[dict[str, str], list[Point]]:
    """Return what can be read on all pictures of an exhibition, and what a person must still do about them."""
    texts: dict[str, str] = {}
    points: list[Point] = []
    for room in exhibition.rooms:
        for one in room.exhibits:
            place = f"{room.key}/{one.key}"
            if one.kind == "page":
                seen, open_points = _picture_texts(one, place)
                texts |= seen
                points += open_points
            elif one.kind in ("story", "first") and not _is_shown(one):
                points.append(Point(place, "reference"))
    return texts, points


def _picture_texts(one: Exhibit, place: str) -> tuple[dict[str, str], list[Point]]:
    try:
        page = page_get(system_viewer(), one.document, one.page)
    except DocumentUnknownError:
        return {}, [Point(place, "gone")]
    points = [] if one.looked else [Point(place, "unlooked")]
    if not page.has_picture:
        points.append(Point(place, "gone"))
    if not page.page.lines and not page.page.blank:
        points.append(Point(place, "unread"))
    if open_seals(page.page, one.boxes):
        points.append(Point(place, "seal"))
    seen = visible_texts(page.page, one.boxes)
    return {f"{place}/{name}": text for name, text in seen.items() if not name.startswith("seal")}, points


def _is_shown(one: Exhibit) -> bool:
    if one.kind == STORY:
        return Work.objects.filter(pk=one.ref, sort=STORY, editions__state="published").exists()
    return First.objects.filter(pk=one.ref, state=FirstState.CONFIRMED).exists()


def cases_on_show(exhibition: Exhibition) -> set[int]:
    """Return the cases of all pages on show. One query."""
    keys = [one.document for room in exhibition.rooms for one in room.exhibits if one.document]
    return set(Document.objects.filter(pk__in=keys).values_list("case", flat=True)) if keys else set()
