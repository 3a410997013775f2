"""The coordinator's lists: the overview of groups, the groups to work on, and the people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.dashboard import coordinator
from mentoring_xblock.dashboard.coordinator import People, PersonView, Programme, Turning
from mentoring_xblock.dashboard.phases import GroupClock, group_clock
from mentoring_xblock.dashboard.picture import Picture, picture, rhythm_in_words
from mentoring_xblock.goals import api as goals
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import Circle, GroupInfo, GroupPage, Kind, MemberInfo, State
from mentoring_xblock.groups.forms import KIND_NAMES, REASON_NAMES
from mentoring_xblock.journal import api as journal
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.meetings import api as meetings
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Role

#: Groups, and people, on one page of the lists to work on.
CARDS = 12
PEOPLE = 24
#: Groups that a line of the overview names.
FEW = 4


@dataclass(frozen=True)
class MemberView:
    """Somebody in a group."""

    info: MemberInfo
    name: str
    username: str


@dataclass(frozen=True)
class GroupView:
    """A group with its people's names. `picture` and `rhythm`, how it meets, are for the overview only.

    `clock` is for the lists to work on.
    """

    info: GroupInfo
    title: str
    kind_name: str
    leader: MemberView | None
    members: tuple[MemberView, ...]
    picture: Picture | None = None
    reason: str = ""
    clock: GroupClock | None = None
    rhythm: str = ""

    @property
    def key(self) -> str:
        """What tells its element ids from those of other groups on the page."""
        return self.info.public_id.hex[:12]

    @property
    def everybody(self) -> tuple[MemberView, ...]:
        """The leader, if there is one, and the members."""
        return (*((self.leader,) if self.leader else ()), *self.members)

    def find(self, member: MemberInfo) -> MemberView | None:
        """Return somebody of the group by their place in it."""
        return next((one for one in self.everybody if one.info.membership_id == member.membership_id), None)


@dataclass(frozen=True)
class GroupList(Turning):
    """Some groups of many, and what was asked for."""

    groups: tuple[GroupView, ...]
    page: int
    pages: int
    total: int
    state: State
    kind: Kind | None
    text: str = ""


@dataclass(frozen=True)
class Few:
    """The titles of some groups of many."""

    titles: tuple[str, ...]
    total: int

    @property
    def names(self) -> str:
        """The titles, one after the other."""
        return "; ".join(self.titles)


@dataclass(frozen=True)
class Overview:
    """The first part of the page. `without` have no place, `beyond` lead more groups than they take, `roomy` less.

    `past_end` are groups that nobody has closed after their last day, `quiet` those that were warned,
    `silent` those that have not met for as many weeks as the plan reminds after, and have booked nothing.
    """

    list: GroupList
    without: People
    beyond: People
    roomy: People
    past_end: Few
    quiet: Few
    silent: Few

    @property
    def groups_waiting(self) -> bool:
        """Whether a group needs a look by its calendar."""
        return bool(self.past_end.total or self.quiet.total or self.silent.total)


def group_view(info: GroupInfo, accounts: Mapping[int, host.Person], drawn: Picture | None = None) -> GroupView:
    """Put names to one group."""
    names = coordinator.full_names(accounts)

    def view(person: MemberInfo) -> MemberView:
        return MemberView(person, names[person.user_id], accounts[person.user_id].username)

    return GroupView(
        info=info,
        title=coordinator.group_title(info, names),
        kind_name=str(KIND_NAMES[info.kind]),
        leader=view(info.leader) if info.leader else None,
        members=tuple(view(person) for person in info.members),
        picture=drawn,
        reason=str(REASON_NAMES[info.close_reason]) if info.close_reason else "",
    )


def group_views(infos: Iterable[GroupInfo]) -> tuple[GroupView, ...]:
    """Put names to groups; the queries of `host.people`."""
    found = list(infos)
    accounts = coordinator.names_of(person for info in found for person in info.people)
    return tuple(group_view(info, accounts) for info in found)


def with_clocks(programme: Programme, views: Iterable[GroupView], now: dt.datetime) -> tuple[GroupView, ...]:
    """Add to each group where it is in its calendar; no query."""
    return tuple(replace(view, clock=group_clock(programme.info, view.info, now)) for view in views)


def _listed(shown: GroupPage, views: tuple[GroupView, ...], state: State, kind: Kind | None, text: str) -> GroupList:
    return GroupList(views, shown.page, shown.pages, shown.total, state, kind, text)


# ---- the overview ----


def overview(
    programme: Programme, now: dt.datetime, state: State = State.PUBLISHED, kind: Kind | None = None, page: int = 1
) -> Overview:
    """Return the whole overview; the caller has asked policy through `coordinator.programme_of`."""
    usual, round_id = programme.plan.capacity["mentor"], programme.round_id
    beyond = programmes.participants(
        round_id, among=groups.leaders_beyond(round_id, Circle.MENTORING, usual), size=coordinator.SHORT
    )
    roomy = programmes.participants(
        round_id, among=groups.leaders_with_room(round_id, programme.circle, usual), size=coordinator.SHORT
    )
    return Overview(
        list=overview_list(programme, now, state, kind, page),
        without=coordinator.people_of(programme, coordinator.people_without(programme), programme.circle),
        beyond=coordinator.people_of(programme, beyond, Circle.MENTORING),
        roomy=coordinator.people_of(programme, roomy, programme.circle),
        past_end=_few(groups.past_end(programme.info, now, FEW)),
        quiet=_few(groups.warned(programme.info, FEW)),
        silent=_silent(programme, now),
    )


def _silent(programme: Programme, now: dt.datetime) -> Few:
    weeks = programme.plan.relations.remind_weeks
    if not weeks:
        return Few((), 0)
    since = now - dt.timedelta(weeks=weeks)
    return _few(groups.under_way(programme.info, since, meetings.groups_that_meet(programme.round_id, since), now, FEW))


def _few(shown: GroupPage) -> Few:
    return Few(tuple(view.title for view in group_views(shown.groups)), shown.total)


def overview_list(
    programme: Programme, now: dt.datetime, state: State = State.PUBLISHED, kind: Kind | None = None, page: int = 1
) -> GroupList:
    """Return a page of pictures: numbers of goals and bands of journals, as far as the plan lets coordinators see."""
    shown = groups.find_groups(programme.round_id, state=state, kind=kind, page=page)
    user_ids = {member.user_id for info in shown.groups for member in info.members}
    sees = programme.plan.coordinator_sees
    live = state is State.PUBLISHED
    counted = goals.counts(programme.round_id, user_ids) if live and sees["goal_counts"] else None
    entries = journal.counts(programme.round_id, user_ids) if live and sees["journal_bands"] else None
    accounts = coordinator.names_of(person for info in shown.groups for person in info.people)
    met = meetings.held_of_groups([info.id for info in shown.groups], now)
    views = tuple(
        replace(
            group_view(info, accounts, picture(programme.info, info, counted, entries, now)),
            rhythm=rhythm_in_words(met[info.id], live=live),
        )
        for info in shown.groups
    )
    return _listed(shown, views, state, kind, "")


# ---- groups to work on ----


def group_list(
    place: Place,
    programme: Programme,
    state: State,
    kind: Kind | None = None,
    text: str = "",
    page: int = 1,
    *,
    now: dt.datetime,
) -> GroupList:
    """Return a page of groups of a state, found by name or by who is in them."""
    text = text.strip()
    user_ids = coordinator.search(place, text) or []
    shown = groups.find_groups(
        programme.round_id, state=state, kind=kind, text=text, user_ids=user_ids, page=page, size=CARDS
    )
    return _listed(shown, with_clocks(programme, group_views(shown.groups), now), state, kind, text)


# ---- people ----


@dataclass(frozen=True)
class PeopleList:
    """A page of the people of a round, and what was asked for. `roles` are the roles to choose from, with counts."""

    shown: People
    role: Role | None
    text: str
    roles: tuple[tuple[Role, str, int], ...]


def people_list(actor: Actor, place: Place, role: Role | None = None, text: str = "", page: int = 1) -> PeopleList:
    """Return a page of people with where they are; found by name, username or address.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
    """
    programme = coordinator.programme_of(actor, place, Action.PEOPLE_MANAGE)
    shown = programmes.participants(
        programme.round_id, role, page, user_ids=coordinator.search(place, text), size=PEOPLE
    )
    counts = programmes.role_counts(programme.round_id)
    return PeopleList(
        shown=coordinator.people_of(programme, shown),
        role=role,
        text=text.strip(),
        roles=tuple((one, coordinator.roles_name(programme.plan, one), counts[one]) for one in Role),
    )


def person(actor: Actor, place: Place, participant_id: UUID) -> PersonView:
    """Return one person as the list shows them.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: nobody of the round has this id.
    """
    programme = coordinator.programme_of(actor, place, Action.PEOPLE_MANAGE)
    found = programmes.participants_by_id(programme.round_id, [participant_id])
    if participant_id not in found:
        raise NotFound(gettext("This person does not take part in this round."))
    shown = programmes.ParticipantPage(tuple(found.values()), 1, 1, 1)
    return coordinator.people_of(programme, shown).people[0]
