"""Case stories: proposed out of reviewed findings, filled from the case, completed by an editor."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.archive.models import Case
from anjuan.compiling.rules.tables import identities, story_templates
from anjuan.compiling.works.editing import StoryEdit, edited_story
from anjuan.compiling.works.nonconformities import nonconformities, worth_telling
from anjuan.compiling.works.shapes import Story
from anjuan.compiling.works.stories import refilled, told_story
from anjuan.compiling.works.telling import Material, ToldFact
from anjuan.kit.errors import NotFoundError
from anjuan.mining.models import MinedFact, Work, WorkEdition
from anjuan.mining.selectors.identities import identity_book
from anjuan.mining.selectors.material import case_material, case_scope
from anjuan.mining.selectors.sources import USABLE
from anjuan.mining.services.guides import EDIT, need
from anjuan.mining.services.works import WorkEditError, draft_keep, draft_of, first_draft, work_journal
from anjuan.mining.standins import stand_in
from anjuan.mining.works import STORY

#: A finding is proposed as a story when this much of it is told: the fact and two of cause, action, verification.
_WORTH = 3
_LONGEST_TEXT = 2000


class NothingToTellError(NotFoundError):
    """No reviewed fact of the case tells a story."""

    code = "MINE-045"


@durable_transaction()
def story_make(*, deed: Deed, viewer: Viewer, case_id: int, finding: str = "") -> WorkEdition:
    """Return the draft of a story of a case, filled from its reviewed facts; an existing one is filled anew.

    Args:
        deed: Who and when.
        viewer: The same person with the roles held.
        case_id: The case.
        finding: Key of the finding that is told; empty for the whole audit.

    Raises:
        GuideMayNotError: The person may not.
        NothingToTellError: The case has no reviewed fact that could be told.

    """
    need(deed, viewer, EDIT)
    return _made(deed, Case.objects.get(pk=case_id), finding, is_proposed=False)


@durable_transaction()
def stories_propose(*, deed: Deed, case_ids: Iterable[int] | None = None, most: int = 10) -> list[WorkEdition]:
    """Make drafts of stories out of reviewed findings that tell much and that no story tells; return them.

    Args:
        deed: Who and when.
        case_ids: Only these cases; all when None.
        most: So many at the most; of each clause one before a second one is taken.

    """
    told = set(Work.objects.filter(sort=STORY).values_list("case_id", "about"))
    facts = MinedFact.objects.filter(kind="finding", state__in=USABLE, document__removed=False)
    facts = facts.exclude(case__state="destroyed")
    if case_ids is not None:
        facts = facts.filter(case__in=list(case_ids))
    keys = {str(key): (case, digest) for key, case, digest in facts.values_list("pk", "case_id", "key")}
    waiting: list[tuple[ToldFact, int]] = []
    for case_id in sorted({case for case, _ in keys.values()}):
        waiting += [
            (group[0], worth_telling(group))
            for group in nonconformities(case_material(case_id).facts)
            if worth_telling(group) >= _WORTH and not any(keys.get(fact.key) in told for fact in group)
        ]
    chosen = [fact for fact in _spread(waiting) if fact.key in keys][:most]
    cases = Case.objects.in_bulk({keys[fact.key][0] for fact in chosen})
    return [_made(deed, cases[keys[fact.key][0]], fact.key, is_proposed=True) for fact in chosen]


def stories_waiting() -> int:
    """Return how many stories the program proposed that nobody has looked at. One query."""
    return Work.objects.filter(sort=STORY, proposed=True).count()


def _spread(found: Sequence[tuple[ToldFact, int]]) -> list[ToldFact]:
    """Return findings so that each clause comes once before one comes twice, those that tell most first."""
    ranked = sorted(found, key=lambda pair: (-pair[1], int(pair[0].key)))
    seen: dict[str, int] = {}
    placed: list[tuple[int, int, ToldFact]] = []
    for fact, _ in ranked:
        clause = fact.value("clause")
        seen[clause] = seen.get(clause, 0) + 1
        placed.append((seen[clause], len(placed), fact))
    return [fact for _, _, fact in sorted(placed, key=lambda row: row[:2])]


def _made(deed: Deed, case: Case, finding: str, *, is_proposed: bool) -> WorkEdition:
    material = case_material(case.pk)
    main = next((fact for fact in material.facts if fact.key == finding), None)
    is_told = main is not None and main.value("fact") and main.value("clause")
    if (finding and not is_told) or not material.facts:
        raise NothingToTellError(
            "No reviewed fact of this case tells such a story.", remedy="Review the facts of the case first."
        )
    story = _filled(case, material, main)
    about = MinedFact.objects.values_list("key", flat=True).get(pk=int(finding)) if finding else ""
    scope = case_scope(case)
    work, _ = Work.objects.get_or_create(
        sort=STORY, case=case, about=about,
        defaults={
            "field_code": scope.field_code, "professional_code": scope.professional_code, "clause": story.clause[:20],
            "proposed": is_proposed, "created_at": deed.now, "created_by": deed.actor,
        },
    )  # fmt: skip
    draft = work.editions.filter(state="draft").select_related("work").first()
    if draft:
        before = draft_of(draft)
        draft_keep(deed, draft, refilled(before, story) if isinstance(before, Story) else story)
    else:
        draft = first_draft(deed, work, story, made_with=_made_with())
    work_journal(deed, draft, action="work.make")
    return draft


def _made_with() -> str:
    return f"stories/{story_templates().latest.edition} identities/{identities().latest.edition}"


def _filled(case: Case, material: Material, main: ToldFact | None) -> Story:
    client = stand_in(case_scope(case))
    return told_story(
        material,
        identity_book([case.pk], everybody=False),
        template="finding" if main else "audit",
        table=story_templates().latest,
        about=main.key if main else "",
        title=_title(client or "某企业", main),
        stand_in=client,
    )


def _title(client: str, main: ToldFact | None) -> str:
    return f"{client}：条款 {main.value('clause')} 不符合案例" if main else f"{client}：审核案例"


@durable_transaction()
def story_edit(*, deed: Deed, viewer: Viewer, edition: WorkEdition, edit: StoryEdit) -> None:
    """Do something to one sentence of a draft, or write one.

    Raises:
        GuideMayNotError: The person may not.
        WorkStateError: It is no draft.
        WorkEditError: There is no such deed or sentence, or words are missing.

    """
    need(deed, viewer, EDIT)
    story = draft_of(edition)
    key = edit.key or (secrets.token_hex(6) if edit.what == "own" else "")
    asked = StoryEdit(edit.what, edit.part, key, edit.text.strip()[:_LONGEST_TEXT])
    anew = edited_story(story, asked) if isinstance(story, Story) else None
    if anew is None:
        raise WorkEditError("The sentence cannot be edited like this.", remedy="Reload the page and try again.")
    draft_keep(deed, edition, anew)
    Work.objects.filter(pk=edition.work_id).update(proposed=False)
