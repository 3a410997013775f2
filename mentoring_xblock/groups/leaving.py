"""Somebody leaves the programme: out of their groups first, and then out of the round, in one transaction."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from mentoring_xblock.groups.changing import release
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.places import one_transaction
from mentoring_xblock.groups.signals import programme_left
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes


@one_transaction
def leave_programme(actor: Actor, place: Place, participant_id: UUID) -> tuple[GroupInfo, ...]:
    """End somebody's part in the round: their places are free at once, and those concerned are told.

    What they wrote stays theirs. Asking again changes nothing.

    Returns:
        The published groups that this changed.
    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: there is no such participant in the programme's round.
        Conflict: somebody gave them another place meanwhile.
    """
    changed = release(actor, place, participant_id)
    if not programmes.remove_participant(actor, place, participant_id):
        return changed
    programme = programmes.programme_of(place)
    person = programmes.participants_by_id(programme.round.id, [participant_id])[participant_id]
    programme_left.send(
        sender=GroupInfo, programme=programme, user_id=person.user_id, role=person.role, now=timezone.now()
    )
    return changed


__all__ = ["leave_programme"]
