from __future__ import annotations

import datetime as dt
import email.message

import pytest
from tests.archive.imapserver import FakeMailbox, ImapServer

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry
from anjuan.archive.imap import folder_name
from anjuan.archive.models import Case, Intake, IntakeItem
from anjuan.archive.models.cases import CaseState
from anjuan.archive.models.intake import IntakeState, ItemState
from anjuan.archive.rules.mails import is_welcome, mail_key, numbers_in
from anjuan.archive.services import mailbox
from anjuan.archive.services.cases import case_open
from anjuan.archive.services.mailbox import mail_state, mailbox_look, mailbox_order, mailbox_test
from anjuan.config.options import Options
from anjuan.jobs.models import Job
from anjuan.jobs.queue import TableQueue

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)
FILED, FAILED = folder_name("已入库").strip('"'), folder_name("未入库").strip('"')


@pytest.fixture
def box():
    return FakeMailbox()


@pytest.fixture
def served(box, tmp_path, settings, monkeypatch):
    server = ImapServer(box)
    home = tmp_path / "home"
    (home / "blobs").mkdir(parents=True)
    settings.ANJUAN_HOME = home
    monkeypatch.setenv(mailbox.PASSWORD, box.password)
    wanted = {"host": "127.0.0.1", "port": server.port, "security": "none", "user": "archive", "seconds": 5}
    settings.ANJUAN_OPTIONS = Options.model_validate({"mailbox": wanted})
    yield home
    server.end()


def mail(subject="审核材料", sender="wang@example.org", number=1, body="见附件") -> bytes:
    made = email.message.EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "archive@example.org", subject
    made["Message-ID"] = f"<{number}@example.org>"
    made.set_content(body)
    made.add_attachment("审核计划".encode(), maintype="text", subtype="plain", filename="计划.txt")
    return made.as_bytes(policy=made.policy.clone(linesep="\r\n"))


def look():
    return mailbox_look(deed=lambda: Deed("system", NOW), pulse=lambda: None)


def ended(state: ItemState = ItemState.FILED) -> None:
    IntakeItem.objects.update(state=state)
    Intake.objects.update(state=IntakeState.FINISHED, finished_at=NOW)


def test_a_mail_becomes_a_case_of_its_own_under_its_subject(served, box):
    box.put(mail())
    assert look().taken == 1
    item = IntakeItem.objects.select_related("case").get()
    assert (item.path, item.case.title, item.intake.way) == ("审核材料.eml", "审核材料", "mail")


def test_the_bytes_of_a_mail_are_kept_as_they_came(served, box):
    content = mail()
    box.put(content)
    look()
    original = IntakeItem.objects.get().original
    assert (served / "blobs").exists()
    assert mailbox.places().blobs.path_of(original.sha256).read_bytes() == content


def test_a_mail_that_names_an_open_case_goes_into_it(served, box):
    case = case_open(deed=Deed("li", NOW), title="甲公司")
    box.put(mail(f"Re: 补充材料 {case.number.lower()}"))
    look()
    assert IntakeItem.objects.get().case == case


@pytest.mark.parametrize("state", [CaseState.SEALED, CaseState.DESTROYED])
def test_a_mail_that_names_a_closed_case_gets_one_of_its_own(served, box, state):
    case = case_open(deed=Deed("li", NOW), title="甲公司")
    Case.objects.filter(pk=case.pk).update(state=state)
    box.put(mail(f"补充 {case.number}"))
    look()
    assert IntakeItem.objects.get().case != case


def test_a_mail_stays_until_all_of_it_is_filed(served, box):
    box.put(mail())
    look()
    assert look().moved == 0
    assert len(box.folders["INBOX"]) == 1


def test_a_filed_mail_is_moved_and_the_journal_says_so(served, box):
    box.put(mail())
    look()
    ended()
    assert look().moved == 1
    assert (len(box.folders["INBOX"]), len(box.folders[FILED])) == (0, 1)
    assert JournalEntry.objects.filter(action="mail.aside").count() == 1


@pytest.mark.parametrize("state", [ItemState.FAILED, ItemState.REFUSED])
def test_a_mail_of_which_something_failed_is_moved_elsewhere(served, box, state):
    box.put(mail())
    look()
    ended(state)
    look()
    assert len(box.folders[FAILED]) == 1


@pytest.mark.parametrize("capabilities", ["IMAP4rev1", "IMAP4rev1 UIDPLUS", "IMAP4rev1 AUTH=PLAIN MOVE ID"])
def test_servers_that_know_less_are_served_too(served, box, capabilities):
    box.capabilities = capabilities
    box.put(mail())
    look()
    ended()
    look()
    assert len(box.folders[FILED]) == 1
    assert look().taken == 0


def test_a_password_in_chinese_is_understood(served, box, monkeypatch):
    box.capabilities, box.password = "IMAP4rev1 AUTH=PLAIN", "密码密码"
    monkeypatch.setenv(mailbox.PASSWORD, box.password)
    assert look().fault == ""


def test_nothing_is_taken_in_twice_when_the_state_is_lost(served, box):
    box.put(mail())
    look()
    (served / "mailbox.json").unlink()
    look()
    assert (Intake.objects.count(), IntakeItem.objects.count(), Case.objects.count()) == (1, 1, 1)


