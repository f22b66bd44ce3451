"""The routes of case stories, exhibitions, firsts and training sets, for the tests of who may open them."""

from __future__ import annotations

from tests.web.knowing import edition_of, fact_of
from tests.web.made import NOW, Shelf

from anjuan.compiling.works.shapes import (
    Evidence,
    Exhibit,
    Exhibition,
    Option,
    Question,
    Room,
    Statement,
    Story,
    StoryPart,
    TrainingSet,
)
from anjuan.mining.models import First, Guide, GuideEdition, Work, WorkEdition

_KNOWS = ("stories", "story", "story_file", "exhibitions", "exhibition", "exhibition_picture", "firsts", "trainings",
          "training", "training_take", "training_answer", "training_file", "instructions", "instruction",
          "training_result")  # fmt: skip
_COMPILES = ("stories_propose", "story_make", "story_sentence", "work_revise", "exhibition_make", "exhibition_head",
             "exhibition_room", "exhibition_add", "exhibition_exhibit", "exhibition_order", "firsts_find",
             "first_decide", "training_make", "training_question", "instruction_build", "work_step")  # fmt: skip
_WORKS = ("story_edition", "exhibition_edition", "exhibition_preview", "training_edition")
_RELEASES = ("work_harmless", "training_counts")
#: Route → key of ``ALLOWS``.
POLICY: dict[str, str] = {
    **dict.fromkeys(_KNOWS, "reads works"), **dict.fromkeys(_COMPILES, "compiles works"),
    **dict.fromkeys(_WORKS, "works on works"), **dict.fromkeys(_RELEASES, "releases works"),
}  # fmt: skip
#: Key of a policy → the capabilities of which one is needed; none for everybody.
ALLOWS: dict[str, set[str]] = {
    "reads works": {"knowledge.read", "knowledge.edit", "knowledge.publish"},
    "compiles works": {"knowledge.edit"},
    "works on works": {"knowledge.edit", "knowledge.publish"},
    "releases works": {"knowledge.publish"},
}
#: Routes that answer to POST alone.
POSTED: set[str] = {*_COMPILES, *_RELEASES, "training_answer"}
#: POST routes whose arguments name a thing that the person does not have: 404 is an answer.
MISSES: set[str] = {"story_make", "training_make", "training_result", "instruction_build"}
#: Routes that are no page to look at: files, fragments, steps.
NO_PAGES: set[str] = {
    "story_file", "training_file", "exhibition_picture", "training_result", *_COMPILES, *_RELEASES, "training_answer",
}  # fmt: skip


def words(name: str, shelf: Shelf) -> list[object]:
    """Return the words of a route's address; none for routes without any."""
    sort = {"exhibition": "exhibition", "training": "training"}.get(name.partition("_")[0], "story")
    if name in _PLAIN:
        return []
    if name == "instruction":
        instruction(shelf)
        return ["A01"]
    if name in ("first_decide", "training_result"):
        return [first(shelf).pk] if name == "first_decide" else [0]
    if name in _OF_WORK:
        made = work(shelf, sort)
        return ["story", made.pk] if name == "work_revise" else [made.pk]
    edition = draft(shelf, sort)
    if name in _OF_PUBLISHED:
        edition = edition.work.editions.get(state="published")
    more = {"story_file": ["md"], "training_file": ["json"], "exhibition_picture": ["page1"], "work_step": ["submit"]}
    before = ["story"] if name in ("work_step", "work_harmless") else []
    return [*before, edition.pk, *more.get(name, [])]


_PLAIN = {
    "stories", "stories_propose", "story_make", "exhibitions", "exhibition_make", "firsts", "firsts_find", "trainings",
    "training_make", "instructions", "instruction_build",
}  # fmt: skip
_OF_WORK = {"story", "exhibition", "training", "training_take", "training_answer", "training_counts", "work_revise"}
_OF_PUBLISHED = {"story_file", "training_file", "exhibition_picture"}


def sent(name: str) -> dict[str, str]:
    """Return what is sent to a route; nothing for routes of other parts."""
    return {
        "story_make": {"case": "AJ-2026-000001"},
        "story_sentence": {"part": "lesson", "what": "own", "text": "先看记录再看现场"},
        "exhibition_make": {"title": "起步"},
        "exhibition_head": {"title": "起步", "intro": "前言"},
        "exhibition_room": {"title": "第二展室"},
        "exhibition_add": {"room": "room1", "kind": "text", "caption": "起步之年"},
        "exhibition_exhibit": {"key": "page1", "caption": "说明", "boxes": "[[0.1,0.1,0.2,0.2]]", "looked": "1"},
        "exhibition_order": {"order": "room1 page1"},
        "first_decide": {"what": "confirm"},
        "training_make": {"field": "A01"},
        "training_question": {"key": "question1", "what": "hide"},
        "training_counts": {"shown": "1"},
        "training_answer": {"q-question1": "0"},
        "instruction_build": {"field": "A01"},
        "work_harmless": {"text": "大众汽车", "reason": "公开标准"},
    }.get(name, {})


