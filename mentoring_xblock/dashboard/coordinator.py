"""What a coordinator's page tells: what needs doing, how many there are, and what somebody or a group is called.

Read models over the apis of other rooms. Each function asks policy, and takes a constant number of queries however
many people and groups there are. Nothing here reads a text that somebody wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext, ngettext

from mentoring_xblock import host
from mentoring_xblock.applications import api as applications
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import Circle, GroupInfo, Kind, MemberInfo, PlaceInfo, State
from mentoring_xblock.groups.forms import KIND_NAMES
from mentoring_xblock.kit.numbers import opening
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import LEADERS, ParticipantInfo, ProgrammeInfo, Role, RoundInfo
from mentoring_xblock.programme.page import and_
from mentoring_xblock.programme.plan import Plan, Relationship

#: People in the short lists of the overview and of pickers; a search narrows them.
SHORT = 12
#: Up to so many people without a group are each shown with a button of their own; more are a job for a proposal.
ONE_BY_ONE = 3
#: Names in a sentence that goes on with a number.
NAMED = 5
#: Accounts that a search may stand for. People are looked for among everybody in the course, so more than are shown.
_FOUND = 500


class Desk(StrEnum):
    """A part of the coordinator's page. Values travel to the browser and back."""

    OVERVIEW = "overview"
    APPLICATIONS = "applications"
    MATCHING = "matching"
    GROUPS = "groups"
    MEETINGS = "meetings"
    PEOPLE = "people"
    BANK = "bank"
    DECLARED = "declared"
    POINTS = "points"
    HELP = "help"


#: Parts that open with a first sentence of their own.
WITH_OWN_LEAD = frozenset({Desk.MATCHING})


@dataclass(frozen=True)
class PersonView:
    """Somebody in the programme. `situation` says in words where they are, as far as the list is about that."""

    participant_id: UUID
    user_id: int
    name: str
    username: str
    role: Role
    role_name: str = ""
    situation: str = ""
    capacity: int | None = None
    leads: bool = False

    @property
    def key(self) -> str:
        """What tells their element ids from those of others on the page."""
        return self.participant_id.hex[:12]


class Turning:
    """What a pager asks of one page of many, which has `page` and `pages`."""

    page: int
    pages: int

    @property
    def previous(self) -> int | None:
        """The number of the page before, if there is one."""
        return self.page - 1 if self.page > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after, if there is one."""
        return self.page + 1 if self.page < self.pages else None


@dataclass(frozen=True)
class People(Turning):
    """Some people of many; `total` counts those on all pages."""

    people: tuple[PersonView, ...]
    page: int
    pages: int
    total: int

    @property
    def more(self) -> int:
        """How many are on other pages."""
        return self.total - len(self.people)

    @property
    def names(self) -> str:
        """The first few names, and how many others there are."""
        few = [person.name for person in self.people[:NAMED]]
        others = self.total - len(few)
        if not others:
            return and_(few)
        return ngettext("%(names)s and %(count)s other", "%(names)s and %(count)s others", others) % {
            "names": ", ".join(few),
            "count": others,
        }


@dataclass(frozen=True)
class Programme:
    """The programme that is coordinated, with a round, and the circle whose groups everybody in it should be in."""

    info: ProgrammeInfo

    @property
    def plan(self) -> Plan:
        """The plan as last published."""
        return self.info.plan

    @property
    def round_id(self) -> int:
        """The newest round."""
        return self.info.round.id

    @property
    def circle(self) -> Circle:
        """The circle that this programme is about."""
        return Circle.PEER if self.plan.relationship is Relationship.PEER else Circle.MENTORING

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of groups, the plan's own first."""
        own = {Relationship.SMALL_GROUP: Kind.SMALL_GROUP, Relationship.PEER: Kind.PEER_GROUP}
        first = own.get(self.plan.relationship, Kind.PAIR)
        return (first, *(kind for kind in Kind if kind is not first))


@dataclass(frozen=True)
class Numbers:
    """How things stand. `applications` wait for a decision; `without` are people who have no place in their circle,
    not in a draft either; `beyond` are leaders who lead more groups than they take."""

    people: Mapping[Role, int]
    groups: Mapping[State, int]
    without: int
    beyond: int
    applications: int = 0

    @property
    def everybody(self) -> int:
        """How many people should be in a group."""
        return self.people[Role.MENTEE]

    @property
    def drafts(self) -> int:
        """How many groups nobody has been told of."""
        return self.groups[State.DRAFT]


