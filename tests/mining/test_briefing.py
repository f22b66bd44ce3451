"""A briefing pack tells an auditor what the audit needs, and only of what the auditor may read."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from tests.mining.made import NOW, LineExtractor, made_case
from tests.mining.test_news import guide, line

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseField, CaseReader, Document, DocumentDescription
from anjuan.archive.selectors.organisation_page import OrganisationUnknownError
from anjuan.mining.models import MinedFact
from anjuan.mining.rendering.briefing import briefing_html, briefing_parts, briefing_pdf
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.briefing import assigned_lately, briefing_get
from anjuan.mining.services.briefings import briefing_open
from anjuan.mining.services.features import features_keep
from anjuan.mining.services.running import case_mine

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
AUDITOR = Viewer(7, "du", frozenset(), frozenset({"case.read_assigned", "knowledge.read"}), frozenset({"user:7"}))
ALL = Viewer(1, "bian", frozenset(), frozenset({"case.read_all", "knowledge.read"}), frozenset())
NO_GUIDES = Viewer(7, "du", frozenset(), frozenset({"case.read_assigned"}), frozenset({"user:7"}))
FIRM = "宁波海棠精密轴承有限公司"


def case(number: str, firm: str = FIRM, *, read: bool = True, audited: str = "2020-05-01", code="17.10.02") -> Case:
    made = made_case(number, firm, "flow: step=下料; step=淬火", code=code)
    Case.objects.filter(pk=made.pk).update(audited_on=audited, team_leader="陈静", audit_type="surveillance")
    case_mine(deed=Deed("system", NOW), case_id=made.pk, extractor=LineExtractor())
    MinedFact.objects.filter(case=made).update(state="accepted")
    features_keep(case_id=made.pk)
    if read:
        CaseReader.objects.create(case=made, token="user:7", granted_at=NOW, granted_by="li")
    made.refresh_from_db()
    return made


def finding(case: Case, number: str, clause: str, fact: str, closed: str = "") -> None:
    document = case.documents.first()
    Document.objects.filter(pk=document.pk).update(kind="D08")
    values = {"number": number, "clause": clause, "fact": fact, "closed_on": closed}
    found = [
        {"name": f"finding.{name}", "value": value, "printed": value, "page": 1, "box": [0.1, 0.1, 0.5, 0.2],
         "confidence": 0.9, "group": f"finding-{number}"}
        for name, value in values.items() if value
    ]  # fmt: skip
    DocumentDescription.objects.update_or_create(
        document=document, defaults={"found": found, "made_with": "x", "described_at": NOW}
    )


ANY = Scope("")


def pack(viewer: Viewer, made: Case, wanted: Scope = ANY):
    return briefing_get(viewer, made.organisation_id, wanted, now=NOW, today=TODAY)


def test_past_audits_stand_with_the_latest_first():
    first = case("C1", audited="2019-04-01")
    case("C2", audited="2020-05-01")
    assert [one.number for one in pack(AUDITOR, first).past] == ["C2", "C1"]


def test_cases_that_the_auditor_may_not_read_are_left_out():
    first = case("C1")
    case("C2", read=False)
    assert [one.number for one in pack(AUDITOR, first).past] == ["C1"]
    assert {one.number for one in pack(ALL, first).past} == {"C1", "C2"}


def test_an_organisation_of_which_no_case_may_be_read_is_unknown():
    made = case("C1", read=False)
    with pytest.raises(OrganisationUnknownError):
        pack(AUDITOR, made)


def test_a_nonconformity_that_no_paper_closes_is_an_open_point_with_its_page():
    made = case("C1")
    finding(made, "1", "8.5.1", "未见首件检验记录")
    (point,) = pack(AUDITOR, made).open_points
    assert (point.clause, point.fact, point.case, point.page) == ("8.5.1", "未见首件检验记录", "C1", 1)


def test_a_closed_nonconformity_is_counted_and_no_open_point():
    made = case("C1")
    finding(made, "1", "8.5.1", "未见首件检验记录", closed="2020-06-01")
    made_pack = pack(AUDITOR, made)
    assert made_pack.open_points == ()
    assert (made_pack.past[0].findings, made_pack.past[0].open) == (1, 0)


def test_field_and_code_are_those_of_the_latest_case_when_none_are_named():
    made_pack = pack(AUDITOR, case("C1"))
    assert (made_pack.field_code, made_pack.code) == ("A01", "17.10.02")


def test_the_released_guide_of_the_code_is_in_the_pack():
    guide("17.10.02", "A01", NOW, line("加热温度 840±10 ℃"))
    assert pack(AUDITOR, case("C1")).guide.code[0] == "17.10.02"


def test_without_a_guide_of_the_code_the_nearest_coarser_one_is_taken():
    guide("17.10", "A01", NOW)
    guide("", "A01", NOW)
    assert pack(AUDITOR, case("C1")).guide.code[0] == "17.10"


def test_who_may_not_read_guides_gets_a_pack_without_one():
    guide("17.10.02", "A01", NOW)
    assert pack(NO_GUIDES, case("C1")).guide is None


def test_a_guide_that_cites_a_superseded_standard_says_so():
    guide("17.10.02", "A01", NOW, line("按 GB/T 19001-2008 审核"))
    (old,) = pack(AUDITOR, case("C1")).guide_standing.superseded
    assert (old.state.superseded_by, old.lines) == ("GB/T 19001-2016", ("k",))


def test_standards_of_the_field_that_changed_since_the_last_audit_are_named():
    made_pack = pack(AUDITOR, case("C1", audited="2016-05-01"))
    assert ("GB/T 19001-2008", "GB/T 19001-2016") in {(one.number, one.replaced_by) for one in made_pack.changed}


def test_what_changed_before_the_last_audit_is_not_named():
    assert pack(AUDITOR, case("C1", audited="2018-05-01")).changed == ()


def test_without_a_day_of_an_audit_nothing_is_said_to_have_changed():
    assert pack(AUDITOR, case("C1", audited="")).changed == ()


def test_similar_cases_are_those_of_other_organisations():
    made = case("C1")
    case("C2")
    case("D1", "洛阳云帆轴承制造有限公司")
    assert [row.number for row in pack(AUDITOR, made).similar] == ["D1"]


def test_similar_cases_that_may_not_be_read_are_not_named():
    made = case("C1")
    case("D1", "洛阳云帆轴承制造有限公司", read=False)
    assert pack(AUDITOR, made).similar == ()


def test_contacts_are_those_of_the_latest_case_that_may_be_read_as_a_whole():
    made = case("C1")
    CaseField.objects.create(case=made, name="phone", value="0574-1", text="0574-1")
    assert pack(AUDITOR, made).contacts == (("phone", "0574-1"),)


def test_who_may_read_one_paper_only_gets_no_contacts_and_no_audits():
    made = case("C1", read=False)
    CaseField.objects.create(case=made, name="phone", value="0574-1", text="0574-1")
    CaseReader.objects.create(
        case=made, token="user:7", document=made.documents.first(), granted_at=NOW, granted_by="li"
    )
    made_pack = pack(AUDITOR, made)
    assert (made_pack.contacts, made_pack.past, made_pack.similar) == ((), (), ())


def test_opening_a_pack_stands_in_the_journal_once():
    made = case("C1")
    for _ in range(2):
        briefing_open(
            deed=Deed("du", NOW), viewer=AUDITOR, organisation_id=made.organisation_id, wanted=Scope(""), today=TODAY
        )
    (entry,) = JournalEntry.objects.filter(action="briefing.read")
    assert entry.detail["cases"] == ["C1"]


def test_cases_assigned_lately_stand_in_the_work_list():
    case("C1")
    case("C2")
    CaseReader.objects.filter(case__number="C1").update(granted_at=NOW - dt.timedelta(days=90))
    assert [one.number for one in assigned_lately(AUDITOR, now=NOW)] == ["C2"]


def parts(viewer: Viewer, made: Case, language: str = "zh"):
    made_pack = pack(viewer, made)
    return made_pack, briefing_parts(made_pack, kinds={}, names={"phone": "电话"}, language=language)


def test_the_file_without_network_has_everything_in_it():
    made = case("C1")
    finding(made, "1", "8.5.1", "未见首件检验记录")
    made_pack, told = parts(AUDITOR, made)
    text = briefing_html(made_pack, told, maker="杜")
    assert "未见首件检验记录" in text
    assert FIRM in text
    assert not [word for word in ("<script", "http:", "https:", " src=") if word in text]


def test_what_papers_say_is_no_markup_in_the_file():
    made = case("C1")
    finding(made, "1", "8.5.1", "<img src=x>")
    made_pack, told = parts(AUDITOR, made)
    assert "<img" not in briefing_html(made_pack, told, maker="<b>")


def test_audit_points_of_the_guide_become_a_checklist_with_a_blank_column():
    edition = guide("17.10.02", "A01", NOW)
    ask = {**line("x", "8.5.1"), "cells": [["ask", [["查首件检验", ""]]], ["seen", [["记录齐全", ""]]]]}
    edition.body = [{"id": "audit_points", "lines": [ask]}]
    edition.compiled = {
        "cases": 1, "clients": 1, "facts": 1, "made_with": "x", "sections": [{"id": "audit_points", "lines": [ask]}],
    }  # fmt: skip
    edition.save()
    _, told = parts(AUDITOR, case("C1"))
    (checks,) = [one for one in told if one.title == "现场核查清单"]
    assert checks.rows == (("8.5.1", "查首件检验", "记录齐全", ""),)


def test_a_pack_is_a_pdf():
    made_pack, told = parts(AUDITOR, case("C1"), "en")
    assert briefing_pdf(made_pack, told, maker="杜", now=NOW, language="en").startswith(b"%PDF")


def test_an_empty_pack_says_that_there_is_nothing():
    made_pack, _ = parts(AUDITOR, case("C1"))
    empty = dataclasses.replace(made_pack, past=(), open_points=(), similar=(), changed=(), contacts=(), guide=None)
    told = briefing_parts(empty, kinds={}, names={})
    assert all(not one.rows and one.said for one in told)
