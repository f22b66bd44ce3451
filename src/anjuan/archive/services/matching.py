"""Which organisation a case belongs to, and which certification cycle."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case, Match
from anjuan.archive.services.cases import case_reindex
from anjuan.archive.services.rights import need_describer
from anjuan.archive.services.sealed import case_need_open
from anjuan.judging.matching.index import OrganisationIndex, likely, organisation_index
from anjuan.judging.matching.matches import Matches, match
from anjuan.judging.matching.pairs import OrganisationFacts, known
from anjuan.judging.rules.tables import name_words
from anjuan.kit.errors import NotFoundError
from anjuan.papers.facts import DOUBTFUL
from anjuan.papers.fields.derive import CaseValue
from anjuan.registry.models import Organisation
from anjuan.registry.rules.credit_codes import clean_credit_code, credit_code_faults
from anjuan.registry.selectors.known import KnownOrganisation, changed_since, known_organisations, last_change
from anjuan.registry.services.organisations import organisation_learn, organisation_register

BY_RULES = "rules"
#: So many organisations are compared one by one; more of them become a part of the index.
_TAIL = 150
#: So many parts of the index are looked through; more of them are made one.
_PARTS = 8


class MatchUnknownError(NotFoundError):
    """No such match waits."""

    code = "ARCH-044"


class KnownOrganisations:
    """The organisations of the registry, ready to be matched; follows the registry as it grows."""

    def __init__(self) -> None:
        self._parts: list[OrganisationIndex] = []
        self._tail: list[OrganisationFacts] = []
        self._last = 0
        self._seen: dt.datetime | None = None

    def matches(self, candidate: OrganisationFacts) -> Matches:
        """Return which organisations of the registry a candidate is, may be, or belongs to."""
        self._follow()
        words = name_words()
        mine = known(candidate, words)
        near = [part.organisations[place] for part in self._parts for place in likely(mine, part, words)]
        return match(candidate, [*near, *self._tail], words=words)

    def _follow(self) -> None:
        if self._last and changed_since(self._seen, up_to=self._last):
            self._parts, self._tail, self._last = [], [], 0
        newest = last_change()
        new = [_facts(one) for one in known_organisations(after=self._last)]
        if new:
            self._tail += new
            self._last = new[-1].key
        self._seen = newest
        if len(self._tail) > _TAIL:
            self._parts.append(organisation_index(self._tail, words=name_words()))
            self._tail = []
        if len(self._parts) > _PARTS:
            everyone = [one for part in self._parts for one in part.organisations]
            self._parts = [organisation_index(everyone, words=name_words())]


@functools.cache
def registry_known() -> KnownOrganisations:
    """Return this process's view of the registry."""
    return KnownOrganisations()


def _facts(one: KnownOrganisation) -> OrganisationFacts:
    return OrganisationFacts(
        one.id,
        one.name,
        tuple(name for kind, name in one.names if kind in ("former", "other")),
        tuple(name for kind, name in one.names if kind == "short"),
        one.credit_code,
        (one.registered_address,) if one.registered_address else (),
    )


def case_match(*, deed: Deed, case: Case, values: Mapping[str, CaseValue]) -> None:
    """Find the organisation of a case: linked when the evidence settles it, else offered to a person.

    What a person decided stays. An organisation nobody knows is registered when the papers state it without
    doubt and its credit code, if they state one, is right.
    """
    decided = Match.objects.filter(case=case).exclude(by=BY_RULES).filter(state="taken").exists()
    name = values.get("organisation")
    if decided or name is None:
        return
    facts = _candidate(case, values)
    if case.organisation_id and _is_settled(case, facts):
        return
    refused = set(Match.objects.filter(case=case, state="refused").values_list("organisation_id", flat=True))
    found = _matches(facts)
    with transaction.atomic():
        Match.objects.filter(case=case, by=BY_RULES).exclude(state="refused").delete()
        same = found.same
        if same and same.key not in refused:
            _take(deed, case, Organisation.objects.get(pk=same.key), same.confidence, same.reasons)
            _learn(deed, case, values)
        elif any(pair.key not in refused for pair in found.doubtful):
            _offer(deed, case, found, refused)
        elif not found.doubtful and name.confidence >= DOUBTFUL and _code_is_right(facts):
            organisation = organisation_register(deed=deed, name=facts.name, credit_code=facts.credit_code)
            _take(deed, case, organisation, 1.0, ("Nobody like it was known; registered from the papers.",))
            _learn(deed, case, values)


