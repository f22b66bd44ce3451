"""What the codes of failures, notices and deeds mean, in Chinese and in English.

Sentences in the code are English and carry values; offices read Chinese. Doors show the title and the remedy
of a code first, and the sentence with its values as detail.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping
from pathlib import Path

import pydantic

from anjuan.kit.rulefiles import Editions, RuleFile, RuleSet, Strict, load_editions

_FOLDER = Path(__file__).parent / "tables"


class _Plain(Strict):
    zh: str = pydantic.Field(min_length=2)
    en: str = pydantic.Field(min_length=3)


class _Remedied(_Plain):
    remedy: str = pydantic.Field(min_length=4)


class _Example(Strict):
    code: str
    expected: str


class ExplanationTable(RuleFile):
    """The words for codes, by what carries them.

    Attributes:
        errors: By code of an error or of an outcome of a file, such as ``READ-002``.
        notices: By code of a notice on a file.
        page_reasons: By code of ``Page.reason``, where the reading room does not explain it itself.
        custody: By name of a custody event.
        journal: By action of a journal entry.
        examples: Codes with their Chinese title.

    """

    errors: dict[str, _Remedied]
    notices: dict[str, _Remedied]
    page_reasons: dict[str, _Remedied]
    custody: dict[str, _Plain]
    journal: dict[str, _Plain]
    examples: tuple[_Example, ...]

    @property
    def groups(self) -> Mapping[str, Mapping[str, _Plain]]:
        """Every group by its name."""
        return {
            "errors": self.errors,
            "notices": self.notices,
            "page_reasons": self.page_reasons,
            "custody": self.custody,
            "journal": self.journal,
        }

    def check(self) -> Iterable[str]:
        """Yield a sentence for a code that stands in two groups and for every example that does not hold."""
        codes = [code for group in self.groups.values() for code in group]
        yield from (f"the code {code!r} stands in two groups" for code in sorted(set(codes)) if codes.count(code) > 1)
        for example in self.examples:
            found = next((group[example.code] for group in self.groups.values() if example.code in group), None)
            if found is None or found.zh != example.expected:
                yield f"{example.code!r} should be {example.expected!r}"


@dataclasses.dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means.

    Attributes:
        code: The code.
        zh: A short Chinese title.
        zh_remedy: A Chinese sentence on what to do; empty for deeds, which need none.
        en: A short English title.

    """

    code: str
    zh: str
    zh_remedy: str
    en: str


@functools.cache
def explanations() -> Editions[ExplanationTable]:
    """Return the editions of the table of explanations."""
    return load_editions(_FOLDER, ExplanationTable, "explanations-*.yaml")


@functools.cache
def _all() -> Mapping[str, Explanation]:
    # The latest words are used for old codes too: they explain to a reader of today, they judge nothing.
    groups = explanations().latest.groups.values()
    return {
        code: Explanation(code, words.zh, words.remedy if isinstance(words, _Remedied) else "", words.en)
        for group in groups
        for code, words in group.items()
    }


def explain(code: str) -> Explanation | None:
    """Return what a code means, or None for a code that is not known."""
    return _all().get(code)


RULE_SETS = (RuleSet("explanations", _FOLDER, "explanations-*.yaml", ExplanationTable, explanations),)
