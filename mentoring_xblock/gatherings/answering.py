"""Saying whether one comes, and who gets a place where places are few.

All of it happens under the meeting's row lock, so that of two who want the last place one gets it and the other waits;
the unique seats of `Attendance` make sure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.gatherings import mails
from mentoring_xblock.gatherings.models import Answer, Attendance, Meeting, State
from mentoring_xblock.gatherings.queries import facts_for, is_for
from mentoring_xblock.groups.places import one_transaction
from mentoring_xblock.kit.dates import day
from mentoring_xblock.kit.errors import NotFound, Over
from mentoring_xblock.kit.place import Place
from mentoring_xblock.meetings.data import ROLES
from mentoring_xblock.meetings.queries import info_of
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.plan_relationship import Audience


@one_transaction
def answer(actor: Actor, place: Place, meeting_id: UUID, *, coming: bool, now: dt.datetime) -> Answer:
    """Say that the actor comes, or can't. Saying the same again changes nothing.

    Whoever can't come any more gives their place to the first who waits, who is told at once.

    Returns:
        What stands now: whoever comes when all places are taken waits.
    Raises:
        NotFound: there is no such meeting, none that is for the actor, or the round is over.
        Over: it was called off or has begun, the actor holds it, or answers are not taken any more; one can still say
            that one can't come.
    """
    programme, roles = programmes.my_round(actor.user_id, place)
    row = hold_meeting(programme, meeting_id)
    facts = facts_for(row, actor.user_id, roles, closed=programme.round.closed)
    policy.require(Action.MEETING_ANSWER, actor, facts)
    _require_open(row, now)
    if row.leader_id == actor.user_id:
        raise Over(gettext("You hold this meeting, so you are expected in any case."))
    if coming:
        # An account that was erased has given its place to nobody: who waits goes before who comes now.
        fill(programme, row)
    mine = Attendance.objects.filter(meeting=row, user_id=actor.user_id).first()
    mine = mine or Attendance(meeting=row, user_id=actor.user_id)
    if not coming:
        if mine.answer != Answer.NOT_COMING:
            _say(mine, Answer.NOT_COMING, now)
            fill(programme, row)
    elif mine.answer not in (Answer.COMING, Answer.WAITING):
        _require_in_time(programme, row, now)
        seat = next(iter(_free_seats(row)), None)
        few = row.places is not None
        _say(mine, Answer.WAITING if few and seat is None else Answer.COMING, now, seat)
    return Answer(mine.answer)


def _say(mine: Attendance, said: Answer, now: dt.datetime, seat: int | None = None) -> None:
    mine.answer, mine.answered_at, mine.seat = said, now, seat
    mine.queued_at = now if said is Answer.WAITING else None
    mine.save()


def hold_meeting(programme: ProgrammeInfo | None, meeting_id: UUID) -> Meeting:
    """Lock a meeting of the whole programme in its round.

    Raises:
        NotFound: it has no such meeting.
    """
    # Found first and locked by its key then, so that no row of the round is locked with it.
    known = programme is not None and programme.round is not None
    rows = Meeting.objects.filter(public_id=meeting_id, round_id=programme.round.id, group=None) if known else None
    pk = rows.values_list("pk", flat=True).first() if rows is not None else None
    row = Meeting.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    return row


def _require_open(row: Meeting, now: dt.datetime) -> None:
    if row.state == State.CANCELLED:
        raise Over(gettext("This meeting was called off."))
    if row.state != State.BOOKED or row.starts_at <= now:
        raise Over(gettext("This meeting has begun, so nothing changes in who comes."))


def _require_in_time(programme: ProgrammeInfo, row: Meeting, now: dt.datetime) -> None:
    if row.answer_until is not None and now >= row.answer_until:
        last = day(programme.plan.last_day(row.answer_until))
        raise Over(
            gettext("Answers were taken until %(day)s. Ask the coordinators if you would like to come all the same.")
            % {"day": last}
        )


# ---- places ----


def _free_seats(row: Meeting) -> list[int]:
    """Return the seats that nobody has, lowest first; none where everybody can come."""
    if row.places is None:
        return []
    taken = set(Attendance.objects.filter(meeting=row, seat__isnull=False).values_list("seat", flat=True))
    return [seat for seat in range(1, row.places + 1) if seat not in taken]


def fill(programme: ProgrammeInfo, row: Meeting) -> int:
    """Give free places to those who wait, first come first, and tell them. The meeting is under lock.

    Whoever does not take part any more, or is not in the course, is passed over. Returns how many got one.
    """
    waiting = Attendance.objects.filter(meeting=row, answer=Answer.WAITING).order_by("queued_at", "pk")
    free = _free_seats(row)
    if not waiting or (row.places is not None and not free):
        return 0
    still = _people(programme, row, [one.user_id for one in waiting])
    inside = [one for one in waiting if one.user_id in still]
    seated = inside if row.places is None else inside[: len(free)]
    if not seated:
        return 0
    since = seated[0].queued_at
    for one, seat in zip(seated, free or [None] * len(seated), strict=False):
        one.answer, one.seat, one.queued_at = Answer.COMING, seat, None
    Attendance.objects.bulk_update(seated, ["answer", "seat", "queued_at"], batch_size=500)
    mails.tell_seated(programme, info_of(row), [one.user_id for one in seated], since)
    return len(seated)


def _people(programme: ProgrammeInfo, row: Meeting, user_ids: Collection[int]) -> set[int]:
    """Return which of these people a meeting is for now, and are in the course."""
    found = programmes.everybody(programme.round.id, ROLES[Audience(row.audience)], user_ids=user_ids)
    return host.enrolled_ids(programme.course_key, {person.user_id for person in found})


def resize(programme: ProgrammeInfo, row: Meeting, places: int | None) -> int:
    """Change how many places a meeting has, and let in who waits as far as that goes. The meeting is under lock.

    Whoever has a place keeps one. The row is not saved by this.

    Returns:
        How many people come; more than `places` says that nothing was changed.
    """
    coming = list(Attendance.objects.filter(meeting=row, answer=Answer.COMING).order_by("answered_at", "pk"))
    if places is not None and len(coming) > places:
        return len(coming)
    row.places = places
    if places is None:
        Attendance.objects.filter(meeting=row).update(seat=None)
    else:
        # Only into seats that nobody has, so that no step of the update finds one taken.
        free = iter(_free_seats(row))
        moved = [one for one in coming if one.seat is None or one.seat > places]
        for one in moved:
            one.seat = next(free)
        Attendance.objects.bulk_update(moved, ["seat"], batch_size=500)
    fill(programme, row)
    return len(coming)


def free_places(programme: ProgrammeInfo, user_id: int, now: dt.datetime) -> None:
    """Give back the places of somebody who has left the programme, in all meetings to come that were for them.

    Call it in the transaction in which they leave, after that.
    """
    roles = programmes.roles_of(user_id, programme.round.id)
    kept = Attendance.objects.filter(
        user_id=user_id,
        answer__in=(Answer.COMING, Answer.WAITING),
        meeting__round_id=programme.round.id,
        meeting__group=None,
        meeting__state=State.BOOKED,
        meeting__starts_at__gt=now,
    )
    keys = sorted(set(kept.values_list("meeting_id", flat=True)))
    # Somebody has answered few meetings, and each of them has its own line of people who wait.
    for row in _held(keys):
        if not is_for(row, roles):
            mine = Attendance.objects.get(meeting=row, user_id=user_id)
            _say(mine, Answer.NOT_COMING, now)
            fill(programme, row)


def _held(keys: Iterable[int]) -> list[Meeting]:
    return list(Meeting.objects.select_for_update().filter(pk__in=list(keys)).order_by("pk"))


__all__ = ["answer", "fill", "free_places", "hold_meeting", "resize"]
