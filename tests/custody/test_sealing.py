from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.archive.conftest import LI
from tests.custody.conftest import FONDS

from anjuan.accounts.models import JournalEntry
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.models import Case, CaseJudgement, CustodyEvent, Document, IntakeItem, Original
from anjuan.archive.models.intake import ItemState
from anjuan.archive.rules.findings import miss_key
from anjuan.archive.services.correcting import finding_rule
from anjuan.archive.services.sealed import SealedError, document_need_unsealed
from anjuan.custody.models import CodeGrant, Seal
from anjuan.custody.models.codes import CodeEnd
from anjuan.custody.rules.sealing import digest
from anjuan.custody.selectors.codes import case_gaps, series_gaps
from anjuan.custody.selectors.problems import seal_problems
from anjuan.custody.selectors.sealed import seal_verify
from anjuan.custody.services.codes import CodeIncompleteError, case_code_give, code_end
from anjuan.custody.services.rights import CustodyMayNotError
from anjuan.custody.services.sealing import SealBlockedError, SealStateError, case_seal, seal_extend

pytestmark = pytest.mark.django_db


def verify(case: Case):
    return seal_verify(system_viewer(), case.number)


@pytest.fixture
def add_paper(desk, take_in):
    """Give a function that files one more paper into the folder's case."""

    def run() -> Document:
        (desk / "甲公司" / "补充.txt").write_text("整改证据", encoding="utf-8")
        take_in(desk)
        return Document.objects.get(title="补充")

    return run


def test_a_sealed_case_has_its_code_and_its_papers_have_theirs(sealed):
    assert sealed.reference_code == "J001-ZY·A01·CS·2010·D10-0001"
    codes = CodeGrant.objects.exclude(document=None).values_list("code", flat=True)
    assert list(codes) == [f"{sealed.reference_code}-000{number}" for number in (1, 2)]


def test_a_sealed_case_is_what_was_sealed(sealed):
    report = verify(sealed)
    assert (report.differences, report.addenda, report.is_intact) == ((), (), True)


def test_a_seal_stands_in_the_journal_and_among_the_events(sealed):
    seal = Seal.objects.get()
    assert JournalEntry.objects.get(action="case.seal").detail["digest"] == seal.digest
    assert CustodyEvent.objects.filter(event="sealing", case=sealed).count() == 1


def test_a_case_is_sealed_once(sealed, archivist):
    with pytest.raises(SealStateError):
        case_seal(**archivist, case=sealed, fonds=FONDS)


def test_only_who_may_seals(case, person):
    with pytest.raises(CustodyMayNotError):
        case_seal(**person("wu", "auditor"), case=case, fonds=FONDS)


def test_nobody_seals_with_the_rights_of_another(case, archivist, chief):
    with pytest.raises(CustodyMayNotError):
        case_seal(deed=archivist["deed"], viewer=chief["viewer"], case=case, fonds=FONDS)


def test_what_stands_against_it_is_named(case, archivist):
    with pytest.raises(SealBlockedError, match="缺审核计划"):
        case_seal(**archivist, case=case, fonds=FONDS, problems=["缺审核计划"])


def test_an_archivist_may_not_override(case, archivist):
    with pytest.raises(CustodyMayNotError):
        case_seal(**archivist, case=case, fonds=FONDS, problems=["缺审核计划"], override="客户已倒闭")


def test_a_chief_archivists_reason_stays_in_the_seal(case, chief):
    seal = case_seal(**chief, case=case, fonds=FONDS, problems=["缺审核计划"], override="客户已倒闭")
    assert (seal.problems, seal.reason) == (["缺审核计划"], "客户已倒闭")


def test_a_case_is_not_sealed_while_files_are_being_filed(case, archivist):
    IntakeItem.objects.filter(case=case).update(state=ItemState.RECEIVED)
    with pytest.raises(SealStateError, match="still being filed"):
        case_seal(**archivist, case=case, fonds=FONDS)


def test_a_case_with_a_damaged_original_is_not_sealed_even_by_the_chief(case, chief, clock):
    Original.objects.update(verified_at=None)
    with pytest.raises(SealBlockedError, match="damaged"):
        case_seal(**chief, case=case, fonds=FONDS, override="schadet nichts")


@pytest.mark.parametrize("column", ["field_code", "audit_type", "year"])
def test_a_case_whose_code_would_lack_a_part_is_not_sealed(case, archivist, column):
    Case.objects.filter(pk=case.pk).update(**{column: None if column == "year" else ""})
    with pytest.raises(CodeIncompleteError):
        case_seal(**archivist, case=case, fonds=FONDS)
    assert not Seal.objects.exists()


def test_a_seal_that_fails_gives_its_number_back(case, archivist):
    with pytest.raises(SealBlockedError):
        case_seal(**archivist, case=case, fonds=FONDS, problems=["x"])
    case_seal(**archivist, case=case, fonds=FONDS)
    assert CodeGrant.objects.get(document=None).number == 1


def test_a_later_paper_is_an_addendum_and_breaks_no_seal(sealed, add_paper):
    paper = add_paper()
    report = verify(sealed)
    assert paper.addendum
    assert (report.differences, report.addenda) == ((), (paper.pk,))


def test_an_addendum_is_chained_to_the_seal_before(sealed, add_paper, archivist):
    paper = add_paper()
    second = seal_extend(**archivist, case=sealed, reason="整改证据补交")
    assert second.previous == Seal.objects.get(number=1).digest
    assert paper.code_grant.number == 3
    assert (verify(sealed).differences, verify(sealed).addenda) == ((), ())


