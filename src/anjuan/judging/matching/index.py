"""Finding the few known organisations that a candidate may be, among very many."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from anjuan.judging.matching.names import name_parts
from anjuan.judging.matching.pairs import Known, OrganisationFacts, known
from anjuan.judging.matching.words import NameWords
from anjuan.judging.rules.look_alikes import look_alikes
from anjuan.kit.text.folding import squeeze
from anjuan.registry.rules.credit_codes import clean_credit_code, credit_code_faults

#: How many entries are looked at for one candidate, and how many records are compared with it.
_LOOKED_AT, _COMPARED = 60_000, 60
_SIGN_BITS = 21


@dataclasses.dataclass(frozen=True, slots=True)
class OrganisationIndex:
    """Known organisations, found by credit code and by pairs of characters of their names.

    Attributes:
        organisations: The known organisations; the index speaks of them by their place here.
        codes: Places by right credit code.
        exact: Places by squeezed full name.
        grams: The pairs of characters as numbers, ascending; one entry for each pair of each name.
        owners: For each entry of ``grams`` the place of the organisation.

    """

    organisations: Sequence[OrganisationFacts]
    codes: Mapping[str, tuple[int, ...]]
    exact: Mapping[str, tuple[int, ...]]
    grams: npt.NDArray[np.uint64]
    owners: npt.NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.organisations)


def organisation_index(organisations: Sequence[OrganisationFacts], *, words: NameWords) -> OrganisationIndex:
    """Return the index of known organisations. About 20 seconds for half a million names."""
    codes: dict[str, tuple[int, ...]] = {}
    exact: dict[str, tuple[int, ...]] = {}
    grams: list[int] = []
    counts: list[int] = []
    for place, facts in enumerate(organisations):
        code = clean_credit_code(facts.credit_code)
        if code and not credit_code_faults(code):
            codes[code] = (*codes.get(code, ()), place)
        plain = squeeze(facts.name)
        exact[plain] = (*exact.get(plain, ()), place)
        mine = _grams_of(_texts(facts, words))
        grams.extend(mine)
        counts.append(len(mine))
    keys = np.array(grams, dtype=np.uint64)
    owners = np.repeat(np.arange(len(organisations), dtype=np.uint32), counts)
    order = np.argsort(keys, kind="stable")
    return OrganisationIndex(organisations, codes, exact, keys[order], owners[order])


def likely(candidate: Known, index: OrganisationIndex, words: NameWords) -> list[int]:
    """Return the places of the organisations worth comparing, the likeliest first; sixty and those of its own code."""
    sure = dict.fromkeys(index.codes.get(candidate.code, ()))
    sure |= dict.fromkeys(index.exact.get(squeeze(candidate.facts.name), ())[:_COMPARED])
    wanted = np.array(sorted(_grams_of(_texts(candidate.facts, words))), dtype=np.uint64)
    entries = _entries(index, wanted)
    if not entries:
        return list(sure)
    owners, where = np.unique(np.concatenate(entries), return_inverse=True)
    rarity = np.concatenate([np.full(len(piece), np.log1p(len(index) / len(piece))) for piece in entries])
    best = np.argsort(-np.bincount(where, weights=rarity), kind="stable")[:_COMPARED]
    return list(sure | dict.fromkeys(int(owners[place]) for place in best))


def _entries(index: OrganisationIndex, wanted: npt.NDArray[np.uint64]) -> list[npt.NDArray[np.uint32]]:
    """Return the owners of each wanted pair, the rarest pairs first, until enough have been looked at."""
    begins = np.searchsorted(index.grams, wanted, side="left")
    sizes = np.searchsorted(index.grams, wanted, side="right") - begins
    found: list[npt.NDArray[np.uint32]] = []
    left = _LOOKED_AT
    for at in np.argsort(sizes, kind="stable"):
        size = int(sizes[at])
        if size > left and found:
            break
        if size:
            found.append(index.owners[int(begins[at]) : int(begins[at]) + min(size, _LOOKED_AT)])
            left -= size
    return found


def _texts(facts: OrganisationFacts, words: NameWords) -> list[str]:
    found = []
    for name in (facts.name, *facts.former_names, *facts.short_names):
        parts = name_parts(name, words)
        found.append(parts.plain.partition("|")[0])
        found.extend((*parts.former, *parts.short))
    return found


def _grams_of(texts: Iterable[str]) -> set[int]:
    """Return neighbouring and next-but-one pairs of characters, so that a slip leaves some of them whole.

    Characters that look alike count as one. Both sorts of pairs are not told apart: where one character is dropped,
    a next-but-one pair of the one name is a neighbouring pair of the other.
    """
    found: set[int] = set()
    for text in texts:
        signs = [ord(sign) for sign in text.translate(look_alikes().latest.stands_for)]
        found.update(one << _SIGN_BITS | other for one, other in itertools.pairwise(signs))
        found.update(one << _SIGN_BITS | other for one, other in zip(signs, signs[2:], strict=False))
    return found


def taken_apart(index: OrganisationIndex, place: int, words: NameWords) -> Known:
    """Return a known organisation with its names taken apart."""
    return known(index.organisations[place], words)
