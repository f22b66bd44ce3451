"""Identities that are known, and where a text tells one of them, with slips of recognition and typing."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz.distance import Levenshtein

from anjuan.compiling.identities.sightings import Sighting, Sort
from anjuan.judging.rules.look_alikes import look_alikes
from anjuan.kit.text.folding import squeeze_with_origins

#: From this length on (squeezed characters) a text is known with one sign wrong, missing or too many.
_SLIPS_FROM = 6
#: For each further six characters one slip more.
_SLIPS_EVERY = 6
#: Identities of a guide's own clients are known with one other sign from this length on.
_NEAR_SLIPS_FROM = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Identity:
    """One way in which somebody's identity is written.

    Attributes:
        text: As written.
        sort: What it is.
        is_near: Whether it belongs to a client of the guide at hand: then shorter texts are known with a slip as well.

    """

    text: str
    sort: Sort
    is_near: bool = False


class IdentityBook:
    """Finds known identities in texts; built once for many texts."""

    def __init__(self, identities: Iterable[Identity]) -> None:
        """Take the identities; texts of fewer than two letters, digits or ideographs are left out."""
        self._alike = look_alikes().latest.stands_for
        self._exact: dict[int, dict[str, Identity]] = defaultdict(dict)
        self._halves: dict[int, dict[str, list[tuple[str, int, Identity]]]] = defaultdict(lambda: defaultdict(list))
        self._gapped: dict[int, dict[tuple[int, str], tuple[str, Identity]]] = defaultdict(dict)
        for identity in identities:
            self._take(identity)

    def _take(self, identity: Identity) -> None:
        key = squeeze_with_origins(identity.text).text.translate(self._alike)
        known = self._exact[len(key)].get(key)
        if len(key) < 2 or (known and (known.is_near or not identity.is_near)):  # noqa: PLR2004  one sign tells nobody
            return
        self._exact[len(key)][key] = identity
        if len(key) >= _SLIPS_FROM:
            middle = len(key) // 2
            self._halves[middle][key[:middle]].append((key, 0, identity))
            self._halves[len(key) - middle][key[middle:]].append((key, middle, identity))
        elif identity.is_near and len(key) >= _NEAR_SLIPS_FROM:
            for place in range(len(key)):
                self._gapped[len(key)][place, key[:place] + key[place + 1 :]] = (key, identity)

    def seen_in(self, text: str) -> list[Sighting]:
        """Return where the text tells a known identity; sightings may overlap."""
        folded = squeeze_with_origins(text)
        signs = folded.text.translate(self._alike)
        found: dict[tuple[int, int], Sighting] = {}
        for start, end, how, identity in self._spans(signs):
            first, last = folded.span(start, end)
            found.setdefault((first, last), Sighting(first, last, identity.sort, how, identity.text))
        return list(found.values())

    def _spans(self, signs: str) -> Iterator[tuple[int, int, str, Identity]]:
        for length, known in self._exact.items():
            for start in range(len(signs) - length + 1):
                identity = known.get(signs[start : start + length])
                if identity:
                    yield start, start + length, "alike", identity
        yield from self._with_other_sign(signs)
        for length, halves in self._halves.items():
            yield from self._around_halves(signs, length, halves)

    def _with_other_sign(self, signs: str) -> Iterator[tuple[int, int, str, Identity]]:
        for length, known in self._gapped.items():
            for start in range(len(signs) - length + 1):
                window = signs[start : start + length]
                for place in range(length):
                    found = known.get((place, window[:place] + window[place + 1 :]))
                    if found and _is_slip_of_name(window, place, found[1]):
                        yield start, start + length, "slip", found[1]

    def _around_halves(
        self, signs: str, length: int, halves: Mapping[str, list[tuple[str, int, Identity]]]
    ) -> Iterator[tuple[int, int, str, Identity]]:
        for start in range(len(signs) - length + 1):
            for key, offset, identity in halves.get(signs[start : start + length], ()):
                span = _best_span(signs, start, offset, key)
                if span:
                    yield *span, "slip", identity


def _is_slip_of_name(window: str, place: int, identity: Identity) -> bool:
    """Say whether a text with one other sign is read as that name: of three signs the first must be right."""
    if identity.sort in (Sort.PERSON, Sort.AUDITOR):
        return place > 0 and not window.isascii()
    return True


def _best_span(signs: str, start: int, offset: int, key: str) -> tuple[int, int] | None:
    """Return the span around one right half that is the whole with the fewest slips; None when there are too many."""
    most = 1 + (len(key) - _SLIPS_FROM) // _SLIPS_EVERY
    best: tuple[int, int, int] | None = None
    for shift in range(-most, most + 1):
        if offset:
            low, high = max(0, start - offset + shift), start - offset + len(key)
        else:
            low, high = start, min(len(signs), start + len(key) + shift)
        distance = Levenshtein.distance(signs[low:high], key, score_cutoff=most)
        if distance <= most and (best is None or distance < best[0]):
            best = (distance, low, high)
    return best[1:] if best else None
