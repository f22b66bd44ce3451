"""Characters of symbol fonts: a ticked box of Wingdings is a ticked box, not a letter or nothing."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from anjuan.kit.rulefiles import RuleFile, load

_PRIVATE = 0xF000
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_PLAIN = re.compile(r"[^a-z0-9]")


class _SymbolFonts(RuleFile):
    fonts: dict[str, dict[str, str]]


@functools.cache
def _fonts() -> dict[str, dict[int, str]]:
    table = load(Path(__file__).parent / "symbols.yaml", _SymbolFonts)
    return {font: {int(code, 16): sign for code, sign in signs.items()} for font, signs in table.fonts.items()}


@functools.cache
def _signs_of(font: str) -> dict[int, str]:
    name = _PLAIN.sub("", _SUBSET.sub("", font).lower())
    # The longest name first: Wingdings 2 has other signs than Wingdings.
    for known in sorted(_fonts(), key=len, reverse=True):
        if name.startswith(known) and not name[len(known) :].startswith(tuple("23456789")):
            return _fonts()[known]
    return {}


def sign_of(font: str, code: int) -> str:
    """Return the character that a code of a symbol font shows; empty when it is not known.

    Args:
        font: The name of the font as the file states it.
        code: The code, as a character of the private use area or below 256.

    """
    return _signs_of(font).get(code if code >= _PRIVATE else code + _PRIVATE, "")
