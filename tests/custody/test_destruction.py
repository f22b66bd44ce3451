from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from tests.custody.conftest import FONDS, describe

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.findable.records import SCHEMA, texts_of
from anjuan.archive.models import (
    Case,
    CaseField,
    CaseJudgement,
    CustodyEvent,
    Document,
    IndexRemoval,
    IntakeItem,
    Original,
    OriginalPage,
    Page,
)
from anjuan.archive.models.cases import CaseState
from anjuan.archive.services import receiving
from anjuan.archive.services.fixity import originals_verify
from anjuan.archive.services.indexing import index_drain
from anjuan.archive.services.judging import case_judge
from anjuan.archive.services.receiving import Arriving, CaseGoneError, bytes_receive, intake_begin
from anjuan.custody.models import AppraisalItem, AppraisalList, CodeGrant, DestructionRecord
from anjuan.custody.selectors.destruction import appraisal_get, appraisal_list, register_list
from anjuan.custody.services import destruction
from anjuan.custody.services.appraisal import (
    AppraisalStateError,
    DestructionRefusedError,
    appraisal_decide,
    appraisal_keep,
    appraisal_open,
    appraisal_opine,
    appraisal_submit,
    destruction_begin,
    destruction_resume,
    destruction_supervise,
)
from anjuan.custody.services.retention import hold_place
from anjuan.custody.services.rights import CustodyMayNotError, SamePersonError
from anjuan.custody.services.sealing import case_seal
from anjuan.jobs.models import Job
from anjuan.kit.progress import Silent
from anjuan.search.backends.memory import MemoryBackend
from anjuan.search.engine import SearchEngine
from anjuan.search.protocol import EVERYONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(deed, archivist, sealed) -> Case:
    """A second sealed case whose retention is over."""
    found = Case.objects.get(title="乙公司")
    describe(found, deed)
    case_seal(**archivist, case=found, fonds=FONDS)
    found.refresh_from_db()
    return found


def share(case: Case, other: Case) -> Original:
    """Let another case hold the bytes of a case's first paper too."""
    original = case.documents.order_by("sequence")[0].original
    IntakeItem.objects.filter(case=other).update(original=original)
    Document.objects.filter(case=other).update(original=original)
    return original


def test_a_destroyed_case_leaves_no_bytes_no_pages_and_no_description(sealed, begun, destroy, blobs):
    originals = [document.original.sha256 for document in sealed.documents.all()]
    begun(sealed)
    destroy()
    assert not [sha256 for sha256 in originals if blobs.has(sha256)]
    assert not Page.objects.filter(document__case=sealed).exists()
    assert not OriginalPage.objects.filter(original__sha256__in=originals).exists()
    assert not CaseField.objects.filter(case=sealed, name="phone").exists()


def test_the_tombstone_says_what_there_was(sealed, begun, destroy):
    number = begun(sealed)
    destroy()
    sealed.refresh_from_db()
    record = DestructionRecord.objects.get(case=sealed)
    assert sealed.state == CaseState.DESTROYED
    assert (record.list_number, record.approved_by, record.supervisors) == (number, "sun", ["chief", "zhou"])
    assert [(line["code"], len(line["sha256"])) for line in record.documents] == [
        (f"{sealed.reference_code}-0001", 64), (f"{sealed.reference_code}-0002", 64)
    ]  # fmt: skip
    assert list(sealed.documents.values_list("title", flat=True)) == [line["title"] for line in record.documents]
    assert CaseField.objects.filter(case=sealed, name="expires_on").exists()


def test_judging_a_destroyed_case_takes_nothing_from_its_tombstone(sealed, begun, destroy, deed):
    CaseField.objects.filter(case=sealed, name="expires_on").update(source="papers", confidence=1.0)
    begun(sealed)
    destroy()
    case_judge(deed=deed, case_id=sealed.pk)
    assert CaseField.objects.filter(case=sealed, name="expires_on").exists()
    assert not CaseJudgement.objects.filter(case=sealed).exists()


def test_the_list_is_done_and_the_codes_are_ended_when_all_is_destroyed(sealed, other, begun, destroy):
    begun(sealed, other)
    destroy()
    assert AppraisalList.objects.get().state == "done"
    assert set(CodeGrant.objects.values_list("ended", flat=True)) == {"destroyed"}
    assert JournalEntry.objects.filter(action="destruction.finish").count() == 1


