from __future__ import annotations

import base64
import hashlib
import io
import random
import zipfile
import zlib

import msoffcrypto.format.ooxml
import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from tests.reading import made

from anjuan.reading import media
from anjuan.reading.errors import BrokenFileError, PasswordNeededError
from anjuan.reading.protection import unlock
from anjuan.reading.protocol import ReadOptions, Source
from anjuan.reading.sniffing import sniff

CONTENT = b"<office:text>" + made.TEXT.encode() * 40 + b"</office:text>"


@pytest.fixture
def unlocked(tmp_path):
    def run(content, *passwords):
        path = tmp_path / "file"
        path.write_bytes(content)
        folder = tmp_path / "work"
        folder.mkdir(exist_ok=True)
        source = Source(path, "审核报告", sniff(path).media_type)
        return source, unlock(source, ReadOptions(folder, passwords=passwords))

    return run


def locked_odt(password, method):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(CONTENT) + packer.flush()
    salt, iterations = bytes(16), 1000
    digest, key_bytes = (hashlib.sha1, 16) if method == "blowfish" else (hashlib.sha256, 32)
    key = hashlib.pbkdf2_hmac("sha1", digest(password.encode()).digest(), salt, iterations, key_bytes)
    iv, cipher_name, secret = _SEALERS[method](key, packed)
    start = "SHA1" if method == "blowfish" else "http://www.w3.org/2000/09/xmldsig#sha256"
    checksum = base64.b64encode(digest(packed[:1024]).digest()).decode()
    sum_kind = "SHA1/1K" if method == "blowfish" else "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k"
    claim = "" if method == "gcm" else f'm:checksum-type="{sum_kind}" m:checksum="{checksum}"'
    manifest = f"""<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
      <m:file-entry m:full-path="content.xml" m:size="{len(CONTENT)}"><m:encryption-data {claim}>
      <m:algorithm m:algorithm-name="{cipher_name}" m:initialisation-vector="{base64.b64encode(iv).decode()}"/>
      <m:key-derivation m:key-derivation-name="PBKDF2" m:key-size="{key_bytes}" m:iteration-count="{iterations}"
        m:salt="{base64.b64encode(salt).decode()}"/>
      <m:start-key-generation m:start-key-generation-name="{start}"/></m:encryption-data></m:file-entry></m:manifest>"""
    entries = {"mimetype": media.ODT.encode(), "content.xml": secret, "META-INF/manifest.xml": manifest.encode()}
    return made.zipped(entries, zipfile.ZIP_STORED)


def _cbc(key, packed):
    padding = 16 - len(packed) % 16
    encryptor = Cipher(AES(key), CBC(bytes(16))).encryptor()
    secret = encryptor.update(packed + bytes([padding]) * padding) + encryptor.finalize()
    return bytes(16), "http://www.w3.org/2001/04/xmlenc#aes256-cbc", secret


def _blowfish(key, packed):
    encryptor = Cipher(Blowfish(key), CFB(bytes(8))).encryptor()
    return bytes(8), "Blowfish CFB", encryptor.update(packed) + encryptor.finalize()


def _gcm(key, packed):
    return (
        bytes(12),
        "http://www.w3.org/2009/xmlenc11#aes256-gcm",
        bytes(12) + AESGCM(key).encrypt(bytes(12), packed, None),
    )


_SEALERS = {"cbc": _cbc, "blowfish": _blowfish, "gcm": _gcm}


def locked_docx(password):
    package = io.BytesIO(made.SAMPLES["docx"][0])
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr("media/image1.bin", random.Random(1).randbytes(6000))  # the library cannot lock a tiny one
    stream = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(package).encrypt(password, stream)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["docx", "odt", "doc", "xls", "biff4", "pdf", "zip", "noise"])
def test_open_file_is_returned_as_it_is(unlocked, kind):
    source, opened = unlocked(made.SAMPLES[kind][0], "pw")
    assert opened is source


@pytest.mark.parametrize("method", _SEALERS)
def test_locked_odf_opens_with_its_password(unlocked, method):
    _, opened = unlocked(locked_odt("审核7", method), "x", "审核7")
    with zipfile.ZipFile(opened.path) as package:
        assert package.read("content.xml") == CONTENT


@pytest.mark.parametrize("method", _SEALERS)
def test_locked_odf_refuses_other_passwords(unlocked, method):
    with pytest.raises(PasswordNeededError, match="审核报告"):
        unlocked(locked_odt("审核7", method), "审核8")


def test_opened_odf_no_longer_counts_as_locked(unlocked):
    _, opened = unlocked(locked_odt("pw", "cbc"), "pw")
    assert sniff(opened.path).detail == ""


def test_locked_word_package_opens_and_is_known_by_its_content(unlocked):
    source, opened = unlocked(locked_docx("审核7"), "审核7")
    assert (source.media_type, opened.media_type) == (media.ENCRYPTED_OFFICE, media.DOCX)


def test_locked_word_package_asks_for_its_password(unlocked):
    with pytest.raises(PasswordNeededError, match="no password was given"):
        unlocked(locked_docx("审核7"))


def test_workbook_locked_only_against_changes_opens_without_a_password(unlocked):
    _, opened = unlocked(locked_docx("VelvetSweatshop"))
    assert opened.media_type == media.DOCX


def test_damaged_protection_is_broken(unlocked):
    with pytest.raises(BrokenFileError, match="protection is damaged"):
        unlocked(made.SAMPLES["encrypted"][0], "pw")


def test_original_is_never_changed(unlocked):
    content = locked_odt("pw", "cbc")
    source, _ = unlocked(content, "pw")
    assert source.path.read_bytes() == content
