"""Read a query as typed into a tree. Never raises on what a person types: it reads what it can and says the rest.

Precedence: brackets, NOT, AND (also the blank between two things), OR. Bare words side by side stay one
:class:`~anjuan.search.query.Words`.
"""

from __future__ import annotations

import re

from anjuan.kit.text.folding import squeeze
from anjuan.search.conditions import How
from anjuan.search.lexing import Lexeme, Lexer, Sign
from anjuan.search.query import And, FieldMatch, FieldRange, Fuzzy, Node, Not, Or, Phrase, Prefix, Query, Words
from anjuan.search.schema import Field, FieldKind, Schema

#: Brackets deeper than this are read as if they were not there.
DEEPEST = 40

_RANGE = re.compile(r"^(-?\d+)?(?:\.\.+|-|–|—|~|～|至|到|…)(-?\d+)?$")
_COMPARED = re.compile(r"^(>=|<=|>|<|≥|≤|=|＞|＜)(-?\d+)$")
_STEPS = {">": (1, None), "＞": (1, None), ">=": (0, None), "≥": (0, None), "<": (None, -1), "＜": (None, -1)}
_STEPS |= {"<=": (None, 0), "≤": (None, 0), "=": (0, 0)}

_NOT_OPENED = "A closing bracket had no opening one and was left out."


def parse(text: str, schema: Schema) -> Query:
    """Return the query a person typed; everything odd about it stands in its notices."""
    lexer = Lexer(text, schema)
    parser = _Parser(lexer.lexemes, lexer.notices)
    tree = parser.whole()
    return Query(
        tree=tree,
        lenient=not parser.explicit,
        notices=tuple(dict.fromkeys(parser.notices)),
        impossible=tree is None and bool(text.strip()),
    )


