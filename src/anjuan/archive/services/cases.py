"""Opening cases and stating what is known of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from django.db.models import F, Max
from django.utils import timezone

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case, CaseAttribute, CaseField, CaseReader, IndexOrder
from anjuan.archive.rules.case_columns import text_of
from anjuan.archive.services.custody import custody_write
from anjuan.archive.services.sealed import case_need_open
from anjuan.archive.services.unsettling import case_unsettle

#: Attributes of which a case may have several.
MULTIPLE = ("standard", "professional_code")
#: What a case has once, as a column that lists sort and filter by.
SINGLE = ("organisation_name", "field_code", "audit_type", "year")
_LONGEST_KEY = 500


@durable_transaction()
def case_open(*, deed: Deed, title: str, source_key: str | None = None) -> Case:
    """Return the case that came from a folder, opened now if it is new. Numbers rise by year of opening."""
    if source_key is not None:
        source_key = _fitted(source_key)
        existing = Case.objects.filter(source_key=source_key).first()
        if existing:
            return existing
    case = Case.objects.create(
        number=_next_number(timezone.localtime(deed.now).year),
        title=title[:300],
        source_key=source_key,
        created_at=deed.now,
        updated_at=deed.now,
        created_by=deed.actor,
    )
    custody_write(deed=deed, event="creation", about=case)
    journal_write(deed=deed, action="case.open", subject=f"archive.case:{case.pk}", label=str(case))
    return case


def _fitted(source_key: str) -> str:
    """Return a key that fits its column; a long one keeps its beginning and is told apart by its digest."""
    if len(source_key) <= _LONGEST_KEY:
        return source_key
    return f"{source_key[: _LONGEST_KEY - 65]}#{hashlib.sha256(source_key.encode()).hexdigest()}"


def _next_number(year: int) -> str:
    prefix = f"AJ-{year}-"
    last = Case.objects.filter(number__startswith=prefix).aggregate(last=Max("number"))["last"]
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:06d}"


@durable_transaction()
def case_describe(*, deed: Deed, case: Case, source: str, values: Mapping[str, str | int | Iterable[str]]) -> None:
    """State values of a case: single ones replace, several ones are added. Unknown names are refused.

    What is known already changes nothing and leaves no trace.

    Args:
        deed: Who states them and when.
        case: The case.
        source: Where they come from: ``manifest``, ``person``.
        values: ``organisation_name``, ``field_code``, ``audit_type``, ``year``; ``standard`` and
            ``professional_code`` as one text or several.

    Raises:
        KeyError: A name is none of these.
        SealedCaseError: The case is sealed or destroyed, and something of it is not known already.

    """
    single: dict[str, str | int | Iterable[str]] = {}
    is_new = False
    for name, value in values.items():
        if name in SINGLE:
            single[name] = value
        elif name in MULTIPLE:
            for one in [value] if isinstance(value, str | int) else value:
                _, made = CaseAttribute.objects.get_or_create(
                    case=case, name=name, value=str(one), defaults={"source": source}
                )  # fmt: skip
                is_new = is_new or made
        else:
            raise KeyError(name)
    if not is_new and Case.objects.filter(pk=case.pk, **single).exists():
        return
    case_need_open(case)
    Case.objects.filter(pk=case.pk).update(updated_at=deed.now, **single)
    _keep_fields(case, source, values)
    case_unsettle(case_id=case.pk, deed=deed)
    case_reindex(case_id=case.pk)
    journal_write(
        deed=deed, action="case.describe", subject=f"archive.case:{case.pk}", label=str(case),
        detail={"source": source, "values": {name: _plain(value) for name, value in values.items()}},
    )  # fmt: skip


#: The field of the description that a column or attribute states.
_FIELDS = {
    "organisation_name": "organisation",
    "field_code": "fields",
    "audit_type": "audit_type",
    "standard": "standards",
    "professional_code": "professional_codes",
    "year": "year",
}
_LISTS = {"fields", "standards", "professional_codes"}


def _keep_fields(case: Case, source: str, values: Mapping[str, str | int | Iterable[str]]) -> None:
    """Keep what is stated as fields of the case, which papers do not overrule."""
    for name in values:
        field = _FIELDS[name]
        several = list(case.attributes.filter(name=name).values_list("value", flat=True))
        value: object = several if name in MULTIPLE else values[name]
        if field in _LISTS and not isinstance(value, list):
            value = [value]
        CaseField.objects.update_or_create(
            case=case, name=field,
            defaults={
                "value": value, "text": text_of(value)[:500], "source": source, "confidence": 1.0, "printed": "",
                "document": None, "page": None, "box": None,
            },
        )  # fmt: skip


def _plain(value: str | int | Iterable[str]) -> str | int | list[str]:
    return value if isinstance(value, str | int) else list(value)


@durable_transaction()
def case_grant_reading(*, deed: Deed, case: Case, token: str, document_id: int | None = None) -> None:
    """Let a person or an organisation read a case: ``user:7``, ``organisation:12``. Twice changes nothing.

    With ``document_id`` only that document of the case is opened.
    """
    _, made = CaseReader.objects.get_or_create(
        case=case, token=token, document_id=document_id,
        defaults={"granted_at": deed.now, "granted_by": deed.actor},
    )  # fmt: skip
    if made:
        case_reindex(case_id=case.pk)
        journal_write(
            deed=deed, action="case.grant_reading", subject=f"archive.case:{case.pk}", label=str(case),
            detail={"token": token} if document_id is None else {"token": token, "document": document_id},
        )  # fmt: skip


@durable_transaction()
def case_withdraw_reading(*, deed: Deed, case: Case, token: str) -> None:
    """Take back what :func:`case_grant_reading` gave."""
    ended, _ = CaseReader.objects.filter(case=case, token=token).delete()
    if ended:
        case_reindex(case_id=case.pk)
        journal_write(
            deed=deed, action="case.withdraw_reading", subject=f"archive.case:{case.pk}",
            label=str(case), detail={"token": token},
        )  # fmt: skip


def case_reindex(*, case_id: int) -> None:
    """Order all pages of a case to be indexed again, because what is said of the case changed."""
    documents = Case.objects.get(pk=case_id).documents.filter(pages_count__gt=0).values_list("pk", "pages_count")
    IndexOrder.objects.bulk_create(
        IndexOrder(document_id=document_id, first_page=1, last_page=pages) for document_id, pages in documents
    )


def case_count(*, case_id: int, deed: Deed, documents: int = 0, pages: int = 0, doubtful: int = 0) -> None:
    """Raise the figures kept with a case."""
    Case.objects.filter(pk=case_id).update(
        documents_count=F("documents_count") + documents,
        pages_count=F("pages_count") + pages,
        doubtful_lines=F("doubtful_lines") + doubtful,
        updated_at=deed.now,
    )
