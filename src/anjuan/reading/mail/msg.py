"""Outlook messages (.msg), read stream by stream from the compound file.

Source: Microsoft [MS-OXMSG], "Outlook Item (.msg) File Format", and [MS-OXPROPS] for the property numbers.
"""

from __future__ import annotations

import codecs
import datetime as dt
import email
import struct
from collections.abc import Iterator

import olefile

from anjuan.reading import media
from anjuan.reading.blocks import Block, Flow
from anjuan.reading.containers import names
from anjuan.reading.errors import BrokenFileError
from anjuan.reading.mail.bodies import of_page, of_plain
from anjuan.reading.mail.letter import Letter
from anjuan.reading.mail.rtf_text import text_of_rtf, unpacked_rtf
from anjuan.reading.mail.wording import decoded, header_text
from anjuan.reading.office.compound import compound_file
from anjuan.reading.office.members import member
from anjuan.reading.pages import Event, Notice
from anjuan.reading.protocol import ReadOptions, Source
from anjuan.reading.typesetting import typeset

_CLASS, _SUBJECT, _HEADERS = 0x001A, 0x0037, 0x007D
_BODY, _RTF, _HTML = 0x1000, 0x1009, 0x1013
_TO, _COPIES, _BLIND_COPIES = 0x0E04, 0x0E03, 0x0E02
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP, _SENT_FOR = 0x0C1A, 0x0C1F, 0x5D01, 0x0042
_SENT, _DELIVERED = 0x0039, 0x0E06
_CODE_PAGES = (0x3FFD, 0x3FDE)
_CONTENT, _LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _MIME = 0x3701, 0x3707, 0x3704, 0x3001, 0x370E
_OBJECT = "__substg1.0_3701000D"
_ATTACHMENT = "__attach_version1.0_#"
_PROPERTIES = "__properties_version1.0"
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_SHUT_CLASSES = ("ipm.note.smime", "ipm.note.secure", "ipm.note.rpmsg")
_SHUT_TYPES = (
    "application/pgp-encrypted",
    "application/pkcs7-mime",
    "application/x-pkcs7-mime",
    "application/x-microsoft-rpmsg-message",
)
_MOST_DEPTH = 8


class MsgReader:
    """Reads Outlook messages."""

    name = f"msg/1 olefile/{olefile.__version__}"
    media_types = frozenset({media.MSG})

    def available(self) -> bool:
        """Say yes: the library is always installed."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the pages of the text and a member for every attachment.

        Raises:
            BrokenFileError: It is no compound file any more.

        """
        try:
            compound = olefile.OleFileIO(str(source.path))
        except Exception as fault:  # olefile raises whatever a damaged table makes of it
            raise BrokenFileError(
                f"{source.name!r} cannot be opened as an Outlook message ({fault}).",
                why="It was probably cut short on its way.",
                remedy="Ask for the mail again.",
            ) from fault
        with compound:
            message = _Message(compound, ())
            letter = message.letter()
            yield letter.opened(media.MSG, self.name)
            yield from typeset(_flow(message, letter, options), options)


def _flow(message: _Message, letter: Letter, options: ReadOptions, depth: int = 1) -> Iterator[Flow]:
    yield from letter.flow()
    yield from _warnings(message, letter)
    keeper = names.NameKeeper()
    for number, place in enumerate(message.attachments(), 1):
        yield from _attachment(message, place, number, keeper, (options, depth))


def _warnings(message: _Message, letter: Letter) -> Iterator[Notice]:
    kind = message.text(_CLASS).lower()
    types = [_Message(message.compound, place).text(_MIME).lower() for place in message.attachments()]
    if kind.endswith("multipartsigned"):
        yield Notice("mail-signed", "The mail carries a digital signature, which is not checked here.")
    elif kind.startswith(_SHUT_CLASSES) or any(one in _SHUT_TYPES for one in types):
        yield Notice(
            "mail-encrypted", "The mail is encrypted for its recipients; only its head could be read.", partial=True
        )
    elif message.unread_body and not letter.body:
        yield Notice("mail-body-unreadable", "The text of the mail could not be read.", partial=True)


def _attachment(
    message: _Message, place: tuple[str, ...], number: int, keeper: names.NameKeeper, way: tuple[ReadOptions, int]
) -> Iterator[Flow]:
    options, depth = way
    attached = _Message(message.compound, place, message.code_page)
    given = next((name for pid in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME) if (name := attached.text(pid))), "")
    name = names.clean(given or f"attachment {number}").text.replace("/", "_")
    if attached.has((_OBJECT,)):
        yield from _embedded(message, (*place, _OBJECT), name, keeper, (options, depth))
        return
    content = attached.data(_CONTENT)
    if content is None:
        text = f"The attachment {name!r} is only a link to a place outside the mail; its content is not in it."
        yield Notice("attachment-elsewhere", text, partial=True)
        return
    yield member(content, keeper.own(name), options.work_folder, "attachment")


