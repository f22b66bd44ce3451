from __future__ import annotations

import pytest
from tests.archive.conftest import LI

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer, system_viewer
from anjuan.archive.models import (
    Case,
    CaseField,
    CaseJudgement,
    Document,
    DocumentDescription,
    Match,
    Original,
    Ruling,
)
from anjuan.archive.models.cases import CaseState
from anjuan.archive.selectors.cases import CaseFilter, case_events, case_list
from anjuan.archive.selectors.findings import audit_findings, case_fields, case_findings, document_said
from anjuan.archive.selectors.sight import CaseUnknownError, case_whole
from anjuan.archive.selectors.waiting import waiting_counts
from anjuan.archive.services import judging
from anjuan.archive.services.cases import case_describe, case_grant_reading, case_open
from anjuan.archive.services.correcting import (
    FindingUnknownError,
    case_condition_set,
    case_field_set,
    finding_rule,
)
from anjuan.archive.services.custody import custody_write
from anjuan.archive.services.cycles import organisation_cycles
from anjuan.archive.services.judging import case_judge
from anjuan.archive.services.matching import MatchUnknownError, match_decide, registry_known
from anjuan.archive.services.sealed import SealedCaseError
from anjuan.archive.services.traces import _unnamed
from anjuan.archive.services.unsettling import case_unsettle
from anjuan.judging.casefile import Contradiction, Severity
from anjuan.kit.errors import UsageError
from anjuan.papers.codec import found_to_json
from anjuan.papers.facts import Found
from anjuan.registry.models import Organisation
from anjuan.registry.services.organisations import organisation_register

pytestmark = pytest.mark.django_db

CODE = "91330100799655058B"
NAME = "宁波甲轴承有限公司"


@pytest.fixture(autouse=True)
def _fresh_view_of_the_registry() -> None:
    registry_known.cache_clear()


@pytest.fixture
def case(deed) -> Case:
    return case_open(deed=deed, title="甲公司", source_key="desk/甲公司")


def add(case: Case, deed: Deed, kind: str, **values: object) -> Document:
    """Put a described paper into a case; ``group__name`` is the field ``group.name`` of the first group."""
    number = Document.objects.count() + 1
    original = Original.objects.create(sha256=f"{number:064x}", sm3="", size_bytes=1, received_at=deed.now)
    document = Document.objects.create(
        case=case, original=original, sequence=number, title=f"{kind} 第{number}份", kind=kind, kind_by="rules",
        kind_confidence=0.95, received_at=deed.now,
    )  # fmt: skip
    found = []
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            group = f"{name.split('__')[0]}-1" if "__" in name else ""
            found.append(
                Found(name.replace("__", "."), one, str(one), 1, (0.1, 0.1, 0.5, 0.2), 0.95, how="cell", group=group)
            )
    DocumentDescription.objects.create(
        document=document, found=found_to_json(found), marks={}, made_with="test", described_at=deed.now
    )
    case_unsettle(case_id=case.pk, deed=deed)
    return document


def fill(case: Case, deed: Deed) -> dict[str, Document]:
    return {
        "A02": add(case, deed, "A02", organisation=NAME, credit_code=CODE, registered_address="浙江省宁波市北仑区1号"),
        "D12": add(
            case, deed, "D12", organisation=NAME, audit_type="initial", audit_start="2024-03-01", scope="轴承的生产",
            audit_end="2024-03-02", paper_date="2024-03-05", fields=["A01"], standards=["GB/T 19001-2016"],
        ),
        "E03": add(case, deed, "E03", organisation=NAME, decision_date="2024-03-02", scope="轴承和齿轮的生产",
                   paper_date="2024-03-02"),
    }  # fmt: skip


def values(case: Case) -> dict[str, object]:
    return dict(CaseField.objects.filter(case=case).values_list("name", "value"))


def test_a_case_states_what_its_papers_state_and_from_where(case, deed):
    papers = fill(case, deed)
    case_judge(deed=deed, case_id=case.pk)
    row = CaseField.objects.get(case=case, name="credit_code")
    assert (row.value, row.document_id, row.page) == (CODE, papers["A02"].pk, 1)


