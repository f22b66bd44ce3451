"""Guides: compiled, edited, submitted, released by another person, withdrawn."""

from __future__ import annotations

import secrets
from typing import Any, TypeAlias

from django.db.models import Max

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.compiling.compile import compile_guide
from anjuan.compiling.guide import Guide as Compiled
from anjuan.kit.errors import NotFoundError, RefusedError, UsageError
from anjuan.mining.codec import guide_to_json, line_to_json
from anjuan.mining.editing import Edit, EditedLine
from anjuan.mining.gate import Gate, published_sections
from anjuan.mining.models import EditionState, Guide, GuideEdit, GuideEdition, Harmless
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.gates import edition_gate, edition_sections
from anjuan.mining.selectors.identities import identity_book
from anjuan.mining.selectors.sources import ScopeSources, scope_sources
from anjuan.mining.standins import stand_in

#: An edition as doors pass one on: they never touch the tables themselves.
Edition: TypeAlias = GuideEdition
EDIT, PUBLISH = "knowledge.edit", "knowledge.publish"
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


class OwnReleaseError(RefusedError):
    """Nobody releases what they submitted themselves."""

    code = "MINE-009"


class GateClosedError(RefusedError):
    """A guide would tell an identity, or says what no page says."""

    code = "MINE-010"


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


def guide_preview(*, wanted: Scope, least_clients: int) -> tuple[Compiled, ScopeSources]:
    """Return a guide as it would be with every fact that is not rejected; nothing is kept.

    Raises:
        NoCasesError: No mined case belongs to the scope.

    """
    chosen = _chosen(wanted, least_clients, with_proposed=True)
    book = identity_book((int(key) for key in chosen.sources.cases), everybody=False)
    return compile_guide(chosen.sources, book, stand_in=stand_in(chosen.scope)), chosen


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
def guide_compile(*, deed: Deed, viewer: Viewer, wanted: Scope, least_clients: int) -> GuideEdition:
    """Compile a guide from reviewed facts; return its draft, which replaces an earlier draft.

    Raises:
        GuideMayNotError: The person may not.
        NoCasesError: No mined case belongs to the scope.
        WrongStateError: An edition waits for its release.

    """
    need(deed, viewer, EDIT)
    chosen = _chosen(wanted, least_clients, with_proposed=False)
    guide, _ = Guide.objects.get_or_create(
        field_code=wanted.field_code, professional_code=wanted.professional_code, form="guide",
        defaults={"created_at": deed.now},
    )  # fmt: skip
    if guide.editions.filter(state=EditionState.SUBMITTED).exists():
        raise WrongStateError(
            f"An edition of the guide {wanted.told} waits for its release.",
            remedy="Have it released or sent back first.",
        )
    book = identity_book((int(key) for key in chosen.sources.cases), everybody=False)
    compiled = compile_guide(chosen.sources, book, stand_in=stand_in(chosen.scope))
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
    _journal(deed, draft, action="guide.compile", cases=compiled.cases, facts=compiled.facts)
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


@durable_transaction()
def harmless_say(*, deed: Deed, viewer: Viewer, text: str, reason: str) -> None:
    """Say that a text which looks like an identity names nobody.

    Raises:
        GuideMayNotError: The person may not.
        EditUnknownError: The reason is missing.

    """
    need(deed, viewer, PUBLISH)
    if not reason.strip():
        raise EditUnknownError("Say why the text names nobody.", remedy="Give a reason.")
    Harmless.objects.get_or_create(text=text[:200], defaults={"reason": reason[:300], "at": deed.now, "by": deed.actor})
    journal_write(deed=deed, action="guide.harmless", label=text, detail={"reason": reason})


@durable_transaction()
def edition_submit(*, deed: Deed, viewer: Viewer, edition: GuideEdition) -> None:
    """Hand a draft in for release.

    Raises:
        GuideMayNotError: The person may not.
        WrongStateError: It is no draft.

    """
    need(deed, viewer, EDIT)
    _need_state(edition, EditionState.DRAFT)
    _set(edition, state=EditionState.SUBMITTED, submitted_at=deed.now, submitted_by=deed.actor, reason="")
    _journal(deed, edition, action="guide.submit")


