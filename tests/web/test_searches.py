"""The search page: what it shows, remembers and tells; batches of searches."""

from __future__ import annotations

import datetime as dt
import io
import threading

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.made import DEED, NOW, person

from anjuan.accounts.models import AskedSearch, BatchSearch, BatchSearchRow, JournalEntry, SavedSearch
from anjuan.archive.findable.why import why_found
from anjuan.archive.models import CaseReader, IndexOrder, OriginalPage, Page
from anjuan.archive.services.batch_search import batch_run
from anjuan.archive.services.cases import case_grant_reading
from anjuan.archive.services.indexing import index_drain, search_engine
from anjuan.jobs.protocol import Claim
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Ticket
from anjuan.kit.clock import SystemClock
from anjuan.reading import packing
from anjuan.reading.pages import Line, TextSource
from anjuan.reading.pages import Page as ReadPage
from anjuan.web.visitor import viewer_of

pytestmark = pytest.mark.django_db
SEARCH = "web:search"


def found(client: Client, **asked: object):
    return client.get(reverse(SEARCH), asked)


def saved(client: Client, query: str = "q=首件检验") -> SavedSearch:
    client.post(reverse("web:search_save"), {"query": query, "name": "首件", "watched": "1"})
    return SavedSearch.objects.get(name="首件")


def one_page_more(shelf, text: str = "首件检验合格") -> None:
    page = ReadPage(3, 420, 594, source=TextSource.OCR, lines=(Line(text, (0.1, 0.1, 0.6, 0.13), 0.9),))
    row = OriginalPage.objects.create(
        original=shelf.scan.original, number=3, width=420, height=594, source=page.source, packed=packing.pack(page)
    )
    Page.objects.create(document=shelf.scan, number=3, original_page=row)
    IndexOrder.objects.create(document_id=shelf.scan.pk, first_page=3, last_page=3)
    index_drain(search_engine())
    SavedSearch.objects.update(counted_at=None)


def counts(client: Client) -> dict[str, int]:
    return client.get(reverse("web:counts")).json()


def claimed() -> Claim:
    lease, kinds = dt.timedelta(minutes=1), frozenset({"archive.batch_search"})
    job = TableQueue().claim(now=SystemClock().now(), owner="w", lease=lease, kinds=kinds)
    assert job is not None
    return job


def run(batch: BatchSearch) -> None:
    job = claimed()
    assert job.subject_id == batch.pk
    batch_run(Ticket(job, TableQueue(), SystemClock(), threading.Event()), search_engine())
    TableQueue().finish(job, now=SystemClock().now())


def batch_of(client: Client, rows: str, **more: str) -> BatchSearch:
    client.post(reverse("web:batch_make"), {"rows": rows, **more})
    batch = BatchSearch.objects.latest("id")
    run(batch)
    return batch


def test_a_result_says_which_case_kind_and_year_it_is_of(archivist, shelf):
    page = found(archivist, q="首件检验").content.decode()
    assert shelf.case.number in page
    assert "初审" in page
    assert "2024" in page


def test_a_chosen_value_does_not_hide_the_others_of_its_facet(archivist, shelf):
    answer = found(archivist, q="首件检验", year="2019")
    values = {one.value: (one.count, one.is_on) for one in dict(answer.context["facets"])["year"]}
    assert values == {"2024": (2, False), "2019": (0, True)}


def test_results_are_ordered_as_asked(archivist, shelf):
    assert found(archivist, q="首件检验", sort="-year").context["asked"].sort == "-year"
    assert found(archivist, q="首件检验", sort="drop table").context["asked"].sort == ""


def test_the_search_page_asks_the_database_few_times(archivist, shelf, django_assert_max_num_queries):
    found(archivist, q="首件检验")
    with django_assert_max_num_queries(20):
        found(archivist, q="首件检验", year="2024")


def test_nothing_found_tells_which_word_is_nowhere(archivist, shelf):
    answer = found(archivist, q="首件检验 AND 锅炉房")
    assert answer.context["by_word"] == (("首件检验", 2), ("锅炉房", 0))


