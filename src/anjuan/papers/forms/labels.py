"""Whether a text is the label of a form or a value: by known words, by its ending, by its shape."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Annotated, ClassVar

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict

#: Scores of :meth:`Vocabulary.label_score`, from a word of the table down to what cannot be a label.
KNOWN, COMPOUND, ENDING, WEAK, SHORT = 2.0, 1.5, 1.2, 0.6, 0.2
NAME, VALUE, LONG, NEVER = -1.0, -0.8, -1.0, -1.5
#: From this score on a text is a label without help of the layout.
SURE = 1.2
#: A label that is not in the table is at most this long (in characters without blanks).
_SHORT, _MIDDLE, _LONG = 8, 14, 18
#: A label holds at most so many digits, as in ``近3年处罚情况``.
_FEW_DIGITS = 2

_BLANKS = re.compile(r"[\s\u3000\xa0\u200b_＿]+")
_FORMS = str.maketrans("（）：／＊【】［］．，", "():/*[][].,")
_NUMBERED = re.compile(
    r"^(?:[*★☆●◆▲#※]+|[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．](?!\d)|[①-⑳]|第[一二三四五六七八九十]{1,3}[条章节部分]+)+"
)
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
#: The same label in English, behind the Chinese one.
_ENGLISH_TAIL = re.compile(r"(?<=[\u3400-\u9fff)])[(/]?[A-Z]?[a-z][A-Za-z.,/'&()-]{2,}$")
#: The same in capitals, set apart; systems and standards (``人日 QMS``) are part of the label.
_CAPITALS_TAIL = re.compile(
    r"(?<=[\u3400-\u9fff)）])[\s\u3000\xa0]+(?![A-Z]*MS\b|HACCP|ISO|GMP|GB)[A-Z]{3,}[A-Z .&/]*(?=[：:﹕\s]*$)"
)
_PARTS = re.compile(r"[/\\、及和与或&]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_ONLY = re.compile(r"[\u3400-\u9fff/、()·A-Za-z-]+")
_SENTENCE = re.compile(r"[。；;！？!?，,“”《》]|\.$")
_NUMBERISH = re.compile(r"\d")
_MARKS = re.compile(r"[☑☒☐■□●○◻√✓✔→~～@=+]")


def _words(value: object) -> object:
    return frozenset(value.split()) if isinstance(value, str) else value


Words = Annotated[frozenset[str], pydantic.BeforeValidator(_words)]


class LabelExample(Strict):
    """A text, and whether the table takes it for a label."""

    text: str
    known: bool


class LabelTable(RuleFile):
    """The words that forms use as labels, and the words that are values although they look like labels."""

    labels: dict[str, Words]
    endings: Words
    weak_endings: Words
    person_endings: Words
    serials: Words
    generic_headings: Words
    list_headings: Words
    naming: Words
    asides: Words
    values: Words
    value_endings: Words
    units: Words
    surnames: str
    no_name_endings: str
    examples: tuple[LabelExample, ...] = ()

    table_count: ClassVar[int] = 1

    def check(self) -> Iterable[str]:
        """Yield a sentence for every example that does not hold."""
        words = Vocabulary(self)
        for example in self.examples:
            if words.is_known(example.text) != example.known:
                yield f"{example.text!r} should {'' if example.known else 'not '}be a known label"


def printed(text: str) -> str:
    """Return a label as printed, without blanks, number in front, closing colon and the same words in English."""
    plain = _BLANKS.sub("", _CAPITALS_TAIL.sub("", text)).rstrip("：:﹕")
    plain = _ENGLISH_TAIL.sub("", plain) or plain
    return _NUMBERED.sub("", plain) or plain


@functools.lru_cache(maxsize=8192)
def key(text: str) -> str:
    """Return what a label is compared by: no blanks, numbers in front, colon or brackets at the end."""
    plain = printed(text).translate(_FORMS).rstrip(":")
    plain = _NUMBERED.sub("", plain) or plain
    plain = _ENGLISH_TAIL.sub("", plain)
    while plain.endswith(")") and (start := plain.rfind("(")) > 0:
        plain = plain[:start]
    return plain.strip("*:.-").casefold()


class Vocabulary:
    """The table of label words, ready to be asked."""

    def __init__(self, table: LabelTable, own: Iterable[str] = ()) -> None:
        """Index the words of the table, and labels of a body's own."""
        self.known = frozenset(word.translate(_FORMS).casefold() for group in table.labels.values() for word in group)
        self.known |= frozenset(key(label) for label in own) - {""}
        self.longest = max(map(len, self.known))
        self.serials = frozenset(word.casefold().strip(".") for word in table.serials)
        self.generic_headings = table.generic_headings
        self.list_headings = table.list_headings
        self.naming = table.naming
        self.asides = table.asides
        self.units = table.units
        self._values = frozenset(word.casefold() for word in table.values)
        self._value_endings = tuple(table.value_endings)
        self._endings = tuple(table.endings)
        self._weak_endings = tuple(table.weak_endings)
        self._person_endings = tuple(table.person_endings)
        self._surnames = frozenset(table.surnames)
        self._no_name_endings = frozenset(table.no_name_endings)
        self._scores: dict[str, float] = {}

    def is_known(self, text: str) -> bool:
        """Say whether a text is a word of the table, numbers and brackets aside."""
        plain = key(text)
        return plain in self.known or (plain not in self._values and _BRACKETS.sub("", plain) in self.known)

    def is_person(self, text: str) -> bool:
        """Say whether a label names a person, whose place may be left empty without a colon."""
        return key(text).endswith(self._person_endings)

    def is_name(self, text: str) -> bool:
        """Say whether a text looks like the name of a person."""
        plain = _BLANKS.sub("", text)
        if not 2 <= len(plain) <= 3 or plain[0] not in self._surnames or plain[-1] in self._no_name_endings:  # noqa: PLR2004  Chinese names
            return False
        return len(_HAN.findall(plain)) == len(plain)

    def is_value_word(self, text: str) -> bool:
        """Say whether a text is one of the words that are values although they look like labels."""
        return key(text) in self._values

    def label_score(self, text: str) -> float:
        """Return how much a text looks like a label: above 1 by itself, above 0 where the layout agrees."""
        score = self._scores.get(text)
        if score is None:
            if len(self._scores) > 20_000:  # noqa: PLR2004  a bound on memory, no more
                self._scores.clear()
            score = self._scores[text] = self._judge(text)
        return score

    def value_score(self, text: str) -> float:
        """Return how much a text looks like a value."""
        if not text.strip():
            return 0.5
        score = self.label_score(text)
        if score <= 0:
            return 1.2
        if score >= COMPOUND:
            return -1.5
        return 0.3 if score >= SURE else 0.8

    def longest_known_end(self, text: str) -> int:
        """Return where the longest known label that ends the text begins; -1 when there is none."""
        for start in range(max(len(text) - self.longest, 0), len(text) - 1):
            if text[start:].translate(_FORMS).casefold() in self.known:
                return start
        return -1

    def longest_known_start(self, text: str) -> int:
        """Return where the longest known label that begins the text ends; 0 when there is none."""
        plain = text.translate(_FORMS).casefold()
        for end in range(min(len(plain), self.longest), 1, -1):
            if plain[:end] in self.known:
                return end
        return 0

    def _judge(self, text: str) -> float:
        plain = key(text)
        if not plain:
            return NEVER
        if plain in self._values:
            return VALUE
        colon = 1.0 if text.rstrip().endswith(("：", ":")) else 0.0
        if self.is_known(text):
            return KNOWN
        return self._by_shape(plain) + colon

    def _by_shape(self, plain: str) -> float:
        bare = _BRACKETS.sub("", plain)
        if _SENTENCE.search(bare) or _MARKS.search(bare) or bare.endswith(self._value_endings):
            return NEVER
        if digits := len(_NUMBERISH.findall(bare)):
            spoken = digits <= _FEW_DIGITS and len(_HAN.findall(bare)) > digits + 1
            return WEAK if spoken and bare.endswith(self._endings) and len(bare) <= _MIDDLE else NEVER
        parts = [part for part in _PARTS.split(bare) if part]
        if len(parts) > 1 and all(part in self.known or part.endswith(self._endings) for part in parts):
            return COMPOUND if len(bare) <= _LONG else 0.0
        return NAME if self.is_name(plain) else self._by_ending(bare)

    def _by_ending(self, bare: str) -> float:
        if bare.endswith(self._endings) and len(bare) > 1:
            return ENDING if len(bare) <= _MIDDLE else (SHORT if len(bare) <= _LONG else LONG)
        if bare.endswith(self._weak_endings) and len(bare) <= _SHORT:
            return WEAK
        if not _HAN.search(bare):
            return -0.5
        if len(bare) > _MIDDLE or not _HAN_ONLY.fullmatch(bare):
            return LONG
        return SHORT if len(bare) <= _SHORT else -0.2