def _embedded(
    message: _Message, place: tuple[str, ...], name: str, keeper: names.NameKeeper, way: tuple[ReadOptions, int]
) -> Iterator[Flow]:
    """Yield a mail or an object inside the mail as a file of its own, or read it in place when it is too large."""
    options, depth = way
    inner = _Message(message.compound, place, message.code_page)
    is_mail = inner.has((_PROPERTIES,))
    packed = compound_file(inner.streams(as_file=is_mail))
    suffix = ".msg" if is_mail else ".ole"
    if packed is not None:
        yield member(
            packed,
            keeper.own(name if name.lower().endswith(suffix) else name + suffix),
            options.work_folder,
            "attachment",
        )
    elif is_mail and depth < _MOST_DEPTH:
        yield Notice("attachment-in-place", f"The attached mail {name!r} is read as a part of this one.")
        yield from _flow(inner, inner.letter(), options, depth + 1)
    else:
        yield Notice("member-refused", f"The object {name!r} in the mail is too large to be taken out.", partial=True)


class _Message:
    """The properties of a message, an attachment or an embedded message."""

    def __init__(self, compound: olefile.OleFileIO, place: tuple[str, ...], code_page: str = "") -> None:
        self.compound = compound
        self._place = place
        self.code_page = code_page or self._find_code_page()
        self.unread_body = False

    def has(self, path: tuple[str, ...]) -> bool:
        return bool(self.compound.exists([*self._place, *path]))

    def streams(self, *, as_file: bool) -> dict[tuple[str, ...], bytes]:
        """Return everything inside, as a message of its own when it is one.

        The property stream of a message inside another lacks the last eight bytes of the head.
        """
        depth = len(self._place)
        found: dict[tuple[str, ...], bytes] = {}
        for path in self.compound.listdir(streams=True, storages=False):
            if tuple(path[:depth]) == self._place:
                found[tuple(path[depth:])] = self._stream(tuple(path))
        if as_file and (_PROPERTIES,) in found:
            own = found[_PROPERTIES,]
            found[_PROPERTIES,] = own[:24] + bytes(8) + own[24:]
        return found

    def attachments(self) -> list[tuple[str, ...]]:
        """Return the places of the attachments, in order."""
        depth = len(self._place)
        places = {
            tuple(path[: depth + 1])
            for path in self.compound.listdir()
            if len(path) > depth and tuple(path[:depth]) == self._place and path[depth].startswith(_ATTACHMENT)
        }
        return sorted(places)

    def _stream(self, path: tuple[str, ...]) -> bytes:
        with self.compound.openstream(list(path)) as stream:
            return bytes(stream.read())

    def _property(self, pid: int, kind: str) -> bytes | None:
        path = (*self._place, f"__substg1.0_{pid:04X}{kind}")
        return self._stream(path) if self.compound.exists(list(path)) else None

    def data(self, pid: int) -> bytes | None:
        return self._property(pid, "0102")

    def text(self, pid: int) -> str:
        wide = self._property(pid, "001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").strip("\0").strip()
        narrow = self._property(pid, "001E")
        return decoded(narrow, self.code_page)[0].strip("\0").strip() if narrow else ""

    def _number(self, pid: int) -> int | None:
        """Return a number or a moment from the property stream, whose rows have sixteen bytes."""
        path = (*self._place, _PROPERTIES)
        if not self.compound.exists(list(path)):
            return None
        content = self._stream(path)
        for place in range(len(content) % 16, len(content) - 15, 16):
            _, row_pid, _, value = struct.unpack_from("<HHIQ", content, place)
            if row_pid == pid:
                return int(value)
        return None

    def _find_code_page(self) -> str:
        """Return the encoding of the narrow strings: as noted, else as they look."""
        for pid in _CODE_PAGES:
            number = (self._number(pid) or 0) & 0xFFFFFFFF
            name = {65001: "utf-8", 936: "gb18030", 54936: "gb18030", 950: "big5hkscs"}.get(number, f"cp{number}")
            if number and _is_known(name):
                return name
        samples = [self._property(pid, "001E") or b"" for pid in (_SUBJECT, _TO, _SENDER_NAME, _BODY)]
        return names.encoding_of_names([sample[:2000] for sample in samples])

    def letter(self) -> Letter:
        head = email.message_from_string(self.text(_HEADERS))
        sender = header_text(head["from"]) or self._sender()
        return Letter(
            subject=self.text(_SUBJECT) or header_text(head["subject"]),
            sender=sender,
            to=self.text(_TO) or header_text(head["to"]),
            copies=self.text(_COPIES) or header_text(head["cc"]),
            blind_copies=self.text(_BLIND_COPIES),
            date=header_text(head["date"]) or self._date(),
            body=self._body(),
        )

    def _sender(self) -> str:
        name = self.text(_SENDER_NAME) or self.text(_SENT_FOR)
        address = next((text for pid in (_SENDER_SMTP, _SENDER_ADDRESS) if "@" in (text := self.text(pid))), "")
        return f"{name} <{address}>" if name and address and name != address else name or address

    def _date(self) -> str:
        ticks = self._number(_SENT) or self._number(_DELIVERED)
        if not ticks or ticks >= 1 << 63:
            return ""
        try:
            return (_EPOCH + dt.timedelta(microseconds=ticks // 10)).isoformat(sep=" ", timespec="seconds")
        except OverflowError:
            return ""

    def _body(self) -> tuple[Block, ...]:
        plain = self.text(_BODY)
        if plain.strip():
            return of_plain(plain)
        page = self.data(_HTML)
        markup = decoded(page, self.code_page)[0] if page else self.text(_HTML)
        rich = self.data(_RTF) or b""
        self.unread_body = bool(markup.strip() or rich)
        return of_page(markup) if markup.strip() else of_plain(text_of_rtf(unpacked_rtf(rich)))


def _is_known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True
