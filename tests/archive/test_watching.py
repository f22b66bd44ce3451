from __future__ import annotations

import datetime as dt

import pytest

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Intake, IntakeItem
from anjuan.archive.services import watching
from anjuan.archive.services.watching import FAILED, FILED, REASONS, folder_look, state_read, watch_order
from anjuan.config.options import Options
from anjuan.jobs.models import Job
from anjuan.jobs.queue import TableQueue

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(seconds=90)


@pytest.fixture
def watched(tmp_path, settings):
    folder, home = tmp_path / "in", tmp_path / "home"
    (home / "blobs").mkdir(parents=True)
    folder.mkdir()
    settings.ANJUAN_HOME = home
    settings.ANJUAN_OPTIONS = Options.model_validate({"intake": {"folder": str(folder)}})
    return folder


def look(moment: dt.datetime) -> int:
    return folder_look(deed=lambda: Deed("system", moment), pulse=lambda: None)


def put(folder, name="甲公司"):
    (folder / name).mkdir()
    (folder / name / "a.txt").write_text("审核计划", encoding="utf-8")


def taken(folder) -> Intake:
    put(folder)
    look(NOW)
    look(LATER)
    return Intake.objects.get()


def end(intake: Intake) -> None:
    Intake.objects.filter(pk=intake.pk).update(finished_at=LATER, state="finished")


def test_what_just_came_is_left_alone(watched):
    put(watched)
    assert look(NOW) == 0
    assert list(state_read(watched.parent / "home").resting) == ["甲公司"]


def test_what_rests_is_taken_in_and_stays_until_it_is_filed(watched):
    intake = taken(watched)
    assert (intake.way, IntakeItem.objects.count()) == ("folder", 1)
    assert (watched / "甲公司" / "a.txt").exists()


def test_a_file_that_grows_begins_to_rest_anew(watched):
    put(watched)
    look(NOW)
    (watched / "甲公司" / "a.txt").write_text("审核计划，更长", encoding="utf-8")
    assert look(LATER) == 0


def test_a_file_still_being_downloaded_keeps_its_folder_waiting(watched):
    put(watched)
    (watched / "甲公司" / "b.pdf.part").write_bytes(b"x")
    look(NOW)
    assert look(LATER) == 0


def test_what_is_filed_moves_aside(watched):
    end(taken(watched))
    look(LATER)
    assert (watched / FILED / "2026-03-02" / "甲公司" / "a.txt").exists()
    assert not (watched / "甲公司").exists()


def test_what_failed_moves_aside_with_its_reasons(watched):
    intake = taken(watched)
    IntakeItem.objects.update(state="failed", reason_code="ARCH-024", reason="It could not be read.")
    end(intake)
    look(LATER)
    told = (watched / FAILED / "2026-03-02" / "甲公司" / REASONS).read_text("utf-8")
    assert "a.txt" in told
    assert "ARCH-024" in told


def test_the_same_name_twice_stays_twice(watched):
    end(taken(watched))
    look(LATER)
    put(watched)
    look(LATER)
    look(LATER + dt.timedelta(seconds=90))
    end(Intake.objects.latest("id"))
    look(LATER + dt.timedelta(seconds=99))
    assert sorted(path.name for path in (watched / FILED / "2026-03-02").iterdir()) == ["甲公司", "甲公司 (2)"]


def test_a_look_with_nothing_to_do_leaves_no_job(watched):
    assert watch_order(now=NOW, queue=TableQueue()) is False
    assert Job.objects.count() == 0


def test_a_job_is_ordered_when_something_rests(watched):
    put(watched)
    assert watch_order(now=NOW, queue=TableQueue()) is False
    assert watch_order(now=LATER, queue=TableQueue()) is True


def test_a_folder_that_is_gone_is_told(watched):
    watched.rmdir()
    watch_order(now=NOW, queue=TableQueue())
    assert "not there" in state_read(watched.parent / "home").fault


def test_the_data_home_is_never_watched(watched, settings):
    with pytest.raises(watching.WatchFolderError):
        watching.folder_checked(str(settings.ANJUAN_HOME), settings.ANJUAN_HOME)
