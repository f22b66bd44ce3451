"""Works on their way to readers: drafts, submitted, sent back, agreed to, published by another person, withdrawn."""

from __future__ import annotations

from typing import TypeAlias

from django.db.models import Max

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.compiling.works.checking import Work as Content
from anjuan.kit.errors import RefusedError, UsageError
from anjuan.mining.models import EditionState, Work, WorkEdition
from anjuan.mining.selectors.workgates import work_gate
from anjuan.mining.services.guides import EDIT, PUBLISH, need
from anjuan.mining.works import WorkGate, content_of, kept_of, leaving

#: A work and an edition as doors pass them on: they never touch the tables themselves.
AWork: TypeAlias = Work
AnEdition: TypeAlias = WorkEdition
_LONGEST_TITLE = 200


class WorkStateError(RefusedError):
    """An edition of a work is not in the state that the deed needs."""

    code = "MINE-041"
    http_status = 409


class OwnWorkError(RefusedError):
    """Nobody publishes a work they submitted themselves."""

    code = "MINE-042"
    http_status = 409


class WorkGateClosedError(RefusedError):
    """A work would tell an identity, says what no page says, or waits for a person."""

    code = "MINE-043"
    http_status = 409


class WorkEditError(UsageError):
    """There is no such deed of an editor, or it lacks its words."""

    code = "MINE-044"


def draft_of(edition: WorkEdition) -> Content:
    """Return the words of a draft.

    Raises:
        WorkStateError: It is no draft.

    """
    need_state(edition, EditionState.DRAFT)
    return content_of(edition.work.sort, edition.content)


def draft_keep(deed: Deed, edition: WorkEdition, content: Content) -> None:
    """Keep the words of a draft; whoever agreed to earlier words has not agreed to these."""
    values = {
        "content": kept_of(content), "title": content.title[:_LONGEST_TITLE], "changed_at": deed.now,
        "changed_by": deed.actor, "agreed_by": "",
    }  # fmt: skip
    _set(edition, values)


def first_draft(deed: Deed, work: Work, content: Content, *, made_with: str = "") -> WorkEdition:
    """Return the next edition of a work as a draft with these words."""
    last = work.editions.aggregate(last=Max("number"))["last"] or 0
    return WorkEdition.objects.create(
        work=work, number=last + 1, title=content.title[:_LONGEST_TITLE], content=kept_of(content),
        made_with=made_with, changed_at=deed.now, changed_by=deed.actor,
    )  # fmt: skip


@durable_transaction()
def work_revise(*, deed: Deed, viewer: Viewer, work: Work) -> WorkEdition:
    """Return the draft of a work; a new one begins with the words of the last edition.

    Raises:
        GuideMayNotError: The person may not.
        WorkStateError: An edition waits for its release.

    """
    need(deed, viewer, EDIT)
    if work.editions.filter(state=EditionState.SUBMITTED).exists():
        raise WorkStateError(
            "An edition of this work waits for its release.", remedy="Have it released or sent back first."
        )
    draft = work.editions.filter(state=EditionState.DRAFT).first()
    if draft:
        return draft
    last = work.editions.order_by("-number").first()
    if last is None:
        raise WorkStateError("This work has no edition to begin with.", remedy="Make it anew.")
    anew = first_draft(deed, work, content_of(work.sort, last.content), made_with=last.made_with)
    work_journal(deed, anew, action="work.revise")
    return anew


@durable_transaction()
def work_submit(*, deed: Deed, viewer: Viewer, edition: WorkEdition) -> None:
    """Hand a draft in for release.

    Raises:
        GuideMayNotError: The person may not.
        WorkStateError: It is no draft.

    """
    need(deed, viewer, EDIT)
    need_state(edition, EditionState.DRAFT)
    _set(edition, {
        "state": EditionState.SUBMITTED, "submitted_at": deed.now, "submitted_by": deed.actor, "reason": "",
    })  # fmt: skip
    Work.objects.filter(pk=edition.work_id).update(proposed=False)
    work_journal(deed, edition, action="work.submit")


