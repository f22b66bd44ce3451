"""Office files that need a password become readable copies in the work folder."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msoffcrypto
import msoffcrypto.exceptions
import olefile

from anjuan.reading import media
from anjuan.reading.containers.secrets import password_needed
from anjuan.reading.errors import BrokenFileError
from anjuan.reading.odf_protection import is_protected, unprotected_copy
from anjuan.reading.protocol import ReadOptions, Source
from anjuan.reading.sniffing import sniff

#: Excel encrypts with this password when a workbook is only locked against changes.
_EXCEL_DEFAULT = "VelvetSweatshop"
_OLE_TYPES = frozenset({media.DOC, media.XLS, media.PPT, media.ENCRYPTED_OFFICE})
_ODF_TYPES = frozenset({media.ODT, media.ODS, media.ODP})
_LARGEST_COPY_BYTES = 1 << 30


def unlock(source: Source, options: ReadOptions) -> Source:
    """Return the source itself, or a readable copy in the work folder when it was protected.

    The copy is sniffed again: an encrypted package does not say beforehand what is in it.

    Raises:
        PasswordNeededError: It is protected and no given password opens it.
        BrokenFileError: It is protected, but its protection is damaged.

    """
    if source.media_type in _OLE_TYPES:
        return _unlock_ole(source, options)
    if source.media_type in _ODF_TYPES and is_protected(source.path):
        return _unlock_odf(source, options)
    return source


def _unlock_odf(source: Source, options: ReadOptions) -> Source:
    copy = options.work_folder / "unlocked"
    for password in options.passwords:
        if unprotected_copy(source.path, copy, password, _LARGEST_COPY_BYTES):
            return _copied(source, copy)
    raise password_needed(source.name, options.passwords)


def _unlock_ole(source: Source, options: ReadOptions) -> Source:
    with source.path.open("rb") as stream:
        office = _office_file(source, stream)
        if office is None:
            return source
        copy = options.work_folder / "unlocked"
        for password in (*options.passwords, _EXCEL_DEFAULT):
            if _decrypted(office, password, copy):
                return _copied(source, copy)
    raise password_needed(source.name, options.passwords)


def _office_file(source: Source, stream: Any) -> Any:  # noqa: ANN401  the library carries no types
    """Return the library's view of a protected file; None when it is not protected or not one of its kinds."""
    if not olefile.isOleFile(str(source.path)):
        return None
    try:
        office = msoffcrypto.OfficeFile(stream)
        return office if office.is_encrypted() else None
    except Exception as fault:
        if source.media_type != media.ENCRYPTED_OFFICE:
            return None
        raise BrokenFileError(
            f"{source.name!r} is an encrypted office document whose protection is damaged ({fault}).",
            why="Without it no password can open the document.",
            remedy="Ask for the file again.",
        ) from fault


def _decrypted(office: Any, password: str, copy: Path) -> bool:  # noqa: ANN401
    """Write a readable copy and say whether the password fitted."""
    for attempt in _attempts(office, password):
        try:
            unpacked = io.BytesIO()
            attempt()
            office.decrypt(unpacked)
        except Exception:  # noqa: BLE001, S112  a wrong password shows itself in as many ways as there are formats
            continue
        if _readable(unpacked.getvalue()):
            copy.write_bytes(unpacked.getvalue())
            return True
    return False


def _attempts(office: Any, password: str) -> Iterator[Callable[[], None]]:  # noqa: ANN401
    if office.format == "ooxml":
        yield lambda: office.load_key(password=password, verify_password=True)
    yield lambda: office.load_key(password=password)


def _readable(content: bytes) -> bool:
    """Say whether decrypted bytes are a document: a wrong key gives noise without a complaint."""
    if content.startswith(b"PK"):
        return zipfile.is_zipfile(io.BytesIO(content))
    return content.startswith(b"\xd0\xcf\x11\xe0")


def _copied(source: Source, copy: Path) -> Source:
    return Source(copy, source.name, sniff(copy, source.name).media_type)