def test_what_lists_show_follows_the_papers(case, deed):
    fill(case, deed)
    case_judge(deed=deed, case_id=case.pk)
    case.refresh_from_db()
    assert (case.organisation_name, case.field_code, case.audit_type, case.year) == (NAME, "A01", "initial", 2024)
    assert list(case.attributes.values_list("name", "value")) == [("standard", "GB/T 19001-2016")]


def test_misses_and_contradictions_are_kept_with_rule_edition_and_evidence(case, deed):
    papers = fill(case, deed)
    case_judge(deed=deed, case_id=case.pk)
    view = case_findings(system_viewer(), case.number)
    assert "B05" in {one.code for one in view.of("miss") if one.severity == "block"}
    scope = next(one for one in view.of("contradiction") if one.rule == "K08")
    assert {piece.document_id for piece in scope.evidence} == {papers["D12"].pk, papers["E03"].pk}
    assert scope.edition
    assert "requirements" in view.editions


def test_what_a_person_states_is_not_overruled(case, deed):
    fill(case, deed)
    case_field_set(deed=deed, viewer=LI, case=case, name="headcount", value=120)
    case_field_set(deed=deed, viewer=LI, case=case, name="organisation", value="宁波乙轴承有限公司")
    case_judge(deed=deed, case_id=case.pk)
    assert (values(case)["headcount"], values(case)["organisation"]) == (120, "宁波乙轴承有限公司")


def test_what_a_manifest_states_is_not_overruled(case, deed):
    fill(case, deed)
    case_describe(deed=deed, case=case, source="manifest", values={"field_code": "A02", "year": 2023})
    case_judge(deed=deed, case_id=case.pk)
    case.refresh_from_db()
    assert (case.field_code, case.year) == ("A02", 2023)


def test_a_statement_taken_back_leaves_it_to_the_papers_again(case, deed):
    fill(case, deed)
    case_field_set(deed=deed, viewer=LI, case=case, name="scope", value="别的")
    case_field_set(deed=deed, viewer=LI, case=case, name="scope", value=None)
    case_judge(deed=deed, case_id=case.pk)
    assert values(case)["scope"] in ("轴承的生产", "轴承和齿轮的生产")


def test_judging_twice_changes_nothing(case, deed):
    fill(case, deed)
    case_judge(deed=deed, case_id=case.pk)
    before = list(CaseField.objects.order_by("pk").values_list("pk", "name"))
    case_judge(deed=deed, case_id=case.pk)
    assert list(CaseField.objects.order_by("pk").values_list("pk", "name")) == before


def test_a_change_during_judging_leaves_the_judgement_out_of_date(case, deed, monkeypatch):
    fill(case, deed)

    judge = judging.judge

    def meanwhile(whole: object, **more: object) -> object:
        case_unsettle(case_id=case.pk, deed=deed)
        return judge(whole, **more)

    monkeypatch.setattr(judging, "judge", meanwhile)
    case_judge(deed=deed, case_id=case.pk)
    assert CaseJudgement.objects.get(case=case).stale


def test_an_answered_condition_is_asked_for(case, deed):
    fill(case, deed)
    case_condition_set(deed=deed, viewer=LI, case=case, condition="outsourced", holds=True)
    case_judge(deed=deed, case_id=case.pk)
    assert "B09" in {one.code for one in case_findings(system_viewer(), case.number).of("miss")}


def test_a_finding_can_be_accepted_with_a_reason_and_opened_again(case, deed):
    fill(case, deed)
    case_judge(deed=deed, case_id=case.pk)
    key = case_findings(system_viewer(), case.number).findings[0].key
    finding_rule(deed=deed, viewer=LI, case=case, key=key, verdict="accepted", reason="原件另存")
    case_judge(deed=deed, case_id=case.pk)
    assert case_findings(system_viewer(), case.number).findings[0].verdict == "accepted"
    finding_rule(deed=deed, viewer=LI, case=case, key=key, verdict="reopened", reason="原件不在")
    assert case_findings(system_viewer(), case.number).findings[0].verdict == ""
    assert Ruling.objects.count() == 2


