"""Stories, questions, firsts and redaction, as rules without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.compiling.identities.known import Identity, IdentityBook
from anjuan.compiling.identities.sightings import Sort
from anjuan.compiling.passages import plain
from anjuan.compiling.rules.tables import sections_of, story_templates
from anjuan.compiling.works.checking import texts_of, unproven, work_changes
from anjuan.compiling.works.editing import StoryEdit, edited_story
from anjuan.compiling.works.firsts import DatedCase, firsts
from anjuan.compiling.works.nonconformities import nonconformities, worth_telling
from anjuan.compiling.works.redaction import needed_boxes, open_seals, visible_texts
from anjuan.compiling.works.shapes import Evidence, Story
from anjuan.compiling.works.stories import refilled, released, told_story
from anjuan.compiling.works.telling import Material, Told, ToldFact
from anjuan.compiling.works.training import FindingSource, clause_questions, grade_questions, without_answer
from anjuan.extraction.facts import FactKind
from anjuan.reading.pages import Line, Page, Seal

FIRM = "宁波海棠精密轴承有限公司"
BOOK = IdentityBook([Identity(FIRM, Sort.ORGANISATION, is_near=True), Identity("王海棠", Sort.PERSON, is_near=True)])
PLACE = Evidence(key="F1", case=1, document=7, page=2)


def finding(
    key: str = "1", clause: str = "8.5.1", said: str = "查淬火工序，炉温记录缺少三天的数据", **more: str
) -> ToldFact:
    values = {"fact": said, "clause": clause, **more}
    place = Evidence(key=f"F{key}", case=1, document=7, page=2)
    told = tuple(Told(name, value, place) for name, value in values.items())
    return ToldFact(key, FactKind.FINDING, said, told, place)


def told(*facts: ToldFact, template: str = "finding") -> Story:
    values = (Told("scope", f"{FIRM}的轴承制造", PLACE),)
    return told_story(
        Material(1, values, facts), BOOK, template=template, table=story_templates().latest,
        about=facts[0].key if template == "finding" and facts else "", title="案例",
    )  # fmt: skip


def part(story: Story, name: str):
    return next(one for one in story.parts if one.id == name)


def test_every_sentence_of_a_story_has_its_place():
    story = told(finding(cause="未规定记录频次", action="修订作业指导书"))
    assert all(one.evidence for row in story.parts for one in row.statements)


def test_what_no_fact_says_stays_empty():
    assert part(told(finding()), "analysis").statements == ()


def test_the_lesson_is_never_written_by_the_program():
    assert part(told(finding(cause="x", action="y", verification="z")), "lesson").statements == ()


@pytest.mark.parametrize("template", ["finding", "audit"])
def test_every_part_of_a_template_says_what_is_missing_in_both_languages(template):
    assert all(row.missing.zh and row.missing.en for row in story_templates().latest.templates[template])


def test_a_client_is_named_in_no_sentence():
    story = told(finding(said=f"在{FIRM}现场，操作工王海棠未持证上岗"))
    assert not any(name in text for text in texts_of(story).values() for name in (FIRM, "海棠"))


@pytest.mark.parametrize(
    ("code", "word"), [("major", "严重不符合"), ("minor", "一般不符合"), ("observation", "观察项")]
)
def test_a_grade_is_told_in_words(code, word):
    assert word in [one.text for one in part(told(finding(grade=code)), "judgement").statements]


def test_what_is_told_once_is_not_told_again():
    twice = told(finding(), finding())
    assert len(part(twice, "evidence").statements) == 1


def test_an_audit_is_told_with_all_its_findings():
    story = told(finding("1"), finding("2", "8.6", "未见首件检验记录的结论和签字"), template="audit")
    assert len(part(story, "findings").statements) == 4


def test_a_sentence_that_its_page_says_is_proven():
    assert unproven(told(finding()), lambda _: f"{FIRM}的轴承制造 查淬火工序，炉温记录缺少三天的数据 8.5.1") == []


def test_a_sentence_that_its_page_does_not_say_is_found():
    assert len(unproven(told(finding()), lambda _: "别的话")) == 3


def test_a_sentence_whose_page_is_gone_is_found():
    assert unproven(told(finding()), lambda _: "")


def edit(story: Story, what: str, text: str = "", name: str = "evidence", key: str | None = None) -> Story | None:
    known = part(story, name).statements
    return edited_story(story, StoryEdit(what, name, known[0].key if key is None and known else key or "", text))


@pytest.mark.parametrize("what", ["own", "word"])
def test_an_editors_sentence_is_marked_and_needs_no_page(what):
    story = edit(told(finding()), what, "先看记录", key="k1" if what == "own" else None)
    marks = [one.mark for one in part(story, "evidence").statements]
    assert {"own": "own", "word": "reworded"}[what] in marks


def test_what_is_left_out_does_not_leave():
    story = edit(told(finding()), "hide")
    assert part(released(story), "evidence").statements == ()


@pytest.mark.parametrize("what", ["word", "own"])
def test_an_edit_without_words_is_none(what):
    assert edit(told(finding()), what) is None


@pytest.mark.parametrize("what", ["hide", "show", "word", "drop", "up"])
def test_an_edit_of_a_sentence_that_is_not_there_is_none(what):
    assert edited_story(told(finding()), StoryEdit(what, "evidence", "nothing", "x")) is None


def test_a_cited_sentence_is_left_out_but_never_deleted():
    assert edit(told(finding()), "drop") is None


def test_an_own_sentence_is_deleted():
    story = edit(told(finding()), "own", "先看记录", name="lesson", key="k1")
    assert part(edit(story, "drop", name="lesson"), "lesson").statements == ()


def test_sentences_change_places():
    story = told(finding(department="热处理车间"))
    keys = [one.key for one in part(story, "evidence").statements]
    moved = edit(story, "down")
    assert [one.key for one in part(moved, "evidence").statements] == keys[::-1]


@pytest.mark.parametrize("what", ["nothing", ""])
def test_an_unknown_deed_is_none(what):
    assert edit(told(finding()), what, "x") is None


def test_filling_anew_keeps_what_the_editor_did():
    story = edit(edit(told(finding()), "hide"), "own", "先看记录", name="lesson", key="k1")
    anew = refilled(story, told(finding(cause="未规定记录频次")))
    hidden = part(anew, "evidence").statements[0].hidden
    assert (hidden, part(anew, "lesson").statements[0].text, len(part(anew, "analysis").statements)) == (
        True,
        "先看记录",
        1,
    )


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [({"a": "1"}, {"a": "2"}, "changed"), ({}, {"a": "2"}, "new"), ({"a": "1"}, {}, "gone")],
)
def test_a_difference_says_what_became_of_a_text(before, after, what):
    assert [one.what for one in work_changes(before, after)] == [what]


def source(key: str, clause: str, said: str, **more: str) -> FindingSource:
    return FindingSource(finding(key, clause, said, **more), "GB/T 19001-2016", BOOK)


FINDINGS = (
    source("1", "8.5.1", "查淬火工序，炉温记录缺少三天的数据"),
    source("2", "8.6", "抽查三批成品，未见首件检验的放行结论"),
    source("3", "8.5.2", "仓库待检区的两箱轴承没有标识"), source("4", "7.1.5", "现场使用的千分尺已超过校准有效期"),
    source("5", "7.2", "新入职的焊工没有培训和考核记录"),
)  # fmt: skip


def test_every_finding_with_near_clauses_makes_a_question():
    assert len(clause_questions(FINDINGS)) == 5


@pytest.mark.parametrize("place", range(5))
def test_the_answer_is_the_clause_of_the_finding(place):
    asked = clause_questions(FINDINGS)[place]
    assert asked.options[asked.answer].text == FINDINGS[place].fact.value("clause")


def test_options_are_clauses_of_the_same_standard_and_each_stands_once():
    known = {one.fact.value("clause") for one in FINDINGS}
    for asked in clause_questions(FINDINGS):
        texts = [option.text for option in asked.options]
        assert len(set(texts)) == len(texts)
        assert set(texts) <= known


def test_a_sibling_clause_stands_among_the_options():
    asked = clause_questions(FINDINGS)[0]
    assert "8.5.2" in [option.text for option in asked.options if option.because == "sibling"]


def test_a_clause_that_a_person_really_put_right_stands_first_among_the_near_ones():
    mixed = FindingSource(
        ToldFact("9", FactKind.FINDING, "x", FINDINGS[0].fact.values, PLACE, corrected_from="7.2"),
        "GB/T 19001-2016",
        BOOK,
    )
    asked = clause_questions((mixed, *FINDINGS[1:]))[0]
    assert [option.text for option in asked.options if option.because == "confused"] == ["7.2"]


def test_two_clauses_make_no_question():
    assert clause_questions(FINDINGS[:2]) == []


def test_findings_that_read_alike_make_one_question():
    double = source("6", "8.5.1", "查淬火工序，炉温记录缺少两天的数据")
    assert len(clause_questions((*FINDINGS, double))) == 5


def test_a_question_is_the_same_when_it_is_made_again():
    assert clause_questions(FINDINGS) == clause_questions(FINDINGS)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("不符合GB/T 19001-2016标准8.5.1条款", ("8.5.1", "19001")),
        ("不符合ISO 9001:2015的8.5.1", ("8.5.1", "9001")),
        ("判定为一般不符合，8.5.1", ("一般不符合", "8.5.1")),
    ],
)
def test_a_stem_does_not_give_the_answer_away(said, left):
    text = without_answer(plain(f"炉温记录缺失，{said}")).text
    assert not any(one in text for one in left)


@pytest.mark.parametrize("said", ["孔径12.5mm超差", "压力0.8.5MPa", "含碳量0.45%"])
def test_measures_stay_in_a_stem(said):
    assert without_answer(plain(said)).text == said


def test_a_stem_replays_with_its_blanks():
    passage = without_answer(plain("炉温记录缺失，不符合8.5.1条款要求"))
    assert passage.replays_in("炉温记录缺失，不符合8.5.1条款要求")


def test_a_question_about_the_grade_has_all_grades():
    asked = grade_questions([source("1", "8.5.1", "查淬火工序，炉温记录缺少三天的数据", grade="major")])
    assert [(len(one.options), one.options[one.answer].text) for one in asked] == [(3, "严重不符合")]


def test_a_finding_without_a_grade_makes_no_question_about_it():
    assert grade_questions(FINDINGS) == []


def case(key: int, day: str, **more: tuple[str, ...]) -> DatedCase:
    return DatedCase(key, f"C{key:04}", day, **({"fields": ("A01",)} | more))


def test_the_earliest_case_of_a_field_is_its_first():
    assert [one.case for one in firsts([case(1, "2019-03-02"), case(2, "2018-01-01")])] == [2]


def test_of_one_day_the_smaller_number_is_first():
    assert firsts([case(2, "2018-01-01"), case(1, "2018-01-01")])[0].case == 1


def test_a_case_without_a_day_is_never_first_and_is_counted():
    found = firsts([case(1, ""), case(2, "2020-01-01")])[0]
    assert (found.case, found.undated) == (2, 1)


def test_nothing_dated_makes_no_first():
    assert firsts([case(1, "")]) == []


@pytest.mark.parametrize("partial", ["2018", "2018-01"])
def test_a_day_known_in_part_makes_the_first_doubtful(partial):
    found = firsts([case(1, partial), case(2, "2018-01-20")])[0]
    assert (found.case, found.doubtful) == (2, True)


@pytest.mark.parametrize("sort", ["codes", "standards", "families"])
def test_codes_standards_and_families_have_firsts(sort):
    found = firsts([DatedCase(1, "C1", "2018-01-20", **{sort: ("x",)})])
    assert [one.sort for one in found] == [{"codes": "code", "standards": "standard", "families": "family"}[sort]]


@given(
    st.permutations([case(1, "2019-03-02"), case(2, "2018"), case(3, "2018-02-01"), case(4, ""), case(5, "2018-02")])
)
def test_firsts_do_not_depend_on_the_order_of_the_archive(cases):
    assert [(one.case, one.doubtful, one.undated) for one in firsts(cases)] == [(3, True, 1)]


LINE = Line("受审核方：宁波海棠精密轴承有限公司", (0.1, 0.1, 0.9, 0.13))
OTHER = Line("首件检验记录", (0.1, 0.2, 0.5, 0.23))
SHEET = Page(1, 595, 842, lines=(LINE, OTHER), seals=(Seal((0.6, 0.6, 0.8, 0.8), "x"),))


def test_the_boxes_a_page_needs_hide_every_identity_on_it():
    seen = visible_texts(SHEET, needed_boxes(SHEET, BOOK))
    assert "海棠" not in "".join(seen.values())


def test_the_boxes_a_page_needs_leave_what_names_nobody():
    assert "首件检验记录" in visible_texts(SHEET, needed_boxes(SHEET, BOOK)).values()


def test_a_seal_is_covered_without_being_asked_for():
    assert open_seals(SHEET, needed_boxes(SHEET, BOOK)) == 0


def test_a_seal_that_no_box_covers_is_counted():
    assert open_seals(SHEET, ()) == 1


@pytest.mark.parametrize("box", [(0.1, 0.1, 0.9, 0.11), (0.1, 0.1, 0.5, 0.13), (0.5, 0.5, 0.9, 0.9)])
def test_a_name_that_is_covered_in_part_can_be_read(box):
    assert "公司" in visible_texts(SHEET, [box])["line-1"]


def test_two_boxes_hide_a_line_together():
    assert "line-1" not in visible_texts(SHEET, [(0.09, 0.09, 0.5, 0.14), (0.5, 0.09, 0.91, 0.14)])


def test_signs_with_known_edges_are_hidden_one_by_one():
    text = "甲乙丙丁"
    line = Line(text, (0.0, 0.1, 0.4, 0.2), edges=(0.0, 0.1, 0.2, 0.3, 0.4))
    assert visible_texts(Page(1, 10, 10, lines=(line,)), [(0.1, 0.1, 0.3, 0.2)])["line-1"] == "甲  丁"


@given(st.floats(0, 0.9), st.floats(0, 0.9))
def test_a_box_never_makes_more_readable(left, top):
    box = (left, top, min(1.0, left + 0.3), min(1.0, top + 0.1))
    before, after = visible_texts(SHEET, ()), visible_texts(SHEET, [box])
    assert all(len(after[place].replace(" ", "")) <= len(before[place]) for place in after)


@pytest.mark.parametrize("form", ["guide", "instruction"])
def test_guides_and_instructions_tell_the_same_kinds_of_facts(form):
    assert {kind for row in sections_of(form).sections for kind in row.facts} == {
        kind for row in sections_of("guide").sections for kind in row.facts
    }


def test_an_instruction_begins_with_the_basis_of_the_audit():
    assert sections_of("instruction").sections[0].id == "references"


def test_what_was_raised_and_what_answered_it_are_one_nonconformity():
    raised, answer = finding("1", number="NC-1"), ToldFact(
        "2", FactKind.FINDING, "x",
        (Told("clause", "8.5.1", PLACE), Told("number", "NC-1", PLACE), Told("cause", "职责不清", PLACE)), PLACE,
    )  # fmt: skip
    assert [tuple(fact.key for fact in group) for group in nonconformities([answer, raised])] == [("1", "2")]


def test_two_nonconformities_on_one_clause_stay_apart():
    assert len(nonconformities([finding("1"), finding("2", said="设备点检表没有签字和日期，无人负责")])) == 2


def test_an_answer_that_could_belong_to_two_belongs_to_none():
    answer = ToldFact("3", FactKind.FINDING, "x", (Told("clause", "8.5.1", PLACE), Told("cause", "不清", PLACE)), PLACE)
    two = [finding("1"), finding("2", said="设备点检表没有签字和日期，无人负责")]
    assert all(answer not in group for group in nonconformities([*two, answer]))


def test_papers_with_other_numbers_stay_apart():
    assert len(nonconformities([finding("1", number="NC-1"), finding("2", number="NC-2")])) == 2


@pytest.mark.parametrize(("told_more", "worth"), [({}, 1), ({"cause": "x"}, 2), ({"cause": "x", "action": "y"}, 3)])
def test_a_nonconformity_is_worth_more_the_more_is_told(told_more, worth):
    assert worth_telling([finding(**told_more)]) == worth
