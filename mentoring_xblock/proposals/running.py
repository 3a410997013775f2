"""The job behind a proposal: claimed once, heard of while it works, stopped when asked, found when it was killed.

Each sign of life replaces the one before it in the row, and only if that one is still there: a worker that was given up
on and wakes again finds another's sign, and stops without writing anything.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from mentoring_xblock.applications.pool import pool
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.matching.errors import Cancelled
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.proposals.brief import Brief
from mentoring_xblock.proposals.data import Step
from mentoring_xblock.proposals.ground import Ground, ground
from mentoring_xblock.proposals.keeping import answered, inputs_of
from mentoring_xblock.proposals.making import Draft, Lock, Place, make_pairs
from mentoring_xblock.proposals.making_groups import make_groups
from mentoring_xblock.proposals.models import Answered, Proposal, Seat, Stage
from mentoring_xblock.proposals.refusals import Refused
from mentoring_xblock.proposals.table import Table, table

#: A job that has not been heard of for so long was killed. Publishing is one transaction, and silent until its end.
SILENCE = dt.timedelta(minutes=2)
PUBLISHING_SILENCE = dt.timedelta(minutes=10)
#: Seconds between two signs of life.
_BEAT = 0.5
#: Where the steps lie in the whole of a run, in percent.
_SPANS: Mapping[Step, tuple[int, int]] = {
    Step.READING: (0, 5),
    Step.SCORING: (5, 20),
    Step.SOLVING: (20, 90),
    Step.EXPLAINING: (90, 97),
    Step.SAVING: (97, 100),
}
#: Rows of one INSERT statement.
_BATCH = 1_000


class _Job:
    """A proposal that this process works on, and the sign of life that it left last."""

    def __init__(self, row: Proposal, beat_at: dt.datetime):
        self.row = row
        self._beat_at = beat_at
        self._next = 0.0

    def tell(self, step: Step, done: float) -> bool:
        """Say how far it is; at most twice a second. Returns False when it is to stop.

        Raises:
            Cancelled: somebody asked for that, or another worker has taken over.
        """
        if time.monotonic() < self._next and step == self.row.step:
            return True
        low, high = _SPANS[step]
        progress = low + round((high - low) * min(1.0, max(0.0, done)))
        self.row.step = step
        if not self._write(cancel_asked=False, set_={"step": step, "progress": progress}):
            raise Cancelled(step)
        self._next = time.monotonic() + _BEAT
        return True

    def _write(self, set_: dict[str, Any], **conditions: Any) -> bool:
        now = timezone.now()
        rows = Proposal.objects.filter(pk=self.row.pk, stage=Stage.RUNNING, beat_at=self._beat_at, **conditions)
        written = rows.update(beat_at=now, **set_) == 1
        if written:
            self._beat_at = now
        return written

    def cancelled(self) -> None:
        """End it without an answer; what another worker does stays untouched."""
        self._write({"stage": Stage.CANCELLED, "finished_at": timezone.now()})

    def refused(self, error: Refused) -> None:
        """End it with the reason why there is no answer."""
        self._write(
            {
                "stage": Stage.FAILED,
                "problem": error.code,
                "report": {"problem": error.to_dict()},
                "finished_at": timezone.now(),
            }
        )

    def save(self, draft: Draft, known: Ground, found: Table) -> None:
        """Store the answer and what it was made from, all of it or nothing."""
        with transaction.atomic():
            ended = {
                "stage": Stage.READY,
                "report": dict(draft.report),
                "inputs": inputs_of(found, known),
                "input_hash": draft.input_hash,
                "progress": 100,
                "problem": "",
                "finished_at": timezone.now(),
                "version": F("version") + 1,
            }
            if self._write(ended):
                Seat.objects.filter(proposal_id=self.row.pk).delete()
                Seat.objects.bulk_create([_seat(self.row.pk, place) for place in draft.places], batch_size=_BATCH)
                Answered.objects.filter(proposal_id=self.row.pk).delete()
                Answered.objects.bulk_create(answered(self.row.pk, known, found), batch_size=_BATCH)


def run(public_id: UUID) -> None:
    """Work on a proposal that waits; one that somebody else works on, or that has ended, is left alone."""
    job = _claimed(public_id)
    if job is None:
        return
    try:
        job.tell(Step.READING, 0.0)
        draft, known, found = _made(job)
        job.tell(Step.SAVING, 0.0)
    except Cancelled:
        job.cancelled()
    except Refused as error:
        job.refused(error)
    else:
        job.save(draft, known, found)


def _claimed(public_id: UUID) -> _Job | None:
    now = timezone.now()
    waiting = Proposal.objects.filter(public_id=public_id, stage=Stage.QUEUED)
    if not waiting.update(stage=Stage.RUNNING, beat_at=now, step=Step.READING, progress=0):
        return None
    row = Proposal.objects.select_related("round__programme", "parent").get(public_id=public_id)
    return _Job(row, now)


def _made(job: _Job) -> tuple[Draft, Ground, Table]:
    row, brief = job.row, Brief.from_dict(job.row.brief)
    programme = programmes.get_programme(row.round.programme.course_key, row.round.programme.slug)
    people = pool(programme)
    known = ground(programme, people)
    found = table(programme, people, brief)
    job.tell(Step.READING, 1.0)
    make = make_groups if brief.kind is Kind.PEER_GROUP else make_pairs
    draft = make(known, brief, found, locks_of(row.parent), job.tell)
    return draft, known, found


def locks_of(parent: Proposal | None) -> list[Lock]:
    """Return the locks of the proposal that another is run around; one query."""
    if parent is None:
        return []
    rows = Seat.objects.filter(proposal=parent, locked=True, leads=False).order_by("member_id")
    return [Lock(row.member_id, row.leader_id, row.number) for row in rows]


def lost(row: Proposal, now: dt.datetime) -> bool:
    """Return whether a job has not been heard of for too long, be it that it was killed or that none ever came."""
    if row.stage not in (Stage.QUEUED, Stage.RUNNING, Stage.PUBLISHING):
        return False
    silence = PUBLISHING_SILENCE if row.stage == Stage.PUBLISHING else SILENCE
    return (row.beat_at or row.created_at) < now - silence


def _seat(proposal_pk: int, place: Place) -> Seat:
    return Seat(
        proposal_id=proposal_pk,
        member_id=place.member,
        leader_id=place.leader,
        number=place.number,
        leads=place.leads,
        locked=place.locked,
        score=place.score,
        parts=[list(part) for part in place.parts],
        rank=place.rank,
        leader_rank=place.leader_rank,
    )
