from __future__ import annotations

import dataclasses
import itertools
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from tests.archive.conftest import LI

from anjuan.archive.models import (
    Case,
    CaseJudgement,
    Correction,
    CustodyEvent,
    Document,
    DocumentDescription,
    IndexOrder,
    OriginalNotice,
    Page,
    PageRemark,
)
from anjuan.archive.models.cases import CaseState
from anjuan.archive.services.correcting import (
    CutImpossibleError,
    KindUnknownError,
    document_set_kind,
    file_recut,
)
from anjuan.archive.services.reading import item_file
from anjuan.archive.services.retrying import items_retry
from anjuan.archive.services.sealed import SealedCaseError
from anjuan.archive.services.studying import document_study, documents_describe
from anjuan.jobs.models import Job
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Worker
from anjuan.papers.facts import Cut, Description, Found, Paper, Reason, Remark, Verdict
from anjuan.papers.study import Studied, StudiedPaper
from anjuan.reading.errors import ReaderCrashedError
from anjuan.reading.pages import Page as ReadPage

pytestmark = pytest.mark.django_db

_KINDS = {"A01": "认证申请书", "B05": "认证合同", "D12": "审核报告"}


@dataclasses.dataclass
class FakeScholar:
    """Begins a paper wherever a page starts with the name of a kind."""

    breaks: bool = False
    asked: list[str] = dataclasses.field(default_factory=list)
    made_with: str = "fake/1"

    def study(self, pages: Sequence[ReadPage], **_: object) -> Studied:
        if self.breaks:
            raise ZeroDivisionError
        starts = [number for number, page in enumerate(pages, 1) if number == 1 or self._kind(page)]
        ends = [*(start - 1 for start in starts[1:]), len(pages)]
        papers = []
        for start, end in zip(starts, ends, strict=True):
            verdict, description = self.look(Paper(tuple(pages[start - 1 : end])))
            papers.append(StudiedPaper(Cut(start, end, 0.9), verdict, description))
        blank = tuple(number for number, page in enumerate(pages, 1) if page.text.startswith("（空白"))
        remarks = (Remark("blank", blank, "A page is blank."),) if blank else ()
        return Studied(tuple(papers), remarks, self.made_with)

    def look(self, paper: Paper, *, kind: str = "") -> tuple[Verdict, Description]:
        self.asked.append(kind)
        first = paper.pages[0]
        own = kind or self._kind(first)
        title = first.lines[0].text if first.lines else ""
        found = Found("organisation", title, title, 1, (0, 0, 1, 1), 0.9)
        verdict = Verdict(own, 0.9 if own else 0.0, title=title, reasons=(Reason("title", title),))
        return verdict, Description((found,))

    def kind_names(self) -> Mapping[str, str]:
        return _KINDS

    def _kind(self, page: ReadPage) -> str:
        return next((code for code, name in _KINDS.items() if page.text.startswith(name)), "")


@pytest.fixture
def scholar() -> FakeScholar:
    return FakeScholar()


@pytest.fixture
def work(bench, blobs, clock, scholar) -> Callable[[], int]:
    def run() -> int:
        handlers = {
            "archive.file_item": lambda ticket: item_file(ticket=ticket, shop=bench, blobs=blobs, scholar=scholar)
        }
        return Worker(handlers, TableQueue(), clock, stop=threading.Event()).run(until_idle=True)

    return run


@pytest.fixture
def bound(tmp_path: Path) -> Path:
    """One file of five pages that holds three papers, the second of two pages, with a blank page after it."""
    root = tmp_path / "bound"
    (root / "甲公司").mkdir(parents=True)
    pages = ("认证申请书\n甲公司", "认证合同\n甲方：甲公司", "第二页", "（空白页）", "审核报告\n结论")
    (root / "甲公司" / "扫描件.txt").write_text("\f".join(pages), encoding="utf-8")
    return root


def spans() -> list[tuple[str, int, int | None, int]]:
    rows = Document.objects.filter(removed=False).order_by("first_page")
    return [(one.kind, one.first_page, one.last_page, one.pages_count) for one in rows]


def texts_of(document: Document) -> list[int]:
    return list(document.pages.order_by("number").values_list("original_page__number", flat=True))


def test_a_bound_file_becomes_its_papers(take_in, bound):
    take_in(bound)
    assert spans() == [("A01", 1, 1, 1), ("B05", 2, 4, 3), ("D12", 5, 5, 1)]
    assert [texts_of(one) for one in Document.objects.order_by("first_page")] == [[1], [2, 3, 4], [5]]


