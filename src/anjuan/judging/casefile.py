"""A case as plain values for judging, and what judging says of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from collections.abc import Iterator, Mapping

from anjuan.papers.facts import Found, Marks
from anjuan.reading.pages import Box


class Severity(enum.StrEnum):
    """How much a miss or a contradiction weighs."""

    BLOCK = "block"
    WARN = "warn"
    NEAR = "near"


@dataclasses.dataclass(frozen=True, slots=True)
class PaperFacts:
    """One paper of a case as judging sees it.

    Attributes:
        document: Its key in the archive (any number that tells papers apart).
        kind: ``A01`` … ``X03``; empty when not known.
        stage: ``1`` or ``2`` where the paper says so; else empty.
        title: As printed, or the file's name.
        found: Its fields.
        marks: Signature, seal and date as far as its pages show them.
        pages: How many pages it has.
        digital: Whether its text was given (True) or recognised from pictures (False).
        confidence: How sure its kind is, 0 to 1.
        paged: Whether its pages are those of paper; False for a text file, whose pages begin where the program
            that shows it lets them begin.

    """

    document: int
    kind: str
    stage: str = ""
    title: str = ""
    found: tuple[Found, ...] = ()
    marks: Marks = dataclasses.field(default_factory=Marks)
    pages: int = 1
    digital: bool = True
    confidence: float = 1.0
    paged: bool = True

    def of(self, name: str) -> Iterator[Found]:
        """Yield the fields of a name, in the order of the paper."""
        return (found for found in self.found if found.name == name)


@dataclasses.dataclass(frozen=True, slots=True)
class CaseFile:
    """All papers of a case, with what is known of the case as a whole.

    Attributes:
        case: Its key in the archive.
        papers: In the order of the case.
        audit_type: ``initial``, ``surveillance``, ``recertification``, ``special``, ``transfer``; empty when not
            known.
        fields: Certification fields such as ``A01``; empty when not known.
        on: The day whose rules apply (the decision, else the audit, else the last date of the case); None when the
            case states no date at all.
        conditions: What is known of the case's conditions from outside its papers: True, False; absent = not known.
        derived: The values derived for the case, by field name.

    """

    case: int
    papers: tuple[PaperFacts, ...]
    audit_type: str = ""
    fields: tuple[str, ...] = ()
    on: dt.date | None = None
    conditions: Mapping[str, bool] = dataclasses.field(default_factory=dict)
    derived: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def of_kind(self, *kinds: str) -> Iterator[PaperFacts]:
        """Yield the papers of these kinds, in the order of the case."""
        return (paper for paper in self.papers if paper.kind in kinds)


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: a value where it stands, or a paper as a whole (page None)."""

    document: int
    page: int | None
    value: str
    box: Box | None = None
    label: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Miss:
    """A paper, or a mark on a paper, that should be there and is not.

    Attributes:
        code: The kind of paper, such as ``B05``.
        name: Its Chinese name.
        rule: The rule's id.
        edition: The edition of the rule table that was applied.
        what: ``paper``, ``signature``, ``seal``, ``date`` or ``original``.
        severity: Block or warn.
        why: A sentence: which rule, why it applies to this case.
        stage: The stage that requires it: ``1``, ``2`` or empty.
        document: The paper that lacks the mark; None when the paper itself is missing.
        why_zh: The same sentence in Chinese.

    """

    code: str
    name: str
    rule: str
    edition: str
    what: str
    severity: Severity
    why: str
    stage: str = ""
    document: int | None = None
    why_zh: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Contradiction:
    """Two or more pieces of evidence that cannot all be true, or a value that breaks a rule.

    Attributes:
        rule: The rule's id, such as ``K08``.
        name: What it is about: a field name or a short code such as ``scope`` or ``date_order``.
        edition: The edition of the rule table that was applied.
        what: A sentence with the values in it.
        severity: Block, warn, or near for a difference that is probably a slip of recognition or style.
        evidence: The pieces, the one taken as right first where there is one.
        what_zh: The same sentence in Chinese.

    """

    rule: str
    name: str
    edition: str
    what: str
    severity: Severity
    evidence: tuple[Evidence, ...]
    what_zh: str = ""