def test_a_mail_that_came_twice_over_two_ways_is_filed_once_and_both_are_moved(served, box):
    content = mail()
    box.put(content)
    look()
    ended()
    box.put(b"Received: from elsewhere\r\n" + content)
    look()
    look()
    assert Intake.objects.count() == 1
    assert len(box.folders[FILED]) == 2


def test_two_mails_with_one_message_id_are_both_filed(served, box):
    box.put(mail(body="甲"))
    box.put(mail(body="乙"))
    look()
    assert Intake.objects.count() == 2


@pytest.mark.parametrize("command", ["UID FETCH", "UID SEARCH", "SELECT", "LOGIN"])
def test_a_connection_that_breaks_off_loses_nothing(served, box, command):
    box.put(mail(number=1))
    box.put(mail("乙公司", number=2))
    box.breaks_at = command
    assert look().fault_code == "ARCH-071"
    assert look().fault == ""
    assert Intake.objects.count() == 2


def test_a_connection_that_breaks_off_between_two_mails_keeps_the_first(served, box):
    box.put(mail(number=1))
    box.put(mail("乙公司", number=2))
    box.breaks_at = "UID FETCH 2 "
    state = look()
    assert (state.taken, len(state.waiting), Intake.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("command", ["UID MOVE", "CREATE", "LIST"])
def test_a_connection_that_breaks_off_while_moving_files_nothing_anew(served, box, command):
    box.put(mail())
    look()
    ended()
    box.breaks_at = command
    assert look().fault
    assert look().moved == 1
    assert (Intake.objects.count(), len(box.folders[FILED])) == (1, 1)


def test_a_wrong_password_is_told_and_never_shown(served, box, monkeypatch):
    monkeypatch.setenv(mailbox.PASSWORD, "wrong-one")
    state = look()
    assert state.fault_code == "ARCH-071"
    assert "wrong-one" not in (served / "mailbox.json").read_text() + repr(mailbox.account_of())


def test_without_a_password_nothing_is_tried(served, box, monkeypatch):
    monkeypatch.delenv(mailbox.PASSWORD)
    assert look().fault_code == "ARCH-072"
    assert box.asked == []


def test_only_listed_senders_are_taken_in_and_others_stay(served, box, settings):
    kept = settings.ANJUAN_OPTIONS.mailbox.model_dump() | {"senders": ["@example.org"]}
    settings.ANJUAN_OPTIONS = Options.model_validate({"mailbox": kept})
    box.put(mail(sender="李 <li@example.org>", number=1))
    box.put(mail(sender="x@elsewhere.net", number=2))
    state = look()
    assert (state.taken, state.passed, len(box.folders["INBOX"])) == (1, 1, 2)


def test_a_mail_that_is_too_large_is_never_fetched(served, box, settings):
    kept = settings.ANJUAN_OPTIONS.mailbox.model_dump() | {"most_mb": 1}
    settings.ANJUAN_OPTIONS = Options.model_validate({"mailbox": kept})
    box.put(mail(body="x" * (1 << 20)))
    assert look().too_large == 1
    assert not [asked for asked in box.asked if "BODY.PEEK[])" in asked]


def test_testing_the_connection_changes_nothing(served, box):
    box.put(mail())
    found = mailbox_test()
    assert (found.mails, found.to_make) == (1, ("已入库", "未入库"))
    assert list(box.folders) == ["INBOX"]


def test_a_look_is_ordered_when_it_is_time_and_not_before(served, box):
    assert mailbox_order(now=NOW, queue=TableQueue())
    Job.objects.all().delete()
    look()
    assert not mailbox_order(now=NOW + dt.timedelta(minutes=1), queue=TableQueue())
    assert mailbox_order(now=NOW + dt.timedelta(minutes=6), queue=TableQueue())


def test_without_a_host_nothing_is_ordered(settings):
    settings.ANJUAN_OPTIONS = Options()
    assert not mailbox_order(now=NOW, queue=TableQueue())


def test_a_broken_state_counts_as_none(served):
    (served / "mailbox.json").write_text("[]")
    assert mail_state(served).looked_at == ""


@pytest.mark.parametrize(
    ("sender", "welcome"),
    [("li@example.org", True), ("Li <LI@Example.ORG>", True), ("x@sub.example.org", False), ("", False),
     ("a@example.org, b@example.org", False), ("li@example.org.evil.net", False)],
)  # fmt: skip
def test_a_sender_is_welcome_by_the_whole_domain_only(sender, welcome):
    assert is_welcome(sender, ("@example.org",)) is welcome


def test_numbers_of_cases_are_found_in_a_subject():
    assert numbers_in("Re: AJ-2026-000012 和 aj-2026-000012、XAJ-2026-000013") == ("AJ-2026-000012",)


def test_a_key_is_of_message_id_and_body():
    one = mail_key("<1>", b"Received: a\r\n\r\nbody\r\n")
    assert one == mail_key(" <1> ", b"Received: b\n\nbody")
    assert one != mail_key("<2>", b"\r\n\r\nbody") != mail_key("<1>", b"\r\n\r\nother")


@pytest.mark.parametrize(
    ("name", "written"), [("INBOX", '"INBOX"'), ("已入库", '"&XfJRZV6T-"'), ("a&b", '"a&-b"'), ('a"b', '"a\\"b"')]
)
def test_folders_are_named_as_the_standard_writes_them(name, written):
    assert folder_name(name) == written
