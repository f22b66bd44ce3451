"""A small learned model of what the words of a paper say of its kind, title or no title.

Character pairs and triples of the squeezed text are hashed into a fixed number of slots; a linear model with a
softmax over kinds weighs them. Weights are bytes, so the shipped file stays below two megabytes. Corrections made
by people are kept as a memory of texts beside the weights: a paper much like a corrected one is remembered.
"""

from __future__ import annotations

import dataclasses
import functools
import math
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from anjuan.kit.text.folding import squeeze
from anjuan.papers.facts import Guess
from anjuan.papers.kinds.errors import ModelFileError

#: Slots that character pairs and triples are hashed into.
SLOTS = 1 << 15
#: Characters of a paper that are looked at: the first page or two say what it is.
READ_CHARS = 1500
#: Characters that stand for the head of a paper when corrections are remembered.
HEAD_CHARS = 48
#: The class of papers that are none of the kinds.
NONE = ""

_PAIR = np.uint64(0x9E3779B97F4A7C15)
_NEXT = np.uint64(0xC2B2AE3D27D4EB4F)
_THIRD = np.uint64(0x165667B19E3779F9)
_SHIFT = np.uint64(49)  # 64 bits less the 15 of SLOTS
_DIGITS = re.compile(r"\d+")
_FORMAT = 1
#: Likeness (0 to 1) from which a corrected paper is remembered at all, and at which it is believed fully.
_REMEMBERED, _SAME = 0.45, 0.85

Floats = npt.NDArray[np.float32]
Slots = npt.NDArray[np.int64]


@dataclasses.dataclass(frozen=True)
class Memory:
    """One corrected paper: its features, those of its head, and the kind a person gave it."""

    kind: str
    body: tuple[Slots, Floats]
    head: tuple[Slots, Floats]


@dataclasses.dataclass(frozen=True, eq=False)
class Model:
    """What the words of a paper say of its kind.

    Attributes:
        kinds: The classes; the empty one stands for none of the kinds.
        weights: Bytes by kind and slot; ``scale`` turns them into numbers.
        bias: By kind.
        scale: The value of one step of a weight.
        rarity: How much a slot counts (rarer ones more).
        sharpness: What sums are multiplied with before the softmax, fitted so that confidences hold.
        name: The edition, and a digest of what it was trained on.
        memory: Corrected papers.

    """

    kinds: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    bias: Floats
    scale: float
    rarity: Floats
    sharpness: float
    name: str
    memory: tuple[Memory, ...] = ()

    def guesses(self, text: str, *, most: int = 5) -> tuple[Guess, ...]:
        """Return the likeliest kinds of a text with their probabilities, the likeliest first.

        The empty kind stands among them where none of the kinds is likely.
        """
        slots, values = features(text, self.rarity)
        if not len(slots):
            return (Guess(NONE, 1.0),)
        sums = self.sharpness * (self.scale * (self.weights[:, slots] @ values) + self.bias)
        odds = np.exp(sums - sums.max())
        odds /= odds.sum()
        best = np.argsort(-odds)[:most]
        return tuple(Guess(self.kinds[place], round(float(odds[place]), 4)) for place in best)

    def remembered(self, text: str) -> Guess | None:
        """Return the kind that a person gave a paper much like this one, or None."""
        if not self.memory:
            return None
        body, head = self._dense(text), self._dense(squeeze(text)[:HEAD_CHARS])
        likeness = [
            math.sqrt(max(0.0, float(body[item.body[0]] @ item.body[1]) * float(head[item.head[0]] @ item.head[1])))
            for item in self.memory
        ]
        # Of equals the later correction holds.
        best = max(range(len(likeness)), key=lambda place: (round(likeness[place], 3), place))
        sure = (likeness[best] - _REMEMBERED) / (_SAME - _REMEMBERED)
        return Guess(self.memory[best].kind, round(min(0.97, sure), 4)) if sure > 0 else None

    def _dense(self, text: str) -> Floats:
        slots, values = features(text, self.rarity)
        dense = np.zeros(SLOTS, dtype=np.float32)
        dense[slots] = values
        return dense


def prepared(text: str) -> str:
    """Return what of a text the model looks at: squeezed, numbers as one sign, its beginning."""
    return _DIGITS.sub("0", squeeze(text[: 4 * READ_CHARS]))[:READ_CHARS]


def slots_of(text: str) -> Slots:
    """Return the slots of the character pairs and triples of a text, each once, rising."""
    signs = np.frombuffer(prepared(text).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(signs) < 2:  # noqa: PLR2004  a pair needs two
        return np.zeros(0, dtype=np.int64)
    with np.errstate(over="ignore"):
        pairs = signs[:-1] * _PAIR + signs[1:] * _NEXT
        triples = pairs[:-1] * _THIRD + signs[2:] * _PAIR
        mixed = np.concatenate([pairs * _THIRD, triples]) >> _SHIFT
    return np.unique(mixed).astype(np.int64)


def features(text: str, rarity: Floats) -> tuple[Slots, Floats]:
    """Return slots and their values, of length one together."""
    slots = slots_of(text)
    values = rarity[slots]
    length = float(np.sqrt(values @ values)) or 1.0
    return slots, (values / length).astype(np.float32)


def corrected(model: Model, corrections: Sequence[tuple[str, str]]) -> Model:
    """Return the model with papers remembered that people gave a kind.

    The model handed in stays as it is. A later correction of the same text goes before an earlier one.

    Args:
        model: The model so far.
        corrections: Text of the paper (its lines, one a row, from its beginning) and the right kind.

    """
    added = tuple(
        Memory(kind, features(text, model.rarity), features(squeeze(text)[:HEAD_CHARS], model.rarity))
        for text, kind in corrections
    )
    return dataclasses.replace(model, memory=model.memory + added)


def save(model: Model, path: Path) -> None:
    """Write a model without its memory, in as few bytes as it takes."""
    np.savez_compressed(
        path,
        format=np.array([_FORMAT]),
        kinds=np.array(model.kinds),
        weights=model.weights,
        bias=model.bias,
        numbers=np.array([model.scale, model.sharpness]),
        rarity=model.rarity.astype(np.float16),
        name=np.array([model.name]),
    )


def load(path: Path) -> Model:
    """Return the model of a file.

    Raises:
        ModelFileError: The file is missing, damaged, or of another format.

    """
    try:
        with np.load(path, allow_pickle=False) as file:
            if int(file["format"][0]) != _FORMAT:
                raise ValueError("another format")  # noqa: TRY301  told with the other damages below
            return Model(
                kinds=tuple(str(kind) for kind in file["kinds"]),
                weights=file["weights"],
                bias=file["bias"].astype(np.float32),
                scale=float(file["numbers"][0]),
                rarity=file["rarity"].astype(np.float32),
                sharpness=float(file["numbers"][1]),
                name=str(file["name"][0]),
            )
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise ModelFileError(
            f"The model of kinds {path.name} cannot be read: {error}.",
            why="Papers without a title could not be told apart.",
            remedy="Install the program anew, or run scripts/train_kinds.py.",
        ) from error


@functools.cache
def shipped() -> Model:
    """Return the model that comes with the program.

    Raises:
        ModelFileError: Its file is missing or damaged.

    """
    return load(Path(__file__).parent / "kinds-model.npz")
