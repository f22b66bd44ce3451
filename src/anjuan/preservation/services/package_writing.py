"""Writing the rows of a package into the tables of this archive, inside one transaction of the caller."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, OperationalError, models
from django.db.models import Max
from django.utils import dateparse

from anjuan.archive.models import Case, CustodyEvent, Cycle, Document, Original, OriginalPage, Page, PageCare
from anjuan.archive.models.cases import CaseState
from anjuan.archive.models.originals import ReadingState
from anjuan.archive.rules.findings import contradiction_key, miss_key
from anjuan.preservation.faults import PackageClashError, PackageForeignError
from anjuan.preservation.rules.pagetext import page_from_json
from anjuan.preservation.services.package_rows import CARRIED, KeyMap, Row, row_in
from anjuan.reading import packing
from anjuan.registry.models import Organisation

_BATCH = 200
_PLACED = frozenset({"originals", "notices", "remarks", "case", "documents"})


def case_write(folder: Path, whole: Row, origin: str = "") -> Case:
    """Write the rows of a package and return the new case.

    The events of another installation are written with its name beside their actors: its people are none of ours.

    Raises:
        PackageForeignError: A row cannot be meant; the caller's transaction undoes what was written.
        PackageClashError: An original of the package is being read here just now.

    """
    keys = KeyMap()
    tables: dict[str, list[Row]] = whole["tables"]
    try:
        fresh = _write_originals(folder, whole, keys)
        _write_beside(tables, keys, fresh)
        case = _write_case(whole, keys)
        _write_documents(tables["documents"], keys)
        ruled = _rename_findings(tables, keys)
        for table in CARRIED:
            if table.name not in _PLACED:
                for row in ruled if table.name == "rulings" else tables.get(table.name, []):
                    row_in(table.model, row, keys).save(force_insert=True)
        _write_pages(whole["pages"], tables["documents"], keys)
        _write_care(whole.get("care", []), keys)
        _write_events(folder, case, tables, keys, origin)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError, DataError,
            IntegrityError, OperationalError) as error:  # fmt: skip
        raise PackageForeignError(
            f"A record of the package is not what this program writes: {type(error).__name__}: {error}.",
            why="It was altered or comes from elsewhere.",
            remedy="Ask for it to be exported again.",
        ) from error
    return case


def _rename_findings(tables: dict[str, list[Row]], keys: KeyMap) -> list[Row]:
    """Let findings name the documents of this archive; return what was said of them under their new keys."""
    known = {row["id"]: keys.get(Document, row["id"]) for row in tables["documents"]}
    renamed: dict[str, str] = {}
    for judgement in tables.get("judgement", []):
        for miss in judgement["misses"]:
            before = miss_key(miss)
            miss["document"] = known.get(miss.get("document"))
            renamed[before] = miss_key(miss)
        for found in judgement["contradictions"]:
            before = contradiction_key(found)
            for piece in found["evidence"]:
                # A paper of another case is none of this archive.
                piece["document"] = known.get(piece["document"], 0)
            renamed[before] = contradiction_key(found)
    return [{**row, "key": renamed.get(row["key"], row["key"])} for row in tables.get("rulings", [])]


def _write_originals(folder: Path, whole: Row, keys: KeyMap) -> set[int]:
    """Write originals and their pages; those that are here keep their own readings. Return the keys of new ones."""
    fresh = set()
    for row in whole["tables"]["originals"]:
        known = Original.objects.filter(sha256=row["sha256"]).first()
        if known is None:
            made = row_in(Original, row, keys)
            made.save(force_insert=True)
            fresh.add(row["id"])
            keys.put(Original, row["id"], made.pk)
            _write_texts(folder / "data/texts" / whole["files"][str(row["id"])]["text"], made)
        elif known.reading in (ReadingState.WAITING, ReadingState.READING):
            raise PackageClashError(
                f"The original {known.sha256[:12]} of the package is being read here for another case.",
                remedy="Wait until it has been read and import the package again.",
            )
        else:
            keys.put(Original, row["id"], known.pk)
    return fresh


def _write_texts(path: Path, original: models.Model) -> None:
    batch: list[OriginalPage] = []
    for value in _lines(path):
        packed = packing.pack(page_from_json(value["page"]))
        page = row_in(OriginalPage, value["row"], KeyMap(), original_id=original.pk, packed=packed)
        batch.append(page)  # type: ignore[arg-type]
        if len(batch) >= _BATCH:
            OriginalPage.objects.bulk_create(batch)
            batch = []
    OriginalPage.objects.bulk_create(batch)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as stream:
        for line in stream:
            yield json.loads(line)


def _write_beside(tables: dict[str, list[Row]], keys: KeyMap, fresh: set[int]) -> None:
    for table in CARRIED:
        if table.name in ("notices", "remarks"):
            for row in tables.get(table.name, []):
                if row["original_id"] in fresh:
                    row_in(table.model, row, keys).save(force_insert=True)


def _write_case(whole: Row, keys: KeyMap) -> Case:
    row = whole["tables"]["case"][0]
    organisation = _organisation(whole.get("organisation"), row)
    cycle = _cycle(whole.get("cycle"), organisation)
    number, code = str(row["number"]), row.get("reference_code")
    if Case.objects.filter(number=number).exists():
        prefix = number.rpartition("-")[0] + "-"
        last = Case.objects.filter(number__startswith=prefix).aggregate(last=Max("number"))["last"]
        number = f"{prefix}{int(last.rpartition('-')[2]) + 1:06d}"
    if code and Case.objects.filter(reference_code=code).exists():
        code = None
    # A seal stands for the rows of the archive that sealed it: here the case waits for a seal of this archive.
    state = CaseState.FILED if row["state"] == CaseState.SEALED else row["state"]
    case = row_in(
        Case, row, keys, number=number, state=state, reference_code=code,
        organisation_id=organisation and organisation.pk, cycle_id=cycle and cycle.pk,
    )  # fmt: skip
    case.save(force_insert=True)
    keys.put(Case, row["id"], case.pk)
    return Case.objects.get(pk=case.pk)


def _organisation(told: Row | None, row: Row) -> Organisation | None:
    """Return the organisation of a case, registered as the package names it when it is not known here."""
    if not told:
        return None
    code = str(told.get("credit_code") or "")
    known = Organisation.objects.filter(credit_code=code).first() if code else None
    named = Organisation.objects.filter(name=told["name"], credit_code=code or None)
    found = known or (named.first() if named.count() == 1 else None)
    if found:
        return found
    moment = _moment(row["updated_at"])
    return Organisation.objects.create(
        name=told["name"], credit_code=code or None, region_code=told.get("region_code", ""),
        created_at=moment, updated_at=moment,
    )  # fmt: skip


def _moment(told: str) -> dt.datetime:
    moment = dateparse.parse_datetime(told)
    if moment is None or moment.tzinfo is None:
        message = f"{told!r} is no moment"
        raise ValueError(message)
    return moment


def _cycle(told: Row | None, organisation: Organisation | None) -> Cycle | None:
    if not told or organisation is None:
        return None
    named = {name: told[name] for name in ("field_code", "ordinal")}
    rest = {name: value for name, value in told.items() if name in ("begins", "ends", "misses")}
    cycle, _ = Cycle.objects.get_or_create(organisation=organisation, **named, defaults=rest)
    return cycle


def _write_documents(rows: list[Row], keys: KeyMap) -> None:
    for row in rows:
        document = row_in(Document, row, keys, parent_id=None, sealed=False)
        document.save(force_insert=True)
        keys.put(Document, row["id"], document.pk)
    for row in rows:
        if row.get("parent_id"):
            parent = keys.get(Document, row["parent_id"])
            Document.objects.filter(pk=keys.get(Document, row["id"])).update(parent_id=parent)


def _write_pages(pages: dict[str, list[list[int]]], documents: list[Row], keys: KeyMap) -> None:
    originals = {row["id"]: keys.get(Original, row["original_id"]) for row in documents}
    for old, shown in pages.items():
        here = dict(OriginalPage.objects.filter(original_id=originals[int(old)]).values_list("number", "pk"))
        document_id = keys.get(Document, int(old))
        Page.objects.bulk_create(
            [Page(document_id=document_id, number=number, original_page_id=here[place]) for number, place in shown],
            batch_size=1000,
        )


def _write_care(told: list[Row], keys: KeyMap) -> None:
    """Let pages be turned and marked as the package says."""
    for row in told:
        page = Page.objects.get(document_id=keys.get(Document, row["document"]), number=row["number"])
        packed = packing.pack(page_from_json(row["page"])) if row["page"] else None
        PageCare.objects.create(
            page=page, turn=row["turn"], mark=row["mark"], packed=packed, at=_moment(row["at"]), by=row["by"]
        )


def _write_events(folder: Path, case: Case, tables: dict[str, list[Row]], keys: KeyMap, origin: str) -> None:
    beside = f" ({origin[:80]})" if origin else ""
    documents = {row["sequence"]: keys.get(Document, row["id"]) for row in tables["documents"]}
    originals = {row["sha256"]: keys.get(Original, row["id"]) for row in tables["originals"]}
    events = []
    for told in _lines(folder / "data/metadata/events.jsonl"):
        if told["entity"] == "event":
            about = {item["type"]: item["identifier"] for item in told["linkingObjectIdentifier"]}
            events.append(CustodyEvent(
                at=_moment(told["eventDateTime"]), event=told["eventType"],
                outcome=told["eventOutcome"], actor=f"{told['actor'][:60]}{beside}" if beside else told["actor"],
                detail=told["eventDetail"], tool=told["tool"],
                case=case if "case" in about else None,
                document_id=documents[about["document"]] if "document" in about else None,
                original_id=originals[about["original"]] if "original" in about else None,
            ))  # fmt: skip
    CustodyEvent.objects.bulk_create(events, batch_size=500)
