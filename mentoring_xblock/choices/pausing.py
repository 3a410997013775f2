"""A mentor who has enough for now lets nobody ask, and begins again when they like."""

from __future__ import annotations

from django.utils import timezone

from mentoring_xblock.choices import mails, standing
from mentoring_xblock.choices.expiring import end, expire
from mentoring_xblock.choices.models import Pause, RequestState
from mentoring_xblock.groups.places import one_transaction
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Role


@one_transaction
def pause(actor: Actor, place: Place, *, paused: bool) -> None:
    """Let nobody ask the actor from now on, or let people ask again. Doing it twice is doing it once.

    Who waits for an answer is told no, kindly and at once, so that they can ask somebody else.

    Raises:
        NotAllowed: the actor is no mentor of the round, or coordinators match in this programme.
        NotFound: the programme has not been published.
        Over: the round has been closed.
    """
    programme = programmes.open_programme(place)
    mentor = standing.role_of(actor, programme, Role.MENTOR)
    policy.require(Action.MENTORS_CHOOSE, actor, standing.facts(programme, mentor))
    # Under the lock that whoever asks takes too: nobody asks between the answer to the others and the pause.
    held = standing.hold([mentor.id])
    if not paused:
        Pause.objects.filter(mentor_id=mentor.id).delete()
        return
    now = timezone.now()
    Pause.objects.get_or_create(mentor_id=mentor.id)
    asked = [row for row in held.requests if row.mentor_id == mentor.id]
    expire(programme, [row for row in asked if row.expires_at <= now], now)
    ended = end((row for row in asked if row.expires_at > now), RequestState.DECLINED, now)
    mails.tell_ended(programme, ended, "request_declined")


__all__ = ["pause"]
