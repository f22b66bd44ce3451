"""Training sets: made from reviewed findings, published, taken; everybody sees their own results only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case, CaseAttribute
from anjuan.compiling.rules.tables import identities
from anjuan.compiling.works.shapes import TrainingSet
from anjuan.compiling.works.training import FindingSource, clause_questions, grade_questions
from anjuan.kit.errors import NotFoundError
from anjuan.mining.models import EditionState, MinedFact, TrainingResult, Work, WorkEdition
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.guides import field_name, need_reader
from anjuan.mining.selectors.identities import identity_book
from anjuan.mining.selectors.material import told_fact
from anjuan.mining.selectors.sources import USABLE, cases_in
from anjuan.mining.services.guides import EDIT, PUBLISH, need
from anjuan.mining.services.works import WorkEditError, draft_keep, draft_of, first_draft, work_journal
from anjuan.mining.standins import stand_in
from anjuan.mining.works import TRAINING

AResult: TypeAlias = TrainingResult


class NoQuestionsError(NotFoundError):
    """The reviewed findings of a field make no question."""

    code = "MINE-047"


@durable_transaction()
def training_make(*, deed: Deed, viewer: Viewer, field_code: str, standard: str = "") -> WorkEdition:
    """Return the draft of a training set, made from the reviewed findings of a field; an existing draft is made anew.

    Args:
        deed: Who and when.
        viewer: The same person with the roles held.
        field_code: Certification field.
        standard: Only findings of cases of this standard; all when empty.

    Raises:
        GuideMayNotError: The person may not.
        NoQuestionsError: The findings make no question.

    """
    need(deed, viewer, EDIT)
    sources = _sources(field_code, standard)
    questions = (*clause_questions(sources), *grade_questions(sources))
    if not questions:
        raise NoQuestionsError(
            "The reviewed findings of this field make no question.",
            why="A question needs a fact, its clause and at least two other clauses of the same standard.",
            remedy="Review more findings of the field first.",
        )
    title = f"{field_name(field_code) or field_code} 培训题集"
    content = TrainingSet(title=title, standard=standard, questions=questions)
    work, _ = Work.objects.get_or_create(
        sort=TRAINING, field_code=field_code, standard=standard[:120],
        defaults={"created_at": deed.now, "created_by": deed.actor},
    )  # fmt: skip
    draft = work.editions.filter(state=EditionState.DRAFT).select_related("work").first()
    if draft:
        draft_keep(deed, draft, _with_hidden(draft, content))
    else:
        draft = first_draft(deed, work, content, made_with=f"identities/{identities().latest.edition}")
    work_journal(deed, draft, action="work.make", questions=len(questions))
    return draft


def _with_hidden(draft: WorkEdition, anew: TrainingSet) -> TrainingSet:
    """Return a set made anew in which what its editor left out is left out again."""
    before = draft_of(draft)
    left = {one.key for one in before.questions if one.hidden} if isinstance(before, TrainingSet) else set()
    questions = tuple(one.model_copy(update={"hidden": one.key in left}) for one in anew.questions)
    return anew.model_copy(update={"questions": questions})


def _sources(field_code: str, standard: str) -> list[FindingSource]:
    cases = {case.pk: case for case in cases_in(Scope(field_code))}
    printed: dict[int, str] = {}
    for key, value in CaseAttribute.objects.filter(case__in=cases, name="standard").values_list("case", "value"):
        printed.setdefault(key, value)
    facts = MinedFact.objects.filter(kind="finding", case__in=cases, state__in=USABLE, document__removed=False)
    book = identity_book(cases, everybody=False)
    return [
        FindingSource(told_fact(fact), printed.get(fact.case_id, ""), book, _stand_in(cases[fact.case_id]))
        for fact in facts.order_by("case_id", "id")
        if not standard or printed.get(fact.case_id, "") == standard
    ]


def _stand_in(case: Case) -> str:
    codes = case.attributes.filter(name="professional_code").order_by("id").values_list("value", flat=True)
    return stand_in(Scope(case.field_code, codes.first() or ""))


@durable_transaction()
def question_hide(*, deed: Deed, viewer: Viewer, edition: WorkEdition, key: str, hidden: bool) -> None:
    """Leave a question out of a draft, or take it in again.

    Raises:
        GuideMayNotError: The person may not.
        WorkEditError: There is no such question.

    """
    need(deed, viewer, EDIT)
    content = draft_of(edition)
    if not isinstance(content, TrainingSet) or key not in {one.key for one in content.questions}:
        raise WorkEditError("There is no such question.", remedy="Reload the page and try again.")
    questions = tuple(one.model_copy(update={"hidden": hidden}) if one.key == key else one for one in content.questions)
    draft_keep(deed, edition, content.model_copy(update={"questions": questions}))


@durable_transaction()
def training_answer(*, deed: Deed, viewer: Viewer, edition: WorkEdition, answers: Mapping[str, int]) -> TrainingResult:
    """Keep what a person answered and return the result; nobody else sees it.

    Raises:
        KnowledgeMayNotError: The person may not read what was compiled.
        WorkEditError: The set is not published.

    """
    need_reader(viewer)
    if edition.state != EditionState.PUBLISHED or edition.body is None:
        raise WorkEditError("Only a published training set can be taken.", remedy="Open it from the list.")
    content = TrainingSet.model_validate(edition.body)
    known = {one.key: one.answer for one in content.questions}
    chosen = {key: place for key, place in answers.items() if key in known}
    right = sum(chosen.get(key) == answer for key, answer in known.items())
    return TrainingResult.objects.create(
        edition=edition, by=viewer.name, at=deed.now, answers=chosen, right=right, of=len(known)
    )  # fmt: skip


@durable_transaction()
def counts_show(*, deed: Deed, viewer: Viewer, work: Work, shown: bool) -> None:
    """Say whether those who release sets see how many took this one, and the mean; never who.

    Raises:
        GuideMayNotError: The person may not.

    """
    need(deed, viewer, PUBLISH)
    Work.objects.filter(pk=work.pk).update(counts_shown=shown)
    work.counts_shown = shown
    journal_write(deed=deed, action="work.counts", subject=f"work:{work.pk}", detail={"shown": shown})
