"""Every option of an installation: its name, meaning, default and where its value came from.

The data home holds ``anjuan.toml``. An option can also be given by the environment variable
``ANJUAN_<TABLE>_<KEY>``. A name that is not in this module refuses the start, with the nearest
known name: a setting that is ignored in silence is worse than none.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pydantic

from anjuan.accounts.rules.tables import roles
from anjuan.config.passing import (
    DownloadOptions,
    LanguageOptions,
    MailboxOptions,
    MailOptions,
    OptionTable,
    ShareOptions,
)
from anjuan.kit.errors import AnjuanError, ExitCode

HOME_VARIABLE = "ANJUAN_HOME"
FILE_NAME = "anjuan.toml"


class OptionError(AnjuanError):
    """An option is unknown or has a value that cannot be meant."""

    code = "CONF-001"
    exit_code = ExitCode.USAGE


class BodyOptions(OptionTable):
    """The certification body that runs this installation."""

    name: str = pydantic.Field("", description="Name of the certification body, shown in the header and on print.")
    fonds_number: str = pydantic.Field(
        "", pattern=r"^([A-Z]\d{3})?$", description="Fonds number of DA/T 13-2022: one capital letter and three digits."
    )
    name_en: str = pydantic.Field("", description="The name in English, as certificates print it.")
    address: str = pydantic.Field("", description="Address of the body, at the foot of certificates.")
    approval_number: str = pydantic.Field(
        "", pattern=r"^(CNCA-RF?-\d{4}-\d{2,4})?$", description="Approval number, such as CNCA-R-2018-454."
    )
    verify_address: str = pydantic.Field(
        "",
        pattern=r"^(https?://[^\s?#]+)?$",
        description="Where the public look-up is reached from outside; QR codes of certificates lead there.",
    )


class WebOptions(OptionTable):
    """The web interface."""

    host: str = pydantic.Field("127.0.0.1", description="Address to listen on; 0.0.0.0 listens on all.")
    port: int = pydantic.Field(8321, ge=1, le=65535, description="Port to listen on.")
    allowed_hosts: tuple[str, ...] = pydantic.Field(
        ("localhost", "127.0.0.1", "[::1]"), description="Host names that the pages may be asked for under."
    )
    behind_https: bool = pydantic.Field(
        default=False, description="True behind a proxy that speaks HTTPS: secure cookies."
    )
    language: str = pydantic.Field(
        "zh-hans", pattern="^(zh-hans|en)$", description="Language of the pages until a person chooses another."
    )
    upload_mb: int = pydantic.Field(2048, ge=1, description="Largest file that can be dropped on a page, in MiB.")


class ApiOptions(OptionTable):
    """The interface for programs."""

    token_days: int = pydantic.Field(365, ge=1, le=3660, description="Most days for which an access token opens.")
    requests_per_minute: int = pydantic.Field(
        600, ge=1, le=1_000_000, description="Requests of one access token in a minute, in each web process."
    )
    piece_mb: int = pydantic.Field(8, ge=1, le=64, description="Largest piece of a file in one request, in MiB.")


class ReadingOptions(OptionTable):
    """What one file may cost, and how much is read at once."""

    workers: int = pydantic.Field(0, ge=0, le=256, description="Reading processes; 0 takes one for each core.")
    memory_mb: int = pydantic.Field(2048, ge=256, description="Memory of one reading process, in MiB.")
    seconds_per_page: float = pydantic.Field(120.0, gt=0, description="Longest time for one page.")
    seconds_per_file: float = pydantic.Field(10_800.0, gt=0, description="Longest time for one file.")
    pages: int = pydantic.Field(20_000, ge=1, description="Most pages of one file.")
    members: int = pydantic.Field(10_000, ge=1, description="Most files inside one container, all depths together.")
    depth: int = pydantic.Field(5, ge=1, le=50, description="How many containers may lie in each other.")
    unpacked_mb: int = pydantic.Field(4096, ge=1, description="Most that one container may unpack to, in MiB.")
    passwords: tuple[str, ...] = pydantic.Field((), description="Passwords to try on protected files, in order.")


class SearchOptions(OptionTable):
    """The search index."""

    shards: int = pydantic.Field(1, ge=1, le=64, description="Parts of the index; changing it needs a rebuild.")
    commit_seconds: float = pydantic.Field(1.0, gt=0, description="Longest time until a read page is findable.")


class BackupOptions(OptionTable):
    """Backups that the program makes by itself."""

    folder: str = pydantic.Field("", description="Folder that backups are written to; empty makes none.")
    every_hours: float = pydantic.Field(24.0, gt=0, description="Hours from one backup to the next.")
    keep: int = pydantic.Field(7, ge=1, description="Backups that stay; the oldest go.")
    warn_days: int = pydantic.Field(7, ge=1, le=365, description="A last backup older than this is warned of.")


class IntakeOptions(OptionTable):
    """The watched folder: what lies in it at rest is taken in by itself."""

    folder: str = pydantic.Field("", description="Folder that is watched, as an absolute path; empty watches none.")
    mode: str = pydantic.Field(
        "case_per_folder",
        pattern="^(case_per_folder|one_case)$",
        description="Whether each folder inside becomes a case, or all of one entry together.",
    )
    rest_seconds: int = pydantic.Field(
        60, ge=5, le=86_400, description="An entry is taken in when nothing of it has changed for so long."
    )
    look_seconds: int = pydantic.Field(20, ge=5, le=3600, description="Seconds from one look to the next.")


class SigninOptions(OptionTable):
    """How people log in."""

    second_factor_roles: tuple[str, ...] = pydantic.Field(
        (), description="Roles whose holders must have a second factor, by key; `all` asks everybody."
    )
    login_hours: float = pydantic.Field(12.0, gt=0, le=720, description="Hours until one must log in again.")
    idle_minutes: int = pydantic.Field(0, ge=0, description="Minutes without a request that end a log-in; 0 never.")
    confirm_minutes: int = pydantic.Field(
        15, ge=1, description="Minutes after the password was typed in which dangerous deeds do not ask for it again."
    )

    @pydantic.field_validator("second_factor_roles")
    @classmethod
    def _known_roles(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        known = {role.key for role in roles().latest.roles} | {"all"} if value else set()
        if unknown := [name for name in value if name not in known]:
            message = f"{', '.join(unknown)} is no role; roles are {', '.join(sorted(known))}"
            raise ValueError(message)
        return value


class OidcOptions(OptionTable):
    """Log-in through the body's own provider (OpenID Connect). Off while the issuer is empty."""

    issuer: str = pydantic.Field("", description="Address of the provider as its discovery document states it.")
    client_id: str = pydantic.Field("", description="Name under which the provider knows this installation.")
    client_secret: str = pydantic.Field("", description="Secret that goes with it.")
    name: str = pydantic.Field("统一身份认证", description="What the button of the log-in page says.")
    match: str = pydantic.Field(
        "email",
        pattern="^(email|username)$",
        description="What makes somebody a person known here at the first log-in: an e-mail address that the provider"
        " has verified, or the name in `username_claim`.",
    )
    username_claim: str = pydantic.Field("preferred_username", description="Claim that holds the log-in name.")
    create: bool = pydantic.Field(
        default=False, description="True makes a person without any role for somebody not yet known; false refuses."
    )
    second_factor: bool = pydantic.Field(
        default=True, description="False when the provider asks for a second factor itself: ours is not asked then."
    )

    @pydantic.model_validator(mode="after")
    def _complete(self) -> OidcOptions:
        if self.issuer and not (self.client_id and self.client_secret):
            message = "an issuer needs client_id and client_secret"
            raise ValueError(message)
        parts = urlsplit(self.issuer)
        if self.issuer and parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
            message = "the issuer must be an https address"
            raise ValueError(message)
        return self


