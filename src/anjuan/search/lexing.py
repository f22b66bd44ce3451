"""Cut a query as typed into signs: words, quoted texts, filters, operators and brackets. Never fails."""

from __future__ import annotations

import dataclasses
import enum
import re

from anjuan.kit.text.folding import fold, squeeze
from anjuan.search.schema import Field, FieldKind, Schema

#: Longer queries are cut, with a notice: nobody types them, and every character costs a look-up.
LONGEST_QUERY = 2000

_CLOSERS = {'"': '"”＂', "＂": '"＂”', "“": '”"', "”": '”"', "「": "」", "『": "』", "〝": "〞〟"}
_ALWAYS_QUOTES = '"＂'
_OPEN, _CLOSE = "(（", ")）"
_OPERATORS = {"and": "AND", "or": "OR", "not": "NOT"}
_CHINESE_OPERATORS = {"与": "AND", "且": "AND", "或": "OR", "非": "NOT", "&&": "AND", "||": "OR"}
_PUNCTUATION = re.compile(r"(?:[，。；、？！;?!…“”「」『』‘’《》〈〉]|,(?!\d))+")
_QUOTES = re.compile('["“”＂]')
_AFTER_QUOTE = re.compile(r"\s|[()（）~～*＊]|$|[“「『\"＂]|[与或且][“「『\"＂(（]")


class Sign(enum.Enum):
    """What a piece of a query is."""

    WORD = enum.auto()
    PHRASE = enum.auto()
    FILTER = enum.auto()
    AND = enum.auto()
    OR = enum.auto()
    NOT = enum.auto()
    MINUS = enum.auto()
    OPEN = enum.auto()
    CLOSE = enum.auto()


