"""Learns the model of kinds from texts of known kinds, with noise like that of scans."""

from __future__ import annotations

import dataclasses
import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from anjuan.papers.kinds.catalogue import Catalogue
from anjuan.papers.kinds.model import NONE, SLOTS, Floats, Model, Slots, features, slots_of


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """A text of known kind, its title parted from its lines."""

    kind: str
    title: str
    lines: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Recipe:
    """How a model is learned.

    Attributes:
        rounds: How often each text is seen.
        batch: Texts weighed together.
        rate: The size of a step.
        shrink: How strongly weights are drawn to nothing.
        seed: The same seed and texts give the same model.

    """

    rounds: int = 8
    batch: int = 128
    rate: float = 0.05
    shrink: float = 1e-5
    seed: int = 20260101


def noisy(text: str, dice: random.Random, *, rate: float) -> str:
    """Return a text as a poor scan is read: characters lost, swapped, or taken for another of the same text."""
    if rate <= 0 or not text:
        return text
    out = list(text)
    for place in range(len(out)):
        if dice.random() >= rate:
            continue
        deed = dice.random()
        if deed < 0.4:  # noqa: PLR2004  shares of the slips
            out[place] = ""
        elif deed < 0.7 and place + 1 < len(out):  # noqa: PLR2004
            out[place], out[place + 1] = out[place + 1], out[place]
        else:
            out[place] = dice.choice(text)
    return "".join(out)


def varied(item: Item, dice: random.Random) -> str:
    """Return a text of the item as it may come: title dropped in half of all, lines lost, characters slipped."""
    keep = dice.choice((1.0, 1.0, 0.8, 0.6, 0.4))
    lines = [line for line in item.lines if dice.random() < keep] or list(item.lines[:3])
    title = (item.title,) if dice.random() < 0.5 else ()  # noqa: PLR2004  half of all
    return noisy("\n".join((*title, *lines)), dice, rate=dice.choice((0.0, 0.0, 0.01, 0.03, 0.06)))


def from_phrases(catalogue: Catalogue, dice: random.Random, *, each: int) -> Iterator[Item]:
    """Yield forms made of the phrases of the catalogue: what bodies call things that no sample shows.

    Values are characters drawn at random, as names and numbers of strangers are to the model. A mixture of the
    phrases of many kinds is no kind.
    """
    everything = [phrase for phrases in catalogue.phrases.values() for phrase in phrases]
    signs = "".join(everything)
    titles: dict[str, list[str]] = {}
    for title, kind in catalogue.titles:
        titles.setdefault(kind, []).append(title)
    for kind, phrases in catalogue.phrases.items():
        for _ in range(each if len(phrases) > 2 else 0):  # noqa: PLR2004  two words make no form
            some = dice.sample(phrases, k=dice.randint(min(3, len(phrases)), len(phrases)))
            stray = [dice.choice(everything) for _ in range(dice.randint(0, 8))]
            lines = [phrase + _value(signs, dice) for phrase in some + stray]
            dice.shuffle(lines)
            yield Item(kind, dice.choice(titles.get(kind, [""])), tuple(lines))
    for _ in range(each):
        yield Item(NONE, "", tuple(dice.choice(everything) + _value(signs, dice) for _ in range(dice.randint(1, 5))))


def _value(signs: str, dice: random.Random) -> str:
    return "".join(dice.choices(signs, k=dice.choice((0, 0, 2, 3, 8, 15, 30))))


def digest(items: Iterable[Item]) -> str:
    """Return a short digest of what a model was trained on."""
    sum_ = hashlib.sha256()
    for item in items:
        sum_.update("\x1f".join((item.kind, item.title, *item.lines)).encode())
        sum_.update(b"\x1e")
    return sum_.hexdigest()[:16]


