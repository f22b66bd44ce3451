"""The description of a case by keyboard: each value with its sources, the page of the value beside."""

from __future__ import annotations

import dataclasses

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.selectors.casefiles import CONDITION
from anjuan.archive.selectors.findings import FieldRow, case_fields
from anjuan.archive.selectors.scenes import Vote, case_papers, field_votes, fields_disputed
from anjuan.archive.selectors.sight import case_whole
from anjuan.archive.selectors.waiting import case_questions
from anjuan.archive.services.accepting import case_field_accept, case_field_reject
from anjuan.papers.facts import DOUBTFUL
from anjuan.web.casewords import FIELDS, SEVERAL
from anjuan.web.describing import box_text
from anjuan.web.templatetags.anjuan import field_said
from anjuan.web.valuewords import value_said
from anjuan.web.views.judged import may_describe, opened
from anjuan.web.visitor import deed, need, viewer
from anjuan.web.words import place_of, said

_JUDGING = {"accept": case_field_accept, "reject": case_field_reject}


@dataclasses.dataclass(frozen=True, slots=True)
class FieldLine:
    """A field of a case as its table shows it; ``votes`` are the values that papers state, the most stated first."""

    row: FieldRow
    label: str
    text: str
    box: str
    votes: tuple[Vote, ...]
    differs: bool

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look at it."""
        return self.row.source == "papers" and (self.row.confidence < DOUBTFUL or self.is_disputed)

    @property
    def is_disputed(self) -> bool:
        """Whether papers state different values and nobody said which is right."""
        return self.row.source == "papers" and self.differs and len(self.votes) > 1 and self.row.name not in SEVERAL

    @property
    def is_rejected(self) -> bool:
        """Whether a person said that what the papers state is not to be believed."""
        return self.row.source == "person" and self.row.value == ""

    @property
    def written(self) -> str:
        """The value as a person would write it."""
        return self.row.text

    @property
    def papers(self) -> int:
        """How many papers state the field."""
        return sum(len(vote.sources) for vote in self.votes)

    @property
    def place(self) -> tuple[int, int, str] | None:
        """Document, page and box of the value: where it was taken from, else the first paper that states the field."""
        if self.row.document_id and self.row.page:
            return self.row.document_id, self.row.page, self.box
        source = self.votes[0].sources[0] if self.votes else None
        return (source.document_id, source.page, box_text(source.box)) if source else None


@require_safe
def fields(request: HttpRequest, number: str) -> HttpResponse:
    """What the case states, doubtful values first, each with the places it is taken from."""
    case = case_whole(viewer(request), number)
    rows = [row for row in case_fields(viewer(request), number) if not row.name.startswith(CONDITION)]
    papers = case_papers(viewer(request), case)
    votes, disputed = field_votes(papers), fields_disputed(papers)
    shown = opened(request, number)
    lines = [_line(row, votes.get(row.name, ()), row.name in disputed) for row in rows]
    lines.sort(key=lambda line: (not line.is_doubtful, place_of("field", line.row.name)))
    known = {row.name for row in rows}
    values = {
        "case": shown,
        "tab": "fields",
        "lines": lines,
        "doubtful": sum(line.is_doubtful for line in lines),
        "questions": case_questions(viewer(request), number),
        "may_describe": may_describe(request, shown),
        "others": [(name, text) for name, text in FIELDS.items() if "." not in name and name not in known],
        "several": SEVERAL,
    }
    return render(request, "web/case_fields.html", values)


def _line(row: FieldRow, votes: tuple[Vote, ...], differs: bool) -> FieldLine:  # noqa: FBT001  a fact, no switch
    return FieldLine(row, said("field", row.name), _shown_text(row), box_text(row.box), votes, differs)


def _shown_text(row: FieldRow) -> str:
    if row.name == "fields" and isinstance(row.value, list):
        return "、".join(f"{code} {field_said(str(code))}" for code in row.value)
    is_word = row.name == "audit_type" or isinstance(row.value, bool)
    return value_said(row.name, row.value) if is_word else row.text or _("无")


@require_POST
def field_judge(request: HttpRequest, number: str) -> HttpResponseBase:
    """Accept a value as the papers state it, or reject it."""
    person = need(request, "case.describe")
    case = case_whole(person, number)
    name, verdict = request.POST.get("name", ""), request.POST.get("verdict", "")
    if name in FIELDS and verdict in _JUDGING:
        _JUDGING[verdict](deed=deed(request), viewer=person, case=case, name=name)
        told = _("已确认“%(name)s”。") if verdict == "accept" else _("已驳回“%(name)s”，该项留空，可以撤回。")
        messages.success(request, told % {"name": said("field", name)})
    return redirect(reverse("web:case_fields", args=[number]) + f"?at={name}" if name in FIELDS else "web:cases")
