"""A mentor answers: the first yes wins, and nobody gets more mentees than they have room for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.applications.pool import pool
from mentoring_xblock.applications.questions import QuestionKind
from mentoring_xblock.choices import mails, standing
from mentoring_xblock.choices.asking import state_of
from mentoring_xblock.choices.data import Answering, Counts, RequestInfo
from mentoring_xblock.choices.expiring import end, expire
from mentoring_xblock.choices.models import MentorRequest, Participant, RequestState
from mentoring_xblock.choices.overtaken import endings
from mentoring_xblock.choices.rooms import Room, kind_of, rooms_of
from mentoring_xblock.groups import agreed, bulk
from mentoring_xblock.groups.data import GroupInfo, Kind
from mentoring_xblock.groups.places import Held, one_transaction
from mentoring_xblock.kit.errors import Conflict, Full, Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.trying import ATTEMPTS
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ParticipantInfo, ProgrammeInfo, Role


def answering(actor: Actor, place: Place) -> Answering:
    """Return what waits for a mentor, oldest first; a constant number of queries.

    Raises:
        NotAllowed: the actor is no mentor of the round.
        NotFound: the programme has not been published.
    """
    programme = programmes.programme_of(place)
    mentor = standing.role_of(actor, programme, Role.MENTOR)
    policy.require(Action.CARD_EDIT, actor, standing.facts(programme, mentor))
    now = timezone.now()
    rows = waiting_for(actor, programme, mentor, now)
    names = host.people({row.mentee.user_id for row in rows})
    cards = programmes.participants_by_id(programme.round.id, [row.mentee.public_id for row in rows])
    topics = _topics_in_common(programme, mentor, rows) if rows else {}
    requests = tuple(
        RequestInfo(
            public_id=row.public_id,
            other=row.mentee.public_id,
            name=names[row.mentee.user_id].full_name if row.mentee.user_id in names else "",
            message=row.message,
            state=state_of(row, now),
            asked_at=row.created_at,
            expires_at=row.expires_at,
            headline=cards[row.mentee.public_id].headline if row.mentee.public_id in cards else "",
            topics=topics.get(row.mentee_id, ()),
        )
        for row in rows
    )
    room = rooms_of(programme, {mentor.user_id}).get(mentor.id, Room())
    return Answering(requests, room.free, room.places, room.paused)


def waiting_for(
    actor: Actor, programme: ProgrammeInfo, mentor: ParticipantInfo, now: dt.datetime
) -> list[MentorRequest]:
    """Return the requests that a mentor can answer now, oldest first; one query where there is none.

    Those that other ways have overtaken are left out, also before the job has come by.
    """
    rows = list(
        standing.answerable_by(actor.user_id, now)
        .filter(mentor_id=mentor.id)
        .select_related("mentee", "mentor")
        .order_by("pk")
    )
    over = endings(programme, rows)
    return [row for row in rows if row.pk not in over]


def asked_of(
    actor: Actor, programme: ProgrammeInfo, mentor: ParticipantInfo, now: dt.datetime
) -> tuple[RequestInfo, ...]:
    """Return who asks a mentor and until when, without their words; one query where nobody does.

    For who has found the mentor, and has asked policy.
    """
    rows = waiting_for(actor, programme, mentor, now)
    names = host.people({row.mentee.user_id for row in rows}) if rows else {}
    return tuple(
        RequestInfo(
            public_id=row.public_id,
            other=row.mentee.public_id,
            name=names[row.mentee.user_id].full_name if row.mentee.user_id in names else "",
            message="",
            state=state_of(row, now),
            asked_at=row.created_at,
            expires_at=row.expires_at,
        )
        for row in rows
    )


def _topics_in_common(
    programme: ProgrammeInfo, mentor: ParticipantInfo, rows: Iterable[MentorRequest]
) -> dict[int, tuple[str, ...]]:
    """Return by mentee what they wish for and this mentor offers: both have said it of themselves."""
    user_ids = {mentor.user_id, *(row.mentee.user_id for row in rows)}
    people = pool(programme, {Role.MENTEE, Role.MENTOR}, user_ids)
    offered = {
        topic
        for one in people.mentors
        if one.participant_id == mentor.id
        for topic in one.answers.get(QuestionKind.TOPICS, ())
    }
    return {
        one.participant_id: tuple(topic for topic in one.answers.get(QuestionKind.TOPICS, ()) if topic in offered)
        for one in people.mentees
    }


def accept(actor: Actor, place: Place, request_id: UUID) -> GroupInfo:
    """Say yes: the two come together at once, and everybody whom it concerns is told.

    In pairs they are a pair. In small groups the first yes makes the mentor's group, and the next ones join it. The
    mentee's other requests end, and so do the other requests to a mentor who is full by it.

    Raises:
        NotFound: there is no such request to the actor in this round.
        Over: the round has been closed.
        Conflict: it has been answered or taken back, or its time is over.
        Full: the mentor has no free place any more, or the mentee has found somebody else.
        Invalid: one of the two has left the course; the sentences are in `fields["request"]`.
    """
    for _ in range(ATTEMPTS):
        try:
            return _accept(actor, place, request_id)
        except _OtherGroups:
            continue
    raise Conflict(gettext("Your groups are being changed right now. Nothing was changed; try again in a moment."))


class _OtherGroups(Exception):
    """The mentor leads other groups than a moment ago, so the wrong ones are locked: begin again."""


@one_transaction
def _accept(actor: Actor, place: Place, request_id: UUID) -> GroupInfo:
    programme = programmes.open_programme(place)
    known = _known(programme, request_id)
    kind = kind_of(programme.plan)
    # Groups are locked before the people in them, as everybody does who changes both.
    mine = agreed.hold_small_groups(known.mentor_id) if kind is Kind.SMALL_GROUP else []
    row, held = _held(actor, known)
    if kind is Kind.SMALL_GROUP and not agreed.unchanged(known.mentor_id, mine):
        raise _OtherGroups
    now = timezone.now()
    mentor, mentee = row.mentor, row.mentee
    expired = [one for one in held.requests if one.expires_at <= now]
    if _room(programme, mentor).free < 1:
        raise Full(gettext("You have no free place any more. Nothing was changed."))
    if standing.has_mentor(mentee.user_id, programme):
        raise Full(gettext("This person has found somebody else meanwhile. Nothing was changed."))
    made = _together(programme, mentor, mentee, mine)
    MentorRequest.objects.filter(pk=row.pk).update(
        state=RequestState.ACCEPTED, slot=None, open_mentor=None, answered_at=now
    )
    expire(programme, [one for one in expired if one.pk != row.pk], now)
    others = [one for one in held.requests if one.pk != row.pk and one not in expired]
    elsewhere = end((one for one in others if one.mentee_id == mentee.pk), RequestState.TAKEN, now)
    mails.tell_no_longer_asked(programme, elsewhere)
    if _room(programme, mentor).free < 1:
        left = end(
            (one for one in others if one.mentor_id == mentor.pk and one not in elsewhere), RequestState.TAKEN, now
        )
        mails.tell_ended(programme, left, "request_taken")
    return made


def _room(programme: ProgrammeInfo, mentor: Participant) -> Room:
    return rooms_of(programme, {mentor.user_id}).get(mentor.pk, Room())


def _together(programme: ProgrammeInfo, mentor: Participant, mentee: Participant, mine: Sequence[Held]) -> GroupInfo:
    """Make the pair, or let the mentee into the mentor's small group.

    Raises:
        Invalid: one of the two has left the course.
        Full: one of the two has no place left.
    """
    try:
        if kind_of(programme.plan) is Kind.PAIR:
            return bulk.pair_up(programme, mentor.pk, mentee.pk)
        size = rooms_of(programme, {mentor.user_id})[mentor.pk].places
        return agreed.take_in(programme, mentor.pk, mentee.pk, mine, size)
    except (Invalid, Full) as error:
        # Publishing keeps its sentences by the group that was not made.
        found = error.current if isinstance(error, Full) else error.fields
        said = [sentence for some in found.values() for sentence in some] if isinstance(found, Mapping) else []
        message = gettext("The two of you can’t come together now. Nothing was changed.")
        raise Invalid(message, {"request": said or [error.message]}) from error


@one_transaction
def decline(actor: Actor, place: Place, request_id: UUID) -> None:
    """Say no; no reason is asked for. Saying it twice is saying it once.

    Raises:
        NotFound: there is no such request to the actor in this round.
        Conflict: it was accepted or taken back, or its time is over.
    """
    programme = programmes.open_programme(place)
    try:
        row, _ = _held(actor, _known(programme, request_id))
    except Conflict as error:
        if error.current is RequestState.DECLINED:
            return
        raise
    end([row], RequestState.DECLINED, timezone.now())
    mails.tell_ended(programme, [row], "request_declined")


def _known(programme: ProgrammeInfo, request_id: UUID) -> MentorRequest:
    """Return a request of the round.

    Raises:
        NotFound: there is none.
    """
    known = MentorRequest.objects.filter(public_id=request_id, mentor__round_id=programme.round.id).first()
    if known is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    return known


def _held(actor: Actor, known: MentorRequest) -> tuple[MentorRequest, standing.Held]:
    """Lock the two of a request and everything open that touches them, and ask policy for the answer.

    Raises:
        NotFound: it is no request to the actor.
        Conflict: it is not open any more; `current` is where it stands.
    """
    held = standing.hold([known.mentee_id, known.mentor_id])
    row = MentorRequest.objects.select_related("mentee", "mentor").get(pk=known.pk)
    now = timezone.now()
    facts = standing.request_facts(row, now)
    # Whose it is comes first: what is over is said to be over, and another's request is not there at all.
    policy.require(Action.REQUEST_ANSWER, actor, replace(facts, closed=False))
    if not policy.allowed(Action.REQUEST_ANSWER, actor, facts):
        sentences = {
            RequestState.WITHDRAWN: gettext("They have taken their question back meanwhile."),
            RequestState.TAKEN: gettext("They have found somebody else meanwhile."),
            RequestState.EXPIRED: gettext("The time to answer is over. They can ask you again."),
        }
        state = state_of(row, now)
        raise Conflict(sentences.get(state, gettext("You have answered this already.")), state)
    return row, held


def counts(actor: Actor, place: Place) -> Counts:
    """Return numbers of a round's requests for its coordinators, and no word of them; two queries.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: it has not been published.
    """
    policy.require(Action.OVERVIEW_SEE, actor)
    programme = programmes.programme_of(place)
    now = timezone.now()
    half = now + dt.timedelta(days=programme.plan.matching.request_days) / 2
    waiting = Q(state=RequestState.OPEN, expires_at__gt=now)
    found = MentorRequest.objects.filter(mentee__round_id=programme.round.id).aggregate(
        open=Count("pk", filter=waiting),
        late=Count("pk", filter=waiting & Q(expires_at__lt=half)),
        accepted=Count("pk", filter=Q(state=RequestState.ACCEPTED)),
        unanswered=Count("pk", filter=Q(state=RequestState.EXPIRED)),
    )
    return Counts(**found)
