"""RAR archives, by whichever unpacking program the machine has.

Stored entries need none. ``unrar``, ``unar`` and ``7z`` read all of RAR; ``bsdtar`` reads neither
encrypted nor solid archives.
"""

from __future__ import annotations

import functools
import shutil
import struct
from collections.abc import Iterable, Iterator

import rarfile

from anjuan.reading import media
from anjuan.reading.containers.secrets import password_needed
from anjuan.reading.containers.unpacking import Unpacking, broken, pieces_of
from anjuan.reading.errors import MissingPartError
from anjuan.reading.pages import Event, Notice, Opened
from anjuan.reading.protocol import ReadOptions, Source

_PROGRAMS = ("unrar", "unar", "7z", "7zz", "bsdtar")
_STORED = 0x30
_UNREADABLE = (rarfile.Error, OSError, struct.error, ValueError, EOFError, IndexError, TypeError)
_WRONG = (rarfile.PasswordRequired, rarfile.RarWrongPassword, rarfile.BadRarFile, rarfile.RarCRCError)


class RarReader:
    """Unpacks RAR archives."""

    name = f"rarfile/{rarfile.__version__}"
    media_types = frozenset({media.RAR})

    def available(self) -> bool:
        """Say whether a program that unpacks RAR is on the machine."""
        return any(shutil.which(program) for program in _PROGRAMS)

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the files inside.

        Raises:
            PasswordNeededError: It is encrypted and no given password opens it.
            BrokenFileError: Nothing can be unpacked.
            LimitReachedError: It unpacks to more than the limits allow.
            MissingPartError: No program on the machine unpacks it.

        """
        unpacking = Unpacking(source, options)
        with _opened(source, options.passwords) as archive:
            yield Opened(media.RAR, self.name)
            files = [info for info in archive.infolist() if not info.is_dir()]
            if not archive.infolist():
                raise broken(source, "no entry in it is whole")
            if any(info.compress_type != _STORED for info in files):
                _require_program(source)
            if any(info.needs_password() for info in files):
                _choose_password(archive, files, source, options.passwords)
            for info in files:
                yield from _one(archive, info, unpacking)
            if archive.strerror():
                yield Notice(
                    "archive-incomplete", f"{source.name!r} is incomplete: {archive.strerror()}.", partial=True
                )
        yield from unpacking.finish()


def _opened(source: Source, passwords: Iterable[str]) -> rarfile.RarFile:
    """Open an archive whose very list of names may be encrypted."""
    tried = tuple(passwords)
    try:
        archive = rarfile.RarFile(str(source.path), part_only=True)
        if not archive.needs_password() or archive.infolist():
            return archive
        for password in tried:
            archive.setpassword(password)
            if archive.infolist():
                return archive
    except rarfile.NeedFirstVolume as fault:
        raise broken(source, "it is a later part of a split archive and the first part is missing") from fault
    except _WRONG as fault:
        if isinstance(fault, rarfile.BadRarFile) and not tried:
            raise broken(source, f"its structure is damaged ({fault})") from fault
    except _UNREADABLE as fault:
        raise broken(source, f"its structure is damaged ({fault})") from fault
    raise password_needed(source.name, tried)


@functools.cache
def _program_works() -> bool:
    try:
        rarfile.tool_setup()
    except rarfile.RarCannotExec:
        return False
    return True


def _require_program(source: Source) -> None:
    if not _program_works():
        raise MissingPartError(
            f"{source.name!r} is a RAR archive, and no program that unpacks RAR is on this machine.",
            why="RAR is a closed format; no library reads it alone.",
            remedy="Install unar (Debian: apt install unar) or libarchive-tools, or bring the files in a ZIP.",
        )


def _choose_password(
    archive: rarfile.RarFile, files: list[rarfile.RarInfo], source: Source, passwords: tuple[str, ...]
) -> None:
    smallest = min((info for info in files if info.needs_password()), key=lambda info: info.compress_size)
    for password in passwords:
        try:
            archive.setpassword(password)
            archive.read(smallest)
        except _UNREADABLE:
            continue
        return
    raise password_needed(source.name, passwords)


def _one(archive: rarfile.RarFile, info: rarfile.RarInfo, unpacking: Unpacking) -> Iterator[Event]:
    if info.is_symlink() or not info.is_file():
        unpacking.count()
        yield unpacking.refused(info.filename, "it is a link and has no content of its own", partial=False)
        return

    def unpack() -> Iterator[bytes]:
        return pieces_of(archive.open(info))

    yield from unpacking.keep(info.filename, unpack, max(1, info.compress_size))
