"""Taking in files: a batch, its files in pieces, what becomes of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Header, Path, Query, Router, Schema
from pydantic import StrictInt, StringConstraints

from anjuan.api.access import caller_of
from anjuan.api.faults import TooLargeError
from anjuan.api.repeating import done_once
from anjuan.api.routes.cases import Done
from anjuan.api.shapes import Key, OnceHeader, Sent, Slice, Text, Whole, opens
from anjuan.archive.places import places
from anjuan.archive.selectors.intakes import IntakeRow, ItemRow, intake_get, intake_items, intake_list
from anjuan.archive.services.pieces import (
    Expected,
    Piece,
    Upload,
    upload_add,
    upload_drop,
    upload_open,
    upload_state,
)
from anjuan.archive.services.retrying import intake_cancel, items_retry
from anjuan.archive.services.uploading import LONGEST_PATH, MOST_FILES, Announced, upload_begin, upload_end

router = Router(tags=["intake"])
_FILES = "case.file"
_PORTION_BYTES = 1 << 20
_LARGEST_FILE = 2**53 - 1
_SHA256 = r"^[0-9a-f]{64}$"
PathText = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_PATH, pattern=r"^[^\x00]+$")]
Digest = Annotated[str, StringConstraints(pattern=_SHA256)]
UploadName = Path[Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]]
Bytes = Annotated[StrictInt, Field(ge=0, le=_LARGEST_FILE)]


class Newest(Schema):
    """How many batches."""

    limit: Annotated[Whole, Field(ge=1, le=200)] = 50


class PiecePlace(Schema):
    """Where a piece begins in its file."""

    offset: Annotated[Whole, Field(ge=0, le=_LARGEST_FILE)]


class IntakeList(Schema):
    """The newest batches."""

    intakes: list[IntakeRow]


class BatchSent(Sent):
    """A batch that is going to be sent: all paths, and how they become cases."""

    mode: Literal["case_per_folder", "one_case", "into_case"]
    paths: Annotated[list[PathText], Field(min_length=1, max_length=MOST_FILES)]
    case: Text = ""


class BatchOpened(Schema):
    """A batch that waits for its files, with the case that takes each."""

    id: int
    cases: dict[str, str]


class FileList(Schema):
    """A slice of the files of a batch."""

    total: int
    files: list[ItemRow]


class FileSent(Sent):
    """A file that is going to arrive in pieces."""

    path: PathText
    case: Text
    size_bytes: Bytes
    sha256: Digest
    modified_ms: Bytes | None = None


class RetrySent(Sent):
    """Which files to try again, all that failed or were refused when none is named; a password to try on them."""

    items: Annotated[list[Annotated[StrictInt, Field(ge=1, le=2**63 - 1)]], Field(max_length=MOST_FILES)] = Field(
        default_factory=list
    )
    password: Text = ""


class Counted(Schema):
    """How many files a deed touched."""

    files: int


class FileQuery(Slice):
    """Which files of a batch."""

    state: Literal["", "received", "filed", "duplicate", "refused", "failed", "cancelled"] = ""


@router.get("/intakes", **opens(IntakeList, "intake:read"))
def intakes(request: HttpRequest, newest: Query[Newest]) -> IntakeList:
    """List the newest batches with their figures."""
    caller = caller_of(request)
    return IntakeList(intakes=intake_list(caller.need(_FILES), now=caller.now, limit=newest.limit))


@router.post("/intakes", **opens(BatchOpened, "intake:write", status=201))
def begin(request: HttpRequest, sent: BatchSent, idempotency_key: OnceHeader = None) -> HttpResponse:
    """Open a batch for the paths announced; the answer names the case of each."""
    caller = caller_of(request)
    caller.need(_FILES)

    def work() -> BatchOpened:
        opened = upload_begin(deed=caller.deed, announced=Announced(sent.mode, tuple(sent.paths), sent.case))
        return BatchOpened(id=opened.intake_id, cases=opened.cases)

    return done_once(request, idempotency_key, work, status=201)


@router.get("/intakes/{intake_id}", **opens(IntakeRow, "intake:read"))
def intake(request: HttpRequest, intake_id: Key) -> IntakeRow:
    """Show how far a batch is: files by state, pages read, an estimate of the time left."""
    caller = caller_of(request)
    return intake_get(caller.need(_FILES), intake_id, now=caller.now)


@router.get("/intakes/{intake_id}/files", **opens(FileList, "intake:read"))
def files(request: HttpRequest, intake_id: Key, asked: Query[FileQuery]) -> FileList:
    """List the files of a batch and what became of each."""
    caller = caller_of(request)
    person = caller.need(_FILES)
    counts = intake_get(person, intake_id, now=caller.now).counts
    rows = intake_items(person, intake_id, state=asked.state, offset=asked.offset, limit=asked.limit)
    return FileList(total=counts.get(asked.state, 0) if asked.state else sum(counts.values()), files=rows)


@router.post("/intakes/{intake_id}/uploads", **opens(Upload, "intake:write"))
def upload(request: HttpRequest, intake_id: Key, sent: FileSent) -> Upload:
    """Announce a file, or ask how far it is: the same file gives the same upload, whenever it is announced."""
    caller = caller_of(request)
    caller.need(_FILES)
    _need_size(sent.size_bytes, settings.ANJUAN_OPTIONS.web.upload_mb, "file")
    expected = Expected(sent.path, sent.case, sent.size_bytes, sent.sha256, sent.modified_ms)
    return upload_open(deed=caller.deed, intake_id=intake_id, expected=expected, places=places())


def _need_size(size_bytes: int, most_mb: int, what: str) -> None:
    if size_bytes > most_mb << 20:
        raise TooLargeError(f"A {what} of {size_bytes} bytes is too large; {most_mb} MiB is the most.")


@router.get("/intakes/{intake_id}/uploads/{name}", **opens(Upload, "intake:write"))
def upload_seen(request: HttpRequest, intake_id: Key, name: UploadName) -> Upload:
    """Show how many bytes of a file came."""
    caller = caller_of(request)
    caller.need(_FILES)
    return upload_state(deed=caller.deed, intake_id=intake_id, name=name, places=places())


def _came(request: HttpRequest) -> Iterator[bytes]:
    while portion := request.read(_PORTION_BYTES):
        yield portion


_PIECE = opens(Upload, "intake:write")
_PIECE["openapi_extra"] = {
    "x-scope": "intake:write",
    "requestBody": {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
}


@router.put("/intakes/{intake_id}/uploads/{name}", **_PIECE)
def upload_piece(
    request: HttpRequest, intake_id: Key, name: UploadName, place: Query[PiecePlace],
    x_piece_sha256: Annotated[str | None, Header(alias="X-Piece-SHA256", pattern=_SHA256)] = None,
) -> Upload:  # fmt: skip
    """Add the next piece of a file: the body is its bytes. With the last piece the file is accepted and read back."""
    caller = caller_of(request)
    caller.need(_FILES)
    length = int(request.headers.get("Content-Length") or 0)
    _need_size(length, settings.ANJUAN_OPTIONS.api.piece_mb, "piece")
    piece = Piece(place.offset, length, _came(request), x_piece_sha256 or "")
    return upload_add(deed=caller.deed, intake_id=intake_id, name=name, piece=piece, places=places())


@router.delete("/intakes/{intake_id}/uploads/{name}", **opens(Done, "intake:write"))
def upload_forget(request: HttpRequest, intake_id: Key, name: UploadName) -> Done:
    """Forget the pieces of a file that will not be sent to its end."""
    caller = caller_of(request)
    caller.need(_FILES)
    upload_drop(deed=caller.deed, intake_id=intake_id, name=name, places=places())
    return Done()


@router.post("/intakes/{intake_id}/received", **opens(Done, "intake:write"))
def received(request: HttpRequest, intake_id: Key) -> Done:
    """Say that every file of a batch was sent; it ends when the last one is filed."""
    caller = caller_of(request)
    caller.need(_FILES)
    upload_end(deed=caller.deed, intake_id=intake_id)
    return Done()


@router.post("/intakes/{intake_id}/retry", **opens(Counted, "intake:write"))
def retry(request: HttpRequest, intake_id: Key, sent: RetrySent, idempotency_key: OnceHeader = None) -> HttpResponse:
    """Try again what failed or was refused, with a password when one is given."""
    caller = caller_of(request)
    intake_get(caller.need(_FILES), intake_id, now=caller.now)

    def work() -> Counted:
        number = items_retry(
            deed=caller.deed, intake_id=intake_id, item_ids=tuple(sent.items), password=sent.password
        )  # fmt: skip
        return Counted(files=number)

    return done_once(request, idempotency_key, work)


@router.post("/intakes/{intake_id}/cancel", **opens(Counted, "intake:write"))
def cancel(request: HttpRequest, intake_id: Key) -> Counted:
    """Stop a batch; what was filed stays."""
    caller = caller_of(request)
    intake_get(caller.need(_FILES), intake_id, now=caller.now)
    return Counted(files=intake_cancel(deed=caller.deed, intake_id=intake_id))
