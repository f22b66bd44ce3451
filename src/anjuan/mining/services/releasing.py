"""Editions on their way to readers: submitted, sent back, released by another person, withdrawn."""

from __future__ import annotations

from typing import Any

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.errors import RefusedError
from anjuan.mining.codec import line_to_json
from anjuan.mining.editing import EditedLine
from anjuan.mining.gate import Gate, published_sections
from anjuan.mining.models import EditionState, GuideEdition, Harmless
from anjuan.mining.selectors.gates import edition_gate, edition_sections
from anjuan.mining.services.guides import EDIT, PUBLISH, EditUnknownError, WrongStateError, edition_journal, need


class OwnReleaseError(RefusedError):
    """Nobody releases what they submitted themselves."""

    code = "MINE-009"
    http_status = 409


class GateClosedError(RefusedError):
    """A guide would tell an identity, or says what no page says."""

    code = "MINE-010"
    http_status = 409


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
    edition_journal(deed, edition, action="guide.submit")


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
    edition_journal(deed, edition, action="guide.return", reason=reason)


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
    edition_journal(
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
    edition_journal(deed, edition, action="guide.withdraw", reason=reason)


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
