"""Pages that were scanned twice, told from forms that are alike but filled in otherwise.

Sketches of the text (minhash over shingles, in bands) name the pairs worth comparing, so a file is
gone through in about linear time. A pair counts as one page when all that differs looks like a slip of
recognition: another digit, another name or a missing line is another page.
"""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from anjuan.kit.text.folding import squeeze
from anjuan.papers.splitting.rules import DoubleRules
from anjuan.reading.pages import Line, Page, Role

_PRIME = np.uint64((1 << 31) - 1)
#: How many earlier pages of one bucket a page is compared with: a hundred equal forms stay cheap.
_NEIGHBOURS = 6
_PARTNER = 50.0
_LEAST_VALUE = 2


@dataclasses.dataclass(frozen=True, slots=True)
class _Text:
    position: int
    lines: tuple[tuple[str, bool], ...]
    letters: str


def doubled_pairs(pages: Sequence[Page], rules: DoubleRules) -> tuple[tuple[int, int], ...]:
    """Return the positions (0-based) of pages that are one page twice: the first, and its copy.

    A page with several copies is named with each of them.
    """
    texts = [_text(position, page, rules) for position, page in enumerate(pages)]
    buckets: dict[tuple[int, bytes], list[int]] = collections.defaultdict(list)
    pairs = []
    for text in texts:
        if len(text.letters) < rules.least_letters:
            continue
        for other in _candidates(text, buckets, rules):
            if _same(texts[other], text, rules):
                pairs.append((other, text.position))
                break
    return tuple(pairs)


def _text(position: int, page: Page, rules: DoubleRules) -> _Text:
    lines = tuple(
        (letters, _certain(line, rules))
        for line in page.lines
        if line.role is not Role.SEAL and (letters := squeeze(line.text))
    )
    return _Text(position, lines, "".join(letters for letters, _ in lines))


def _certain(line: Line, rules: DoubleRules) -> bool:
    return line.confidence is None or line.confidence >= rules.certain


def _candidates(text: _Text, buckets: dict[tuple[int, bytes], list[int]], rules: DoubleRules) -> Iterator[int]:
    sketch = _sketch(text.letters, rules)
    seen: set[int] = set()
    for start in range(0, rules.hashes - rules.band + 1, rules.band):
        members = buckets[start, sketch[start : start + rules.band].tobytes()]
        for other in members[-_NEIGHBOURS:]:
            if other not in seen:
                seen.add(other)
                yield other
        members.append(text.position)


def _sketch(letters: str, rules: DoubleRules) -> npt.NDArray[np.uint64]:
    """Return the least value of each of several hashes over all shingles."""
    signs = np.frombuffer(letters.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    count = len(signs) - rules.shingle + 1
    grams = np.zeros(count, dtype=np.uint64)
    for offset in range(rules.shingle):
        grams = (grams * np.uint64(1_000_003) + signs[offset : offset + count]) % _PRIME
    grams = np.unique(grams)
    factors = np.arange(1, rules.hashes + 1, dtype=np.uint64) * np.uint64(48_271) % _PRIME
    shifts = np.arange(1, rules.hashes + 1, dtype=np.uint64) * np.uint64(69_621) % _PRIME
    least: npt.NDArray[np.uint64] = ((factors[:, None] * grams[None, :] + shifts[:, None]) % _PRIME).min(axis=1)
    return least


def _same(one: _Text, other: _Text, rules: DoubleRules) -> bool:
    if fuzz.ratio(one.letters, other.letters, score_cutoff=100 * (rules.alike - 0.1)) == 0:
        return False
    counts = collections.Counter(letters for letters, _ in one.lines)
    counts.subtract(letters for letters, _ in other.lines)
    left = _rest(one.lines, {letters: count for letters, count in counts.items() if count > 0})
    right = _rest(other.lines, {letters: -count for letters, count in counts.items() if count < 0})
    return _explained(left, right, len(one.letters), rules)


def _rest(lines: Sequence[tuple[str, bool]], extra: dict[str, int]) -> list[tuple[str, bool]]:
    return [line for line in lines if extra.get(line[0], 0) > 0]


def _explained(left: list[tuple[str, bool]], right: list[tuple[str, bool]], letters: int, rules: DoubleRules) -> bool:
    """Return whether slips of recognition explain the lines that the two pages do not share."""
    alone = 0
    certain_alone = [0, 0]
    for text, certain in left:
        partner = max(right, key=lambda line: fuzz.ratio(text, line[0]), default=None)
        if partner is None or fuzz.ratio(text, partner[0]) < _PARTNER:
            alone += len(text)
            certain_alone[0] += certain and len(text) >= _LEAST_VALUE
            continue
        right = [line for line in right if line is not partner]
        if _other_value(text, partner[0], certain=certain and partner[1]):
            return False
    alone += sum(len(text) for text, _ in right)
    certain_alone[1] = sum(certain and len(text) >= _LEAST_VALUE for text, certain in right)
    return alone <= (1 - rules.alike) * letters and not all(certain_alone)


def _other_value(one: str, other: str, *, certain: bool) -> bool:
    """Return whether two lines hold different values rather than one value read twice."""
    if certain and _digits(one) != _digits(other):
        return True
    return Levenshtein.distance(one, other) >= max(_LEAST_VALUE, len(one) // 4 + 1)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
