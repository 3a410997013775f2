"""What the page of a group's own meetings shows, in words of the reader's language; no query of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from mentoring_xblock.groups.data import Circle, MemberInfo
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit import dates, zones
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.paging import Page
from mentoring_xblock.meetings.asking import everybody_answered, may_book, suiting_everybody, suits_everybody
from mentoring_xblock.meetings.clashing import Taken, meetings_around
from mentoring_xblock.meetings.data import MeetingInfo, OptionInfo, OwnMeetings
from mentoring_xblock.meetings.models import Way
from mentoring_xblock.meetings.slots import is_safe_link
from mentoring_xblock.programme.page import and_
from mentoring_xblock.programme.plan import Plan

#: Up to this many names a sentence names everybody; beyond it the group is named, or counted.
_NAMED = 3


def heading(plan: Plan, meeting: MeetingInfo) -> str:
    """Return which of a group's own meetings it is: "Meeting 3 of 6", or without the 6 beyond what is planned."""
    return numbered(meeting.number, meeting.of(plan.relations.meetings))


def numbered(number: int | None, of: int) -> str:
    """Return the heading of a meeting by its number, of so many that are planned."""
    if number is None:
        return gettext("Meeting")
    words = {"number": number, "of": of}
    if number <= of:
        return gettext("Meeting %(number)s of %(of)s") % words
    return gettext("Meeting %(number)s") % words


def group_name(relation: Relation) -> str:
    """Return what the reader calls a group: its name, the others by name, or how many they are."""
    names = relation.names()
    if relation.group.name and (len(names) != 1 or relation.group.circle is not Circle.MENTORING):
        return relation.group.name
    if not names:
        return gettext("Your group")
    if len(names) <= _NAMED:
        return and_(names)
    return gettext("%(name)s and %(count)s others") % {"name": names[0], "count": len(names) - 1}


@dataclass(frozen=True)
class Tab:
    """One of the reader's groups on top of the page; `group` is empty for everybody."""

    group: UUID | str
    name: str
    note: str
    here: bool


def tabs(mine: Sequence[Relation], chosen: Relation | None) -> list[Tab]:
    """Return the reader's groups, and everybody."""
    found = [
        Tab(
            group=one.group.public_id,
            name=group_name(one),
            note="" if one.open else gettext("over"),
            here=chosen is not None and one.group.public_id == chosen.group.public_id,
        )
        for one in mine
    ]
    # Translators: a tab beside those with names: what concerns everybody in the programme.
    return [*found, Tab("", gettext("Everybody"), "", chosen is None)]


def elsewhere(starts_at: dt.datetime, ends_at: dt.datetime, time_zone: str) -> str:
    """Say when a meeting is by the clock by which it was arranged; empty where the reader's shows the same."""
    if zones.same_clock(starts_at, zones.here(), time_zone):
        return ""
    here, there = timezone.localtime(starts_at), zones.on_wall(starts_at, time_zone)
    with timezone.override(there.tzinfo):
        when = (dates.hours if there.date() == here.date() else dates.stretch)(starts_at, ends_at)
    # Translators: the same time by another clock: "13:00–14:30 in London".
    return gettext("%(when)s in %(city)s") % {"when": when, "city": zones.city(time_zone)}


def own_city() -> str:
    """Return the city by whose clock the reader sees times."""
    return zones.city(zones.here())


def way_sentence(way: Way, where: str) -> str:
    """Say how, and in person also where, people meet."""
    if way is Way.REMOTE:
        return gettext("Remotely.")
    return gettext("In person: %(place)s.") % {"place": where} if where else gettext("In person.")


def lasted(minutes: int) -> str:
    """Say how long a meeting lasted: 90 minutes, 2 hours."""
    if minutes and minutes % 60 == 0:
        hours = minutes // 60
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


@dataclass(frozen=True)
class MeetingView:
    """A booked meeting. `key` tells its element ids from those of others.

    about: its theme or its phase, and with whom. place: how, and where. link: empty where it can't stand on a page.
    elsewhere: the same time by another clock. now: whether it goes on at this moment.
    """

    meeting: MeetingInfo
    key: str
    heading: str
    weekday: str
    day: str
    hours: str
    city: str
    elsewhere: str
    about: str
    place: str
    link: str
    now: bool


def meeting_view(relation: Relation, meeting: MeetingInfo, now: dt.datetime) -> MeetingView:
    """Put a booked meeting into words."""
    starts = timezone.localtime(meeting.starts_at)
    return MeetingView(
        meeting=meeting,
        key=meeting.public_id.hex[:12],
        heading=heading(relation.plan, meeting),
        weekday=dates.weekday(starts.date()),
        day=dates.short_day(starts.date()),
        hours=dates.hours(meeting.starts_at, meeting.ends_at),
        city=own_city(),
        elsewhere=elsewhere(meeting.starts_at, meeting.ends_at, meeting.time_zone),
        about=about(relation, meeting),
        place=way_sentence(meeting.way, meeting.where),
        link=meeting.link if meeting.link and is_safe_link(meeting.link) else "",
        now=meeting.starts_at <= now < meeting.ends_at,
    )