def programme_of(actor: Actor, place: Place, action: Action = Action.OVERVIEW_SEE) -> Programme:
    """Return the programme that the actor coordinates; two queries.

    Raises:
        NotAllowed: they do not coordinate it.
        NotFound: it has no round yet.
    """
    policy.require(action, actor)
    return Programme(programmes.programme_of(place))


def numbers(programme: Programme) -> Numbers:
    """Count; seven queries."""
    beyond = groups.leaders_beyond(programme.round_id, Circle.MENTORING, programme.plan.capacity["mentor"])
    return Numbers(
        people=programmes.role_counts(programme.round_id),
        groups=groups.state_counts(programme.round_id),
        without=people_without(programme, size=1).total,
        beyond=programmes.participants(programme.round_id, among=beyond, size=1).total,
        applications=applications.waiting_count(programme.round_id),
    )


def people_without(programme: Programme, page: int = 1, size: int = SHORT) -> programmes.ParticipantPage:
    """Return those who should be in a group and have no place yet, not in a draft either; two queries."""
    placed = groups.placed(programme.round_id, programme.circle, drafts=True)
    return programmes.participants(programme.round_id, Role.MENTEE, page, without=placed, size=size)


# ---- sentences ----


def first_sentence(found: Numbers, round_: RoundInfo) -> str:
    """Say what needs doing first."""
    if round_.closed:
        return gettext("Round %(number)s has ended.") % {"number": round_.number}
    if found.applications:
        return ngettext(
            "%(count)s application waits for a decision.",
            "%(count)s applications wait for a decision.",
            found.applications,
        ) % {"count": opening(found.applications)}
    if not sum(found.people.values()):
        return gettext("Nobody takes part yet.")
    if found.without:
        return _without(found)
    if found.drafts:
        return ngettext(
            "%(count)s draft waits to be published.", "%(count)s drafts wait to be published.", found.drafts
        ) % {"count": opening(found.drafts)}
    if found.beyond:
        return ngettext(
            "%(count)s person leads more groups than they take.",
            "%(count)s people lead more groups than they take.",
            found.beyond,
        ) % {"count": opening(found.beyond)}
    if not found.everybody:
        return gettext("Nobody needs a group yet.")
    return gettext("Everybody has a group.")


def second_sentence(found: Numbers, round_: RoundInfo) -> str:
    """Say what comes after that; empty when there is nothing more."""
    if round_.closed:
        return gettext("Nothing changes in it any more. The overview is where the next round begins.")
    if found.applications:
        return _without(found) if found.without else ""
    if not sum(found.people.values()):
        return gettext("Add people by username or e-mail address; then put them into groups.")
    if found.without and found.drafts:
        return ngettext(
            "%(count)s draft waits to be published. Nobody is told anything before you publish.",
            "%(count)s drafts wait to be published. Nobody is told anything before you publish.",
            found.drafts,
        ) % {"count": opening(found.drafts)}
    if found.drafts:
        return gettext("Nobody is told anything before you publish.")
    return ""


def _without(found: Numbers) -> str:
    return ngettext("%(count)s person has no group yet.", "%(count)s people have no group yet.", found.without) % {
        "count": opening(found.without)
    }


def role_name(plan: Plan, role: Role) -> str:
    """Return what a role is called here, for one person."""
    if role is Role.COACH:
        return gettext("Coach")
    if role is Role.SUPERVISOR:
        return gettext("Supervisor")
    if role is Role.PEER:
        return gettext("Group member")
    return plan.words()[f"{role.value}_first"]


def roles_name(plan: Plan, role: Role) -> str:
    """Return what a role is called here, for several people."""
    if role is Role.COACH:
        return gettext("Coaches")
    if role is Role.SUPERVISOR:
        return gettext("Supervisors")
    if role is Role.PEER:
        return gettext("Group members")
    return plan.words()[f"{role.value}_plural_first"]


def group_title(info: GroupInfo, names: Mapping[int, str]) -> str:
    """Return a group's name; one without is called after its people."""
    if info.name:
        return info.name
    known = [names[person.user_id] for person in (*info.members, *((info.leader,) if info.leader else ()))]
    if not known:
        return gettext("%(kind)s without people") % {"kind": KIND_NAMES[info.kind]}
    if len(known) <= 3:
        return and_(known)
    others = len(known) - 1
    return ngettext("%(name)s and %(count)s other", "%(name)s and %(count)s others", others) % {
        "name": known[-1],
        "count": others,
    }


