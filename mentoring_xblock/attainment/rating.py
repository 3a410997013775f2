"""Saying where one is with a goal, and agreeing with what somebody says of theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from django.utils.translation import gettext

from mentoring_xblock.attainment import rules, stages
from mentoring_xblock.attainment.data import Answer, RatingInfo, Stage, Standing
from mentoring_xblock.attainment.models import GoalRating
from mentoring_xblock.attainment.reading import forget_standing, standing_of
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals import mails
from mentoring_xblock.goals.data import GoalRef
from mentoring_xblock.goals.opening import lay_out
from mentoring_xblock.kit.errors import Conflict, FormUsed, Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.privacy import audit
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.plan_goals import Opened
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.models import Stance
from mentoring_xblock.worksheets.data import Worksheet


class LevelsChanged(Conflict):
    """Levels were chosen by words that have become others; `current` are these goals' standings by public id."""

    current: Mapping[UUID, Standing]

    def __init__(self, current: Mapping[UUID, Standing]):
        sentence = gettext(
            "These levels have changed since you opened this page. Look at your choice again; nothing is saved yet."
        )
        super().__init__(sentence, current)


@dataclass(frozen=True)
class Given:
    """A rating to be kept: of which goal, what it says, and at which stage and review (its id, or empty)."""

    ref: GoalRef
    answer: Answer
    stage: Stage
    milestone: str
    key: UUID


@one_change
def rate(actor: Actor, place: Place, goal_id: UUID, answer: Answer, once_key: UUID, now: dt.datetime) -> RatingInfo:
    """Say where one is with a goal now. The same answer with the same `once_key` again is the same rating.

    Raises:
        NotFound: the goal is not the actor's to write.
        Invalid: no level was chosen, or the goal has no five levels that all differ.
        LevelsChanged: it was chosen by other words than those that stand.
    """
    ref = goals.goal_ref(actor, place, goal_id, Action.ITEM_WRITE, locked=True)
    standing = standing_of(ref.pk, goal_id)
    if answer.level is None:
        sentence = gettext("Choose one of the five levels.")
        raise Invalid(sentence, {"level": [sentence]})
    stage, milestone = rules.stage_of(standing.ratings, _opened(actor, place, ref, now), now)
    store_all([Given(ref, answer, stage, milestone, once_key)], {goal_id: standing}, actor.user_id, now)
    newest = standing_of(ref.pk, goal_id).ratings[-1]
    forget_standing(goal_id)
    return newest


def _opened(actor: Actor, place: Place, ref: GoalRef, now: dt.datetime) -> Opened | None:
    """Return the review that is open in the calendar of whose goal it is."""
    laid = lay_out(actor, place, Worksheet(()))
    sheet = next((one for one in laid.together if one.group_pk == ref.group_pk), laid.own)
    programme = programmes.get_programme(place.course_key, place.slug)
    if programme is None or sheet.round_id != ref.round_id:
        return None
    return stages.opened_now(programme, sheet.clock, now)


