"""The table of identities: patterns, words around names, and what a reader sees in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict


class IdentityPattern(Strict):
    """A shape that tells an identity whoever it belongs to."""

    id: str
    stands_for: str
    pattern: re.Pattern[str]

    @pydantic.field_validator("pattern", mode="before")
    @classmethod
    def _compiled(cls, value: str) -> re.Pattern[str]:
        return re.compile(value)


class IdentityExample(Strict):
    """A worked example: a text and what is published of it; checked by the tests of generalising."""

    text: str
    becomes: str


class IdentityTable(RuleFile):
    """One edition of the table of identities."""

    stand_ins: Mapping[str, str]
    patterns: tuple[IdentityPattern, ...]
    organisation_ends: tuple[str, ...]
    nobody: tuple[str, ...]
    before_names: tuple[str, ...]
    roles: tuple[str, ...]
    honorifics: tuple[str, ...]
    surnames: tuple[str, ...]
    after_names: tuple[str, ...]
    no_names: tuple[str, ...]
    examples: tuple[IdentityExample, ...]