def test_what_a_person_accepted_is_no_longer_counted_as_a_problem(case, deed):
    fill(case, deed)
    case_judge(deed=deed, case_id=case.pk)
    before = CaseJudgement.objects.get(case=case).blocking
    found = next(one for one in case_findings(system_viewer(), case.number).findings if one.severity == "block")
    finding_rule(deed=deed, viewer=LI, case=case, key=found.key, verdict="accepted", reason="原件另存")
    assert case_list(system_viewer(), CaseFilter()).rows[0].blocking == before - 1
    case_judge(deed=deed, case_id=case.pk)
    assert CaseJudgement.objects.get(case=case).blocking == before - 1
    finding_rule(deed=deed, viewer=LI, case=case, key=found.key, verdict="reopened", reason="原件不在")
    assert CaseJudgement.objects.get(case=case).blocking == before


def test_a_case_whose_problems_are_all_accepted_is_not_counted_as_blocked(case, deed):
    fill(case, deed)
    case_judge(deed=deed, case_id=case.pk)
    for one in case_findings(system_viewer(), case.number).findings:
        finding_rule(deed=deed, viewer=LI, case=case, key=one.key, verdict="false-alarm", reason="已核实")
    assert waiting_counts(system_viewer()).blocked_cases == 0
    assert case_list(system_viewer(), CaseFilter(problem="blocking")).total == 0


def test_a_miss_is_kept_with_its_reason_in_both_languages(case, deed):
    fill(case, deed)
    case_judge(deed=deed, case_id=case.pk)
    miss = next(one for one in case_findings(system_viewer(), case.number).of("miss") if one.code == "B05")
    assert (miss.why[:15], miss.why_zh[:4]) == ("B05 is required", "初次认证")


def test_a_ruling_needs_a_reason_and_a_finding(case, deed):
    fill(case, deed)
    case_judge(deed=deed, case_id=case.pk)
    with pytest.raises(UsageError, match="reason"):
        finding_rule(deed=deed, viewer=LI, case=case, key="x", verdict="accepted", reason=" ")
    with pytest.raises(FindingUnknownError):
        finding_rule(deed=deed, viewer=LI, case=case, key="x", verdict="accepted", reason="因为")


def test_a_sealed_case_is_not_stated_anew(case, deed):
    Case.objects.filter(pk=case.pk).update(state=CaseState.SEALED)
    case.refresh_from_db()
    with pytest.raises(SealedCaseError):
        case_field_set(deed=deed, viewer=LI, case=case, name="scope", value="别的")


def test_an_unknown_organisation_with_a_right_code_is_registered_and_linked(case, deed):
    fill(case, deed)
    case_judge(deed=deed, case_id=case.pk)
    case.refresh_from_db()
    assert (case.organisation.name, case.organisation.credit_code) == (NAME, CODE)
    assert case.organisation.registered_address == "浙江省宁波市北仑区1号"


def test_the_second_case_of_an_organisation_is_linked_to_the_same(case, deed):
    fill(case, deed)
    case_judge(deed=deed, case_id=case.pk)
    second = case_open(deed=deed, title="甲公司监督", source_key="desk/甲公司监督")
    fill(second, deed)
    case_judge(deed=deed, case_id=second.pk)
    assert Organisation.objects.count() == 1
    assert set(Case.objects.values_list("organisation", flat=True)) == {Organisation.objects.get().pk}


def test_a_wrong_code_registers_nobody(case, deed):
    add(case, deed, "A02", organisation=NAME, credit_code="91330100799655058C")
    case_judge(deed=deed, case_id=case.pk)
    assert not Organisation.objects.exists()


def test_a_doubtful_match_waits_for_a_person_whose_word_stays(case, deed):
    other = organisation_register(deed=deed, name="宁波田轴承有限公司")
    fill(case, deed)
    case_judge(deed=deed, case_id=case.pk)
    case.refresh_from_db()
    assert case.organisation is None
    assert Match.objects.get(case=case).organisation == other
    match_decide(deed=deed, viewer=LI, case=case, organisation_id=other.pk, take=True)
    case_judge(deed=deed, case_id=case.pk)
    case.refresh_from_db()
    assert case.organisation_id == other.pk


def test_a_match_that_was_not_offered_cannot_be_taken(case, deed):
    with pytest.raises(MatchUnknownError):
        match_decide(deed=deed, viewer=LI, case=case, organisation_id=99, take=True)


def test_findings_of_the_audit_are_told_with_their_page(case, deed):
    add(case, deed, "D08", finding__clause="8.5.1", finding__grade="minor", finding__fact="未见首件检验记录")
    told = audit_findings(system_viewer(), case.number)
    assert [(one.page, one.parts["clause"], one.parts["grade"]) for one in told] == [(1, "8.5.1", "minor")]


