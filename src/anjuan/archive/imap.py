"""A mailbox over IMAP, as far as taking in mail needs one: looking, fetching without marking as read, moving."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import imaplib
import re
import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

from anjuan import __version__
from anjuan.kit.errors import AnjuanError, ExitCode

_UID, _SIZE = re.compile(rb"\bUID (\d+)"), re.compile(rb"\bRFC822\.SIZE (\d+)")
_PRINTABLE = range(0x20, 0x7F)
_PORTION = 200
_Got = TypeVar("_Got")


class MailboxError(AnjuanError):
    """The mailbox cannot be looked into: no connection, no log-in, no folder, or it broke off."""

    code = "ARCH-071"
    exit_code = ExitCode.MISSING_PART
    http_status = 502


@dataclasses.dataclass(frozen=True, slots=True)
class Account:
    """How a mailbox is reached.

    Attributes:
        host: Host of the server.
        port: Its port.
        security: ``tls``, ``starttls`` or ``none``.
        user: Name to log in with.
        password: The secret that goes with it; never shown.
        seconds: Longest wait for an answer.

    """

    host: str
    port: int
    security: str
    user: str
    password: str = dataclasses.field(repr=False)
    seconds: float


@dataclasses.dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of a mail before it is fetched: its key in the folder, its size in bytes, its headers."""

    uid: int
    size_bytes: int
    headers: bytes


def folder_name(name: str) -> str:
    """Return a folder's name as IMAP writes it: quoted, other than ASCII in modified UTF-7 (RFC 3501, 5.1.3)."""
    out, run = [], ""

    def flush() -> None:
        nonlocal run
        if run:
            coded = base64.b64encode(run.encode("utf-16-be")).decode("ascii").rstrip("=").replace("/", ",")
            out.append(f"&{coded}-")
            run = ""

    for sign in name:
        if ord(sign) in _PRINTABLE:
            flush()
            out.append("&-" if sign == "&" else sign)
        else:
            run += sign
    flush()
    return '"' + "".join(out).replace("\\", "\\\\").replace('"', '\\"') + '"'


