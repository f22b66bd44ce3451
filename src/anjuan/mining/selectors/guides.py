"""Guides as readers and editors see them."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db.models import Count, Q

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseAttribute
from anjuan.compiling.guide import Diagram, Section
from anjuan.compiling.guide import Guide as Compiled
from anjuan.compiling.rules.tables import sections_of
from anjuan.kit.errors import NotFoundError, RefusedError
from anjuan.mining.codec import line_from_json
from anjuan.mining.editing import EditedLine, EditedSection, edited
from anjuan.mining.models import EditionState, Guide, GuideEdition
from anjuan.mining.rendering.view import GuideView, section_views
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.gates import edition_sections
from anjuan.mining.selectors.sources import ScopeSources
from anjuan.registry.rules.tables import fields

READ, EDIT, PUBLISH = "knowledge.read", "knowledge.edit", "knowledge.publish"


class KnowledgeMayNotError(RefusedError):
    """None of the person's roles allows reading what was compiled."""

    code = "MINE-012"


class GuideUnknownError(NotFoundError):
    """There is no such guide, or none that was released."""

    code = "MINE-013"


@dataclasses.dataclass(frozen=True, slots=True)
class ScopeRow:
    """A professional code of a field, with what the archive has of it and the guide there is.

    Attributes:
        code: Professional code; empty for cases of the field whose code is not known.
        guide_id: The guide; None when there is none.
        published: Number of the released edition; 0 when there is none.
        draft: State of an edition under way; empty when there is none.
        draft_id: Its key.

    """

    field_code: str
    code: str
    cases: int
    clients: int
    guide_id: int | None
    published: int
    draft: str
    draft_id: int | None


def need_reader(viewer: Viewer) -> None:
    """Do nothing when a person may read what was compiled.

    Raises:
        KnowledgeMayNotError: None of the person's roles allows it.

    """
    if not any(viewer.may(capability) for capability in (READ, EDIT, PUBLISH)):
        raise KnowledgeMayNotError(
            f"{viewer.name} may not read guides: it needs {READ}.",
            remedy="Ask the security keeper for a role that allows it.",
        )


def field_name(code: str, language: str = "zh") -> str:
    """Return the name of a certification field; empty when the table does not know it."""
    row = next((row for row in fields().latest.rows if row.code == code), None)
    if row is None:
        return ""
    return (row.name_en or row.name) if language == "en" else row.name


def scope_rows(viewer: Viewer) -> list[ScopeRow]:
    """Return the fields and codes of which cases were mined, with their guides. Four queries.

    Raises:
        KnowledgeMayNotError: The person may not read guides.

    """
    need_reader(viewer)
    sees_drafts = viewer.may(EDIT) or viewer.may(PUBLISH)
    coded = (
        CaseAttribute.objects.filter(name="professional_code").exclude(case__mined=None).exclude(case__field_code="")
    )
    counted = coded.values("case__field_code", "value").annotate(
        cases=Count("case", distinct=True), clients=Count("case__organisation", distinct=True)
    )
    rows = {(row["case__field_code"], row["value"]): (row["cases"], row["clients"]) for row in counted.order_by()}
    known = {(guide.field_code, guide.professional_code): guide for guide in Guide.objects.filter(form="guide")}
    published = dict(GuideEdition.objects.filter(state=EditionState.PUBLISHED).values_list("guide", "number"))
    open_states = (EditionState.DRAFT, EditionState.SUBMITTED)
    under_way = GuideEdition.objects.filter(state__in=open_states).values_list("guide", "state", "pk")
    drafts = {guide: (state, key) for guide, state, key in under_way} if sees_drafts else {}
    found = []
    for scope in sorted({*rows, *known}):
        guide = known.get(scope)
        cases, clients = rows.get(scope, (0, 0))
        key = guide.pk if guide else None
        draft, draft_id = drafts.get(key or 0, ("", None))
        found.append(ScopeRow(*scope, cases, clients, key, published.get(key or 0, 0), draft, draft_id))
    return found


