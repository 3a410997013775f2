"""What every change of a group's own meetings begins with: who asks, the group held, and the meeting as it is."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit import dates
from mentoring_xblock.kit.errors import Conflict, FormUsed, Full, NotFound, Over
from mentoring_xblock.kit.place import Place
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.meetings.models import Meeting, State
from mentoring_xblock.meetings.queries import info_of, numbered, with_answers
from mentoring_xblock.meetings.slots import Slot
from mentoring_xblock.privacy.policy import Actor

#: Meetings of one group, whatever became of them: far more than anybody holds.
MEETINGS_LIMIT = 1_000
#: Meetings of one group whose times are being proposed at once.
ASKING_LIMIT = 6


def hold(actor: Actor, place: Place, group_id: UUID, now: dt.datetime) -> Relation:
    """Return a group to somebody in it, and let nobody else change its meetings until the transaction ends.

    Raises:
        NotFound: the actor is in no such group now.
        Over: it ended a moment ago.
    """
    relation = groups.working_relation(actor, place, group_id, now)
    # Under the lock: somebody may have closed it, or left, a moment ago.
    held = groups.hold_group(place.course_key, place.slug, group_id)
    if held is None or actor.user_id not in {member.user_id for member in held.people}:
        raise Over(gettext("This group has ended meanwhile. Nothing was changed."))
    return relation


def made_with(relation: Relation, once_key: UUID) -> MeetingInfo | None:
    """Return what the form with this key has made already; None if it is used for the first time.

    Raises:
        Conflict: it has made a meeting of another group.
    """
    row = numbered(Meeting.objects.filter(once_key=once_key)).first()
    if row is None:
        return None
    if row.group_id != relation.group.id:
        raise FormUsed()
    return info_of(row)


def require_room(relation: Relation, more: int = 1) -> None:
    """Let a group have more meetings.

    Raises:
        Full: it has more than anybody holds.
    """
    if Meeting.objects.filter(group_id=relation.group.id).count() + more > MEETINGS_LIMIT:
        raise Full(gettext("This group has so many meetings that no more can be added."))


def the_meeting(relation: Relation, meeting_id: UUID) -> Meeting:
    """Return the row of one of the group's own meetings, with its number.

    Raises:
        NotFound: it has no such meeting.
    """
    row = numbered(Meeting.objects.filter(group_id=relation.group.id, public_id=meeting_id)).first()
    if row is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    return row


def as_it_is(row: Meeting) -> MeetingInfo:
    """Return a meeting as it stands now, with its number and its answers."""
    return with_answers((info_of(numbered(Meeting.objects.filter(pk=row.pk)).get()),))[0]


def expect(row: Meeting, version: int, *states: State) -> None:
    """Let a change go on that was made upon what stands now.

    Raises:
        Conflict: somebody was faster; its `current` is the meeting as it is now.
    """
    if row.state in states and row.version == version:
        return
    raise Conflict(now_stands(info_of(row)), info_of(row))


def now_stands(meeting: MeetingInfo) -> str:
    """Say what became of a meeting while somebody was looking at it."""
    if meeting.state is State.CANCELLED:
        return gettext("This was called off meanwhile. Nothing else was changed.")
    if meeting.state is State.ASKING:
        return gettext("The times that are proposed have changed meanwhile. Nothing else was changed.")
    when = {"when": dates.stretch(meeting.starts_at, meeting.ends_at)}
    if meeting.state is State.HELD:
        return gettext("Somebody has said meanwhile that you met: %(when)s. Nothing else was changed.") % when
    return gettext("This is booked meanwhile for %(when)s. Nothing else was changed.") % when


def put(row: Meeting, slot: Slot) -> None:
    """Give a row the time and the place of a slot; the caller saves it."""
    row.starts_at, row.ends_at = slot.starts_at, slot.ends_at
    row.way, row.where, row.link = slot.way, slot.where, slot.link


def save_change(row: Meeting, now: dt.datetime, *, calendars: bool) -> None:
    """Save a changed row with a new version, and with a new sequence where calendars must hear of it."""
    row.version += 1
    row.sequence += 1 if calendars else 0
    row.changed_at = now
    row.save()


__all__ = [
    "ASKING_LIMIT",
    "MEETINGS_LIMIT",
    "as_it_is",
    "expect",
    "hold",
    "made_with",
    "now_stands",
    "put",
    "require_room",
    "save_change",
    "the_meeting",
]
