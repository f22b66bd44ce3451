"""Training sets: the list, taking one, one's own results, the editor's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from anjuan.compiling.works.checking import evidence_in
from anjuan.compiling.works.shapes import TrainingSet
from anjuan.mining.rendering.trainings import TRAINING_FORMATS, training_file
from anjuan.mining.selectors.evidence import places_seen
from anjuan.mining.selectors.instructions import instruction_rows
from anjuan.mining.selectors.trainings import difficulties, own_results, result_get, training_counts
from anjuan.mining.selectors.workgates import edition_content
from anjuan.mining.selectors.works import WorkFilter, work_edition, work_editions, work_get, work_published, work_rows
from anjuan.mining.services.trainings import counts_show, question_hide, training_answer, training_make
from anjuan.mining.services.works import AnEdition
from anjuan.web.knowledgewords import language
from anjuan.web.navigation import KNOWS
from anjuan.web.views.stories import WorkFormError, file_of
from anjuan.web.views.works import EDITS, RELEASES, around
from anjuan.web.visitor import deed, need

SORT = "training"


def _set(edition: AnEdition) -> TrainingSet:
    content = edition_content(edition)
    return content if isinstance(content, TrainingSet) else TrainingSet(title="")


@require_safe
def trainings(request: HttpRequest) -> HttpResponse:
    """Training sets by field and standard."""
    person = need(request, *KNOWS)
    values = {
        "rows": work_rows(person, WorkFilter(SORT)), "may_edit": person.may(EDITS),
        "fields": instruction_rows(person, language()) if person.may(EDITS) else [],
    }  # fmt: skip
    return render(request, "web/trainings.html", values)


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make the set of a field out of its reviewed findings."""
    person = need(request, EDITS)
    field, standard = request.POST.get("field", "")[:20], request.POST.get("standard", "").strip()[:120]
    made = training_make(deed=deed(request), viewer=person, field_code=field, standard=standard)
    return redirect("web:training_edition", made.pk)


@require_safe
def training(request: HttpRequest, work_id: int) -> HttpResponse:
    """A published set: one's own results and how to begin."""
    person = need(request, *KNOWS)
    edition = work_published(person, SORT, work_id)
    values = {
        "edition": edition, "set": _set(edition), "results": own_results(person, edition.work),
        "editions": work_editions(person, edition.work), "counts": training_counts(person, edition.work),
        "may_release": person.may(RELEASES), "may_edit": person.may(EDITS), "known": difficulties(edition),
        "works_on": person.may(EDITS) or person.may(RELEASES),
    }  # fmt: skip
    return render(request, "web/training.html", values)


@require_safe
def take(request: HttpRequest, work_id: int) -> HttpResponse:
    """The questions of a published set."""
    edition = work_published(need(request, *KNOWS), SORT, work_id)
    return render(request, "web/training_take.html", {"edition": edition, "set": _set(edition)})


@require_POST
def answer(request: HttpRequest, work_id: int) -> HttpResponse:
    """Keep what a person answered and show the result."""
    person = need(request, *KNOWS)
    edition = work_published(person, SORT, work_id)
    told = {name[2:]: request.POST[name] for name in request.POST if name.startswith("q-")}
    answers = {key: int(str(place)) for key, place in told.items() if str(place).isdigit()}
    kept = training_answer(deed=deed(request), viewer=person, edition=edition, answers=answers)
    return redirect("web:training_result", kept.pk)


@require_safe
def result(request: HttpRequest, result_id: int) -> HttpResponse:
    """One of this person's own results, question by question, with the pages that prove the answers."""
    person = need(request, *KNOWS)
    kept = result_get(person, result_id)
    content = _set(kept.edition)
    rows = [(one, kept.answers.get(one.key, -1)) for one in content.questions]
    values = {
        "result": kept, "rows": rows, "set": content, "places": places_seen(person, evidence_in(content)),
        "known": difficulties(kept.edition), "share": kept.right / kept.of if kept.of else 0.0,
    }  # fmt: skip
    return render(request, "web/training_result.html", values)


@require_safe
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """An edition under way: its questions with their answers and pages."""
    person = need(request, EDITS, RELEASES)
    one = work_edition(person, SORT, edition_id)
    content = _set(one)
    values = around(request, one) | {
        "set": content,
        "known": difficulties(one),
        "places": places_seen(person, evidence_in(content)),
    }
    return render(request, "web/training_edition.html", values)


@require_POST
def question(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Leave a question out, or take it in again."""
    person = need(request, EDITS)
    one = work_edition(person, SORT, edition_id)
    key = request.POST.get("key", "")[:16]
    question_hide(deed=deed(request), viewer=person, edition=one, key=key, hidden=request.POST.get("what") == "hide")
    response = redirect("web:training_edition", one.pk)
    response["Location"] += f"#question-{key}"
    return response


@require_POST
def counts(request: HttpRequest, work_id: int) -> HttpResponse:
    """Open or close the counts of a set."""
    person = need(request, RELEASES)
    work = work_get(person, SORT, work_id)
    counts_show(deed=deed(request), viewer=person, work=work, shown=request.POST.get("shown") == "1")
    return redirect("web:training", work.pk)


@require_safe
def download(request: HttpRequest, edition_id: int, form: str) -> HttpResponse:
    """An edition as a file with its answers, for whoever works on sets or trains with them."""
    suffix = f".{form}"
    if suffix not in TRAINING_FORMATS:
        raise WorkFormError("It cannot be had in this form.", remedy="Use the buttons of the page.")
    one = work_edition(need(request, *KNOWS), SORT, edition_id)
    content = training_file(_set(one), suffix, known=difficulties(one), language=language())
    return file_of(content, f"training-{one.work_id}-{one.number}", suffix)