def about(relation: Relation, meeting: MeetingInfo) -> str:
    """Say in which phase, or about which theme, a meeting is, and with whom."""
    theme = next((one.name for one in relation.plan.themes if one.id == meeting.theme), None)
    phase = relation.phase(meeting.starts_at)
    name = pick(theme or (phase.name if phase else None))
    names = group_name(relation) if relation.others else ""
    if name and names:
        # Translators: what a meeting is about, and with whom: "Operating environment, with Anna Lehtovaara."
        return gettext("%(theme)s, with %(names)s.") % {"theme": name, "names": names}
    if names:
        return gettext("With %(names)s.") % {"names": names}
    return gettext("%(theme)s.") % {"theme": name} if name else ""


# ---- proposed times ----


@dataclass(frozen=True)
class OptionView:
    """A proposed time. `all`: it suits everybody. `suits`: whom else it suits, in words. `bookable`: by the reader.

    clash: what else the reader has then, in words; empty for nothing.
    """

    option: OptionInfo
    day: str
    hours: str
    elsewhere: str
    place: str
    mine: bool
    all: bool
    suits: str
    bookable: bool
    passed: bool
    clash: str


@dataclass(frozen=True)
class AskingView:
    """A meeting whose times are proposed. `waits` for the reader's answer, `missing` says whose is still wanted.

    agreed: the one time that suits everybody, where there is exactly one; that is the one to book. answer_to: the name
    of whoever proposed, empty for the reader's own proposal. none: everybody has answered, and no time suits all.
    """

    meeting: MeetingInfo
    key: str
    title: str
    options: tuple[OptionView, ...]
    own: bool
    answer_to: str
    answered: bool
    waits: bool
    missing: str
    agreed: OptionView | None
    none: bool


def asking_view(relation: Relation, meeting: MeetingInfo, number: int, now: dt.datetime, taken: Taken) -> AskingView:
    """Put a proposal into words; `number` is that of the meeting it would become, `taken` what else the reader has."""
    me, planned = relation.me.user_id, meeting.of(relation.plan.relations.meetings)
    said = {one.user_id for one in meeting.attendances.values() if one.answered_at is not None}
    options = tuple(_option_view(relation, meeting, one, now, taken) for one in meeting.options)
    agreed = [one for one in options if one.all and not one.passed]
    own, name = meeting.made_by_id == me, relation.name(meeting.made_by_id)
    missing = [relation.name(one.user_id) for one in relation.others if one.user_id in relation.awaited - said]
    return AskingView(
        meeting=meeting,
        key=meeting.public_id.hex[:12],
        title=_asking_title(numbered(number, planned), len(options), "" if own else name, own=own),
        options=options,
        own=own,
        answer_to="" if own else name,
        answered=me in said,
        waits=me not in said,
        missing=_missing(missing) if me in said else "",
        agreed=agreed[0] if len(agreed) == 1 else None,
        none=everybody_answered(relation, meeting) and not suiting_everybody(relation, meeting),
    )


def _asking_title(meeting: str, count: int, name: str, *, own: bool) -> str:
    words = {"meeting": meeting, "name": name, "count": count}
    if own:
        return (
            ngettext("%(meeting)s: you propose %(count)s time", "%(meeting)s: you propose %(count)s times", count)
            % words
        )
    if not name:
        return (
            ngettext("%(meeting)s: %(count)s time is proposed", "%(meeting)s: %(count)s times are proposed", count)
            % words
        )
    return (
        ngettext(
            "%(meeting)s: %(name)s proposes %(count)s time", "%(meeting)s: %(name)s proposes %(count)s times", count
        )
        % words
    )


def _missing(names: Sequence[str]) -> str:
    if not names:
        return ""
    if len(names) > _NAMED:
        return gettext("%(count)s people have not answered yet.") % {"count": len(names)}
    return ngettext("%(names)s has not answered yet.", "%(names)s have not answered yet.", len(names)) % {
        "names": and_(names)
    }


def _option_view(
    relation: Relation, meeting: MeetingInfo, option: OptionInfo, now: dt.datetime, taken: Taken
) -> OptionView:
    me = relation.me.user_id
    everybody = suits_everybody(relation, option)
    passed = option.starts_at <= now
    return OptionView(
        option=option,
        day=dates.day(option.starts_at),
        hours=dates.hours(option.starts_at, option.ends_at),
        elsewhere=elsewhere(option.starts_at, option.ends_at, meeting.time_zone),
        place=way_sentence(option.way, option.where),
        mine=me in option.suits,
        all=everybody,
        suits=_suits(relation, option, everybody=everybody),
        bookable=not passed and may_book(relation, meeting, option),
        passed=passed,
        clash="" if passed else taken.line(option.starts_at, option.ends_at),
    )


