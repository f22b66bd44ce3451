"""How each type of field is read from its text."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from anjuan.kit.text.folding import squeeze
from anjuan.papers.fields.normal import amounts, codes, names, standards, times, words
from anjuan.papers.fields.normal.reading import Printed, Reading
from anjuan.papers.fields.tables import FieldRow
from anjuan.papers.rules.tables import paper_fields
from anjuan.registry.rules.tables import standards as standards_table

#: How sure a recognised standard is that stands in no table.
_NOT_LISTED = 0.75

Normaliser = Callable[[Printed], tuple[Reading, ...]]


def read(field: str, printed: Printed) -> tuple[Reading, ...]:
    """Return what a text says for a field: nothing, one value, or several; never an exception.

    A range fills the fields of its parts, whose names the readings then carry.
    """
    row = paper_fields().latest.by_name[field]
    readings = _normaliser(row.type)(printed)
    if row.parts:
        return _parted(row, readings)
    return readings


def _parted(row: FieldRow, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    first, last = row.parts
    named = {"first": first, "last": last}
    if any(reading.name for reading in readings):
        return tuple(Reading(one.value, one.sure, named[one.name]) for one in readings)
    return tuple(Reading(one.value, one.sure, name) for one, name in zip(readings, (first, last), strict=False))


@functools.cache
def _normaliser(kind: str) -> Normaliser:
    return {**_PLAIN, **_worded()}[kind]


_PLAIN: dict[str, Normaliser] = {
    "organisation": names.organisation,
    "former_names": names.former_names,
    "person": names.person,
    "persons": names.persons,
    "address": names.address,
    "credit_code": codes.credit_code,
    "professional_codes": codes.professional_codes,
    "clauses": codes.clauses,
    "exclusions": codes.exclusions,
    "number": codes.number,
    "reference": codes.reference,
    "certificate_number": codes.certificate_number,
    "industry": codes.industry,
    "phone": codes.phone,
    "email": codes.email,
    "date": times.date,
    "span": times.span,
    "last_day": times.last_day,
    "validity": times.first_and_last,
    "count": amounts.count,
    "count_or_none": amounts.count_or_none,
    "days": amounts.days,
    "sentence": amounts.sentence,
    "passage": amounts.passage,
    "scope": amounts.scope,
    "yes_no": amounts.yes_no,
}


def _worded() -> dict[str, Normaliser]:
    table = paper_fields().latest
    vocabularies = table.words

    def fields(printed: Printed) -> tuple[Reading, ...]:
        lettered = words.letters(printed, table.letters)
        return lettered or words.all_of(printed, vocabularies["certification_fields"])

    return {
        "standards": _standards,
        "audit_type": functools.partial(words.one_of, vocabulary=vocabularies["audit_type"]),
        "grade": functools.partial(words.one_of, vocabulary=vocabularies["grade"]),
        "risk": functools.partial(words.one_of, vocabulary=vocabularies["risk"]),
        "certification_fields": fields,
        "decision": _decision,
        "role": _role,
    }


def _standards(printed: Printed) -> tuple[Reading, ...]:
    """Return the standards; one that was recognised and that no table knows is doubtful."""
    found = standards.standards(printed)
    if not printed.recognised:
        return found
    known = _standard_rows()
    return tuple(
        one
        if any(squeeze(part) in known for part in _parts(str(one.value)))
        else Reading(one.value, one.sure * _NOT_LISTED)
        for one in found
    )


def _decision(printed: Printed) -> tuple[Reading, ...]:
    text = words.chosen(printed.text)
    return amounts.sentence(Printed(text, printed.recognised)) if text else ()


def _role(printed: Printed) -> tuple[Reading, ...]:
    role = names.role_of(printed.text)
    return (Reading(role),) if role else ()


@functools.cache
def _standard_fields() -> dict[str, str]:
    """Return the certification field by the number of a standard without its edition."""
    table = standards_table().latest
    return {
        squeeze(_bare(name)): row.field[:3] for row in table.rows for name in (row.number, row.international) if name
    }


@functools.cache
def _standard_rows() -> dict[str, str]:
    """Return the number of a standard's row by each of its names; the first row that has the name counts."""
    rows: dict[str, str] = {}
    for row in standards_table().latest.rows:
        for name in (row.number, row.international):
            rows.setdefault(squeeze(name), row.number)
    return rows


def _bare(standard: str) -> str:
    return re.split(r"[-:](?=\d{4}$)", standard)[0]


def _parts(standard: str) -> list[str]:
    return re.split(r"/(?=ISO|IATF|OHSAS)", standard)


def fields_of_standard(standard: str) -> str:
    """Return the certification field a standard belongs to, whatever its edition; empty when not known."""
    return next((field for part in _parts(standard) if (field := _standard_fields().get(squeeze(_bare(part))))), "")


def same_standard(standard: str) -> str:
    """Return one name for a standard, however it is printed: national, international or both."""
    rows = _standard_rows()
    return next((rows[squeeze(part)] for part in _parts(standard) if squeeze(part) in rows), standard)
