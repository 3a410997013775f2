"""Saving a goal: once a click, and none of two texts lost where two devices differ."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.goals import rules
from mentoring_xblock.goals.data import GoalDraft, GoalInfo, Saved
from mentoring_xblock.goals.models import Goal, GoalVersion
from mentoring_xblock.goals.queries import draft_of, info_of, own_facts, own_row, own_rows
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.sharing import api as sharing


def save_goal(
    actor: Actor,
    sheet: Sheet,
    goal_id: UUID | None,
    draft: GoalDraft,
    version: int,
    once_key: UUID,
    *,
    joined: bool = False,
) -> Saved:
    """Save what was typed, and make the goal on its first save.

    A save that comes twice is one: a first save is told by its `once_key`, a later one by its text already standing.
    Where the goal has changed since the page was opened, what was typed is kept beside it before this raises, so that
    nothing is lost whatever the writer then chooses.

    Args:
        goal_id: None for a new goal.
        draft: answers to questions of the worksheet only. Answers to questions that have left it stay as they are.
        version: the version that was typed upon; not looked at for a new goal.
        joined: the writer has seen the text that stands and replaces it knowingly, so that one is kept beside the goal.
    Raises:
        NotFound: there is no such goal of the actor's own, or the actor is no mentee of the programme.
        Invalid: not a single word, an answer too long, a question or theme that is not there, a day outside the round.
        Conflict: the goal has changed elsewhere; `current` is what stands.
    """
    policy.require(Action.ITEM_WRITE, actor, Facts(owner_id=sheet.owner_id))
    try:
        saved, stale = _save(actor, sheet, goal_id, draft, version, once_key, joined=joined)
    except IntegrityError:
        # The same click was a moment faster, and its goal is there now. It is looked for in a new transaction, because
        # a refused insert holds a lock on MySQL that would make two latecomers wait for each other.
        saved, stale = _save(actor, sheet, goal_id, draft, version, once_key, joined=joined)
    if stale:
        raise Conflict(gettext("This goal was also changed elsewhere. Nothing is lost."), current=saved.goal)
    return saved


def _save(
    actor: Actor, sheet: Sheet, goal_id: UUID | None, draft: GoalDraft, version: int, once_key: UUID, *, joined: bool
) -> tuple[Saved, bool]:
    """Save within a transaction of its own; returns what stands then, and whether that is somebody else's text."""
    with transaction.atomic():
        row = _row_to_save(actor, sheet, goal_id, once_key)
        answers = _accepted(draft, sheet, draft_of(row) if row else None)
        draft = GoalDraft(answers, draft.theme, draft.target_on, draft.status)
        created = row is None
        if created:
            row, stale = _create(actor, sheet, draft, once_key), False
        else:
            stale = not _write(row, draft, 1 if goal_id is None else version, joined=joined)
        return Saved(_own_info(row, sheet), created, own_rows(sheet).count()), stale


def _row_to_save(actor: Actor, sheet: Sheet, goal_id: UUID | None, once_key: UUID) -> Goal | None:
    """Return the locked row that a save is about; None for a first save that has not come before."""
    if goal_id is not None:
        return own_row(actor, sheet.place, goal_id, Action.ITEM_WRITE, locked=True)
    row = Goal.objects.select_for_update().filter(once_key=once_key).first()
    if row is not None:
        policy.require(Action.ITEM_WRITE, actor, own_facts(row))
        if row.usage_key != sheet.place.usage_key:
            raise NotFound(gettext("This goal is not here any more."))
    return row


def _accepted(draft: GoalDraft, sheet: Sheet, stored: GoalDraft | None) -> dict[str, str]:
    found = rules.problems(draft, sheet, stored)
    if found:
        whole = found.get(rules.WHOLE, [gettext("Something needs another look. What you typed is still here.")])
        raise Invalid(whole[0], {name: errors for name, errors in found.items() if name != rules.WHOLE})
    return rules.merged(draft, sheet, stored)


def _create(actor: Actor, sheet: Sheet, draft: GoalDraft, once_key: UUID) -> Goal:
    if own_rows(sheet).count() >= rules.GOALS_LIMIT:
        raise Invalid(
            gettext(
                "There are %(limit)s goals on this worksheet, and no more fit. Delete one that you no longer need, "
                "then save this one; what you typed is still here."
            )
            % {"limit": rules.GOALS_LIMIT}
        )
    row = Goal.objects.create(
        round_id=sheet.round_id,
        course_key=sheet.place.course_key,
        usage_key=sheet.place.usage_key,
        owner_id=sheet.owner_id,
        answers=dict(draft.answers),
        theme=draft.theme,
        target_on=draft.target_on,
        status=draft.status,
        once_key=once_key,
    )
    audit.record(ItemKind.GOAL, row.public_id, owner_id=row.owner_id, actor_id=actor.user_id, verb=Verb.WROTE)
    return row


def _write(row: Goal, draft: GoalDraft, version: int, *, joined: bool) -> bool:
    """Put a draft into a locked row; returns False if another version stands there and the draft was kept beside it."""
    standing = draft_of(row)
    if draft == standing:
        return True
    if version != row.version:
        keep([(row, version, draft)], Reason.CONFLICT)
        return False
    if joined:
        keep([(row, row.version, standing)], Reason.CONFLICT)
    row.answers, row.theme = dict(draft.answers), draft.theme
    row.target_on, row.status = draft.target_on, draft.status
    row.version += 1
    row.updated_at = timezone.now()
    row.save(update_fields=["answers", "theme", "target_on", "status", "version", "updated_at"])
    return True


def keep(texts: Sequence[tuple[Goal, int, GoalDraft]], reason: Reason) -> None:
    """Keep texts beside their goals; what is already kept is not kept again. Two queries."""
    contents = [(row, number, rules.content_of(draft)) for row, number, draft in texts]
    kept = list(
        GoalVersion.objects.filter(
            goal__in=[row.pk for row, _, _ in contents], number__in=[number for _, number, _ in contents], reason=reason
        ).values_list("goal_id", "number", "content")
    )
    GoalVersion.objects.bulk_create(
        GoalVersion(goal=row, number=number, reason=reason, content=content)
        for row, number, content in contents
        if (row.pk, number, content) not in kept
    )


def _own_info(row: Goal, sheet: Sheet) -> GoalInfo:
    shares = sharing.shares_of(ItemKind.GOAL, [row.public_id], timezone.now())
    return info_of(row, sheet, shares.get(row.public_id, ()))
