from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from tests.contracts.blobs import BlobsContract
from tests.kit.memory_blobs import MemoryBlobs

from anjuan.kit import blobs as module
from anjuan.kit.blobs import Blobs, FolderBlobs
from anjuan.kit.digests import Digest, Kept
from anjuan.kit.errors import BlobDamagedError, BlobError, StoreFullError


class TestFolder(BlobsContract):
    @pytest.fixture
    def blobs(self, tmp_path: Path) -> Blobs:
        return FolderBlobs(tmp_path / "blobs")


class TestMemory(BlobsContract):
    @pytest.fixture
    def blobs(self) -> Blobs:
        return MemoryBlobs()


@pytest.fixture
def store(tmp_path: Path) -> FolderBlobs:
    return FolderBlobs(tmp_path / "blobs")


def test_a_changed_file_is_found(store):
    digest = store.put([b"original"])
    path = store.path_of(digest.sha256)
    path.chmod(0o640)
    path.write_bytes(b"0riginal")
    with pytest.raises(BlobDamagedError):
        store.verify(digest.sha256)


def test_a_write_that_fails_leaves_nothing_behind(store):
    def pieces():
        yield b"half"
        raise OSError(errno.EIO, "broken source")

    with pytest.raises(OSError, match="broken source"):
        store.put(pieces())
    assert list(store.all()) == []
    assert [path for path in store.root.rglob("*") if path.is_file()] == []


def test_a_store_that_cannot_be_written_is_told_from_a_broken_source(store, monkeypatch):
    def broken(descriptor):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(module.os, "fsync", broken)
    with pytest.raises(BlobError, match="could not be written"):
        store.put([b"x"])


def test_bytes_that_were_there_already_are_on_the_disk_too_when_put_returns(store, monkeypatch):
    store.put([b"x"])
    synced = []
    monkeypatch.setattr(module, "_sync_folder", synced.append)
    digest = store.put([b"x"])
    assert store.path_of(digest.sha256).parent in synced


def test_a_full_disk_is_said_in_words(store, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module.os, "fsync", full)
    with pytest.raises(StoreFullError, match="full"):
        store.put([b"x"])


def test_bytes_that_read_back_wrong_are_not_kept(store, monkeypatch):
    other = Digest("f" * 64, "f" * 64, 1)
    monkeypatch.setattr(module, "digest_of_file", lambda _: other)
    with pytest.raises(BlobDamagedError, match="reading them back"):
        store.put([b"x"])
    assert list(store.all()) == []


def test_stored_files_are_read_only(store):
    path = store.path_of(store.put([b"x"]).sha256)
    assert path.stat().st_mode & 0o222 == 0


def damaged(store) -> Path:
    path = store.path_of(store.put([b"original"]).sha256)
    path.chmod(0o640)
    path.write_bytes(b"0riginal")
    return path


def test_a_damaged_blob_is_healed_by_the_same_bytes_put_again(store):
    damaged(store)
    digest = store.put([b"original"])
    assert digest.kept == Kept.HEALED
    assert store.verify(digest.sha256) == digest


def test_the_damaged_file_is_kept_as_evidence_when_it_is_healed(store):
    damaged(store)
    store.put([b"original"])
    assert [path.read_bytes() for path in (store.root / "damaged").iterdir()] == [b"0riginal"]


def test_a_link_in_the_place_of_a_blob_is_replaced_by_the_bytes(store, tmp_path):
    path = store.path_of(store.put([b"original"]).sha256)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert store.put([b"original"]).kept == Kept.HEALED
    assert not path.is_symlink()


def test_putting_says_whether_bytes_are_new(store):
    assert [store.put([b"x"]).kept for _ in range(2)] == [Kept.NEW, Kept.KNOWN]


def test_removed_bytes_are_gone_with_their_damaged_copies(store):
    path = damaged(store)
    digest = store.put([b"original"])
    assert store.remove(digest.sha256)
    assert not path.exists()
    assert list((store.root / "damaged").iterdir()) == []


def test_everything_that_lies_in_the_store_is_listed_with_its_place(store):
    digest = store.put([b"kept"])
    (store.root / "incoming" / "1-half").write_bytes(b"ha")
    (store.root / "note.txt").write_bytes(b"stray")
    found = {(file.path.name, file.sha256, file.is_incoming) for file in store.files()}
    assert found == {(digest.sha256, digest.sha256, False), ("1-half", "", True), ("note.txt", "", False)}


def test_what_killed_writers_left_is_swept_and_nothing_else(store):
    digest = store.put([b"kept"])
    old, fresh = store.root / "incoming" / "1-old", store.root / "incoming" / "2-fresh"
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert store.sweep(older_than_seconds=3600) == 1
    assert (old.exists(), fresh.exists(), store.has(digest.sha256)) == (False, True, True)
