"""A batch tells what its cases lack, and goes on where it broke off."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from tests.web.made import NOW
from tests.web.test_intake import PATHS, begin, send

from anjuan.accounts.selectors.people import viewer_named
from anjuan.archive.models import Case, CaseJudgement, Intake, IntakeItem
from anjuan.archive.selectors.batchcases import WATCHED, batch_cases, is_watched


def ended(shelf) -> Intake:
    """Return a batch that has ended, with one file of the case of the shelf."""
    batch = Intake.objects.create(
        way="upload", mode="into_case", started_by="li", started_at=NOW, finished_at=NOW, state="finished"
    )
    IntakeItem.objects.create(
        intake=batch, path="a.txt", case=shelf.case, document=shelf.scan, original=shelf.scan.original, state="filed"
    )
    return batch


def judged(case: Case, *, stale: bool) -> None:
    CaseJudgement.objects.update_or_create(case=case, defaults={"judged_at": NOW, "stale": stale})
    Case.objects.filter(pk=case.pk).update(misses=7, contradictions=2)


def test_a_checked_case_tells_what_it_lacks_and_contradicts(archivist, shelf):
    judged(shelf.case, stale=False)
    (row,) = batch_cases(viewer_named("li", NOW.date()), ended(shelf).pk)
    assert (row.misses, row.contradictions, row.is_checked, row.is_awaited) == (7, 2, True, False)


def test_figures_of_a_case_that_changed_since_are_not_told(archivist, shelf):
    judged(shelf.case, stale=True)
    page = archivist.get(reverse("web:intake", args=[ended(shelf).pk])).content.decode()
    assert "缺 7" not in page


def test_whoever_may_not_read_a_case_is_not_told_of_it(auditor, shelf):
    batch = ended(shelf)
    assert batch_cases(viewer_named("auditor", NOW.date()), batch.pk) == []


def test_a_batch_is_not_watched_for_ever(shelf):
    batch = ended(shelf)
    assert is_watched(batch.pk, now=NOW)
    assert not is_watched(batch.pk, now=NOW + WATCHED)


def test_a_batch_that_broke_off_names_the_files_it_has(archivist):
    first = begin(archivist).json()
    assert first["there"] == []
    send(archivist, first, PATHS[0])
    Intake.objects.update(heard_at=NOW - dt.timedelta(days=365))
    again = begin(archivist).json()
    assert (again["id"], again["there"]) == (first["id"], [PATHS[0]])