# ---- people ----


def names_of(people: Iterable[MemberInfo | ParticipantInfo]) -> dict[int, host.Person]:
    """Return everybody's account by user id; those whose account is gone have a word for a name."""
    asked = {person.user_id for person in people}
    known = host.people(asked)
    return {
        user_id: known.get(user_id) or host.Person(user_id, "", gettext("Somebody without an account"), "", "")
        for user_id in asked
    }


def full_names(accounts: Mapping[int, host.Person]) -> dict[int, str]:
    """Return the names alone."""
    return {user_id: person.full_name for user_id, person in accounts.items()}


def search(place: Place, text: str) -> list[int] | None:
    """Return the accounts that a typed name stands for; None when nothing was typed."""
    text = text.strip()
    return [person.id for person in host.find_people(place.course_key, text, _FOUND)] if text else None


def people_of(programme: Programme, shown: programmes.ParticipantPage, circle: Circle | None = None) -> People:
    """Put names and situations to participants; the number of queries does not depend on how many they are.

    Args:
        circle: only places in this circle are told of; None for all.
    """
    accounts = names_of(shown.participants)
    places = groups.placements([person.id for person in shown.participants])
    return People(
        tuple(person_view(programme.plan, one, accounts, places[one.id], circle) for one in shown.participants),
        shown.page,
        shown.pages,
        shown.total,
    )


def person_view(
    plan: Plan,
    person: ParticipantInfo,
    accounts: Mapping[int, host.Person],
    places: Iterable[PlaceInfo] = (),
    circle: Circle | None = None,
) -> PersonView:
    """Put together one person."""
    account = accounts[person.user_id]
    return PersonView(
        participant_id=person.public_id,
        user_id=person.user_id,
        name=account.full_name,
        username=account.username,
        role=person.role,
        role_name=role_name(plan, person.role),
        situation=situation(plan, person, [one for one in places if circle in (None, one.circle)], circle),
        capacity=person.capacity,
        leads=person.role in LEADERS,
    )


def situation(plan: Plan, person: ParticipantInfo, places: list[PlaceInfo], circle: Circle | None) -> str:
    """Say where somebody is: what they lead, and which groups they are in."""
    said = []
    if person.role in LEADERS:
        said.append(_leading(plan, person, places, circle))
    inside = {(one.circle, one.state) for one in places if not one.leads}
    sentences = {
        (Circle.MENTORING, State.PUBLISHED): gettext("in a group"),
        (Circle.MENTORING, State.DRAFT): gettext("in a draft"),
        (Circle.PEER, State.PUBLISHED): gettext("in a peer group"),
        (Circle.PEER, State.DRAFT): gettext("in a draft of a peer group"),
        (Circle.SUPERVISION, State.PUBLISHED): gettext("in a supervision group"),
        (Circle.SUPERVISION, State.DRAFT): gettext("in a draft of a supervision group"),
    }
    said += [sentence for key, sentence in sentences.items() if key in inside]
    if person.role is Role.MENTEE and not inside:
        said.append(gettext("in no group yet"))
    return ", ".join(said)


def _leading(plan: Plan, person: ParticipantInfo, places: list[PlaceInfo], circle: Circle | None) -> str:
    """A number of groups is a circle's: without one the busier circle is told."""
    led = [one for one in places if one.leads]
    circles = [circle] if circle else list(Circle)
    published = {each: sum(one.circle is each and one.state is State.PUBLISHED for one in led) for each in circles}
    count = max(published.values())
    drafts = sum(one.state is State.DRAFT for one in led)
    room = plan.capacity["mentor"] if person.capacity is None else person.capacity
    words = {"count": count, "room": room, "drafts": drafts}
    if drafts:
        return (
            ngettext(
                "leads %(count)s of %(room)s group, and is in %(drafts)s more as a draft",
                "leads %(count)s of %(room)s groups, and is in %(drafts)s more as a draft",
                room,
            )
            % words
        )
    if person.capacity is None and count and count == published.get(Circle.SUPERVISION):
        return ngettext("leads %(count)s group", "leads %(count)s groups", count) % words
    return ngettext("leads %(count)s of %(room)s group", "leads %(count)s of %(room)s groups", room) % words
