"""What a mentor's page shows: whom they mentor now, what waits for them, and one mentee on a card.

Everything is read through the rooms' apis, in the same number of queries for three mentees and for sixty.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.assessment import api as assessment
from mentoring_xblock.assessment.data import Waiting
from mentoring_xblock.attainment import api as attainment
from mentoring_xblock.attainment.pictures import Mini, mini
from mentoring_xblock.dashboard.mentor_brief import Brief, brief
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.data import ActionInfo, SharedGoal, Status
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import Circle, GroupInfo, Kind, MemberInfo
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.data import SharedEntry
from mentoring_xblock.kit.dates import short_day, weekday
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.paging import Page, page_of
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import first_line
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.sharing import api as sharing

#: Mentees, and waiting things, on one page.
PAGE_SIZE = 12
#: The question of the worksheet whose answer is somebody's next step.
FIRST_STEP = "first_step"


class ThingKind(StrEnum):
    """What can wait for somebody. Values name the template's words and travel nowhere."""

    HAND_IN = "hand_in"
    GOAL = "goal"
    ENTRY = "entry"


@dataclass(frozen=True)
class Mentee:
    """Somebody whom the reader mentors now. `mates` are the full names of the others in a small group.

    `waiting` is how many things of theirs wait for the reader.
    """

    participant_id: UUID
    user_id: int
    name: str
    group_name: str = ""
    mates: tuple[str, ...] = ()
    waiting: int = 0


@dataclass(frozen=True)
class Thing:
    """Something that waits for the reader: a hand-in without points, or something shared that they have not seen.

    answered: they have seen it, and somebody has answered since. again: the block was handed in before.
    title: empty until `queue` has looked it up. passage: only a passage of it is shared, and the title says so.
    """

    kind: ThingKind
    id: UUID
    owner_id: int
    owner_name: str
    at: dt.datetime
    title: str = ""
    answered: bool = False
    again: bool = False
    passage: bool = False


@dataclass(frozen=True)
class Desk:
    """What lies before somebody who takes part: their mentees, if any, and what waits for them.

    mentees: those with something waiting first, then by name. waiting: oldest first, from people who are in a group
    with the reader now. hand_ins: the newest of each mentee and block, with points or without. people: everybody who is
    in a group with the reader.
    """

    mentees: tuple[Mentee, ...]
    waiting: tuple[Thing, ...]
    hand_ins: tuple[Waiting, ...]
    people: Mapping[int, host.Person]

    def mentee(self, participant_id: UUID | None) -> Mentee:
        """Return one of the mentees; the first when none is named.

        Raises:
            NotFound: it is none of the reader's, or there are none.
        """
        found = (one for one in self.mentees if participant_id in (None, one.participant_id))
        mentee = next(found, None)
        if mentee is None:
            raise NotFound(gettext("There is nothing here for you to see."))
        return mentee


@dataclass(frozen=True)
class NextStep:
    """What comes next in an active goal that is shared with the reader, and by which day.

    to_do: whether it is something that its owner wrote down to be done by that day; otherwise it is the goal's first
    step, and the day that by which the goal is to be reached. weekday, day: as the language writes them; empty without
    one. days: from today, below 0 when past.
    """

    text: str
    goal: str
    theme: str
    to_do: bool = False
    weekday: str = ""
    day: str = ""
    days: int = 0


