"""The door to goals: writing, keeping, sharing, deleting and handing in.

Every function asks policy itself, with facts loaded in its own transaction. What only reads stands in `queries.py` and
is passed on from here. What a mentee does on their own page takes a `Sheet`, which `open_sheet` lays out for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.goals import rules
from mentoring_xblock.goals.data import GoalDraft, GoalInfo, Saved, SharedGoal
from mentoring_xblock.goals.models import Goal, GoalVersion
from mentoring_xblock.goals.queries import (
    around,
    counts,
    draft_of,
    earlier_goals,
    facts_for,
    get_goal,
    info_of,
    list_goals,
    own_facts,
    own_row,
    own_rows,
    published_sheet,
    read_shared,
    readable_goals,
    shared_goals,
    titles,
)
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.groups import api as groups
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.keeping import Reason, bin_ends
from mentoring_xblock.kit.paging import CHOICES
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.questions import Question
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Role
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.data import Audience, ShareInfo


def open_sheet(actor: Actor, place: Place, questions: Sequence[Question]) -> Sheet:
    """Lay out a worksheet for the actor: who writes goals here, on which questions, themes and days.

    Only mentees write goals, each in the newest round that they are in, also after its end. Anybody else's sheet is
    nobody's, and every function refuses to write on it. Five queries.
    """
    programme, roles = programmes.my_round(actor.user_id, place)
    if programme is None or programme.round is None or actor.user_id is None:
        return Sheet(place, tuple(questions))
    first_day, last_day = groups.days_of(actor.user_id, programme)
    return Sheet(
        place=place,
        questions=tuple(questions),
        owner_id=actor.user_id if Role.MENTEE in roles else None,
        leads=any(info.leads for info in roles.values()),
        round_id=programme.round.id,
        themes=programme.plan.themes,
        first_day=first_day,
        last_day=last_day,
    )


# ---- saving ----


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
        _keep([(row, version, draft)], Reason.CONFLICT)
        return False
    if joined:
        _keep([(row, row.version, standing)], Reason.CONFLICT)
    row.answers, row.theme = dict(draft.answers), draft.theme
    row.target_on, row.status = draft.target_on, draft.status
    row.version += 1
    row.updated_at = timezone.now()
    row.save(update_fields=["answers", "theme", "target_on", "status", "version", "updated_at"])
    return True


def _keep(texts: Sequence[tuple[Goal, int, GoalDraft]], reason: Reason) -> None:
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


# ---- the bin ----


def delete_goal(actor: Actor, sheet: Sheet, goal_id: UUID) -> GoalInfo:
    """Put a goal into its owner's bin and end its shares. Deleting twice is deleting once.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    with transaction.atomic():
        row = _binned_or_not(actor, sheet.place, goal_id)
        if row.deleted_at is None:
            _bin([row], actor.user_id, Verb.DELETED)
    return info_of(row, sheet)


def restore_goal(actor: Actor, sheet: Sheet, goal_id: UUID) -> GoalInfo:
    """Take a goal out of the bin. Its shares stay ended. Bringing back twice is bringing back once.

    Raises:
        NotFound: there is none, it is somebody else's, or its days in the bin are over.
    """
    with transaction.atomic():
        row = _binned_or_not(actor, sheet.place, goal_id)
        if row.deleted_at is not None:
            if row.deleted_at < bin_ends(timezone.now()):
                raise NotFound(gettext("This goal is not here any more."))
            row.deleted_at = None
            row.save(update_fields=["deleted_at"])
            audit.record(
                ItemKind.GOAL, row.public_id, owner_id=row.owner_id, actor_id=actor.user_id, verb=Verb.RESTORED
            )
    return info_of(row, sheet)


def _binned_or_not(actor: Actor, place: Place, goal_id: UUID) -> Goal:
    row = (
        Goal.objects.select_for_update()
        .filter(public_id=goal_id, usage_key=place.usage_key, course_key=place.course_key)
        .first()
    )
    if row is None:
        raise NotFound(gettext("This goal is not here any more."))
    policy.require(Action.ITEM_WRITE if row.deleted_at is None else Action.ITEM_RESTORE, actor, own_facts(row))
    return row


def _bin(rows: Sequence[Goal], actor_id: int | None, verb: Verb) -> None:
    """Put goals into the bin; call it inside a transaction that holds their locks."""
    sharing.withdraw_all(ItemKind.GOAL, [row.public_id for row in rows])
    now = timezone.now()
    for row in rows:
        row.deleted_at = now
    Goal.objects.bulk_update(rows, ["deleted_at"])
    audit.record_all(ItemKind.GOAL, {row.public_id: row.owner_id for row in rows}, actor_id=actor_id, verb=verb)


# ---- sharing, reading and talking ----


def share_goal(actor: Actor, place: Place, goal_id: UUID, group_id: UUID, audience: Audience) -> ShareInfo:
    """Give a goal to the leader of one of the actor's groups, or to everybody in it; keeps the text as it is now.

    Raises:
        NotFound: there is no such goal of the actor's own, or the actor is in no such group.
        Invalid: nobody in the group could read it.
    """
    with transaction.atomic():
        row = own_row(actor, place, goal_id, Action.ITEM_SHARE, locked=True)
        shared = sharing.share(actor, place, ItemKind.GOAL, row.public_id, own_facts(row), group_id, audience)
        _keep([(row, row.version, draft_of(row))], Reason.SHARED)
    return shared


def withdraw_goal(actor: Actor, place: Place, goal_id: UUID, share_id: UUID) -> None:
    """Take a share back at once. Withdrawing twice is withdrawing once.

    Raises:
        NotFound: there is no such goal of the actor's own, or no such share of it.
    """
    row = own_row(actor, place, goal_id, Action.ITEM_SHARE)
    sharing.withdraw(actor, place, ItemKind.GOAL, row.public_id, own_facts(row), share_id)


