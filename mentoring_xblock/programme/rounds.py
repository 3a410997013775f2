"""Rounds of a programme: one ends for good, then the next one can begin, with a first day and people of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound, Over
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.remembering import forget
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import finding
from mentoring_xblock.programme.current import in_round, programmes_by_id, round_info
from mentoring_xblock.programme.data import PastRound, ProgrammeInfo, Role, RoundInfo
from mentoring_xblock.programme.models import Participant, Round

#: How far ahead a round may begin.
_AHEAD = dt.timedelta(days=5 * 366)
#: Rounds in one batch of a job.
BATCH = 200


@transaction.atomic
def close_round(actor: Actor, place: Place, round_id: UUID, now: dt.datetime) -> bool:
    """Close a round for good; its people, their roles and what they wrote stay as they are.

    What else ends with it is other rooms' to end, in the same transaction: from here on the row is under lock.

    Returns:
        Whether this closed it; False if it was closed before.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: it has no such round.
    """
    policy.require(Action.ROUND_CLOSE, actor)
    row = _round(place, round_id)
    if row.closed_at is not None:
        return False
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    forget()
    return True


@transaction.atomic
def start_round(actor: Actor, place: Place, after: UUID, starts_on: dt.date, now: dt.datetime) -> RoundInfo:
    """Begin the round that follows a closed one. Nobody is in it yet; starting it twice is starting it once.

    Args:
        after: the closed round's public id. starts_on: its first day, from which its phases are counted.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: it has no such round.
        Conflict: the round before still runs.
        Over: the round after it has been closed as well.
        Invalid: the day can't be its first one (`fields`).
    """
    policy.require(Action.ROUND_START, actor)
    before = _round(place, after)
    if before.closed_at is None:
        raise Conflict(gettext("This round still runs. End it first."))
    # Under the lock of the round before: a second click finds what the first one made.
    made = Round.objects.filter(programme_id=before.programme_id, number__gt=before.number).order_by("-number").first()
    if made is not None:
        if made.closed_at is not None:
            raise Over(gettext("The next round has been and gone already. Open the page again."))
        return round_info(made)
    if not before.starts_on < starts_on <= now.date() + _AHEAD:
        sentence = gettext("Choose a day after the first day of the round before, and not more than five years ahead.")
        raise Invalid(sentence, {"starts_on": [sentence]})
    row = Round.objects.create(programme_id=before.programme_id, number=before.number + 1, starts_on=starts_on)
    forget()
    return round_info(row)


def each_round(closed_after: dt.datetime, batch: int = BATCH) -> Iterator[tuple[ProgrammeInfo, ...]]:
    """Yield every round that runs, or was closed after a moment, each as its programme in it; three queries a batch.

    It asks no policy: it is for jobs. Programmes that their course no longer has are left out.
    """
    wanted = Q(closed_at=None) | Q(closed_at__gt=closed_after)
    return _in_batches(Round.objects.filter(wanted, programme__active=True), batch)


def each_closed_round(batch: int = BATCH) -> Iterator[tuple[ProgrammeInfo, ...]]:
    """Yield every closed round, each as its programme in it; three queries a batch.

    It asks no policy: it is for jobs. Programmes that their course no longer has are among them.
    """
    return _in_batches(Round.objects.filter(closed_at__isnull=False), batch)


def _in_batches(rows: QuerySet[Round], batch: int) -> Iterator[tuple[ProgrammeInfo, ...]]:
    rows, last = rows.order_by("pk"), 0
    while found := list(rows.filter(pk__gt=last)[:batch]):
        known = programmes_by_id({row.programme_id for row in found})
        yield tuple(in_round(known[row.programme_id], row) for row in found)
        last = found[-1].pk


def _round(place: Place, round_id: UUID) -> Round:
    """Lock a round of the place's programme."""
    programme = finding.programme_row(place)
    row = Round.objects.select_for_update().filter(programme=programme, public_id=round_id).first()
    if row is None:
        raise NotFound(gettext("There is no such round in this programme."))
    return row


def past_rounds(programme: ProgrammeInfo) -> tuple[PastRound, ...]:
    """Return the closed rounds of a programme, newest first, with how many people were in each to its end; two queries.

    Ask policy for OVERVIEW_SEE before.
    """
    rows = list(Round.objects.filter(programme_id=programme.id, closed_at__isnull=False).order_by("-number"))
    people: dict[int, dict[Role, int]] = {row.pk: {} for row in rows}
    there = Participant.objects.filter(round__in=list(people), left_at=None)
    for round_id, role, count in (
        there.values_list("round_id", "role").annotate(Count("pk")).order_by("round_id", "role")
    ):
        people[round_id][Role(role)] = count
    return tuple(PastRound(round_info(row), people[row.pk]) for row in rows)