def _opened(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Return the lexemes without closing brackets that nothing opened, so that they part no words."""
    kept: list[Lexeme] = []
    depth = 0
    for lexeme in lexemes:
        depth += (lexeme.sign is Sign.OPEN) - (lexeme.sign is Sign.CLOSE)
        if depth < 0:
            depth = 0
        else:
            kept.append(lexeme)
    return kept


class _Parser:
    """Recursive descent over the lexemes; every fault becomes a notice."""

    def __init__(self, lexemes: list[Lexeme], notices: list[str]) -> None:
        self._lexemes = _opened(lexemes)
        self._at = 0
        self._depth = 0
        self.notices = notices
        if len(self._lexemes) < len(lexemes):
            self.notices.append(_NOT_OPENED)
        self.explicit = False

    def whole(self) -> Node | None:
        """Return the tree of all lexemes, or None when nothing of them can be searched."""
        found: list[Node] = []
        while self._at < len(self._lexemes):
            part = self._either()
            if part is not None:
                found.append(part)
            if self._peek() is Sign.CLOSE:
                self._at += 1
                self.notices.append(_NOT_OPENED)
        return _join(And, found)

    def _peek(self) -> Sign | None:
        return self._lexemes[self._at].sign if self._at < len(self._lexemes) else None

    def _either(self) -> Node | None:
        found: list[Node] = []
        while True:
            part = self._every()
            if part is not None:
                found.append(part)
            if self._peek() is not Sign.OR:
                return _join(Or, found)
            self._at += 1
            self.explicit = True
            if part is None or self._peek() in (None, Sign.CLOSE, Sign.OR):
                self.notices.append("OR has nothing on one of its sides and was left out.")

    def _every(self) -> Node | None:
        found: list[Node] = []
        glued = False  # whether the next bare word joins the run before it
        while (sign := self._peek()) not in (None, Sign.CLOSE, Sign.OR):
            if sign is Sign.AND:
                self._at += 1
                self.explicit = True
                if not found or self._peek() in (None, Sign.CLOSE, Sign.OR, Sign.AND):
                    self.notices.append("AND has nothing on one of its sides and was left out.")
                glued = False
                continue
            bare = sign is Sign.WORD and not self._lexemes[self._at].ending
            part = self._one()
            last = found[-1] if found else None
            if bare and glued and isinstance(part, Words) and isinstance(last, Words):
                found[-1] = Words(last.words + part.words)
            elif part is not None:
                found.append(part)
            # What was left out parts nothing: the words on its two sides stand side by side.
            glued = bare if part is not None else glued
        return _join(And, found)

    def _one(self) -> Node | None:
        lexeme = self._lexemes[self._at]
        self._at += 1
        if lexeme.sign in (Sign.NOT, Sign.MINUS):
            return self._negated(lexeme)
        if lexeme.sign is Sign.OPEN:
            return self._bracket()
        return self._leaf(lexeme)

    def _negated(self, lexeme: Lexeme) -> Node | None:
        self.explicit = self.explicit or lexeme.sign is Sign.NOT
        if self._peek() in (None, Sign.CLOSE, Sign.OR, Sign.AND) or self._depth > DEEPEST:
            self.notices.append("NOT has nothing behind it and was left out.")
            return None
        self._depth += 1
        part = self._one()
        self._depth -= 1
        return None if part is None else Not(part)

    def _bracket(self) -> Node | None:
        self.explicit = True
        if self._depth > DEEPEST:
            self.notices.append(f"Brackets deeper than {DEEPEST} were left out.")
            return None
        self._depth += 1
        part = self._either()
        self._depth -= 1
        if self._peek() is Sign.CLOSE:
            self._at += 1
        else:
            self.notices.append("A bracket is not closed; it was read to the end.")
        return part

    def _leaf(self, lexeme: Lexeme) -> Node | None:
        if lexeme.field is not None:
            return self._filter(lexeme, lexeme.field)
        if not squeeze(lexeme.text):
            self.notices.append(f"“{lexeme.text}” holds no letter, digit or Chinese character and was left out.")
            return None
        if lexeme.ending:
            return Fuzzy(lexeme.text) if lexeme.ending == "~" else Prefix(lexeme.text)
        return Phrase(lexeme.text) if lexeme.sign is Sign.PHRASE else Words((lexeme.text,))

    def _filter(self, lexeme: Lexeme, field: Field) -> Node | None:
        if field.kind is FieldKind.NUMBER:
            found = _range(field.name, lexeme.text.strip() + lexeme.ending)
            if found is None:
                self.notices.append(f"“{lexeme.text}” is no number or range for {field.label} and was left out.")
            return found
        if not squeeze(lexeme.text):
            self.notices.append(f"The filter {field.label} has no value that can be searched and was left out.")
            return None
        begins = lexeme.ending == "*" or field.hierarchical
        how = How.EQUALS if lexeme.whole else How.PREFIX if begins else How.CONTAINS
        return FieldMatch(field.name, lexeme.text, how, fuzzy=lexeme.ending == "~")


def _range(field: str, text: str) -> FieldRange | None:
    text = text.removesuffix("年").replace("年", "")
    try:
        return FieldRange(field, int(text), int(text))
    except ValueError:
        pass
    if compared := _COMPARED.match(text):
        low, high = _STEPS[compared[1]]
        number = int(compared[2])
        return FieldRange(field, None if low is None else number + low, None if high is None else number + high)
    found = _RANGE.match(text)
    if found is None or (found[1] is None and found[2] is None):
        return None
    first, last = (int(bound) if bound else None for bound in found.groups())
    if first is not None and last is not None and first > last:
        first, last = last, first
    return FieldRange(field, first, last)


def _join(kind: type[And | Or], found: list[Node]) -> Node | None:
    flat: list[Node] = []
    for part in found:
        flat.extend(part.parts if isinstance(part, And | Or) and isinstance(part, kind) else (part,))
    if not flat:
        return None
    return flat[0] if len(flat) == 1 else kind(tuple(flat))
