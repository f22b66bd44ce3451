"""A digest is mailed at most once, names no client, and says only what its reader may read."""

from __future__ import annotations

import datetime as dt
import email
import email.policy

import pytest
from tests.mining.fakesmtp import FakeServer, fake_server
from tests.mining.made import NOW
from tests.mining.test_news import LATER, guide, reviewed, subscribed

from anjuan.accounts.models import RoleGrant, User
from anjuan.accounts.selectors.people import Viewer
from anjuan.config.passing import MailOptions
from anjuan.jobs.models import Job
from anjuan.jobs.queue import TableQueue
from anjuan.mining.models import Digest, Subscription
from anjuan.mining.post import Post, PostError, PostOffice, post_office
from anjuan.mining.services.digests import AGAIN_AFTER, digest_send, digests_order
from anjuan.mining.services.subscriptions import mail_leave

pytestmark = pytest.mark.django_db
DAY = NOW + dt.timedelta(days=1)


def options(port: int = 25) -> MailOptions:
    return MailOptions(
        host="127.0.0.1", port=port, security="none", sender="archive@example.org", address="https://a.example.org",
        seconds=3,
    )  # fmt: skip


@pytest.fixture
def owner() -> User:
    user = User.objects.create(username="du", email="du@example.org", display_name="杜")
    RoleGrant.objects.create(user=user, role="auditor", granted_at=NOW)
    return user


@pytest.fixture
def viewer(owner) -> Viewer:
    return Viewer(
        owner.pk,
        "du",
        frozenset(),
        frozenset({"knowledge.read", "case.read_assigned"}),
        frozenset({f"user:{owner.pk}"}),
    )


@pytest.fixture
def mailed(viewer):
    return subscribed(viewer, field_code="A01", by_mail=True)


def send(owner: User, server: FakeServer, now: dt.datetime = DAY) -> str:
    chosen = options(server.port)
    return digest_send(now=now, owner_id=owner.pk, options=chosen, office=lambda: post_office(chosen, {}))


def read(content: bytes):
    return email.message_from_bytes(content, policy=email.policy.default)


def test_news_are_mailed_once(owner, mailed):
    guide()
    with fake_server() as server:
        assert [send(owner, server), send(owner, server, DAY + dt.timedelta(hours=1))] == ["sent", ""]
        assert len(server.taken) == 1


def test_the_mail_tells_of_the_guide_and_where_to_read_and_to_leave(owner, mailed):
    guide()
    with fake_server() as server:
        send(owner, server)
        made = read(server.taken[0])
    text = made.get_content()
    assert "审核指南 A01 17.10.02 发布第 1 版" in text
    assert "https://a.example.org/subscriptions/leave/" in made["List-Unsubscribe"]
    assert (made["To"], made["From"], made["Message-ID"]) == (
        "du@example.org", "archive@example.org", Digest.objects.get().message_id,
    )  # fmt: skip


def test_the_mail_names_no_client_and_no_case(owner, mailed, viewer):
    reviewed("C1", viewer)
    with fake_server() as server:
        send(owner, server)
        text = str(read(server.taken[0]).get_content())
    assert "1 条新审阅的事实" in text
    assert "公司" not in text
    assert "C1" not in text


def test_facts_of_cases_that_the_reader_may_not_read_are_not_counted(owner, mailed, viewer):
    reviewed("C1", viewer)
    reviewed("C2", None)
    with fake_server() as server:
        send(owner, server)
        assert "1 条新审阅的事实" in str(read(server.taken[0]).get_content())


def test_an_english_reader_gets_english(owner, mailed):
    User.objects.filter(pk=owner.pk).update(language="en")
    guide()
    with fake_server() as server:
        send(owner, server)
        made = read(server.taken[0])
    assert "edition 1 was released" in made.get_content()
    assert made["Subject"] == "Anjuan subscriptions: 1 news"


def test_without_news_nothing_is_sent_and_the_period_goes_on(owner, mailed):
    with fake_server() as server:
        assert send(owner, server) == ""
        assert server.taken == []
    assert Digest.objects.get().state == "nothing"


def test_the_next_digest_begins_where_the_last_ended(owner, mailed):
    guide()
    with fake_server() as server:
        send(owner, server)
        guide("29.12", "A01", DAY + dt.timedelta(hours=2))
        send(owner, server, DAY + dt.timedelta(days=1))
        text = str(read(server.taken[1]).get_content())
    assert "29.12" in text
    assert "17.10.02" not in text


@pytest.mark.parametrize("trouble", ["greet", "mail", "rcpt", "data", "unknown person", "refuse"])
def test_a_server_that_surely_has_not_the_mail_is_tried_again(owner, mailed, trouble):
    guide()
    with fake_server(trouble) as server, pytest.raises(PostError):
        send(owner, server)
    assert (Digest.objects.get().state, Digest.objects.get().tries) == ("ready", 1)
    with fake_server() as server:
        assert send(owner, server) == "sent"
        assert len(server.taken) == 1


