"""The tour is made for the role, leads nowhere that is shut, and is offered until it is answered."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.made import person

from anjuan.accounts.rules import tables
from anjuan.accounts.selectors.people import viewer_of
from anjuan.kit.clock import today_in_china
from anjuan.web.lists.registry import LISTS
from anjuan.web.tour import MOST_STEPS, SEEN, tour_for
from anjuan.web.visitor import CLOCK

pytestmark = pytest.mark.django_db
ROLES = [role.key for role in tables.roles().latest.roles]


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(person(role))
    return client


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_tour_whose_pages_it_may_open(role):
    client = client_of(role)
    steps = client.get(reverse("web:home")).context["tour"]
    assert 1 <= len(steps) <= MOST_STEPS
    assert not [step.address for step in steps if client.get(reverse(step.address)).status_code != 200]


def test_nobody_without_a_role_is_shown_round():
    viewer = viewer_of(person(""), today_in_china(CLOCK))
    assert tour_for(viewer) == ()


def test_the_offer_ends_with_the_answer():
    client = client_of("archivist")
    assert "data-tour-offer" in client.get(reverse("web:home")).content.decode()
    client.post(reverse("web:preference"), {"name": SEEN, "value": "1"})
    assert "data-tour-offer" not in client.get(reverse("web:home")).content.decode()


def test_officers_see_their_pages_on_the_first_one():
    page = client_of("security_keeper").get(reverse("web:home")).content.decode()
    assert "业务权限" not in page
    assert page.count(f'href="{reverse("web:people")}"') > 1


@pytest.mark.parametrize("spec", LISTS.values(), ids=lambda spec: spec.name)
def test_an_empty_list_says_what_to_do(spec):
    assert spec.empty.title
    assert spec.empty.advice
    assert spec.narrowed.advice
