from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anjuan.archive.models import CustodyEvent, Original
from anjuan.archive.selectors.sight import CaseUnknownError
from anjuan.archive.services import fixity
from anjuan.archive.services.fixity import originals_verify
from anjuan.kit.progress import Silent

pytestmark = pytest.mark.django_db


@pytest.fixture
def verify(deed, blobs):
    def run(case: str = ""):
        return originals_verify(deed=lambda: deed, blobs=blobs, case=case, progress=Silent())

    return run


def test_every_original_is_read_and_its_check_written_down(take_in, desk, verify):
    take_in(desk)
    report = verify()
    assert (report.checked, report.faults) == (4, ())
    assert CustodyEvent.objects.filter(event="fixity check", outcome="success").count() == 4


def test_a_changed_byte_is_found(take_in, desk, verify, blobs):
    take_in(desk)
    path = blobs.path_of(Original.objects.first().sha256)
    path.chmod(0o640)
    path.write_bytes(b"x" + path.read_bytes()[1:])
    assert [fault.code for fault in verify().faults] == ["KIT-022"]


def test_an_altered_record_is_found(take_in, desk, verify):
    take_in(desk)
    Original.objects.filter(pk=Original.objects.first().pk).update(sm3="0" * 64)
    assert [fault.code for fault in verify().faults] == ["ARCH-040"]


def test_a_case_that_does_not_exist_is_not_called_whole(take_in, desk, verify):
    take_in(desk)
    with pytest.raises(CaseUnknownError):
        verify("AJ-1999-000001")


def test_a_case_is_verified_by_its_title_too(take_in, desk, verify):
    take_in(desk)
    assert verify("甲公司").checked == 2


def test_no_read_is_open_while_outcomes_are_written(take_in, desk, verify, monkeypatch):
    """A long read beside a write on one connection is refused by SQLite as soon as somebody else has written."""
    monkeypatch.setattr(fixity, "_READ_ROWS", 2)
    take_in(desk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert verify().checked == 4
    reads = [q for q in queries if q["sql"].startswith("SELECT") and "archive_original" in q["sql"]]
    assert sum(query["sql"].endswith("LIMIT 2") for query in reads) == 3
