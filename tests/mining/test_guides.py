"""A guide is compiled from reviewed facts, edited, and leaves through a gate that two persons open."""

from __future__ import annotations

import json

import pytest
from tests.mining.made import BY_EDITOR, BY_SECOND, EDITOR, NOW, READER, SECOND, LineExtractor, made_case

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry
from anjuan.kit.errors import RefusedError
from anjuan.mining.editing import Edit
from anjuan.mining.models import GuideEdition, MinedFact
from anjuan.mining.rendering.files import guide_file
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.gates import edition_gate
from anjuan.mining.selectors.guides import (
    GuideUnknownError,
    KnowledgeMayNotError,
    edition_published,
    edition_view,
    guide_named,
    scope_rows,
)
from anjuan.mining.services.guides import NoCasesError, WrongStateError, guide_compile, guide_preview, line_edit
from anjuan.mining.services.releasing import (
    GateClosedError,
    OwnReleaseError,
    edition_publish,
    edition_return,
    edition_submit,
    edition_withdraw,
    harmless_say,
)
from anjuan.mining.services.running import case_mine

pytestmark = pytest.mark.django_db
SCOPE = Scope("A01", "17.10.02")
CONTROL = "control: step=淬火; parameter=加热温度; value=840±10 ℃"
FIRMS = ("宁波海棠精密轴承有限公司", "洛阳云帆轴承制造有限公司", "临清鸿岳机械有限公司")


def _archive(*extra: str, state: str = "accepted", firms: tuple[str, ...] = FIRMS) -> None:
    for number, firm in enumerate(firms):
        lines = (CONTROL, "flow: step=下料; step=淬火; step=磨削", *(extra if number == 0 else ()))
        case = made_case(f"C{number}", firm, *lines)
        case_mine(deed=Deed("system", NOW), case_id=case.pk, extractor=LineExtractor())
    MinedFact.objects.update(state=state)


def _compiled() -> GuideEdition:
    return guide_compile(deed=BY_EDITOR, viewer=EDITOR, wanted=SCOPE, least_clients=3)


def _edit(edition: GuideEdition, section: str, line: str, what: str, **value: object) -> None:
    line_edit(deed=BY_EDITOR, viewer=EDITOR, guide=edition.guide, edit=Edit(section, line, what, value))


def _published(edition: GuideEdition) -> GuideEdition:
    edition_submit(deed=BY_EDITOR, viewer=EDITOR, edition=edition)
    edition_publish(deed=BY_SECOND, viewer=SECOND, edition=edition, least_clients=3)
    return edition


def _cells(edition: GuideEdition) -> list[tuple[str, dict[str, str], int]]:
    view = edition_view(edition)
    return [(one.id, line.cells, line.support) for one in view.sections for group in one.groups for line in group.lines]


def test_a_guide_has_reviewed_facts_only() -> None:
    _archive(state="proposed")
    assert _cells(_compiled()) == []
    assert guide_preview(wanted=SCOPE, least_clients=3)[0].section("controls").lines


def test_a_scope_without_cases_is_refused_with_its_name() -> None:
    with pytest.raises(NoCasesError, match=r"A01 17\.10\.02"):
        _compiled()


def test_a_code_with_few_clients_takes_the_cases_of_the_code_above_and_says_so() -> None:
    _archive(firms=FIRMS[:1])
    case = made_case("D1", "温州别家阀门有限公司", CONTROL, code="17.10.01")
    case_mine(deed=Deed("system", NOW), case_id=case.pk, extractor=LineExtractor())
    edition = guide_compile(deed=BY_EDITOR, viewer=EDITOR, wanted=SCOPE, least_clients=2)
    assert (edition.scope_code, edition.cases_count) == ("17.10", 2)
    assert "17.10" in guide_file(edition_view(edition), ".md", now=NOW).decode()


def test_the_released_edition_is_what_readers_see_and_stays_as_it_was() -> None:
    _archive()
    edition = _published(_compiled())
    before = _cells(edition)
    MinedFact.objects.all().delete()
    assert _cells(edition_published(guide_named(READER, SCOPE))) == before
    assert ("controls", {"parameter": "加热温度", "value": "840±10 ℃"}, 3) in before


def test_a_reader_sees_no_draft() -> None:
    _archive()
    _compiled()
    with pytest.raises(GuideUnknownError):
        guide_named(READER, SCOPE)
    assert {row.draft for row in scope_rows(READER)} == {""}
    assert {row.draft for row in scope_rows(EDITOR)} == {"draft"}


def test_who_has_no_business_with_knowledge_sees_nothing() -> None:
    with pytest.raises(KnowledgeMayNotError):
        scope_rows(READER.__class__(9, "x", frozenset(), frozenset({"case.read_all"}), frozenset()))


def test_nobody_releases_what_they_submitted() -> None:
    _archive()
    edition = _compiled()
    both = SECOND.__class__(1, "bian", frozenset(), EDITOR.capabilities | SECOND.capabilities, frozenset())
    edition_submit(deed=BY_EDITOR, viewer=both, edition=edition)
    with pytest.raises(OwnReleaseError):
        edition_publish(deed=BY_EDITOR, viewer=both, edition=edition, least_clients=3)


def test_an_edition_that_waits_for_release_is_not_compiled_over() -> None:
    _archive()
    edition_submit(deed=BY_EDITOR, viewer=EDITOR, edition=_compiled())
    with pytest.raises(WrongStateError):
        _compiled()


