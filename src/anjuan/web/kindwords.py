"""The names of kinds of papers in the language of the page: the Chinese ones are stored with the papers."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from django.utils.translation import get_language

from anjuan.papers.kinds.catalogue import catalogue


@functools.cache
def kind_names_english() -> Mapping[str, str]:
    """Return the English name of each built-in kind by its Chinese one."""
    return {one.zh: one.en for one in catalogue().kinds.values() if one.en}


def kind_said(name: str) -> str:
    """Return the name of a kind: as stored in Chinese; in English that of the built-in table where it has one."""
    return kind_names_english().get(name, name) if get_language() == "en" else name