@dataclass(frozen=True)
class Card:
    """One mentee: what they share, what they handed in, and what they do next. `entries` is a page of `SharedEntry`.

    brief: what to know before the next meeting with them. timed: whether more time can be given. pictures: how far
    each goal has come, by public id.
    """

    mentee: Mentee
    headline: str
    step: NextStep | None
    goals: tuple[SharedGoal, ...]
    entries: Page[SharedEntry]
    hand_ins: tuple[Waiting, ...]
    timed: bool = False
    brief: Brief = field(default_factory=Brief)
    pictures: Mapping[UUID, Mini | None] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to read on it."""
        return not (self.goals or self.entries.total or self.hand_ins)

    @property
    def drawn_goals(self) -> tuple[tuple[SharedGoal, Mini | None], ...]:
        """The goals, each with the picture of how far it has come, if it has levels."""
        return tuple((one, self.pictures.get(one.goal.goal_id)) for one in self.goals)


def desk(actor: Actor, round_id: int | None, now: dt.datetime) -> Desk:
    """Lay out what the actor has before them; a constant number of queries. Empty for who takes no part."""
    if round_id is None or not policy.allowed(
        Action.MENTEES_SEE, actor, Facts(member_ids=frozenset({actor.user_id} - {None}))
    ):
        return Desk((), (), (), {})
    mine = groups.my_groups(actor.user_id, round_id)
    together = {group.public_id: {member.user_id for member in group.people} for group in mine}
    people = host.people(set().union(*together.values()))
    hand_ins = assessment.handed_in_to(actor, round_id, people)
    unread = tuple(
        one for one in sharing.unread(actor.user_id, round_id, now) if one.owner_id in together.get(one.group_id, ())
    )
    waiting = [
        Thing(ThingKind.HAND_IN, one.hand_in_id, one.owner_id, one.owner_name, one.at, one.title, again=one.again)
        for one in hand_ins
        if one.waits
    ]
    waiting += [
        Thing(
            ThingKind.GOAL if one.item_kind == ItemKind.GOAL else ThingKind.ENTRY,
            one.item_id,
            one.owner_id,
            people[one.owner_id].full_name,
            one.at,
            answered=one.answered,
        )
        for one in unread
        if one.owner_id in people
    ]
    waiting.sort(key=lambda thing: (thing.at, str(thing.id)))
    counts = Counter(thing.owner_id for thing in waiting)
    mentees = _mentees(actor, mine, people, counts)
    return Desk(mentees, tuple(waiting), hand_ins, people)


def _mentees(
    actor: Actor, mine: Iterable[GroupInfo], people: Mapping[int, host.Person], waiting: Mapping[int, int]
) -> tuple[Mentee, ...]:
    led = [
        (group, member)
        for group in mine
        if group.circle == Circle.MENTORING and group.leader and group.leader.user_id == actor.user_id
        for member in group.members
        if member.user_id in people
    ]
    found = [_mentee(group, member, people, waiting.get(member.user_id, 0)) for group, member in led]
    return tuple(sorted(found, key=lambda one: (one.waiting == 0, one.name.casefold(), one.user_id)))


def _mentee(group: GroupInfo, member: MemberInfo, people: Mapping[int, host.Person], waiting: int) -> Mentee:
    small = group.kind == Kind.SMALL_GROUP
    others = (one.user_id for one in group.members if one.user_id != member.user_id and one.user_id in people)
    return Mentee(
        participant_id=member.participant_id,
        user_id=member.user_id,
        name=people[member.user_id].full_name,
        group_name=group.name if small else "",
        mates=tuple(people[user_id].full_name for user_id in others) if small else (),
        waiting=waiting,
    )


def queue(actor: Actor, place: Place, desk_: Desk, page: int, now: dt.datetime) -> Page[Thing]:
    """Return a page of what waits, each with its title; the same number of queries for any number of things."""
    shown = page_of(desk_.waiting, page, PAGE_SIZE)
    titles = goals.titles(actor, place, [one.id for one in shown.items if one.kind is ThingKind.GOAL])
    entries = journal.named(actor, [one.id for one in shown.items if one.kind is ThingKind.ENTRY], now)
    passages = {id_ for id_, one in entries.items() if isinstance(one, SharedEntry) and not one.whole}
    titles |= {id_: one.heading for id_, one in entries.items()}
    titles |= {one.id: one.title for one in shown.items if one.kind is ThingKind.HAND_IN}
    # What has just been deleted has no title any more.
    items = tuple(
        replace(one, title=_within(titles[one.id]), passage=one.id in passages)
        for one in shown.items
        if one.id in titles
    )
    return replace(shown, items=items)


def _within(title: str) -> str:
    """Return a title for the middle of a sentence: without the full stop that ends it; an ellipsis stays."""
    return title if title.endswith("..") else title.removesuffix(".")


def card(
    actor: Actor, place: Place, programme: ProgrammeInfo, desk_: Desk, mentee: Mentee, page: int, now: dt.datetime
) -> Card:
    """Return a mentee's card with a page of their entries; a constant number of queries."""
    shared = goals.shared_goals(actor, place, [mentee.user_id], people=desk_.people, programme=programme)
    known = programmes.participants_by_id(programme.round.id, [mentee.participant_id])
    by_id, today = {one.goal.goal_id: one for one in shared}, programme.plan.today(now)
    to_do = goals.actions_of([one.goal.goal_id for one in shared if one.goal.status is Status.ACTIVE], today)
    standings = attainment.standings(by_id) if by_id else {}
    return Card(
        mentee=mentee,
        headline=known[mentee.participant_id].headline if mentee.participant_id in known else "",
        step=_next_step(shared, to_do, today),
        goals=shared,
        entries=journal.shared_entries(actor, place, [mentee.user_id], page, people=desk_.people),
        hand_ins=tuple(one for one in desk_.hand_ins if one.owner_id == mentee.user_id),
        timed=not programme.round.closed and bool(assessment.graded_blocks(place)),
        brief=brief(actor, place, mentee.user_id, now),
        pictures={id_: mini(one.shared_since(by_id[id_].read_since)) for id_, one in standings.items()},
    )


def _next_step(
    shared: Iterable[SharedGoal], to_do: Mapping[UUID, Sequence[ActionInfo]], today: dt.date
) -> NextStep | None:
    """Return what is to be done first for an active goal; where nothing is, the first step of the one due first.

    What has no day comes last.
    """
    active = [one.goal for one in shared if one.goal.status is Status.ACTIVE]
    waiting = [(one, goal) for goal in active for one in to_do.get(goal.goal_id, ()) if one.open]
    if waiting:
        action, goal = min(waiting, key=lambda pair: (*_by_day(pair[0].due_on, today), pair[1].created_at))
        return _dated(NextStep(first_line(action.body), goal.title, goal.theme_name, to_do=True), action.due_on, today)
    steps = [goal for goal in active if goal.draft.answers.get(FIRST_STEP, "").strip()]
    if not steps:
        return None
    goal = min(steps, key=lambda one: (*_by_day(one.target_on, today), one.created_at))
    step = NextStep(first_line(goal.draft.answers[FIRST_STEP]), goal.title, goal.theme_name)
    return _dated(step, goal.target_on, today)


def _by_day(day: dt.date | None, today: dt.date) -> tuple[bool, dt.date]:
    return day is None, day or today


def _dated(step: NextStep, day: dt.date | None, today: dt.date) -> NextStep:
    if day is None:
        return step
    return replace(step, weekday=weekday(day), day=short_day(day), days=(day - today).days)


def calm_sentence(desk_: Desk, programme: ProgrammeInfo | None) -> str:
    """Say to a mentor that nothing concerns them now."""
    if not desk_.mentees:
        words = programme.plan.words() if programme else {}
        return gettext("You will hear who %(mentee_own_plural)s are.") % words
    return gettext("Nothing waits for you now.")
