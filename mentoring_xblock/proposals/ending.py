"""Proposals stay as they are when their round ends; jobs that are at them stop."""

from __future__ import annotations

import datetime as dt

from mentoring_xblock.proposals.models import Proposal, Stage


def draft_count(round_id: int) -> int:
    """Return how many proposals of a round are not published yet; one query. Ask policy for OVERVIEW_SEE before."""
    return Proposal.objects.filter(round_id=round_id, stage=Stage.READY).count()


def end_round(round_id: int, now: dt.datetime) -> None:
    """Stop the runs of a round that is being closed: a worker finds its row changed, and writes nothing more.

    Ask policy before, and call it in the transaction that closes the round.
    """
    rows = Proposal.objects.filter(round_id=round_id)
    rows.filter(stage__in=(Stage.QUEUED, Stage.RUNNING)).update(stage=Stage.CANCELLED, finished_at=now)
    rows.filter(stage=Stage.PUBLISHING).update(stage=Stage.READY)
