"""A small client of the interface for Python programs. It needs nothing but Python, and may be copied.

Example:
    >>> archive = Archive("https://archive.example.org", token)  # doctest: +SKIP
    >>> for case in archive.cases(problem="missing"):  # doctest: +SKIP
    ...     print(case.number, case.title)

"""

from __future__ import annotations

import dataclasses
import hashlib
import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

Row = TypeVar("Row")
_PIECE_BYTES = 4 << 20
_ROWS = 200
_HITS = 50
_TRIES = 6
_TOO_MANY = 429
_GATEWAY = (502, 503, 504)
_OFFSET_WRONG = "ARCH-097"


class ApiError(Exception):
    """A failure that the archive told.

    Attributes:
        status: The HTTP status.
        code: A code that stays, such as ``ARCH-010``.
        what: What happened.
        remedy: What to do.
        fault: Everything that was told.

    """

    def __init__(self, status: int, fault: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(fault.get("code", ""))
        self.what = str(fault.get("what", ""))
        self.remedy = str(fault.get("remedy", ""))
        self.fault = dict(fault)
        super().__init__(" ".join(part for part in (f"{self.code}:", self.what, self.remedy) if part))


@dataclasses.dataclass(frozen=True)
class Case:
    """One case in a list; ``blocking`` is None while it was never judged."""

    number: str
    title: str
    state: str
    organisation_name: str
    field_code: str
    audit_type: str
    year: int | None
    documents_count: int
    pages_count: int
    blocking: int | None
    warnings: int
    updated_at: str


@dataclasses.dataclass(frozen=True)
class Document:
    """One document of a case."""

    id: int
    sequence: int
    title: str
    filename: str
    kind: str
    kind_name: str
    stage: str
    pages_count: int
    sha256: str
    size_bytes: int


@dataclasses.dataclass(frozen=True)
class Field:
    """What a case states, with the place it is taken from; the box is in fractions of the upright page."""

    name: str
    value: Any
    text: str
    document_id: int | None
    page: int | None
    box: Sequence[float] | None
    confidence: float
    source: str


@dataclasses.dataclass(frozen=True)
class Finding:
    """A miss or a contradiction; ``verdict`` is empty while nobody ruled on it."""

    key: str
    group: str
    rule: str
    code: str
    name: str
    what: str
    why: str
    severity: str
    verdict: str
    evidence: Sequence[Mapping[str, Any]]


@dataclasses.dataclass(frozen=True)
class Hit:
    """A page found, with one group of boxes for every lit place."""

    case_number: str
    case_title: str
    document_id: int
    document_title: str
    page: int
    kind: str
    score: float
    snippets: Sequence[Sequence[Mapping[str, Any]]]
    boxes: Sequence[Sequence[Sequence[float]]]

    @property
    def snippet(self) -> str:
        """The best cutting as one line."""
        return "".join(str(part["text"]) for part in self.snippets[0]) if self.snippets else ""


@dataclasses.dataclass(frozen=True)
class File:
    """A file of a batch and what became of it."""

    path: str
    state: str
    reason_code: str
    reason: str
    case_number: str
    document_id: int | None


@dataclasses.dataclass(frozen=True)
class Batch:
    """How far a batch is."""

    id: int
    state: str
    finished: bool
    counts: Mapping[str, int]
    pages_read: int
    seconds_remaining: float | None


@dataclasses.dataclass(frozen=True)
class FilePage:
    """A page of a file as it is turned and marked now; ``page`` is its number in the document that shows it."""

    number: int
    document_id: int
    page: int
    turn: int
    mark: str
    is_blank: bool


@dataclasses.dataclass(frozen=True)
class Loan:
    """A loan; title and documents are told while it opens the case."""

    number: str
    case: str
    title: str
    borrower: str
    purpose: str
    first_day: str
    last_day: str
    state: str
    is_running: bool
    is_overdue: bool


@dataclasses.dataclass(frozen=True)
class SavedSearch:
    """A saved search; ``fresh`` counts hits that its owner has not seen in it."""

    id: int
    name: str
    query: str
    is_watched: bool
    fresh: int
    total: int


@dataclasses.dataclass(frozen=True)
class SearchBatch:
    """Many searches in one go; it is through when ``finished_at`` is told."""

    id: int
    title: str
    rows_count: int
    done: int
    found: int
    finished_at: str | None


def _read(shape: type[Row], values: Mapping[str, Any]) -> Row:
    """Return a row; names that this client does not know yet are passed over."""
    known = {field.name for field in dataclasses.fields(shape)}  # type: ignore[arg-type]
    return shape(**{name: value for name, value in values.items() if name in known})


class Archive:
    """An archive, seen as the person whose token is used.

    Args:
        address: Where the archive is, such as ``https://archive.example.org``.
        token: An access token.
        timeout: Seconds after which a request is given up.

    """

    def __init__(self, address: str, token: str, *, timeout: float = 60.0) -> None:
        parts = urllib.parse.urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            message = f"{address!r} is no address of an archive."
            raise ValueError(message)
        self._root = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/api/v1"
        self._token = token
        self._timeout = timeout

    def me(self) -> dict[str, Any]:
        """Return who the program acts as and what its token opens."""
        return self._json("GET", "/me")

    def cases(self, *, order: str = "number", **narrowed: str | int) -> Iterator[Case]:
        """Yield the cases that a filter leaves: ``words``, ``field_code``, ``year``, ``problem`` and so on."""
        yield from self._rows("/cases", "cases", Case, {**narrowed, "order": order})

    def case(self, number: str) -> Case:
        """Return one case."""
        return _read(Case, self._json("GET", f"/cases/{_quoted(number)}")["case"])

    def documents(self, number: str) -> Iterator[Document]:
        """Yield the documents of a case, in order."""
        yield from self._rows(f"/cases/{_quoted(number)}/documents", "documents", Document, {})

    def fields(self, number: str) -> list[Field]:
        """Return what a case states."""
        told = self._json("GET", f"/cases/{_quoted(number)}/fields")
        return [_read(Field, row) for row in told["fields"]]

    def state_field(self, number: str, name: str, value: object) -> None:
        """State a field of a case; papers do not overrule it."""
        self._json("PUT", f"/cases/{_quoted(number)}/fields/{_quoted(name)}", sent={"value": value})

    def misses(self, number: str) -> list[Finding]:
        """Return what a case lacks."""
        return self._findings(number, "misses")

    def contradictions(self, number: str) -> list[Finding]:
        """Return what contradicts in a case."""
        return self._findings(number, "contradictions")

    def _findings(self, number: str, group: str) -> list[Finding]:
        told = self._json("GET", f"/cases/{_quoted(number)}/{group}")
        return [_read(Finding, row) for row in told["findings"]]

    def rule(self, number: str, key: str, verdict: str, reason: str) -> None:
        """Say of a finding that it is ``accepted``, a ``false-alarm``, or open again (``reopened``)."""
        sent = {"key": key, "verdict": verdict, "reason": reason}
        self._json("POST", f"/cases/{_quoted(number)}/rulings", sent=sent)

    def told(self, number: str, what: str, **asked: int) -> dict[str, Any]:
        """Return a face of a case: ``scene``, ``people``, ``nonconformities``, ``similar``, ``cycle``, and so on."""
        return self._json("GET", f"/cases/{_quoted(number)}/{_quoted(what)}", asked)

    def file_pages(self, document_id: int) -> list[FilePage]:
        """Return the pages of a document's file with what was done for each."""
        return [_read(FilePage, row) for row in self._json("GET", f"/documents/{document_id}/file")["pages"]]

    def care(self, document_id: int, pages: Sequence[int], *, turn: int = 0, mark: str | None = None) -> int | None:
        """Turn pages clockwise, or mark them ``blank``, ``foreign``, ``duplicate`` ("" unmarks); return an undo key."""
        sent = {"pages": list(pages), "turn": turn, "mark": mark}
        return self._deed("POST", f"/documents/{document_id}/care", sent)

    def retitle(self, document_id: int, title: str) -> int | None:
        """Give a document another title; return what undoes it."""
        return self._deed("PUT", f"/documents/{document_id}/title", {"title": title})

    def put(self, document_id: int, place: int) -> int | None:
        """Put a document at a place in its case, from 1; return what undoes it."""
        return self._deed("PUT", f"/documents/{document_id}/place", {"place": place})

    def move(self, document_id: int, case: str) -> int | None:
        """Move a document to another case; return what undoes it."""
        return self._deed("PUT", f"/documents/{document_id}/case", {"case": case})

    def undo(self, deed: int) -> None:
        """Undo a deed on pages or documents."""
        self._json("POST", f"/papers/deeds/{deed}/undo")

    def _deed(self, method: str, path: str, sent: object) -> int | None:
        deed: int | None = self._json(method, path, sent=sent)["deed"]
        return deed

    def set_kind(self, document_id: int, kind: str, *, stage: str = "") -> None:
        """Say what kind of paper a document is; empty lets the rules judge again."""
        self._json("PUT", f"/documents/{document_id}/kind", sent={"kind": kind, "stage": stage})

    def cuts(self, document_id: int) -> list[int]:
        """Return the pages of a document's file on which its papers begin."""
        starts: list[int] = self._json("GET", f"/documents/{document_id}/cuts")["starts"]
        return starts

    def cut(self, document_id: int, starts: Sequence[int], *, before: Sequence[int]) -> list[int]:
        """Let papers begin at other pages, unless they began elsewhere than ``before``; return the documents."""
        sent = {"starts": list(starts), "before": list(before)}
        made: list[int] = self._json("PUT", f"/documents/{document_id}/cuts", sent=sent)["documents"]
        return made

    def copy(self, document_id: int) -> bytes:
        """Return a PDF/A copy of a document, its pages upright."""
        return self._asked("GET", f"/documents/{document_id}/copy.pdf", {})

    def loans(self, *, overdue: bool = False) -> list[Loan]:
        """Return the loans of the person, or all for who allows loans."""
        told = self._json("GET", "/loans", {"overdue": "true" if overdue else "false", "limit": _ROWS})
        return [_read(Loan, row) for row in told["loans"]]

    def ask_loan(self, case: str, *, purpose_code: str, purpose: str, days: tuple[str, str]) -> Loan:
        """Ask for a case for reading, from the first to the last day (ISO dates), both inclusive."""
        sent = {"case": case, "purpose_code": purpose_code, "purpose": purpose}
        sent |= {"first_day": days[0], "last_day": days[1]}
        return _read(Loan, self._json("POST", "/loans", sent=sent)["loan"])

    def searches(self) -> list[SavedSearch]:
        """Return the saved searches of the person."""
        return [_read(SavedSearch, row) for row in self._json("GET", "/searches/saved")["searches"]]

    def save_search(self, name: str, words: str, **filters: Sequence[str]) -> SavedSearch:
        """Keep a search under a name."""
        sent = {"name": name, "q": words, "filters": {key: list(values) for key, values in filters.items()}}
        return _read(SavedSearch, self._json("POST", "/searches/saved", sent=sent)["search"])

    def search_many(self, rows: Sequence[str], *, title: str = "", fuzzy: bool = False) -> SearchBatch:
        """Search for many things in one go, in the background."""
        sent = {"rows": list(rows), "title": title, "fuzzy": fuzzy}
        return _read(SearchBatch, self._json("POST", "/searches/batches", sent=sent)["batch"])

    def searched(self, batch_id: int) -> SearchBatch:
        """Return how far a batch of searches is."""
        return _read(SearchBatch, self._json("GET", f"/searches/batches/{batch_id}")["batch"])

    def page(self, document_id: int, number: int) -> dict[str, Any]:
        """Return a page: its text, lines, tables and seals with their boxes."""
        return self._json("GET", f"/documents/{document_id}/pages/{number}")

    def picture(self, document_id: int, number: int, *, width: int = 1400) -> bytes:
        """Return the picture of a page, upright."""
        return self._asked("GET", f"/documents/{document_id}/pages/{number}/picture", {"width": width})

    def search(self, words: str, *, most: int = 200, **narrowed: str | Sequence[str]) -> Iterator[Hit]:
        """Yield the pages found, best first, at most so many."""
        offset = 0
        while offset < most:
            asked = {**narrowed, "q": words, "offset": offset, "limit": min(_HITS, most - offset)}
            told = self._json("GET", "/search", asked)
            yield from (_read(Hit, row) for row in told["hits"])
            offset += len(told["hits"])
            if not told["hits"] or offset >= told["total"]:
                return

    def send(self, folder: Path, *, mode: str = "case_per_folder", case: str = "") -> Batch:
        """Send every file below a folder, or one file; what a broken connection left is gone on with.

        The answer comes when every byte is stored; the files are read afterwards, see :meth:`batch`.
        """
        files = {folder.name: folder} if folder.is_file() else _files_below(folder)
        opened = self._json("POST", "/intakes", sent={"mode": mode, "paths": list(files), "case": case})
        for path, file in files.items():
            self._send_file(opened["id"], opened["cases"][path], path, file)
        self._json("POST", f"/intakes/{opened['id']}/received")
        return self.batch(opened["id"])

    def batch(self, intake_id: int) -> Batch:
        """Return how far a batch is."""
        return _read(Batch, self._json("GET", f"/intakes/{intake_id}"))

    def files(self, intake_id: int) -> Iterator[File]:
        """Yield the files of a batch and what became of each."""
        yield from self._rows(f"/intakes/{intake_id}/files", "files", File, {})

    def _send_file(self, intake_id: int, case: str, path: str, file: Path) -> None:
        about = file.stat()
        with file.open("rb") as stream:
            digest = _sha256(stream)
            sent = {
                "path": path, "case": case, "size_bytes": about.st_size, "sha256": digest,
                "modified_ms": about.st_mtime_ns // 1_000_000,
            }  # fmt: skip
            upload = self._json("POST", f"/intakes/{intake_id}/uploads", sent=sent)
            address = f"/intakes/{intake_id}/uploads/{upload['id']}"
            while not upload["received"]:
                stream.seek(upload["offset"])
                upload = self._send_piece(address, upload["offset"], stream.read(_PIECE_BYTES))

    def _send_piece(self, address: str, offset: int, piece: bytes) -> dict[str, Any]:
        headers = {"Content-Type": "application/octet-stream", "X-Piece-SHA256": hashlib.sha256(piece).hexdigest()}
        try:
            told: dict[str, Any] = json.loads(self._asked("PUT", address, {"offset": offset}, piece, headers))
        except ApiError as error:
            # The answer to a piece was lost and the piece sent again: the archive knows where it is.
            if error.code != _OFFSET_WRONG:
                raise
            told = self._json("GET", address)
            if told["offset"] == offset:
                raise
        return told

    def _rows(
        self, path: str, name: str, shape: type[Row], narrowed: Mapping[str, str | int]
    ) -> Iterator[Row]:  # fmt: skip
        offset = 0
        while True:
            told = self._json("GET", path, {**narrowed, "offset": offset, "limit": _ROWS})
            yield from (_read(shape, row) for row in told[name])
            offset += len(told[name])
            if not told[name] or offset >= told["total"]:
                return

    def _json(
        self, method: str, path: str, query: Mapping[str, Any] | None = None, *, sent: object = None
    ) -> dict[str, Any]:  # fmt: skip
        body = json.dumps(sent).encode() if sent is not None else None
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if method == "POST":
            headers["Idempotency-Key"] = uuid.uuid4().hex
        told: dict[str, Any] = json.loads(self._asked(method, path, query or {}, body, headers))
        return told

    def _asked(
        self, method: str, path: str, query: Mapping[str, Any], body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:  # fmt: skip
        """Ask; what broke on the way is asked again, because every deed of this client may be sent twice."""
        address = self._root + path + (f"?{urllib.parse.urlencode(query, doseq=True)}" if query else "")
        told = {"Authorization": f"Bearer {self._token}", "Accept": "application/json", **(headers or {})}
        for trial in range(_TRIES):
            request = urllib.request.Request(address, data=body, headers=told, method=method)  # noqa: S310  http(s) only, see above
            try:
                with urllib.request.urlopen(request, timeout=self._timeout) as answer:  # noqa: S310
                    content: bytes = answer.read()
                    return content
            except urllib.error.HTTPError as error:
                fault = _fault(error)
                if fault.status not in (_TOO_MANY, *_GATEWAY) or trial == _TRIES - 1:
                    raise fault from error
                time.sleep(float(error.headers.get("Retry-After") or 2**trial))
            except (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError):
                if trial == _TRIES - 1:
                    raise
                time.sleep(min(2**trial * 0.2, 10.0))
        message = "unreachable"
        raise AssertionError(message)


def _fault(error: urllib.error.HTTPError) -> ApiError:
    try:
        fault = json.loads(error.read())
    except ValueError:
        fault = {}
    return ApiError(error.code, fault if isinstance(fault, dict) else {})


def _quoted(part: str) -> str:
    return urllib.parse.quote(part, safe="")


def _files_below(folder: Path) -> dict[str, Path]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {f"{folder.name}/{path.relative_to(folder).as_posix()}": path for path in files}


def _sha256(stream: BinaryIO) -> str:
    hasher = hashlib.sha256()
    while portion := stream.read(1 << 20):
        hasher.update(portion)
    return hasher.hexdigest()