class Mailbox:
    """An open mailbox; use it in a ``with`` statement. Every failure is a :class:`MailboxError`."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._connection: imaplib.IMAP4 | None = None
        self.validity = ""

    def __enter__(self) -> Self:
        try:
            self._try(self._connect, "connect")
        except MailboxError:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                connection.logout()
            with contextlib.suppress(OSError):
                connection.shutdown()

    def _connect(self) -> None:
        account = self._account
        if account.security == "tls":
            context = ssl.create_default_context()
            self._connection = imaplib.IMAP4_SSL(
                account.host, account.port, ssl_context=context, timeout=account.seconds
            )
        else:
            self._connection = imaplib.IMAP4(account.host, account.port, timeout=account.seconds)
            if account.security == "starttls":
                self._connection.starttls(ssl_context=ssl.create_default_context())
        self._log_in(self._connection)

    def _log_in(self, connection: imaplib.IMAP4) -> None:
        account = self._account
        if "AUTH=PLAIN" in connection.capabilities:
            secret = f"\0{account.user}\0{account.password}".encode()
            connection.authenticate("PLAIN", lambda _: secret)
        else:
            connection.login(account.user, account.password)
        if self._can("ID"):
            # Some providers open no folder to a program that has not said its name.
            connection.xatom("ID", f'("name" "anjuan" "version" "{__version__}")')

    def _can(self, what: str) -> bool:
        connection = self._open()
        kind, told = connection.capability()
        words = told[0].decode("ascii", "replace").upper().split() if kind == "OK" and told and told[0] else []
        return what in words

    def _open(self) -> imaplib.IMAP4:
        if self._connection is None:
            message = "the mailbox is not open"
            raise imaplib.IMAP4.abort(message)
        return self._connection

    def _try(self, do: Callable[[], _Got], what: str) -> _Got:
        try:
            return do()
        except (imaplib.IMAP4.error, OSError, EOFError, UnicodeError) as error:
            told = str(error).replace(self._account.password, "…") if self._account.password else str(error)
            raise MailboxError(
                f"The mailbox {self._account.user} at {self._account.host}:{self._account.port} failed to"
                f" {what}: {told[:200] or type(error).__name__}.",
                why="No mail was lost: what was not taken in stays in the mailbox.",
                remedy="Check server, name, password and folders under [mailbox]; it is looked into again by itself.",
            ) from error

    def _command(self, what: str, do: Callable[[imaplib.IMAP4], tuple[str, list[Any]]]) -> list[Any]:
        def run() -> list[Any]:
            kind, told = do(self._open())
            if kind != "OK":
                raise imaplib.IMAP4.error(_text(told))
            return told

        return self._try(run, what)

    def select(self, folder: str) -> int:
        """Open a folder; return how many mails it holds."""
        told = self._command(f"open the folder {folder!r}", lambda box: box.select(folder_name(folder)))
        validity = self._try(lambda: self._open().response("UIDVALIDITY"), "open the folder")[1]
        self.validity = _text(validity)
        return int(told[0] or 0)

    def has_folder(self, folder: str) -> bool:
        """Say whether there is a folder of this name."""
        told = self._command("list folders", lambda box: box.list('""', folder_name(folder)))
        return any(row for row in told)

    def uids(self) -> list[int]:
        """Return the keys of the mails of the folder that are not marked as deleted, the oldest first."""
        told = self._command("list mails", lambda box: box.uid("SEARCH", "NOT", "DELETED"))
        return sorted(int(word) for word in (told[0] or b"").split())

    def envelopes(self, uids: Sequence[int]) -> Iterator[Envelope]:
        """Yield size and headers of some mails."""
        for start in range(0, len(uids), _PORTION):
            yield from self._portion(",".join(str(uid) for uid in uids[start : start + _PORTION]))

    def _portion(self, uids: str) -> Iterator[Envelope]:
        wanted = "(UID RFC822.SIZE BODY.PEEK[HEADER])"
        return _envelopes(self._command("read mails", lambda box: box.uid("FETCH", uids, wanted)))

    def content(self, uid: int) -> bytes:
        """Return the bytes of a mail, which is not marked as read by it."""
        told = self._command("fetch a mail", lambda box: box.uid("FETCH", str(uid), "(UID BODY.PEEK[])"))
        whole = next((row[1] for row in told if isinstance(row, tuple)), None)
        if not whole:
            message = f"The server gave nothing for the mail {uid}."
            raise MailboxError(message, remedy="It is tried again at the next look.")
        return bytes(whole)

    def move(self, uid: int, folder: str) -> None:
        """Move a mail to a folder, which is made when it is missing. The mail is never in no folder."""
        if not self.has_folder(folder):
            self._command(f"make the folder {folder!r}", lambda box: box.create(folder_name(folder)))
        if self._try(lambda: self._can("MOVE"), "ask the server"):
            self._command("move a mail", lambda box: box.uid("MOVE", str(uid), folder_name(folder)))
            return
        self._command("copy a mail", lambda box: box.uid("COPY", str(uid), folder_name(folder)))
        self._command("mark a mail", lambda box: box.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)"))
        if self._try(lambda: self._can("UIDPLUS"), "ask the server"):
            # Without UIDPLUS, mails that somebody else marked would be removed too: ours stays marked and is passed by.
            self._command("remove a mail", lambda box: box.uid("EXPUNGE", str(uid)))


def _envelopes(told: Iterable[Any]) -> Iterator[Envelope]:
    rows = list(told)
    for at, row in enumerate(rows):
        if not isinstance(row, tuple):
            continue
        around = row[0] + (rows[at + 1] if at + 1 < len(rows) and isinstance(rows[at + 1], bytes) else b"")
        uid, size = _UID.search(around), _SIZE.search(around)
        if uid:
            yield Envelope(int(uid[1]), int(size[1]) if size else 0, bytes(row[1]))


def _text(told: Sequence[Any] | None) -> str:
    first = told[0] if told else b""
    return first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first or "")
