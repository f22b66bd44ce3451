"""Unpacking a zipped package into a folder of our own, within limits."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path
from typing import BinaryIO, cast

from anjuan.kit.digests import pieces_of
from anjuan.preservation.faults import PackageDamagedError
from anjuan.preservation.services.package_check import PackageLimits, path_fault

_ENCRYPTED = 0x1


def package_unzip(file: Path, folder: Path, limits: PackageLimits) -> Path:
    """Unpack a zipped package below a folder and return the package's own folder.

    Raises:
        PackageDamagedError: It is no zip file, is damaged, would write elsewhere, or would become too large.

    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            _check(members, file, limits)
            written = 0
            for info in members:
                written += _unpack(archive, info, folder, limits.size_bytes - written)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError) as error:
        raise _refused(file, f"cannot be unpacked: {error}") from error
    roots = {info.filename.split("/")[0] for info in members}
    if len(roots) != 1 or not (folder / next(iter(roots))).is_dir():
        raise _refused(file, "does not hold one folder with a package")
    return folder / roots.pop()


def _check(members: list[zipfile.ZipInfo], file: Path, limits: PackageLimits) -> None:
    names = [info.filename for info in members]
    total = sum(info.file_size for info in members)
    if len(members) > limits.files or total > limits.size_bytes:
        raise _refused(file, f"would unpack to {len(members)} files and {total} bytes")
    packed = max(file.stat().st_size, 1)
    if total > limits.ratio_from_bytes and total // packed > limits.ratio:
        raise _refused(file, f"would unpack {packed} bytes to {total}, which no case file does")
    if len({name.casefold() for name in names}) != len(names):
        raise _refused(file, "holds two files of one name")
    for info in members:
        why = path_fault(info.filename)
        if why:
            raise _refused(file, f"holds {info.filename!r}, which {why}")
        if stat.S_ISLNK(info.external_attr >> 16) or info.flag_bits & _ENCRYPTED:
            raise _refused(file, f"holds {info.filename!r}, which is a link or encrypted")


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path, room: int) -> int:
    target = folder / info.filename
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with archive.open(info) as source, target.open("xb") as stream:
        for piece in pieces_of(cast("BinaryIO", source)):
            written += len(piece)
            if written > min(info.file_size, room):
                raise _refused(Path(archive.filename or ""), f"holds {info.filename!r}, larger than it announces")
            stream.write(piece)
    return written


def _refused(file: Path, why: str) -> PackageDamagedError:
    return PackageDamagedError(
        f"{file.name} {why}.", why="Nothing of it was taken in.", remedy="Ask for the package to be sent again."
    )
