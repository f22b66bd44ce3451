"""Log-in through a provider: a small one, asked over real HTTP, that signs what it is told to say."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse
from tests.web.made import person

from anjuan.accounts.models import JournalEntry, OuterIdentity, RoleGrant, User

CLIENT = {"client_id": "anjuan", "client_secret": "s3cret"}
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class FakeProvider(HTTPServer):
    """Answers discovery, keys and token; ``says`` is what it claims, ``asked`` what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.says: dict = {}
        self.asked: dict = {}
        self.signs_with, self.algorithm = KEY, "RS256"


class _Handler(BaseHTTPRequestHandler):
    server: FakeProvider

    def do_GET(self) -> None:
        mine = self.server.issuer
        if self.path == "/jwks":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            self._answer({"keys": [{**key, "kid": "one", "use": "sig"}]})
        else:
            self._answer(
                {"issuer": mine, "authorization_endpoint": f"{mine}/go", "token_endpoint": f"{mine}/token",
                 "jwks_uri": f"{mine}/jwks"}
            )  # fmt: skip

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.asked = {key: values[0] for key, values in parse_qs(self.rfile.read(length).decode()).items()}
        token = jwt.encode(
            self.server.says, self.server.signs_with, algorithm=self.server.algorithm, headers={"kid": "one"}
        )
        self._answer({"id_token": token, "access_token": "x", "token_type": "Bearer"})

    def _answer(self, told: dict) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: object) -> None:
        pass


@pytest.fixture
def provider(socket_enabled):
    running = FakeProvider()
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture
def set_up(provider, settings, db):
    def make(**more) -> None:
        oidc = settings.ANJUAN_OPTIONS.oidc.model_copy(update={"issuer": provider.issuer, **CLIENT, **more})
        settings.ANJUAN_OPTIONS = settings.ANJUAN_OPTIONS.model_copy(update={"oidc": oidc})

    make()
    return make


def come(client: Client, provider: FakeProvider, **claims):
    """Walk from the log-in page to the provider and back, the provider saying what it is told."""
    asked = parse_qs(urlsplit(client.get(reverse("web:outer"), {"next": "/cases/"})["Location"]).query)
    moment = int(time.time())
    said = {"iss": provider.issuer, "aud": "anjuan", "sub": "s-1", "iat": moment, "exp": moment + 60}
    said |= {"nonce": asked["nonce"][0], "email": "li@example.org", "email_verified": True}
    provider.says = {key: value for key, value in (said | claims).items() if value is not None}
    return client.get(reverse("web:outer_back"), {"code": "c-1", "state": asked["state"][0]})


def known(name: str = "li", email: str = "li@example.org") -> User:
    user = person("archivist", name)
    User.objects.filter(pk=user.pk).update(email=email)
    return user


def who(client: Client) -> str | None:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).username if key else None


def test_a_person_with_the_verified_address_is_let_in_and_tied(client, provider, set_up):
    known()
    answer = come(client, provider, email="LI@example.org")
    assert (answer["Location"], who(client)) == ("/cases/", "li")
    assert provider.asked["code_verifier"]
    assert OuterIdentity.objects.get().subject == "s-1"
    assert {"identity.tie", "login.open"} <= set(JournalEntry.objects.values_list("action", flat=True))


def test_afterwards_the_providers_key_decides_and_not_the_address(client, provider, set_up):
    known()
    come(client, provider)
    User.objects.update(email="")
    client.logout()
    come(client, provider, email="new@example.org")
    assert who(client) == "li"


def test_a_new_owner_of_an_address_gets_nobodys_account(client, provider, set_up):
    known()
    come(client, provider)
    client.logout()
    assert come(client, provider, sub="s-2").status_code == 403
    assert who(client) is None


@pytest.mark.parametrize("claims", [{"email_verified": False}, {"email_verified": "true"}, {"email": "no@example.org"}])
def test_an_address_not_verified_or_not_known_lets_nobody_in(client, provider, set_up, claims):
    known()
    assert come(client, provider, **claims).status_code == 403
    assert who(client) is None


def test_an_address_that_two_people_share_lets_nobody_in(client, provider, set_up):
    known()
    known("wang")
    assert come(client, provider).status_code == 403


def test_a_locked_person_is_not_let_in(client, provider, set_up):
    known()
    come(client, provider)
    client.logout()
    User.objects.update(is_active=False)
    assert come(client, provider).status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another"}, {"iss": "https://evil.example"}, {"nonce": "another"}, {"exp": 1}, {"exp": None},
        {"sub": None}, {"azp": "another"}, {"iat": 4102444800},
    ],
)  # fmt: skip
def test_a_word_that_is_old_or_meant_for_others_lets_nobody_in(client, provider, set_up, claims):
    known()
    assert come(client, provider, **claims).status_code == 403
    assert who(client) is None


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (rsa.generate_private_key(public_exponent=65537, key_size=2048), "RS256"),
        (None, "none"),
        ("s3cret" * 6, "HS256"),
    ],
)
def test_a_word_signed_by_somebody_else_or_nobody_lets_nobody_in(client, provider, set_up, key, algorithm):
    known()
    provider.signs_with, provider.algorithm = key, algorithm
    assert come(client, provider).status_code == 403
    assert who(client) is None


def test_an_answer_that_was_not_asked_for_lets_nobody_in(client, provider, set_up):
    known()
    assert client.get(reverse("web:outer_back"), {"code": "c-1", "state": "x"}).status_code == 403


def test_an_answer_is_taken_once(client, provider, set_up):
    known()
    come(client, provider)
    assert client.get(reverse("web:outer_back"), {"code": "c-1", "state": "x"}).status_code == 403


def test_by_name_only_when_the_options_say_so(client, provider, set_up):
    known(email="")
    assert come(client, provider, preferred_username="li").status_code == 403
    set_up(match="username")
    come(client, provider, preferred_username="li")
    assert who(client) == "li"


def test_somebody_unknown_becomes_a_person_without_a_role_only_when_the_options_say_so(client, provider, set_up):
    set_up(create=True)
    come(client, provider, preferred_username="zhao", name="赵敏")
    assert who(client) == "zhao"
    assert not RoleGrant.objects.filter(user__username="zhao").exists()
    assert not User.objects.get(username="zhao").has_usable_password()


def test_a_new_person_never_takes_a_name_that_is_taken(client, provider, set_up):
    known(email="other@example.org")
    set_up(create=True)
    assert come(client, provider, preferred_username="li").status_code == 403


def test_a_provider_that_is_away_is_said_so_and_the_password_still_works(client, provider, set_up):
    set_up(issuer="http://127.0.0.1:9")
    answer = client.get(reverse("web:outer"))
    assert (answer.status_code, "统一身份认证没有应答" in answer.content.decode()) == (502, True)


def test_the_button_stands_on_the_log_in_page_only_when_a_provider_is_set_up(client, provider, set_up, settings):
    person("archivist", "li")
    assert reverse("web:outer") in client.get(reverse("web:login")).content.decode()
    set_up(issuer="")
    assert reverse("web:outer") not in client.get(reverse("web:login")).content.decode()
