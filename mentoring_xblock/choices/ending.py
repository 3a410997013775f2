"""What mentees have asked ends with their round."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from mentoring_xblock.choices.models import MentorRequest, RequestState


def _open(round_id: int) -> QuerySet[MentorRequest]:
    return MentorRequest.objects.filter(mentee__round_id=round_id, state=RequestState.OPEN)


def open_count(round_id: int) -> int:
    """Return how many requests of a round wait for an answer; one query. Ask policy for OVERVIEW_SEE before."""
    return _open(round_id).count()


def end_round(round_id: int, now: dt.datetime) -> int:
    """End the open requests of a round that is being closed; returns how many. Nobody gets a mail: the page tells it.

    Ask policy before, and call it in the transaction that closes the round.
    """
    return _open(round_id).update(state=RequestState.EXPIRED, slot=None, open_mentor=None, answered_at=now)