def train(items: Sequence[Item], recipe: Recipe | None = None, *, name: str = "") -> Model:
    """Return the model learned from items; its name is their digest when none is given."""
    chosen = recipe or Recipe()
    dice = random.Random(chosen.seed)  # noqa: S311  a seeded draw, so that training comes out the same again
    kinds = tuple(sorted({item.kind for item in items}))
    number = {kind: place for place, kind in enumerate(kinds)}
    rarity = _rarity(items)
    learner = _Learner(len(kinds), chosen)
    for round_ in range(chosen.rounds):
        order = list(range(len(items)))
        dice.shuffle(order)
        step = chosen.rate * (1.0 - round_ / chosen.rounds)
        for start in range(0, len(order), chosen.batch):
            picked = [items[place] for place in order[start : start + chosen.batch]]
            learner.learn(
                [features(varied(item, dice), rarity) for item in picked], [number[item.kind] for item in picked], step
            )
    weights, scale = _bytes(learner.weights)
    model = Model(kinds, weights, learner.bias, scale, rarity, 1.0, name or digest(items))
    return dataclasses.replace(model, sharpness=_sharpness(model, items, dice))


class _Learner:
    """Weights drawn towards the right kinds, each slot with steps of its own size."""

    def __init__(self, kinds: int, recipe: Recipe) -> None:
        self.weights: Floats = np.zeros((SLOTS, kinds), dtype=np.float32)
        self.bias: Floats = np.zeros(kinds, dtype=np.float32)
        self._moved: Floats = np.full((SLOTS, kinds), 1e-6, dtype=np.float32)
        self._shrink = recipe.shrink

    def learn(self, batch: Sequence[tuple[Slots, Floats]], right: Sequence[int], step: float) -> None:
        slots = np.unique(np.concatenate([item[0] for item in batch]))
        place = {int(slot): at for at, slot in enumerate(slots)}
        dense = np.zeros((len(batch), len(slots)), dtype=np.float32)
        for row, (own, values) in enumerate(batch):
            dense[row, [place[int(slot)] for slot in own]] = values
        sums = dense @ self.weights[slots] + self.bias
        odds = np.exp(sums - sums.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        odds[np.arange(len(batch)), list(right)] -= 1.0
        pull = dense.T @ odds / len(batch) + self._shrink * self.weights[slots]
        moved = self._moved[slots] + pull * pull
        self._moved[slots] = moved
        self.weights[slots] -= step * 8 * pull / np.sqrt(moved)
        self.bias -= step * odds.mean(axis=0)


def _rarity(items: Sequence[Item]) -> Floats:
    seen = np.zeros(SLOTS, dtype=np.float32)
    for item in items:
        seen[slots_of("\n".join((item.title, *item.lines)))] += 1
    return (np.log((1 + len(items)) / (1 + seen)) + 0.3).astype(np.float16).astype(np.float32)


def _bytes(weights: Floats) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.int8]], float]:
    """Return weights by kind as bytes, with the value of one step; the few greatest are cut off."""
    limit = float(np.quantile(np.abs(weights[weights != 0]), 0.9995)) or 1.0
    scale = limit / 127
    return np.clip(np.rint(weights.T / scale), -127, 127).astype(np.int8), scale


def _sharpness(model: Model, items: Sequence[Item], dice: random.Random) -> float:
    """Return the factor under which the model's confidences fit best, on noisier texts than it learned from."""
    probe = [items[dice.randrange(len(items))] for _ in range(min(1500, len(items)))]
    kinds = {kind: place for place, kind in enumerate(model.kinds)}
    sums, right = [], []
    for item in probe:
        slots, values = features(noisy(varied(item, dice), dice, rate=0.05), model.rarity)
        sums.append(model.scale * (model.weights[:, slots] @ values) + model.bias)
        right.append(kinds[item.kind])
    table, rows = np.array(sums), np.arange(len(right))

    def loss(factor: float) -> float:
        odds = factor * table
        odds = odds - odds.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(odds).sum(axis=1)) - odds[rows, right]))

    return min((factor / 10 for factor in range(2, 81)), key=loss)
