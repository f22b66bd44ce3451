"""Deeds to many rows: each thing on its own, under the rights of that moment, told one by one, taken back."""

from __future__ import annotations

import threading

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.made import NOW, described, made_shelf, person

from anjuan.accounts.models import RoleGrant
from anjuan.accounts.selectors.journal import journal_recent
from anjuan.archive.models import BulkDeed, BulkItem, Case, CaseReader, Correction, Document
from anjuan.custody.models import Loan
from anjuan.custody.tasks import bulk_deed
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Tempo, Worker
from anjuan.kit.clock import SystemClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(db):
    return described(made_shelf(number_of_cases=4))


def work() -> None:
    Worker(
        {"archive.bulk_deed": bulk_deed}, TableQueue(), SystemClock(), tempo=Tempo(), stop=threading.Event()
    ).run(until_idle=True)  # fmt: skip


def ordered(client: Client, deed: str, picked: list[str], name: str = "cases", **more: str) -> BulkDeed:
    sent = {"pick": picked, "query": more.pop("query", ""), **{f"{deed}.{key}": text for key, text in more.items()}}
    answer = client.post(reverse("web:list_deed", args=[name, deed]), sent)
    assert answer.status_code == 302, answer.content.decode()[:500]
    work()
    return BulkDeed.objects.order_by("id").last()


def states(bulk: BulkDeed) -> list[str]:
    return list(BulkItem.objects.filter(bulk=bulk).order_by("id").values_list("state", flat=True))


def numbers() -> list[str]:
    return list(Case.objects.order_by("id").values_list("number", flat=True))


def test_the_chosen_cases_are_judged_and_no_others(archivist, shelf):
    bulk = ordered(archivist, "judge", numbers()[:2])
    assert (bulk.total, states(bulk)) == (2, ["done", "done"])
    assert bulk.finished_at is not None


def test_all_that_match_means_what_the_filter_leaves(archivist, shelf):
    Case.objects.filter(number=numbers()[0]).update(field_code="B01")
    archivist.post(
        reverse("web:list_deed", args=["cases", "judge"]), {"all": "1", "query": "field_code=B01", "pick": numbers()}
    )  # fmt: skip
    assert BulkDeed.objects.get().total == 1


def test_a_reader_is_assigned_and_taken_back(archivist, shelf):
    reader = person("auditor", "zhou")
    bulk = ordered(archivist, "assign", numbers()[:3], reader=f"user:{reader.pk}")
    assert CaseReader.objects.filter(token=f"user:{reader.pk}").count() == 3
    archivist.post(reverse("web:bulk_undo", args=[bulk.pk]))
    work()
    assert not CaseReader.objects.filter(token=f"user:{reader.pk}").exists()
    assert states(bulk) == ["undone"] * 3


def test_what_was_so_before_is_not_taken_back(archivist, shelf):
    reader = person("auditor", "zhou")
    first = Case.objects.order_by("id").first()
    CaseReader.objects.create(case=first, token=f"user:{reader.pk}", granted_at=NOW, granted_by="x")
    bulk = ordered(archivist, "assign", numbers()[:2], reader=f"user:{reader.pk}")
    assert states(bulk) == ["unchanged", "done"]
    archivist.post(reverse("web:bulk_undo", args=[bulk.pk]))
    work()
    assert list(CaseReader.objects.filter(token=f"user:{reader.pk}").values_list("case", flat=True)) == [first.pk]


def test_an_order_is_undone_once(archivist, shelf):
    reader = person("auditor", "zhou")
    bulk = ordered(archivist, "assign", numbers()[:1], reader=f"user:{reader.pk}")
    archivist.post(reverse("web:bulk_undo", args=[bulk.pk]))
    assert archivist.post(reverse("web:bulk_undo", args=[bulk.pk])).status_code == 400


def test_somebody_who_may_read_all_cannot_be_assigned(archivist, shelf):
    other = person("reviewer", "wang")
    archivist.post(
        reverse("web:list_deed", args=["cases", "assign"]), {"pick": numbers(), "assign.reader": f"user:{other.pk}"}
    )  # fmt: skip
    assert not BulkDeed.objects.exists()


def test_rights_are_asked_again_when_it_is_done(archivist, shelf):
    archivist.post(reverse("web:list_deed", args=["cases", "judge"]), {"pick": numbers()})
    RoleGrant.objects.update(withdrawn_at=NOW)
    work()
    assert set(states(BulkDeed.objects.get())) == {"refused"}


