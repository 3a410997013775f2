"""The open mentors that a mentee chooses from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from mentoring_xblock import host
from mentoring_xblock.applications.pool import Candidate, pool
from mentoring_xblock.applications.questions import QuestionKind
from mentoring_xblock.choices import standing
from mentoring_xblock.choices.data import PAGE_SIZE, OpenMentor, Wanted
from mentoring_xblock.choices.models import MentorRequest, RequestState
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import Circle
from mentoring_xblock.kit.paging import Page, page_of
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ParticipantInfo, ProgrammeInfo, Role


def open_mentors(actor: Actor, place: Place, wanted: Wanted | None = None, page: int = 1) -> Page[OpenMentor]:
    """Return a page of the mentors who have a free place; those with most of the reader's wishes first.

    Of a mentor's application four kinds of answers are shown, which the form says before: topics, languages, places,
    and the interests that both ticked. A constant number of queries.

    Raises:
        NotAllowed: the actor is no mentee of the round, has a mentor already, or coordinators match in this programme.
        NotFound: the programme has not been published.
    """
    programme = programmes.programme_of(place)
    mentee = standing.role_of(actor, programme, Role.MENTEE)
    taken = mentee is not None and standing.has_mentor(actor.user_id, programme)
    policy.require(Action.MENTORS_CHOOSE, actor, standing.facts(programme, mentee, has_mentor=taken))
    wanted = wanted or Wanted()
    people = pool(programme, {Role.MENTOR})
    mine = _mine(programme, mentee)
    free = free_places(programme, {one.participant_id: one.capacity for one in people.mentors})
    found = [
        one
        for one in people.mentors
        if free[one.participant_id][0] > 0 and one.user_id != actor.user_id and _fits(one, wanted)
    ]
    enrolled = host.enrolled_ids(place.course_key, {one.user_id for one in found})
    found = [one for one in found if one.user_id in enrolled]
    wishes = set(mine.get(QuestionKind.TOPICS, ()))
    found.sort(key=lambda one: (-len(wishes & _topics(one)), -free[one.participant_id][0], one.participant_id))
    shown = page_of(found, page, PAGE_SIZE)
    names = host.people({one.user_id for one in shown.items})
    cards = programmes.participants_by_id(programme.round.id, [one.participant for one in shown.items])
    asked = set(
        MentorRequest.objects.filter(mentee_id=mentee.id, state=RequestState.OPEN).values_list("mentor_id", flat=True)
    )
    items = tuple(
        _open_mentor(
            one,
            name=names[one.user_id].full_name if one.user_id in names else "",
            headline=cards[one.participant].headline if one.participant in cards else "",
            room=free[one.participant_id],
            mine=mine,
            asked=one.participant_id in asked,
        )
        for one in shown.items
    )
    return Page(items, shown.number, shown.pages, shown.total)


def free_places(programme: ProgrammeInfo, capacities: Mapping[int, int | None]) -> dict[int, tuple[int, int]]:
    """Return how many more mentoring groups each of these mentors takes, and of how many; one query."""
    led = Counter(
        {
            pk: sum(place.leads and place.circle is Circle.MENTORING for place in places)
            for pk, places in groups.placements(capacities).items()
        }
    )
    usual = programme.plan.capacity["mentor"]
    places = {pk: usual if own is None else own for pk, own in capacities.items()}
    return {pk: (max(0, number - led[pk]), number) for pk, number in places.items()}


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
    one: Candidate, *, name: str, headline: str, room: tuple[int, int], mine: Mapping[QuestionKind, Any], asked: bool
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
        free=room[0],
        places=room[1],
        topics=topics,
        wished=tuple(topic for topic in topics if topic in wishes),
        common_interests=tuple(id_ for id_ in one.answers.get(QuestionKind.INTERESTS, ()) if id_ in interests),
        languages=tuple(one.answers.get(QuestionKind.LANGUAGES, ())),
        meeting_places=tuple(places.get("places", ())),
        remote=bool(places.get("remote")),
        asked=asked,
    )
