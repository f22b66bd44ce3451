"""Gathering what the four-property test looks at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.db.models import Count

from anjuan.accounts.rules.tables import roles
from anjuan.accounts.selectors.journal import journal_verify
from anjuan.accounts.selectors.people import standing_grants
from anjuan.archive.models import Case, CaseJudgement, Document, IndexOrder, IntakeItem, Original, OriginalPage, Page
from anjuan.archive.models.intake import ItemState
from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import AnjuanError
from anjuan.kit.explanations import explain
from anjuan.preservation.rules.describing import gaps
from anjuan.preservation.rules.exhibit import DocumentShown, EventShown, Exhibit, OriginalShown, Surroundings
from anjuan.preservation.scanning import scan, scanner_version
from anjuan.preservation.selectors.backups import backup_last
from anjuan.preservation.selectors.description import case_description
from anjuan.preservation.selectors.history import case_history
from anjuan.reading import packing
from anjuan.reading.sniffing import sniff

_DATES = ("audit_start", "audit_end", "decision_date", "issued_on", "expires_on")
_LOST = (ItemState.REFUSED, ItemState.FAILED)
_MOST_UNREADABLE = 20
_READ_PAGES = 200
#: Told how many originals were read and how many there are; may raise to stop.
Pulse = Callable[[int, int], None]


def unheard(done: int, total: int) -> None:
    """Do nothing: for those who need not know how far it is."""


def surroundings_look(home: Path, now: dt.datetime) -> Surroundings:
    """Return what is the same for all cases tested now. Reads the whole journal: do it once for many cases."""
    chain = journal_verify()
    broken = f"日志第 {chain.breaks[0].number} 条起链条断裂" if chain.breaks else ""
    last = backup_last(home)
    oldest = dt.timedelta(days=settings.ANJUAN_OPTIONS.backup.warn_days)
    good = last is not None and not last.faults and now - last.at <= oldest
    told = f"最近一次为 {last.at.astimezone(CHINA):%Y-%m-%d %H:%M}，缺 {last.faults} 份原文" if last else "尚无备份"
    return Surroundings(now.date(), broken, _officers(now.date()), good, told, scanner_version())


def _officers(today: dt.date) -> str:
    officers = {role.key for role in roles().on(today).roles if role.officer}
    held: dict[int, set[str]] = {}
    for user_id, role in standing_grants(today).filter(role__in=officers).values_list("user_id", "role"):
        held.setdefault(user_id, set()).add(role)
    doubled = sum(len(of_one) > 1 for of_one in held.values())
    return f"{doubled} 人兼任三员中的两员" if doubled else ""


def exhibit_gather(
    case: Case, around: Surroundings, blobs: FolderBlobs, package: Sequence[tuple[str, str]] | None = None,
    pulse: Pulse = unheard,
) -> Exhibit:  # fmt: skip
    """Return a case as the four-property test looks at it. Reads every original again, and tells ``pulse`` before each.

    Raises:
        ScanError: The virus scanner is there but failed.

    """
    originals = list(Original.objects.filter(documents__case=case).distinct().order_by("pk"))
    names = dict(case.documents.order_by("-sequence").values_list("original_id", "filename"))
    rows = case_description(case)
    judgement = CaseJudgement.objects.filter(case=case, stale=False).first()
    dates = dict(case.fields.filter(name__in=_DATES).values_list("name", "text"))
    code = case.reference_code or ""
    members = IntakeItem.objects.filter(case=case, parent__isnull=False)
    return Exhibit(
        number=case.number,
        title=case.title,
        reference_code=code,
        field_code=case.field_code,
        audit_type=case.audit_type,
        documents_recorded=case.documents_count,
        pages_recorded=case.pages_count + sum(one.pages_aside for one in case.documents.filter(removed=False)),
        documents=_documents(case),
        originals=tuple(_original(one, names.get(one.pk, ""), blobs) for one in _told(originals, pulse)),
        events=tuple(
            EventShown(
                event.event, event.outcome, event.actor, event.at, event.document.sequence if event.document else None
            )
            for event in case_history(case).iterator(chunk_size=500)
        ),
        description=tuple(rows),
        description_gaps=tuple(gaps(rows)),
        dates={name: value for name, value in dates.items() if value},
        twins=Case.objects.filter(reference_code=code).exclude(pk=case.pk).count() if code else 0,
        members=members.count(),
        members_lost=tuple(members.filter(state__in=_LOST).order_by("pk").values_list("path", flat=True)),
        unread_items=IntakeItem.objects.filter(case=case, state=ItemState.RECEIVED).count(),
        pages_unreadable=_unreadable(originals),
        pages_waiting=_waiting(case),
        blocking=judgement.blocking if judgement else None,
        package=None if package is None else tuple(package),
        malware=_malware(originals, blobs) if around.scanner else None,
        surroundings=around,
    )


def _told(originals: Sequence[Original], pulse: Pulse) -> Iterator[Original]:
    for number, original in enumerate(originals):
        pulse(number, len(originals))
        yield original


def _documents(case: Case) -> tuple[DocumentShown, ...]:
    documents = Document.objects.filter(case=case).select_related("original").order_by("sequence")
    shown: Mapping[int, int] = dict(
        Page.objects.filter(document__case=case).order_by().values_list("document_id").annotate(number=Count("id"))
    )
    return tuple(
        DocumentShown(
            row.sequence, row.title, row.filename, row.kind, row.original.sha256, row.first_page, row.pages_count,
            shown.get(row.pk, 0), row.removed,
        )
        for row in documents
    )  # fmt: skip


def _explained(code: str) -> str:
    found = explain(code)
    return f"{code} {found.zh}" if found else code


def _original(original: Original, name: str, blobs: FolderBlobs) -> OriginalShown:
    fault, size, kind = "", None, ""
    try:
        digest = blobs.verify(original.sha256)
        size = digest.size_bytes
        if digest.sm3 != original.sm3:
            fault = "SM3 与登记不符"
        kind = "" if original.sealed_password else sniff(blobs.path_of(original.sha256), name).media_type
    except (AnjuanError, OSError) as error:
        fault = _explained(error.code) if isinstance(error, AnjuanError) else "读不出来"
    return OriginalShown(
        sha256=original.sha256,
        name=name or original.sha256[:12],
        fixity=fault,
        recorded_bytes=original.size_bytes,
        found_bytes=size,
        recorded_type=original.media_type,
        found_type=kind,
        reading=original.reading,
        reader=original.reader,
        trouble=_explained(original.error_code) if original.error_code else "",
        pages_expected=original.pages_expected,
        pages_read=original.pages_read,
        protected=bool(original.sealed_password) or original.error_code == "READ-002",
    )


def _unreadable(originals: Sequence[Original]) -> tuple[str, ...]:
    """Return the stored pages that cannot be unpacked, the first of them."""
    found = []
    for original in originals:
        last = 0
        while rows := list(
            OriginalPage.objects.filter(original=original, number__gt=last).order_by("number")[:_READ_PAGES]
        ):
            for row in rows:
                try:
                    packing.unpack(bytes(row.packed))
                except AnjuanError as fault:
                    found.append(f"{original.sha256[:12]} 第 {row.number} 页（{fault.what}）")
                    if len(found) >= _MOST_UNREADABLE:
                        return tuple(found)
            last = rows[-1].number
    return tuple(found)


def _waiting(case: Case) -> int:
    documents = list(case.documents.values_list("pk", flat=True))
    orders = IndexOrder.objects.filter(document_id__in=documents).values_list("first_page", "last_page")
    return sum(last - first + 1 for first, last in orders)


def _malware(originals: Sequence[Original], blobs: FolderBlobs) -> tuple[str, ...]:
    return scan(blobs.path_of(one.sha256) for one in originals if blobs.has(one.sha256))
