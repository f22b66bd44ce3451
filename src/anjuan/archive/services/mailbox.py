"""The mailbox: its mails are taken in as files with their attachments, and moved aside when all of them is filed.

A mail goes three steps: its bytes are received as an ``.eml``, the jobs file it and what hangs on it, and only then
it is moved: to one folder when all went well, to another when something could not be filed. A connection that breaks
off, or a worker that is killed, loses nothing and files nothing twice: a batch bears the key of its mail.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import email
import email.policy
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.imap import Account, Envelope, Mailbox, MailboxError
from anjuan.archive.models import Case, Intake, IntakeItem
from anjuan.archive.models.cases import CaseState
from anjuan.archive.models.intake import ItemState
from anjuan.archive.places import places
from anjuan.archive.rules.mails import is_welcome, mail_key, numbers_in
from anjuan.archive.services.cases import case_open
from anjuan.archive.services.receiving import Arriving, bytes_receive, intake_all_received, intake_begin
from anjuan.jobs.protocol import JobSpec, Queue
from anjuan.kit.blobs import Blobs
from anjuan.kit.errors import UsageError
from anjuan.reading.mail.wording import header_text

MAIL_JOB = "archive.mailbox"
PASSWORD = "ANJUAN_MAILBOX_PASSWORD"  # noqa: S105  the name of the variable
WAY = "mail"
#: So many new mails are taken in at one look; the rest at the next.
MOST_MAILS = 200
_LONGEST_SUBJECT, _MIB = 120, 1 << 20
_TROUBLED = (ItemState.FAILED, ItemState.REFUSED, ItemState.CANCELLED)
_OPEN_STATES = (CaseState.COLLECTING, CaseState.FILED)


class MailboxPasswordError(UsageError):
    """The mailbox is set up without a password that can be read."""

    code = "ARCH-072"


@dataclasses.dataclass(frozen=True, slots=True)
class MailState:
    """What the last look left.

    Attributes:
        looked_at: When it was; empty when never.
        fault_code: Code of what it failed of; empty when of nothing.
        fault: The sentence that goes with it.
        passed: Mails left where they are because of their sender.
        too_large: Mails left where they are because of their size.
        waiting: The batch of each mail that was received and not yet moved, by its key in the folder.
        taken: How many mails that look received.
        moved: How many it moved aside.

    """

    looked_at: str = ""
    fault_code: str = ""
    fault: str = ""
    passed: int = 0
    too_large: int = 0
    waiting: Mapping[str, int] = dataclasses.field(default_factory=dict)
    taken: int = 0
    moved: int = 0


def mail_state(home: Path) -> MailState:
    """Return what the last look left; an empty state when there was none."""
    try:
        kept = json.loads(_path(home).read_text(encoding="utf-8"))
        return MailState(**{**kept, "waiting": {str(key): int(one) for key, one in kept["waiting"].items()}})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return MailState()


def _path(home: Path) -> Path:
    return home / "mailbox.json"


def _keep(home: Path, state: MailState) -> None:
    fresh = _path(home).with_suffix(".new")
    fresh.write_text(json.dumps({**dataclasses.asdict(state), "waiting": dict(state.waiting)}), encoding="utf-8")
    fresh.replace(_path(home))


def account_of(environment: Mapping[str, str] = os.environ, *, most_seconds: float = 600.0) -> Account:
    """Return how the mailbox of the options is reached.

    Raises:
        MailboxPasswordError: No password is given, or its file cannot be read.

    """
    options = settings.ANJUAN_OPTIONS.mailbox
    password = environment.get(PASSWORD, "")
    if options.password_file:
        try:
            lines = Path(options.password_file).expanduser().read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeError) as error:
            raise MailboxPasswordError(
                f"The file {options.password_file} with the password of the mailbox cannot be read.",
                remedy="Correct password_file under [mailbox], or its rights.",
            ) from error
        password = lines[0] if lines else ""
    if not password:
        raise MailboxPasswordError(
            "The mailbox has no password.", remedy=f"Give it in {PASSWORD}, or in a file named by password_file."
        )
    seconds = min(options.seconds, most_seconds)
    return Account(options.host, options.port, options.security, options.user, password, seconds)


def mailbox_order(*, now: dt.datetime, queue: Queue) -> bool:
    """Order a look into the mailbox when one is set up and it is time; say whether it was ordered."""
    options = settings.ANJUAN_OPTIONS.mailbox
    if not options.host:
        return False
    looked = mail_state(settings.ANJUAN_HOME).looked_at
    if looked and (now - dt.datetime.fromisoformat(looked)).total_seconds() < options.look_minutes * 60:
        return False
    queue.add(JobSpec(MAIL_JOB, 1, max_attempts=1), now=now)
    return True


def mailbox_look(*, deed: Callable[[], Deed], pulse: Callable[[], None]) -> MailState:
    """Look into the mailbox once; return what came of it. What goes wrong stands in the state, not in an exception."""
    home: Path = settings.ANJUAN_HOME
    before = mail_state(home)
    look = _Look(deed, pulse, home, MailState(deed().now.isoformat(), waiting=before.waiting))
    try:
        with Mailbox(account_of()) as box:
            look.run(box)
    except (MailboxError, MailboxPasswordError) as fault:
        look.state = dataclasses.replace(look.state, fault_code=fault.code, fault=fault.what)
    _keep(home, look.state)
    return look.state


class _Look:
    """One look: what was received is kept after each mail, so that a look that is cut off goes on where it was."""

    def __init__(self, deed: Callable[[], Deed], pulse: Callable[[], None], home: Path, state: MailState) -> None:
        self.deed = deed
        self.pulse = pulse
        self.home = home
        self.state = state
        self.options = settings.ANJUAN_OPTIONS.mailbox

    def run(self, box: Mailbox) -> None:
        """Move what is filed, then take in what is new."""
        box.select(self.options.folder)
        here = box.uids()
        present = {f"{box.validity}:{uid}": uid for uid in here}
        gone = {key: number for key, number in self.state.waiting.items() if key in present}
        self._note(waiting=gone)
        for key, number in gone.items():
            self.pulse()
            self._move(box, key, present[key], number)
        moved = {present[key] for key in gone if key not in self.state.waiting}
        fresh = [uid for key, uid in present.items() if key not in self.state.waiting and uid not in moved]
        for envelope in self._wanted(box, fresh):
            self.pulse()
            content = box.content(envelope.uid)
            intake = mail_take_in(deed=self.deed(), content=content, blobs=places().blobs)
            waiting = {**self.state.waiting, f"{box.validity}:{envelope.uid}": intake.pk}
            self._note(waiting=waiting, taken=self.state.taken + 1)

    def _note(self, **changes: object) -> None:
        self.state = dataclasses.replace(self.state, **changes)  # type: ignore[arg-type]
        _keep(self.home, self.state)

    def _wanted(self, box: Mailbox, uids: list[int]) -> list[Envelope]:
        wanted: list[Envelope] = []
        for envelope in box.envelopes(uids):
            head = _headers(envelope.headers)
            if not is_welcome(head.get("from", ""), self.options.senders):
                self.state = dataclasses.replace(self.state, passed=self.state.passed + 1)
            elif envelope.size_bytes > self.options.most_mb * _MIB:
                self.state = dataclasses.replace(self.state, too_large=self.state.too_large + 1)
            else:
                wanted.append(envelope)
        return sorted(wanted, key=lambda one: one.uid)[:MOST_MAILS]

    def _move(self, box: Mailbox, key: str, uid: int, number: int) -> None:
        """Move a mail of which every file has an outcome."""
        intake = Intake.objects.filter(pk=number).first()
        if intake is not None and intake.finished_at is None:
            return
        troubled = IntakeItem.objects.filter(intake_id=number, state__in=_TROUBLED).count()
        is_bad = troubled or intake is None
        box.move(uid, self.options.failed_folder if is_bad else self.options.filed_folder)
        with durable_transaction():
            journal_write(
                deed=self.deed(), action="mail.aside", subject=f"archive.intake:{number}",
                label=intake.root if intake else "", detail={"failed": troubled},
            )  # fmt: skip
        waiting = {one: batch for one, batch in self.state.waiting.items() if one != key}
        self._note(waiting=waiting, moved=self.state.moved + 1)


def _headers(content: bytes) -> dict[str, str]:
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    # Addresses are taken from the header as it came: a decoded name may look like another address.
    told = {name: header_text(message.get(name)) for name in ("subject", "message-id")}
    return {"from": str(message.get("from", "")), **told}


def mail_take_in(*, deed: Deed, content: bytes, blobs: Blobs) -> Intake:
    """Receive one mail; return its batch, that of before when the same mail was taken in already.

    It goes into the case that its subject names when there is exactly one such and it is open, else into a case of
    its own.

    Raises:
        BlobError: The bytes could not be stored; nothing was accepted.

    """
    head = _headers(content.partition(b"\r\n\r\n")[0].partition(b"\n\n")[0] + b"\n\n")
    key = mail_key(head["message-id"], content)
    known = Intake.objects.filter(way=WAY, root__endswith=f"#{key}").exclude(finished_at=None).order_by("id").last()
    if known is not None:
        return known
    subject = " ".join(head["subject"].split())[:_LONGEST_SUBJECT] or "(无主题)"
    intake = intake_begin(deed=deed, way=WAY, mode="one_case", root=f"{subject} #{key}")
    case = _named(subject) or case_open(deed=deed, title=subject, source_key=f"mail:{key}")
    file = Arriving(f"{subject.replace('/', '_')}.eml", len(content))
    bytes_receive(deed=deed, intake=intake, case=case, file=file, pieces=[content], blobs=blobs)
    intake_all_received(deed=deed, intake=intake)
    return intake


def _named(subject: str) -> Case | None:
    found = list(Case.objects.filter(number__in=numbers_in(subject), state__in=_OPEN_STATES)[:2])
    return found[0] if len(found) == 1 else None


@dataclasses.dataclass(frozen=True, slots=True)
class MailboxTest:
    """A mailbox that answered: how many mails its folder holds, and which folders will be made when needed."""

    mails: int
    to_make: tuple[str, ...]


def mailbox_test(*, most_seconds: float = 15.0) -> MailboxTest:
    """Log in to the mailbox, open its folder and look for the others; nothing is changed.

    Raises:
        MailboxError: It cannot be looked into.
        MailboxPasswordError: It has no password.

    """
    options = settings.ANJUAN_OPTIONS.mailbox
    with Mailbox(account_of(most_seconds=most_seconds)) as box:
        number = box.select(options.folder)
        beside = (options.filed_folder, options.failed_folder)
        return MailboxTest(number, tuple(name for name in beside if not box.has_folder(name)))


def mailbox_order_now(*, deed: Deed, queue: Queue) -> None:
    """Order a look into the mailbox at once."""
    queue.add(JobSpec(MAIL_JOB, 1, max_attempts=1), now=deed.now)
