"""What the programme's page says to whom: the first sentence, the groups, and what waits.

Groups come from the room above as they are; this module asks of them only what `GroupLike` names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext, ngettext

from mentoring_xblock.programme.clock import Clock
from mentoring_xblock.programme.data import CardInfo, ParticipantInfo, ProgrammeInfo, Role
from mentoring_xblock.programme.plan import Plan, Relationship
from mentoring_xblock.programme.road import Road, road, where_we_are

#: Up to this many names a sentence names everybody; beyond it counts.
NAMED = 3
_MENTORING, _SUPERVISION = "mentoring", "supervision"


class MemberLike(Protocol):
    """Somebody in a group."""

    participant_id: UUID
    user_id: int
    leads: bool


class GroupLike(Protocol):
    """A published group that the reader is in."""

    public_id: UUID
    circle: str
    name: str
    leader: MemberLike | None
    members: Sequence[MemberLike]


@dataclass(frozen=True)
class PersonCard:
    """A partner on the page. `participant_id` opens how to reach them; it is None for the reader."""

    name: str
    headline: str
    participant_id: UUID | None


@dataclass(frozen=True)
class GroupCard:
    """One of the reader's groups: who leads it unless the reader does, and the others in it.

    explained: the group's public id where it can be told why these people are together; None among peers.
    road, where: its calendar, where the reader's groups have different ones. agreement: where it stands with its
    agreement, in a sentence. meets_at: when its next meeting starts, or when the one started that goes on.
    """

    heading: str
    leader: PersonCard | None
    leads: bool
    members: tuple[PersonCard, ...]
    explained: UUID | None = None
    road: Road | None = None
    where: str = ""
    agreement: str = ""
    meets_at: dt.datetime | None = None


@dataclass(frozen=True)
class Standing:
    """Everything that the first sentence depends on. `names` are full names by user id; `matches` says that the reader
    is in the matching group, `searches` that they were named to look for mentors in the bank. `clocks` are the
    calendars of the groups, in the same order; None for one that has none."""

    user_id: int
    roles: Mapping[Role, ParticipantInfo]
    groups: Sequence[GroupLike]
    names: Mapping[int, str]
    coordinates: bool
    matches: bool = False
    searches: bool = False
    clocks: tuple[Clock | None, ...] = ()

    @property
    def works_here(self) -> bool:
        """Whether the reader has something to do for the programme without taking part in it."""
        return self.coordinates or self.matches or self.searches

    def mentors(self) -> list[str]:
        """Return the names of those who mentor the reader."""
        return self._names(
            group.leader
            for group in self.groups
            if group.circle == _MENTORING and group.leader and not self._leads(group)
        )

    def mentees(self) -> list[str]:
        """Return the names of those whom the reader mentors."""
        return self._names(
            member
            for group in self.groups
            if group.circle == _MENTORING and self._leads(group)
            for member in group.members
        )

    def peers(self) -> int:
        """Return how many others are in the reader's peer groups."""
        return len(
            {
                member.user_id
                for group in self.groups
                if group.circle not in (_MENTORING, _SUPERVISION)
                for member in everybody(group)
                if member.user_id != self.user_id
            }
        )

    def led(self) -> int:
        """Return how many groups the reader leads."""
        return sum(self._leads(group) for group in self.groups)

    def _leads(self, group: GroupLike) -> bool:
        return group.leader is not None and group.leader.user_id == self.user_id

    def _names(self, members: object) -> list[str]:
        return [self.names[member.user_id] for member in members if member.user_id in self.names]


def everybody(group: GroupLike) -> tuple[MemberLike, ...]:
    """Return the leader, if there is one, and the members."""
    return (*((group.leader,) if group.leader else ()), *group.members)


def first_sentence(programme: ProgrammeInfo | None, standing: Standing, today: dt.date | None) -> str:
    """Return the answer to "what about me, now?". `today` is None where there is no round."""
    if programme is None or programme.round is None or today is None:
        return gettext("The programme is still being prepared.")
    if programme.round.closed:
        return gettext("This round has ended.")
    if is_over(programme, today, standing.clocks):
        return gettext("The programme has ended.")
    for role, say in _SENTENCES.items():
        if role in standing.roles:
            return say(standing, programme.plan)
    if standing.coordinates:
        return gettext("You coordinate this programme.")
    if standing.matches:
        return gettext("You read applications in the matching group, on the dashboard in this course.")
    if standing.searches:
        return gettext("You look for mentors in the mentor bank, on the dashboard in this course.")
    return gettext("You are in this course, and not in this programme.")


def _for_mentee(standing: Standing, plan: Plan) -> str:
    words, mentors, peers = plan.words(), standing.mentors(), standing.peers()
    if mentors:
        return gettext("%(mentor_own_first)s is %(name)s.") % {**words, "name": ", ".join(mentors)}
    if peers:
        return _among_peers(peers)
    if plan.relationship is Relationship.PEER:
        return gettext("You will hear who is in your group.")
    return gettext("You will hear who %(mentor_own)s is.") % words


