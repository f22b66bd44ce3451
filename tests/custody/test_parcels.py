from __future__ import annotations

import datetime as dt
import threading
import zipfile

import pytest

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry, RoleGrant
from anjuan.archive.models import Case
from anjuan.archive.places import Places
from anjuan.custody.models import Parcel
from anjuan.custody.selectors.parcels import (
    PARCEL_JOB,
    ParcelGoneError,
    ParcelUnknownError,
    parcel_list,
    parcel_path,
    parcel_way,
)
from anjuan.custody.services.downloads import DownloadRefusedError
from anjuan.custody.services.parcels import parcel_make, parcel_order, parcel_take, parcels_sweep
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.ANJUAN_HOME = tmp_path / "home"


@pytest.fixture
def make(blobs, clock, tmp_path):
    here = Places(blobs, tmp_path / "work", tmp_path / "index")

    def run() -> int:
        handlers = {PARCEL_JOB: lambda ticket: parcel_make(ticket=ticket, here=here)}
        return Worker(handlers, TableQueue(), clock, stop=threading.Event()).run(until_idle=True)

    return run


def names(number: str) -> list[str]:
    with zipfile.ZipFile(parcel_path(Parcel.objects.get(number=number))) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_a_parcel_of_originals_holds_a_package_of_each_case(case, archivist, make):
    cases = list(Case.objects.values_list("pk", flat=True))
    number = parcel_order(**archivist, cases=cases)
    make()
    assert names(number) == [f"{one}.zip" for one in Case.objects.order_by("number").values_list("number", flat=True)]
    path, _name = parcel_take(**archivist, number=number, address="203.0.113.7")
    assert path.is_file()
    assert JournalEntry.objects.get(action="parcel.take").detail["address"] == "203.0.113.7"


def test_who_takes_no_originals_gets_marked_papers(case, person, make):
    reviewer = person("zhao", "reviewer")
    number = parcel_order(**reviewer, cases=[case.pk])
    make()
    assert len([name for name in names(number) if name.endswith(".pdf")]) == 2
    assert JournalEntry.objects.filter(action="case.copies").count() == 1


def test_nobody_takes_the_parcel_of_another(case, archivist, chief, make):
    number = parcel_order(**archivist, cases=[case.pk])
    make()
    with pytest.raises(ParcelUnknownError):
        parcel_take(**chief, number=number)


def test_a_parcel_that_is_not_made_yet_cannot_be_taken(case, archivist):
    number = parcel_order(**archivist, cases=[case.pk])
    with pytest.raises(ParcelGoneError):
        parcel_take(**archivist, number=number)


def test_a_parcel_expires_and_its_file_goes(case, archivist, make, clock):
    number = parcel_order(**archivist, cases=[case.pk])
    make()
    later = clock.now() + dt.timedelta(days=3, seconds=1)
    with pytest.raises(ParcelGoneError):
        parcel_take(deed=Deed("li", later), viewer=archivist["viewer"], number=number)
    assert parcels_sweep(now=later) == 1
    assert not parcel_path(Parcel.objects.get(number=number)).exists()
    assert parcel_list(archivist["viewer"], now=later)[0].standing == "gone"


def test_a_case_that_cannot_be_taken_out_is_told_and_holds_up_nobody(case, archivist, make):
    number = parcel_order(**archivist, cases=[case.pk])
    RoleGrant.objects.update(withdrawn_at=archivist["deed"].now)
    make()
    row = parcel_list(archivist["viewer"], now=archivist["deed"].now)[0]
    assert (row.number, row.standing, row.failed) == (number, "failed", 1)


@pytest.mark.parametrize("role", ["system_administrator", "auditor"])
def test_who_may_not_take_the_case_out_orders_none(case, person, role):
    with pytest.raises(DownloadRefusedError):
        parcel_order(**person("wu", role), cases=[case.pk])


def test_originals_as_a_parcel_need_the_right_to_export(person, archivist, settings, clock):
    today = clock.now().date()
    assert parcel_way(archivist["viewer"], today=today) == "original"
    settings.ANJUAN_OPTIONS = type(settings.ANJUAN_OPTIONS).model_validate({"download": {"original": ["reviewer"]}})
    assert parcel_way(person("zhao", "reviewer")["viewer"], today=today) == "marked"
