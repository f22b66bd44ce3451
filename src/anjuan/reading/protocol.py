"""The two seams of reading: a reader of one kind of file, and an engine that recognises pictures.

Contract tests: ``tests/contracts/readers.py`` and ``tests/contracts/ocr.py``; every
implementation runs them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from anjuan.reading.pages import Event, Line, Seal, Table


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost. Zero or less is no limit for tests only.

    Attributes:
        memory_bytes: Resident memory of the process that reads one file.
        seconds_per_page: Longest silence between two events of a reader.
        seconds_per_file: Longest time for the whole file.
        pages: Most pages of one file.
        members: Most files inside one file, all depths together.
        depth: How many containers may lie in each other; 1 is a container with plain files.
        unpacked_bytes: Most bytes that one file may unpack to, all depths together.
        ratio: Unpacked bytes per packed byte above which a member counts as a bomb (only beyond 10 MiB).
        picture_pixels: Most pixels of one picture.

    """

    memory_bytes: int = 2 << 30
    seconds_per_page: float = 120.0
    seconds_per_file: float = 3 * 3600.0
    pages: int = 20_000
    members: int = 10_000
    depth: int = 5
    unpacked_bytes: int = 4 << 30
    ratio: float = 200.0
    picture_pixels: int = 300_000_000


@dataclasses.dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read one file.

    Attributes:
        passwords: Passwords to try, in order, before asking.
        first_page: Pages before this one (1-based) are already read and are not read again.
        recognise: Whether pictures of text are recognised; without, their pages come with source ``none``.
        limits: What the file may cost.
        work_folder: A folder of this read alone, for members and temporary files; the caller removes it.

    """

    work_folder: Path
    passwords: tuple[str, ...] = ()
    first_page: int = 1
    recognise: bool = True
    limits: Limits = dataclasses.field(default_factory=Limits)


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """The file to read.

    Attributes:
        path: Where its bytes are; opened for reading only, never changed.
        name: The name it came with: a hint for people, never for its type.
        media_type: What its bytes are, from :func:`anjuan.reading.sniffing.sniff`.

    """

    path: Path
    name: str
    media_type: str


class Reader(Protocol):
    """Reads files of some media types.

    Attributes:
        name: Stable name and version, such as ``pdfium/5.15``; stored with every page.
        media_types: What it reads.

    """

    name: str
    media_types: frozenset[str]

    def available(self) -> bool:
        """Say whether all it needs is on this machine. Never raises, starts nothing heavy."""
        ...

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield one ``Opened``, then pages in rising order, members and notices as they come.

        Runs in a process with limits. Holds at most a few pages in memory. Does not fetch anything,
        run anything of the file or write outside ``options.work_folder``.

        Raises:
            PasswordNeededError: None of the given passwords opens the file.
            BrokenFileError: Nothing of the file can be read.
            LimitReachedError: The file goes beyond ``options.limits``.

        """
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class Recognised:
    """What an engine found on one picture.

    Attributes:
        lines: Lines in reading order, boxes as fractions of the *upright* picture.
        rotation: Clockwise degrees (0, 90, 180, 270) by which the picture must be turned to stand upright.
        skew: Degrees it was turned straight, positive clockwise; the boxes belong to the picture before that turn.
        seals: Seals lifted off before recognition.
        tables: Ruled tables, every cell with its text.

    """

    lines: tuple[Line, ...]
    rotation: int = 0
    skew: float = 0.0
    seals: tuple[Seal, ...] = ()
    tables: tuple[Table, ...] = ()


class Engine(Protocol):
    """Recognises text on pictures, Chinese and English together, without a network.

    Attributes:
        name: Name and version, stored with every page.
        capabilities: Some of ``upright`` (finds the rotation), ``deskew``, ``seals`` (lifts and reads them),
            ``tables`` (ruled tables as cells), ``edges`` (places every character), ``confidence``. What is not
            declared is not promised.

    """

    name: str
    capabilities: frozenset[str]

    def available(self) -> bool:
        """Say whether it can run on this machine. Never raises."""
        ...

    def recognise(self, picture: npt.NDArray[np.uint8], dpi: float) -> Recognised:
        """Return what stands on a picture.

        Args:
            picture: RGB, shape (height, width, 3).
            dpi: Dots per inch of the picture, as well as known.

        """
        ...
