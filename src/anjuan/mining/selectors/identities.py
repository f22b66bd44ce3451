"""Whose identity may not be published: every client, person, number and address that the archive knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from anjuan.archive.models import CaseField, DocumentDescription
from anjuan.compiling.identities.known import Identity, IdentityBook
from anjuan.compiling.identities.sightings import Sort
from anjuan.compiling.identities.variants import address_identities, organisation_identities
from anjuan.judging.matching.words import NameWords
from anjuan.judging.rules.tables import name_words
from anjuan.registry.selectors.known import known_organisations

#: Fields of cases and papers by what they tell.
_SORTS = {
    "organisation": Sort.ORGANISATION,
    "former_names": Sort.ORGANISATION,
    "registered_address": Sort.ADDRESS,
    "operating_address": Sort.ADDRESS,
    "sites": Sort.ADDRESS,
    "site.name": Sort.ORGANISATION,
    "site.address": Sort.ADDRESS,
    "legal_representative": Sort.PERSON,
    "management_representative": Sort.PERSON,
    "contact": Sort.PERSON,
    "signature.name": Sort.PERSON,
    "finding.auditor": Sort.AUDITOR,
    "plan.auditor": Sort.AUDITOR,
    "team_leader": Sort.AUDITOR,
    "team": Sort.AUDITOR,
    "members": Sort.AUDITOR,
    "member.name": Sort.AUDITOR,
    "reviewer": Sort.AUDITOR,
    "decision_maker": Sort.AUDITOR,
    "phone": Sort.CONTACT,
    "email": Sort.CONTACT,
    "credit_code": Sort.NUMBER,
    "contract_no": Sort.NUMBER,
    "project_no": Sort.NUMBER,
    "certificate_no": Sort.NUMBER,
    "licence.number": Sort.NUMBER,
}
_PERSONS = (Sort.PERSON, Sort.AUDITOR)
#: A name of a person is at most so long; what is longer is a sentence that stands at its place.
_LONGEST_NAME = 12


def identity_book(near_cases: Iterable[int], *, everybody: bool) -> IdentityBook:
    """Return the identities that a guide may not tell.

    Args:
        near_cases: The guide's own cases: every name on their papers counts, in every way of writing it.
        everybody: Take all other clients and persons of the archive as well, as the last look before publication does.

    """
    words = name_words()
    identities = list(_near(sorted(set(near_cases)), words))
    if everybody:
        identities += _everybody(words)
    return IdentityBook(identities)


def _near(cases: list[int], words: NameWords) -> Iterator[Identity]:
    said: set[tuple[str, str]] = set()
    for name, value in CaseField.objects.filter(case__in=cases, name__in=_SORTS).values_list("name", "value"):
        said |= {(name, text) for text in _texts(value)}
    described = DocumentDescription.objects.filter(document__case__in=cases).values_list("found", flat=True)
    for found in described.iterator(200):
        said |= {(one["name"], str(one["value"])) for one in found if one["name"] in _SORTS}
    for name, text in sorted(said):
        yield from _written(_SORTS[name], text, words, is_near=True)


def _everybody(words: NameWords) -> Iterator[Identity]:
    for one in known_organisations():
        names = [one.name, *(name for _, name in one.names)]
        yield from organisation_identities(names, words)
        yield from address_identities(one.registered_address)
        if one.credit_code:
            yield Identity(one.credit_code, Sort.NUMBER)
    told = CaseField.objects.filter(name__in=_SORTS).exclude(name__in=("organisation", "former_names"))
    seen: set[tuple[str, str]] = set()
    for name, value in told.values_list("name", "value").iterator(2000):
        for text in _texts(value):
            if (name, text) not in seen:
                seen.add((name, text))
                yield from _written(_SORTS[name], text, words, is_near=False)


def _written(sort: Sort, text: str, words: NameWords, *, is_near: bool) -> Iterator[Identity]:
    if sort is Sort.ORGANISATION:
        yield from organisation_identities([text], words, is_near=is_near)
    elif sort is Sort.ADDRESS:
        yield from address_identities(text, is_near=is_near)
    elif sort not in _PERSONS or len(text) <= _LONGEST_NAME:
        yield Identity(text, sort, is_near)


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values if isinstance(one, str) and one.strip()]
