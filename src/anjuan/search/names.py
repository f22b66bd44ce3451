"""Keyword values as people remember them: a part, the first letters, the sound."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable

from anjuan.kit.text.folding import squeeze
from anjuan.search.conditions import How

#: Fewer letters than this must begin the value's sound; from here on they may stand anywhere in it.
LETTERS_ANYWHERE = 4
#: Suggestions compare every value of a field at every key, so the values are folded and sounded once.
_VALUES_KEPT = 1 << 18


@functools.cache
def _reader() -> Callable[..., list[str]]:
    # Its phrases cost a third of a second and 30 MB; characters are read one by one, so they are never asked.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin import lazy_pinyin  # noqa: PLC0415  even its characters are needed by few commands

    return lazy_pinyin


@functools.lru_cache(maxsize=65536)
def _sound(character: str) -> str:
    # Character by character on both sides, so that a polyphone is read alike in query and value.
    return squeeze(_reader()(character, errors="default")[0])


@functools.lru_cache(maxsize=_VALUES_KEPT)
def _squeezed(value: str) -> str:
    return squeeze(value)


@functools.lru_cache(maxsize=_VALUES_KEPT)
def sounds(value: str) -> tuple[str, str]:
    """Return the pinyin of a value and its initials, Latin letters and digits kept as they are."""
    syllables = [_sound(character) for character in squeeze(value)]
    initials = [syllable[:1] for syllable in syllables]
    return "".join(syllables), "".join(initials)


def is_sound(text: str) -> bool:
    """Say whether a squeezed text can be pinyin or initials: two or more Latin letters only."""
    return len(text) > 1 and text.isascii() and text.isalpha()


def compares(how: How, text: str, value: str) -> bool:
    """Say whether a printed value compares with a squeezed text as ``how`` says."""
    if how is How.PINYIN:
        if len(text) < LETTERS_ANYWHERE:
            return any(sound.startswith(text) for sound in sounds(value))
        return any(text in sound for sound in sounds(value))
    squeezed = _squeezed(value)
    if how is How.EQUALS:
        return squeezed == text
    return squeezed.startswith(text) if how is How.PREFIX else text in squeezed


def closeness(text: str, value: str) -> tuple[int, int]:
    """Return a sort key for suggestions: equal, then beginning, then containing, then sounding; short first."""
    order = (How.EQUALS, How.PREFIX, How.CONTAINS, How.PINYIN)
    place = next((rank for rank, how in enumerate(order) if compares(how, text, value)), len(order))
    return place, len(value)