def test_every_page_stays_in_exactly_one_paper_with_its_key(take_in, bound):
    take_in(bound)
    assert sorted(Page.objects.values_list("original_page__number", flat=True)) == [1, 2, 3, 4, 5]


def test_the_case_counts_its_papers(take_in, bound):
    take_in(bound)
    case = Case.objects.get()
    assert (case.documents_count, case.pages_count) == (3, 5)


def test_papers_take_the_printed_title_and_the_words_for_their_kind(take_in, bound):
    take_in(bound)
    rows = Document.objects.order_by("first_page").values_list("title", "kind_name", "kind_by", "kind_confidence")
    assert rows[1] == ("认证合同", "认证合同", "rules", 0.9)


def test_what_is_odd_about_pages_is_kept_with_the_original(take_in, bound):
    take_in(bound)
    assert list(PageRemark.objects.values_list("code", "pages")) == [("blank", [4])]


def test_describing_leaves_an_event_and_orders_a_judgement(take_in, bound):
    take_in(bound)
    assert CustodyEvent.objects.filter(event="description", tool="fake/1").count() == 1
    assert CaseJudgement.objects.get().stale
    assert Job.objects.filter(kind="archive.judge_case", subject_id=Case.objects.get().pk).count() == 1


def test_a_study_that_fails_leaves_the_file_filed_and_says_so(take_in, bound, scholar):
    scholar.breaks = True
    intake = take_in(bound)
    assert intake.items.get().state == "filed"
    assert OriginalNotice.objects.get().code == "study-failed"
    assert spans() == [("", 1, 5, 5)]


def test_the_same_bytes_in_another_case_are_cut_there_too(take_in, bound, tmp_path):
    take_in(bound)
    (bound / "甲公司").rename(tmp_path / "again")
    other = tmp_path / "other"
    other.mkdir()
    (tmp_path / "again").rename(other / "乙公司")
    take_in(other)
    assert [one.documents.filter(removed=False).count() for one in Case.objects.all()] == [3, 3]


def test_taking_in_again_cuts_nothing_twice(take_in, bound):
    take_in(bound)
    take_in(bound)
    assert Document.objects.count() == 3


def test_a_person_can_move_a_cut_and_the_rest_stays_itself(take_in, bound, deed, scholar):
    take_in(bound)
    before = dict(Document.objects.values_list("first_page", "pk"))
    file_recut(deed=deed, viewer=LI, document=Document.objects.get(first_page=1), starts=[1, 3, 5], scholar=scholar)
    assert spans() == [("A01", 1, 2, 2), ("", 3, 4, 2), ("D12", 5, 5, 1)]
    assert Document.objects.get(first_page=5, removed=False).pk == before[5]
    assert Correction.objects.get().before == "[1, 2, 5]"


def test_papers_can_be_joined_and_the_one_that_goes_is_only_marked(take_in, bound, deed, scholar):
    take_in(bound)
    file_recut(deed=deed, viewer=LI, document=Document.objects.get(first_page=2), starts=[1], scholar=scholar)
    assert spans() == [("A01", 1, 5, 5)]
    assert Document.objects.filter(removed=True, pages_count=0).count() == 2
    assert Case.objects.get().documents_count == 1


def test_moved_papers_are_indexed_again(take_in, bound, deed, scholar):
    take_in(bound)
    IndexOrder.objects.all().delete()
    file_recut(deed=deed, viewer=LI, document=Document.objects.get(first_page=1), starts=[1, 3, 5], scholar=scholar)
    ordered = set(IndexOrder.objects.values_list("document_id", flat=True))
    assert set(Document.objects.filter(removed=False).values_list("pk", flat=True)) <= ordered


def test_a_cut_outside_the_file_is_refused(take_in, bound, deed, scholar):
    take_in(bound)
    with pytest.raises(CutImpossibleError, match="5 pages of the file"):
        file_recut(deed=deed, viewer=LI, document=Document.objects.first(), starts=[1, 9], scholar=scholar)


