"""The routes of certificates, their documents and the public look-up, for the tests of who may open them."""

from __future__ import annotations

from tests.web.made import Shelf

from anjuan.certificates.models import IssuedCertificate, SigningKey

#: Route → key of ``ALLOWS``.
POLICY: dict[str, str] = {
    **dict.fromkeys(("certificates", "certificate", "certificate_paper"), "sees certificates"),
    "certificate_status": "changes certificates", "certificate_reissue": "reissues certificates",
    **dict.fromkeys(("reports_national", "reports_certsearch", "reports_take"), "reports certificates"),
    "signing_keys": "sees signing keys", **dict.fromkeys(("signing_rotate", "signing_revoke"), "keeps signing keys"),
    **dict.fromkeys(
        ("verify", "verify_scanned", "verify_sheet", "verify_list", "verify_answer", "verify_keys"), "everybody"
    ),
}  # fmt: skip
#: Key of a policy → the capabilities of which one is needed; none for everybody.
ALLOWS: dict[str, set[str]] = {
    "sees certificates": {"certificate.read"},
    "changes certificates": {"certificate.change"},
    "reissues certificates": {"certificate.change", "certificate.issue"},
    "reports certificates": {"certificate.report"},
    "sees signing keys": {"certificate.keys", "certificate.read"},
    "keeps signing keys": {"certificate.keys"},
}
#: Routes that answer to POST alone.
POSTED: set[str] = {"certificate_status", "certificate_reissue", "reports_take", "signing_rotate", "signing_revoke"}
#: POST routes whose arguments name a thing that the person does not have: 404 is an answer.
MISSES: set[str] = set()
#: Routes that are no page to look at: files, fragments, steps.
NO_PAGES: set[str] = {"certificate_paper", "verify_sheet", "verify_answer", "verify_keys"}


def _certificate() -> IssuedCertificate:
    # The whole room is loaded only where a certificate is needed.
    from tests.certificates.given import issued  # noqa: PLC0415

    return IssuedCertificate.objects.first() or issued()


def words(name: str, shelf: Shelf) -> list[object]:
    """Return the words of a route's address; none for routes without any."""
    if name == "verify_scanned":
        return [_certificate().printings.get().statement]
    number = _certificate().certificate.number if name.startswith("certificate_") or name == "certificate" else ""
    return {
        "certificate": [number], "certificate_status": [number], "certificate_reissue": [number],
        "certificate_paper": [number, 1],
    }.get(name, [])  # fmt: skip


def sent(name: str) -> dict[str, str]:
    """Return what is sent to a route; nothing for routes of other parts."""
    if name == "signing_revoke":
        _certificate()
        return {"kid": SigningKey.objects.filter(revoked_on=None)[0].kid, "reason": "lost"}
    return {
        "certificate_status": {"deed": "withdraw", "reason": "0112"},
        "certificate_reissue": {"reason": "0104", "change": "02"},
        "reports_take": {"kind": "national", "month": "2026-03"},
    }.get(name, {})


def visited(shelf: Shelf) -> dict[str, dict[str, object]]:
    """Return route → the named arguments of its address, for the visit in a browser; makes what it names."""
    row = _certificate()
    return {
        "certificate": {"number": row.certificate.number},
        "verify_scanned": {"statement": row.printings.get().statement},
    }
