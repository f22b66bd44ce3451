from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from tests.web.made import DEED, Shelf, made_shelf

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.findable.finding import find
from anjuan.archive.models import Case, CaseJudgement, CustodyEvent, Document, Original, Page, PageCare
from anjuan.archive.places import places
from anjuan.archive.selectors.casefiles import papers_of
from anjuan.archive.selectors.filepages import file_pages
from anjuan.archive.selectors.findings import case_findings, document_said
from anjuan.archive.selectors.pages import page_get, page_list, page_picture
from anjuan.archive.services.correcting import file_recut
from anjuan.archive.services.indexing import engine_at, index_drain, search_engine
from anjuan.archive.services.judging import case_judge
from anjuan.archive.services.page_care import REREAD_PAGE, CareOrder, PageCareError, pages_care
from anjuan.archive.services.paper_deeds import PaperDeedPastError, PaperDeedUnknownError, paper_deed_undo
from anjuan.archive.services.rereading import page_reread
from anjuan.archive.services.rights import DescribeMayNotError
from anjuan.archive.services.sealed import SealedCaseError
from anjuan.archive.tasks import scholar
from anjuan.jobs.models import Job
from anjuan.reading.pages import Line, TextSource
from anjuan.reading.pages import Page as ReadPage

pytestmark = pytest.mark.django_db

WE = Viewer(
    1, "li", frozenset({"archivist"}), frozenset({"case.read_all", "case.describe", "case.export"}), frozenset()
)
GUEST = dataclasses.replace(WE, capabilities=frozenset({"case.read_all"}))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings):
    settings.ANJUAN_HOME = tmp_path / "home"
    for folder in ("blobs", "index", "work"):
        (settings.ANJUAN_HOME / folder).mkdir(parents=True)
    yield settings.ANJUAN_HOME
    search_engine().backend.close()
    engine_at.cache_clear()


@pytest.fixture
def shelf() -> Shelf:
    return made_shelf()


def care(shelf: Shelf, *pages: int, turn: int = 0, mark: str | None = None, document: Document | None = None):
    return pages_care(
        deed=DEED, viewer=WE, document=document or shelf.scan, order=CareOrder(pages, turn, mark), scholar=scholar()
    )


def undo(made) -> None:
    paper_deed_undo(deed=DEED, viewer=WE, deed_id=made.pk, scholar=scholar())


def test_a_turned_page_is_shown_with_its_lines_where_they_stand_now(shelf):
    care(shelf, 1, turn=90)
    shown = page_get(WE, shelf.scan.pk, 1)
    assert (shown.page.width, shown.page.height, shown.page.rotation) == (594, 420, 90)
    assert shown.page.lines[0].box == pytest.approx((0.91, 0.3, 0.95, 0.7), abs=1e-4)


def test_a_picture_of_a_turned_page_lies_as_the_page_does(shelf):
    care(shelf, 1, turn=90)
    drawn = page_picture(WE, shelf.scan.pk, 1, width=300, places=places())
    assert drawn.width > drawn.height


def test_turns_add_up_to_none(shelf):
    for _ in range(2):
        care(shelf, 1, turn=180)
    assert not PageCare.objects.exists()


def test_every_turn_gives_the_picture_another_name(shelf):
    before = page_list(WE, shelf.scan.pk)[0].look
    care(shelf, 1, turn=180)
    assert page_list(WE, shelf.scan.pk)[0].look not in ("", before)


def test_the_bytes_and_what_was_first_read_stay(shelf):
    before = [(row.sha256, row.pages_digest) for row in Original.objects.all()]
    packed = bytes(Page.objects.get(document=shelf.scan, number=1).original_page.packed)
    care(shelf, 1, turn=180)
    assert bytes(Page.objects.get(document=shelf.scan, number=1).original_page.packed) == packed
    assert [(row.sha256, row.pages_digest) for row in Original.objects.all()] == before


def test_words_found_on_a_turned_page_are_lit_where_they_stand_now(shelf):
    care(shelf, 1, turn=180)
    index_drain(search_engine())
    hit = find(WE, search_engine(), "首件检验结论").hits[0]
    x0, y0, _, y1 = hit.boxes[0][0]
    assert (y0, y1) == pytest.approx((0.77, 0.8), abs=1e-3)
    assert x0 == pytest.approx(0.4, abs=1e-3)


def test_care_is_an_event_of_custody_of_the_paper(shelf):
    care(shelf, 1, 2, mark="blank")
    event = CustodyEvent.objects.get(event="page care")
    assert (event.document_id, event.detail) == (shelf.scan.pk, "pages 1, 2: turned by 0 degrees, marked blank")


def test_a_page_set_aside_counts_no_more(shelf):
    care(shelf, 2, mark="blank")
    assert Document.objects.get(pk=shelf.scan.pk).pages_counted == 1
    assert Case.objects.get(pk=shelf.case.pk).pages_count == 2
    assert [paper.pages for paper in papers_of(shelf.case)] == [1, 1]


def test_a_mark_taken_off_counts_the_page_again(shelf):
    care(shelf, 2, mark="blank")
    care(shelf, 2, mark="")
    assert Case.objects.get(pk=shelf.case.pk).pages_count == 3


def test_pages_are_cared_for_together_and_undone_together(shelf):
    made = care(shelf, 1, 2, turn=90, mark="duplicate")
    undo(made)
    assert [(row.turn, row.mark) for row in file_pages(WE, shelf.scan.pk)] == [(0, ""), (0, "")]
    assert Case.objects.get(pk=shelf.case.pk).pages_count == 3


