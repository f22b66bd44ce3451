"""Handing one mail to an SMTP server, in a way that tells for sure whether the server may have it."""

from __future__ import annotations

import dataclasses
import os
import smtplib
import ssl
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from anjuan.kit.errors import AnjuanError

PASSWORD = "ANJUAN_MAIL_PASSWORD"  # noqa: S105  the name of the variable
_READY, _TAKEN = 354, 250


class PostError(AnjuanError):
    """A mail could not be handed over: the server surely does not have it."""

    code = "MINE-065"


class PostUnknownError(AnjuanError):
    """The connection broke off while a mail was handed over: the server may have it."""

    code = "MINE-066"


@dataclasses.dataclass(frozen=True, slots=True)
class PostOffice:
    """How the server is reached."""

    host: str
    port: int
    security: str
    user: str
    password: str
    seconds: float


def post_office(options: Any, environment: Mapping[str, str] = os.environ) -> PostOffice:  # noqa: ANN401  the room below does not know the options' class
    """Return how the server of the options is reached.

    Raises:
        PostError: A user is named, and no password can be read.

    """
    password = environment.get(PASSWORD, "")
    if options.password_file:
        try:
            lines = Path(options.password_file).expanduser().read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeError) as error:
            raise PostError(
                f"The file {options.password_file} with the password of the mail server cannot be read.",
                remedy="Correct password_file under [mail], or its rights.",
            ) from error
        password = lines[0] if lines else ""
    if options.user and not password:
        raise PostError(
            "The mail server has no password.", remedy=f"Give it in {PASSWORD}, or in a file named by password_file."
        )
    return PostOffice(options.host, options.port, options.security, options.user, password, options.seconds)


class Post:
    """A connection to the server for as long as the ``with`` lasts.

    Raises:
        PostError: The server cannot be reached, or does not let the user in.

    """

    def __init__(self, office: PostOffice) -> None:
        self._office = office
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        office = self._office
        try:
            self._smtp = self._connected(office)
            if office.user:
                self._smtp.login(office.user, office.password)
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            raise self._failed(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def hand_over(self, letter: EmailMessage, *, about_to: Callable[[], None]) -> None:
        """Hand a mail over; ``about_to`` is called when everything but the mail itself is said.

        Raises:
            PostError: The server does not take it.
            PostUnknownError: The connection broke off after the mail was begun.

        """
        smtp = self._smtp
        if smtp is None:
            raise PostError("The mail server is not connected.", remedy="Open the connection first.")
        try:
            smtp.ehlo_or_helo_if_needed()
            self._must(smtp.mail(str(letter["From"])), 250)
            self._must(smtp.rcpt(str(letter["To"])), 250)
            self._must(smtp.docmd("DATA"), _READY)
        except (OSError, smtplib.SMTPException) as error:
            raise self._failed(error) from error
        about_to()
        content = letter.as_bytes(policy=SMTP)
        lines = (b"." + line if line.startswith(b".") else line for line in content.splitlines())
        try:
            smtp.send(b"\r\n".join(lines) + b"\r\n.\r\n")
            code, said = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise PostUnknownError(
                f"The mail server {self._office.host} broke off while it took a mail: {error}.",
                why="It may have the mail; sending it again might send it twice.",
                remedy="The news stand in the workbench as well.",
            ) from error
        self._must((code, said), _TAKEN)

    def _connected(self, office: PostOffice) -> smtplib.SMTP:
        if office.security == "tls":
            return smtplib.SMTP_SSL(
                office.host, office.port, timeout=office.seconds, context=ssl.create_default_context()
            )
        smtp = smtplib.SMTP(office.host, office.port, timeout=office.seconds)
        if office.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        return smtp

    def _must(self, answer: tuple[int, bytes], wanted: int) -> None:
        code, said = answer
        if code != wanted:
            raise PostError(
                f"The mail server {self._office.host} answered {code} {said.decode(errors='replace')[:120]}.",
                remedy="Look at the options under [mail] and at the server.",
            )

    def _failed(self, error: Exception) -> PostError:
        if isinstance(error, PostError):
            return error
        return PostError(
            f"The mail server {self._office.host} cannot be used: {error}.",
            remedy="Look at the options under [mail] and at the server.",
        )

    def _close(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None
