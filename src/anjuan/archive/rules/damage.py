"""What is wrong with stored bytes or with what is known of them, told by a name from what was seen."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict


class DamageKind(Strict):
    """One kind of damage: its name, the code of the failure, Chinese and English words, what to do."""

    kind: str
    code: str
    zh: str = pydantic.Field(min_length=2)
    en: str = pydantic.Field(min_length=3)
    remedy: str = pydantic.Field(min_length=4)


class DamageExample(Strict):
    """A worked example: what was seen of a file, and the kind of damage it is."""

    expected_size: int
    place: str = "file"
    size: int = 0
    is_other_original: bool = False
    prefix_is_whole: bool = False
    is_one_bit: bool = False
    is_elsewhere: bool = False
    kind: str


class DamageTable(RuleFile):
    """All kinds of damage of one edition."""

    kinds: tuple[DamageKind, ...]
    examples: tuple[DamageExample, ...]

    def of(self, kind: str) -> DamageKind:
        """Return one kind by its name.

        Raises:
            KeyError: The table does not hold it.

        """
        for item in self.kinds:
            if item.kind == kind:
                return item
        raise KeyError(kind)

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        known = {item.kind for item in self.kinds}
        for example in self.examples:
            seen = Seen(**example.model_dump(exclude={"kind"}))
            if kind_of(seen) != example.kind or example.kind not in known:
                yield f"{example} is called {kind_of(seen)!r}"


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """What was seen where the bytes of an original should be, when they are not what was received.

    Attributes:
        expected_size: How many bytes were received.
        place: ``file``, ``nothing``, ``no-file`` (a folder, a link) or ``closed`` (it cannot be read).
        size: How many bytes are there.
        is_other_original: Whether they are the bytes of another original.
        prefix_is_whole: Whether the first bytes are all that was received, with more behind them.
        is_one_bit: Whether flipping one bit back gives what was received.
        is_elsewhere: Whether the bytes lie in another place of the store.

    """

    expected_size: int
    place: str = "file"
    size: int = 0
    is_other_original: bool = False
    prefix_is_whole: bool = False
    is_one_bit: bool = False
    is_elsewhere: bool = False


_PLACES = {"closed": "unreadable", "no-file": "not-a-file"}


def kind_of(seen: Seen) -> str:
    """Return the name of the damage; the most telling one when several fit."""
    if seen.place == "nothing":
        return "misplaced" if seen.is_elsewhere else "missing"
    if seen.place in _PLACES:
        return _PLACES[seen.place]
    found = (
        ("swapped", seen.is_other_original),
        ("emptied", seen.size == 0),
        ("truncated", seen.size < seen.expected_size),
        ("extended", seen.prefix_is_whole),
        ("bit-flipped", seen.is_one_bit),
    )
    return next((kind for kind, fits in found if fits), "replaced")


def pages_digest(packed: Iterable[bytes], known: str = "") -> str:
    """Return the digest of packed pages in order, going on from the digest of those before them.

    Each page is chained to the one before, so that it can be kept up page by page: a page that is altered, missing,
    doubled or moved gives another digest.
    """
    for page in packed:
        known = hashlib.sha256(known.encode("ascii") + hashlib.sha256(bytes(page)).digest()).hexdigest()
    return known