def test_bytes_that_another_case_holds_too_are_kept(sealed, other, begun, destroy, blobs):
    shared = share(sealed, other)
    begun(sealed)
    destroy()
    assert blobs.has(shared.sha256)
    assert OriginalPage.objects.filter(original=shared).exists()
    kept = DestructionRecord.objects.get().kept_originals
    assert kept == [{"sha256": shared.sha256, "cases": [other.number]}]


def test_bytes_shared_by_two_cases_go_with_the_last_of_them(sealed, other, begun, destroy, blobs):
    shared = share(sealed, other)
    begun(sealed, other)
    destroy()
    assert not blobs.has(shared.sha256)


def test_the_container_a_case_came_in_is_destroyed_with_it(sealed, begun, destroy, blobs, deed):
    digest = blobs.put([b"the whole case once more"])
    with transaction.atomic():
        original = receiving.original_take_in(deed=deed, digest=digest, blobs=blobs)
    item = IntakeItem.objects.filter(case=sealed).first()
    IntakeItem.objects.create(intake=item.intake, path="all.zip", case=sealed, original=original, state="filed")
    begun(sealed)
    destroy()
    assert not blobs.has(digest.sha256)


def test_the_index_forgets_the_pages(sealed, begun, destroy):
    engine = SearchEngine(MemoryBackend(SCHEMA), SCHEMA, texts_of)
    index_drain(engine)
    assert engine.count("淬火", EVERYONE) == 1
    begun(sealed)
    destroy()
    index_drain(engine)
    assert engine.count("淬火", EVERYONE) == 0
    assert not IndexRemoval.objects.exists()


def test_what_is_left_after_a_destruction_is_whole(sealed, other, begun, destroy, blobs, deed):
    begun(sealed)
    destroy()
    assert originals_verify(deed=lambda: deed, blobs=blobs, progress=Silent()).damage == []


STEPS = ["_texts_remove", "_originals_of", "_original_destroy", "_register"]


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_in_the_middle_is_made_good(sealed, begun, destroy, blobs, clock, monkeypatch, step):
    number = begun(sealed)
    real = getattr(destruction, step)
    monkeypatch.setattr(destruction, step, lambda *_: (x for x in ()).throw(RuntimeError("killed")))
    destroy()
    monkeypatch.setattr(destruction, step, real)
    assert not DestructionRecord.objects.exists()
    clock.move(dt.timedelta(hours=1))
    destroy()
    assert DestructionRecord.objects.get().list_number == number
    assert not [document for document in sealed.documents.all() if blobs.has(document.original.sha256)]


def test_a_kill_between_the_bytes_and_their_record_is_made_good(sealed, begun, destroy, clock, monkeypatch, blobs):
    """The bytes of the first original go, the transaction that says so is lost."""
    begun(sealed)
    remove = blobs.remove

    def killed(sha256):
        remove(sha256)
        raise RuntimeError("killed")

    monkeypatch.setattr(blobs, "remove", killed)
    destroy()
    monkeypatch.setattr(blobs, "remove", remove)
    clock.move(dt.timedelta(hours=1))
    destroy()
    assert Original.objects.filter(documents__case=sealed, destroyed_at=None).count() == 0
    assert CustodyEvent.objects.filter(event="destruction", case=None).count() == 2


def test_a_destruction_whose_job_failed_for_good_is_resumed(sealed, begun, destroy, staff, monkeypatch, clock):
    number = begun(sealed)
    monkeypatch.setattr(destruction, "_texts_remove", lambda *_: (x for x in ()).throw(RuntimeError("broken")))
    destroy()
    Job.objects.update(state="failed")
    monkeypatch.undo()
    assert destruction_resume(**staff["archivist"], number=number) == 1
    destroy()
    assert DestructionRecord.objects.count() == 1


def test_doing_it_twice_changes_nothing(sealed, begun, destroy):
    begun(sealed)
    destroy()
    Job.objects.update(state="waiting", run_after="2026-01-01T00:00Z")
    destroy()
    assert DestructionRecord.objects.count() == 1