def _readable(actor: Actor, place: Place, goal_id: UUID, action: Action) -> tuple[Goal, Facts]:
    """Return a goal of the course, whichever block it was written in, on which the actor may do this."""
    row = Goal.objects.filter(public_id=goal_id, course_key=place.course_key).first()
    if row is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    facts = facts_for([row])[goal_id]
    policy.require(action, actor, facts)
    return row, facts


def open_shared(actor: Actor, place: Place, goal_id: UUID) -> SharedGoal:
    """Open a goal that somebody shares with the actor, and let its owner's trail know.

    `place` may be any block of the programme: a mentor reads on a page of their own.

    Raises:
        NotFound: there is no such goal, or it is not shared with the actor now.
    """
    with transaction.atomic():
        row, facts = _readable(actor, place, goal_id, Action.ITEM_READ)
        found = read_shared(actor, place, goal_id)
        sharing.mark_opened(actor, ItemKind.GOAL, row.public_id, facts, row.version)
    return found


def comment(actor: Actor, place: Place, goal_id: UUID, share_id: UUID, body: str, once_key: UUID) -> None:
    """Say something in the thread of one share of a goal. The same `once_key` again changes nothing.

    Raises:
        NotFound: the actor may not read the goal, or not by this share.
        Invalid: nothing was written, or too much.
        Conflict: the share has ended meanwhile.
    """
    row, facts = _readable(actor, place, goal_id, Action.ITEM_COMMENT)
    sharing.add_comment(actor, place, ItemKind.GOAL, row.public_id, facts, share_id, body, once_key)


# ---- handing in ----


def candidates(actor: Actor, place: Place) -> tuple[GoalInfo, ...]:
    """Return the actor's newest `CHOICES` goals of this block, newest first, to choose from when handing in."""
    if not policy.allowed(Action.HAND_IN_MAKE, actor, Facts(owner_id=actor.user_id)):
        return ()
    rows = Goal.objects.filter(owner_id=actor.user_id, usage_key=place.usage_key, deleted_at=None)
    sheet = published_sheet(place)
    return tuple(info_of(row, sheet) for row in rows.order_by("-created_at", "-pk")[:CHOICES])


def freeze(actor: Actor, place: Place, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Return the actor's own goals of this block as a hand-in keeps them, in the order of `ids`.

    Each is `{"kind", "id", "title", "version", "parts": [{"label", "text"}]}` in plain JSON values, with the questions
    in the language that the actor reads. Call it inside the transaction of the hand-in, because it keeps each text.

    Raises:
        NotFound: one of them is no goal of the actor's own in this block.
    """
    rows = {
        row.public_id: row
        for row in Goal.objects.select_for_update().filter(
            public_id__in=list(ids), usage_key=place.usage_key, course_key=place.course_key
        )
    }
    for goal_id in ids:
        if goal_id not in rows or not policy.allowed(Action.HAND_IN_MAKE, actor, own_facts(rows[goal_id])):
            raise NotFound(gettext("One of these is not here any more. Choose again."))
    sheet = published_sheet(place)
    frozen = [_frozen(info_of(rows[goal_id], sheet)) for goal_id in ids]
    _keep([(rows[goal_id], rows[goal_id].version, draft_of(rows[goal_id])) for goal_id in ids], Reason.HANDED_IN)
    return frozen


def _frozen(goal: GoalInfo) -> Mapping[str, Any]:
    parts = [{"label": part.label, "text": part.text} for part in goal.parts]
    if goal.theme_name:
        parts.append({"label": gettext("Theme"), "text": goal.theme_name})
    if goal.target_on:
        parts.append({"label": gettext("By when?"), "text": long_day(goal.target_on)})
    return {
        "kind": ItemKind.GOAL.value,
        "id": str(goal.goal_id),
        "title": goal.title,
        "version": goal.version,
        "parts": parts,
    }


# ---- upkeep ----


def reset(owner_id: int, usage_key: UsageKey, requester_id: int | None) -> None:
    """Move a person's goals of a block to their bin and end their shares, because staff deleted the learner's state.

    Safe to repeat. Who may ask for this is the host's decision; the texts stay their owner's for the days of the bin.
    Call it inside the transaction of the reset.
    """
    rows = list(
        Goal.objects.select_for_update().filter(owner_id=owner_id, usage_key=usage_key, deleted_at=None).order_by("pk")
    )
    _bin(rows, requester_id, Verb.STATE_RESET)


def purge_deleted(now: dt.datetime) -> int:
    """Erase for ever what has been in a bin longer than its days; returns how many goals. Safe to repeat."""
    with transaction.atomic():
        rows = Goal.objects.select_for_update().filter(deleted_at__lt=bin_ends(now)).order_by("pk")
        gone = list(rows.values_list("pk", "public_id"))
        goal_ids = [public_id for _, public_id in gone]
        sharing.forget(ItemKind.GOAL, goal_ids)
        audit.forget(ItemKind.GOAL, goal_ids)
        Goal.objects.filter(pk__in=[pk for pk, _ in gone]).delete()
    return len(gone)


__all__ = [
    "around",
    "candidates",
    "comment",
    "counts",
    "delete_goal",
    "earlier_goals",
    "facts_for",
    "freeze",
    "get_goal",
    "list_goals",
    "open_shared",
    "open_sheet",
    "purge_deleted",
    "read_shared",
    "readable_goals",
    "reset",
    "restore_goal",
    "save_goal",
    "share_goal",
    "shared_goals",
    "titles",
    "withdraw_goal",
]