def test_an_edition_is_sent_back_with_the_reason() -> None:
    _archive()
    edition = _compiled()
    edition_submit(deed=BY_EDITOR, viewer=EDITOR, edition=edition)
    edition_return(deed=BY_SECOND, viewer=SECOND, edition=edition, reason="顺序有误")
    edition.refresh_from_db()
    assert (edition.state, edition.reason) == ("draft", "顺序有误")


def test_a_new_edition_replaces_the_one_before() -> None:
    _archive()
    first = _published(_compiled())
    second = _published(_compiled())
    first.refresh_from_db()
    assert (first.state, second.number, second.state) == ("replaced", 2, "published")


def test_a_withdrawn_edition_is_read_no_more() -> None:
    _archive()
    edition = _published(_compiled())
    edition_withdraw(deed=BY_SECOND, viewer=SECOND, edition=edition, reason="标准已换版")
    with pytest.raises(GuideUnknownError):
        edition_published(guide_named(READER, SCOPE))


def test_a_line_of_few_clients_leaves_only_after_agreement() -> None:
    _archive("practice: text=炉温均匀性按九点法每半年测试一次")
    edition = _compiled()
    (rare,) = edition_gate(edition, least_clients=3).rare
    assert "practices" not in {section for section, _, _ in _cells(_published(edition))}
    again = _compiled()
    _edit(again, "practices", rare, "agree")
    assert "practices" in {section for section, _, _ in _cells(_published(again))}


def test_clients_are_not_named_in_what_is_compiled() -> None:
    _archive("audit_point: clause=7.2; ask=问上岗要求; seen=宁波海棠的操作工熟悉要求")
    told = json.dumps(_compiled().compiled, ensure_ascii=False)
    assert "海棠" not in told
    assert "某企业" in told


@pytest.mark.parametrize("leak", ["宁波海棠公司的做法值得推广", "洛阳云帆轴承", "联系电话 13812345678"])
def test_an_editors_words_that_tell_an_identity_close_the_gate(leak: str) -> None:
    _archive()
    edition = _compiled()
    _edit(edition, "practices", "", "own", text=leak)
    edition_submit(deed=BY_EDITOR, viewer=EDITOR, edition=edition)
    with pytest.raises(GateClosedError):
        edition_publish(deed=BY_SECOND, viewer=SECOND, edition=edition, least_clients=3)
    edition.refresh_from_db()
    assert edition.body is None


def test_words_that_no_page_says_close_the_gate() -> None:
    _archive()
    edition = _compiled()
    for fact in MinedFact.objects.filter(kind="control"):
        fact.slots[2]["value"] = "900 ℃"
        fact.slots[2]["quote"] = "900 ℃"
        fact.quote = fact.quote.replace("840±10 ℃", "900 ℃")
        fact.save()
    found = edition_gate(edition, least_clients=3)
    assert [one.text for one in found.unsupported] == ["840±10 ℃"]
    assert not found.is_open


def test_what_a_person_found_harmless_is_shown_no_more() -> None:
    _archive()
    edition = _compiled()
    _edit(edition, "practices", "", "own", text="参照大众汽车有限公司的要求")
    assert [leak.text for leak in edition_gate(edition, least_clients=3).leaks] == ["大众汽车有限公司"]
    harmless_say(deed=BY_SECOND, viewer=SECOND, text="大众汽车有限公司", reason="整车厂，公开标准")
    assert edition_gate(edition, least_clients=3).leaks == ()


def test_an_editor_hides_moves_rewords_and_adds() -> None:
    _archive("hazard: what=油槽起火", "hazard: what=砂轮破裂")
    edition = _compiled()
    keys = {line["cells"][0][1][0][0]: line["key"] for line in edition.compiled["sections"][-1]["lines"]}
    _edit(edition, "hazards", keys["油槽起火"], "hide")
    _edit(edition, "hazards", keys["砂轮破裂"], "word", cells={"what": "砂轮碎裂伤人"})
    _edit(edition, "hazards", "", "own", text="注意甲醇裂解气")
    hazards = [cells for section, cells, _ in _cells(edition) if section == "hazards"]
    assert hazards == [{"what": "砂轮碎裂伤人"}, {"text": "注意甲醇裂解气"}]
    _edit(edition, "hazards", keys["油槽起火"], "show")
    assert len([1 for section, _, _ in _cells(edition) if section == "hazards"]) == 3


def test_every_deed_with_a_guide_is_in_the_journal() -> None:
    _archive()
    edition = _published(_compiled())
    edition_withdraw(deed=BY_SECOND, viewer=SECOND, edition=edition, reason="x")
    actions = list(JournalEntry.objects.order_by("number").values_list("action", flat=True))
    assert [one for one in actions if one.startswith("guide.")] == [
        "guide.compile", "guide.submit", "guide.publish", "guide.withdraw",
    ]  # fmt: skip


def test_roles_without_the_right_are_refused() -> None:
    _archive()
    with pytest.raises(RefusedError):
        guide_compile(deed=Deed("du", NOW), viewer=READER, wanted=SCOPE, least_clients=3)


@pytest.mark.parametrize("suffix", [".md", ".json", ".docx"])
def test_a_guide_is_written_in_every_form(suffix: str) -> None:
    _archive()
    made = guide_file(edition_view(_compiled()), suffix, now=NOW)
    assert made.startswith({".md": "# 审核指南".encode(), ".json": b"{", ".docx": b"PK"}[suffix])


def test_a_guide_is_printed(chinese_font) -> None:
    _archive()
    assert guide_file(edition_view(_compiled()), ".pdf", now=NOW).startswith(b"%PDF")