def test_a_hold_placed_after_the_list_was_begun_stops_it(sealed, begun, destroy, archivist, blobs):
    begun(sealed)
    hold_place(**archivist, case=sealed, reason_code="complaint", reason="今日投诉")
    destroy()
    item = AppraisalItem.objects.get()
    assert (item.state, "legal hold" in item.reason) == ("stopped", True)
    assert all(blobs.has(document.original.sha256) for document in sealed.documents.all())


def test_a_corrected_date_stops_it(sealed, begun, destroy):
    begun(sealed)
    CaseField.objects.filter(case=sealed, name="expires_on").update(value="2024-01-01")
    destroy()
    sealed.refresh_from_db()
    assert (AppraisalItem.objects.get().state, sealed.state) == ("stopped", CaseState.SEALED)


@pytest.mark.parametrize("expires_on", ["2020-01-01", "2013-05", ""])
def test_what_must_be_kept_or_is_not_known_comes_on_no_list(sealed, staff, expires_on):
    CaseField.objects.filter(case=sealed, name="expires_on").update(value=expires_on)
    with pytest.raises(DestructionRefusedError, match=sealed.number):
        appraisal_open(**staff["archivist"], title="x", cases=[sealed])


def test_a_case_that_was_never_sealed_comes_on_no_list(case, staff):
    with pytest.raises(DestructionRefusedError, match="not sealed"):
        appraisal_open(**staff["archivist"], title="x", cases=[case])


def test_a_case_stands_on_one_open_list(sealed, staff):
    appraisal_open(**staff["archivist"], title="x", cases=[sealed])
    with pytest.raises(AppraisalStateError, match="already"):
        appraisal_open(**staff["archivist"], title="y", cases=[sealed])


def test_a_list_that_a_member_is_against_does_not_go_to_the_head(sealed, staff):
    number = appraisal_open(**staff["archivist"], title="x", cases=[sealed]).number
    for member, agrees in (("archivist", True), ("reviewer", True), ("manager", False)):
        appraisal_opine(**staff[member], number=number, agrees=agrees)
    with pytest.raises(AppraisalStateError, match="qian"):
        appraisal_submit(**staff["archivist"], number=number)


def test_one_opinion_is_not_a_group(sealed, staff):
    number = appraisal_open(**staff["archivist"], title="x", cases=[sealed]).number
    appraisal_opine(**staff["archivist"], number=number, agrees=True)
    with pytest.raises(AppraisalStateError, match="1 of 2"):
        appraisal_submit(**staff["archivist"], number=number)


def test_a_case_worth_keeping_is_taken_off_and_kept(sealed, other, staff, destroy):
    number = appraisal_open(**staff["archivist"], title="x", cases=[sealed, other]).number
    appraisal_keep(**staff["reviewer"], number=number, case=other, reason="本机构首个项目")
    assert AppraisalItem.objects.get(case=other).state == "kept"


@pytest.fixture
def submitted(sealed, staff) -> str:
    number = appraisal_open(**staff["archivist"], title="x", cases=[sealed]).number
    for member in ("archivist", "reviewer"):
        appraisal_opine(**staff[member], number=number, agrees=True)
    appraisal_submit(**staff["archivist"], number=number)
    return number


def test_only_the_head_approves(submitted, staff):
    with pytest.raises(CustodyMayNotError):
        appraisal_decide(**staff["chief"], number=submitted, approves=True, method="erase")


def test_a_head_who_appraised_cannot_approve(submitted, person, sealed):
    both = person("wang", "head", "archivist")
    AppraisalList.objects.update(made_by="wang")
    with pytest.raises(SamePersonError):
        appraisal_decide(**both, number=submitted, approves=True, method="erase")


def test_a_refused_list_ends_and_its_cases_are_kept(submitted, staff):
    listed = appraisal_decide(**staff["head"], number=submitted, approves=False, text="再保管五年")
    assert (listed.state, AppraisalItem.objects.get().state) == ("refused", "kept")


def test_an_unknown_method_is_refused(submitted, staff):
    with pytest.raises(AppraisalStateError, match="method"):
        appraisal_decide(**staff["head"], number=submitted, approves=True, method="burn it")


def test_nothing_begins_with_one_supervisor_or_before_approval(submitted, staff):
    with pytest.raises(AppraisalStateError):
        destruction_begin(**staff["archivist"], number=submitted)
    appraisal_decide(**staff["head"], number=submitted, approves=True, method="erase")
    destruction_supervise(**staff["chief"], number=submitted)
    with pytest.raises(AppraisalStateError, match="1 of 2"):
        destruction_begin(**staff["archivist"], number=submitted)