def test_nothing_to_do_is_no_deed(shelf):
    care(shelf, 2, mark="blank")
    assert care(shelf, 2, mark="blank") is None


def test_an_undone_deed_is_not_undone_twice(shelf):
    made = care(shelf, 2, mark="blank")
    undo(made)
    with pytest.raises(PaperDeedUnknownError):
        undo(made)


def test_a_deed_that_something_later_changed_is_not_undone(shelf):
    made = care(shelf, 2, mark="blank")
    care(shelf, 2, mark="foreign")
    with pytest.raises(PaperDeedPastError):
        undo(made)


def test_a_foreign_page_is_a_finding_of_its_case_and_says_nothing_of_it(shelf):
    care(shelf, 2, mark="foreign")
    case_judge(deed=DEED, case_id=shelf.case.pk)
    found = [one for one in case_findings(WE, shelf.case.number).of("contradiction") if one.code == "foreign"]
    assert [(one.rule, one.evidence[0].page) for one in found] == [("K09", 2)]
    assert found[0].what_zh == "《不符合项报告》第 2 页经人工标记为他卷页。"


def test_marks_are_told_with_the_paper(shelf):
    care(shelf, 2, mark="duplicate")
    assert document_said(WE, shelf.scan.pk).remarks == ("Page 2 was marked as here twice.",)


def test_a_mark_stays_with_its_page_when_the_file_is_cut(shelf):
    care(shelf, 2, mark="blank")
    made = file_recut(deed=DEED, viewer=WE, document=shelf.scan, starts=[1, 2], scholar=scholar())
    assert [Document.objects.get(pk=one.pk).pages_aside for one in made] == [0, 1]


def test_care_orders_the_case_to_be_judged(shelf):
    CaseJudgement.objects.filter(case=shelf.case).update(stale=False)
    care(shelf, 2, mark="blank")
    assert CaseJudgement.objects.get(case=shelf.case).stale


def test_a_sealed_case_refuses(shelf):
    Case.objects.filter(pk=shelf.case.pk).update(state="sealed")
    with pytest.raises(SealedCaseError, match="sealed"):
        care(shelf, 1, turn=90)


def test_who_may_not_describe_is_refused(shelf):
    with pytest.raises(DescribeMayNotError):
        pages_care(deed=DEED, viewer=GUEST, document=shelf.scan, order=CareOrder([1], 90), scholar=scholar())


def test_a_page_without_a_picture_cannot_be_turned(shelf):
    with pytest.raises(PageCareError, match="no picture"):
        care(shelf, 1, turn=90, document=shelf.text)


@pytest.mark.parametrize(
    ("pages", "turn", "mark"), [((3,), 90, None), ((), 90, None), ((1,), 45, None), ((1,), 0, "x")]
)
def test_an_order_that_means_nothing_is_refused(shelf, pages, turn, mark):
    with pytest.raises(PageCareError):
        care(shelf, *pages, turn=turn, mark=mark)
    assert not PageCare.objects.exists()


class Shop:
    """A reader that recognises one page, lying as it thinks."""

    def __init__(self, page: ReadPage) -> None:
        self.page = page
        self.asked: list[Path] = []

    def read(self, path: Path):
        self.asked.append(path)
        return self

    def __enter__(self):
        return iter([self.page])

    def __exit__(self, *_: object) -> None:
        pass


class Turn:
    """A ticket of one job."""

    def __init__(self, subject_id: int, clock) -> None:
        self.subject_id, self.clock = subject_id, clock


@pytest.fixture
def reread(shelf, clock):
    def run(rotation: int = 0) -> Shop:
        lines = (Line("纠正后的文字", (0.1, 0.1, 0.5, 0.13), 0.97),)
        shop = Shop(ReadPage(1, 420, 594, rotation=rotation, source=TextSource.OCR, lines=lines))
        page = Page.objects.get(document=shelf.scan, number=1)
        page_reread(ticket=Turn(page.pk, clock), shop=shop, places=places(), scholar=scholar())
        return shop

    return run


def test_turning_a_recognised_page_orders_it_to_be_read_again(shelf):
    care(shelf, 1, turn=180)
    page = Page.objects.get(document=shelf.scan, number=1)
    assert [job.subject_id for job in Job.objects.filter(kind=REREAD_PAGE)] == [page.pk]


def test_a_page_read_again_shows_and_finds_its_new_words(shelf, reread):
    care(shelf, 1, turn=180)
    reread()
    index_drain(search_engine())
    assert page_get(WE, shelf.scan.pk, 1).page.text == "纠正后的文字"
    assert find(WE, search_engine(), "纠正后的文字").hits[0].boxes[0][0][:2] == pytest.approx((0.1, 0.1), abs=1e-3)


def test_a_reader_that_thinks_otherwise_is_overruled(shelf, reread):
    care(shelf, 1, turn=180)
    reread(rotation=180)
    shown = page_get(WE, shelf.scan.pk, 1).page
    assert (shown.rotation, shown.lines[0].box[1]) == (180, pytest.approx(0.87, abs=1e-3))


def test_a_page_turned_back_says_what_it_said_first(shelf, reread):
    made = care(shelf, 1, turn=180)
    reread()
    undo(made)
    assert page_get(WE, shelf.scan.pk, 1).page.text.startswith("不符合项报告")


def test_a_page_that_was_turned_back_meanwhile_is_not_read_again(shelf, reread):
    undo(care(shelf, 1, turn=180))
    assert reread().asked == []
