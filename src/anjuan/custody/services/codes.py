"""Giving reference codes 档号: once each, never again, never another."""

from __future__ import annotations

from django.db.models import F

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case, Document
from anjuan.custody.models import CodeGrant, CodeSeries, Retention
from anjuan.custody.models.codes import CodeEnd
from anjuan.custody.rules import tables
from anjuan.custody.rules.reference_codes import CodeParts, ReferenceCodeTable, compose, parse, series_of
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import RefusedError


class CodeIncompleteError(RefusedError):
    """A reference code cannot be given because a part of it is not known."""

    code = "CUST-003"
    http_status = 422


@durable_transaction()
def case_code_give(*, deed: Deed, case: Case, fonds: str) -> CodeGrant:
    """Give a case its reference code, or return the one it has. What is known then stays in the code for ever.

    Args:
        deed: Who and when.
        case: The case; its field, audit type and year must be known.
        fonds: 全宗号 of the body.

    Raises:
        CodeIncompleteError: A part is not known, or cannot stand in a code.

    """
    had = CodeGrant.objects.filter(case=case, document=None).first()
    if had:
        return had
    case = Case.objects.select_for_update().get(pk=case.pk)
    table = tables.reference_codes().on(deed.now.astimezone(CHINA).date())
    kept = Retention.objects.filter(case=case).values_list("class_code", flat=True).first()
    code_class = kept or tables.retention().on(deed.now.astimezone(CHINA).date()).default_class
    parts = CodeParts(fonds, case.field_code, case.audit_type, str(case.year or ""), code_class, volume=1)
    try:
        prefix = series_of(table, parts)
    except ValueError as error:
        raise CodeIncompleteError(
            f"The case {case.number} cannot get a reference code: {error}.",
            why="A code is never changed later, so every part of it must be right at once.",
            remedy="State the field, audit type and year of the case, and body.fonds_number among the options.",
        ) from error
    series, number = _draw(prefix)
    code = compose(table, _numbered(parts, number))
    grant = _keep(deed, series, number, code, table, case)
    Case.objects.filter(pk=case.pk).update(reference_code=code)
    journal_write(deed=deed, action="case.code", subject=f"archive.case:{case.pk}", label=str(case),
                  detail={"code": code})  # fmt: skip
    return grant


def _numbered(parts: CodeParts, volume: int) -> CodeParts:
    return CodeParts(parts.fonds, parts.field, parts.audit_type, parts.year, parts.retention, volume)


def _draw(prefix: str) -> tuple[CodeSeries, int]:
    """Return the next number of a series; two who draw at once get two numbers, a deed undone gives it back."""
    series, _ = CodeSeries.objects.get_or_create(prefix=prefix)
    # The update locks the row before it is read again, on every database.
    CodeSeries.objects.filter(pk=series.pk).update(last_number=F("last_number") + 1)
    series.refresh_from_db()
    return series, series.last_number


def _keep(
    deed: Deed, series: CodeSeries, number: int, code: str, table: ReferenceCodeTable, about: Case | Document
) -> CodeGrant:
    is_paper = isinstance(about, Document)
    return CodeGrant.objects.create(
        code=code,
        series=series,
        number=number,
        case_id=about.case_id if isinstance(about, Document) else about.pk,
        document_id=about.pk if is_paper else None,
        edition=table.edition,
        given_at=deed.now,
        given_by=deed.actor,
    )


@durable_transaction()
def document_codes_give(*, deed: Deed, case: Case) -> list[CodeGrant]:
    """Give every paper of a case that has none its item number and code, in their order; return the new ones.

    Raises:
        CodeIncompleteError: The case has no code yet.

    """
    own = CodeGrant.objects.filter(case=case, document=None).first()
    if own is None:
        raise CodeIncompleteError(
            f"The case {case.number} has no reference code yet, so its papers can get none.",
            remedy="Give the case its code first.",
        )
    editions = {table.edition: table for table in tables.reference_codes().all}
    table = editions[own.edition]
    parts = parse(table, own.code)
    new = []
    for document in case.documents.filter(removed=False, code_grant=None).order_by("sequence"):
        series, number = _draw(own.code)
        item = CodeParts(
            parts.fonds, parts.field, parts.audit_type, parts.year, parts.retention, parts.volume, item=number
        )
        new.append(_keep(deed, series, number, compose(table, item), table, document))
    return new


@durable_transaction()
def code_end(*, deed: Deed, grant: CodeGrant, ended: CodeEnd, reason: str) -> None:
    """Say that a code names nothing on the shelf any more, and why. The code stays given; a second end is none."""
    changed = CodeGrant.objects.filter(pk=grant.pk, ended="").update(ended=ended, reason=reason[:300])
    if changed:
        journal_write(
            deed=deed, action="case.code_end", subject=f"archive.case:{grant.case_id}", label=grant.code,
            detail={"ended": str(ended), "reason": reason},
        )  # fmt: skip
