"""Who is expected at meetings; for mails, which ask no policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mentoring_xblock.groups import api as groups
from mentoring_xblock.meetings.data import ROLES, MeetingInfo
from mentoring_xblock.meetings.models import Answer
from mentoring_xblock.meetings.queries import attendances_of
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Role
from mentoring_xblock.programme.plan_relationship import Audience


def expected_at(meetings: Sequence[MeetingInfo]) -> dict[int, frozenset[int]]:
    """Return who is expected at each meeting, by its primary key; three queries.

    At a group's own everybody in it; at one of the programme whom it is for, but for those who have declined or wait
    for a place, and where places are few only those who have one; and who holds it.
    """
    people_in = groups.people_in({one.group_pk for one in meetings if one.own})
    joint = [one for one in meetings if not one.own]
    said = attendances_of(one.id for one in joint)
    by_role = programmes.accounts_by_role({one.round_id for one in joint})
    found = {}
    for one in meetings:
        if one.own:
            found[one.id] = people_in.get(one.group_pk, frozenset())
            continue
        answers = said[one.id]
        coming = {user_id for user_id, answer in answers.items() if answer.answer is Answer.COMING}
        out = {user_id for user_id, answer in answers.items() if answer.answer in (Answer.NOT_COMING, Answer.WAITING)}
        audience = audience_of(one, by_role[one.round_id])
        invited = audience & coming if one.places is not None else audience - out
        found[one.id] = frozenset(invited | ({one.leader_id} if one.leader_id else set()))
    return found


def audience_of(meeting: MeetingInfo, by_role: Mapping[Role, frozenset[int]]) -> frozenset[int]:
    """Return whom a meeting of the programme is for, by user id.

    Args:
        by_role: `programmes.accounts_by_role` of its round.
    """
    role = ROLES[Audience(meeting.audience)]
    return frozenset().union(*by_role.values()) if role is None else by_role.get(role, frozenset())


__all__ = ["audience_of", "expected_at"]