def _for_mentor(standing: Standing, plan: Plan) -> str:
    words, mentees, peers = plan.words(), standing.mentees(), standing.peers()
    if len(mentees) == 1:
        return gettext("%(mentee_own_first)s is %(name)s.") % {**words, "name": mentees[0]}
    if 1 < len(mentees) <= NAMED:
        return gettext("%(mentee_own_plural_first)s are %(names)s.") % {**words, "names": and_(mentees)}
    if mentees:
        return gettext("You have %(count)s %(mentee_many)s.") % {**words, "count": len(mentees)}
    if peers:
        return _among_peers(peers)
    return gettext("You will hear who %(mentee_own_plural)s are.") % words


def _for_leader(standing: Standing, plan: Plan) -> str:
    if standing.led():
        return ngettext("You lead %(count)s group.", "You lead %(count)s groups.", standing.led()) % {
            "count": standing.led()
        }
    return gettext("You will hear which groups you lead.")


def _among_peers(others: int) -> str:
    return ngettext(
        "You are in a peer group with %(count)s other person.",
        "You are in a peer group with %(count)s other people.",
        others,
    ) % {"count": others}


def _for_peer(standing: Standing, plan: Plan) -> str:
    peers = standing.peers()
    return _among_peers(peers) if peers else gettext("You will hear which group you are in.")


#: In the order in which a person's roles are asked: who is being mentored hears that first.
_SENTENCES = {
    Role.MENTEE: _for_mentee,
    Role.MENTOR: _for_mentor,
    Role.COACH: _for_leader,
    Role.SUPERVISOR: _for_leader,
    Role.PEER: _for_peer,
}


def and_(names: Sequence[str]) -> str:
    """Join names as a sentence does."""
    if len(names) < 2:
        return "".join(names)
    return gettext("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def role_sentence(plan: Plan, role: Role) -> str:
    """Say what somebody is in the programme."""
    if role is Role.COACH:
        return gettext("You are a coach of the programme.")
    if role is Role.SUPERVISOR:
        return gettext("You supervise groups of the programme.")
    if role is Role.PEER:
        return gettext("You are in a group of equals.")
    if role is Role.MENTOR:
        return gettext("You are %(mentor_one)s.") % plan.words()
    return gettext("You are %(mentee_one)s.") % plan.words()


def group_cards(standing: Standing, plan: Plan, headlines: Mapping[UUID, str], today: dt.date) -> tuple[GroupCard, ...]:
    """Return the reader's groups with the people in them."""
    cards = tuple(_group_card(group, standing, plan, headlines) for group in standing.groups)
    if not differ(standing.clocks):
        return cards
    return tuple(
        replace(card, road=road(clock, today) if clock.timeline else None, where=where_we_are(clock, today))
        if clock
        else card
        for card, clock in zip(cards, standing.clocks, strict=True)
    )


def differ(clocks: Sequence[Clock | None]) -> bool:
    """Return whether somebody's groups have different calendars."""
    known = [clock for clock in clocks if clock is not None]
    return any(clock != known[0] for clock in known)


def _group_card(group: GroupLike, standing: Standing, plan: Plan, headlines: Mapping[UUID, str]) -> GroupCard:
    leads = group.leader is not None and group.leader.user_id == standing.user_id

    def person(member: MemberLike) -> PersonCard:
        own = member.user_id == standing.user_id
        return PersonCard(
            name=gettext("You") if own else standing.names.get(member.user_id, ""),
            headline="" if own else headlines.get(member.participant_id, ""),
            participant_id=None if own else member.participant_id,
        )

    return GroupCard(
        heading=group.name or _heading(group, plan, leads=leads),
        leader=person(group.leader) if group.leader and not leads else None,
        leads=leads,
        members=tuple(person(member) for member in group.members if leads or member.user_id != standing.user_id),
        explained=group.public_id if group.circle == _MENTORING else None,
    )


def _heading(group: GroupLike, plan: Plan, *, leads: bool) -> str:
    words = plan.words()
    if group.circle == _SUPERVISION:
        return gettext("My supervision group")
    if group.circle != _MENTORING:
        return gettext("My peer group")
    if not leads:
        return words["mentor_my_first"]
    return words["mentee_my_first"] if len(group.members) == 1 else words["mentee_my_plural_first"]


def waiting(standing: Standing, card: CardInfo | None) -> tuple[str, ...]:
    """Return what waits for somebody who takes part, as names that the template knows: "card", "group"."""
    found = []
    if card is not None and not card.filled_in:
        found.append("card")
    if standing.roles and not standing.groups:
        found.append("group")
    return tuple(found)


def is_over(programme: ProgrammeInfo | None, today: dt.date | None, clocks: Sequence[Clock | None] = ()) -> bool:
    """Return whether the round has been closed, or the last day is past: the round's, or those of one's own groups."""
    if programme is None or programme.round is None or today is None:
        return False
    if programme.round.closed:
        return True
    known = [clock for clock in clocks if clock is not None]
    if known:
        return all(today > clock.ends_on for clock in known)
    return not programme.non_stop and today > programme.clock().ends_on
