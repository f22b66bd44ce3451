from __future__ import annotations

import gzip
import io
import os
import tarfile

import pytest
from tests.reading import made

from anjuan.reading import errors
from anjuan.reading.containers import rars

FILES = {"一/审核.txt": made.TEXT.encode() * 50, "b.txt": b"x"}


@pytest.mark.parametrize(
    "content",
    [made.seven_zipped(FILES), *(made.tarred(FILES, mode) for mode in ("w", "w:gz", "w:bz2", "w:xz"))],
    ids=["7z", "tar", "tar.gz", "tar.bz2", "tar.xz"],
)
def test_files_come_out_with_their_bytes(unpack, content):
    found = unpack(content)
    assert {name: found.content(name) for name in found.names} == FILES


def test_zstd_tar_is_unpacked(unpack):
    zstd = pytest.importorskip("backports.zstd")
    assert unpack(zstd.compress(made.tarred({"a.txt": b"abc"}))).names == ["a.txt"]


@pytest.mark.parametrize("hide_names", [False, True])
def test_locked_7z_asks_for_its_password(unpack, hide_names):
    with pytest.raises(errors.PasswordNeededError):
        unpack(made.seven_zipped(FILES, "审核7", hide_names=hide_names), passwords=("wrong",))


@pytest.mark.parametrize("hide_names", [False, True])
def test_locked_7z_opens_with_its_password(unpack, hide_names):
    found = unpack(made.seven_zipped(FILES, "审核7", hide_names=hide_names), passwords=("wrong", "审核7"))
    assert found.content("b.txt") == b"x"


@pytest.mark.parametrize("make", [made.seven_zipped, lambda files: made.tarred(files, "w:xz")], ids=["7z", "tar.xz"])
def test_bombs_are_refused(unpack, make):
    with pytest.raises(errors.LimitReachedError):
        unpack(make({f"{n}": bytes(6 << 20) for n in range(4)}))


@pytest.mark.parametrize("make", [made.seven_zipped, made.tarred], ids=["7z", "tar"])
def test_too_many_members_are_refused(unpack, make):
    with pytest.raises(errors.LimitReachedError, match="more than 2 files"):
        unpack(make({f"{n}": b"x" for n in range(3)}), members=2)


@pytest.mark.parametrize("kind", ["7z", "rar", "gz", "bz2", "xz"])
def test_cut_archive_is_broken(unpack, kind):
    content, _ = made.SAMPLES[kind]
    with pytest.raises(errors.BrokenFileError):
        unpack(content[: len(content) // 2])


def test_cut_tar_gives_what_is_whole(unpack):
    content = made.tarred({"a.txt": b"x" * 600, "b.txt": b"y" * 6000})
    found = unpack(content[:4000])
    assert (found.names, found.partial) == (["a.txt"], True)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_what_is_no_file_is_refused(unpack, kind):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo("../link")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    found = unpack(stream.getvalue())
    assert (found.names, found.codes) == ([], ["member-refused"])


def test_tar_paths_are_cleaned(unpack):
    assert unpack(made.tarred({"../../x.txt": b"x"})).names == ["x.txt"]


def test_tar_names_in_gbk_are_decoded(unpack):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT, encoding="gb18030") as archive:
        info = tarfile.TarInfo("审核计划.txt")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))
    assert unpack(stream.getvalue()).names == ["审核计划.txt"]


def test_packed_file_takes_the_name_noted_inside(unpack):
    packed = gzip.compress(b"abc")
    noted = packed[:3] + b"\x08" + packed[4:10] + "原名.txt".encode("gb18030") + b"\0" + packed[10:]
    assert unpack(noted, name="x.gz").content("原名.txt") == b"abc"


@pytest.mark.parametrize(("kind", "name"), [("bz2", "台账.csv.bz2"), ("xz", "台账.csv.xz")])
def test_packed_file_loses_its_last_suffix(unpack, kind, name):
    assert unpack(made.SAMPLES[kind][0], name=name).names == ["台账.csv"]


def test_packed_bomb_is_refused(unpack):
    with pytest.raises(errors.LimitReachedError):
        unpack(gzip.compress(bytes(20 << 20)))


def test_stored_rar_needs_no_program(unpack, monkeypatch):
    monkeypatch.setattr(rars, "_program_works", lambda: False)
    assert unpack(made.rar4({"a.txt": b"abc"})).content("a.txt") == b"abc"


def test_packed_rar_without_a_program_names_what_is_missing(unpack, monkeypatch):
    monkeypatch.setattr(rars, "_program_works", lambda: False)
    content = made.rar4({"a.txt": os.urandom(50)}).replace(b"\x1d\x30", b"\x1d\x33", 1)
    monkeypatch.setattr(rars.rarfile.RarFile, "infolist", lambda _self: [_packed_entry()])
    with pytest.raises(errors.MissingPartError, match="unar"):
        unpack(content)


def _packed_entry():
    entry = rars.rarfile.RarInfo()
    entry.compress_type, entry.filename, entry.flags, entry.file_redir = 0x33, "a.txt", 0, None
    entry.is_dir = lambda: False
    return entry
