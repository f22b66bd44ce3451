"""What the four-property test looks at: one case as plain values, gathered beforehand."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping


@dataclasses.dataclass(frozen=True, slots=True)
class OriginalShown:
    """The bytes of a document, as recorded and as found.

    Attributes:
        name: Its name as it came.
        fixity: What is wrong with the stored bytes; empty when they are what was received.
        found_bytes: Size of the stored bytes; None when there are none.
        found_type: What the stored bytes are; empty when that was not looked at.
        reading: How its reading ended: read, partial, refused, failed, waiting, reading.
        trouble: Why it was not read as a whole; empty when it was.
        protected: Whether it opens with a password only.

    """

    sha256: str
    name: str
    fixity: str
    recorded_bytes: int
    found_bytes: int | None
    recorded_type: str
    found_type: str
    reading: str
    reader: str
    trouble: str
    pages_expected: int | None
    pages_read: int
    protected: bool


@dataclasses.dataclass(frozen=True, slots=True)
class DocumentShown:
    """A document of the case."""

    sequence: int
    title: str
    filename: str
    kind: str
    sha256: str
    first_page: int
    pages_recorded: int
    pages_found: int
    removed: bool


@dataclasses.dataclass(frozen=True, slots=True)
class EventShown:
    """An event of custody."""

    event: str
    outcome: str
    actor: str
    at: dt.datetime
    sequence: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Surroundings:
    """What is the same for all cases that are tested together.

    Attributes:
        journal: What is wrong with the journal; empty when its chain holds.
        officers: What is wrong with the three officers; empty when they are three people.
        backup_good: Whether a young enough backup exists.
        backup: What is known of the last backup.
        scanner: Name and version of the virus scanner; empty when there is none.

    """

    today: dt.date
    journal: str
    officers: str
    backup_good: bool
    backup: str
    scanner: str


@dataclasses.dataclass(frozen=True, slots=True)
class Exhibit:
    """A case, as the test looks at it.

    Attributes:
        description: The rows of its description by DA/T 18, the volume first.
        description_gaps: What is mandatory and missing, as title and element.
        dates: Dates of the case by name, ISO, maybe partial.
        twins: How many other cases have its reference code.
        members: Files that came inside others.
        members_lost: Those of them that could not be filed, by path.
        unread_items: Files that came for the case and were neither filed nor refused.
        pages_unreadable: Stored pages that cannot be unpacked, each as a sentence.
        pages_waiting: Pages that the search index has still to take in.
        blocking: Papers that the case must have and lacks; None when it was never judged.
        package: What is wrong with the package, each as code and sentence; None when there is no package.
        malware: What the scanner found; None when nothing was scanned.

    """

    number: str
    title: str
    reference_code: str
    field_code: str
    audit_type: str
    documents_recorded: int
    pages_recorded: int
    documents: tuple[DocumentShown, ...]
    originals: tuple[OriginalShown, ...]
    events: tuple[EventShown, ...]
    description: tuple[Mapping[str, str], ...]
    description_gaps: tuple[tuple[str, str], ...]
    dates: Mapping[str, str]
    twins: int
    members: int
    members_lost: tuple[str, ...]
    unread_items: int
    pages_unreadable: tuple[str, ...]
    pages_waiting: int
    blocking: int | None
    package: tuple[tuple[str, str], ...] | None
    malware: tuple[str, ...] | None
    surroundings: Surroundings

    @property
    def standing(self) -> tuple[DocumentShown, ...]:
        """The documents that were not replaced by others."""
        return tuple(document for document in self.documents if not document.removed)
