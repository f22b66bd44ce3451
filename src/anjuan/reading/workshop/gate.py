"""The way of one file: type by bytes, password, reader, limits. Runs inside the reading process."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from anjuan.kit.errors import AnjuanError
from anjuan.reading import media
from anjuan.reading.catalogue import Catalogue
from anjuan.reading.errors import BrokenFileError, LimitReachedError
from anjuan.reading.halves import STAND_IN, is_whole, whole_event
from anjuan.reading.pages import Event, Member, Notice, Page
from anjuan.reading.protection import unlock
from anjuan.reading.protocol import Limits, ReadOptions, Source
from anjuan.reading.sniffing import sniff
from anjuan.reading.workshop.budget import Budget
from anjuan.reading.workshop.job import Job


def read(job: Job, catalogue: Catalogue) -> Iterator[Event]:
    """Yield what the reader of the file's type finds in it.

    Whatever a reader raises that is no :class:`AnjuanError` comes from a foreign parser that met
    bytes it was not made for: the file counts as broken if nothing was read, as partly read otherwise.

    Raises:
        UnknownTypeError: No reader knows the type.
        PasswordNeededError: None of the given passwords opens the file.
        BrokenFileError: Nothing of the file can be read.
        LimitReachedError: The file goes beyond its limits or its budget.
        MissingPartError: What its type needs is not on this machine.

    """
    found_something = False
    try:
        for event in _read(job, catalogue):
            found_something = found_something or isinstance(event, Page | Member)
            yield event
    except (AnjuanError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except MemoryError as fault:
        raise _out_of_memory(job) from fault
    except BaseException as fault:  # a panic of a parser written in Rust is no Exception
        cause = f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__
        if not found_something:
            raise BrokenFileError(
                f"{job.name!r} cannot be read: its reader failed on it ({cause}).",
                why="Its bytes are damaged, or of a variety that the reader does not know.",
                remedy="Ask for the file again, or save it anew in the program that made it.",
            ) from fault
        text = f"The rest of {job.name!r} could not be read: its reader failed on it ({cause})."
        yield Notice("rest-unreadable", text, partial=True)


def _read(job: Job, catalogue: Catalogue) -> Iterator[Event]:
    sniffed = sniff(job.path, job.name)
    options = ReadOptions(job.work_folder, job.passwords, job.first_page, job.recognise, _narrowed(job))
    source = unlock(Source(job.path, job.name, sniffed.media_type), options)
    _refuse_nothing(source)
    reader = catalogue.reader_for(source.media_type, source.name)
    archive = media.describe(source.media_type).family is media.Family.ARCHIVE
    if archive and job.budget.depth <= 0:
        raise LimitReachedError(
            f"{job.name!r} lies deeper than {job.limits.depth} archives in each other and is not opened.",
            why="Archives without end can be made by anyone; this one is kept as it is.",
            remedy="Unpack it yourself if what is in it belongs to the case, and bring in the files.",
        )
    gate = _Gate(job, archive=archive)
    for event in reader.read(source, options):
        yield from gate.let_through(event)
    yield from gate.finish()


def _narrowed(job: Job) -> Limits:
    """Return the limits with what the budget leaves; a spent budget leaves one, and the gate refuses it."""
    return dataclasses.replace(
        job.limits,
        members=max(1, job.budget.members),
        unpacked_bytes=max(1, job.budget.unpacked_bytes),
        depth=max(1, job.budget.depth),
    )


def _refuse_nothing(source: Source) -> None:
    kind = media.describe(source.media_type)
    if kind.family is media.Family.NOTHING:
        raise BrokenFileError(
            f"{source.name!r} is {kind.name_en}.",
            why="There is nothing in it to read; most likely it was cut off while it was copied.",
            remedy="Ask for the file again.",
        )


def _out_of_memory(job: Job) -> LimitReachedError:
    return LimitReachedError(
        f"{job.name!r} needs more memory than one file may take ({job.limits.memory_bytes:,} bytes).",
        why="Reading on would endanger everything else on this machine.",
        remedy="Split the file, or raise the limit on memory if it is genuine.",
    )


class _Gate:
    """Counts what comes out of one file and stops what is too much."""

    def __init__(self, job: Job, *, archive: bool) -> None:
        self._job = job
        self._archive = archive
        self._budget: Budget = job.budget
        self._pages = 0
        self._refused: list[str] = []
        self._halves_said = False

    def let_through(self, event: Event) -> Iterator[Event]:
        if isinstance(event, Page):
            self._count_page()
            if event.number < self._job.first_page:
                return
        elif isinstance(event, Member) and not self._takes(event):
            return
        if is_whole(event):
            yield event
            return
        yield whole_event(event)
        if isinstance(event, Page) and not self._halves_said:
            self._halves_said = True
            yield Notice(
                "characters-unreadable",
                f"Characters of page {event.number} of {self._job.name!r} came in halves; {STAND_IN} stands for each."
                " Pages behind it may hold such characters as well.",
                page=event.number,
                partial=True,
            )

    def _count_page(self) -> None:
        self._pages += 1
        if 0 < self._job.limits.pages < self._pages:
            raise LimitReachedError(
                f"{self._job.name!r} has more than {self._job.limits.pages} pages.",
                why="The pages up to there are read; the rest would hold up all other work.",
                remedy="Split the file, or raise the limit on pages.",
            )

    def _takes(self, member: Member) -> bool:
        left = self._budget.spend(1, member.size_bytes)
        if left.members >= 0 and left.unpacked_bytes >= 0 and (self._archive or left.depth > 0):
            self._budget = left
            return True
        if self._archive:
            raise LimitReachedError(
                f"{self._job.name!r}, together with all that lies around it, holds more than one file brought in may"
                f" hold ({self._job.limits.members} files, {self._job.limits.unpacked_bytes:,} bytes).",
                why="Archives in archives can grow without end.",
                remedy="Bring in its parts one by one.",
            )
        self._refused.append(member.name)
        return False

    def finish(self) -> Iterator[Event]:
        """Yield what is to be said of members that were not taken."""
        if self._refused:
            listed = ", ".join(repr(name) for name in self._refused[:3])
            yield Notice(
                "member-refused",
                f"{len(self._refused)} files inside {self._job.name!r} are not taken out, such as {listed}, because too"
                " many or too deep files already came out of the file brought in.",
                partial=True,
            )
