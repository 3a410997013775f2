"""What pages say of meetings of the programme, in words of the reader's language; no query of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from mentoring_xblock.gatherings.data import JointInfo, Number
from mentoring_xblock.gatherings.models import Kind, Way
from mentoring_xblock.kit import dates, zones
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.numbers import places_taken
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.programme.plan_relationship import Audience


def kind_name(kind: Kind) -> str:
    """Return what a kind of meeting is called."""
    return {
        Kind.OWN: gettext("Meeting"),
        Kind.KICK_OFF: gettext("Kick-off"),
        Kind.JOINT: gettext("Joint meeting"),
        Kind.TRAINING: gettext("Training"),
        Kind.ROLE_GROUP: gettext("Meeting of a role group"),
        Kind.SUPERVISION: gettext("Supervision"),
        Kind.INFORMAL: gettext("Informal meeting"),
    }[kind]


def numbered(kind: Kind, number: Number) -> str:
    """Return the kind with which of how many it is, where there are several."""
    if number.of < 2:
        return kind_name(kind)
    words = {"number": number.number, "of": number.of}
    return {
        Kind.KICK_OFF: gettext("Kick-off, joint meeting %(number)s of %(of)s"),
        Kind.JOINT: gettext("Joint meeting %(number)s of %(of)s"),
        Kind.TRAINING: gettext("Training %(number)s of %(of)s"),
        Kind.ROLE_GROUP: gettext("Meeting %(number)s of %(of)s of a role group"),
        Kind.SUPERVISION: gettext("Supervision %(number)s of %(of)s"),
        Kind.INFORMAL: gettext("Informal meeting %(number)s of %(of)s"),
    }.get(kind, kind_name(kind)) % words


def audience_name(plan: Plan, audience: str) -> str:
    """Say whom a meeting is for."""
    words = plan.words()
    return {
        Audience.EVERYBODY: gettext("for everybody"),
        Audience.MENTORS: gettext("for %(mentor_plural_allative)s") % words,
        Audience.MENTEES: gettext("for %(mentee_plural_allative)s") % words,
    }[Audience(audience)]


def audience_choices(plan: Plan) -> list[tuple[str, str]]:
    """Return whom a meeting can be for, with a name of each."""
    words = plan.words()
    return [
        (Audience.EVERYBODY.value, gettext("Everybody")),
        (Audience.MENTORS.value, words["mentor_plural_first"]),
        (Audience.MENTEES.value, words["mentee_plural_first"]),
    ]


def title_of(info: JointInfo) -> str:
    """Return what a meeting is called: its own title, or which of its kind it is."""
    return pick(info.meeting.title) or numbered(info.meeting.kind, info.number)


def line_about(info: JointInfo) -> str:
    """Return one line about what is next, for pages of other rooms: its title and when it is."""
    when = dates.stretch(info.meeting.starts_at, info.meeting.ends_at)
    return gettext("%(title)s, %(when)s") % {"title": title_of(info), "when": when}


@dataclass(frozen=True)
class JointView:
    """A meeting as a page shows it. `key` tells its element ids from those of others.

    kind: which of its kind it is, empty where that is its title. when: day and hours. elsewhere: the same by the
    programme's clock, where the reader has another. place: where or how people meet. seats: how many come. mine: what
    the reader said. until: by when an answer is wanted, or was. can_come, can_decline: which buttons there are.
    """

    info: JointInfo
    key: str
    title: str
    kind: str
    weekday: str
    day: str
    hours: str
    when: str
    elsewhere: str
    place: str
    audience: str
    leader: str
    seats: str
    mine: str
    until: str
    can_come: bool
    can_decline: bool
    begun: bool

    @property
    def meeting(self) -> MeetingInfo:
        """The meeting itself."""
        return self.info.meeting


def joint_view(plan: Plan, info: JointInfo, now: dt.datetime) -> JointView:
    """Put a meeting into words."""
    meeting = info.meeting
    title, kind = title_of(info), numbered(meeting.kind, info.number)
    starts = timezone.localtime(meeting.starts_at)
    open_, answerable = info.open(now), info.answerable(now)
    return JointView(
        info=info,
        key=meeting.public_id.hex[:12],
        title=title,
        kind=kind if kind != title else "",
        weekday=dates.weekday(starts),
        day=dates.short_day(starts),
        hours=dates.hours(meeting.starts_at, meeting.ends_at),
        when=dates.stretch(meeting.starts_at, meeting.ends_at),
        elsewhere=_elsewhere(meeting),
        place=_place(meeting),
        audience=audience_name(plan, meeting.audience),
        leader=gettext("Held by %(name)s.") % {"name": info.leader} if info.leader and not info.leads else "",
        seats=_were_there(info) if meeting.over(now) else _seats(info),
        mine=_mine(info, now),
        until=_until(plan, info, now),
        can_come=answerable and not info.comes and not info.waits and not info.leads,
        can_decline=open_ and not info.declined and not info.leads,
        begun=meeting.starts_at <= now and not meeting.cancelled,
    )


def _elsewhere(meeting: MeetingInfo) -> str:
    """Say when it is by the clock that it was arranged by, where the reader's shows another time."""
    there = zones.on_wall(meeting.starts_at, meeting.time_zone)
    if there.utcoffset() == timezone.localtime(meeting.starts_at).utcoffset():
        return ""
    with timezone.override(there.tzinfo):
        when = dates.stretch(meeting.starts_at, meeting.ends_at)
    return gettext("By the clock of %(zone)s: %(when)s.") % {"zone": meeting.time_zone, "when": when}


