"""Mail as it travels (.eml).

The parser of the standard library is used with its oldest rules, which hand over headers as they are:
its newer ones fail on the broken headers that real mail is full of.
"""

from __future__ import annotations

import email
import email.policy
import email.utils
import io
from collections.abc import Iterator
from email.generator import BytesGenerator
from email.message import Message

from anjuan.reading import media
from anjuan.reading.blocks import Block, Flow, Paragraph
from anjuan.reading.containers import names
from anjuan.reading.errors import BrokenFileError
from anjuan.reading.mail.bodies import of_page, of_plain, says_something
from anjuan.reading.mail.letter import Letter
from anjuan.reading.mail.wording import decoded, header_text
from anjuan.reading.office.members import may_be_scan, member
from anjuan.reading.pages import Event, Notice
from anjuan.reading.protocol import ReadOptions, Source
from anjuan.reading.typesetting import typeset

_SUFFIXES = {
    "text/html": ".html",
    "text/plain": ".txt",
    "text/calendar": ".ics",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
}
_HEAD_FIELDS = (
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "received",
    "return-path",
    "mime-version",
    "content-type",
)
_ENCRYPTED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})


class _AsItStands(email.policy.Compat32):
    """Hands over headers with their very bytes; the library would put a mark in place of every foreign one."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002
        return value


_AS_IT_STANDS = _AsItStands()


class EmlReader:
    """Reads mail in the form of RFC 5322."""

    name = "eml/1"
    media_types = frozenset({media.EML})

    def available(self) -> bool:
        """Say yes: all it needs comes with Python."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the pages of the text and a member for every attachment.

        Raises:
            BrokenFileError: There is neither a head nor a text.

        """
        with source.path.open("rb") as stream:
            message = email.message_from_binary_file(stream, policy=_AS_IT_STANDS)
        sorting = _Sorting(options)
        sorting.sort(message)
        letter = _letter(message, sorting)
        if not any(name in message for name in _HEAD_FIELDS) or not (letter.subject or letter.sender or sorting.found):
            raise BrokenFileError(
                f"{source.name!r} holds nothing of a mail: neither a head nor a text.",
                why="It was probably cut short on its way.",
                remedy="Ask for the mail again.",
            )
        yield letter.opened(source.media_type, self.name)
        yield from typeset(_flow(letter, sorting), options)


def _flow(letter: Letter, sorting: _Sorting) -> Iterator[Flow]:
    yield from letter.flow()
    yield from sorting.notices
    yield from sorting.members()


def _letter(message: Message, sorting: _Sorting) -> Letter:
    subject, sender, to, copies, blind_copies, date = (
        _all(message, name) for name in ("subject", "from", "to", "cc", "bcc", "date")
    )
    return Letter(subject, sender, to, copies, blind_copies, date, sorting.body())


def _all(message: Message, name: str) -> str:
    return "; ".join(text for value in message.get_all(name, []) if (text := header_text(value)))


class _Sorting:
    """Parts a mail into text and files."""

    def __init__(self, options: ReadOptions) -> None:
        self.notices: list[Notice] = []
        self._options = options
        self._texts: list[tuple[Block, ...]] = []
        self._files: list[Message] = []
        self._small_pictures = 0

    @property
    def found(self) -> bool:
        """Whether the mail has a text or a file."""
        return bool(self._files) or any(says_something(part) for part in self._texts)

    def body(self) -> tuple[Block, ...]:
        """Return all parts of the text, in order, an empty paragraph between two of them."""
        parts = [part for part in self._texts if says_something(part)]
        return tuple(block for number, part in enumerate(parts) for block in ((Paragraph(""),) * bool(number) + part))

    def sort(self, part: Message) -> None:
        """Put a part and all within it where it belongs."""
        kind = part.get_content_type()
        if kind in _ENCRYPTED:
            self._encrypted(part, kind)
        elif kind == "multipart/alternative" and part.is_multipart():
            self._alternative(part)
        elif kind == "message/rfc822":
            self._files.append(part)
        elif part.is_multipart():
            for one in _parts(part):
                self.sort(one)
        elif kind in _SIGNATURES:
            self._say("mail-signed", "The mail carries a digital signature, which is not checked here.")
        elif kind in ("text/plain", "text/html") and not _is_file(part):
            self._texts.append(self._text(part))
        else:
            self._files.append(part)

    def _alternative(self, part: Message) -> None:
        """Take one of several forms of the same text: the plain one unless it is empty. Files count in every form."""
        inner = _parts(part)
        texts = {one.get_content_type(): self._text(one) for one in inner if one.get_content_maintype() == "text"}
        forms = [texts.get("text/plain", ()), texts.get("text/html", ())]
        chosen = next((form for form in forms if says_something(form)), None)
        self._texts += [chosen] if chosen else []
        for one in inner:
            if one.is_multipart():
                known = list(self._texts)
                self.sort(one)
                self._texts = known if chosen else self._texts
            elif one.get_content_maintype() != "text" or one.get_content_type() == "text/calendar":
                self.sort(one)

    def _text(self, part: Message) -> tuple[Block, ...]:
        text, whole = decoded(_bytes(part), _charset(part))
        if not whole:
            self._say("characters-unreadable", "Some characters of the mail could not be read.", partial=True)
        return of_page(text) if part.get_content_type() == "text/html" else of_plain(text)

    def _encrypted(self, part: Message, kind: str) -> None:
        if str(part.get_param("smime-type", "")).lower() == "signed-data":
            text = "The mail is wrapped in a digital signature (S/MIME, signed-data); its content was not taken out."
        else:
            text = f"The mail is encrypted ({kind}) for its recipients; only its head could be read."
        self._say("mail-encrypted", text, partial=True)
        if kind != "multipart/encrypted":
            self._files.append(part)

    def _say(self, code: str, text: str, *, partial: bool = False) -> None:
        notice = Notice(code, text, partial=partial)
        if notice not in self.notices:
            self.notices.append(notice)

    def members(self) -> Iterator[Flow]:
        """Yield a member for every file, and a notice about small pictures that belong to the layout."""
        keeper = names.NameKeeper()
        for number, part in enumerate(self._files, 1):
            content = _bytes(part)
            if _is_decoration(part, content):
                self._small_pictures += 1
                continue
            name = keeper.own(names.clean(_file_name(part, number)).text)
            yield member(content, name.replace("/", "_"), self._options.work_folder, "attachment")
        if self._small_pictures:
            count = self._small_pictures
            yield Notice("layout-pictures", f"{count} small pictures of the mail's layout are not kept by themselves.")


def _parts(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _is_file(part: Message) -> bool:
    disposition = str(part.get("content-disposition", "")).strip().lower()
    return disposition.startswith("attachment") or bool(_given_name(part))


def _is_decoration(part: Message, content: bytes) -> bool:
    shown_inside = bool(part.get("content-id")) or bool(part.get("content-location"))
    attached = str(part.get("content-disposition", "")).strip().lower().startswith("attachment")
    return part.get_content_maintype() == "image" and shown_inside and not attached and not may_be_scan(content)


def _charset(part: Message) -> str:
    value = part.get_param("charset", "")
    return str(value[2] if isinstance(value, tuple) else value or "")


def _bytes(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        stream = io.BytesIO()
        for inner in _parts(part)[:1]:
            BytesGenerator(stream, mangle_from_=False, policy=_AS_IT_STANDS).flatten(inner)
        return stream.getvalue()
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _given_name(part: Message) -> str:
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        value = part.get_param(parameter, None, header)
        if isinstance(value, tuple):
            raw = str(value[2]).encode("latin-1", "surrogateescape") if _is_latin(str(value[2])) else b""
            return decoded(raw, value[0] or "")[0] if raw else str(value[2])
        if value:
            return header_text(email.utils.unquote(str(value)))
    return ""


def _is_latin(text: str) -> bool:
    try:
        text.encode("latin-1", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def _file_name(part: Message, number: int) -> str:
    name = _given_name(part)
    if name:
        return name
    kind = part.get_content_type()
    if kind == "message/rfc822":
        subject = next((header_text(inner["subject"]) for inner in _parts(part)), "")
        return f"{subject.replace('/', '_') or f'mail {number}'}.eml"
    return f"attachment {number}{_SUFFIXES.get(kind, '')}"
