"""A round ends, or somebody leaves it, and meetings of the programme lie ahead."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from mentoring_xblock.gatherings import mails
from mentoring_xblock.gatherings.models import Answer, Meeting, State
from mentoring_xblock.gatherings.queries import is_for
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.meetings.expecting import expected_at
from mentoring_xblock.meetings.queries import attendances_of, info_of
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo, Role


def _ahead(programme: ProgrammeInfo, now: dt.datetime) -> list[MeetingInfo]:
    """Return what is announced and has not begun, as it stands; one query."""
    rows = Meeting.objects.filter(round_id=programme.round.id, group=None, state=State.BOOKED, starts_at__gte=now)
    rows = rows.filter(announced_at__isnull=False).select_related("round")
    return [info_of(row) for row in rows.order_by("starts_at", "pk")]


def end_round(programme: ProgrammeInfo, now: dt.datetime) -> int:
    """Tell everybody who is expected at meetings to come that they do not take place; returns how many people.

    Ask policy before, and call it in the transaction that has closed the round, which calls them off.
    """
    ahead = _ahead(programme, now)
    theirs: dict[int, list[MeetingInfo]] = defaultdict(list)
    expected = expected_at(ahead) if ahead else {}
    for one in ahead:
        for user_id in expected[one.id]:
            theirs[user_id].append(one)
    return mails.tell_all_off(programme, theirs)


def tell_leaver(programme: ProgrammeInfo, user_id: int, role: Role, now: dt.datetime) -> int:
    """Tell somebody who has left a role in the round at which meetings they are not expected any more.

    Call it in the transaction in which they leave, before their places are given back; four queries at most.

    Returns:
        How many mails that are.
    """
    ahead = [one for one in _ahead(programme, now) if is_for(one, {role}) and one.leader_id != user_id]
    if not ahead:
        return 0
    still = programmes.roles_of(user_id, programme.round.id)
    said = attendances_of(one.id for one in ahead)

    def expected(one: MeetingInfo) -> bool:
        answer = said[one.id][user_id].answer if user_id in said[one.id] else None
        return answer is Answer.COMING if one.places is not None else answer is not Answer.NOT_COMING

    gone = [one for one in ahead if not is_for(one, still) and expected(one)]
    return mails.tell_left(programme, user_id, gone, now)


__all__ = ["end_round", "tell_leaver"]
