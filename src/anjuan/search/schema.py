"""Which keywords the records of an application carry, and how people name them in a query."""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import re
from collections.abc import Iterator

from anjuan.kit.text.folding import squeeze
from anjuan.search.errors import SchemaError, UnknownFieldError

_NAME = re.compile(r"^[a-z][a-z0-9_]*$")


class FieldKind(enum.StrEnum):
    """What the values of a field are."""

    TEXT = "text"
    NUMBER = "number"


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """One keyword field.

    Attributes:
        name: Identifier in records, facets and English queries, such as ``standard``.
        label: The name in Chinese queries, such as ``标准``.
        kind: Whether values are texts or whole numbers; only numbers have ranges.
        faceted: Whether values may be counted beside the hits.
        sortable: Whether hits may be put in the order of the (first) value.
        phonetic: Whether a query in Latin letters also finds values by pinyin or its initials.
        hierarchical: Whether an unquoted query value means "begins with" (codes such as ``17.10``) and not "contains".
        aliases: Further names people use in queries.

    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    faceted: bool = True
    sortable: bool = False
    phonetic: bool = False
    hierarchical: bool = False
    aliases: tuple[str, ...] = ()


class Schema:
    """The fields of an application, in the order in which facets are shown.

    Raises:
        SchemaError: A name is no identifier, or two fields share a name.

    """

    def __init__(self, *fields: Field) -> None:
        self._fields = {field.name: field for field in fields}
        self._by_word: dict[str, Field] = {}
        for field in fields:
            if not _NAME.match(field.name):
                raise SchemaError(f"The field name {field.name!r} is not made of small letters, digits and '_'.")
            for word in {squeeze(name) for name in (field.name, field.label, *field.aliases)}:
                if word in self._by_word:
                    raise SchemaError(
                        f"The fields {self._by_word[word].name!r} and {field.name!r} are both called {word!r}.",
                        why="A query that uses the word would have two meanings.",
                        remedy="Give one of them another label or alias.",
                    )
                self._by_word[word] = field

    def __iter__(self) -> Iterator[Field]:
        return iter(self._fields.values())

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def field(self, name: str) -> Field:
        """Return the field with this identifier.

        Raises:
            UnknownFieldError: There is none.

        """
        try:
            return self._fields[name]
        except KeyError:
            raise UnknownFieldError(
                f"There is no field {name!r} to filter, count or sort by.",
                remedy=f"Use one of: {', '.join(self._fields) or 'none is declared'}.",
            ) from None

    def called(self, word: str) -> Field | None:
        """Return the field that people call by this word in a query, or None."""
        return self._by_word.get(squeeze(word))

    @property
    def fingerprint(self) -> str:
        """A digest of everything that decides how records are stored."""
        stored = [(f.name, str(f.kind), f.faceted, f.sortable, f.phonetic) for f in self]
        return hashlib.sha256(repr(stored).encode()).hexdigest()[:16]