def test_why_a_page_was_found_is_told_word_by_word(archivist, shelf):
    address = reverse("web:search_why", args=[shelf.scan.pk, 1])
    text = archivist.get(address, {"q": "首件检验 组织:海棠"}).content.decode()
    assert "逐字出现" in text
    assert "宁波海棠精密模具有限公司" in text


def test_why_counts_only_pages_that_the_person_may_see(shelf):
    user = person("auditor", "sun")
    case_grant_reading(deed=DEED, case=shelf.case, token=f"user:{user.pk}", document_id=shelf.text.pk)
    viewer = viewer_of(user, NOW.date())
    told = why_found(viewer, search_engine(), "首件检验", (shelf.text.pk, 1))
    assert [word.pages for word in told.words] == [0]


def test_a_thumbnail_is_small_and_kept_by_the_browser(archivist, shelf):
    address = reverse("web:picture", args=[shelf.scan.pk, 1])
    answer = archivist.get(address, {"size": "thumb", "of": shelf.scan.original.sha256[:12]})
    assert answer["Content-Type"] == "image/webp"
    assert len(answer.content) < 20_000
    assert "immutable" in answer["Cache-Control"]


def test_a_thumbnail_of_a_hidden_page_is_not_given(archivist, auditor, shelf):
    address = reverse("web:picture", args=[shelf.scan.pk, 1])
    archivist.get(address, {"size": "thumb"})  # it is kept now
    assert auditor.get(address, {"size": "thumb"}).status_code == 404


def test_a_search_stands_once_in_the_history_of_its_person(archivist, auditor, shelf):
    found(archivist, q="首件检验")
    found(archivist, q="审核计划")
    found(archivist, q="首件检验")
    rows = [one.words for _, one in archivist.get(reverse(SEARCH)).context["history"]]
    assert rows == ["首件检验", "审核计划"]
    assert auditor.get(reverse(SEARCH)).context["history"] == []


def test_the_history_holds_fifty_searches_and_can_be_cleared(archivist, shelf):
    for number in range(53):
        found(archivist, q=f"词{number}")
    assert AskedSearch.objects.count() == 50
    archivist.post(reverse("web:history_clear"))
    assert not AskedSearch.objects.exists()


def test_a_saved_search_tells_of_new_hits_until_it_is_opened(archivist, shelf):
    search = saved(archivist)
    assert counts(archivist)["searches"] == 0
    one_page_more(shelf)
    assert counts(archivist)[f"search-{search.pk}"] == 1
    answer = archivist.get(f"{reverse(SEARCH)}?{search.query}&saved={search.pk}")
    assert len(answer.context["fresh"]) == 1
    assert counts(archivist)["searches"] == 0


def test_a_page_that_holds_only_some_of_the_words_is_no_new_hit(archivist, shelf):
    saved(archivist, "q=首件检验 热处理")
    one_page_more(shelf, "热处理合格")
    assert counts(archivist)["searches"] == 0


def test_new_hits_are_counted_with_the_rights_of_now(auditor, shelf):
    user_id = int(auditor.session["_auth_user_id"])
    case_grant_reading(deed=DEED, case=shelf.case, token=f"user:{user_id}")
    index_drain(search_engine())
    saved(auditor)
    one_page_more(shelf)
    assert counts(auditor)["searches"] == 1
    CaseReader.objects.all().delete()
    IndexOrder.objects.create(document_id=shelf.scan.pk, first_page=1, last_page=3)
    index_drain(search_engine())
    SavedSearch.objects.update(counted_at=None)
    assert counts(auditor)["searches"] == 0


def test_nobody_opens_changes_or_removes_the_saved_search_of_another(archivist, auditor, shelf):
    search = saved(archivist)
    assert auditor.get(reverse(SEARCH), {"q": "首件检验", "saved": search.pk}).status_code == 404
    for route in ("search_change", "search_delete"):
        assert auditor.post(reverse(f"web:{route}", args=[search.pk])).status_code == 404