def test_nothing_new_is_no_addendum(sealed, archivist):
    with pytest.raises(SealStateError, match="Nothing is new"):
        seal_extend(**archivist, case=sealed, reason="x")


def test_a_correction_of_the_description_is_named_and_can_be_added_to_the_seal(sealed, archivist):
    Case.objects.filter(pk=sealed.pk).update(organisation_name="宁波甲轴承有限公司")
    differences = verify(sealed).differences
    assert {difference.kind for difference in differences} == {"description"}
    assert any("organisation_name" in difference.what for difference in differences)
    assert verify(sealed).is_intact
    seal_extend(**archivist, case=sealed, reason="名称更正")
    assert verify(sealed).differences == ()


def test_a_removed_paper_is_named(sealed):
    Document.objects.filter(case=sealed, sequence=1).update(removed=True)
    found = [difference.what for difference in verify(sealed).differences if difference.kind == "paper"]
    assert len(found) == 1
    assert "is gone" in found[0]


def test_a_paper_that_slipped_in_is_named(sealed, add_paper):
    add_paper()
    Document.objects.update(addendum=False)
    assert ["under no seal" in difference.what for difference in verify(sealed).differences] == [True]


@pytest.mark.parametrize(("column", "value"), [("last_page", 7), ("pages_count", 9), ("filename", "x.pdf")])
def test_a_changed_paper_is_named_with_both_values(sealed, column, value):
    Document.objects.filter(case=sealed, sequence=1).update(**{column: value})
    assert repr(value) in verify(sealed).differences[0].what


def test_an_exchanged_original_is_named(sealed):
    other = Original.objects.exclude(documents__case=sealed).first()
    Document.objects.filter(case=sealed, sequence=1).update(original=other)
    assert {"sha256", "sm3"} <= {word for d in verify(sealed).differences for word in d.what.split()}


def test_a_seal_cannot_be_changed_or_removed(sealed):
    for attempt in (lambda: Seal.objects.update(by="x"), lambda: Seal.objects.all().delete()):
        with pytest.raises(DatabaseError, match="CUST-030"), transaction.atomic():
            attempt()


@pytest.fixture
def forge(sealed):
    """Give a function that changes a seal as somebody would who is master of the database."""

    def run(**changes) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER custody_seal_no_update")
        Seal.objects.filter(case=sealed).update(**changes)

    return run


def test_an_altered_manifest_is_named(sealed, forge):
    forge(manifest=Seal.objects.get().manifest.replace("甲公司", "乙公司"))
    assert any("it was altered" in difference.what for difference in verify(sealed).differences)


def test_a_forged_seal_with_a_right_digest_is_unknown_to_the_journal(sealed, forge):
    text = Seal.objects.get().manifest.replace("application", "x") + " "
    forge(manifest=text, digest=digest(text))
    assert any("journal" in difference.what for difference in verify(sealed).differences)


def test_a_paper_under_a_seal_may_not_be_cut_and_an_addendum_may(sealed, add_paper):
    document_need_unsealed(add_paper())
    with pytest.raises(SealedError):
        document_need_unsealed(Document.objects.get(case=sealed, sequence=1))


def test_verifying_takes_the_same_queries_whatever_the_size(sealed, add_paper):
    with CaptureQueriesContext(connection) as few:
        verify(sealed)
    add_paper()
    with CaptureQueriesContext(connection) as more:
        verify(sealed)
    assert len(few) == len(more) <= 9


def test_a_removed_number_is_a_gap_with_its_reason_and_is_never_given_again(sealed, add_paper, archivist):
    last = CodeGrant.objects.get(document__sequence=2)
    code_end(deed=archivist["deed"], grant=last, ended=CodeEnd.REMOVED, reason="misfiled")
    Document.objects.filter(pk=last.document_id).update(removed=True)
    add_paper()
    seal_extend(**archivist, case=sealed, reason="later paper")
    assert Document.objects.get(title="补充").code_grant.number == 3
    (gap,) = case_gaps(system_viewer(), sealed.number)
    assert (gap.number, "misfiled" in gap.reason) == (2, True)


def test_a_case_without_its_papers_shelf_mark_is_a_gap_that_nobody_explains(sealed):
    Document.objects.filter(case=sealed, sequence=1).update(removed=True)
    (gap,) = case_gaps(system_viewer(), sealed.number)
    assert (gap.number, gap.reason) == (1, "")


def test_a_whole_series_has_no_gaps(sealed):
    assert [row.gaps for row in series_gaps(system_viewer())] == [()]


def test_a_code_cannot_be_removed_or_renumbered(sealed):
    for attempt in (lambda: CodeGrant.objects.update(number=9), lambda: CodeGrant.objects.all().delete()):
        with pytest.raises(DatabaseError, match="CUST-032"), transaction.atomic():
            attempt()


def test_giving_a_code_twice_gives_the_same(sealed, deed):
    assert case_code_give(deed=deed, case=sealed, fonds="J999").code == sealed.reference_code


def test_what_a_person_accepted_does_not_stand_against_sealing(case, deed):
    miss = {"rule": "R1", "edition": "2024", "code": "D12", "name": "审核报告", "what": "paper", "why": "x",
            "severity": "block", "document": None, "stage": ""}  # fmt: skip
    CaseJudgement.objects.update_or_create(
        case=case, defaults={"misses": [miss], "blocking": 1, "judged_at": deed.now, "stale": False}
    )
    assert "1 papers or values" in seal_problems(case)[0]
    finding_rule(deed=deed, viewer=LI, case=case, key=miss_key(miss), verdict="accepted", reason="原件另存")
    assert seal_problems(case) == []