def test_a_kind_given_by_a_person_outlasts_the_rules(take_in, bound, deed, scholar):
    take_in(bound)
    document = Document.objects.get(first_page=5)
    document_set_kind(deed=deed, viewer=LI, document=document, kind="B05", scholar=scholar)
    document.refresh_from_db()
    assert (document.kind, document.kind_name, document.kind_by) == ("B05", "认证合同", "person")
    assert scholar.asked[-1] == "B05"
    assert DocumentDescription.objects.get(document=document).found[0]["name"] == "organisation"


def test_an_unknown_kind_is_refused(take_in, bound, deed, scholar):
    take_in(bound)
    with pytest.raises(KindUnknownError, match="Z99"):
        document_set_kind(deed=deed, viewer=LI, document=Document.objects.first(), kind="Z99", scholar=scholar)


def test_a_sealed_case_is_not_corrected(take_in, bound, deed, scholar):
    take_in(bound)
    Case.objects.update(state=CaseState.SEALED)
    with pytest.raises(SealedCaseError, match="sealed"):
        document_set_kind(deed=deed, viewer=LI, document=Document.objects.first(), kind="B05", scholar=scholar)
    with pytest.raises(SealedCaseError):
        file_recut(deed=deed, viewer=LI, document=Document.objects.first(), starts=[1], scholar=scholar)


def test_an_addendum_that_no_seal_covers_yet_is_corrected(take_in, bound, deed, scholar):
    take_in(bound)
    Case.objects.update(state=CaseState.SEALED)
    Document.objects.filter(first_page=5).update(addendum=True)
    document_set_kind(deed=deed, viewer=LI, document=Document.objects.get(first_page=5), kind="B05", scholar=scholar)
    assert Document.objects.get(first_page=5).kind == "B05"


def test_what_a_seal_covers_is_not_described_anew(take_in, bound, deed, scholar):
    take_in(bound)
    Document.objects.update(sealed=True)
    before = list(DocumentDescription.objects.values())
    scholar.made_with = "fake/2"
    documents_describe(deed=deed, documents=list(Document.objects.all()), scholar=scholar)
    assert list(DocumentDescription.objects.values()) == before


class _Cut:
    """A reading that breaks off after some events."""

    def __init__(self, inner, events: int) -> None:
        self.inner, self.events = inner, events

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.inner.close()

    def __iter__(self):
        yield from itertools.islice(self.inner, self.events)
        raise ReaderCrashedError("The reader died.")


@pytest.fixture
def half_read(take_in, bound, bench, monkeypatch):
    """The bound file, of which the reader died after its third page."""
    with monkeypatch.context() as patch:
        read = bench.read
        patch.setattr(bench, "read", lambda *a, **k: _Cut(read(*a, **k), 4))
        return take_in(bound)


def test_the_pages_read_before_a_reader_died_are_cut_and_described(half_read):
    assert half_read.items.get().state == "failed"
    assert spans() == [("A01", 1, 1, 1), ("B05", 2, 3, 2)]
    assert DocumentDescription.objects.count() == 2


def test_what_is_read_when_it_is_tried_again_is_cut_too(half_read, deed, work):
    kept = dict(Document.objects.values_list("first_page", "pk"))
    items_retry(deed=deed, intake_id=half_read.pk)
    work()
    assert spans() == [("A01", 1, 1, 1), ("B05", 2, 4, 3), ("D12", 5, 5, 1)]
    assert kept.items() <= dict(Document.objects.values_list("first_page", "pk")).items()
    assert [texts_of(one) for one in Document.objects.order_by("first_page")] == [[1], [2, 3, 4], [5]]
    assert Case.objects.get().pages_count == 5


def test_what_is_read_after_a_seal_becomes_an_addendum(half_read, deed, work):
    Case.objects.update(state=CaseState.SEALED)
    Document.objects.update(sealed=True)
    items_retry(deed=deed, intake_id=half_read.pk)
    work()
    rows = Document.objects.order_by("first_page").values_list("first_page", "last_page", "addendum")
    assert list(rows) == [(1, 1, False), (2, 3, False), (4, 5, True)]
    assert DocumentDescription.objects.filter(document__addendum=True).exists()


def test_a_killed_worker_that_comes_back_cuts_nothing_twice(take_in, bound, deed, scholar):
    take_in(bound)
    before = list(Page.objects.order_by("pk").values())
    document_study(deed=deed, document=Document.objects.get(first_page=1), scholar=scholar)
    assert spans() == [("A01", 1, 1, 1), ("B05", 2, 4, 3), ("D12", 5, 5, 1)]
    assert list(Page.objects.order_by("pk").values()) == before
