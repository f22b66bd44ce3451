"""Checks that every backend makes before it answers."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan.search.conditions import AllOf, AnyOf, Between, Condition, How, Keyword, Near, Value, Without
from anjuan.search.errors import UnknownFieldError, UnsupportedQueryError
from anjuan.search.protocol import Capability, Request
from anjuan.search.schema import FieldKind, Schema


def check(request: Request, schema: Schema, capabilities: frozenset[Capability], backend: str) -> None:
    """Refuse a request that the backend or the schema cannot answer.

    Raises:
        UnsupportedQueryError: A capability is not declared, or a field is not faceted or sortable.
        UnknownFieldError: A field does not exist.

    """
    for needed in sorted(_needed(request)):
        if needed not in capabilities:
            raise UnsupportedQueryError(
                f"The search backend {backend!r} cannot answer this: it lacks the capability {needed.value!r}.",
                remedy="Leave that part of the request out, or use a backend that declares it.",
            )
    for name in request.facets:
        if not schema.field(name).faceted:
            raise UnsupportedQueryError(f"The field {name!r} is not declared as a facet.")
    if request.sort and not schema.field(request.sort.removeprefix("-")).sortable:
        raise UnsupportedQueryError(f"The field {request.sort.removeprefix('-')!r} is not declared as sortable.")
    for part in _conditions(request):
        _check_field(part, schema)


def _check_field(part: Condition, schema: Schema) -> None:
    if not isinstance(part, Keyword | Value | Between):
        return
    kind = schema.field(part.field).kind
    wanted = {Keyword: FieldKind.TEXT, Between: FieldKind.NUMBER}.get(type(part), kind)
    if kind is not wanted:
        raise UnknownFieldError(
            f"The field {part.field!r} holds {kind.value}s and was asked for as if it held {wanted.value}s.",
            remedy="Use a range for numbers and a text for texts.",
        )


def _needed(request: Request) -> Iterator[Capability]:
    if request.scoring:
        yield Capability.SCORES
    if request.facets:
        yield Capability.FACETS
    if request.sort:
        yield Capability.SORT
    for part in _conditions(request):
        if isinstance(part, Near):
            yield Capability.NEAR
        if isinstance(part, Keyword) and part.how is How.PINYIN:
            yield Capability.PINYIN


def _conditions(request: Request) -> Iterator[Condition]:
    yield from _walk(request.match)
    if request.preferred is not None:
        yield from _walk(request.preferred)


def _walk(condition: Condition) -> Iterator[Condition]:
    yield condition
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _walk(part)
        case Without(part):
            yield from _walk(part)
        case _:
            pass