@pytest.mark.parametrize("trouble", ["middle", "late"])
def test_a_server_that_breaks_off_while_it_takes_the_mail_is_not_sent_it_again(owner, mailed, trouble):
    guide()
    with fake_server(trouble) as server:
        assert send(owner, server) == "unknown"
    with fake_server() as server:
        assert send(owner, server) == ""
        assert server.taken == []


def test_a_worker_that_died_while_it_sent_never_sends_twice(owner, mailed):
    guide()
    with fake_server() as server:
        send(owner, server)
    Digest.objects.update(state="handing", sent_at=None)
    with fake_server() as server:
        assert send(owner, server) == ""
        assert server.taken == []
    assert Digest.objects.first().state == "nothing" or Digest.objects.filter(state="unknown").exists()


def test_a_worker_that_died_before_it_sent_sends_the_same_digest(owner, mailed, monkeypatch):
    guide()

    class Dying(BaseException):
        pass

    def die(*_args, **_kwargs):
        raise Dying

    monkeypatch.setattr(Post, "hand_over", die)
    with fake_server() as server, pytest.raises(Dying):
        send(owner, server)
    number = Digest.objects.get().message_id
    monkeypatch.undo()
    with fake_server() as server:
        assert send(owner, server) == "sent"
        assert read(server.taken[0])["Message-ID"] == number


def test_a_worker_that_died_between_marking_and_sending_does_not_send(owner, mailed, monkeypatch):
    guide()

    class Dying(BaseException):
        pass

    def die(self, _letter, *, about_to):
        about_to()
        raise Dying

    monkeypatch.setattr(Post, "hand_over", die)
    with fake_server() as server, pytest.raises(Dying):
        send(owner, server)
    assert Digest.objects.get().state == "handing"


def test_who_left_the_mail_gets_no_ready_digest_either(owner, mailed):
    guide()
    with fake_server("greet") as server, pytest.raises(PostError):
        send(owner, server)
    Subscription.objects.update(by_mail=False)
    with fake_server() as server:
        assert send(owner, server) == ""
        assert server.taken == []


def test_who_lost_the_role_is_told_nothing(owner, mailed):
    guide()
    RoleGrant.objects.update(withdrawn_at=NOW)
    with fake_server() as server:
        assert send(owner, server) == ""
        assert server.taken == []


def test_the_link_in_the_mail_ends_the_mail(owner, mailed):
    guide()
    with fake_server() as server:
        send(owner, server)
        address = read(server.taken[0])["List-Unsubscribe"].strip("<>")
    assert mail_leave(token=address.split("/leave/")[1].strip("/")) == 1


def test_nothing_is_ordered_while_no_server_is_named(owner, mailed):
    assert digests_order(now=DAY, queue=TableQueue(), options=MailOptions()) == 0


def test_a_digest_is_ordered_when_it_is_due_and_once(owner, mailed):
    assert digests_order(now=LATER, queue=TableQueue(), options=options()) == 0
    assert digests_order(now=DAY, queue=TableQueue(), options=options()) == 1
    digests_order(now=DAY, queue=TableQueue(), options=options())
    assert list(Job.objects.values_list("kind", "subject_id")) == [("mining.digest", owner.pk)]


def test_a_failed_try_is_made_again_after_a_while(owner, mailed):
    guide()
    with fake_server("greet") as server, pytest.raises(PostError):
        send(owner, server)
    assert digests_order(now=DAY, queue=TableQueue(), options=options()) == 0
    assert digests_order(now=DAY + AGAIN_AFTER, queue=TableQueue(), options=options()) == 1


def test_after_a_digest_the_next_one_waits(owner, mailed):
    guide()
    with fake_server() as server:
        send(owner, server)
    assert digests_order(now=DAY + dt.timedelta(hours=23), queue=TableQueue(), options=options()) == 0
    assert digests_order(now=DAY + dt.timedelta(hours=24), queue=TableQueue(), options=options()) == 1


def test_who_cannot_log_in_any_more_gets_no_digest(owner, mailed):
    User.objects.update(is_active=False)
    assert digests_order(now=DAY, queue=TableQueue(), options=options()) == 0


def test_a_user_without_a_password_is_told_which_option_lacks():
    with pytest.raises(PostError, match="no password"):
        post_office(options().model_copy(update={"user": "u"}), {})


def test_the_password_comes_from_its_file(tmp_path):
    path = tmp_path / "p"
    path.write_text("secret\nmore\n")
    chosen = options().model_copy(update={"user": "u", "password_file": str(path)})
    assert post_office(chosen, {}).password == "secret"


def test_a_password_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(PostError, match="cannot be read"):
        post_office(options().model_copy(update={"password_file": str(tmp_path / "x")}), {})


def test_a_server_that_is_not_there_is_told():
    with pytest.raises(PostError), Post(PostOffice("127.0.0.1", 9, "none", "", "", 1)):
        pass
