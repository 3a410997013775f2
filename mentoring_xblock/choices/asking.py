"""A mentee asks a mentor, and takes it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from mentoring_xblock import host
from mentoring_xblock.choices import mails, standing
from mentoring_xblock.choices.data import MESSAGE_LIMIT, Choosing, RequestInfo
from mentoring_xblock.choices.expiring import end_as_they_are, expire
from mentoring_xblock.choices.models import MentorRequest, Participant, RequestState
from mentoring_xblock.choices.overtaken import STATES, endings
from mentoring_xblock.choices.rooms import Room, rooms_of
from mentoring_xblock.groups.places import one_transaction
from mentoring_xblock.kit.errors import Conflict, FormUsed, Full, Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ParticipantInfo, ProgrammeInfo, Role

#: Requests of the past that a mentee still sees, the newest.
_PAST = 10


def choosing(actor: Actor, place: Place) -> Choosing:
    """Return where a mentee stands with choosing; a constant number of queries.

    Raises:
        NotAllowed: the actor is no mentee of the round.
        NotFound: the programme has not been published.
    """
    programme = programmes.programme_of(place)
    mentee = standing.role_of(actor, programme, Role.MENTEE)
    policy.require(Action.CARD_EDIT, actor, standing.facts(programme, mentee))
    return looking(actor, programme, mentee, timezone.now())


def looking(actor: Actor, programme: ProgrammeInfo, mentee: ParticipantInfo, now: dt.datetime) -> Choosing:
    """Return the same for who has found the mentee, and has asked policy; a constant number of queries."""
    taken = standing.has_mentor(actor.user_id, programme)
    rows = list(
        MentorRequest.objects.filter(mentee_id=mentee.id)
        .select_related("mentor", "mentee")
        .order_by("-pk")[: _PAST + programme.plan.matching.requests]
    )
    names = host.people({row.mentor.user_id for row in rows}) if rows else {}
    requests = as_they_stand(programme, rows, now, names)
    limit = programme.plan.matching.requests
    left = limit - sum(one.state is RequestState.OPEN for one in requests)
    may = policy.allowed(Action.MENTORS_CHOOSE, actor, standing.facts(programme, mentee, has_mentor=taken))
    return Choosing(may, max(0, left), limit, programme.plan.matching.request_days, requests, taken)


def as_they_stand(
    programme: ProgrammeInfo, rows: Iterable[MentorRequest], now: dt.datetime, names: Mapping[int, host.Person]
) -> tuple[RequestInfo, ...]:
    """Return a mentee's requests as they stand at this moment, also before the job has come by.

    Coordinators may have placed them, or a mentor may have left. No query where none of them is open.
    """
    rows = list(rows)
    over = endings(programme, [row for row in rows if state_of(row, now) is RequestState.OPEN])
    return tuple(
        replace(_info(row, now, names), state=STATES[over[row.pk]]) if row.pk in over else _info(row, now, names)
        for row in rows
    )


def _info(row: MentorRequest, now: dt.datetime, names: Mapping[int, host.Person]) -> RequestInfo:
    person = names.get(row.mentor.user_id)
    return RequestInfo(
        public_id=row.public_id,
        other=row.mentor.public_id,
        name=person.full_name if person else "",
        message=row.message,
        state=state_of(row, now),
        asked_at=row.created_at,
        expires_at=row.expires_at,
        answered_at=row.answered_at,
    )


def state_of(row: MentorRequest, now: dt.datetime) -> RequestState:
    """Return where a request stands at this moment, also before the job has come by."""
    over = row.state == RequestState.OPEN and row.expires_at <= now
    return RequestState.EXPIRED if over else RequestState(row.state)


@one_transaction
def ask(actor: Actor, place: Place, mentor_id: UUID, message: str, once_key: UUID | None = None) -> RequestInfo:
    """Ask a mentor.

    Args:
        mentor_id: public id of a participant.
        message: plain text for the mentor, at most `MESSAGE_LIMIT` characters.
        once_key: the form's key; the same key again returns the request that it made.
    Raises:
        NotAllowed: the actor is no mentee, has a mentor already, or coordinators match in this programme.
        NotFound: there is no such mentor in the round.
        Over: the round has been closed.
        Invalid: the message is empty or too long.
        Full: as many requests are open as may be, or the mentor has no free place any more.
        Conflict: this mentor has been asked already and has not answered, or the key made another request.
    """
    programme = programmes.open_programme(place)
    mentee = standing.role_of(actor, programme, Role.MENTEE)
    policy.require(Action.MENTORS_CHOOSE, actor, standing.facts(programme, mentee))
    message = _checked(message)
    mentor = Participant.objects.filter(
        public_id=mentor_id, round_id=programme.round.id, role=Role.MENTOR, left_at=None
    ).first()
    if mentor is None or mentor.user_id == actor.user_id or not standing.in_course(place, mentor.user_id):
        raise NotFound(gettext("There is no such mentor to ask."))
    now = timezone.now()
    held = standing.hold([mentee.id, mentor.pk])
    if once_key is not None and (made := MentorRequest.objects.filter(once_key=once_key).first()):
        if made.mentee_id != mentee.id or made.mentor_id != mentor.pk:
            raise FormUsed()
        return _one(made, mentor, now)
    # Under the lock: a mentor may have said yes a moment ago.
    taken = standing.has_mentor(actor.user_id, programme)
    policy.require(Action.MENTORS_CHOOSE, actor, standing.facts(programme, mentee, has_mentor=taken))
    expire(programme, [row for row in held.requests if row.expires_at <= now], now)
    # What is over without the job having come by takes nobody's place among those who may be asked at once.
    mine = [row for row in held.requests if row.expires_at > now and row.mentee_id == mentee.id]
    over = endings(programme, mine)
    end_as_they_are(programme, [row for row in mine if row.pk in over], now)
    live = [row for row in mine if row.pk not in over]
    if any(row.mentor_id == mentor.pk for row in live):
        raise Conflict(gettext("You have asked this person already. Wait for the answer, or take it back first."))
    slot = next((n for n in range(1, programme.plan.matching.requests + 1) if n not in {r.slot for r in live}), None)
    if slot is None or len(live) >= programme.plan.matching.requests:
        raise _all_asked(programme)
    if not rooms_of(programme, {mentor.user_id}).get(mentor.pk, Room()).open:
        raise Full(gettext("This person has no free place any more. Nothing was sent."))
    row = MentorRequest.objects.create(
        mentee_id=mentee.id,
        mentor=mentor,
        message=message,
        slot=slot,
        open_mentor=mentor.pk,
        expires_at=now + dt.timedelta(days=programme.plan.matching.request_days),
        once_key=once_key or uuid4(),
    )
    mails.tell_asked(programme, row, mentor.user_id, actor.user_id)
    return _one(row, mentor, now)


def _one(row: MentorRequest, mentor: Participant, now: dt.datetime) -> RequestInfo:
    row.mentor = mentor
    return _info(row, now, host.people({mentor.user_id}))


def _all_asked(programme: ProgrammeInfo) -> Full:
    limit = programme.plan.matching.requests
    return Full(
        ngettext(
            "You can ask %(count)s person at a time. Wait for the answer, or take it back.",
            "You can ask %(count)s people at a time. Wait for an answer, or take one back.",
            limit,
        )
        % {"count": limit}
    )


def _checked(message: str) -> str:
    message = clean(message).strip()
    if not message:
        sentence = gettext("Write a few words, so that they know why you ask them.")
    elif len(message) > MESSAGE_LIMIT:
        sentence = gettext("This can have %(limit_value)s characters; it has %(show_value)s.") % {
            "limit_value": MESSAGE_LIMIT,
            "show_value": len(message),
        }
    else:
        return message
    raise Invalid(gettext("Something needs another look. What you typed is still here."), {"message": [sentence]})


@transaction.atomic
def withdraw(actor: Actor, place: Place, request_id: UUID) -> None:
    """Take a request back. Taking it back twice is taking it back once.

    Raises:
        NotFound: there is no such request of the actor's in this round.
        Conflict: it has been answered meanwhile.
    """
    programme = programmes.open_programme(place)
    known = MentorRequest.objects.filter(public_id=request_id, mentee__round_id=programme.round.id).first()
    if known is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    standing.hold([known.mentee_id])
    row = MentorRequest.objects.select_related("mentee", "mentor").get(pk=known.pk)
    now = timezone.now()
    facts = standing.request_facts(row, now)
    # Whose it is comes first: one's own that is over is said to be over, and another's is not there at all.
    policy.require(Action.REQUEST_WITHDRAW, actor, replace(facts, closed=False))
    if not policy.allowed(Action.REQUEST_WITHDRAW, actor, facts):
        if row.state == RequestState.WITHDRAWN:
            return
        raise Conflict(gettext("This has been answered already, or its time is over."))
    MentorRequest.objects.filter(pk=row.pk).update(
        state=RequestState.WITHDRAWN, slot=None, open_mentor=None, answered_at=now
    )
