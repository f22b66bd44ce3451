"""Addresses of subscriptions, digests, briefing packs and similar cases."""

from __future__ import annotations

from django.urls import URLPattern, path

from anjuan.web.views import briefing, pushing

PATHS: list[URLPattern] = [
    path("subscriptions/", pushing.subscriptions, name="subscriptions"),
    path("subscriptions/card/", pushing.card, name="subscriptions_card"),
    path("subscriptions/add/", pushing.add, name="subscription_add"),
    path("subscriptions/seen/", pushing.seen, name="subscriptions_seen"),
    path("subscriptions/<int:subscription_id>/", pushing.change, name="subscription_change"),
    path("subscriptions/leave/<str:token>/", pushing.leave, name="subscription_leave"),
    path("briefing/<int:organisation_id>/", briefing.briefing, name="briefing"),
    path("briefing/<int:organisation_id>/file/<str:form>/", briefing.download, name="briefing_file"),
]