def store_all(
    given: Sequence[Given], standings: Mapping[UUID, Standing], rater_id: int | None, now: dt.datetime
) -> int:
    """Keep ratings of goals that the caller holds locked, in its transaction; returns how many are new. Three queries.

    An answer comes twice when its key comes again, and is kept once. Another answer under a key that is taken comes
    from a page that never heard of its first click: it is a rating of its own.

    Args:
        standings: of all these goals, as they are in this transaction.
    Raises:
        Invalid: an answer can't be kept; the fields are those of `rules.answer_refusals`.
        FormUsed: a key has made a rating of another goal, or of somebody else's.
        LevelsChanged: something that was not kept before was chosen by other words than those that stand.
    """
    kept = [_kept(one, standings.get(one.ref.goal_id)) for one in given]
    keys = [(one.key, uuid5(one.key, f"{one.answer.level} {one.answer.words}")) for one in kept]
    known = {
        row.once_key: row for row in GoalRating.objects.filter(once_key__in={key for pair in keys for key in pair})
    }
    fresh = []
    for one, pair in zip(kept, keys, strict=True):
        taken = [known[key] for key in pair if key in known]
        if any((row.goal_id, row.rater_id) != (one.ref.pk, rater_id) for row in taken):
            raise FormUsed
        if all((row.level, row.words) != (one.answer.level, one.answer.words) for row in taken):
            fresh.append((one, pair[1] if taken else pair[0]))
    changed = [one.ref.goal_id for one, _key in fresh if _is_outdated(one, standings)]
    if changed:
        for goal_id in changed:
            forget_standing(goal_id)
        raise LevelsChanged({goal_id: standings[goal_id] for goal_id in changed})
    GoalRating.objects.bulk_create(_row(one, key, standings, rater_id, now) for one, key in fresh)
    stored = {one.ref.pk for one, _key in fresh}
    owners = {
        one.ref.goal_id: one.ref.owner_id for one in kept if one.ref.pk in stored and one.ref.owner_id is not None
    }
    audit.record_all(ItemKind.GOAL, owners, actor_id=rater_id, verb=Verb.RATED)
    return len(fresh)


def _kept(one: Given, standing: Standing | None) -> Given:
    answer = replace(one.answer, words=clean(one.answer.words).strip())
    found = rules.answer_refusals(answer, standing.scale if standing else None)
    if found:
        raise Invalid(next(iter(found.values()))[0], found)
    return replace(one, answer=answer)


def _is_outdated(one: Given, standings: Mapping[UUID, Standing]) -> bool:
    standing = standings.get(one.ref.goal_id)
    return rules.is_outdated(one.answer, standing.scale if standing else None)


def _row(
    one: Given, key: UUID, standings: Mapping[UUID, Standing], rater_id: int | None, now: dt.datetime
) -> GoalRating:
    standing = standings.get(one.ref.goal_id)
    return GoalRating(
        goal_id=one.ref.pk,
        rater_id=rater_id,
        stage=one.stage.value,
        milestone=one.milestone,
        level=one.answer.level,
        words=one.answer.words,
        scale_version=standing.scale.version if standing and standing.scale else 0,
        created_at=now,
        once_key=key,
    )


@one_change
def agree(
    actor: Actor, place: Place, goal_id: UUID, rating_id: UUID, share_id: UUID, once_key: UUID, now: dt.datetime
) -> None:
    """Agree, as whoever mentors its owner, with how a goal is rated; it also stands in the thread of that share.

    Agreeing twice is agreeing once.

    Args:
        place: any block of the programme: a mentor reads on a page of their own.
    Raises:
        NotFound: the goal is not shared with the actor by this share, or the actor does not mentor its owner.
        Conflict: the goal was rated again since, or the share has ended; `current` is the goal's `Standing`.
    """
    ref = goals.goal_ref(actor, place, goal_id, Action.RATING_AGREE, locked=True)
    standing = standing_of(ref.pk, goal_id)
    if all(one.rating_id != rating_id for one in standing.ratings):
        raise NotFound(gettext("There is nothing here for you to see."))
    newest = standing.newest()
    if newest is None or newest.rating_id != rating_id:
        raise Conflict(gettext("This goal was rated again meanwhile. Look at it as it is now."), current=standing)
    if newest.agreed_at is not None:
        return
    sharing.add_comment(
        actor,
        place,
        ItemKind.GOAL,
        goal_id,
        ref.facts,
        share_id,
        "",
        once_key,
        stance=Stance.AGREED,
        about=rating_id,
    )
    row = GoalRating.objects.select_related("goal__round").get(public_id=rating_id)
    row.agreed_by_id, row.agreed_at = actor.user_id, now
    row.save(update_fields=["agreed_by", "agreed_at"])
    mails.tell_answered(row.goal, actor.user_id, Stance.AGREED, now, rating=True)
    forget_standing(goal_id)


__all__ = ["Given", "LevelsChanged", "agree", "rate", "store_all"]
