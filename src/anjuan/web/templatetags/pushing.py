"""Filters for subscriptions, briefing packs and similar cases."""

from __future__ import annotations

import datetime as dt

from django import template

from anjuan.kit.clock import CHINA
from anjuan.mining.rendering.digest import topic_said
from anjuan.mining.selectors.news import Topic
from anjuan.web.pushwords import feature_said, feature_words, news_said

register = template.Library()


@register.filter
def push_kind(kind: str) -> str:
    """Return the name of a kind of features."""
    return feature_words().get(kind, kind)


@register.filter
def push_value(value: str, kind: str) -> str:
    """Return the value of a feature as a reader sees it."""
    return feature_said(kind, value)


@register.filter
def push_topic(topic: Topic) -> str:
    """Return a subscription in a few signs."""
    return topic_said(topic)


@register.filter
def push_news(kind: str) -> str:
    """Return the name of a kind of news."""
    return news_said(kind)


@register.filter
def push_moment(moment: dt.datetime) -> str:
    """Return a moment as the day and time in China."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"


@register.filter
def push_percent(share: float) -> str:
    """Return a share as whole percent."""
    return f"{round(share * 100)}%"
