"""Work instructions of fields, as lists show them."""

from __future__ import annotations

import dataclasses

from django.db.models import Count

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseAttribute
from anjuan.mining.models import EditionState, GuideEdition
from anjuan.mining.selectors.guides import field_name, need_reader
from anjuan.mining.selectors.works import sees_drafts

INSTRUCTION = "instruction"


@dataclasses.dataclass(frozen=True, slots=True)
class InstructionRow:
    """A field with mined cases, and its work instruction.

    Attributes:
        codes: How many professional codes its cases have.
        published: Number of the released edition; 0 when there is none.
        draft: State of an edition under way; empty when there is none.

    """

    field_code: str
    name: str
    cases: int
    clients: int
    codes: int
    published: int
    draft: str
    draft_id: int | None


def instruction_rows(viewer: Viewer, language: str = "zh") -> list[InstructionRow]:
    """Return the fields of which cases were mined, with their work instructions. Four queries.

    Raises:
        KnowledgeMayNotError: The person may not read what was compiled.

    """
    need_reader(viewer)
    mined = Case.objects.exclude(mined=None).exclude(state="destroyed").exclude(field_code="")
    counted = {
        row["field_code"]: (row["cases"], row["clients"])
        for row in mined.values("field_code")
        .annotate(cases=Count("id"), clients=Count("organisation", distinct=True))
        .order_by()
    }
    coded = CaseAttribute.objects.filter(name="professional_code", case__in=mined.values("pk"))
    codes = dict(
        coded.values_list("case__field_code").annotate(number=Count("value", distinct=True)).order_by()
    )  # fmt: skip
    editions: dict[str, list[GuideEdition]] = {}
    told = GuideEdition.objects.filter(guide__form=INSTRUCTION).select_related("guide").defer("compiled", "body")
    for edition in told:
        editions.setdefault(edition.guide.field_code, []).append(edition)
    drafts = sees_drafts(viewer)
    return [
        _row(code, field_name(code, language), counted.get(code, (0, 0)), codes.get(code, 0), editions.get(code, []),
             drafts=drafts)
        for code in sorted({*counted, *editions})
    ]  # fmt: skip


def _row(
    code: str, name: str, counted: tuple[int, int], codes: int, editions: list[GuideEdition], *, drafts: bool
) -> InstructionRow:  # fmt: skip
    published = next((one.number for one in editions if one.state == EditionState.PUBLISHED), 0)
    open_states = (EditionState.DRAFT, EditionState.SUBMITTED)
    draft = next((one for one in editions if drafts and one.state in open_states), None)
    return InstructionRow(
        code, name, *counted, codes, published, draft.state if draft else "", draft.pk if draft else None
    )  # fmt: skip
