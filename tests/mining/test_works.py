"""Stories, training sets, exhibitions and firsts: made, checked, published, withdrawn."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import docx
import openpyxl
import pytest
from PIL import Image
from tests.mining.made import BY_EDITOR, BY_SECOND, EDITOR, LATER, NOW, READER, SECOND, LineExtractor, made_case

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseAttribute, Document
from anjuan.compiling.works.checking import evidence_in
from anjuan.compiling.works.editing import StoryEdit
from anjuan.compiling.works.shapes import Exhibit, Story, TrainingSet
from anjuan.mining.models import EditionState, First, MinedFact, TrainingResult, Work, WorkEdition
from anjuan.mining.rendering.stories import STORY_FORMATS, story_file, story_markdown
from anjuan.mining.rendering.story_view import story_view
from anjuan.mining.rendering.trainings import training_file
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.evidence import places_seen, saying
from anjuan.mining.selectors.exhibits import burnt
from anjuan.mining.selectors.firsts import first_rows
from anjuan.mining.selectors.guides import KnowledgeMayNotError, edition_view
from anjuan.mining.selectors.instructions import instruction_rows
from anjuan.mining.selectors.trainings import ResultUnknownError, difficulties, result_get, training_counts
from anjuan.mining.selectors.workgates import edition_content, work_gate
from anjuan.mining.selectors.works import (
    WorkFilter,
    WorkUnknownError,
    edition_differences,
    real_cases,
    work_published,
    work_rows,
)
from anjuan.mining.services.exhibitions import exhibit_add, exhibition_make, exhibition_order, room_set
from anjuan.mining.services.firsts import FirstUnknownError, first_decide, firsts_find
from anjuan.mining.services.guides import GuideMayNotError, guide_compile
from anjuan.mining.services.running import case_mine
from anjuan.mining.services.stories import NothingToTellError, stories_propose, story_edit, story_make
from anjuan.mining.services.trainings import NoQuestionsError, counts_show, training_answer, training_make
from anjuan.mining.services.works import (
    OwnWorkError,
    WorkEditError,
    WorkGateClosedError,
    WorkStateError,
    work_agree,
    work_publish,
    work_return,
    work_revise,
    work_submit,
    work_withdraw,
)

pytestmark = pytest.mark.django_db
FIRMS = ("宁波海棠精密轴承有限公司", "洛阳云帆轴承制造有限公司", "临清鸿岳机械有限公司")
TOLD = (
    ("8.5.1", "查淬火工序，炉温记录缺少三天的数据"),
    ("8.6", "抽查三批成品，未见首件检验的放行结论"),
    ("8.5.2", "仓库待检区的两箱轴承没有标识"),
    ("7.1.5", "现场使用的千分尺已超过校准有效期"),
)


def line(clause: str, fact: str, grade: str = "minor") -> str:
    told = f"fact={fact}; clause={clause}; cause=职责未落实到人; action=修订作业指导书并培训"
    return f"finding: {told}; verification=查三份记录均符合; grade={grade}"


def filed(number: str, firm: str, *lines: str, code: str = "17.10.02") -> Case:
    case = made_case(number, firm, *lines, code=code)
    CaseAttribute.objects.create(case=case, name="standard", value="GB/T 19001-2016", source="papers")
    case_mine(deed=Deed("system", NOW), case_id=case.pk, extractor=LineExtractor())
    return case


@pytest.fixture
def cases() -> list[Case]:
    made = [
        filed("C0", FIRMS[0], line(*TOLD[0]), line(*TOLD[1])),
        filed("C1", FIRMS[1], line(*TOLD[2]), line(*TOLD[3])),
    ]
    MinedFact.objects.update(state="accepted")
    return made


@pytest.fixture
def story(cases) -> WorkEdition:
    return stories_propose(deed=BY_EDITOR, most=1)[0]


def released(edition: WorkEdition) -> WorkEdition:
    work_submit(deed=BY_EDITOR, viewer=EDITOR, edition=edition)
    work_agree(deed=BY_SECOND, viewer=SECOND, edition=edition)
    work_publish(deed=BY_SECOND, viewer=SECOND, edition=edition)
    return edition


@pytest.fixture
def published(story) -> WorkEdition:
    return released(story)


@pytest.fixture
def trained(cases) -> WorkEdition:
    made = training_make(deed=BY_EDITOR, viewer=EDITOR, field_code="A01")
    work_submit(deed=BY_EDITOR, viewer=EDITOR, edition=made)
    work_publish(deed=BY_SECOND, viewer=SECOND, edition=made)
    return made


def test_reviewed_findings_are_proposed_as_stories(cases):
    made = stories_propose(deed=BY_EDITOR, most=10)
    assert sorted(one.work.clause for one in made) == ["7.1.5", "8.5.1", "8.5.2", "8.6"]


def test_a_finding_that_nobody_reviewed_is_no_story(cases):
    MinedFact.objects.update(state="proposed")
    assert stories_propose(deed=BY_EDITOR, most=10) == []


def test_a_finding_is_proposed_once(cases):
    stories_propose(deed=BY_EDITOR, most=10)
    assert stories_propose(deed=BY_EDITOR, most=10) == []


def test_only_so_many_stories_are_proposed_as_were_asked_for(cases):
    assert len(stories_propose(deed=BY_EDITOR, most=2)) == 2


def test_a_whole_audit_is_told(cases):
    edition = story_make(deed=BY_EDITOR, viewer=EDITOR, case_id=cases[0].pk)
    assert edition.content["template"] == "audit"


def test_a_case_without_reviewed_facts_tells_nothing(cases):
    MinedFact.objects.update(state="rejected")
    with pytest.raises(NothingToTellError):
        story_make(deed=BY_EDITOR, viewer=EDITOR, case_id=cases[0].pk)


def test_a_reader_makes_no_story(cases):
    with pytest.raises(GuideMayNotError):
        story_make(deed=Deed("du", NOW), viewer=READER, case_id=cases[0].pk)


def test_a_story_names_no_client(published):
    assert not any(firm[:4] in story_markdown(story_view(published)) for firm in FIRMS)


def test_every_published_sentence_replays_on_its_page(published):
    told = saying()
    content = edition_content(published)
    assert all(told(place) for place in evidence_in(content))


def test_the_gate_asks_for_agreement_to_a_story_of_one_client(story):
    assert [one.code for one in work_gate(story).points] == ["agree"]


def test_a_story_without_agreement_is_not_published(story):
    work_submit(deed=BY_EDITOR, viewer=EDITOR, edition=story)
    with pytest.raises(WorkGateClosedError):
        work_publish(deed=BY_SECOND, viewer=SECOND, edition=story)


def test_nobody_publishes_what_they_submitted(story):
    both = Viewer(1, "bian", frozenset(), EDITOR.capabilities | SECOND.capabilities, frozenset())
    work_submit(deed=BY_EDITOR, viewer=both, edition=story)
    with pytest.raises(OwnWorkError):
        work_publish(deed=BY_EDITOR, viewer=both, edition=story)


def test_an_editor_who_writes_a_name_closes_the_gate(story):
    edit = StoryEdit("own", "lesson", "", f"{FIRMS[1]}的做法可以借鉴")
    story_edit(deed=BY_EDITOR, viewer=EDITOR, edition=story, edit=edit)
    assert any(leak.blocks for leak in work_gate(story).leaks)


@pytest.mark.parametrize("said", ["宁波海棠精密轴承有限公可的做法", "海棠 精密轴承有限公司", "电话13812345678"])
def test_a_slip_in_a_name_hides_nothing_from_the_gate(story, said):
    story_edit(deed=BY_EDITOR, viewer=EDITOR, edition=story, edit=StoryEdit("title", text=said))
    assert any(leak.blocks for leak in work_gate(story).leaks)


def test_a_fact_that_was_rejected_since_closes_the_gate(story):
    MinedFact.objects.update(state="rejected")
    assert work_gate(story).unproven


def test_a_paper_that_was_taken_away_closes_the_gate(story):
    Document.objects.update(removed=True)
    assert work_gate(story).unproven


def test_editing_takes_the_agreement_back(story):
    work_submit(deed=BY_EDITOR, viewer=EDITOR, edition=story)
    work_agree(deed=BY_SECOND, viewer=SECOND, edition=story)
    work_return(deed=BY_SECOND, viewer=SECOND, edition=story, reason="补充启示")
    assert WorkEdition.objects.get(pk=story.pk).agreed_by == ""


def test_a_published_edition_is_not_edited(published):
    with pytest.raises(WorkStateError):
        story_edit(deed=BY_EDITOR, viewer=EDITOR, edition=published, edit=StoryEdit("title", text="x"))


@pytest.mark.parametrize(
    "edit", [StoryEdit("own", "lesson"), StoryEdit("fly", "lesson", "k", "x"), StoryEdit("own", "no", "", "x")]
)
def test_an_edit_that_says_nothing_is_refused(story, edit):
    with pytest.raises(WorkEditError):
        story_edit(deed=BY_EDITOR, viewer=EDITOR, edition=story, edit=edit)


def test_what_was_left_out_is_not_in_the_published_body(story):
    part = next(part for part in edition_content(story).parts if part.statements)
    edit = StoryEdit("hide", part.id, part.statements[0].key)
    story_edit(deed=BY_EDITOR, viewer=EDITOR, edition=story, edit=edit)
    assert part.statements[0].key not in json.dumps(released(story).body)


def test_a_new_edition_replaces_the_one_before_and_tells_the_difference(published):
    anew = work_revise(deed=BY_EDITOR, viewer=EDITOR, work=published.work)
    story_edit(deed=BY_EDITOR, viewer=EDITOR, edition=anew, edit=StoryEdit("own", "lesson", "", "先看记录再看现场"))
    released(anew)
    told = [(one.what, one.after) for one in edition_differences(anew)]
    assert told == [("new", "先看记录再看现场")]


def test_the_edition_before_is_marked_as_replaced(published):
    released(work_revise(deed=BY_EDITOR, viewer=EDITOR, work=published.work))
    assert WorkEdition.objects.get(pk=published.pk).state == EditionState.REPLACED


def test_revising_twice_is_one_draft(published):
    first = work_revise(deed=BY_EDITOR, viewer=EDITOR, work=published.work)
    assert work_revise(deed=BY_EDITOR, viewer=EDITOR, work=published.work).pk == first.pk


def test_a_withdrawn_story_is_read_no_more(published):
    work_withdraw(deed=BY_SECOND, viewer=SECOND, edition=published, reason="有误")
    with pytest.raises(WorkUnknownError):
        work_published(READER, "story", published.work_id)


def test_readers_see_no_drafts(story):
    assert work_rows(READER, WorkFilter("story")) == []


def test_who_may_not_read_knowledge_sees_no_stories(published):
    nobody = Viewer(9, "x", frozenset(), frozenset({"case.read_all"}), frozenset())
    with pytest.raises(KnowledgeMayNotError):
        work_rows(nobody, WorkFilter("story"))


def test_a_reader_opens_no_page_of_a_case_that_is_not_theirs(published):
    assert places_seen(READER, evidence_in(edition_content(published))) == {}


def test_a_line_of_a_guide_finds_the_stories_of_its_clause(published):
    found = real_cases(READER, field_code="A01", professional_code="17.10.02", clause=published.work.clause)
    assert [row.id for row in found] == [published.work_id]


@pytest.mark.parametrize("suffix", STORY_FORMATS)
def test_a_story_is_written_in_every_form(published, suffix):
    assert len(story_file(story_view(published), suffix, now=NOW)) > 500


def test_a_word_file_holds_every_sentence(published):
    view = story_view(published)
    text = "\n".join(one.text for one in docx.Document(io.BytesIO(story_file(view, ".docx", now=NOW))).paragraphs)
    assert all(one.text in text for part in view.parts for one in part.sentences)


def test_an_empty_part_says_what_is_missing_in_the_file(published):
    assert "启示由编者撰写" in story_markdown(story_view(published))


def test_filling_anew_keeps_what_the_editor_wrote(story):
    story_edit(deed=BY_EDITOR, viewer=EDITOR, edition=story, edit=StoryEdit("own", "lesson", "", "先看记录"))
    key = MinedFact.objects.values_list("pk", flat=True).get(key=story.work.about)
    again = story_make(deed=BY_EDITOR, viewer=EDITOR, case_id=story.work.case_id, finding=str(key))
    assert isinstance(edition_content(again), Story)
    assert "先看记录" in json.dumps(again.content, ensure_ascii=False)


def test_a_set_is_made_of_the_findings_of_a_field(trained):
    content = edition_content(trained)
    assert isinstance(content, TrainingSet)
    assert {one.asks for one in content.questions} == {"clause", "grade"}


def test_a_set_names_no_client(trained):
    assert not any(firm[:4] in json.dumps(trained.body, ensure_ascii=False) for firm in FIRMS)


def test_a_field_without_reviewed_findings_has_no_set(cases):
    with pytest.raises(NoQuestionsError):
        training_make(deed=BY_EDITOR, viewer=EDITOR, field_code="B01")


def taken(edition: WorkEdition, name: str, *, right: bool = True) -> TrainingResult:
    viewer = Viewer(7, name, frozenset(), frozenset({"knowledge.read"}), frozenset())
    answers = {one["key"]: one["answer"] if right else 99 for one in edition.body["questions"]}
    return training_answer(deed=Deed(name, LATER), viewer=viewer, edition=edition, answers=answers)


@pytest.mark.parametrize(("right", "count"), [(True, 1.0), (False, 0.0)])
def test_a_result_counts_right_answers(trained, right, count):
    kept = taken(trained, "a", right=right)
    assert kept.right / kept.of == count


def test_nobody_sees_the_result_of_another(trained):
    with pytest.raises(ResultUnknownError):
        result_get(SECOND, taken(trained, "a").pk)


def test_a_draft_is_not_taken(cases):
    made = training_make(deed=BY_EDITOR, viewer=EDITOR, field_code="A01")
    with pytest.raises(WorkEditError):
        training_answer(deed=BY_EDITOR, viewer=EDITOR, edition=made, answers={})


@pytest.mark.parametrize(("people", "is_known"), [(4, False), (5, True)])
def test_a_difficulty_needs_five_people(trained, people, is_known):
    for number in range(people):
        taken(trained, f"p{number}", right=False)
    assert bool(difficulties(trained)) is is_known


def test_only_the_first_run_of_a_person_counts(trained):
    for number in range(5):
        taken(trained, f"p{number}", right=False)
        taken(trained, f"p{number}", right=True)
    assert {one.share for one in difficulties(trained).values()} == {1.0}


def test_counts_are_off_until_somebody_opens_them(trained):
    for number in range(5):
        taken(trained, f"p{number}")
    assert training_counts(SECOND, trained.work) is None


def test_open_counts_tell_how_many_and_the_mean(trained):
    for number in range(5):
        taken(trained, f"p{number}")
    counts_show(deed=BY_SECOND, viewer=SECOND, work=trained.work, shown=True)
    assert (training_counts(SECOND, trained.work).people, training_counts(READER, trained.work)) == (5, None)


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".json"])
def test_a_set_is_written_in_every_form(trained, suffix):
    assert training_file(edition_content(trained), suffix)


def test_a_workbook_has_a_row_for_every_question(trained):
    content = edition_content(trained)
    sheet = openpyxl.load_workbook(io.BytesIO(training_file(content, ".xlsx"))).active
    assert sheet.max_row == len(content.questions) + 1


@pytest.fixture
def show() -> WorkEdition:
    return exhibition_make(deed=BY_EDITOR, viewer=EDITOR, title="起步之年")


def _room(edition: WorkEdition) -> str:
    return edition.content["rooms"][0]["key"]


def _text(edition: WorkEdition, text: str) -> str:
    exhibit = Exhibit(key="", kind="text", caption=text)
    return exhibit_add(deed=BY_EDITOR, viewer=EDITOR, edition=edition, room=_room(edition), exhibit=exhibit)


def test_exhibits_are_put_in_order(show):
    keys = [_text(show, text) for text in ("一", "二")]
    exhibition_order(deed=BY_EDITOR, viewer=EDITOR, edition=show, order=[[_room(show), *keys[::-1]]])
    assert [one["caption"] for one in show.content["rooms"][0]["exhibits"]] == ["二", "一"]


def test_an_exhibit_moves_to_another_room(show):
    key = _text(show, "一")
    other = room_set(deed=BY_EDITOR, viewer=EDITOR, edition=show, key="", title="第二展室", text="", when="2020")
    exhibition_order(deed=BY_EDITOR, viewer=EDITOR, edition=show, order=[[_room(show)], [other, key]])
    assert [len(room["exhibits"]) for room in show.content["rooms"]] == [0, 1]


@pytest.mark.parametrize("order", [[["no"]], [["ROOM", "no"]], [["ROOM", "KEY", "KEY"]]])
def test_an_order_that_names_what_is_not_there_is_refused(show, order):
    key = _text(show, "一")
    asked = [[{"ROOM": _room(show), "KEY": key}.get(word, word) for word in row] for row in order]
    with pytest.raises(WorkEditError):
        exhibition_order(deed=BY_EDITOR, viewer=EDITOR, edition=show, order=asked)


@pytest.mark.parametrize("kind", ["", "film"])
def test_other_things_are_not_put_on_show(show, kind):
    with pytest.raises(WorkEditError):
        exhibit_add(deed=BY_EDITOR, viewer=EDITOR, edition=show, room=_room(show), exhibit=Exhibit(key="", kind=kind))


def test_a_name_in_a_caption_closes_the_gate(show, cases):
    _text(show, f"{FIRMS[0]}是本机构的首家客户")
    assert any(leak.blocks for leak in work_gate(show).leaks)


def test_a_page_comes_with_boxes_and_waits_for_somebody_to_look(show, cases):
    document = Document.objects.first()
    exhibit = Exhibit(key="", kind="page", document=document.pk, page=1)
    exhibit_add(deed=BY_EDITOR, viewer=EDITOR, edition=show, room=_room(show), exhibit=exhibit)
    assert "unlooked" in [one.code for one in work_gate(show).points]


@pytest.mark.parametrize("kind", ["story", "first"])
def test_what_is_not_released_cannot_be_on_show(show, kind):
    exhibit_add(
        deed=BY_EDITOR, viewer=EDITOR, edition=show, room=_room(show), exhibit=Exhibit(key="", kind=kind, ref=1)
    )
    assert [one.code for one in work_gate(show).points] == ["reference"]


def test_an_empty_exhibition_is_not_published(show):
    assert [one.code for one in work_gate(show).points] == ["empty"]


def test_what_a_box_hides_is_not_in_the_picture():
    stream = io.BytesIO()
    Image.new("RGB", (200, 100), (255, 0, 0)).save(stream, "PNG")
    sheet = Image.open(io.BytesIO(burnt(stream.getvalue(), ((0.0, 0.0, 0.5, 1.0),)))).convert("RGB")
    assert max(sheet.getpixel((x, 50))[0] for x in range(0, 95, 5)) < 90


def test_a_picture_keeps_no_data_of_the_original():
    stream = io.BytesIO()
    sheet = Image.new("RGB", (20, 10), "white")
    exif = sheet.getexif()
    exif[0x010E] = FIRMS[0]
    sheet.save(stream, "PNG", exif=exif)
    assert not Image.open(io.BytesIO(burnt(stream.getvalue(), ()))).getexif()


@pytest.fixture
def found(cases) -> Iterator[list[First]]:
    Case.objects.filter(number="C0").update(audited_on="2020-05-01")
    firsts_find(deed=BY_EDITOR)
    return list(First.objects.select_related("case"))


def test_the_oldest_case_is_proposed(found):
    assert {(one.sort, one.case.number) for one in found} == {
        (sort, "C0") for sort in ("family", "field", "standard", "code")
    }


def test_looking_again_finds_nothing_new(found):
    assert firsts_find(deed=BY_EDITOR).new == 0


def test_readers_see_confirmed_firsts_only(found):
    first_decide(deed=BY_EDITOR, viewer=EDITOR, first_id=found[0].pk, confirmed=True)
    assert [row.id for row in first_rows(READER)] == [found[0].pk]


def test_a_reader_who_may_not_read_the_case_sees_no_client(found):
    first_decide(deed=BY_EDITOR, viewer=EDITOR, first_id=found[0].pk, confirmed=True)
    assert [(row.client[:3], row.case) for row in first_rows(READER)] == [("某企业", "")]


def test_an_older_case_marks_what_was_confirmed_and_changes_nothing_silently(found):
    first_decide(deed=BY_EDITOR, viewer=EDITOR, first_id=found[0].pk, confirmed=True)
    older = filed("C9", FIRMS[2], line(*TOLD[0]))
    Case.objects.filter(pk=older.pk).update(audited_on="2015-01-01")
    firsts_find(deed=BY_EDITOR)
    row = First.objects.get(pk=found[0].pk)
    assert (row.state, row.day, row.superseded_by.state) == ("superseded", "2020-05-01", "proposed")


def test_a_superseded_first_is_not_confirmed(found):
    First.objects.update(state="superseded")
    with pytest.raises(FirstUnknownError):
        first_decide(deed=BY_EDITOR, viewer=EDITOR, first_id=found[0].pk, confirmed=True)


def test_a_rejected_first_stays_rejected(found):
    first_decide(deed=BY_EDITOR, viewer=EDITOR, first_id=found[0].pk, confirmed=False)
    firsts_find(deed=BY_EDITOR)
    assert First.objects.get(pk=found[0].pk).state == "rejected"


def test_an_instruction_tells_of_each_line_which_codes_support_it(cases):
    filed("C5", FIRMS[2], line(*TOLD[0]), code="18.01.01")
    MinedFact.objects.update(state="accepted")
    edition = guide_compile(
        deed=BY_EDITOR, viewer=EDITOR, wanted=Scope("A01", "17.10.02"), least_clients=1, form="instruction"
    )
    lines = [row for part in edition_view(edition).sections for group in part.groups for row in group.lines]
    assert {"code:17.10.02": 1.0, "code:18.01.01": 1.0}.items() <= max(
        lines, key=lambda row: row.support
    ).figures.items()


def test_an_instruction_covers_the_whole_field(cases):
    edition = guide_compile(
        deed=BY_EDITOR, viewer=EDITOR, wanted=Scope("A01", "17.10.02"), least_clients=1, form="instruction"
    )
    assert (edition.guide.professional_code, edition.cases_count) == ("", 2)


def test_fields_are_listed_with_their_instructions(cases):
    guide_compile(deed=BY_EDITOR, viewer=EDITOR, wanted=Scope("A01"), least_clients=1, form="instruction")
    assert [(row.field_code, row.draft) for row in instruction_rows(EDITOR)] == [("A01", "draft")]


def test_a_reader_sees_no_instruction_under_way(cases):
    guide_compile(deed=BY_EDITOR, viewer=EDITOR, wanted=Scope("A01"), least_clients=1, form="instruction")
    assert [row.draft for row in instruction_rows(READER)] == [""]


def test_a_case_that_goes_leaves_the_published_story(published):
    assert Work.objects.get(pk=published.work_id).editions.get(state="published").body is not None
