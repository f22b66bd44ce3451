"""Case stories: the list, the reader with the page beside, the editor's page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.selectors.sight import case_named
from anjuan.compiling.works.editing import StoryEdit
from anjuan.compiling.works.shapes import Evidence
from anjuan.kit.errors import NotFoundError
from anjuan.mining.rendering.stories import STORY_FORMATS, story_file
from anjuan.mining.rendering.story_view import StoryView, story_view
from anjuan.mining.selectors.evidence import places_seen
from anjuan.mining.selectors.works import WorkFilter, work_edition, work_editions, work_published, work_rows
from anjuan.mining.services.stories import stories_propose, story_edit, story_make
from anjuan.web.knowledgewords import language
from anjuan.web.navigation import KNOWS
from anjuan.web.views.works import EDITS, RELEASES, around
from anjuan.web.visitor import CLOCK, deed, need

SORT = "story"
_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".md": "text/markdown; charset=utf-8",
    ".json": "application/json",
}
#: So many stories are proposed at one asking.
_PROPOSED = 5


class WorkFormError(NotFoundError):
    """A work cannot be had in this form."""

    code = "WEB-140"


def file_of(content: bytes, name: str, suffix: str) -> HttpResponse:
    """Return a file to be downloaded."""
    return HttpResponse(
        content,
        content_type=_TYPES[suffix],
        headers={"Content-Disposition": f'attachment; filename="{name}{suffix}"'},
    )


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """Stories by field, clause and words; drafts for whoever works on them."""
    person = need(request, *KNOWS)
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("field", "code", "clause", "words")}
    wanted = WorkFilter(SORT, asked["field"], asked["code"], asked["clause"], asked["words"])
    rows = work_rows(person, wanted)
    values = {
        "rows": rows, "asked": asked, "may_edit": person.may(EDITS),
        "fields": sorted({row.field_code for row in work_rows(person, WorkFilter(SORT)) if row.field_code}),
    }  # fmt: skip
    return render(request, "web/stories.html", values)


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Make drafts out of reviewed findings that no story tells."""
    need(request, EDITS)
    made = stories_propose(deed=deed(request), most=_PROPOSED)
    if made:
        messages.success(request, _("已提出 %(n)d 个案例草稿。") % {"n": len(made)})
    else:
        messages.info(request, _("没有可提出的案例：需要写明事实、条款、原因和措施并已审阅的不符合项。"))
    return redirect("web:stories")


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make the story of a whole audit, or of one finding."""
    person = need(request, EDITS)
    case = case_named(person, request.POST.get("case", "").strip()[:60])
    finding = request.POST.get("finding", "")[:20]
    edition = story_make(
        deed=deed(request), viewer=person, case_id=case.pk, finding=finding if finding.isdigit() else ""
    )
    return redirect("web:story_edition", edition.pk)


@require_safe
def story(request: HttpRequest, work_id: int) -> HttpResponse:
    """The published edition of a story, with its pages beside for whoever may open them."""
    person = need(request, *KNOWS)
    edition = work_published(person, SORT, work_id)
    view = story_view(edition, language())
    values = {
        "story": view, "edition": edition, "editions": work_editions(person, edition.work),
        "places": places_seen(person, _evidence(view)), "may_edit": person.may(EDITS), "may_release": False,
        "works_on": person.may(EDITS) or person.may(RELEASES),
    }  # fmt: skip
    return render(request, "web/story.html", values)


def _evidence(view: StoryView) -> list[Evidence]:
    return [place for part in view.parts for one in part.sentences for place in one.evidence]


@require_safe
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """An edition under way: its sentences with what can be done to them."""
    person = need(request, EDITS, RELEASES)
    one = work_edition(person, SORT, edition_id)
    view = story_view(one, language(), with_hidden=one.state == "draft")
    values = around(request, one) | {"story": view, "places": places_seen(person, _evidence(view))}
    return render(request, "web/story_edition.html", values)


@require_POST
def sentence(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Do something to one sentence of a draft."""
    person = need(request, EDITS)
    one = work_edition(person, SORT, edition_id)
    part, key = request.POST.get("part", "")[:40], request.POST.get("key", "")[:16]
    edit = StoryEdit(request.POST.get("what", "")[:10], part, key, request.POST.get("text", ""))
    story_edit(deed=deed(request), viewer=person, edition=one, edit=edit)
    response = redirect("web:story_edition", one.pk)
    response["Location"] += f"#part-{part}" if part else ""
    return response


@require_safe
def download(request: HttpRequest, edition_id: int, form: str) -> HttpResponse:
    """An edition as a file."""
    suffix = f".{form}"
    if suffix not in STORY_FORMATS:
        raise WorkFormError("It cannot be had in this form.", remedy="Use the buttons of the page.")
    one = work_edition(need(request, *KNOWS), SORT, edition_id)
    content = story_file(story_view(one, language()), suffix, now=CLOCK.now(), language=language())
    return file_of(content, f"story-{one.work_id}-{one.number}", suffix)
