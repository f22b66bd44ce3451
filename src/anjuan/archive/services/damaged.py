"""Finding out what happened to one original: reads its bytes and its pages, writes nothing."""

from __future__ import annotations

import dataclasses
import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path

from anjuan.archive.models import Original, OriginalPage
from anjuan.archive.models.originals import ReadingState
from anjuan.archive.rules.bitflips import Flip, flip_place
from anjuan.archive.rules.damage import Seen, kind_of, pages_digest
from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.digests import Digest, digest_of_file, pieces_of
from anjuan.reading import packing
from anjuan.reading.errors import BrokenFileError

_PAGES_AT_ONCE = 50
_UNDER_WAY = (ReadingState.WAITING, ReadingState.READING)


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: its kind, the original it is about (empty for none), a sentence."""

    kind: str
    sha256: str
    what: str


def original_findings(original: Original, blobs: FolderBlobs) -> Iterator[Finding]:
    """Yield all that is wrong with one original: its bytes, its record, the pages read from it."""
    yield from _byte_findings(original, blobs)
    yield from page_findings(original)


def _byte_findings(original: Original, blobs: FolderBlobs) -> Iterator[Finding]:
    path = blobs.place_of(original.sha256)
    place, reason = _place(path)
    digest: Digest | None = None
    if place == "file":
        try:
            digest = digest_of_file(path)
        except OSError as error:
            place, reason = "closed", f"it cannot be read: {error.strerror or error}"
    if digest is None:
        kind = kind_of(Seen(original.size_bytes, place))
        yield Finding(kind, original.sha256, f"{_named(original)}: {reason}.")
    elif digest.sha256 != original.sha256:
        yield _changed(original, path, digest)
    else:
        yield from _record_findings(original, digest)


def _place(path: Path) -> tuple[str, str]:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return "nothing", "there is no file in its place"
    except OSError as error:
        return "closed", f"its place cannot be looked at: {error.strerror or error}"
    if not stat.S_ISREG(mode):
        return "no-file", f"{'a link' if stat.S_ISLNK(mode) else 'a folder or a device'} stands in its place"
    return "file", ""


def _changed(original: Original, path: Path, digest: Digest) -> Finding:
    other = Original.objects.filter(sha256=digest.sha256).exists()
    is_longer = digest.size_bytes > original.size_bytes
    flip = None
    if digest.size_bytes == original.size_bytes and original.crc32 is not None and digest.crc32 is not None:
        flip = flip_place(original.crc32, digest.crc32, digest.size_bytes)
    is_one_bit = flip is not None and _mended_digest(path, flip) == original.sha256
    seen = Seen(
        original.size_bytes,
        size=digest.size_bytes,
        is_other_original=other,
        prefix_is_whole=is_longer and _prefix_digest(path, original.size_bytes) == original.sha256,
        is_one_bit=is_one_bit,
    )
    what = f"{digest.size_bytes} bytes with SHA-256 {digest.sha256} instead of {original.size_bytes} bytes"
    if flip and is_one_bit:
        what += f"; bit {flip.mask.bit_length() - 1} of byte {flip.offset} is flipped"
    return Finding(kind_of(seen), original.sha256, f"{_named(original)}: {what}.")


def _mended_digest(path: Path, flip: Flip) -> str:
    """Return the digest the file would have with one bit flipped back."""
    hasher, done = hashlib.sha256(), 0
    with path.open("rb") as stream:
        for piece in pieces_of(stream):
            at = flip.offset - done
            if 0 <= at < len(piece):
                piece = piece[:at] + bytes([piece[at] ^ flip.mask]) + piece[at + 1 :]  # noqa: PLW2901  the mended one
            hasher.update(piece)
            done += len(piece)
    return hasher.hexdigest()


def _prefix_digest(path: Path, size_bytes: int) -> str:
    hasher, left = hashlib.sha256(), size_bytes
    with path.open("rb") as stream:
        while left and (piece := stream.read(min(left, 1 << 20))):
            hasher.update(piece)
            left -= len(piece)
    return hasher.hexdigest()


def _record_findings(original: Original, digest: Digest) -> Iterator[Finding]:
    named = _named(original)
    if digest.sm3 != original.sm3:
        what = f"{named}: the record says SM3 {original.sm3}, the bytes say {digest.sm3}: the record was altered."
        yield Finding("sm3-altered", original.sha256, what)
    if digest.size_bytes != original.size_bytes:
        what = f"{named}: the record says {original.size_bytes} bytes, there are {digest.size_bytes}: it was altered."
        yield Finding("size-altered", original.sha256, what)


def page_findings(original: Original) -> Iterator[Finding]:
    """Yield what is wrong with the pages read from an original: rows that are missing or were altered."""
    # A row that was loaded a while ago says less than the table does when its pages are being read just now.
    original = Original.objects.get(pk=original.pk)
    if original.reading in _UNDER_WAY:
        return
    rows = OriginalPage.objects.filter(original=original).order_by("number")
    numbers = list(rows.values_list("number", flat=True))
    whole = list(range(1, original.pages_read + 1))
    if numbers != whole:
        lost = sorted(set(whole) - set(numbers)) or sorted(set(numbers) - set(whole))
        shown = ", ".join(map(str, lost[:10])) + (" …" if len(lost) > 10 else "")  # noqa: PLR2004  a readable few
        what = f"{original.pages_read} pages were read, {len(numbers)} are kept; not as read: {shown}."
        yield Finding("pages-missing", original.sha256, f"{_named(original)}: {what}")
        return
    known, broken = "", []
    for first in range(0, len(numbers), _PAGES_AT_ONCE):
        for number, packed in rows.values_list("number", "packed")[first : first + _PAGES_AT_ONCE]:
            known = pages_digest([bytes(packed)], known)
            if not _unpacks(bytes(packed)):
                broken.append(number)
    if broken or (original.pages_digest and known != original.pages_digest):
        where = f"page {', '.join(map(str, broken[:10]))} cannot be unpacked" if broken else "their digest is another"
        what = f"the {len(numbers)} pages kept are not those that were read: {where}."
        yield Finding("page-altered", original.sha256, f"{_named(original)}: {what}")


def _unpacks(packed: bytes) -> bool:
    try:
        packing.unpack(packed)
    except BrokenFileError:
        return False
    return True


def _named(original: Original) -> str:
    """Return an original as a person knows it: by digest and by the first papers that show it."""
    papers = original.documents.select_related("case").order_by("pk")[:3]
    used = ", ".join(f"{paper.case.number}/{paper.sequence} {paper.title!r}" for paper in papers)
    return f"Original {original.sha256}" + (f" (used by {used})" if used else "")
