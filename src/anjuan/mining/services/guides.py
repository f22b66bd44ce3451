"""Guides: compiled, edited, submitted, released by another person, withdrawn."""

from __future__ import annotations

import secrets
from typing import TypeAlias

from django.db.models import Max

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.compiling.compile import compile_guide
from anjuan.compiling.guide import Guide as Compiled
from anjuan.compiling.rules.tables import sections_of
from anjuan.compiling.works.codes import with_codes
from anjuan.kit.errors import NotFoundError, RefusedError, UsageError
from anjuan.mining.codec import guide_to_json
from anjuan.mining.editing import Edit
from anjuan.mining.models import EditionState, Guide, GuideEdit, GuideEdition
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.identities import identity_book
from anjuan.mining.selectors.sources import ScopeSources, case_codes, scope_sources
from anjuan.mining.standins import stand_in

#: An edition as doors pass one on: they never touch the tables themselves.
Edition: TypeAlias = GuideEdition
EDIT, PUBLISH = "knowledge.edit", "knowledge.publish"
INSTRUCTION = "instruction"
EDITS = ("hide", "show", "move", "word", "unword", "agree", "disagree", "own", "drop")


class GuideMayNotError(RefusedError):
    """None of the person's roles allows editing or releasing guides."""

    code = "MINE-005"


class NoCasesError(NotFoundError):
    """No mined case belongs to the scope."""

    code = "MINE-006"


class EditionUnknownError(NotFoundError):
    """There is no such edition of a guide."""

    code = "MINE-007"


class WrongStateError(RefusedError):
    """An edition is not in the state that the deed needs."""

    code = "MINE-008"
    http_status = 409


class EditUnknownError(UsageError):
    """There is no such deed of an editor, or it lacks its words."""

    code = "MINE-011"


def need(deed: Deed, viewer: Viewer, capability: str) -> None:
    """Do nothing when the person who acts may.

    Raises:
        GuideMayNotError: None of the person's roles allows it.

    """
    if viewer.name != deed.actor or not viewer.may(capability):
        raise GuideMayNotError(
            f"{deed.actor} may not do this with guides: it needs {capability}.",
            remedy="Ask the security keeper for a role that allows it.",
        )


def guide_preview(
    *, wanted: Scope, least_clients: int, form: str = "guide"
) -> tuple[Compiled, ScopeSources]:  # fmt: skip
    """Return a guide as it would be with every fact that is not rejected; nothing is kept.

    Raises:
        NoCasesError: No mined case belongs to the scope.

    """
    chosen = _chosen(wanted, least_clients, with_proposed=True)
    return _compiled(chosen, form), chosen


def _compiled(chosen: ScopeSources, form: str) -> Compiled:
    """Return what the sources support; a work instruction tells of each line which codes support it."""
    book = identity_book((int(key) for key in chosen.sources.cases), everybody=False)
    made = compile_guide(chosen.sources, book, stand_in=stand_in(chosen.scope), sections=sections_of(form))
    if form == INSTRUCTION:
        return with_codes(made, chosen.sources, case_codes(int(key) for key in chosen.sources.cases))
    return made


def _chosen(wanted: Scope, least_clients: int, *, with_proposed: bool) -> ScopeSources:
    chosen = scope_sources(wanted, least_clients=least_clients, with_proposed=with_proposed)
    if not chosen.sources.cases:
        raise NoCasesError(
            f"No mined case belongs to {wanted.told}.",
            why="A guide is compiled from the facts of cases.",
            remedy="Check field and code, or run `anjuan mine run --all` first.",
        )
    return chosen


@durable_transaction()
def guide_compile(
    *, deed: Deed, viewer: Viewer, wanted: Scope, least_clients: int, form: str = "guide"
) -> GuideEdition:
    """Compile a guide from reviewed facts; return its draft, which replaces an earlier draft.

    The form ``instruction`` makes the work instruction of the whole field, over all its codes.

    Raises:
        GuideMayNotError: The person may not.
        NoCasesError: No mined case belongs to the scope.
        WrongStateError: An edition waits for its release.

    """
    need(deed, viewer, EDIT)
    if form == INSTRUCTION:
        wanted = Scope(wanted.field_code)
    chosen = _chosen(wanted, least_clients, with_proposed=False)
    guide, _ = Guide.objects.get_or_create(
        field_code=wanted.field_code, professional_code=wanted.professional_code, form=form,
        defaults={"created_at": deed.now},
    )  # fmt: skip
    if guide.editions.filter(state=EditionState.SUBMITTED).exists():
        raise WrongStateError(
            f"An edition of the guide {wanted.told} waits for its release.",
            remedy="Have it released or sent back first.",
        )
    compiled = _compiled(chosen, form)
    values = {
        "compiled": guide_to_json(compiled), "scope_code": chosen.scope.professional_code,
        "made_with": compiled.made_with, "cases_count": compiled.cases, "clients_count": compiled.clients,
        "facts_count": compiled.facts, "compiled_at": deed.now, "compiled_by": deed.actor,
    }  # fmt: skip
    draft = guide.editions.filter(state=EditionState.DRAFT).first()
    if draft:
        GuideEdition.objects.filter(pk=draft.pk).update(**values)
        draft.refresh_from_db()
    else:
        last = guide.editions.aggregate(last=Max("number"))["last"] or 0
        draft = GuideEdition.objects.create(guide=guide, number=last + 1, **values)
    edition_journal(deed, draft, action="guide.compile", cases=compiled.cases, facts=compiled.facts)
    return draft


@durable_transaction()
def line_edit(*, deed: Deed, viewer: Viewer, guide: Guide, edit: Edit) -> GuideEdit:
    """Keep what an editor does to a line of a guide; it holds for later editions as well.

    Raises:
        GuideMayNotError: The person may not.
        EditUnknownError: There is no such deed, or it lacks its words.

    """
    need(deed, viewer, EDIT)
    needs = {"word": "cells", "own": "text", "move": "order"}.get(edit.what)
    if edit.what not in EDITS or (needs and not str(edit.value.get(needs, "")).strip()):
        raise EditUnknownError(
            f"A line cannot be edited by {edit.what!r} with {sorted(edit.value)}.",
            remedy=f"Use one of {', '.join(EDITS)}.",
        )
    line = edit.line or (secrets.token_hex(8) if edit.what == "own" else "")
    return GuideEdit.objects.create(
        guide=guide, section=edit.section, line=line, what=edit.what, value=dict(edit.value), at=deed.now, by=deed.actor
    )


def edition_journal(deed: Deed, edition: GuideEdition, *, action: str, **detail: object) -> None:
    """Write what was done with an edition into the journal."""
    journal_write(
        deed=deed,
        action=action,
        subject=f"edition:{edition.pk}",
        label=f"{edition.guide.field_code} {edition.guide.professional_code} {edition.number}",
        detail=detail,
    )
