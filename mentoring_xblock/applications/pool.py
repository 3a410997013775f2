"""Everybody who can be matched, with what they answered: what a proposal is made from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from mentoring_xblock.applications.answers import by_kind, usable
from mentoring_xblock.applications.models import ROLE_OF, Application, CallRole, Status
from mentoring_xblock.applications.queries import questions_of
from mentoring_xblock.applications.questions import AskedQuestion, QuestionKind
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ParticipantInfo, ProgrammeInfo, Role

#: Of two applications by which somebody could have come to one role, the one that stands further is read.
_STANDING = {Status.ACCEPTED: 3, Status.RESERVE: 2, Status.RECEIVED: 1, Status.DECLINED: 0}


@dataclass(frozen=True)
class Candidate:
    """Somebody who has a role in the round now.

    participant_id: the primary key, which stays inside; a browser gets `participant`. application_id: the primary key
    of what they applied with, None for somebody whom a coordinator added; then `answers` is empty and `version` 0.
    call: what they applied to be. capacity: how many places they give; None stands for the plan's number. answers: by
    kind of question, in the shapes of `answers.py`.
    """

    participant_id: int
    participant: UUID
    user_id: int
    application_id: int | None = None
    version: int = 0
    call: CallRole | None = None
    capacity: int | None = None
    answers: Mapping[QuestionKind, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Pool:
    """The people of a round by what they are matched as, each in the order in which they came to their role."""

    mentees: tuple[Candidate, ...] = ()
    mentors: tuple[Candidate, ...] = ()
    peers: tuple[Candidate, ...] = ()


def pool(
    programme: ProgrammeInfo,
    roles: Collection[Role] = frozenset(ROLE_OF.values()),
    user_ids: Collection[int] | None = None,
) -> Pool:
    """Return everybody who is a mentee, a mentor or a peer in the newest round now; four queries at most.

    Ask policy before: for PROPOSALS_MANAGE, or for the kinds of answers that the caller shows. Drafts and what was
    withdrawn are nobody's to read and are not read here.

    Args:
        roles: only people in these roles. user_ids: only these accounts; None for everybody.
    """
    if programme.round is None:
        return Pool()
    people = programmes.everybody(programme.round.id, set(roles), user_ids=user_ids)
    applications = _applications(programme.round.id, user_ids)
    asked = questions_of((row.usage_key, row.role) for row in applications.values())
    found: dict[Role, list[Candidate]] = {Role.MENTEE: [], Role.MENTOR: [], Role.PEER: []}
    for person in people:
        row = applications.get((person.user_id, person.role))
        found[person.role].append(_candidate(person, row, asked[row.usage_key, row.role] if row else ()))
    return Pool(tuple(found[Role.MENTEE]), tuple(found[Role.MENTOR]), tuple(found[Role.PEER]))


def roster(programme: ProgrammeInfo, *, offers: bool = False) -> Pool:
    """Return the same people without what they answered, four queries at most.

    For pages about thousands of people that show some of them. Ask policy before, as for `pool`.

    Args:
        offers: whether `answers` are to hold how many places each mentor offered, as CAPACITY.
    """
    if programme.round is None:
        return Pool()
    rows = Application.objects.filter(round_id=programme.round.id, status__in=list(_STANDING)).order_by("pk")
    found: dict[tuple[int, str], tuple[int, int | None, int, CallRole | None]] = {}
    for pk, applicant_id, role, status, version in rows.values_list("pk", "applicant_id", "role", "status", "version"):
        key, standing = (applicant_id, ROLE_OF[role].value), _STANDING[status]
        if key not in found or standing >= found[key][0]:
            found[key] = (standing, pk, version, CallRole(role))
    people = list(programmes.roster(programme.round.id, {role.value for role in ROLE_OF.values()}))
    silent = [one for _, _, one, role, capacity in people if role == Role.MENTOR and (offers or capacity is None)]
    offered = _offered(rows.filter(role=CallRole.MENTOR, applicant_id__in=silent)) if silent else {}
    sides: dict[str, list[Candidate]] = {role.value: [] for role in ROLE_OF.values()}
    for pk, public_id, user_id, role, capacity in people:
        _, application, version, call = found.get((user_id, role), (0, None, 0, None))
        places = offered.get(application) if role == Role.MENTOR else None
        sides[role].append(
            Candidate(
                pk,
                public_id,
                user_id,
                application,
                version,
                call,
                places if capacity is None else capacity,
                {} if places is None else {QuestionKind.CAPACITY: places},
            )
        )
    return Pool(*(tuple(sides[role.value]) for role in (Role.MENTEE, Role.MENTOR, Role.PEER)))


def _offered(rows: QuerySet[Application]) -> dict[int, int]:
    """Return how many places mentors offered when they applied, by application; two queries."""
    calls = dict.fromkeys(rows.order_by().values_list("usage_key", flat=True).distinct())
    asked = questions_of((usage_key, CallRole.MENTOR) for usage_key in calls)
    ids = {one.id for questions in asked.values() for one in questions if one.kind is QuestionKind.CAPACITY}
    found = {}
    for pk, answers in rows.values_list("pk", "answers") if ids else ():
        said = next((usable(QuestionKind.CAPACITY, answers[one]) for one in ids if one in answers), None)
        if said is not None:
            found[pk] = said
    return found


def _applications(round_id: int, user_ids: Collection[int] | None) -> dict[tuple[int, Role], Application]:
    """Return by user id and role the application that counts; one query."""
    found: dict[tuple[int, Role], Application] = {}
    rows = Application.objects.filter(round_id=round_id, status__in=list(_STANDING)).order_by("pk")
    if user_ids is not None:
        rows = rows.filter(applicant_id__in=list(user_ids))
    for row in rows:
        key = (row.applicant_id, ROLE_OF[CallRole(row.role)])
        if key not in found or _rank(row) > _rank(found[key]):
            found[key] = row
    return found


def _rank(row: Application) -> tuple[int, int]:
    return _STANDING[Status(row.status)], row.pk


def _candidate(person: ParticipantInfo, row: Application | None, questions: tuple[AskedQuestion, ...]) -> Candidate:
    if row is None:
        return Candidate(person.id, person.public_id, person.user_id, capacity=person.capacity)
    answers = by_kind(questions, row.answers)
    offered = answers.get(QuestionKind.CAPACITY) if person.leads else None
    return Candidate(
        participant_id=person.id,
        participant=person.public_id,
        user_id=person.user_id,
        application_id=row.pk,
        version=row.version,
        call=CallRole(row.role),
        capacity=offered if person.capacity is None else person.capacity,
        answers=answers,
    )
