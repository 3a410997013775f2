"""The open mentors that a mentee chooses from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.applications.pool import Candidate, pool
from mentoring_xblock.applications.questions import QuestionKind
from mentoring_xblock.choices import standing
from mentoring_xblock.choices.data import PAGE_SIZE, MentorToAsk, OpenMentor, Wanted
from mentoring_xblock.choices.models import MentorRequest, RequestState
from mentoring_xblock.choices.rooms import Room, rooms, rooms_of
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.paging import Page, page_of
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ParticipantInfo, ProgrammeInfo, Role


def open_mentors(actor: Actor, place: Place, wanted: Wanted | None = None, page: int = 1) -> Page[OpenMentor]:
    """Return a page of the mentors who have a free place; those with most of the reader's wishes first, and
    those who have said no to the reader last.

    Of a mentor's application four kinds of answers are shown, which the form says before: topics, languages, places,
    and the interests that both ticked. A constant number of queries.

    Raises:
        NotAllowed: the actor is no mentee of the round, has a mentor already, or coordinators match in this programme.
        NotFound: the programme has not been published.
    """
    programme, mentee = _choosing(actor, place)
    wanted = wanted or Wanted()
    people = pool(programme, {Role.MENTOR})
    mine = _mine(programme, mentee)
    room = rooms(programme, people.mentors)
    found = [
        one
        for one in people.mentors
        if room[one.participant_id].open and one.user_id != actor.user_id and _fits(one, wanted)
    ]
    enrolled = host.enrolled_ids(place.course_key, {one.user_id for one in found})
    found = [one for one in found if one.user_id in enrolled]
    wishes = set(mine.get(QuestionKind.TOPICS, ()))
    said = MentorRequest.objects.filter(mentee_id=mentee.id, state__in=[RequestState.OPEN, RequestState.DECLINED])
    states = dict(said.order_by("pk").values_list("mentor_id", "state"))
    declined = {pk for pk, state in states.items() if state == RequestState.DECLINED}
    found.sort(
        key=lambda one: (
            one.participant_id in declined,
            -len(wishes & _topics(one)),
            -room[one.participant_id].free,
            one.participant_id,
        )
    )
    shown = page_of(found, page, PAGE_SIZE)
    names = host.people({one.user_id for one in shown.items})
    cards = programmes.participants_by_id(programme.round.id, [one.participant for one in shown.items])
    items = tuple(
        _open_mentor(
            one,
            name=names[one.user_id].full_name if one.user_id in names else "",
            headline=cards[one.participant].headline if one.participant in cards else "",
            room=room[one.participant_id],
            mine=mine,
            state=states.get(one.participant_id, ""),
        )
        for one in shown.items
    )
    return Page(items, shown.number, shown.pages, shown.total)


def mentor_to_ask(actor: Actor, place: Place, mentor_id: UUID) -> MentorToAsk:
    """Return whom the actor is about to ask; a constant number of queries, whatever the number of mentors.

    Raises:
        NotAllowed: as `open_mentors` does.
        NotFound: there is no such mentor in the round, or it is the actor.
    """
    programme, _ = _choosing(actor, place)
    mentor = programmes.participants_by_id(programme.round.id, [mentor_id]).get(mentor_id)
    if mentor is None or mentor.role is not Role.MENTOR or mentor.user_id == actor.user_id:
        raise NotFound(gettext("There is no such mentor to ask."))
    room = rooms_of(programme, {mentor.user_id}).get(mentor.id)
    if room is None or not standing.in_course(place, mentor.user_id):
        raise NotFound(gettext("There is no such mentor to ask."))
    names = host.people([mentor.user_id])
    return MentorToAsk(
        participant=mentor.public_id,
        name=names[mentor.user_id].full_name if mentor.user_id in names else "",
        open=room.open,
    )


def _choosing(actor: Actor, place: Place) -> tuple[ProgrammeInfo, ParticipantInfo]:
    """Return the programme, and the actor in it, if they may choose a mentor now.

    Raises:
        NotAllowed: the actor is no mentee of the round, has a mentor already, or coordinators match in this programme.
        NotFound: the programme has not been published.
    """
    programme = programmes.programme_of(place)
    mentee = standing.role_of(actor, programme, Role.MENTEE)
    taken = mentee is not None and standing.has_mentor(actor.user_id, programme)
    policy.require(Action.MENTORS_CHOOSE, actor, standing.facts(programme, mentee, has_mentor=taken))
    return programme, mentee


def _mine(programme: ProgrammeInfo, mentee: ParticipantInfo) -> Mapping[QuestionKind, Any]:
    found = pool(programme, {Role.MENTEE}, [mentee.user_id]).mentees
    return found[0].answers if found else {}


def _topics(one: Candidate) -> set[str]:
    return set(one.answers.get(QuestionKind.TOPICS, ()))


def _places(one: Candidate) -> Mapping[str, Any]:
    return one.answers.get(QuestionKind.PLACES) or {}


def _fits(one: Candidate, wanted: Wanted) -> bool:
    places = _places(one)
    return (
        (not wanted.topic or wanted.topic in _topics(one))
        and (not wanted.language or wanted.language in one.answers.get(QuestionKind.LANGUAGES, ()))
        and (not wanted.place or wanted.place in places.get("places", ()))
        and (not wanted.remote or bool(places.get("remote")))
    )


def _open_mentor(
    one: Candidate, *, name: str, headline: str, room: Room, mine: Mapping[QuestionKind, Any], state: str
) -> OpenMentor:
    places = _places(one)
    topics = tuple(one.answers.get(QuestionKind.TOPICS, ()))
    wishes = set(mine.get(QuestionKind.TOPICS, ()))
    interests = set(mine.get(QuestionKind.INTERESTS, ()))
    return OpenMentor(
        participant=one.participant,
        user_id=one.user_id,
        name=name,
        headline=headline,
        free=room.free,
        places=room.places,
        topics=topics,
        wished=tuple(topic for topic in topics if topic in wishes),
        common_interests=tuple(id_ for id_ in one.answers.get(QuestionKind.INTERESTS, ()) if id_ in interests),
        languages=tuple(one.answers.get(QuestionKind.LANGUAGES, ())),
        meeting_places=tuple(places.get("places", ())),
        remote=bool(places.get("remote")),
        asked=state == RequestState.OPEN,
        declined=state == RequestState.DECLINED,
    )
