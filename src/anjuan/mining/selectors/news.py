"""What is new for a person: released guides, reviewed facts of cases they may read, superseded standards."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Max, Q

from anjuan.accounts.selectors.people import Viewer
from anjuan.kit.clock import CHINA
from anjuan.mining.models import EditionState, FactState, GuideEdition, Subscription
from anjuan.mining.selectors.facts import FactFilter, facts_of
from anjuan.mining.selectors.guides import READ
from anjuan.registry.rules.standards import folded
from anjuan.registry.selectors.standards import standard_book

#: Of one sort so many are told; whoever wants more opens the list.
MOST_NEWS = 50


@dataclasses.dataclass(frozen=True, slots=True)
class Topic:
    """What a subscription asks for."""

    id: int
    field_code: str
    professional_code: str
    clause: str
    words: str
    standard: str
    by_mail: bool
    seen_at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class News:
    """Something new.

    Attributes:
        kind: ``guide``, ``facts`` or ``standard``.
        at: When it came about.
        title: What it is: field and code of a guide, title of a case, number of a standard.
        about: More of it: the edition, the number of the case, the number of what replaces the standard.
        count: How many facts; 1 for the others.
        names_client: Whether the title may name a client: such a one is never mailed.

    """

    kind: str
    at: dt.datetime
    title: str
    about: str
    count: int = 1
    names_client: bool = False


def topics(viewer: Viewer) -> tuple[Topic, ...]:
    """Return the subscriptions of a person, the oldest first. One query."""
    rows = Subscription.objects.filter(owner=viewer.user_id).order_by("id")
    return tuple(topic_of(row) for row in rows)


def topic_of(row: Subscription) -> Topic:
    """Return a subscription as plain values."""
    return Topic(
        row.pk, row.field_code, row.professional_code, row.clause, row.words, row.standard, row.by_mail, row.seen_at
    )


def news_of(viewer: Viewer, topic: Topic, *, since: dt.datetime, until: dt.datetime) -> list[News]:
    """Return what is new of a topic after a moment and up to another, the newest first. Four queries.

    Guides are told to who may read guides, facts to who may read their case.
    """
    found = [*_guides(viewer, topic, since, until), *_facts(viewer, topic, since, until)]
    found += _standards(topic, since, until)
    return sorted(found, key=lambda one: (one.at, one.title), reverse=True)


def fresh_news(viewer: Viewer, *, now: dt.datetime) -> list[tuple[Topic, list[News]]]:
    """Return for every topic of a person what they have not looked at yet."""
    return [(topic, news_of(viewer, topic, since=topic.seen_at, until=now)) for topic in topics(viewer)]


def _guides(viewer: Viewer, topic: Topic, since: dt.datetime, until: dt.datetime) -> Iterator[News]:
    if not viewer.may(READ):
        return
    released = GuideEdition.objects.filter(
        state=EditionState.PUBLISHED, published_at__gt=since, published_at__lte=until
    ).select_related("guide").defer("compiled")  # fmt: skip
    if topic.field_code:
        released = released.filter(guide__field_code__startswith=topic.field_code)
    for edition in released.order_by("-published_at")[:MOST_NEWS]:
        code = edition.guide.professional_code
        if _fits_code(topic.professional_code, code) and _says(topic, edition):
            title = f"{edition.guide.field_code} {code}".strip()
            yield News("guide", edition.published_at or until, title, str(edition.number))


def _fits_code(wanted: str, code: str) -> bool:
    """Say whether a guide is of the wanted code, of one below it, or of a coarser one above it."""
    return not wanted or not code or code.startswith(wanted) or wanted.startswith(code)


def _says(topic: Topic, edition: GuideEdition) -> bool:
    """Say whether a released edition has the clause, words and standard of a topic in one of its lines."""
    if not (topic.clause or topic.words or topic.standard):
        return True
    lines = [line for section in edition.body or () for line in section["lines"]]
    texts = [_line_text(line) for line in lines]
    has_clause = not topic.clause or any(_is_clause(line.get("heading", ""), topic.clause) for line in lines)
    has_words = not topic.words or any(topic.words in text for text in texts)
    wanted = folded(topic.standard)
    return has_clause and has_words and (not wanted or any(wanted in folded(text) for text in texts))


def _line_text(line: dict[str, object]) -> str:
    cells: list[list[object]] = line["cells"]  # type: ignore[assignment]
    return "".join(str(piece[0]) for _, pieces in cells for piece in pieces)  # type: ignore[attr-defined]


def _is_clause(heading: str, clause: str) -> bool:
    return heading == clause or heading.startswith((f"{clause}.", f"{clause} "))


def _facts(viewer: Viewer, topic: Topic, since: dt.datetime, until: dt.datetime) -> Iterator[News]:
    found = facts_of(viewer, FactFilter(words=topic.words)).filter(
        state__in=(FactState.ACCEPTED, FactState.CORRECTED), reviews__at__gt=since, reviews__at__lte=until
    )
    if topic.field_code:
        found = found.filter(case__field_code__startswith=topic.field_code)
    if topic.professional_code:
        code = topic.professional_code
        own = Q(case__attributes__value=code) | Q(case__attributes__value__startswith=f"{code}.")
        found = found.filter(own, case__attributes__name="professional_code")
    if topic.clause:
        found = found.filter(Q(clause=topic.clause) | Q(clause__startswith=f"{topic.clause}."))
    if topic.standard:
        found = found.filter(kind="reference", quote__icontains=topic.standard)
    rows = found.order_by().values("case__number", "case__title").annotate(
        facts=Count("id", distinct=True), last=Max("reviews__at")
    )  # fmt: skip
    for row in rows.order_by("-last")[:MOST_NEWS]:
        yield News("facts", row["last"], row["case__title"], row["case__number"], row["facts"], names_client=True)


def _standards(topic: Topic, since: dt.datetime, until: dt.datetime) -> Iterator[News]:
    """Yield standards of the topic that another one replaced; of a field those of its table row."""
    first, last = since.astimezone(CHINA).date(), until.astimezone(CHINA).date()
    narrowed = topic.clause or topic.words or topic.professional_code
    for old, new in standard_book(last).changed(first, last):
        asked = folded(topic.standard)
        named = asked and (asked in folded(old.number) or asked in folded(new.number))
        by_field = not asked and not narrowed and topic.field_code and old.field.startswith(topic.field_code)
        if named or by_field:
            day = dt.datetime.combine(last, dt.time(), tzinfo=CHINA)
            yield News("standard", day, old.number, new.number)