def test_a_case_is_shown_in_few_queries(case, deed, django_assert_max_num_queries):
    fill(case, deed)
    case_judge(deed=deed, case_id=case.pk)
    with django_assert_max_num_queries(9):
        case_fields(system_viewer(), case.number)
        case_findings(system_viewer(), case.number)
    with django_assert_max_num_queries(5):
        document_said(system_viewer(), Document.objects.first().pk)


def test_the_cases_of_an_organisation_form_cycles_and_remember_each_other(deed):
    first = case_open(deed=deed, title="初审", source_key="desk/初审")
    fill(first, deed)
    add(first, deed, "F01", organisation=NAME, issued_on="2024-03-10", expires_on="2027-03-09", certificate_no="1")
    add(first, deed, "D08", finding__clause="8.5.1", finding__grade="minor", finding__fact="未见首件检验记录")
    second = case_open(deed=deed, title="监督", source_key="desk/监督")
    add(second, deed, "A02", organisation=NAME, credit_code=CODE)
    add(
        second, deed, "D12", organisation=NAME, audit_type="surveillance", audit_start="2025-08-01", fields=["A01"],
        audit_end="2025-08-01", paper_date="2025-08-03",
    )  # fmt: skip
    for case in (first, second):
        case_judge(deed=deed, case_id=case.pk)
    organisation = Organisation.objects.get()
    cycle = organisation_cycles(deed=deed, organisation_id=organisation.pk)[0]
    assert (cycle.field_code, cycle.begins, cycle.ends) == ("A01", "2024-03-10", "2027-03-09")
    assert set(Case.objects.filter(cycle=cycle)) == {first, second}
    told = dict(CaseField.objects.filter(case=second, source="history").values_list("name", "value"))
    assert told == {"condition.prev_nc": True, "condition.overdue": True}


def test_an_auditor_in_two_places_is_told_without_naming_the_other_client(case, deed):
    days = {"audit_start": "2024-03-01", "audit_end": "2024-03-02", "fields": ["A01"]}
    fill(case, deed)
    add(case, deed, "C02", team=["王建军", "李晓梅"], team_leader="王建军", **days)
    other = case_open(deed=deed, title="乙公司", source_key="desk/乙公司")
    add(other, deed, "A02", organisation="苏州乙电子有限公司", credit_code="914403001922038216")
    add(other, deed, "C02", organisation="苏州乙电子有限公司", team=["王建军"], team_leader="王建军", **days)
    for one in (case, other):
        case_judge(deed=deed, case_id=one.pk)
    case_judge(deed=deed, case_id=case.pk)
    told = [one for one in case_findings(system_viewer(), case.number).findings if one.rule == "K16"]
    assert len(told) == 1
    assert other.number in told[0].what
    assert "苏州乙" not in str(told[0])


@pytest.fixture
def borrower(case, deed):
    """Give a function that makes a viewer who may read one document of the case and nothing else."""

    def lend(document: Document) -> Viewer:
        case_grant_reading(deed=deed, case=case, token="user:7", document_id=document.pk)
        return Viewer(7, "wang", frozenset(), frozenset({"case.read_assigned"}), frozenset({"user:7"}))

    return lend


def test_who_reads_one_paper_learns_no_field_of_the_others(case, deed, borrower):
    papers = fill(case, deed)
    case_judge(deed=deed, case_id=case.pk)
    case_field_set(deed=deed, viewer=LI, case=case, name="headcount", value=120)
    told = case_fields(borrower(papers["A02"]), case.number)
    assert "credit_code" in {one.name for one in told}
    assert {one.document_id for one in told} == {papers["A02"].pk}


def test_who_reads_one_paper_learns_no_finding_that_quotes_another(case, deed, borrower):
    papers = fill(case, deed)
    case_judge(deed=deed, case_id=case.pk)
    told = case_findings(borrower(papers["E03"]), case.number).findings
    assert all({piece.document_id for piece in one.evidence} == {papers["E03"].pk} for one in told)
    assert "轴承的生产" not in str(told)


