"""What a seal covers, the digest of it, and what differs from it later."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


@dataclasses.dataclass(frozen=True, slots=True)
class SealedPaper:
    """One paper as a seal covers it.

    Attributes:
        document: Its key.
        item: Its number in the case 件号.
        code: Its reference code.
        filename: The file's name.
        sha256: Of the original it is a span of.
        sm3: Likewise.
        size_bytes: Likewise.
        first_page: Of the original, inclusive.
        last_page: Of the original, inclusive; None when it has no pages.
        pages: How many pages it has.

    """

    document: int
    item: int
    code: str
    filename: str
    sha256: str
    sm3: str
    size_bytes: int
    first_page: int
    last_page: int | None
    pages: int


@dataclasses.dataclass(frozen=True, slots=True)
class Manifest:
    """Everything one seal says.

    Attributes:
        case: The case's number.
        code: Its reference code.
        number: 1 for the sealing, then one for each addendum.
        previous: Digest of the seal before; empty for the first.
        at: The moment, ISO 8601.
        by: Who.
        papers: Papers this seal adds, by item number.
        description: The description of the whole case at that moment: name to value.
        problems: What would have stopped it and was overridden.
        reason: Why it was overridden, or why the seal was added to.

    """

    case: str
    code: str
    number: int
    previous: str
    at: str
    by: str
    papers: tuple[SealedPaper, ...]
    description: Mapping[str, Plain]
    problems: tuple[str, ...] = ()
    reason: str = ""


def canonical(manifest: Manifest) -> str:
    """Return a manifest in the one form that is hashed and kept."""
    value = dataclasses.asdict(manifest)
    value["papers"] = sorted(value["papers"], key=lambda paper: paper["item"])
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """Return the digest of a manifest in its canonical form."""
    return hashlib.sha256(text.encode()).hexdigest()


def manifest_of(text: str) -> Manifest:
    """Return the manifest that :func:`canonical` wrote.

    Raises:
        ValueError: The text is none.

    """
    try:
        value = json.loads(text)
        papers = tuple(SealedPaper(**paper) for paper in value.pop("papers"))
        return Manifest(**{**value, "papers": papers, "problems": tuple(value["problems"])})
    except (KeyError, TypeError) as error:
        msg = f"the manifest is none: {error}"
        raise ValueError(msg) from error


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it was sealed.

    Attributes:
        kind: ``seal`` (the record itself), ``paper`` (what papers there are) or ``description``.
        seal: The seal's number.
        what: A sentence with both values.
        document: The paper it is about; None when about none.

    """

    kind: str
    seal: int
    what: str
    document: int | None = None


def paper_differences(
    number: int, sealed: Sequence[SealedPaper], present: Mapping[int, SealedPaper]
) -> Iterator[Difference]:
    """Yield what differs between papers as sealed and as they are, paper by paper and value by value."""
    for paper in sealed:
        now = present.get(paper.document)
        if now is None:
            what = f"the paper {paper.item} {paper.filename!r} ({paper.sha256[:12]}) is gone"
            yield Difference("paper", number, what, paper.document)
            continue
        for field in dataclasses.fields(SealedPaper):
            was, is_now = getattr(paper, field.name), getattr(now, field.name)
            if was != is_now:
                what = f"the paper {paper.item} {paper.filename!r} had {field.name} {was!r} and has {is_now!r}"
                yield Difference("paper", number, what, paper.document)


def description_differences(
    number: int, sealed: Mapping[str, Plain], present: Mapping[str, Plain]
) -> Iterator[Difference]:
    """Yield what differs between the description as sealed and as it is, name by name."""
    for name in sorted(sealed.keys() | present.keys()):
        was, is_now = sealed.get(name), present.get(name)
        if was != is_now:
            yield Difference("description", number, f"{name} was {was!r} and is {is_now!r}")
