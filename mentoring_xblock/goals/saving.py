"""Saving a goal: once a click, and none of two texts lost where two people or two devices differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.goals import rules
from mentoring_xblock.goals.data import GoalDraft, GoalInfo, Saved
from mentoring_xblock.goals.models import Goal, GoalVersion
from mentoring_xblock.goals.queries import draft_of, info_of, own_rows, row_on
from mentoring_xblock.goals.together import act_on
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.sharing import api as sharing

#: Saves that follow one another within this time are one sitting, of which one earlier text is kept.
SITTING = dt.timedelta(minutes=30)


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
        NotFound: there is no such goal on this worksheet, or the actor does not write on it.
        Invalid: not a single word, an answer too long, a question or theme that is not there, a day outside the round.
        Conflict: the goal has changed elsewhere; `current` is what stands.
    """
    if sheet.relation is None:
        policy.require(Action.ITEM_WRITE, actor, Facts(owner_id=sheet.owner_id))
    else:
        policy.require(Action.RELATION_WORK, actor, sheet.relation.facts(timezone.now()))
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
            version = 1 if goal_id is None else version
            stale = not _write(row, draft, version, rules.asked(draft, sheet, row), actor.user_id, joined=joined)
        return Saved(_info(row, sheet), created, own_rows(sheet).count()), stale


def _row_to_save(actor: Actor, sheet: Sheet, goal_id: UUID | None, once_key: UUID) -> Goal | None:
    """Return the locked row that a save is about; None for a first save that has not come before."""
    if goal_id is not None:
        return row_on(actor, sheet, goal_id, Action.ITEM_WRITE, locked=True)
    row = Goal.objects.select_for_update().filter(once_key=once_key).first()
    if row is not None:
        act_on(Action.ITEM_WRITE, actor, sheet.place, row, timezone.now(), sheet.relation)
        if (row.usage_key, row.group_id) != (sheet.place.usage_key, sheet.group_pk):
            raise NotFound(gettext("This goal is not here any more."))
    return row


def _accepted(draft: GoalDraft, sheet: Sheet, stored: GoalDraft | None) -> dict[str, str]:
    found = rules.problems(draft, sheet, stored)
    if found:
        whole = found.get(rules.WHOLE, [gettext("Something needs another look. What you typed is still here.")])
        raise Invalid(whole[0], {name: errors for name, errors in found.items() if name != rules.WHOLE})
    return rules.merged(draft, sheet, stored)


def require_room(sheet: Sheet) -> None:
    """Let one more goal onto a worksheet.

    Raises:
        Invalid: there are as many as fit, or the actor writes no new ones here any more.
    """
    if sheet.no_more:
        raise Invalid(
            gettext("New goals are written here by those who are mentored. What you typed is still here; copy it.")
        )
    if own_rows(sheet).count() >= rules.GOALS_LIMIT:
        raise Invalid(
            gettext(
                "There are %(limit)s goals on this worksheet, and no more fit. Delete one that you no longer need, "
                "then save this one; what you typed is still here."
            )
            % {"limit": rules.GOALS_LIMIT}
        )


def _create(actor: Actor, sheet: Sheet, draft: GoalDraft, once_key: UUID) -> Goal:
    require_room(sheet)
    row = Goal.objects.create(
        round_id=sheet.round_id,
        course_key=sheet.place.course_key,
        usage_key=sheet.place.usage_key,
        owner_id=sheet.owner_id,
        group_id=sheet.group_pk,
        updated_by_id=actor.user_id,
        answers=dict(draft.answers),
        asked=rules.asked(draft, sheet, None),
        theme=draft.theme,
        target_on=draft.target_on,
        status=draft.status,
        once_key=once_key,
    )
    # A trail tells an owner who could read what is theirs; what a group writes together everybody in it reads.
    if row.owner_id is not None:
        audit.record(ItemKind.GOAL, row.public_id, owner_id=row.owner_id, actor_id=actor.user_id, verb=Verb.WROTE)
    return row


def _write(
    row: Goal, draft: GoalDraft, version: int, asked: Mapping[str, Any], writer_id: int | None, *, joined: bool
) -> bool:
    """Put a draft into a locked row; returns False if another version stands there and the draft was kept beside it."""
    standing, now = draft_of(row), timezone.now()
    if draft == standing:
        return True
    if version != row.version:
        keep_rows([(row.pk, version, rules.content_of(draft, asked), writer_id)], Reason.CONFLICT)
        return False
    if joined:
        keep([row], Reason.CONFLICT)
    elif _sitting_over(row, writer_id, now):
        keep([row], Reason.SAVED)
    row.answers, row.asked, row.theme = dict(draft.answers), dict(asked), draft.theme
    row.target_on, row.status = draft.target_on, draft.status
    row.version += 1
    row.updated_at, row.updated_by_id = now, writer_id
    row.save(
        update_fields=[
            *("answers", "asked", "theme", "target_on", "status", "version", "updated_at", "updated_by"),
        ]
    )
    return True


def _sitting_over(row: Goal, writer_id: int | None, now: dt.datetime) -> bool:
    """Whether what stands is to be kept before it is written anew: once a sitting, and always if another wrote it."""
    if row.updated_by_id not in (None, writer_id):
        return True
    kept = GoalVersion.objects.filter(goal=row, reason=Reason.SAVED, created_at__gt=now - SITTING)
    return not kept.exists()


def keep(rows: Iterable[Goal], reason: Reason) -> None:
    """Keep what stands in goals beside them; what is already kept is not kept again. Two queries."""
    keep_rows([(row.pk, row.version, rules.content_of(draft_of(row), row.asked), _writer(row)) for row in rows], reason)


def _writer(row: Goal) -> int | None:
    """Return who wrote what stands: of what was saved before this was noted, its owner."""
    return row.updated_by_id or row.owner_id


def keep_rows(texts: Sequence[tuple[int, int, Mapping[str, Any], int | None]], reason: Reason) -> None:
    """Keep texts beside goals, each once; two queries.

    Args:
        texts: (primary key of the goal, version, JSON values, who wrote it).
    """
    kept = list(
        GoalVersion.objects.filter(
            goal__in=[pk for pk, *_ in texts], number__in=[number for _, number, *_ in texts], reason=reason
        ).values_list("goal_id", "number", "content")
    )
    GoalVersion.objects.bulk_create(
        GoalVersion(goal_id=pk, number=number, reason=reason, content=content, author_id=author_id)
        for pk, number, content, author_id in texts
        if (pk, number, content) not in kept
    )


def _info(row: Goal, sheet: Sheet) -> GoalInfo:
    if row.owner_id is None:
        return info_of(row, sheet)
    shares = sharing.shares_of(ItemKind.GOAL, [row.public_id], timezone.now())
    return info_of(row, sheet, shares.get(row.public_id, ()))