def test_loans_are_asked_for_and_taken_back(db, shelf):
    client = Client()
    client.force_login(person("reviewer", "wang"))
    day = str(SystemClock().now().date())
    more = {"purpose_code": "work", "purpose": "复核", "first_day": day, "last_day": day}
    bulk = ordered(client, "loan", numbers()[:2], **more)
    assert states(bulk) == ["done", "done"]
    client.post(reverse("web:bulk_undo", args=[bulk.pk]))
    work()
    assert set(Loan.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_one_that_cannot_be_done_does_not_hold_up_the_others(archivist, shelf):
    Case.objects.filter(number=numbers()[0]).update(state="destroyed")
    bulk = ordered(archivist, "judge", numbers()[:3])
    assert states(bulk) == ["refused", "done", "done"]
    page = archivist.get(reverse("web:bulk", args=[bulk.pk])).content.decode()
    assert "这一项不适用" in page


def test_a_kind_is_set_for_many_papers_and_taken_back(archivist, shelf):
    papers = [str(key) for key in Document.objects.order_by("id").values_list("pk", flat=True)[:2]]
    Document.objects.filter(pk__in=papers).update(kind="", kind_by="", kind_confidence=0)
    bulk = ordered(archivist, "kind", papers, name="doubts", kind="D08")
    assert set(Document.objects.filter(pk__in=papers).values_list("kind", "kind_by")) == {("D08", "person")}
    archivist.post(reverse("web:bulk_undo", args=[bulk.pk]))
    work()
    assert not Document.objects.filter(pk__in=papers, kind_by="person").exists()
    assert Correction.objects.filter(what="kind").count() == 4


def test_what_somebody_changed_since_is_not_overruled_by_undoing(archivist, shelf):
    paper = Document.objects.order_by("id").first()
    Document.objects.filter(pk=paper.pk).update(kind="", kind_by="", kind_confidence=0)
    bulk = ordered(archivist, "kind", [str(paper.pk)], name="doubts", kind="D08")
    Document.objects.filter(pk=paper.pk).update(kind="D09")
    archivist.post(reverse("web:bulk_undo", args=[bulk.pk]))
    work()
    assert (Document.objects.get(pk=paper.pk).kind, states(bulk)) == ("D09", ["done"])


def test_a_paper_without_a_proposal_is_not_accepted(archivist, shelf):
    paper = Document.objects.order_by("id").first()
    Document.objects.filter(pk=paper.pk).update(kind="", kind_by="", kind_confidence=0)
    assert states(ordered(archivist, "accept", [str(paper.pk)], name="doubts")) == ["refused"]


def test_an_order_is_shown_to_nobody_else(archivist, shelf):
    bulk = ordered(archivist, "judge", numbers()[:1])
    other = Client()
    other.force_login(person("chief_archivist", "wang"))
    assert other.get(reverse("web:bulk", args=[bulk.pk])).status_code == 404
    assert other.post(reverse("web:bulk_undo", args=[bulk.pk])).status_code == 404


def test_who_may_not_do_a_deed_is_not_offered_it_and_refused_it(db, shelf):
    client = Client()
    client.force_login(person("head", "zong"))
    assert "data-pick" not in client.get("/cases/").content.decode().replace("data-pick-page", "")
    answer = client.post(reverse("web:list_deed", args=["cases", "judge"]), {"pick": numbers()})
    assert answer.status_code == 403


def test_orders_and_undoing_stand_in_the_journal(archivist, shelf):
    reader = person("auditor", "zhou")
    bulk = ordered(archivist, "assign", numbers()[:1], reader=f"user:{reader.pk}")
    archivist.post(reverse("web:bulk_undo", args=[bulk.pk]))
    assert {"bulk.order", "bulk.undo"} <= {entry.action for entry in journal_recent(limit=20)}


def test_nothing_chosen_is_said(archivist, shelf):
    answer = archivist.post(reverse("web:list_deed", args=["cases", "judge"]), {"query": ""}, follow=True)
    assert "没有选中任何一行" in answer.content.decode()


def test_what_is_missing_is_named(archivist, shelf):
    answer = archivist.post(reverse("web:list_deed", args=["cases", "assign"]), {"pick": numbers()}, follow=True)
    assert "请填写查阅人" in answer.content.decode()


def test_an_unknown_deed_is_told(archivist, shelf):
    assert archivist.post(reverse("web:list_deed", args=["cases", "burn"])).status_code == 404
