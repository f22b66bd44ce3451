"""Chance that comes out the same again: one stream per purpose, named by words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

Item = TypeVar("Item")

_CHOICE = re.compile(r"<([^<>]*)>")


class Dice(random.Random):
    """A seeded stream of chance; the same words give the same stream on every machine."""

    def __init__(self, *words: object) -> None:
        super().__init__("/".join(str(word) for word in words))

    def one(self, items: Sequence[Item]) -> Item:
        """Return one item of a sequence that is not empty."""
        return items[int(self.random() * len(items))]

    def some(self, items: Sequence[Item], low: int, high: int) -> tuple[Item, ...]:
        """Return between low and high (inclusive) different items, in their own order."""
        count = min(len(items), self.randint(low, max(low, high)))
        chosen = sorted(self.sample(range(len(items)), count))
        return tuple(items[index] for index in chosen)

    def maybe(self, share: float) -> bool:
        """Return True in this share of the cases."""
        return self.random() < share


def spin(text: str, dice: Dice, makers: Mapping[str, Callable[[Dice], str]]) -> str:
    """Return a text with its ``<a~b>`` choices made and its ``<word>`` places filled.

    Args:
        text: The text with choices and places.
        dice: The stream that chooses.
        makers: One maker for each word a place may name.

    """
    if "<" not in text:
        return text

    def fill(match: re.Match[str]) -> str:
        inner: str = match.group(1)
        if "~" in inner:
            return dice.one(inner.split("~"))
        maker = makers.get(inner)
        return maker(dice) if maker else match.group(0)

    return _CHOICE.sub(fill, text)
