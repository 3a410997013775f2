"""Who may declare a pair, who may answer, and how a row stands."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from mentoring_xblock.declared.models import Declaration, DeclarationState
from mentoring_xblock.groups import api as groups
from mentoring_xblock.privacy.policy import Actor, Facts
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.plan import Relationship

#: Programmes that are about two people.
_OF_TWO = frozenset({Relationship.PAIR, Relationship.REVERSE})


def declares(programme: ProgrammeInfo) -> bool:
    """Return whether people declare pairs themselves here: where each group begins when it is ready, in pairs."""
    runs = programme.round is not None and not programme.round.closed
    return runs and programme.non_stop and programme.plan.relationship in _OF_TWO


def facts(actor: Actor, programme: ProgrammeInfo) -> Facts:
    """Return what policy needs to know of somebody who wants to declare: anybody in the course may."""
    return Facts(owner_id=actor.user_id, closed=not declares(programme))


def others_facts(row: Declaration) -> Facts:
    """Return what policy needs to know of a declaration that the other one of the two may answer."""
    return Facts(reader_ids=frozenset({other_of(row)} - {None}), closed=row.state != DeclarationState.ASKED)


def own_facts(actor: Actor, row: Declaration) -> Facts:
    """Return what policy needs to know of a declaration that one of its two takes back.

    Who has named the other one may until it is decided, and the other one once they have agreed.
    """
    open_ = row.state in {DeclarationState.ASKED, DeclarationState.AGREED}
    theirs = row.asked_by_id == actor.user_id or (other_of(row) == actor.user_id and row.answered_at is not None)
    return Facts(owner_id=actor.user_id if theirs else None, closed=not open_)


def other_of(row: Declaration) -> int | None:
    """Return who was named; None where it is nobody in the course."""
    return row.mentor_id if row.asked_by_id == row.mentee_id else row.mentee_id


def of(user_id: int, round_id: int) -> QuerySet[Declaration]:
    """Return what somebody has declared in a round, and where they were named."""
    return Declaration.objects.filter(Q(mentor_id=user_id) | Q(mentee_id=user_id), round_id=round_id)


def answerable_by(user_id: int, round_id: int) -> QuerySet[Declaration]:
    """Return what somebody may answer: the queryset twin of PAIR_ANSWER."""
    return of(user_id, round_id).filter(state=DeclarationState.ASKED).exclude(asked_by_id=user_id)


def has_mentor(user_id: int, programme: ProgrammeInfo) -> bool:
    """Return whether somebody has a mentor in the round already; two queries."""
    return bool(groups.mentors_of([user_id], programme.round.id)[user_id])


__all__ = ["answerable_by", "declares", "facts", "has_mentor", "of", "other_of", "others_facts", "own_facts"]