class KnowledgeOptions(OptionTable):
    """What is compiled out of case files."""

    least_clients: int = pydantic.Field(
        3, ge=1, le=100,
        description="A line that fewer clients support is published only after a person agreed; a code with fewer"
        " clients takes the cases of the code above.",
    )  # fmt: skip


class Options(OptionTable):
    """All options, table by table."""

    body: BodyOptions = BodyOptions()
    web: WebOptions = WebOptions()
    api: ApiOptions = ApiOptions()
    reading: ReadingOptions = ReadingOptions()
    search: SearchOptions = SearchOptions()
    backup: BackupOptions = BackupOptions()
    intake: IntakeOptions = IntakeOptions()
    mailbox: MailboxOptions = MailboxOptions()
    mail: MailOptions = MailOptions()
    knowledge: KnowledgeOptions = KnowledgeOptions()
    share: ShareOptions = ShareOptions()
    download: DownloadOptions = DownloadOptions()
    signin: SigninOptions = SigninOptions()
    oidc: OidcOptions = OidcOptions()
    language: LanguageOptions = LanguageOptions()


def home_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the data home: ``$ANJUAN_HOME``, or ``anjuan-home`` in the folder one stands in."""
    return Path(environment.get(HOME_VARIABLE) or "anjuan-home").expanduser().resolve()


def load_options(home: Path, environment: Mapping[str, str] = os.environ) -> Options:
    """Return the options of a data home.

    Raises:
        OptionError: The file is no TOML, or an option is unknown or has a wrong value.

    """
    values = _from_file(home / FILE_NAME)
    for key, value in _from_environment(environment):
        table, _, name = key.partition(".")
        values.setdefault(table, {})[name] = value
    try:
        return Options.model_validate(values)
    except pydantic.ValidationError as error:
        raise _explained(error, home / FILE_NAME) from error


def _from_file(path: Path) -> dict[str, dict[str, Any]]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise OptionError(
            f"{path} is no valid TOML: {error}.", remedy="Mend the place named and start again."
        ) from error


def _from_environment(environment: Mapping[str, str]) -> list[tuple[str, Any]]:
    found = []
    for table, field in Options.model_fields.items():
        model = field.annotation
        if not isinstance(model, type) or not issubclass(model, OptionTable):
            continue
        for name, option in model.model_fields.items():
            value = environment.get(f"ANJUAN_{table}_{name}".upper())
            if value is not None:
                listed = "tuple" in str(option.annotation)
                found.append((f"{table}.{name}", [item for item in value.split(",") if item] if listed else value))
    return found


def option_names() -> list[str]:
    """Return every option as ``table.key``, in the order of this module."""
    return [
        f"{table}.{name}"
        for table, field in Options.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, OptionTable)
        for name in field.annotation.model_fields
    ]


def _explained(error: pydantic.ValidationError, path: Path) -> OptionError:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        near = difflib.get_close_matches(name, option_names(), n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"Known options are: {', '.join(option_names())}."
        return OptionError(
            f"{path.name} sets {name!r}, which is no option.",
            why="A setting that is not understood would be ignored in silence.",
            remedy=f"{hint} Remove or rename it in {path}.",
        )
    return OptionError(
        f"The option {name!r} has the value {first.get('input')!r}: {first['msg']}.",
        remedy=f"Correct it in {path}, or in the environment variable ANJUAN_{name.replace('.', '_').upper()}.",
    )
