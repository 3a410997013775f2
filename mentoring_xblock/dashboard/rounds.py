"""Ending a round: what every room has to do for it, what a coordinator is told before, and the rounds that are over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from mentoring_xblock.applications import api as applications
from mentoring_xblock.attainment import api as attainment
from mentoring_xblock.bank import api as bank
from mentoring_xblock.choices import api as choices
from mentoring_xblock.dashboard import coordinator
from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import State
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import RoundInfo
from mentoring_xblock.proposals import api as proposals
from mentoring_xblock.reviews import api as reviews


@dataclass(frozen=True)
class Ending:
    """What ends with a round.

    groups: published ones; drafts: groups that nobody knows of. undecided, reserve: applications. requests: to mentors,
    by mentees; invitations: to people of the bank. proposals: drafts of proposals.
    """

    groups: int
    drafts: int
    undecided: int
    reserve: int
    requests: int
    invitations: int
    proposals: int


@dataclass(frozen=True)
class Past:
    """A round that is over, with its days in words. `people` are names of roles, for several people, with how many held
    them to the end; `groups` counts those that had been published."""

    round: RoundInfo
    first_day: str
    last_day: str
    people: tuple[tuple[str, int], ...]
    groups: int


def ending(actor: Actor, place: Place) -> Ending:
    """Return what would end if the round was closed now; a constant number of queries.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: it has no round yet.
        Over: its round has been closed.
    """
    policy.require(Action.ROUND_CLOSE, actor)
    round_id = programmes.open_programme(place).round.id
    states = groups.state_counts(round_id)
    return Ending(
        groups=states[State.PUBLISHED],
        drafts=states[State.DRAFT],
        undecided=applications.waiting_count(round_id),
        reserve=applications.reserve_count(round_id),
        requests=choices.open_count(round_id),
        invitations=bank.open_count(round_id),
        proposals=proposals.draft_count(round_id),
    )


@one_change
def close_round(actor: Actor, place: Place, round_id: UUID, now: dt.datetime) -> int:
    """Close the round that runs, and end what belongs to it: all of it or nothing. Closing it twice is closing it once.

    Its groups end and their people get a mail. What people wrote, their points and their roles stay.

    Returns:
        How many published groups this ended.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: it has no such round.
        Conflict: others are changing its groups right now.
    """
    programme = programmes.programme_of(place)
    if not programmes.close_round(actor, place, round_id, now):
        return 0
    pk = programme.round.id
    ended = groups.end_round(programme, now)
    gatherings.end_round(programme, now)
    choices.end_round(pk, now)
    bank.end_round(pk, now)
    proposals.end_round(pk, now)
    reviews.seal(pk, now)
    attainment.fix_round(programme, now)
    return ended


def past_rounds(programme: coordinator.Programme) -> tuple[Past, ...]:
    """Return the rounds that are over, newest first; the caller has asked policy through `coordinator.programme_of`.

    Three queries.
    """
    found = programmes.past_rounds(programme.info)
    counts: Mapping[int, int] = groups.ended_counts([one.round.id for one in found])
    return tuple(
        Past(
            one.round,
            long_day(one.round.starts_on),
            long_day(programme.plan.today(one.round.closed_at)),
            tuple((coordinator.roles_name(programme.plan, role), count) for role, count in one.people.items()),
            counts.get(one.round.id, 0),
        )
        for one in found
    )
