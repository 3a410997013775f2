"""Invitations to mentor in a round end with it; profiles outlive it."""

from __future__ import annotations

import datetime as dt

from mentoring_xblock.bank.models import Invitation, InvitationState


def open_count(round_id: int) -> int:
    """Return how many invitations to a round wait for an answer; one query. Ask policy for OVERVIEW_SEE before."""
    return Invitation.objects.filter(open_round=round_id).count()


def end_round(round_id: int, now: dt.datetime) -> int:
    """End the open invitations to a round that is being closed; returns how many. Nobody gets a mail.

    Ask policy before, and call it in the transaction that closes the round.
    """
    ended = Invitation.objects.filter(open_round=round_id)
    return ended.update(state=InvitationState.EXPIRED, open_round=None, answered_at=now)
