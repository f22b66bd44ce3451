"""Entries encrypted as WinZip does: AES in counter mode, the key from a password by PBKDF2.

Source: WinZip, "AES Encryption Information: Encryption Specification AE-1 and AE-2".
"""

from __future__ import annotations

import bz2
import dataclasses
import hashlib
import hmac
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Protocol

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from anjuan.reading.containers.unpacking import PIECE_BYTES

METHOD = 99
_EXTRA_ID = 0x9901
_ITERATIONS = 1000
_CHECK_BYTES = 2
_SEAL_BYTES = 10
_KEY_BYTES = {1: 16, 2: 24, 3: 32}
_BLOCK = 16


class SealBrokenError(Exception):
    """The bytes are not those that were encrypted."""


@dataclasses.dataclass(frozen=True, slots=True)
class AesEntry:
    """How one entry is encrypted: key length and the compression underneath."""

    key_bytes: int
    method: int

    @property
    def salt_bytes(self) -> int:
        """How many bytes of salt stand before the content."""
        return self.key_bytes // 2


def aes_entry(extra: bytes) -> AesEntry | None:
    """Return how an entry is encrypted, from its extra field; None when the field does not say."""
    while len(extra) >= 4:  # noqa: PLR2004  an extra field starts with two numbers of two bytes
        kind, length = struct.unpack_from("<HH", extra)
        if kind == _EXTRA_ID and len(extra) >= 11:  # noqa: PLR2004
            _, _, strength, method = struct.unpack_from("<H2sBH", extra, 4)
            return AesEntry(_KEY_BYTES[strength], method) if strength in _KEY_BYTES else None
        extra = extra[4 + length :]
    return None


@dataclasses.dataclass(frozen=True, slots=True)
class _Keys:
    content: bytes
    seal: bytes
    check: bytes


def _keys(entry: AesEntry, password: bytes, salt: bytes) -> _Keys:
    size = entry.key_bytes
    made = hashlib.pbkdf2_hmac("sha1", password, salt, _ITERATIONS, 2 * size + _CHECK_BYTES)
    return _Keys(made[:size], made[size : 2 * size], made[2 * size :])


def opens(stream: BinaryIO, entry: AesEntry, password: bytes) -> bool:
    """Say whether a password fits, by its two check bytes: a wrong one passes once in 65,536 times."""
    salt, check = stream.read(entry.salt_bytes), stream.read(_CHECK_BYTES)
    return hmac.compare_digest(_keys(entry, password, salt).check, check)


def pieces(stream: BinaryIO, packed_bytes: int, entry: AesEntry, password: bytes) -> Iterator[bytes]:
    """Yield the unpacked bytes of one entry; ``stream`` stands at its salt.

    Raises:
        SealBrokenError: The content was altered or cut short.
        NotImplementedError: The compression underneath is not known.

    """
    salt = stream.read(entry.salt_bytes)
    keys = _keys(entry, password, salt)
    stream.read(_CHECK_BYTES)
    unpacker = _unpacker(entry.method)
    seal = hmac.new(keys.seal, digestmod="sha1")
    remaining = packed_bytes - entry.salt_bytes - _CHECK_BYTES - _SEAL_BYTES
    encryptor = Cipher(AES(keys.content), ECB()).encryptor()  # noqa: S305  the counter is made by hand, as it is little-endian
    counter = 1
    while remaining > 0:
        packed = stream.read(min(PIECE_BYTES, remaining))
        if not packed:
            raise SealBrokenError("its end is missing")
        remaining -= len(packed)
        seal.update(packed)
        blocks = -(-len(packed) // _BLOCK)
        stream_key = encryptor.update(
            b"".join(number.to_bytes(_BLOCK, "little") for number in range(counter, counter + blocks))
        )
        counter += blocks
        yield from unpacker.feed(_xor(packed, stream_key))
    if not hmac.compare_digest(seal.digest()[:_SEAL_BYTES], stream.read(_SEAL_BYTES)):
        raise SealBrokenError("its seal does not fit its content")


def _xor(one: bytes, other: bytes) -> bytes:
    size = len(one)
    return (np.frombuffer(one, np.uint8) ^ np.frombuffer(other, np.uint8, size)).tobytes()


class _Unpacker(Protocol):
    def feed(self, packed: bytes) -> Iterator[bytes]: ...


class _Stored:
    def feed(self, packed: bytes) -> Iterator[bytes]:
        yield packed


class _Deflated:
    def __init__(self) -> None:
        self._inner = zlib.decompressobj(-15)

    def feed(self, packed: bytes) -> Iterator[bytes]:
        while packed:
            yield self._inner.decompress(packed, PIECE_BYTES)
            packed = self._inner.unconsumed_tail


class _Bzipped:
    def __init__(self) -> None:
        self._inner = bz2.BZ2Decompressor()

    def feed(self, packed: bytes) -> Iterator[bytes]:
        yield self._inner.decompress(packed, PIECE_BYTES)
        while not self._inner.needs_input and not self._inner.eof:
            yield self._inner.decompress(b"", PIECE_BYTES)


def _unpacker(method: int) -> _Unpacker:
    known: dict[int, type[_Stored | _Deflated | _Bzipped]] = {0: _Stored, 8: _Deflated, 12: _Bzipped}
    if method not in known:
        raise NotImplementedError(f"its compression method {method} is not known")
    return known[method]()
