"""What kinds of facts and their values are called, from the table of fact kinds."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from django.utils.translation import get_language

from anjuan.extraction.rules.tables import fact_kinds


def language() -> str:
    """Return the language of the page, as guides and tables name it."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


KIND_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {row.kind: row.zh for row in fact_kinds().latest.kinds},
    "en": {row.kind: row.en for row in fact_kinds().latest.kinds},
}


@functools.cache
def slot_words(language: str, kind: str) -> Mapping[str, str]:
    """Return what the values of a kind of facts are called in a language (``zh`` or ``en``)."""
    row = next((row for row in fact_kinds().latest.kinds if row.kind == kind), None)
    return {slot.name: getattr(slot, language) for slot in row.slots} if row else {}
