"""Raising what to talk about, voting on it, and ticking it off."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.gatherings.answering import hold_meeting
from mentoring_xblock.gatherings.queries import all_of_round, facts_for
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.errors import FormUsed, Invalid, NotFound, Over
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import says_something, too_long
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.meetings import standing
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.notes.data import OPEN_LIMIT, POINT_LIMIT
from mentoring_xblock.notes.models import Point, Vote
from mentoring_xblock.notes.queries import goal_titles, votes_on
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes


def accepted(text: str, limit: int, name: str) -> str:
    """Return a text that can be kept.

    Raises:
        Invalid: there is not a word in it, or too many; the sentence stands beside the field `name`.
    """
    text = text.strip()
    if not says_something(text):
        raise Invalid(gettext("Write a word first."), {name: [gettext("Write a word first.")]})
    if len(text) > limit:
        raise Invalid(too_long(len(text) - limit), {name: [too_long(len(text) - limit)]})
    return text


def linked(actor: Actor, place: Place, relation: Relation, goal_id: UUID | None, now: dt.datetime) -> UUID | None:
    """Return the goal that something is about.

    Raises:
        Invalid: it is not shared with the group, or not any more.
    """
    if goal_id is not None and goal_id not in goal_titles(actor, place, relation.group.id, now):
        sentence = gettext("This goal is not shared with the group any more. Choose another one, or none.")
        raise Invalid(sentence, {"goal": [sentence]})
    return goal_id


# ---- a group's own ----


@one_change
def add_point(
    actor: Actor, place: Place, group_id: UUID, body: str, goal_id: UUID | None, once_key: UUID, now: dt.datetime
) -> None:
    """Put something before the group for its next meeting; the same key again adds nothing.

    Raises:
        NotFound: the actor is in no such group now. Over: it has just ended.
        Invalid: not a word, too many words, a goal that is not shared with the group, or too many points.
    """
    relation = standing.hold(actor, place, group_id, now)
    body = accepted(body, POINT_LIMIT, "body")
    if _made_already(once_key, actor):
        return
    _require_room(Point.objects.filter(group_id=relation.group.id, done_at=None).count())
    goal_id = linked(actor, place, relation, goal_id, now)
    Point.objects.create(
        group_id=relation.group.id,
        author_id=actor.user_id,
        body=body,
        goal_id=goal_id,
        once_key=once_key,
        created_at=now,
    )


def _made_already(once_key: UUID, actor: Actor) -> bool:
    author = Point.objects.filter(once_key=once_key).values_list("author_id", flat=True).first()
    if author is not None and author != actor.user_id:
        raise FormUsed()
    return author is not None


def _require_room(count: int) -> None:
    if count >= OPEN_LIMIT:
        raise Invalid(
            gettext("There are %(limit)s points already, and no more fit. Tick off what you have talked about.")
            % {"limit": grouped(OPEN_LIMIT)}
        )


@one_change
def tick_point(actor: Actor, place: Place, group_id: UUID, point_id: UUID, now: dt.datetime, *, done: bool) -> None:
    """Say that the group has talked about a point, or take that back. Twice is once.

    Raises:
        NotFound: the actor is in no such group now, or it has no such point.
    """
    relation = standing.hold(actor, place, group_id, now)
    row = _of_group(actor, relation, point_id, now)
    if (row.done_at is not None) != done:
        row.done_at = now if done else None
        row.save(update_fields=["done_at"])


@one_change
def remove_point(actor: Actor, place: Place, group_id: UUID, point_id: UUID, now: dt.datetime) -> None:
    """Take away a point of one's own. One that is gone already stays gone.

    Raises:
        NotFound: the actor is in no such group now, or the point is somebody else's.
    """
    relation = standing.hold(actor, place, group_id, now)
    rows = Point.objects.filter(group_id=relation.group.id, public_id=point_id)
    if rows.exclude(author_id=actor.user_id).exists():
        raise NotFound(gettext("There is nothing here for you to see."))
    rows.delete()


def _of_group(actor: Actor, relation: Relation, point_id: UUID, now: dt.datetime) -> Point:
    """Return a point; what still waits is for whoever is in the group when it comes up."""
    row = Point.objects.filter(group_id=relation.group.id, public_id=point_id).first()
    if row is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    policy.require(Action.RELATION_WORK, actor, relation.facts(now, at=row.done_at, about={row.author_id}))
    return row


@one_change
def vote_point(actor: Actor, place: Place, group_id: UUID, point_id: UUID, now: dt.datetime, *, wanted: bool) -> None:
    """Say that one would like to talk about a point of a group of peers, or take that back. One vote each.

    Raises:
        NotFound: the actor is in no such group now, it has no such point, or it does not vote.
    """
    relation = standing.hold(actor, place, group_id, now)
    if not votes_on(relation):
        raise NotFound(gettext("There is nothing here for you to see."))
    _vote(_of_group(actor, relation, point_id, now), actor, wanted=wanted)


def _vote(point: Point, actor: Actor, *, wanted: bool) -> None:
    if wanted:
        Vote.objects.get_or_create(point=point, user_id=actor.user_id)
    else:
        Vote.objects.filter(point=point, user_id=actor.user_id).delete()


# ---- for a meeting of the programme ----


def joint_meeting(actor: Actor, place: Place, meeting_id: UUID, now: dt.datetime, *, work: bool) -> MeetingInfo:
    """Return a meeting of the programme to whom it is for, or who holds it.

    Args:
        work: whether something is about to be raised for it.
    Raises:
        NotFound: there is none for the actor. Over: it is over or was called off, so nothing is raised for it any more.
    """
    programme, roles = programmes.my_round(actor.user_id, place)
    if work:
        # So that of two who raise the last point that fits, one is told.
        hold_meeting(programme, meeting_id)
    found = all_of_round(programme.round.id) if programme is not None and programme.round is not None else ()
    meeting = next((one for one in found if one.public_id == meeting_id), None)
    if meeting is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    facts = facts_for(meeting, actor.user_id, roles, closed=programme.round.closed)
    policy.require(Action.MEETING_SEE, actor, facts)
    if work:
        policy.require(Action.MEETING_ANSWER, actor, facts)
        if not raising(meeting, now):
            raise Over(gettext("This meeting is over, so nothing is raised for it any more."))
    return meeting


def raising(meeting: MeetingInfo, now: dt.datetime) -> bool:
    """Return whether something can still be raised for a meeting of the programme."""
    return not meeting.over(now) and not meeting.cancelled


@one_change
def raise_point(
    actor: Actor, place: Place, meeting_id: UUID, body: str, once_key: UUID, now: dt.datetime
) -> MeetingInfo:
    """Raise something for a meeting of the programme; whoever raises it would like to talk about it.

    Raises:
        NotFound: there is no such meeting for the actor. Over: it is over.
        Invalid: not a word, too many words, or too many points.
    """
    meeting = joint_meeting(actor, place, meeting_id, now, work=True)
    body = accepted(body, POINT_LIMIT, "body")
    if not _made_already(once_key, actor):
        _require_room(Point.objects.filter(meeting_id=meeting.id).count())
        row = Point.objects.create(
            meeting_id=meeting.id, author_id=actor.user_id, body=body, once_key=once_key, created_at=now
        )
        _vote(row, actor, wanted=True)
    return meeting


@one_change
def vote_raised(
    actor: Actor, place: Place, meeting_id: UUID, point_id: UUID, now: dt.datetime, *, wanted: bool
) -> MeetingInfo:
    """Vote for a point of a meeting of the programme, or take the vote back.

    Raises:
        NotFound: there is no such meeting for the actor, or it has no such point. Over: it is over.
    """
    meeting = joint_meeting(actor, place, meeting_id, now, work=True)
    row = Point.objects.filter(meeting_id=meeting.id, group=None, public_id=point_id).first()
    if row is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    _vote(row, actor, wanted=wanted)
    return meeting


@one_change
def take_back_raised(actor: Actor, place: Place, meeting_id: UUID, point_id: UUID, now: dt.datetime) -> MeetingInfo:
    """Take away what one has raised oneself. What is gone already stays gone.

    Raises:
        NotFound: there is no such meeting for the actor, or the point is somebody else's. Over: it is over.
    """
    meeting = joint_meeting(actor, place, meeting_id, now, work=True)
    rows = Point.objects.filter(meeting_id=meeting.id, group=None, public_id=point_id)
    if rows.exclude(author_id=actor.user_id).exists():
        raise NotFound(gettext("There is nothing here for you to see."))
    rows.delete()
    return meeting