def _place(meeting: MeetingInfo) -> str:
    if meeting.way is Way.REMOTE:
        return gettext("Remote.")
    if meeting.where:
        return gettext("In person, %(place)s.") % {"place": meeting.where}
    return gettext("In person. The place is told later.")


def _seats(info: JointInfo) -> str:
    places = info.meeting.places
    if places is None:
        if not info.coming:
            return ""
        return ngettext("%(count)s person comes.", "%(count)s people come.", info.coming) % {"count": info.coming}
    return places_taken(info.coming, places, info.waiting)


def _were_there(info: JointInfo) -> str:
    """Say how many were there, once somebody has said so."""
    if info.there is None:
        return gettext("Nobody has said yet who was there.")
    return ngettext("%(count)s person was there.", "%(count)s people were there.", info.there) % {"count": info.there}


def _mine(info: JointInfo, now: dt.datetime) -> str:
    if info.meeting.cancelled:
        return gettext("It was called off.")
    if info.leads:
        return gettext("You hold this meeting.")
    if info.meeting.over(now):
        if info.mine is None or info.mine.attended is None:
            return ""
        return gettext("You were there.") if info.mine.attended else gettext("You were not there.")
    if info.comes:
        return gettext("You come.") if info.meeting.places is None else gettext("You have a place.")
    if info.waits:
        return gettext(
            "You are number %(number)s on the waiting list. If a place becomes free for you, you hear at once."
        ) % {"number": info.in_line}
    return gettext("You can’t come.") if info.declined else ""


def _until(plan: Plan, info: JointInfo, now: dt.datetime) -> str:
    meeting = info.meeting
    if meeting.answer_until is None or info.leads or not info.open(now):
        return ""
    words = {"day": dates.day(plan.last_day(meeting.answer_until))}
    if not info.answerable(now):
        if info.comes or info.waits:
            return gettext("Answers were taken until %(day)s. You can still say that you can’t come.") % words
        return gettext("Answers were taken until %(day)s.") % words
    if info.comes or info.waits:
        return ""
    return gettext("Answer by %(day)s.") % words


def answered(said: str, view: JointView) -> str:
    """Say what an answer did."""
    return {
        "coming": gettext("Noted: you come. %(title)s, %(when)s."),
        "waiting": gettext("All places are taken. You are on the waiting list of %(title)s, %(when)s."),
        "not_coming": gettext("Noted: you can’t come. %(title)s, %(when)s."),
    }[said] % {"title": view.title, "when": view.when}


__all__ = [
    "JointView",
    "answered",
    "audience_choices",
    "audience_name",
    "joint_view",
    "kind_name",
    "line_about",
    "numbered",
    "title_of",
]