def guide_named(viewer: Viewer, wanted: Scope, form: str = "guide") -> Guide:
    """Return a guide, or the work instruction of a field, by its field and code.

    Raises:
        KnowledgeMayNotError: The person may not read guides.
        GuideUnknownError: There is none, or none that the person may see.

    """
    need_reader(viewer)
    guide = Guide.objects.filter(
        field_code=wanted.field_code, professional_code=wanted.professional_code, form=form
    ).first()
    sees_drafts = viewer.may(EDIT) or viewer.may(PUBLISH)
    if guide is None or not (sees_drafts or guide.editions.filter(_SHOWN).exists()):
        raise GuideUnknownError(
            f"There is no released guide for {wanted.told}.",
            remedy="Ask a knowledge editor to compile one, or look at the guide of the code above.",
        )
    return guide


_SHOWN = Q(state=EditionState.PUBLISHED) | Q(state=EditionState.WITHDRAWN)


def edition_published(guide: Guide) -> GuideEdition:
    """Return the released edition of a guide.

    Raises:
        GuideUnknownError: None is released.

    """
    edition = guide.editions.filter(state=EditionState.PUBLISHED).first()
    if edition is None:
        raise GuideUnknownError(
            f"The guide {guide.field_code} {guide.professional_code} has no released edition.",
            remedy="Its editors can compile and release one.",
        )
    return edition


def edition_view(edition: GuideEdition, language: str = "zh", *, with_hidden: bool = False) -> GuideView:
    """Return an edition as shown: a released one as it was released, another one as its editor left it."""
    if edition.body is not None and not with_hidden:
        sections = _released(edition)
    else:
        sections = tuple(
            EditedSection(one.section, tuple(line for line in one.lines if with_hidden or not line.is_hidden))
            for one in edition_sections(edition)
        )
    guide = edition.guide
    return GuideView(
        (guide.field_code, field_name(guide.field_code, language)),
        (guide.professional_code, ""),
        edition.scope_code,
        edition.number,
        edition.state,
        edition.cases_count,
        edition.clients_count,
        edition.facts_count,
        0,
        edition.compiled_at,
        edition.published_at,
        edition.made_with,
        section_views((one for one in sections if one.lines), language, guide.form),
        guide.form,
    )


def _released(edition: GuideEdition) -> tuple[EditedSection, ...]:
    diagrams = {one.section.id: one.section.diagram for one in edition_sections(edition)}
    sections = []
    for row in edition.body or ():
        lines = tuple(
            EditedLine(
                line_from_json(line),
                is_own=bool(line.get("is_own")),
                is_reworded=bool(line.get("is_reworded")),
                is_agreed=bool(line.get("is_agreed")),
            )
            for line in row["lines"]
        )
        sections.append(EditedSection(Section(row["id"], (), diagrams.get(row["id"], Diagram())), lines))
    return tuple(sections)


def preview_view(
    wanted: Scope,
    compiled: Compiled,
    chosen: ScopeSources,
    now: dt.datetime,
    language: str = "zh",
    form: str = "guide",
) -> GuideView:
    """Return a guide that was compiled for a look, as shown."""
    sections = edited(compiled, (), order=(row.id for row in sections_of(form).sections))
    return GuideView(
        (wanted.field_code, field_name(wanted.field_code, language)),
        (wanted.professional_code, ""),
        chosen.scope.professional_code,
        0,
        "preview",
        compiled.cases,
        compiled.clients,
        compiled.facts,
        chosen.waiting,
        now,
        None,
        compiled.made_with,
        section_views(sections, language, form),
        form,
    )


def mined_overview() -> dict[str, int]:
    """Return how many cases were mined, of how many. Two queries."""
    return {"cases": Case.objects.exclude(mined=None).count(), "of": Case.objects.exclude(state="destroyed").count()}
