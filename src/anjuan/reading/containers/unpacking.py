"""Take the entries of one archive, within limits, and make members of them."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from anjuan.reading.containers import names
from anjuan.reading.errors import BrokenFileError, LimitReachedError
from anjuan.reading.pages import Event, Member, Notice
from anjuan.reading.protocol import ReadOptions, Source

#: Below this many unpacked bytes no density counts as a bomb: a blank drawing packs very well.
HARMLESS_BYTES = 10 << 20
PIECE_BYTES = 1 << 18


class TooDenseError(Exception):
    """One entry unpacks to far more than it is packed in."""


class Unpacking:
    """The meter and the shelf of one archive.

    Args:
        source: The archive.
        options: Its limits and its work folder.

    """

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self._source = source
        self._limits = options.limits
        self._folder = options.work_folder
        self._packed_bytes = max(1, source.path.stat().st_size)
        self._keeper = names.NameKeeper()
        self._entries = 0
        self._unpacked_bytes = 0
        self._junk: list[str] = []
        self.delivered = 0
        self.dense: list[str] = []
        self.damaged = 0

    def keep(
        self, raw_name: str, pieces: Callable[[], Iterable[bytes]], packed_bytes: int | None = None
    ) -> Iterator[Event]:
        """Yield the member that one entry becomes, or the notice that says why not.

        Args:
            raw_name: The entry's name as decoded, not yet cleaned.
            pieces: Gives the bytes of the entry in pieces; what it raises counts as damage of this entry.
            packed_bytes: What the entry takes in the archive; None when the format does not say.

        Raises:
            LimitReachedError: The archive as a whole goes beyond its limits.

        """
        cleaned = names.clean(raw_name)
        self.count()
        if names.is_junk(cleaned.text):
            self._junk.append(cleaned.text)
            return
        try:
            with self.shelf(packed_bytes) as shelf:
                for piece in _guarded(pieces):
                    shelf.write(piece)
        except TooDenseError:
            yield self.refused_as_dense(cleaned.text)
            return
        except _DamagedError as fault:
            yield self.refused_as_damaged(cleaned.text, fault)
            return
        yield from self.deliver(cleaned, shelf)

    def deliver(self, cleaned: names.CleanName, shelf: Shelf, kind: str = "entry") -> Iterator[Event]:
        """Yield a member for bytes that are written, and a notice when its name had to change."""
        own = self._keeper.own(cleaned.text)
        reasons = [*cleaned.reasons, *(["another file has the same name"] if own != cleaned.text else [])]
        if reasons:
            yield Notice("member-renamed", f"A file inside is kept as {own!r} because {' and '.join(reasons)}.")
        self.delivered += 1
        yield Member(own, str(shelf.path), shelf.size_bytes, kind)

    @contextlib.contextmanager
    def shelf(self, packed_bytes: int | None = None) -> Iterator[Shelf]:
        """Give a file for the bytes of one entry; it is removed when writing does not come to its end."""
        shelf = Shelf(self._folder / f"member-{self._entries:06d}", self._meter, packed_bytes, self._limits.ratio)
        try:
            yield shelf
        except BaseException:
            shelf.discard()
            raise
        shelf.close()

    def bare_shelf(self, number: int) -> Shelf:
        """Return a metered file for an unpacker that writes by itself; whoever asks closes or discards it."""
        return Shelf(self._folder / f"member-p{number:06d}", self._meter, None, self._limits.ratio)

    def count(self) -> None:
        """Count one more entry.

        Raises:
            LimitReachedError: There are more entries than one file may hold.

        """
        self._entries += 1
        if 0 < self._limits.members < self._entries:
            raise LimitReachedError(
                f"{self._source.name!r} holds more than {self._limits.members} files.",
                why="So many files in one archive are a mistake or an attack.",
                remedy="Unpack it yourself and bring in the part that belongs to the archive.",
            )

    def _meter(self, more_bytes: int) -> None:
        self._unpacked_bytes += more_bytes
        limit = self._limits.unpacked_bytes
        if 0 < limit < self._unpacked_bytes:
            raise LimitReachedError(
                f"{self._source.name!r} unpacks to more than {limit:,} bytes.",
                why="The rest would fill the disk.",
                remedy="Split the archive, or raise the limit on unpacked bytes if it is genuine.",
            )
        dense = self._unpacked_bytes > self._limits.ratio * self._packed_bytes
        if self._limits.ratio > 0 and dense and self._unpacked_bytes > HARMLESS_BYTES:
            raise LimitReachedError(
                f"{self._source.name!r} unpacks to more than {self._limits.ratio:g} times its size.",
                why="No genuine papers pack so densely; this is how archive bombs are made.",
                remedy="Unpack it yourself if you trust where it comes from, and bring in the files.",
            )

    def refused(self, name: str, why: str, *, partial: bool) -> Notice:
        """Return the notice for an entry that is left out; ``why`` goes on from "because"."""
        return Notice(
            "member-refused", f"The entry {names.clean(name).text!r} is left out because {why}.", partial=partial
        )

    def refused_as_dense(self, name: str) -> Notice:
        """Return the notice for an entry that is a bomb by itself."""
        self.dense.append(name)
        why = f"it unpacks to more than {self._limits.ratio:g} times its packed size, as archive bombs do"
        return self.refused(name, why, partial=True)

    def refused_as_damaged(self, name: str, fault: BaseException) -> Notice:
        """Return the notice for an entry whose bytes cannot be unpacked."""
        self.damaged += 1
        text = f"The entry {names.clean(name).text!r} is damaged and could not be unpacked ({fault})."
        return Notice("member-damaged", text, partial=True)

    def finish(self) -> Iterator[Event]:
        """Yield what is to be said of the archive as a whole.

        Raises:
            LimitReachedError: Nothing but bombs was found.
            BrokenFileError: Nothing but damaged entries was found.

        """
        if self.dense and not self.delivered:
            raise LimitReachedError(
                f"{self._source.name!r} holds nothing but archive bombs, such as {self.dense[0]!r}.",
                why=f"Its entries unpack to more than {self._limits.ratio:g} times their size.",
                remedy="Ask where it comes from before opening it.",
            )
        if self.damaged and not self.delivered:
            raise broken(self._source, "none of its entries can be unpacked")
        if self._junk:
            listed = ", ".join(repr(name) for name in self._junk[:3])
            yield Notice(
                "junk-skipped", f"{len(self._junk)} by-products of operating systems were left out, such as {listed}."
            )
        if not self._entries:
            yield Notice("empty-archive", f"{self._source.name!r} is an archive without a file in it.")


@dataclasses.dataclass(slots=True)
class Shelf:
    """One file being written, with its meter."""

    path: Path
    meter: Callable[[int], None]
    packed_bytes: int | None
    ratio: float
    size_bytes: int = 0
    _stream: BinaryIO | None = None

    def write(self, piece: bytes) -> int:
        """Write a piece and count it.

        Raises:
            TooDenseError: The entry is a bomb by itself.
            LimitReachedError: The archive goes beyond its limits, or the disk is full.

        """
        self.size_bytes += len(piece)
        packed = self.packed_bytes
        if (
            packed is not None
            and self.size_bytes > HARMLESS_BYTES
            and 0 < self.ratio * max(1, packed) < self.size_bytes
        ):
            raise TooDenseError
        self.meter(len(piece))
        try:
            return self._open().write(piece)
        except OSError as fault:
            raise LimitReachedError(
                f"There is no room to unpack {self.path.name} ({fault.strerror}).",
                why="Nothing of the archive is kept halfway.",
                remedy="Free some space on the disk of temporary files and read the file again.",
            ) from fault

    def _open(self) -> BinaryIO:
        if self._stream is None:
            self._stream = self.path.open("xb")
        return self._stream

    def close(self) -> None:
        """Finish the file; an entry without a byte becomes an empty file."""
        self._open().close()

    def discard(self) -> None:
        """Remove what was written."""
        if self._stream is not None:
            with contextlib.suppress(OSError):
                self._stream.close()
            self.path.unlink(missing_ok=True)


class _DamagedError(Exception):
    """What the unpacker of one entry raised."""


def _guarded(pieces: Callable[[], Iterable[bytes]]) -> Iterator[bytes]:
    """Yield the pieces; whatever the unpacker raises counts as damage of this entry."""
    try:
        yield from pieces()
    except (LimitReachedError, MemoryError):
        raise
    except Exception as fault:
        raise _DamagedError(str(fault) or type(fault).__name__) from fault


def pieces_of(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the rest of a stream in pieces, and close it."""
    with stream:
        while piece := stream.read(PIECE_BYTES):
            yield piece


def broken(source: Source, cause: str) -> BrokenFileError:
    """Return the error for an archive of which nothing can be read; ``cause`` goes on from "because"."""
    return BrokenFileError(
        f"{source.name!r} cannot be unpacked because {cause}.",
        why="It was probably cut short or damaged on its way.",
        remedy="Ask for the file again, or pack it anew from the originals.",
    )