def test_who_reads_one_paper_learns_no_finding_of_the_audit_from_another(case, deed, borrower):
    add(case, deed, "D08", finding__clause="8.5.1", finding__fact="未见首件检验记录")
    lent = add(case, deed, "D10", finding__clause="7.2", finding__fact="未见培训记录")
    assert [one.document for one in audit_findings(borrower(lent), case.number)] == [lent.pk]


def test_who_reads_one_paper_learns_no_event_of_another(case, deed, borrower):
    papers = fill(case, deed)
    for name, document in papers.items():
        custody_write(deed=deed, event="correction", about=document, detail=name)
    assert [one.detail for one in case_events(borrower(papers["E03"]), case.number)] == ["E03"]


def test_a_whole_case_is_told_to_who_may_read_it_whole(case, deed, borrower):
    papers = fill(case, deed)
    case_judge(deed=deed, case_id=case.pk)
    viewer = borrower(papers["A02"])
    with pytest.raises(CaseUnknownError):
        case_whole(viewer, case.number)
    case_grant_reading(deed=deed, case=case, token="user:7")
    assert case_whole(viewer, case.number) == case
    assert case_fields(viewer, case.number) == case_fields(system_viewer(), case.number)


def test_judging_a_sealed_case_changes_its_judgement_and_nothing_that_the_seal_covers(case, deed):
    fill(case, deed)
    Case.objects.update(state=CaseState.SEALED)
    figures = dict.fromkeys(("completeness", "problems", "misses", "contradictions"))
    before = Case.objects.values().get() | figures
    case_judge(deed=deed, case_id=case.pk)
    assert CaseJudgement.objects.get(case=case).blocking
    assert (values(case), Case.objects.values().get() | figures) == ({}, before)


def test_history_is_not_kept_with_a_sealed_case(case, deed):
    test_the_cases_of_an_organisation_form_cycles_and_remember_each_other(deed)
    CaseField.objects.filter(source="history").delete()
    Case.objects.update(state=CaseState.SEALED)
    organisation_cycles(deed=deed, organisation_id=Organisation.objects.get().pk)
    assert not CaseField.objects.filter(source="history").exists()


@pytest.mark.parametrize("state", [CaseState.SEALED, CaseState.DESTROYED])
def test_what_is_sealed_or_destroyed_is_not_described_anew(case, deed, state):
    case_describe(deed=deed, case=case, source="manifest", values={"year": 2023, "standard": "GB/T 19001-2016"})
    Case.objects.update(state=state)
    case_describe(deed=deed, case=case, source="manifest", values={"year": 2023, "standard": "GB/T 19001-2016"})
    with pytest.raises(SealedCaseError):
        case_describe(deed=deed, case=case, source="manifest", values={"standard": "GB/T 24001-2016"})
    assert case.attributes.count() == 1


def test_a_case_sealed_meanwhile_is_not_stated_anew(case, deed):
    Case.objects.filter(pk=case.pk).update(state=CaseState.SEALED)
    with pytest.raises(SealedCaseError):
        case_field_set(deed=deed, viewer=LI, case=case, name="scope", value="别的")


def test_a_match_of_a_sealed_case_is_not_decided(case, deed):
    Case.objects.filter(pk=case.pk).update(state=CaseState.SEALED)
    with pytest.raises(SealedCaseError):
        match_decide(deed=deed, viewer=LI, case=case, organisation_id=99, take=True)


def test_an_older_judgement_does_not_replace_a_newer_one(case, deed, monkeypatch):
    fill(case, deed)
    judge = judging.judge

    def slow(whole: object, **more: object) -> object:
        monkeypatch.setattr(judging, "judge", judge)
        add(case, deed, "B05", organisation=NAME)
        case_judge(deed=deed, case_id=case.pk)
        return judge(whole, **more)

    monkeypatch.setattr(judging, "judge", slow)
    case_judge(deed=deed, case_id=case.pk)
    assert "B05" not in {one["code"] for one in CaseJudgement.objects.get(case=case).misses if one["what"] == "paper"}


def test_no_part_of_another_clients_name_is_told():
    told = _unnamed(
        Contradiction("K16", "2024", "auditor", "也在宁波甲轴承", Severity.BLOCK, ()),
        {"宁波甲": "AJ-1", "宁波甲轴承": "AJ-2"},
    )
    assert told.what == "也在AJ-2"
