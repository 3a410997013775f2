"""Who may choose, who may be chosen, and under which locks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, prefetch_related_objects

from mentoring_xblock import host
from mentoring_xblock.choices.models import MentorRequest, Participant, RequestState
from mentoring_xblock.groups import api as groups
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ParticipantInfo, ProgrammeInfo, Role
from mentoring_xblock.programme.plan import Relationship


def chooses(programme: ProgrammeInfo) -> bool:
    """Return whether mentees ask mentors themselves in the programme's round now. Peers have nobody to ask."""
    plan = programme.plan
    chosen = plan.matching.chosen and plan.relationship is not Relationship.PEER
    return chosen and programme.round is not None and programme.round.closed_at is None


def role_of(actor: Actor, programme: ProgrammeInfo, role: Role) -> ParticipantInfo | None:
    """Return what the actor is in the round in this role; one query."""
    return programmes.roles_of(actor.user_id, programme.round.id).get(role)


def facts(programme: ProgrammeInfo, person: ParticipantInfo | None, *, has_mentor: bool = False) -> Facts:
    """Return what policy needs to know of a mentee who wants to choose."""
    return Facts(owner_id=person.user_id if person else None, closed=not chooses(programme) or has_mentor)


def request_facts(row: MentorRequest, now: dt.datetime) -> Facts:
    """Return what policy needs to know of a request, whose two participants are loaded."""
    return Facts(
        owner_id=row.mentee.user_id,
        reader_ids=frozenset({row.mentor.user_id}),
        closed=row.state != RequestState.OPEN or row.expires_at <= now,
    )


def open_requests(now: dt.datetime) -> QuerySet[MentorRequest]:
    """Return the requests that can still be answered."""
    return MentorRequest.objects.filter(state=RequestState.OPEN, expires_at__gt=now)


def answerable_by(user_id: int, now: dt.datetime) -> QuerySet[MentorRequest]:
    """Return what a mentor may answer: the queryset twin of REQUEST_ANSWER."""
    return open_requests(now).filter(mentor__user_id=user_id)


def withdrawable_by(user_id: int, now: dt.datetime) -> QuerySet[MentorRequest]:
    """Return what a mentee may take back: the queryset twin of REQUEST_WITHDRAW."""
    return open_requests(now).filter(mentee__user_id=user_id)


def has_mentor(user_id: int, programme: ProgrammeInfo) -> bool:
    """Return whether somebody is in a published mentoring relation now; two queries."""
    return bool(groups.mentors_of([user_id], programme.round.id)[user_id])


def in_course(place: Place, user_id: int) -> bool:
    """Return whether somebody is in the course; one query."""
    return user_id in host.enrolled_ids(place.course_key, {user_id})


@dataclass
class Held:
    """Participants under lock, in the order of their primary keys, and their open requests."""

    people: dict[int, Participant]
    requests: list[MentorRequest]


def hold(participant_pks: Iterable[int]) -> Held:
    """Lock people and then every open request that touches one of them.

    Whoever changes requests takes these locks in this order, and the groups room locks people after groups: a group
    that is only being made has nobody who waits for it.
    """
    wanted = set(participant_pks)
    people = Participant.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    found = {row.pk: row for row in people}
    touching = MentorRequest.objects.filter(Q(mentee__in=wanted) | Q(mentor__in=wanted), state=RequestState.OPEN)
    keys = list(touching.values_list("pk", flat=True))
    return Held(found, lock(MentorRequest.objects.filter(pk__in=keys)))


def lock(requests: QuerySet[MentorRequest]) -> list[MentorRequest]:
    """Lock those of the requests that are open, by primary key, and return them with their two participants.

    The people are loaded apart: MariaDB can't lock the rows of one table of a join only.
    """
    rows = list(requests.filter(state=RequestState.OPEN).select_for_update().order_by("pk"))
    prefetch_related_objects(rows, "mentee", "mentor")
    return rows
