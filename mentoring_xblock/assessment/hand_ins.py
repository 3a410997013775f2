"""Making a hand-in, taking it back, and ending all of a learner's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.assessment import attempts, gradebook, mails, queries, time
from mentoring_xblock.assessment.data import PLAIN, Items, Rules
from mentoring_xblock.assessment.models import HandIn, Kind, Score
from mentoring_xblock.assessment.rubric import as_stored
from mentoring_xblock.assessment.rules import check_chosen
from mentoring_xblock.host import NO_DEADLINE, Deadline
from mentoring_xblock.kit.errors import Conflict, NotAllowed, NotFound, Over
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import word_count
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts

#: How often to take the next number when another tab of the same person took it first.
_ATTEMPTS = 5
#: What remains of a thing that was handed in and taken back.
_REFERENCE = ("kind", "id", "version")


@dataclass(frozen=True)
class _Making:
    """What is common to every try to store one hand-in."""

    actor: Actor
    place: Place
    round_id: int
    maximum: int
    items: Items
    ids: Sequence[UUID]
    once_key: UUID
    rules: Rules
    due_at: datetime | None


def hand_in(
    actor: Actor,
    place: Place,
    maximum: int,
    items: Items,
    ids: Sequence[UUID],
    once_key: UUID,
    rules: Rules = PLAIN,
    deadline: Deadline = NO_DEADLINE,
) -> UUID:
    """Freeze what was chosen, record it with the host, and return the hand-in's public id.

    An earlier hand-in stays, with the points that stand for it, until the new one is scored. The same `once_key` again
    returns what the first call made, also after the time has passed.

    Args:
        maximum: the block's points at this moment; the hand-in keeps it.
        ids: of the actor's own things of this block, 1 to `ITEM_LIMIT`.
        rules: the block's at this moment; the hand-in keeps the rubric.
        deadline: the actor's own, as the host tells of a block that is bound to them; the hand-in keeps its day.
    Raises:
        NotAllowed: nothing handed in is graded in this block, or the actor is no mentee of the programme.
        NotFound: one of the things is not the actor's, or not of this block.
        Over: their round has been closed.
        Invalid: nothing was chosen, or too much.
        Conflict: the course's grades no longer change, the time has passed, the actor has handed in as often as they
            can, or the host did not take it; nothing was stored.
    """
    policy.require(Action.HAND_IN_MAKE, actor, Facts(owner_id=actor.user_id))
    # The answer to a click in time may be lost; asked again, it says what was done and not what has closed since.
    done = _same_click(actor, place, once_key)
    if done is not None:
        return done.public_id
    if maximum < 1:
        raise NotAllowed(gettext("No points are given here, so there is nothing to hand in."))
    if rules.part is not None:
        raise NotAllowed(gettext("Points are given for taking part here, so there is nothing to hand in."))
    mine = queries.round_of_mentee(actor, place)
    if mine is None:
        raise NotAllowed(gettext("Only people who are mentored hand something in."))
    if mine.closed:
        raise Over(gettext("This round has ended, so nothing more can be handed in."))
    chosen = list(dict.fromkeys(ids))
    check_chosen(chosen)
    if host.grades_frozen(place.course_key):
        raise Conflict(gettext("The course’s grades are closed, so nothing more can be handed in."))
    making = _Making(actor, place, mine.id, maximum, items, chosen, once_key, rules, deadline.due)
    _refuse_when_over(making, deadline)
    for _attempt in range(_ATTEMPTS):
        with transaction.atomic():
            made = _same_click(actor, place, once_key) or _make(making)
        if made is not None:
            return made.public_id
    raise Conflict(gettext("Something else was handed in at the same moment. Look at it, and try again."))


def _same_click(actor: Actor, place: Place, once_key: UUID) -> HandIn | None:
    row = HandIn.objects.filter(once_key=once_key).defer("content").first()
    if row is not None and (row.owner_id, row.usage_key) != (actor.user_id, place.usage_key):
        raise Conflict(gettext("This page is out of date. Load it again; nothing was handed in."))
    return row


def _refuse_when_over(making: _Making, deadline: Deadline) -> None:
    closes_at = time.closes_at(making.actor.user_id, making.place.usage_key, deadline)
    if closes_at is not None and timezone.now() > closes_at:
        raise Conflict(gettext("The time for handing in has passed. What you wrote stays yours."))


def _refuse_when_used(making: _Making, before: Sequence[HandIn]) -> None:
    if not making.rules.attempts:
        return
    extension = time.extension_of(making.actor.user_id, making.place.usage_key)
    more = attempts.more(extension, making.round_id)
    if attempts.left(making.rules.attempts, more, attempts.used_by(before, making.round_id)) == 0:
        raise Conflict(
            gettext("You have handed in as often as you can here. Whoever mentors you can let you hand in once more.")
        )


def _make(making: _Making) -> HandIn | None:
    """Store one hand-in; None if the number was taken meanwhile."""
    actor, place = making.actor, making.place
    before = queries.lock_all(actor.user_id, place.usage_key)
    _refuse_when_used(making, before)
    content = [dict(item) for item in making.items.freeze(actor, place, making.ids)]
    if {str(item["id"]) for item in content} != {str(one) for one in making.ids}:
        raise NotFound(gettext("One of these is not here any more. Choose again."))
    try:
        # Where there is no earlier row to lock, the unique number is the lock: a second insert waits, then fails.
        with transaction.atomic():
            row = HandIn.objects.create(
                round_id=making.round_id,
                course_key=place.course_key,
                usage_key=place.usage_key,
                block_type=place.block_type,
                owner_id=actor.user_id,
                number=before[-1].number + 1 if before else 1,
                content=content,
                title=content[0]["title"],
                maximum=making.maximum,
                rubric=as_stored(making.rules.rubric),
                due_at=making.due_at,
                once_key=making.once_key,
            )
    except IntegrityError:
        return None
    row.submission_uuid = gradebook.submit(row, _words(content))
    row.save(update_fields=["submission_uuid"])
    audit.record(ItemKind.HAND_IN, row.public_id, owner_id=row.owner_id, actor_id=actor.user_id, verb=Verb.HANDED_IN)
    mails.tell_waits(row)
    return row


def _words(content: Sequence[Mapping[str, Any]]) -> int:
    return sum(word_count(part["text"]) for item in content for part in item["parts"])


def take_back(actor: Actor, place: Place, hand_in_id: UUID) -> int:
    """Take a hand-in back, at once: nobody reads it any more and its points no longer stand.

    What was frozen is let go; references to it stay. After the course's grades have closed the points stay in the
    gradebook, where they can't be changed, and the text is taken back all the same. Taking back twice is taking back
    once.

    Returns:
        How many hand-ins of the block the actor has left.
    Raises:
        NotFound: the actor has no such hand-in of this block.
        Conflict: the host did not take the points back; nothing was changed.
    """
    with transaction.atomic():
        row, rows = queries.lock(place, hand_in_id)
        policy.require(Action.HAND_IN_WITHDRAW, actor, Facts(owner_id=row.owner_id))
        if row.usage_key != place.usage_key:
            raise NotFound(gettext("There is no such hand-in."))
        if row.withdrawn_at is None:
            now = timezone.now()
            queries.drafts().filter(hand_in=row).update(withdrawn_at=now)
            standing = queries.standing().filter(hand_in=row).first()
            points = None
            if standing is not None and not host.grades_frozen(row.course_key):
                gradebook.take(row)
                Score.objects.filter(pk=standing.pk).update(withdrawn_at=now)
                points = standing.points
            row.withdrawn_at = now
            row.content, row.title = _references(row), ""
            row.save(update_fields=["withdrawn_at", "content", "title"])
            audit.record(
                ItemKind.HAND_IN,
                row.public_id,
                owner_id=row.owner_id,
                actor_id=actor.user_id,
                verb=Verb.TOOK_BACK,
                points=points,
            )
            mails.untell_waits(row)
        left = (one for one in rows if one.kind == Kind.CHOSEN and one.withdrawn_at is None and one.pk != row.pk)
        return sum(1 for _one in left)


def _references(row: HandIn) -> list[dict[str, Any]]:
    return [{name: item[name] for name in _REFERENCE} for item in row.content]


def writers_of(round_ids: Collection[int], block_type: str) -> dict[int, set[int]]:
    """Return whose texts hand-ins of blocks of a type hold, by round. One query; it asks no policy: it is for jobs.

    Whoever took everything back is left out: nothing of theirs is held.
    """
    rows = HandIn.objects.filter(round__in=round_ids, block_type=block_type, kind=Kind.CHOSEN)
    found: dict[int, set[int]] = defaultdict(set)
    for round_id, owner_id in rows.exclude(title="").values_list("round_id", "owner_id").distinct():
        found[round_id].add(owner_id)
    return found


def let_go_of_texts(round_id: int, block_type: str, owner_ids: Collection[int]) -> int:
    """Erase the texts that these people handed in from blocks of a type, because they are kept no longer.

    References to them stay, and so do points and what was written about them. Call it inside a transaction; it asks no
    policy: it is for jobs.

    Returns:
        From how many hand-ins.
    """
    rows = HandIn.objects.select_for_update().filter(
        round=round_id, block_type=block_type, kind=Kind.CHOSEN, owner__in=owner_ids
    )
    held = [row for row in rows.order_by("pk") if any("parts" in item for item in row.content)]
    for row in held:
        row.content, row.title = _references(row), ""
    HandIn.objects.bulk_update(held, ["content", "title"], batch_size=100)
    return len(held)


def reset_learner(place: Place, owner_id: int, by_id: int | None, items: Items) -> None:
    """Take a learner back to the start in one block: points, hand-ins, shares and completion end.

    What was written moves to its author's bin, and what was frozen stays with the ended hand-ins, out of everybody's
    reach: nobody but its author destroys a text. They can hand in as often as anybody else again. Safe to repeat.

    Args:
        by_id: who asked the host for it, None if unknown. The host has decided that they may.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = queries.lock_all(owner_id, place.usage_key)
        live = [row for row in rows if row.withdrawn_at is None]
        anonymous = host.anonymous_id(owner_id, place.course_key)
        host.reset_score(anonymous, place.course_key, place.usage_key, clear_state=True)
        ended = queries.live().filter(hand_in__owner_id=owner_id, hand_in__usage_key=place.usage_key)
        ended.update(withdrawn_at=now)
        HandIn.objects.filter(pk__in=[row.pk for row in live]).update(withdrawn_at=now)
        for row in live:
            row.withdrawn_at = now
            audit.record(ItemKind.HAND_IN, row.public_id, owner_id=owner_id, actor_id=by_id, verb=Verb.STATE_RESET)
        items.clear(owner_id, place.usage_key, by_id)
        attempts.give_back(rows)
    host.complete(place.usage_key, [owner_id], 0.0)
