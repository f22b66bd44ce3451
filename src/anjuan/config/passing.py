"""Options of what passes the doors of the archive by itself: mail that comes, links and downloads that leave."""

from __future__ import annotations

from urllib.parse import urlsplit

import pydantic

from anjuan.accounts.rules.tables import roles


class OptionTable(pydantic.BaseModel):
    """One table of options: unknown keys are refused, values never change."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class MailboxOptions(OptionTable):
    """The mailbox: mails in it are taken in by themselves. Off while the host is empty."""

    host: str = pydantic.Field("", description="Host of the IMAP server; empty takes in no mail.")
    port: int = pydantic.Field(993, ge=1, le=65535, description="Port of the IMAP server.")
    security: str = pydantic.Field(
        "tls",
        pattern="^(tls|starttls|none)$",
        description="`tls` from the first byte, `starttls` after a greeting, or `none` on this machine only.",
    )
    user: str = pydantic.Field("", description="Name to log in with.")
    password_file: str = pydantic.Field(
        "", description="File whose first line is the password; otherwise it is taken from ANJUAN_MAILBOX_PASSWORD."
    )
    folder: str = pydantic.Field("INBOX", min_length=1, description="Folder of the mailbox that is looked into.")
    filed_folder: str = pydantic.Field(
        "已入库", min_length=1, description="Folder that a mail is moved to when everything of it is filed."
    )
    failed_folder: str = pydantic.Field(
        "未入库", min_length=1, description="Folder that a mail is moved to when something of it could not be filed."
    )
    senders: tuple[str, ...] = pydantic.Field(
        (),
        description="Addresses whose mail is taken in, `@example.org` for all of a domain; empty takes in every mail.",
    )
    look_minutes: float = pydantic.Field(5.0, ge=0.1, le=1440, description="Minutes from one look to the next.")
    most_mb: int = pydantic.Field(200, ge=1, le=4096, description="Largest mail that is taken in, in MiB.")
    seconds: float = pydantic.Field(60.0, gt=0, le=600, description="Longest wait for an answer of the server.")

    @pydantic.model_validator(mode="after")
    def _apart(self) -> MailboxOptions:
        if len({self.folder, self.filed_folder, self.failed_folder}) < len(("folder", "filed", "failed")):
            message = "folder, filed_folder and failed_folder must be three folders"
            raise ValueError(message)
        if self.security == "none" and self.host not in ("", "localhost", "127.0.0.1", "::1"):
            message = "a password goes over the network in clear with security = none; use tls or starttls"
            raise ValueError(message)
        return self


class MailOptions(OptionTable):
    """Mail that leaves: digests of subscriptions. Off while the host is empty."""

    host: str = pydantic.Field("", description="Host of the SMTP server; empty sends no mail.")
    port: int = pydantic.Field(465, ge=1, le=65535, description="Port of the SMTP server.")
    security: str = pydantic.Field(
        "tls",
        pattern="^(tls|starttls|none)$",
        description="`tls` from the first byte, `starttls` after a greeting, or `none` on this machine only.",
    )
    user: str = pydantic.Field("", description="Name to log in with; empty logs in nobody.")
    password_file: str = pydantic.Field(
        "", description="File whose first line is the password; otherwise it is taken from ANJUAN_MAIL_PASSWORD."
    )
    sender: str = pydantic.Field("", description="Address that mails come from.")
    address: str = pydantic.Field(
        "", description="Address of this installation as links in mails name it, such as https://archive.example.org."
    )
    digest_hours: float = pydantic.Field(24.0, ge=1, le=744, description="Hours from one digest to the next.")
    seconds: float = pydantic.Field(30.0, gt=0, le=600, description="Longest wait for an answer of the server.")

    @pydantic.model_validator(mode="after")
    def _complete(self) -> MailOptions:
        if self.host and not ("@" in self.sender and self.address.startswith(("http://", "https://"))):
            message = "a host needs sender, and address with http:// or https://"
            raise ValueError(message)
        if self.security == "none" and self.host not in ("", "localhost", "127.0.0.1", "::1"):
            message = "mails go over the network in clear with security = none; use tls or starttls"
            raise ValueError(message)
        return self


class ShareOptions(OptionTable):
    """Links by which people without a log-in read cases."""

    days: int = pydantic.Field(7, ge=1, le=366, description="Days for which a link opens unless its maker says more.")
    most_days: int = pydantic.Field(30, ge=1, le=366, description="Most days for which a link may open.")
    approval: str = pydantic.Field(
        "never",
        pattern="^(never|held|always)$",
        description="Which links somebody else must allow first: none, those to cases under a legal hold, or all.",
    )

    @pydantic.model_validator(mode="after")
    def _within(self) -> ShareOptions:
        if self.days > self.most_days:
            message = f"days ({self.days}) may not be more than most_days ({self.most_days})"
            raise ValueError(message)
        return self


class DownloadOptions(OptionTable):
    """In which form each role takes papers out. Roles not named here do as the program's own table says."""

    original: tuple[str, ...] = pydantic.Field((), description="Roles that take files as they were received.")
    marked: tuple[str, ...] = pydantic.Field((), description="Roles that take PDF with a watermark over it.")
    pictures: tuple[str, ...] = pydantic.Field((), description="Roles that take PDF of pictures with a watermark.")
    none: tuple[str, ...] = pydantic.Field((), description="Roles that take nothing out.")
    parcel_days: int = pydantic.Field(3, ge=1, le=90, description="Days for which a parcel of cases is kept.")

    @pydantic.model_validator(mode="after")
    def _roles_once(self) -> DownloadOptions:
        named = [*self.original, *self.marked, *self.pictures, *self.none]
        known = {role.key for role in roles().latest.roles} if named else set()
        if unknown := [name for name in named if name not in known]:
            message = f"{', '.join(unknown)} is no role; roles are {', '.join(sorted(known))}"
            raise ValueError(message)
        if twice := sorted({name for name in named if named.count(name) > 1}):
            message = f"{', '.join(twice)} stands in two of original, marked, pictures and none"
            raise ValueError(message)
        return self


class LanguageOptions(OptionTable):
    """A language model that answers questions in sentences of the archive's pages. Off while the url is empty."""

    url: str = pydantic.Field("", description="Base address of an OpenAI-compatible service; empty uses none.")
    model: str = pydantic.Field("", max_length=100, description="Name of the model there.")
    seconds: float = pydantic.Field(60.0, gt=0, le=600, description="Longest wait for a whole answer.")
    answer_kb: int = pydantic.Field(64, ge=1, le=4096, description="Longest answer, in KiB.")
    answer_tokens: int = pydantic.Field(1024, ge=16, le=32_768, description="Most tokens that an answer may have.")
    price_in: float = pydantic.Field(0.0, ge=0, description="Price of 1,000 tokens that are sent.")
    price_out: float = pydantic.Field(0.0, ge=0, description="Price of 1,000 tokens that are answered.")
    daily_cost: float = pydantic.Field(0.0, ge=0, description="Most that a day may cost; 0 with a price: none.")

    @pydantic.model_validator(mode="after")
    def _complete(self) -> LanguageOptions:
        if self.url and not self.model:
            message = "an address needs the name of a model"
            raise ValueError(message)
        parts = urlsplit(self.url)
        if self.url and parts.scheme != "https" and (parts.scheme, parts.hostname) not in _LOCAL:
            message = "the address must be https, unless the model runs on this machine"
            raise ValueError(message)
        return self


_LOCAL = {("http", "localhost"), ("http", "127.0.0.1"), ("http", "::1")}
