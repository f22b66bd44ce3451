from __future__ import annotations

import hashlib
import hmac
import io
import os
import stat
import struct
import zipfile
import zlib

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from tests.reading import made

from anjuan.reading import errors
from anjuan.reading.containers import zip_aes
from anjuan.reading.pages import Opened


def locked_zip(content, password, name=b"a.txt"):
    """An AE-2 entry, AES-256, deflated: made after the published specification."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    salt = bytes(range(16))
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 66)
    cipher = Cipher(AES(keys[:32]), ECB()).encryptor()  # noqa: S305  the counter is little-endian
    counters = b"".join(number.to_bytes(16, "little") for number in range(1, len(packed) // 16 + 2))
    sealed = bytes(one ^ other for one, other in zip(packed, cipher.update(counters), strict=False))
    data = salt + keys[64:] + sealed + hmac.new(keys[32:64], sealed, "sha1").digest()[:10]
    extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, 8)
    sizes = (0, len(data), len(content), len(name), len(extra))
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 51, 1, 99, 0, 33, *sizes) + name + extra + data
    head = struct.pack("<4s6H3I5H2I", b"PK\1\2", 51, 51, 1, 99, 0, 33, *sizes, 0, 0, 0, 0, 0) + name + extra
    return local + head + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(head), len(local), 0)


def test_files_come_out_with_their_bytes(unpack):
    found = unpack(made.zipped({"一/二.txt": b"abc", "三.txt": b""}))
    assert found.names == ["一/二.txt", "三.txt"]
    assert found.content("一/二.txt") == b"abc"


def test_first_word_is_opened(unpack):
    assert isinstance(unpack(made.zipped({"a": b"b"})).events[0], Opened)


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-8"])
def test_names_without_a_mark_are_decoded(unpack, encoding):
    name = "審核計劃/管理評審記錄.txt" if encoding == "big5" else "审核计划/管理评审记录.txt"
    assert unpack(made.raw_zip([(name.encode(encoding), b"x")])).names == [name]


def test_western_names_stay_western(unpack):
    assert unpack(made.raw_zip([("Prüfgröße.txt".encode("cp437"), b"x")])).names == ["Prüfgröße.txt"]


def test_unicode_name_field_outranks_the_bytes(unpack):
    raw = b"????.txt"
    field = struct.pack("<BI", 1, zlib.crc32(raw)) + "审核.txt".encode()
    info = zipfile.ZipInfo(raw.decode())
    info.extra = struct.pack("<HH", 0x7075, len(field)) + field
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(info, b"x")
    assert unpack(stream.getvalue()).names == ["审核.txt"]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"../../etc/passwd", "etc/passwd"),
        (b"/tmp/x.txt", "tmp/x.txt"),
        (b"C:\\Users\\x.txt", "Users/x.txt"),
        (b"..\\..\\x.txt", "x.txt"),
        (b"a\x01b\n.txt", "ab.txt"),
        (b"..", "unnamed"),
    ],
)
def test_path_that_leads_away_is_cleaned_and_told(unpack, raw, shown):
    found = unpack(made.raw_zip([(raw, b"x")], flags=0x800))
    assert (found.names, found.codes) == ([shown], ["member-renamed"])


def test_nothing_is_written_outside_the_work_folder(unpack, tmp_path):
    unpack(made.raw_zip([(b"../escape.txt", b"x"), (str(tmp_path / "b.txt").encode(), b"x")]))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "work"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_what_is_no_file_is_refused(unpack, kind):
    found = unpack(made.raw_zip([(b"link", b"/etc/passwd")], mode=kind | 0o777))
    assert (found.names, found.codes) == ([], ["member-refused"])


def test_second_file_of_one_name_is_kept_under_another(unpack):
    found = unpack(made.raw_zip([(b"a.txt", b"1"), (b"A.TXT", b"2")]))
    assert found.names == ["a.txt", "A (2).TXT"]


def test_by_products_are_skipped_with_one_notice(unpack):
    junk = ["__MACOSX/._a", "x/Thumbs.db", ".DS_Store", "~$报告.docx"]
    found = unpack(made.zipped(dict.fromkeys(junk, b"x") | {"a.txt": b"x"}))
    assert (found.names, found.codes) == (["a.txt"], ["junk-skipped"])


def test_empty_archive_says_so(unpack):
    assert unpack(made.zipped({})).codes == ["empty-archive"]


def test_too_many_members_are_refused(unpack):
    with pytest.raises(errors.LimitReachedError, match="more than 3 files"):
        unpack(made.zipped({f"{n}": b"x" for n in range(4)}), members=3)


def test_too_many_bytes_are_refused(unpack):
    with pytest.raises(errors.LimitReachedError, match="more than 1,000 bytes"):
        unpack(made.zipped({"a": os.urandom(900), "b": os.urandom(900)}), unpacked_bytes=1000)


def test_archive_that_is_a_bomb_is_refused(unpack, tmp_path):
    with pytest.raises(errors.LimitReachedError):
        unpack(made.zipped({f"{n}": bytes(12 << 20) for n in range(3)}))
    assert sum(path.stat().st_size for path in (tmp_path / "work").iterdir()) < 12 << 20


def test_bomb_among_papers_is_left_out_and_told(unpack):
    found = unpack(made.zipped({"a": os.urandom(300_000), "b": bytes(12 << 20), "c": b"x"}))
    assert (found.names, found.codes, found.partial) == (["a", "c"], ["member-refused"], True)


def test_entries_that_share_their_bytes_count_each_time(unpack):
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = kernel.compress(bytes(9 << 20)) + kernel.flush()
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, zlib.crc32(bytes(9 << 20)), len(packed), 9 << 20, 1, 0)
    body = local + b"a" + packed
    fields = (20, 20, 0, 8, 0, 33, zlib.crc32(bytes(9 << 20)), len(packed), 9 << 20, 1, 0, 0, 0, 0, 0, 0)
    directory = (struct.pack("<4s6H3I5H2I", b"PK\1\2", *fields) + b"a") * 9
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 9, 9, len(directory), len(body), 0)
    with pytest.raises(errors.LimitReachedError):
        unpack(body + directory + end)


def test_password_is_asked_for(unpack):
    with pytest.raises(errors.PasswordNeededError, match=r"案卷.zip.*no password was given"):
        unpack(locked_zip(b"secret", b"pw"))


def test_wrong_password_is_told_as_wrong(unpack):
    with pytest.raises(errors.PasswordNeededError, match="none of the 2 passwords"):
        unpack(locked_zip(b"secret", b"pw"), passwords=("a", "b"))


@pytest.mark.parametrize(("password", "form"), [("pw", "utf-8"), ("审核7", "utf-8"), ("审核7", "gb18030")])
def test_password_opens_in_whatever_encoding_it_was_set(unpack, password, form):
    found = unpack(locked_zip(made.TEXT.encode() * 999, password.encode(form)), passwords=("x", password))
    assert found.content("a.txt") == made.TEXT.encode() * 999


def test_altered_ciphertext_is_damage(unpack):
    content = bytearray(locked_zip(os.urandom(600), b"pw"))
    content[200] ^= 1
    with pytest.raises(errors.PasswordNeededError):
        unpack(bytes(content), passwords=("x",))


def test_plain_files_come_before_the_question(unpack):
    mixed = made.raw_zip([(b"a", b"1"), (b"b", b"x" * 20)])
    second = mixed.rfind(b"PK\1\2")
    mixed = mixed[: second + 8] + b"\1" + mixed[second + 9 :]
    with pytest.raises(errors.PasswordNeededError):
        unpack(mixed)
    assert unpack.last.names == ["a"]


def test_damaged_entry_leaves_the_others(unpack):
    content = bytearray(made.zipped({"a": os.urandom(400), "b": b"x"}, zipfile.ZIP_STORED))
    content[100] ^= 1
    found = unpack(bytes(content))
    assert (found.names, found.codes, found.partial) == (["b"], ["member-damaged"], True)


def test_cut_archive_gives_what_is_whole(unpack):
    content = made.zipped({"a.txt": os.urandom(400), "b.txt": os.urandom(400)})
    found = unpack(content[:600])
    assert (found.names, found.codes[-1], found.partial) == (["a.txt"], "archive-incomplete", True)


def test_archive_without_a_whole_entry_is_broken(unpack):
    with pytest.raises(errors.BrokenFileError):
        unpack(made.zipped({"a.txt": os.urandom(400)})[:300])


def test_part_of_a_split_archive_names_what_is_missing(unpack):
    content = bytearray(made.zipped({"a.txt": b"x", "b.txt": b"y"}))
    end = content.rfind(b"PK\5\6")
    content[end + 4] = 2
    found = unpack(bytes(content[content.find(b"PK\3\4", 10) :]))
    assert found.names == ["b.txt"]
    assert "'a.txt'" in found.events[-1].text


def test_claimed_size_beyond_the_file_reserves_nothing(unpack):
    content = bytearray(made.zipped({"a.txt": b"hello"}, zipfile.ZIP_STORED))
    directory = content.find(b"PK\1\2")
    for place in (18, 22, directory + 20, directory + 24):
        content[place : place + 4] = b"\xfe\xff\xff\x7f"
    with pytest.raises(errors.BrokenFileError):
        unpack(bytes(content))


@pytest.mark.parametrize("extra", [b"", b"\x01\x99", b"\x01\x99\x07\x00\x02\x00AE\x09\x08\x00", b"\x01\x99\xff\xff"])
def test_extra_field_that_says_nothing_is_no_encryption(extra):
    assert zip_aes.aes_entry(extra) is None
