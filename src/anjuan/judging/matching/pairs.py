"""Whether two records mean the same organisation: same, doubtful or different, with the reasons."""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from anjuan.judging.matching.likeness import NameLevel, NameLikeness, name_likeness, places_clash
from anjuan.judging.matching.names import NameParts, name_parts
from anjuan.judging.matching.words import NameWords
from anjuan.kit.text.folding import squeeze
from anjuan.registry.rules.credit_codes import clean_credit_code, credit_code_faults

#: From which confidence two records are the same, and from which a person must look.
SAME, DOUBTFUL = 0.85, 0.6
_STEP = 0.08
_NOT_CLEARLY_OTHER = 0.5
#: By an equal right credit code; names and what supports them never reach it.
BY_CODE = 0.99
_MOST = 0.98
_ADDRESS = 90
_CODE = 18
#: Levels that a name alone cannot turn into the same organisation, whatever speaks for it.
_NEVER = frozenset({NameLevel.BRANCH})
_CLOSE = frozenset({NameLevel.EQUAL, NameLevel.FORMER, NameLevel.SHORT_NAME, NameLevel.UNPLACED, NameLevel.FORMLESS})


class Likeness(enum.StrEnum):
    """What is said of two records."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    DIFFERENT = "different"


@dataclasses.dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What is known of an organisation, as plain values.

    Attributes:
        key: What tells records apart.
        name: The full name as printed.
        former_names: Names it had before.
        short_names: Short names it is called by.
        credit_code: The unified social credit code as printed; empty when not known.
        addresses: Registered and operating addresses.
        legal_representative: The name of the legal representative.
        phones: Telephone numbers.

    """

    key: int
    name: str
    former_names: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    credit_code: str = ""
    addresses: tuple[str, ...] = ()
    legal_representative: str = ""
    phones: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """What is said of a candidate and one known record.

    Attributes:
        key: The known record.
        likeness: Same, doubtful or different.
        confidence: How likely the two are the same, 0 to 1.
        relation: ``branch`` when one is a branch of the other or both are branches of one head; else empty.
        reasons: Sentences, the weightiest first.

    """

    key: int
    likeness: Likeness
    confidence: float
    relation: str
    reasons: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """An organisation with its names taken apart, once."""

    facts: OrganisationFacts
    name: NameParts
    former: tuple[NameParts, ...]
    short: tuple[str, ...]
    code: str
    code_right: bool
    places: tuple[tuple[str, ...], ...]


def known(facts: OrganisationFacts, words: NameWords) -> Known:
    """Return an organisation with its names taken apart."""
    name = name_parts(facts.name, words)
    code = clean_credit_code(facts.credit_code)
    former = tuple(name_parts(text, words) for text in (*facts.former_names, *name.former) if text)
    short = tuple(plain for text in (*facts.short_names, *name.short) if (plain := squeeze(text)))
    places = name.places or _address_places(facts.addresses, words)
    return Known(facts, name, former, short, code, bool(code) and not credit_code_faults(code), places)


def compare(one: OrganisationFacts, other: OrganisationFacts, *, words: NameWords) -> Pair:
    """Return whether two records mean the same organisation; ``key`` is that of the second.

    The answer is the same whichever record comes first.
    """
    return compare_known(known(one, words), known(other, words), words)


def compare_known(one: Known, other: Known, words: NameWords) -> Pair:
    """Return the same as :func:`compare` for organisations whose names are taken apart."""
    likeness = _names(one, other)
    supports = tuple(_supports(one, other, words))
    likeness = _placed(one, other, likeness)
    if one.code_right and other.code_right:
        return _by_codes(one, other, likeness, supports)
    code_slip = _code_slip(one, other)
    if code_slip:
        supports = (code_slip, *supports)
    return _by_names(other, likeness, supports)


def _names(one: Known, other: Known) -> NameLikeness:
    if not squeeze(one.facts.name) or not squeeze(other.facts.name):
        return NameLikeness(NameLevel.OTHER, "one of the records has no name")
    best = name_likeness(one.name, other.name)
    if best.level is NameLevel.BRANCH:
        return best
    for mine, theirs in ((one, other), (other, one)):
        for former in mine.former:
            found = name_likeness(former, theirs.name)
            if found.level in _CLOSE and best.level not in _CLOSE:
                best = NameLikeness(NameLevel.FORMER, "the name of one is a former name of the other")
        called = {theirs.name.core, squeeze(theirs.facts.name)}
        if called & set(mine.short) and best.level not in _CLOSE:
            best = NameLikeness(NameLevel.SHORT_NAME, "the name of one is a short name of the other")
    return best


