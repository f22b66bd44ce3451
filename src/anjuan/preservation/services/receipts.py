"""Cases of other installations: noted when they come, and looked at by a person before they count as our own."""

from __future__ import annotations

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case
from anjuan.archive.models.cases import CaseState
from anjuan.archive.services.cases import case_reindex
from anjuan.archive.services.custody import custody_write
from anjuan.archive.services.rights import need_describer
from anjuan.preservation.faults import ReceiptStateError
from anjuan.preservation.models import Receipt
from anjuan.preservation.selectors.receipts import Origin
from anjuan.preservation.services.package_rows import Row


def receipt_note(*, deed: Deed, case: Case, origin: Origin, row: Row) -> Receipt:
    """Note that a case came from another installation: it is being collected until a person accepts it."""
    Case.objects.filter(pk=case.pk).update(state=CaseState.COLLECTING, reference_code=None)
    code = str(row.get("reference_code") or "")
    receipt = Receipt.objects.create(
        case=case, origin=origin.name, number=str(row["number"])[:40], state=str(row["state"])[:10],
        reference_code=code[:60], seal=origin.seal, at=deed.now, by=deed.actor,
    )  # fmt: skip
    custody_write(
        deed=deed, event="package import", about=case,
        detail=f"received from {origin.name} as {receipt.number}, {receipt.state} there, tagmanifest {origin.seal}",
    )  # fmt: skip
    return receipt


@durable_transaction()
def receipt_check(*, deed: Deed, viewer: Viewer, case: Case, accepts: bool, text: str) -> Receipt:
    """Say that a case of another installation was looked at: accepted as filed here, or not, with what was seen.

    Raises:
        DescribeMayNotError: The person may not.
        ReceiptStateError: The case did not come from elsewhere, is accepted already, or no word is given.

    """
    need_describer(deed, viewer)
    receipt = Receipt.objects.select_for_update().filter(case=case).exclude(accepted=True).first()
    if receipt is None or not text.strip():
        raise ReceiptStateError(
            f"{case.number} waits for no check, or nothing is said of it.",
            why="Later readers must know what was looked at.",
            remedy="Say what you compared.",
        )
    receipt.checked_at, receipt.checked_by = deed.now, deed.actor
    receipt.accepted, receipt.text = accepts, text.strip()[:500]
    receipt.save(update_fields=["checked_at", "checked_by", "accepted", "text"])
    if accepts:
        Case.objects.filter(pk=case.pk).update(state=CaseState.FILED, updated_at=deed.now)
        case_reindex(case_id=case.pk)
    word = "accepted" if accepts else "not accepted"
    custody_write(
        deed=deed, event="verification", about=case, outcome="success" if accepts else "failure",
        detail=f"received from {receipt.origin}, {word}: {receipt.text}",
    )  # fmt: skip
    journal_write(
        deed=deed, action="case.receipt_check", subject=f"archive.case:{case.pk}", label=str(case),
        detail={"origin": receipt.origin, "accepts": accepts, "text": receipt.text},
    )  # fmt: skip
    return receipt
