"""The ways in which an organisation or an address may be written: full, short, former, without its place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from anjuan.compiling.identities.known import Identity
from anjuan.compiling.identities.sightings import Sort
from anjuan.judging.matching.names import name_parts
from anjuan.judging.matching.words import NameWords
from anjuan.kit.text.folding import fold, squeeze

_DISTRICT = re.compile(r"^.*?(?:省|自治区)?.*?(?:市|州|盟).*?(?:区|县|市|旗)(?=.{5})|^.*?(?:市|区|县)(?=.{5})")
#: A part of an address of this length tells the place.
_ADDRESS_PIECE = 6
#: A brand of two signs is taken for an identity only where it belongs to a client of the guide at hand.
_SURE_BRAND = 3


def organisation_identities(names: Iterable[str], words: NameWords, *, is_near: bool = False) -> list[Identity]:
    """Return the written forms of an organisation with these names (full, former and short ones)."""
    texts: dict[str, None] = {}
    for name in names:
        parts = name_parts(name, words)
        bare = squeeze(name)
        texts[bare] = None
        body = parts.plain.partition("|")[0]
        for text in (body, parts.core, *parts.former, *parts.short, *_short_forms(body, parts.core, parts.brand)):
            if len(text) > _SURE_BRAND:
                texts[text] = None
        if parts.brand != parts.core or not is_near:
            enough = 2 if is_near else _SURE_BRAND + 1
            if len(parts.brand) >= enough:
                texts[parts.brand] = None
        elif len(parts.core) >= 2:  # noqa: PLR2004  a name without a trade is all brand
            texts[parts.core] = None
    return [Identity(text, Sort.ORGANISATION, is_near) for text in texts if text]


def _short_forms(body: str, core: str, brand: str) -> Iterable[str]:
    """Yield the place with the brand, and brand with the usual ends of short names."""
    place = body.removesuffix(core)
    if place and brand:
        yield place + brand
        yield place.removesuffix("市").removesuffix("省").removesuffix("县").removesuffix("区") + brand
    if brand:
        yield f"{brand}公司"
        yield f"{brand}集团"


def address_identities(address: str, *, is_near: bool = False) -> list[Identity]:
    """Return an address and every piece of its local part that is long enough to tell the place."""
    whole = squeeze(address)
    if len(whole) < _ADDRESS_PIECE:
        return []
    found = [Identity(whole, Sort.ADDRESS, is_near)]
    local = _DISTRICT.sub("", fold(address), count=1)
    local = squeeze(local)
    if len(local) >= _ADDRESS_PIECE:
        found += [
            Identity(local[place : place + _ADDRESS_PIECE], Sort.ADDRESS)
            for place in range(len(local) - _ADDRESS_PIECE + 1)
        ]
    return found