@durable_transaction()
def edition_return(*, deed: Deed, viewer: Viewer, edition: GuideEdition, reason: str) -> None:
    """Send a submitted edition back to its editor, with the reason.

    Raises:
        GuideMayNotError: The person may not.
        WrongStateError: It was not submitted.

    """
    need(deed, viewer, PUBLISH)
    _need_state(edition, EditionState.SUBMITTED)
    _set(edition, state=EditionState.DRAFT, reason=reason[:500])
    _journal(deed, edition, action="guide.return", reason=reason)


@durable_transaction()
def edition_publish(*, deed: Deed, viewer: Viewer, edition: GuideEdition, least_clients: int) -> Gate:
    """Release a submitted edition; the one before is replaced. Return what the gate saw.

    Raises:
        GuideMayNotError: The person may not.
        OwnReleaseError: The person submitted it.
        WrongStateError: It was not submitted.
        GateClosedError: It would tell an identity, or says what no page says.

    """
    need(deed, viewer, PUBLISH)
    _need_state(edition, EditionState.SUBMITTED)
    if edition.submitted_by == deed.actor:
        raise OwnReleaseError(
            f"{deed.actor} submitted this edition.", why="Two persons look at what is published.",
            remedy="Ask another person who may release guides.",
        )  # fmt: skip
    found = edition_gate(edition, least_clients=least_clients)
    if not found.is_open:
        raise GateClosedError(
            f"{sum(leak.blocks for leak in found.leaks)} places tell an identity, "
            f"{len(found.unsupported)} lines say what no page says.",
            why="What is published names no client, person, code or address, and every line can be looked up.",
            remedy="Open the release page of this edition: it lists every place. Hide or reword these lines.",
        )
    body = [
        {"id": one.section.id, "lines": [_published(line) for line in one.lines]}
        for one in published_sections(edition_sections(edition), least_clients=least_clients)
    ]
    edition.guide.editions.filter(state=EditionState.PUBLISHED).update(state=EditionState.REPLACED)
    _set(edition, state=EditionState.PUBLISHED, body=body, published_at=deed.now, published_by=deed.actor)
    _journal(
        deed, edition, action="guide.publish", lines=sum(len(one["lines"]) for one in body), left_out=len(found.rare)
    )
    return found


def _published(line: EditedLine) -> dict[str, Any]:
    marks = {name: True for name in ("is_own", "is_reworded", "is_agreed") if getattr(line, name)}
    return line_to_json(line.line) | marks


@durable_transaction()
def edition_withdraw(*, deed: Deed, viewer: Viewer, edition: GuideEdition, reason: str) -> None:
    """Take a published edition back; readers see that it was withdrawn and why.

    Raises:
        GuideMayNotError: The person may not.
        WrongStateError: It is not published.

    """
    need(deed, viewer, PUBLISH)
    _need_state(edition, EditionState.PUBLISHED)
    _set(
        edition, state=EditionState.WITHDRAWN, withdrawn_at=deed.now, withdrawn_by=deed.actor, reason=reason[:500]
    )  # fmt: skip
    _journal(deed, edition, action="guide.withdraw", reason=reason)


def _need_state(edition: GuideEdition, state: EditionState) -> None:
    if edition.state != state:
        raise WrongStateError(
            f"Edition {edition.number} is {edition.state}, not {state}.",
            remedy="Reload the page and look at its state.",
        )


def _set(edition: GuideEdition, **values: object) -> None:
    for name, value in values.items():
        setattr(edition, name, value)
    GuideEdition.objects.filter(pk=edition.pk).update(**values)


def _journal(deed: Deed, edition: GuideEdition, *, action: str, **detail: object) -> None:
    journal_write(
        deed=deed,
        action=action,
        subject=f"edition:{edition.pk}",
        label=f"{edition.guide.field_code} {edition.guide.professional_code} {edition.number}",
        detail=detail,
    )