def test_a_supervisor_does_not_destroy_and_the_maker_does_not_supervise(submitted, staff, person):
    appraisal_decide(**staff["head"], number=submitted, approves=True, method="erase")
    for supervisor in ("chief", "auditor"):
        destruction_supervise(**staff[supervisor], number=submitted)
    with pytest.raises(SamePersonError):
        destruction_begin(**staff["chief"], number=submitted)


def test_the_system_itself_decides_nothing(submitted, clock):
    with pytest.raises(CustodyMayNotError, match="no person"):
        appraisal_decide(
            deed=Deed("system", clock.now()), viewer=system_viewer(), number=submitted, approves=True, method="erase"
        )


def test_the_register_cannot_be_changed(sealed, begun, destroy):
    begun(sealed)
    destroy()
    for attempt in (lambda: DestructionRecord.objects.update(title="x"), DestructionRecord.objects.all().delete):
        with pytest.raises(DatabaseError, match="CUST-031"), transaction.atomic():
            attempt()


@pytest.fixture
def destroyed(sealed, begun, destroy) -> Case:
    begun(sealed)
    destroy()
    sealed.refresh_from_db()
    return sealed


def test_nothing_comes_back_into_a_destroyed_case(destroyed, deed, blobs):
    intake = intake_begin(deed=deed, way="upload", mode="into_case")
    before = set(blobs.all())
    with pytest.raises(CaseGoneError):
        bytes_receive(
            deed=deed, intake=intake, case=destroyed, file=Arriving("x.txt"), pieces=[b"late paper"], blobs=blobs
        )
    assert set(blobs.all()) == before


def test_the_folder_of_a_destroyed_case_is_refused_file_by_file(destroyed, desk, take_in):
    for file in desk.rglob("*.txt"):
        file.touch()
    take_in(desk)
    refused = IntakeItem.objects.filter(case=destroyed, state="refused").values_list("reason_code", flat=True)
    assert list(refused) == ["ARCH-081", "ARCH-081"]


def test_the_same_paper_in_a_new_case_is_taken_in_and_read_anew(destroyed, desk, take_in, tmp_path, blobs):
    again = tmp_path / "again" / "丙公司"
    again.mkdir(parents=True)
    (again / "申请书.txt").write_bytes((desk / "甲公司" / "01 申请书.txt").read_bytes())
    take_in(again.parent)
    document = Document.objects.get(case__title="丙公司")
    assert (document.pages_count, document.original.destroyed_at) == (1, None)
    assert blobs.has(document.original.sha256)


def test_bytes_destroyed_while_they_come_in_again_are_stored_anew(
    sealed, begun, destroy, desk, blobs, deed, monkeypatch
):
    """The worst moment: the store has just been asked and said that it holds them."""
    begun(sealed)
    record = receiving._record
    turns = []

    def late(**given):
        if not turns:
            turns.append(destroy())
        return record(**given)

    monkeypatch.setattr(receiving, "_record", late)
    intake = intake_begin(deed=deed, way="command", mode="one_case")
    path = desk / "甲公司" / "01 申请书.txt"
    new = Case.objects.get(title="乙公司")
    item = receiving.file_receive(deed=deed, intake=intake, case=new, file=Arriving("x"), path=path, blobs=blobs)
    assert turns == [1]
    assert blobs.verify(item.original.sha256)
    assert Original.objects.get(pk=item.original_id).destroyed_at is None


def test_lists_and_register_can_be_read(destroyed, staff):
    head = staff["head"]["viewer"]
    (row,) = appraisal_list(head)
    (entry,) = register_list(head)
    assert (row.state, row.cases, entry.case) == ("done", 1, destroyed.number)
    view = appraisal_get(head, row.number)
    assert [opinion.member for opinion in view.opinions] == ["li", "zhao"]
    assert [case.state for case in view.cases] == ["destroyed"]


def test_who_has_no_part_in_destruction_sees_no_list(destroyed, person):
    stranger = person("wu", "auditor")["viewer"]
    assert appraisal_list(stranger) == register_list(stranger) == []