def _placed(one: Known, other: Known, likeness: NameLikeness) -> NameLikeness:
    """Take the places of the addresses into account where a name has no place."""
    named = bool(one.name.places) and bool(other.name.places)
    if likeness.level not in _CLOSE or likeness.level is NameLevel.FORMER or named:
        return likeness
    if places_clash(one.places, other.places) and likeness.level is not NameLevel.SHORT_NAME:
        far = not places_clash(_provinces(one.places), _provinces(other.places))
        if far:
            return likeness
        return NameLikeness(NameLevel.GROUP, f"{likeness.why}, but name and address lie in different provinces")
    return likeness


def _provinces(places: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(code[:2] for code in codes) for codes in places)


def _by_codes(one: Known, other: Known, likeness: NameLikeness, supports: tuple[str, ...]) -> Pair:
    branch = "branch" if likeness.level is NameLevel.BRANCH else ""
    if one.code == other.code:
        why = f"both have the credit code {one.code}, whose check characters are right"
        if likeness.weight >= _NOT_CLEARLY_OTHER or len(supports) > 1:
            return Pair(other.facts.key, Likeness.SAME, BY_CODE, "", (why, likeness.why, *supports))
        return Pair(other.facts.key, Likeness.DOUBTFUL, 0.75, branch, (why, f"but {likeness.why}", *supports))
    told = " and ".join(sorted((one.code, other.code)))
    why = f"their credit codes differ, and both are right: {told}"
    if likeness.level in _CLOSE:
        return Pair(other.facts.key, Likeness.DOUBTFUL, DOUBTFUL, "", (why, f"but {likeness.why}", *supports))
    return Pair(other.facts.key, Likeness.DIFFERENT, 0.03, branch, (why, likeness.why, *supports))


def _by_names(other: Known, likeness: NameLikeness, supports: tuple[str, ...]) -> Pair:
    key, reasons = other.facts.key, (likeness.why, *supports)
    if likeness.level in _NEVER:
        return Pair(key, Likeness.DIFFERENT, likeness.weight, "branch", reasons)
    confidence = round(min(_MOST, likeness.weight + _STEP * len(supports)), 2)
    if confidence < DOUBTFUL:
        if len(supports) > 1:
            return Pair(key, Likeness.DOUBTFUL, DOUBTFUL, "", (*reasons, "it may have been renamed"))
        return Pair(key, Likeness.DIFFERENT, confidence, "", reasons)
    verdict = Likeness.SAME if confidence >= SAME else Likeness.DOUBTFUL
    return Pair(key, verdict, confidence, "", reasons)


def _supports(one: Known, other: Known, words: NameWords) -> Iterable[str]:
    mine, theirs = squeeze(one.facts.legal_representative), squeeze(other.facts.legal_representative)
    if mine and mine == theirs:
        yield f"both have the legal representative {one.facts.legal_representative.strip()}"
    phones = _phones(one.facts.phones) & _phones(other.facts.phones)
    if phones:
        yield f"both have the telephone number {min(phones)}"
    for address in one.facts.addresses:
        if any(_same_address(address, theirs, words) for theirs in other.facts.addresses):
            yield "both have the same address"
            return


def _phones(numbers: Iterable[str]) -> set[str]:
    digits = {re.sub(r"\D", "", number) for number in numbers}
    return {number for number in digits if len(number) > 6}  # noqa: PLR2004  a local number has seven digits


def _same_address(one: str, other: str, words: NameWords) -> bool:
    first, second = _street(one, words), _street(other, words)
    if not first or not second or re.findall(r"\d+", first) != re.findall(r"\d+", second):
        return False
    return fuzz.ratio(first, second) >= _ADDRESS


def _street(address: str, words: NameWords) -> str:
    rest = squeeze(address)
    while True:
        place, _ = words.places.leading(rest)
        if not place:
            return rest
        rest = rest.removeprefix(place)


def _address_places(addresses: Iterable[str], words: NameWords) -> tuple[tuple[str, ...], ...]:
    for address in addresses:
        rest, found = squeeze(address), []
        while True:
            place, codes = words.places.leading(rest)
            if not place:
                break
            found.append(codes)
            rest = rest.removeprefix(place)
        if found:
            return tuple(found)
    return ()


def _code_slip(one: Known, other: Known) -> str:
    """Return the sentence for two codes that differ by a slip at most; empty when they say nothing."""
    if len(one.code) != _CODE or len(other.code) != _CODE or (one.code_right and other.code_right):
        return ""
    differing = sum(mine != theirs for mine, theirs in zip(one.code, other.code, strict=True))
    if differing > 2:  # noqa: PLR2004  two slips at most
        return ""
    if not differing:
        return f"both have the code {one.code}, whose check characters are wrong"
    told = " and ".join(sorted((one.code, other.code)))
    return f"their credit codes differ by {differing} character(s), and one of them is no right code: {told}"