@durable_transaction()
def work_return(*, deed: Deed, viewer: Viewer, edition: WorkEdition, reason: str) -> None:
    """Send a submitted edition back to its editor, with the reason.

    Raises:
        GuideMayNotError: The person may not.
        WorkStateError: It was not submitted.

    """
    need(deed, viewer, PUBLISH)
    need_state(edition, EditionState.SUBMITTED)
    _set(edition, {"state": EditionState.DRAFT, "reason": reason[:500], "agreed_by": ""})
    work_journal(deed, edition, action="work.return", reason=reason)


@durable_transaction()
def work_agree(*, deed: Deed, viewer: Viewer, edition: WorkEdition) -> None:
    """Agree that a story of one client leaves in general words: fewer clients stand behind it than behind a guide.

    Raises:
        GuideMayNotError: The person may not.
        WorkStateError: It was not submitted.

    """
    need(deed, viewer, PUBLISH)
    need_state(edition, EditionState.SUBMITTED)
    _set(edition, {"agreed_by": deed.actor})
    work_journal(deed, edition, action="work.agree")


@durable_transaction()
def work_publish(*, deed: Deed, viewer: Viewer, edition: WorkEdition) -> WorkGate:
    """Publish a submitted edition; the one before is replaced. Return what the gate saw.

    Raises:
        GuideMayNotError: The person may not.
        OwnWorkError: The person submitted it.
        WorkStateError: It was not submitted.
        WorkGateClosedError: It would tell an identity, says what no page says, or waits for a person.

    """
    need(deed, viewer, PUBLISH)
    need_state(edition, EditionState.SUBMITTED)
    if edition.submitted_by == deed.actor:
        raise OwnWorkError(
            "You submitted this edition yourself.", why="Two persons look at what is published.",
            remedy="Ask another person who may release.",
        )  # fmt: skip
    found = work_gate(edition)
    if not found.is_open:
        raise WorkGateClosedError(
            "The check before publication is not passed.",
            why="What is published names no client, person, number or address, and every sentence can be looked up.",
            remedy="Open the page of this edition: it lists every place.",
        )
    body = kept_of(leaving(content_of(edition.work.sort, edition.content)))
    edition.work.editions.filter(state=EditionState.PUBLISHED).update(state=EditionState.REPLACED)
    _set(edition, {
        "state": EditionState.PUBLISHED, "body": body, "published_at": deed.now, "published_by": deed.actor,
    })  # fmt: skip
    work_journal(deed, edition, action="work.publish")
    return found


@durable_transaction()
def work_withdraw(*, deed: Deed, viewer: Viewer, edition: WorkEdition, reason: str) -> None:
    """Take a published edition back; readers see that it was withdrawn and why.

    Raises:
        GuideMayNotError: The person may not.
        WorkStateError: It is not published.

    """
    need(deed, viewer, PUBLISH)
    need_state(edition, EditionState.PUBLISHED)
    _set(edition, {
        "state": EditionState.WITHDRAWN, "withdrawn_at": deed.now, "withdrawn_by": deed.actor, "reason": reason[:500],
    })  # fmt: skip
    work_journal(deed, edition, action="work.withdraw", reason=reason)


def need_state(edition: WorkEdition, state: EditionState) -> None:
    """Do nothing when an edition is in a state.

    Raises:
        WorkStateError: It is in another one.

    """
    if edition.state != state:
        raise WorkStateError(
            "The edition is not in the state that this needs.", remedy="Reload the page and look at its state."
        )


def work_journal(deed: Deed, edition: WorkEdition, *, action: str, **detail: object) -> None:
    """Write what was done with an edition of a work into the journal."""
    journal_write(
        deed=deed, action=action, subject=f"work:{edition.work_id}", label=f"{edition.title} {edition.number}",
        detail={"sort": edition.work.sort, **detail},
    )  # fmt: skip


def _set(edition: WorkEdition, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(edition, name, value)
    WorkEdition.objects.filter(pk=edition.pk).update(**values)