def test_a_batch_tells_for_every_row_what_was_found(archivist, shelf):
    batch = batch_of(archivist, "首件检验\n\n锅炉房\n首件检验\n审核计划\t第二列")
    rows = [(row.text, row.hits, row.cases) for row in BatchSearchRow.objects.filter(batch=batch)]
    assert rows == [("首件检验", 2, 1), ("锅炉房", 0, 0), ("审核计划", 1, 1)]
    assert archivist.get(reverse("web:batch", args=[batch.pk])).context["batch"].finished_at
    assert JournalEntry.objects.filter(action="search.batch").count() == 1


def test_a_batch_finds_nothing_that_its_owner_may_not_see(auditor, shelf):
    batch = batch_of(auditor, "首件检验")
    assert batch.rows.get().hits == 0


def test_a_batch_is_seen_by_its_owner_only(archivist, auditor, shelf):
    batch = batch_of(archivist, "首件检验")
    for route in ("batch", "batch_table"):
        assert auditor.get(reverse(f"web:{route}", args=[batch.pk])).status_code == 404


def test_a_batch_run_with_other_rights_is_not_shown(archivist, shelf):
    batch = batch_of(archivist, "首件检验")
    BatchSearch.objects.update(sight="other")
    page = archivist.get(reverse("web:batch", args=[batch.pk]))
    assert "rows" not in page.context
    assert archivist.get(reverse("web:batch_table", args=[batch.pk])).status_code == 403


def test_a_batch_is_exported_as_it_stands_and_no_row_becomes_a_formula(archivist, shelf):
    batch = batch_of(archivist, "首件检验\n=1+1")
    sent = archivist.get(reverse("web:batch_table", args=[batch.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(sent.content)).active
    rows = list(sheet.iter_rows(min_row=2, max_col=4, values_only=True))
    assert rows == [(1, "首件检验", 2, 1), (2, "'=1+1", 0, 0)]
    assert JournalEntry.objects.filter(action="search.batch_export").exists()


def test_a_batch_is_run_again_with_the_papers_of_now(archivist, shelf):
    batch = batch_of(archivist, "首件检验")
    one_page_more(shelf)
    archivist.post(reverse("web:batch_again", args=[batch.pk]))
    run(batch)
    assert batch.rows.get().hits == 3


def test_a_batch_goes_on_where_it_was_stopped(archivist, shelf):
    batch = batch_of(archivist, "首件检验\n审核计划")
    BatchSearchRow.objects.filter(number=2).update(is_done=False, hits=0)
    BatchSearchRow.objects.filter(number=1).update(hits=77)
    archivist.post(reverse("web:batch_make"), {"rows": "别的"})
    job = claimed()
    claim = Claim(job.job_id, job.kind, batch.pk, job.group, job.owner, job.fence, 1, 5)
    assert batch_run(Ticket(claim, TableQueue(), SystemClock(), threading.Event()), search_engine()) == 1
    assert [row.hits for row in batch.rows.all()] == [77, 1]


@pytest.mark.parametrize("rows", ["", "\n".join(f"词{number}" for number in range(2001))])
def test_a_batch_without_rows_or_with_too_many_is_refused_and_leaves_nothing(archivist, rows):
    assert archivist.post(reverse("web:batch_make"), {"rows": rows}).status_code == 400
    assert not BatchSearch.objects.exists()


def test_a_column_of_a_workbook_is_searched(archivist, shelf):
    book = openpyxl.Workbook()
    for row in (("序号", "检索"), (1, "首件检验"), (2, None), (3, "审核计划")):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    sent = SimpleUploadedFile("名单.xlsx", file.getvalue())
    archivist.post(reverse("web:batch_make"), {"file": sent, "column": "检索", "heading": "1"})
    assert [row.text for row in BatchSearch.objects.get().rows.all()] == ["首件检验", "审核计划"]
