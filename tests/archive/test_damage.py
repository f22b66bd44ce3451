"""Every kind of damage that is done to the holdings is found and called by its own name."""

from __future__ import annotations

import errno
import os
import random
import zlib

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from anjuan.accounts.models import JournalEntry
from anjuan.archive.models import CustodyEvent, Original, OriginalPage
from anjuan.archive.rules import tables
from anjuan.archive.rules.bitflips import Flip, flip_place
from anjuan.archive.rules.damage import pages_digest
from anjuan.archive.services import damaged, fixity, holdings
from anjuan.archive.services.fixity import originals_verify
from anjuan.kit.progress import Silent

needs_tables = pytest.mark.django_db


@pytest.fixture
def verify(deed, blobs):
    def run() -> list[tuple[str, str]]:
        report = originals_verify(deed=lambda: deed, blobs=blobs, progress=Silent())
        return [(item["kind"], item["original"]) for item in report.damage]

    return run


@pytest.fixture
def held(take_in, desk, blobs):
    """Four originals in the store; give the first and its file, which may be written to."""
    take_in(desk)
    original = Original.objects.order_by("pk").first()
    path = blobs.path_of(original.sha256)
    path.chmod(0o640)
    return original, path


@needs_tables
def test_whole_holdings_have_no_damage(held, verify):
    assert verify() == []


def flipped(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(bytes(content))


def replaced_by_a_folder(path):
    path.unlink()
    path.mkdir()


def linked(path):
    path.rename(path.parent.parent.parent.parent / "moved-away")
    path.symlink_to(path.parent.parent.parent.parent / "moved-away")


BYTES = {
    "missing": lambda path: path.unlink(),
    "emptied": lambda path: path.write_bytes(b""),
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:-5]),
    "extended": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "bit-flipped": flipped,
    "replaced": lambda path: path.write_bytes(random.Random(1).randbytes(path.stat().st_size)),
    "misplaced": lambda path: path.rename(path.parent / "renamed.pdf"),
    "not-a-file": replaced_by_a_folder,
}


@needs_tables
@pytest.mark.parametrize("kind", BYTES)
def test_damaged_bytes_are_named(held, verify, kind):
    original, path = held
    BYTES[kind](path)
    assert verify() == [(kind, original.sha256)]


@needs_tables
def test_a_link_to_the_bytes_elsewhere_is_no_file_of_the_store(held, verify):
    original, path = held
    linked(path)
    assert ("not-a-file", original.sha256) in verify()


@needs_tables
def test_a_blob_of_another_original_in_its_place_is_swapped(held, verify, blobs):
    original, path = held
    path.write_bytes(blobs.path_of(Original.objects.last().sha256).read_bytes())
    assert verify() == [("swapped", original.sha256)]


@needs_tables
def test_a_file_that_the_disk_does_not_give_is_unreadable(held, verify, monkeypatch):
    original, path = held
    read = damaged.digest_of_file

    def broken(asked):
        if asked == path:
            raise OSError(errno.EIO, "Input/output error")
        return read(asked)

    monkeypatch.setattr(damaged, "digest_of_file", broken)
    assert verify() == [("unreadable", original.sha256)]


@needs_tables
@pytest.mark.parametrize(("kind", "changes"), [("sm3-altered", {"sm3": "0" * 64}), ("size-altered", {"size_bytes": 1})])
def test_an_altered_record_is_named(held, verify, kind, changes):
    original, _ = held
    Original.objects.filter(pk=original.pk).update(**changes)
    assert verify() == [(kind, original.sha256)]


@needs_tables
def test_an_altered_name_of_the_bytes_is_told_from_lost_bytes(held, verify):
    original, _ = held
    Original.objects.filter(pk=original.pk).update(sha256="0" * 64)
    assert verify() == [("sha256-altered", "0" * 64)]


@needs_tables
def test_a_lost_page_is_named(held, verify):
    original, _ = held
    row = OriginalPage.objects.filter(original=original)
    row.get().shown_as.all().delete()
    row.delete()
    assert verify() == [("pages-missing", original.sha256)]


@needs_tables
def test_a_page_that_was_altered_and_still_unpacks_is_named(held, verify):
    original, _ = held
    other = OriginalPage.objects.exclude(original=original).first()
    OriginalPage.objects.filter(original=original).update(packed=other.packed)
    assert verify() == [("page-altered", original.sha256)]


@needs_tables
def test_a_page_that_cannot_be_unpacked_is_named(held, verify):
    original, _ = held
    OriginalPage.objects.filter(original=original).update(packed=b"\1broken")
    assert verify() == [("page-altered", original.sha256)]


@needs_tables
def test_pages_that_are_being_read_just_now_are_no_damage(held, verify):
    original, _ = held
    Original.objects.filter(pk=original.pk).update(reading="reading", pages_read=7)
    assert verify() == []


