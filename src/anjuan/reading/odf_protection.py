"""OpenDocument files with a password: every entry encrypted by itself, as the manifest says.

Source: OASIS OpenDocument 1.2 and 1.3, part 3 (packages), chapter 4, "Encryption".
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import hashlib
import io
import zipfile
import zlib
from pathlib import Path

from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from lxml import etree

_MANIFEST = "META-INF/manifest.xml"
_MIMETYPE = "mimetype"
_WHOLE_PACKAGE = "encrypted-package"
_LARGEST_MANIFEST = 16 << 20
_MOST_ITERATIONS = 5_000_000
_CHECKED_BYTES = 1024
_IV_BYTES = 12


@dataclasses.dataclass(frozen=True, slots=True)
class _Protected:
    """How one entry is encrypted."""

    path: str
    cipher: str
    iv: bytes
    salt: bytes
    iterations: int
    key_bytes: int
    start_key: str
    checksum: bytes
    checksum_kind: str


def is_protected(path: Path) -> bool:
    """Say whether any entry of an OpenDocument file is encrypted."""
    try:
        with zipfile.ZipFile(path) as package:
            return bool(_protected(package))
    except (zipfile.BadZipFile, OSError, KeyError, etree.XMLSyntaxError, ValueError, zlib.error):
        return False


def unprotected_copy(path: Path, copy: Path, password: str, largest_bytes: int) -> bool:
    """Write the file with every entry decrypted and say whether the password fitted.

    Args:
        path: The protected file.
        copy: Where the readable file is written.
        password: The password as typed.
        largest_bytes: The most bytes all entries together may have.

    """
    with zipfile.ZipFile(path) as package:
        locked = {entry.path: entry for entry in _protected(package)}
        whole = locked.get(_WHOLE_PACKAGE)
        if whole is not None:  # LibreOffice since 24.8 encrypts the package as one entry
            content = _decrypt(package.read(_WHOLE_PACKAGE), whole, password)
            if content is None or not zipfile.is_zipfile(io.BytesIO(content)):
                return False
            copy.write_bytes(content)
            return True
        contents: dict[str, bytes] = {}
        for info in package.infolist():
            content = _entry(package, info, locked, password)
            if content is None:
                return False
            contents[info.filename] = content
            if sum(map(len, contents.values())) > largest_bytes:
                return False
    _write(copy, contents)
    return True


def _entry(
    package: zipfile.ZipFile, info: zipfile.ZipInfo, locked: dict[str, _Protected], password: str
) -> bytes | None:
    raw = package.read(info)
    if info.filename == _MANIFEST:
        return _open_manifest(raw)
    return _decrypt(raw, locked[info.filename], password) if info.filename in locked else raw


def _write(copy: Path, contents: dict[str, bytes]) -> None:
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as package:
        if _MIMETYPE in contents:
            package.writestr(_MIMETYPE, contents.pop(_MIMETYPE), zipfile.ZIP_STORED)
        for name, content in contents.items():
            package.writestr(name, content)


def _tree(raw: bytes) -> etree._Element:
    return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))


def _protected(package: zipfile.ZipFile) -> list[_Protected]:
    with package.open(_MANIFEST) as stream:
        tree = _tree(stream.read(_LARGEST_MANIFEST))
    found = []
    for entry in tree.iterfind("{*}file-entry"):
        data = entry.find("{*}encryption-data")
        if data is not None:
            found.append(_one(_value(entry, "full-path"), data))
    return found


def _value(element: etree._Element | None, name: str) -> str:
    """Return an attribute by its local name; the name spaces of makers differ."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _one(path: str, data: etree._Element) -> _Protected:
    algorithm, derivation = data.find("{*}algorithm"), data.find("{*}key-derivation")
    iterations = int(_value(derivation, "iteration-count") or 0)
    return _Protected(
        path=path,
        cipher=_value(algorithm, "algorithm-name").lower(),
        iv=_bytes(_value(algorithm, "initialisation-vector")),
        salt=_bytes(_value(derivation, "salt")),
        iterations=iterations if _value(derivation, "key-derivation-name").lower().endswith("pbkdf2") else 0,
        key_bytes=int(_value(derivation, "key-size") or 16),
        start_key=_value(data.find("{*}start-key-generation"), "start-key-generation-name").lower(),
        checksum=_bytes(_value(data, "checksum")),
        checksum_kind=_value(data, "checksum-type").lower(),
    )


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def _decrypt(raw: bytes, entry: _Protected, password: str) -> bytes | None:
    """Return the content of one entry; None when the password is wrong or the method is not known."""
    if not 0 < entry.iterations <= _MOST_ITERATIONS or entry.key_bytes not in (16, 24, 32):
        return None
    digest = hashlib.sha256 if "sha256" in entry.start_key else hashlib.sha1
    start = digest(password.encode("utf-8")).digest()
    key = hashlib.pbkdf2_hmac("sha1", start, entry.salt, entry.iterations, entry.key_bytes)
    try:
        packed = _deciphered(raw, key, entry)
        if not _fits(packed, entry):
            return None
        return zlib.decompressobj(-15).decompress(packed) if packed else b""
    except Exception:  # noqa: BLE001  a wrong key shows itself as padding, tag or packing that does not fit
        return None


def _deciphered(raw: bytes, key: bytes, entry: _Protected) -> bytes:
    if "gcm" in entry.cipher:
        return AESGCM(key).decrypt(raw[:_IV_BYTES], raw[_IV_BYTES:], None)
    if "blowfish" in entry.cipher:
        decryptor = Cipher(Blowfish(key), CFB(entry.iv)).decryptor()
        return decryptor.update(raw) + decryptor.finalize()
    decryptor = Cipher(AES(key), CBC(entry.iv)).decryptor()
    padded = decryptor.update(raw) + decryptor.finalize()
    return padded[: -padded[-1]] if padded else b""


def _fits(packed: bytes, entry: _Protected) -> bool:
    """Say whether the checksum over the first packed bytes is right; without one, unpacking decides."""
    if not entry.checksum:
        return True
    digest = hashlib.sha256 if "sha256" in entry.checksum_kind else hashlib.sha1
    sample = packed[:_CHECKED_BYTES] if entry.checksum_kind.endswith("1k") else packed
    return digest(sample).digest() == entry.checksum


def _open_manifest(raw: bytes) -> bytes:
    """Return the manifest without a word of encryption."""
    tree = _tree(raw)
    for entry in tree.iterfind("{*}file-entry"):
        for data in entry.findall("{*}encryption-data"):
            entry.remove(data)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8"))
