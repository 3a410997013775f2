"""From meetings to what stands in somebody's own calendar: when, where, with whom, and the way to our page.

Notes, agenda points and goals are not there, nor is anything else that somebody wrote but the place, the link and a
programme meeting's title, which say where to be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.calendars.data import KEPT, File
from mentoring_xblock.groups import api as groups
from mentoring_xblock.host.data import Person
from mentoring_xblock.kit import ics
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.ics import Address, Entry, Method
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.place import Place
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.meetings.mails import BLOCK_TYPE
from mentoring_xblock.meetings.queries import meetings_for_calendar
from mentoring_xblock.notifications.attached import calendar_uid, organizer, title
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.page import and_

#: A calendar names the others of a group as long as they are so few.
_NAMED = 4


def feed_of(user_id: int, now: dt.datetime) -> bytes:
    """Return the whole calendar of a person, in the active language.

    A constant number of queries, and one for each course that they have meetings in. Empty for whoever is in none of
    the courses any more.
    """
    meetings = meetings_for_calendar(user_id, now - KEPT)
    found = programmes.programmes_by_id({meeting.programme_id for meeting in meetings})
    mine = _still_mine(user_id, found)
    entries = _entries(user_id, [meeting for meeting in meetings if meeting.programme_id in mine], mine)
    return ics.feed(entries, gettext("Mentoring meetings"), organizer(gettext("Mentoring")))


def file_of(actor: Actor, place: Place, meeting_id: UUID, now: dt.datetime) -> File:
    """Return a file about one of the actor's meetings; about a cancelled one it strikes the meeting out.

    Raises:
        NotFound: there is no such meeting in the actor's calendar.
    """
    policy.require(Action.FEED_KEEP, actor, Facts(owner_id=actor.user_id))
    meetings = meetings_for_calendar(actor.user_id, now - KEPT)
    meeting = next((one for one in meetings if one.public_id == meeting_id), None)
    found = programmes.programmes_by_id({meeting.programme_id} if meeting else set())
    programme = found.get(meeting.programme_id) if meeting else None
    if programme is None or programme.course_key != place.course_key:
        raise NotFound(gettext("There is nothing here for you to see."))
    # What stands in somebody's calendar is for them.
    policy.require(Action.MEETING_SEE, actor, Facts(member_ids=frozenset({actor.user_id})))
    entry = _entries(actor.user_id, [meeting], found)[0]
    method = Method.CANCEL if meeting.cancelled else Method.PUBLISH
    attendee = host.people([actor.user_id])[actor.user_id]
    text = ics.one_file(
        entry, method, organizer(pick(programme.plan.title)), Address(attendee.email, attendee.full_name)
    )
    return File(f"{meeting.starts_at:%Y-%m-%d}.ics", text.decode())


def _still_mine(user_id: int, found: Mapping[int, ProgrammeInfo]) -> dict[int, ProgrammeInfo]:
    """Return the programmes of courses that a person is still in, as policy says; one look-up for each course."""
    courses = {programme.course_key for programme in found.values()}
    actors = {key: Actor(user_id, enrolled=bool(host.enrolled_ids(key, [user_id]))) for key in courses}
    own = Facts(owner_id=user_id)
    return {
        programme_id: programme
        for programme_id, programme in found.items()
        if policy.allowed(Action.FEED_KEEP, actors[programme.course_key], own)
    }


def _entries(user_id: int, meetings: Sequence[MeetingInfo], found: Mapping[int, ProgrammeInfo]) -> list[Entry]:
    people_in = groups.people_in({meeting.group_pk for meeting in meetings if meeting.group_pk is not None})
    people = host.people({one for ids in people_in.values() for one in ids if len(ids) <= _NAMED + 1})
    pages = programmes.first_blocks(found.values(), BLOCK_TYPE)
    links = {key: host.address(pages.get(key, programme.usage_key)) for key, programme in found.items()}
    return [
        _entry(
            meeting,
            found[meeting.programme_id],
            _names(user_id, people_in.get(meeting.group_pk, ()), people),
            links[meeting.programme_id],
        )
        for meeting in meetings
    ]


def _names(user_id: int, group: Iterable[int], people: Mapping[int, Person]) -> str:
    """Return the full names of the others of a group; empty for a group of many."""
    return and_(sorted(people[one].full_name for one in group if one != user_id and one in people))


def _entry(meeting: MeetingInfo, programme: ProgrammeInfo, names: str, link: str) -> Entry:
    name = pick(programme.plan.title)
    which = title(meeting.kind.value, meeting.number, meeting.of(programme.plan.relations.meetings))
    if not meeting.own:
        which = pick(meeting.title) or which
    summary = gettext("%(meeting)s with %(names)s") % {"meeting": which, "names": names} if names else which
    about = [name]
    if meeting.link and meeting.where:
        about.append(meeting.link)
    if link:
        about.append(gettext("The page of your meetings: %(address)s") % {"address": link})
    return Entry(
        uid=calendar_uid(str(meeting.public_id)),
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        time_zone=meeting.time_zone,
        summary=summary if names else gettext("%(meeting)s: %(programme)s") % {"meeting": which, "programme": name},
        changed_at=meeting.changed_at,
        description="\n".join(about),
        location=meeting.where or meeting.link,
        url=link,
        cancelled=meeting.cancelled,
    )
