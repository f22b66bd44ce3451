"""The deeds of the archive that are done to many things at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.assignable import reads_assigned
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseReader, Document
from anjuan.archive.models.cases import CaseState
from anjuan.archive.selectors.body_tables import desk_today
from anjuan.archive.selectors.failures import failed_item
from anjuan.archive.selectors.sight import CaseUnknownError, document_seen, whole_cases_of
from anjuan.archive.services.bulk import Done, Hand, NothingToDoError
from anjuan.archive.services.cases import case_grant_reading, case_withdraw_reading
from anjuan.archive.services.correcting import document_set_kind
from anjuan.archive.services.judging import case_judge
from anjuan.archive.services.retrying import items_retry
from anjuan.archive.services.rights import need_describer
from anjuan.archive.services.studying import BY_PERSON
from anjuan.archive.services.unsettling import case_unsettle
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import RefusedError

#: Whoever keeps the cases says who reads them.
ASSIGN = "custody.manage"
FILE = "case.file"
_READER = re.compile(r"user:(\d{1,18})")


class AssignMayNotError(RefusedError):
    """None of the person's roles lets them assign readers, or try files again."""

    code = "ARCH-063"


def case_whole_by_key(viewer: Viewer, case_id: int) -> Case:
    """Return a case by key.

    Raises:
        CaseUnknownError: There is none of which this person may see more than single documents.

    """
    case = whole_cases_of(viewer).filter(pk=case_id).first()
    if case is None:
        raise CaseUnknownError("There is no such case that you may see as a whole.", remedy="Load the list again.")
    return case


def _need(deed: Deed, viewer: Viewer, capability: str) -> None:
    if viewer.name != deed.actor or not viewer.may(capability):
        raise AssignMayNotError(
            f"{deed.actor} may not do this: it needs {capability}.",
            remedy="Ask the security keeper for a role that allows it.",
        )


def _judge(deed: Deed, viewer: Viewer, case_id: int, _inputs: Mapping[str, str]) -> Done:
    need_describer(deed, viewer)
    case = case_whole_by_key(viewer, case_id)
    if case.state == CaseState.DESTROYED:
        raise NothingToDoError(f"The case {case.number} is destroyed.", remedy="Leave it out.")
    case_unsettle(case_id=case.pk, deed=deed)
    case_judge(deed=deed, case_id=case.pk)
    return Done()


def _assign(deed: Deed, viewer: Viewer, case_id: int, inputs: Mapping[str, str]) -> Done:
    _need(deed, viewer, ASSIGN)
    case = case_whole_by_key(viewer, case_id)
    token = inputs.get("reader", "")
    found = _READER.fullmatch(token)
    if found is None or not reads_assigned(int(found[1]), deed.now.astimezone(CHINA).date()):
        raise NothingToDoError("The person chosen reads no assigned cases.", remedy="Choose somebody with such a role.")
    if CaseReader.objects.filter(case=case, token=token, document=None).exists():
        return Done(is_changed=False)
    # Taking it back would take single documents back as well, which were given for another reason.
    has_parts = CaseReader.objects.filter(case=case, token=token).exists()
    case_grant_reading(deed=deed, case=case, token=token)
    return Done(before={} if has_parts else {"token": token})


def _unassign(deed: Deed, viewer: Viewer, case_id: int, before: Mapping[str, Any]) -> None:
    _need(deed, viewer, ASSIGN)
    case_withdraw_reading(deed=deed, case=case_whole_by_key(viewer, case_id), token=before["token"])


def _set_kind(deed: Deed, viewer: Viewer, document_id: int, inputs: Mapping[str, str]) -> Done:
    need_describer(deed, viewer)
    document = document_seen(viewer, document_id)
    kind = inputs.get("kind", "") or document.kind
    if not kind:
        raise NothingToDoError("No kind is proposed for this paper.", remedy="Choose a kind for it.")
    return _kind(deed, viewer, document, kind)


def _kind(deed: Deed, viewer: Viewer, document: Document, kind: str) -> Done:
    own = document.kind if document.kind_by == BY_PERSON else ""
    before = {"kind": own, "stage": document.stage, "given": kind}
    if document.kind == kind and document.kind_by == BY_PERSON:
        return Done(is_changed=False)
    stage = document.stage if document.kind == kind else ""
    document_set_kind(deed=deed, viewer=viewer, document=document, kind=kind, scholar=desk_today(), stage=stage)
    return Done(before=before)


def _unset_kind(deed: Deed, viewer: Viewer, document_id: int, before: Mapping[str, Any]) -> None:
    document = document_seen(viewer, document_id)
    if (document.kind, document.kind_by) != (before["given"], BY_PERSON):
        raise NothingToDoError("Somebody said another kind since.", remedy="Look at the paper.")
    stage = before["stage"] if before["kind"] else ""
    document_set_kind(
        deed=deed, viewer=viewer, document=document, kind=before["kind"], scholar=desk_today(), stage=stage
    )


def _retry(deed: Deed, viewer: Viewer, item_id: int, _inputs: Mapping[str, str]) -> Done:
    _need(deed, viewer, FILE)
    item = failed_item(viewer, item_id)
    number = items_retry(deed=deed, intake_id=item.intake_id, item_ids=(item.pk,)) if item else 0
    if not number:
        raise NothingToDoError("This file does not wait to be tried again.", remedy="Load the list again.")
    return Done()


ARCHIVE_HANDS: Mapping[str, Hand] = {
    "judge": Hand(_judge),
    "assign": Hand(_assign, _unassign),
    "accept": Hand(_set_kind, _unset_kind),
    "kind": Hand(_set_kind, _unset_kind),
    "retry": Hand(_retry),
}