def _matches(facts: OrganisationFacts) -> Matches:
    """Return the matches of a candidate among organisations that still exist."""
    found = registry_known().matches(facts)
    keys = {pair.key for pair in found.pairs}
    if Organisation.objects.filter(pk__in=keys).count() < len(keys):
        registry_known.cache_clear()
        found = registry_known().matches(facts)
    return found


def _candidate(case: Case, values: Mapping[str, CaseValue]) -> OrganisationFacts:
    def text(name: str) -> str:
        return str(values[name].value) if name in values else ""

    former = values["former_names"].value if "former_names" in values else ()
    addresses = tuple(one for one in (text("registered_address"), text("operating_address")) if one)
    return OrganisationFacts(
        -case.pk,
        text("organisation"),
        tuple(str(one) for one in former) if isinstance(former, tuple) else (),
        (),
        clean_credit_code(text("credit_code")),
        addresses,
        text("legal_representative"),
        (text("phone"),) if text("phone") else (),
    )


def _is_settled(case: Case, facts: OrganisationFacts) -> bool:
    linked = case.organisation
    return linked is not None and linked.name == facts.name and (linked.credit_code or "") == facts.credit_code


def _code_is_right(facts: OrganisationFacts) -> bool:
    return not facts.credit_code or not credit_code_faults(facts.credit_code)


def _take(deed: Deed, case: Case, organisation: Organisation, confidence: float, reasons: tuple[str, ...]) -> None:
    Match.objects.update_or_create(
        case=case, organisation=organisation,
        defaults={
            "confidence": confidence, "reasons": list(reasons), "state": "taken", "at": deed.now, "by": BY_RULES
        },
    )  # fmt: skip
    _link(case, organisation)


def _link(case: Case, organisation: Organisation | None) -> None:
    if case.organisation_id != (organisation.pk if organisation else None):
        case.organisation = organisation
        Case.objects.filter(pk=case.pk).update(organisation=organisation)
        case_reindex(case_id=case.pk)


def _offer(deed: Deed, case: Case, found: Matches, refused: set[int]) -> None:
    Match.objects.bulk_create(
        Match(
            case=case, organisation_id=pair.key, confidence=pair.confidence, reasons=list(pair.reasons), at=deed.now,
            by=BY_RULES,
        )
        for pair in found.doubtful if pair.key not in refused
    )  # fmt: skip


def _learn(deed: Deed, case: Case, values: Mapping[str, CaseValue]) -> None:
    if case.organisation is None:
        return
    former = values["former_names"].value if "former_names" in values else ()
    address = values.get("registered_address")
    organisation_learn(
        deed=deed,
        organisation=case.organisation,
        former_names=tuple(str(one) for one in former) if isinstance(former, tuple) else (),
        registered_address=str(address.value) if address and address.confidence >= DOUBTFUL else "",
    )


@durable_transaction()
def match_decide(*, deed: Deed, viewer: Viewer, case: Case, organisation_id: int, take: bool) -> None:
    """Say whether a case belongs to an organisation that was offered. What a person said stays.

    Raises:
        DescribeMayNotError: The person may not.
        MatchUnknownError: It was not offered.
        SealedCaseError: The case is sealed.

    """
    need_describer(deed, viewer)
    case_need_open(case)
    offered = Match.objects.filter(case=case, organisation_id=organisation_id).first()
    if offered is None:
        raise MatchUnknownError(
            f"Organisation {organisation_id} was not offered for case {case.number}.", remedy="Load the page again."
        )
    state = "taken" if take else "refused"
    Match.objects.filter(pk=offered.pk).update(state=state, at=deed.now, by=deed.actor)
    if take:
        Match.objects.filter(case=case).exclude(pk=offered.pk).update(state="refused", at=deed.now, by=deed.actor)
        _link(case, offered.organisation)
    elif case.organisation_id == organisation_id:
        _link(case, None)
    journal_write(
        deed=deed, action="case.match", subject=f"archive.case:{case.pk}", label=str(case),
        detail={"organisation": organisation_id, "state": state},
    )  # fmt: skip