@needs_tables
def test_an_original_destroyed_while_it_is_looked_at_is_no_damage(held, verify, monkeypatch, clock):
    original, path = held
    look = fixity.original_findings

    def late(asked, blobs):
        if asked.pk == original.pk:
            path.unlink(missing_ok=True)
            Original.objects.filter(pk=original.pk).update(destroyed_at=clock.now())
        return look(asked, blobs)

    monkeypatch.setattr(fixity, "original_findings", late)
    assert verify() == []


@needs_tables
def test_a_stray_file_is_named(held, verify, blobs):
    (blobs.root / "ab").mkdir(exist_ok=True)
    (blobs.root / "ab" / "note.txt").write_text("stray")
    assert [kind for kind, _ in verify()] == ["stray"]


@needs_tables
def test_a_blob_that_no_record_knows_is_a_stray(held, verify, blobs):
    digest = blobs.put([b"nobody took this in"])
    assert verify() == [("stray", digest.sha256)]


@needs_tables
def test_a_half_written_file_of_a_dead_writer_is_named(held, verify, blobs):
    (blobs.root / "incoming" / f"{2**22 + 7}-0123456789abcdef").write_bytes(b"half")
    assert [kind for kind, _ in verify()] == ["leftover"]


@needs_tables
def test_a_file_that_its_writer_still_writes_is_no_damage(held, verify, blobs, clock):
    path = blobs.root / "incoming" / f"{os.getpid()}-0123456789abcdef"
    path.write_bytes(b"half")
    os.utime(path, (clock.now().timestamp(), clock.now().timestamp()))
    assert verify() == []


@needs_tables
def test_a_broken_journal_is_named(held, verify, db):
    last = JournalEntry.objects.last()
    JournalEntry.objects.create(
        number=last.number + 1, at=last.at, actor="x", action="case.open", previous="0" * 64, hash="1" * 64
    )
    assert {kind for kind, _ in verify()} == {"journal-broken"}


@needs_tables
def test_an_original_without_the_event_of_its_coming_is_named(held, verify, blobs):
    digest = blobs.put([b"slipped in"])
    row = Original.objects.create(
        sha256=digest.sha256, sm3=digest.sm3, size_bytes=digest.size_bytes, received_at="2026-01-01T00:00Z"
    )
    assert verify() == [("ingestion-missing", row.sha256)]


@needs_tables
def test_a_check_that_breaks_off_counts_as_damage(held, verify, monkeypatch):
    def crash(*args):
        raise RuntimeError("the checker fell over")

    monkeypatch.setattr(fixity, "original_findings", crash)
    assert {kind for kind, _ in verify()} == {"not-checked"}


@needs_tables
def test_a_look_through_the_store_that_breaks_off_counts_as_damage(held, verify, monkeypatch):
    def crash(**args):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(holdings, "store_findings", crash)
    assert verify() == [("not-checked", "")]


@needs_tables
def test_a_fault_is_told_with_its_code_and_the_papers_that_use_it(held, deed, blobs):
    original, path = held
    path.unlink()
    (fault,) = originals_verify(deed=lambda: deed, blobs=blobs, progress=Silent()).faults
    assert fault.code == "KIT-021"
    assert original.documents.get().title in fault.what


@needs_tables
def test_every_kind_in_the_table_is_one_of_those_that_checks_give(held):
    assert len({item.kind for item in tables.damage().latest.kinds}) == 21


@needs_tables
def test_damaged_bytes_heal_when_the_same_file_comes_again(held, verify, take_in, desk, blobs, clock, deed):
    original, path = held
    path.write_bytes(b"")
    for file in desk.rglob("*.txt"):
        file.touch()
    take_in(desk)
    assert verify() == []
    assert CustodyEvent.objects.filter(event="recovery", original=original).count() == 1


@needs_tables
def test_events_of_custody_cannot_be_changed(held):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CustodyEvent.objects.update(actor="nobody")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CustodyEvent.objects.all().delete()


@given(st.binary(min_size=1, max_size=400), st.data())
def test_the_place_of_a_flipped_bit_is_found(content, data):
    offset = data.draw(st.integers(0, len(content) - 1))
    mask = 1 << data.draw(st.integers(0, 7))
    changed = bytearray(content)
    changed[offset] ^= mask
    assert flip_place(zlib.crc32(content), zlib.crc32(bytes(changed)), len(content)) == Flip(offset, mask)


def test_equal_checksums_have_no_flip():
    assert flip_place(5, 5, 100) is None


@given(st.lists(st.binary(max_size=20), max_size=6), st.integers(0, 6))
def test_the_digest_of_pages_can_be_kept_up_page_by_page(pages, cut):
    assert pages_digest(pages[cut:], pages_digest(pages[:cut])) == pages_digest(pages)


@given(st.lists(st.binary(max_size=8), min_size=2, max_size=6, unique=True))
def test_pages_in_another_order_have_another_digest(pages):
    assert pages_digest(reversed(pages)) != pages_digest(pages)