def _suits(relation: Relation, option: OptionInfo, *, everybody: bool) -> str:
    names = [relation.name(member.user_id) for member in relation.others if member.user_id in option.suits]
    if everybody:
        return gettext("suits both") if len(relation.user_ids) == 2 else gettext("suits everybody")
    if not names:
        return ""
    if len(names) > _NAMED:
        return gettext("suits %(count)s people") % {"count": len(names)}
    return gettext("suits %(names)s") % {"names": and_(names)}


# ---- what has been ----


@dataclass(frozen=True)
class PastView:
    """A meeting that has been.

    title: which one, and how people met. when: on which day, and how long. unsaid: nobody has said whether it took
    place. question: asks just that. there: who was there, where not everybody was. ask_who: whether that is asked, as
    it is where more than two may have been. correctable: whether the page offers to correct it.
    """

    meeting: MeetingInfo
    key: str
    heading: str
    title: str
    when: str
    unsaid: bool
    question: str
    there: str
    ask_who: bool
    correctable: bool


def past_views(relation: Relation, past: Page[MeetingInfo], now: dt.datetime) -> list[PastView]:
    """Put a page of what has been into words; the newest meeting is the one that people correct."""
    views = [past_view(relation, one, now) for one in past.items]
    return [replace(one, correctable=past.number == 1 and at == 0) for at, one in enumerate(views)]


def past_view(relation: Relation, meeting: MeetingInfo, now: dt.datetime) -> PastView:
    """Put a meeting that has been into words."""
    head = heading(relation.plan, meeting)
    words = {"meeting": head, "place": meeting.where}
    if meeting.way is Way.REMOTE:
        title = gettext("%(meeting)s, remotely") % words
    else:
        title = (
            gettext("%(meeting)s, %(place)s") % words if meeting.where else gettext("%(meeting)s, in person") % words
        )
    return PastView(
        meeting=meeting,
        key=meeting.public_id.hex[:12],
        heading=head,
        title=title,
        when=gettext("%(day)s, %(length)s") % {"day": dates.day(meeting.starts_at), "length": lasted(meeting.minutes)},
        unsaid=meeting.unsaid(now),
        question=did_you_meet(meeting),
        there=_there(relation, meeting),
        ask_who=len(relation.user_ids) > 2,
        correctable=False,
    )


def _there(relation: Relation, meeting: MeetingInfo) -> str:
    """Say who was there, where it is known that somebody was not."""
    known = meeting.attendances.values()
    if not any(one.attended is False for one in known):
        return ""
    came = [relation.name(one.user_id) for one in known if one.attended]
    names = and_([name for name in came if name])
    return gettext("There: %(names)s.") % {"names": names} if names else ""


@dataclass(frozen=True)
class Person:
    """Somebody who may have been at a meeting."""

    id: str
    name: str
    there: bool


def may_have_been(relation: Relation, meeting: MeetingInfo | None = None) -> list[Person]:
    """Return who is asked about, where there are more than two; of a pair both were there, or they did not meet."""
    if len(relation.user_ids) < 3:
        return []
    known = meeting.attendances if meeting else {}
    return [_person(relation, member, known) for member in relation.group.people]


def _person(relation: Relation, member: MemberInfo, known: dict) -> Person:
    one = known.get(member.user_id)
    return Person(str(member.membership_id), relation.name(member.user_id), one is None or one.attended is not False)


def did_you_meet(meeting: MeetingInfo) -> str:
    """Ask whether a meeting whose time has passed took place."""
    return gettext("Did you meet on %(when)s?") % {"when": dates.stretch(meeting.starts_at, meeting.ends_at)}


def first_time_twice(moments: Iterable[dt.datetime]) -> str:
    """Say which of a time that comes twice was taken; empty where none does."""
    found = sorted(moments)
    if not found:
        return ""
    return gettext("On %(day)s the clocks are moved back, and this time comes twice: the first one is meant.") % {
        "day": dates.day(found[0])
    }


def shown(relation: Relation, own: OwnMeetings, now: dt.datetime, made: Sequence[MeetingInfo] = ()) -> dict:
    """Return what the part about a group's meetings shows: its next one, proposals, and what nobody has told of yet.

    made: what the reader has just made or changed; `clashes` says what else they have at those of them to come. One
    query, none where no time is proposed or booked.
    """
    booked = [one for one in made if one.coming(now)]
    taken = meetings_around(relation.me.user_id, own, booked, now)
    return {
        "next": meeting_view(relation, own.next, now) if own.next else None,
        "later": [meeting_view(relation, one, now) for one in own.coming[1:]],
        "beyond": own.ahead - len(own.coming),
        "asking": [
            asking_view(relation, one, own.counted + at, now, taken) for at, one in enumerate(own.asking, start=1)
        ],
        "unsaid": [past_view(relation, one, now) for one in own.unsaid],
        "clashes": taken.lines(booked),
    }