@dataclasses.dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece of a query.

    Attributes:
        sign: What it is.
        text: The word, the quoted text, or the value of the filter.
        ending: ``*`` or ``~`` when it stood behind, else empty.
        field: The field of a filter.
        whole: Whether the value of a filter stood behind ``=``: the whole value is meant.

    """

    sign: Sign
    text: str = ""
    ending: str = ""
    field: Field | None = None
    whole: bool = False


class Lexer:
    """Reads one query from left to right.

    Attributes:
        lexemes: The pieces in order.
        notices: Full sentences on what could not be read as typed.

    """

    def __init__(self, text: str, schema: Schema) -> None:
        self.lexemes: list[Lexeme] = []
        self.notices: list[str] = []
        self._schema = schema
        if len(text) > LONGEST_QUERY:
            self.notices.append(f"The query was cut after {LONGEST_QUERY} characters.")
        self._text = text[:LONGEST_QUERY]
        self._at = 0
        while self._at < len(self._text):
            self._next()

    def _next(self) -> None:
        sign = self._text[self._at]
        if sign.isspace() or sign == "\u3000":
            self._at += 1
        elif sign in _OPEN or sign in _CLOSE:
            self.lexemes.append(Lexeme(Sign.OPEN if sign in _OPEN else Sign.CLOSE))
            self._at += 1
        elif self._quote_ends() is not None:
            text = self._quoted()
            self.lexemes.append(Lexeme(Sign.PHRASE, text, self._ending()))
        elif sign in "-－−" and self._at + 1 < len(self._text) and not self._text[self._at + 1].isspace():
            self.lexemes.append(Lexeme(Sign.MINUS))
            self._at += 1
        elif self._chinese_operator_between():
            self.lexemes.append(Lexeme(Sign[_CHINESE_OPERATORS[sign]]))
            self._at += 1
        else:
            self._word()

    def _quote_ends(self) -> int | None:
        """Return where the quote that begins here closes (the end of the text if never), or None if none begins."""
        opener = self._text[self._at]
        if opener not in _CLOSERS or opener == "”":
            return None
        closers = _CLOSERS[opener]
        end = next((i for i in range(self._at + 1, len(self._text)) if self._text[i] in closers), None)
        if opener in _ALWAYS_QUOTES:
            return len(self._text) if end is None else end
        # Chinese quotes also belong to running text: they are an operator only when they stand free.
        if end is None:
            return len(self._text)
        return end if _AFTER_QUOTE.match(self._text, end + 1) else None

    def _quoted(self) -> str:
        start, end = self._at + 1, self._quote_ends()
        end = len(self._text) if end is None else end
        text = self._text[start:end]
        if end == len(self._text):
            self.notices.append(f"The quote is not closed; it was read to the end as “{text}”.")
        self._at = end + 1
        return _QUOTES.sub("", text).strip()

    def _ending(self) -> str:
        if self._at < len(self._text) and self._text[self._at] in "~～*＊":
            self._at += 1
            return fold(self._text[self._at - 1]).replace("＊", "*")
        return ""

    def _chinese_operator_between(self) -> bool:
        """Say whether 与, 或 or 且 stands here glued between two quotes or brackets."""
        before = self._text[self._at - 1] if self._at else " "
        after = self._text[self._at + 1] if self._at + 1 < len(self._text) else " "
        return self._text[self._at] in "与或且" and before in '"＂”」』)）' and (after in _CLOSERS or after in _OPEN)

    def _word(self) -> None:
        start, depth = self._at, 0
        while self._at < len(self._text):
            sign = self._text[self._at]
            if sign.isspace() or sign in _ALWAYS_QUOTES or (sign in _CLOSE and not depth):
                break
            if self._at > start and sign in "“「『" and self._text[self._at - 1] in ":：=＝":
                break
            depth += (sign in _OPEN) - (sign in _CLOSE)
            self._at += 1
        self._classify(self._text[start : self._at])

    def _classify(self, word: str) -> None:
        operator = _OPERATORS.get(fold(word)) if fold(word).upper() == _half(word) else None
        operator = operator or _CHINESE_OPERATORS.get(word)
        if operator:
            self.lexemes.append(Lexeme(Sign[operator]))
        elif not self._filter(word):
            self._plain(word)

    def _filter(self, word: str) -> bool:
        name, colon, value = re.split(r"([:：])", word, maxsplit=1) if re.search(r"[:：]", word) else (word, "", "")
        field = self._schema.called(name) if colon else None
        if field is None:
            return False
        whole = field.kind is FieldKind.TEXT and value[:1] in ("=", "＝")
        value = value[1:] if whole else value
        if value:
            text, ending = _cut_ending(value)
            self.lexemes.append(Lexeme(Sign.FILTER, text, ending, field, whole))
        elif self._at < len(self._text) and self._text[self._at] in _CLOSERS:
            text = self._quoted_value()
            self.lexemes.append(Lexeme(Sign.FILTER, text, self._ending(), field, whole))
        else:
            self.notices.append(f"The filter “{word}” has no value and was left out.")
        return True

    def _quoted_value(self) -> str:
        if self._quote_ends() is not None:
            return self._quoted()
        closers = _CLOSERS[self._text[self._at]]
        end = next(i for i in range(self._at + 1, len(self._text)) if self._text[i] in closers)
        text = self._text[self._at + 1 : end]
        self._at = end + 1
        return _QUOTES.sub("", text).strip()

    def _plain(self, word: str) -> None:
        text, ending = _cut_ending(word)
        pieces = [piece for piece in _PUNCTUATION.split(text) if squeeze(piece)]
        for piece in pieces:
            self.lexemes.append(Lexeme(Sign.WORD, piece, ending if piece is pieces[-1] else ""))
        if not pieces:
            self.notices.append(f"“{word}” holds no letter, digit or Chinese character and was left out.")


def _half(word: str) -> str:
    """Return the word with full-width letters made half-width, its case kept."""
    return "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in word)


def _cut_ending(word: str) -> tuple[str, str]:
    ending = {"~": "~", "～": "~", "*": "*", "＊": "*"}.get(word[-1:], "")
    return (word[:-1], ending) if ending and len(word) > 1 else (word, "")
