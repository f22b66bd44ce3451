from __future__ import annotations

import pytest
from tests.archive.conftest import LI
from tests.archive.test_studying import bound, scholar, spans  # noqa: F401

from anjuan.archive.models import Case, CaseJudgement, Document, DocumentDescription, OriginalNotice
from anjuan.archive.models.cases import CaseState
from anjuan.archive.services.correcting import file_recut
from anjuan.archive.services.describing import DescribeOrder, files_describe, files_to_describe
from anjuan.kit.progress import Silent

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(take_in, bound, tmp_path):  # noqa: F811
    """Two cases of one file each, filed by a version that described nothing."""
    (bound / "乙公司").mkdir()
    (bound / "乙公司" / "合同.txt").write_text("认证合同\n甲方：乙公司", encoding="utf-8")
    return take_in(bound)


@pytest.fixture
def describe(deed, scholar):  # noqa: F811
    def run(**order):
        return files_describe(deed=lambda: deed, order=DescribeOrder(**order), scholar=scholar, progress=Silent())

    return run


def test_what_was_never_described_is_cut_and_described(filed, describe):
    report = describe()
    assert (report.files, report.papers, report.failed) == (2, 4, ())
    assert Document.objects.filter(removed=False, description=None).count() == 0
    assert CaseJudgement.objects.filter(stale=True).count() == 2


def test_only_the_case_that_is_named_is_described(filed, describe):
    describe(case_id=Case.objects.get(title="乙公司").pk)
    assert set(DocumentDescription.objects.values_list("document__case__title", flat=True)) == {"乙公司"}


def test_described_again_nothing_is_left_to_do(filed, describe, scholar):  # noqa: F811
    describe()
    assert files_to_describe(DescribeOrder(), scholar.made_with) == 0
    assert describe().files == 0
    assert describe(again=True).files == 2


def test_what_other_tables_described_is_described_anew_and_cut_as_it_was(filed, describe, scholar, deed):  # noqa: F811
    describe()
    first = Document.objects.get(case__title="甲公司", first_page=1)
    file_recut(deed=deed, viewer=LI, document=first, starts=[1, 3], scholar=scholar)
    before = spans()
    scholar.made_with = "fake/2"
    assert describe().files == 2
    assert spans() == before
    assert set(DocumentDescription.objects.filter(document__removed=False).values_list("made_with", flat=True)) == {
        "fake/2"
    }


def test_a_killed_run_goes_on_with_what_is_left(filed, describe, scholar, monkeypatch):  # noqa: F811
    study = scholar.study

    def killed(*args: object, **how: object) -> object:
        if DocumentDescription.objects.exists():
            raise KeyboardInterrupt
        return study(*args, **how)

    monkeypatch.setattr(scholar, "study", killed)
    with pytest.raises(KeyboardInterrupt):
        describe()
    monkeypatch.undo()
    assert describe().files == 1
    assert Document.objects.filter(removed=False, description=None).count() == 0


def test_a_file_that_cannot_be_described_is_named_and_stops_no_other(filed, describe, scholar, monkeypatch):  # noqa: F811
    study = scholar.study

    def picky(pages: object, *, filename: str = "", **more: object) -> object:
        if filename == "扫描件.txt":
            raise ZeroDivisionError
        return study(pages, filename=filename, **more)

    monkeypatch.setattr(scholar, "study", picky)
    report = describe()
    assert (report.files, len(report.failed)) == (1, 1)
    assert "扫描件.txt" in report.failed[0]


def test_a_file_that_could_be_described_at_last_is_not_complained_of_any_more(filed, describe):
    OriginalNotice.objects.create(original=Document.objects.first().original, code="study-failed", text="x")
    describe()
    assert not OriginalNotice.objects.exists()


def test_what_is_sealed_or_destroyed_is_left_alone(filed, describe):
    Document.objects.filter(case__title="甲公司").update(sealed=True)
    Case.objects.filter(title="乙公司").update(state=CaseState.DESTROYED)
    assert describe(again=True).files == 0