def visited(shelf: Shelf) -> dict[str, dict[str, object]]:
    """Return route → the named arguments of its address, for the visit in a browser; makes what it names."""
    instruction(shelf)
    first(shelf)
    found: dict[str, dict[str, object]] = {"instruction": {"field_code": "A01"}}
    for sort in ("story", "exhibition", "training"):
        edition = draft(shelf, sort)
        found[sort] = {"work_id": edition.work_id}
        found[f"{sort}_edition"] = {"edition_id": edition.pk}
    found["training_take"] = found["training"]
    found["exhibition_preview"] = found["exhibition_edition"]
    return found


def statement(shelf: Shelf, text: str, key: str = "s1") -> Statement:
    """Return a sentence that stands on the first page of the shelf's scan."""
    place = Evidence(
        key=f"F{fact_of(shelf).pk}", case=shelf.case.pk, document=shelf.scan.pk, page=1, boxes=((0, 0, 1, 1),)
    )
    return Statement(key=key, label="不符合事实", pieces=((text, ""),), evidence=(place,))


def content(shelf: Shelf, sort: str) -> Story | TrainingSet | Exhibition:
    """Return the words of a work of this sort."""
    if sort == "story":
        told = StoryPart(id="evidence", statements=(statement(shelf, "未见首件检验结论"),))
        parts = (told, StoryPart(id="lesson"))
        return Story(title="某企业：条款 8.6 不符合案例", template="finding", clause="8.6", parts=parts)
    if sort == "training":
        options = tuple(Option(text=text, because="alike") for text in ("8.5.1", "8.6", "9.1.1"))
        asked = Question(
            key="question1", asks="clause", standard="GB/T 19001-2016", stem=statement(shelf, "未见首件检验结论"),
            options=options, answer=1, proof=statement(shelf, "8.6"),
        )  # fmt: skip
        return TrainingSet(title="培训题集", questions=(asked,))
    page = Exhibit(key="page1", kind="page", caption="首件检验", document=shelf.scan.pk, page=1)
    return Exhibition(title="起步", rooms=(Room(key="room1", title="第一展室", exhibits=(page,)),))


def work(shelf: Shelf, sort: str) -> Work:
    """Return a work of this sort with a published edition."""
    edition_of(shelf)
    made, is_new = Work.objects.get_or_create(
        sort=sort, field_code="A01", defaults={"clause": "8.6", "created_at": NOW, "created_by": "bian"}
    )
    if is_new:
        kept = content(shelf, sort)
        plain = kept.model_dump(mode="json")
        WorkEdition.objects.create(
            work=made, number=1, state="published", title=kept.title, content=plain, body=plain, changed_at=NOW,
            changed_by="bian", published_at=NOW, published_by="shen",
        )  # fmt: skip
    return made


def draft(shelf: Shelf, sort: str) -> WorkEdition:
    """Return the draft of a work of this sort."""
    made = work(shelf, sort)
    kept = content(shelf, sort)
    found, _ = WorkEdition.objects.get_or_create(
        work=made, number=2,
        defaults={
            "title": kept.title, "content": kept.model_dump(mode="json"), "changed_at": NOW, "changed_by": "bian",
        },
    )  # fmt: skip
    return found


def first(shelf: Shelf) -> First:
    """Return a proposed first of the shelf's case."""
    found, _ = First.objects.get_or_create(
        sort="field", value="A01", case=shelf.case,
        defaults={"day": "2024-03-01", "team": ["赵一"], "found_at": NOW, "document": shelf.scan, "page": 1},
    )  # fmt: skip
    return found


def instruction(shelf: Shelf) -> GuideEdition:
    """Return the released work instruction of the shelf's field."""
    edition_of(shelf)
    guide, _ = Guide.objects.get_or_create(
        field_code="A01", professional_code="", form="instruction", defaults={"created_at": NOW}
    )
    found, _ = GuideEdition.objects.get_or_create(
        guide=guide, number=1,
        defaults={
            "state": "published", "body": [], "made_with": "x", "cases_count": 1, "clients_count": 1, "facts_count": 0,
            "compiled": {"cases": 1, "clients": 1, "facts": 0, "sections": [], "made_with": "x"},
            "compiled_at": NOW, "compiled_by": "bian", "published_at": NOW,
        },
    )  # fmt: skip
    return found
