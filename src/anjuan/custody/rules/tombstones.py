"""What outlives a destroyed case: the fields of its description that stay."""

from __future__ import annotations

from collections.abc import Iterable

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict


class Method(Strict):
    """A way of destroying: its code and Chinese name."""

    code: str
    name: str


class TombstoneTable(RuleFile):
    """What stays of one edition.

    Attributes:
        kept_fields: Fields of the description that stay; all others go with the papers.
        methods: Ways of destroying.
        group_least: How many members of the appraisal group must have given an opinion.
        supervisors: How many must supervise.

    """

    kept_fields: tuple[str, ...]
    methods: tuple[Method, ...]
    group_least: int = pydantic.Field(ge=1)
    supervisors: int = pydantic.Field(ge=2)

    def check(self) -> Iterable[str]:
        """Yield a sentence for a field that stands twice."""
        if len(set(self.kept_fields)) != len(self.kept_fields):
            yield "a field stands twice"
