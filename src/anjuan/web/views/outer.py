"""Log-in through the body's own provider."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anjuan.accounts.deeds import Deed
from anjuan.accounts.provider import Provider, ProviderWordError, journey_begin, journey_end
from anjuan.accounts.services.outer import Matching, StrangerError, outer_person
from anjuan.accounts.services.signin import NOBODY, log_in_failed
from anjuan.kit.errors import NotFoundError
from anjuan.web.arriving import arrive
from anjuan.web.visitor import address_of, now

_JOURNEY = "aj_journey"


class NoProviderError(NotFoundError):
    """No outer provider is set up."""

    code = "WEB-002"


def _provider() -> Provider:
    oidc = settings.ANJUAN_OPTIONS.oidc
    if not oidc.issuer:
        raise NoProviderError("No log-in provider is set up here.", remedy="Log in with name and password.")
    return Provider(oidc.issuer, oidc.client_id, oidc.client_secret)


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("web:outer_back"))


@login_not_required
@never_cache
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider. By a link: a form may not lead to another site under our content policy."""
    journey = journey_begin(_provider(), _back(request))
    request.session[_JOURNEY] = {**journey.state, "next": request.GET.get("next", "")[:2000]}
    return redirect(journey.address)


@login_not_required
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Let in whom the provider vouches for."""
    provider, oidc, moment = _provider(), settings.ANJUAN_OPTIONS.oidc, now()
    state = request.session.pop(_JOURNEY, {})
    try:
        claims = journey_end(provider, _back(request), state, {key: request.GET[key] for key in request.GET})
        matching = Matching(oidc.match, oidc.username_claim, oidc.create)
        user = outer_person(deed=Deed(NOBODY, moment), issuer=provider.issuer, claims=claims, matching=matching)
    except (ProviderWordError, StrangerError) as error:
        log_in_failed(deed=Deed(NOBODY, moment), username="", address=address_of(request), why=error.code)
        raise
    return arrive(request, user, how="oidc", target=state.get("next", ""), asks_factor=oidc.second_factor)
