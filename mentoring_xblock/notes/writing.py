"""Writing notes: one that a group shares for each meeting, and one of each person's own. No text is ever lost."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import too_long
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.meetings import api as meetings
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.notes.data import NOTE_LIMIT, NoteInfo
from mentoring_xblock.notes.models import Note, NoteVersion
from mentoring_xblock.notes.queries import SHARED, note_info
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts


def require_meeting(relation: Relation, meeting_id: UUID) -> MeetingInfo:
    """Return one of a group's own meetings.

    Raises:
        NotFound: it has no such meeting.
    """
    meeting = meetings.own_meeting(relation, meeting_id)
    if meeting is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    return meeting


def require_note(actor: Actor, relation: Relation, meeting_id: UUID, now: dt.datetime, *, own: bool) -> MeetingInfo:
    """Return the meeting about which somebody is about to write a note.

    Raises:
        NotFound: the group has no such meeting; for the shared note also where the group is over, or the meeting was
            over before the actor joined.
    """
    meeting = require_meeting(relation, meeting_id)
    if own:
        policy.require(Action.NOTE_OWN, actor, Facts(owner_id=relation.me.user_id))
    else:
        policy.require(Action.RELATION_WORK, actor, relation.facts(now, at=meeting.ends_at))
    return meeting


def save_note(
    actor: Actor,
    place: Place,
    group_id: UUID,
    meeting_id: UUID,
    body: str,
    version: int,
    now: dt.datetime,
    *,
    own: bool,
    joined: bool = False,
) -> NoteInfo:
    """Save a meeting's note, the shared one or one's own. The same text again changes nothing.

    Where the note has changed since the page was opened, what was typed is kept beside it before this raises.

    Args:
        version: what was typed upon; 0 where there was nothing yet.
        joined: the writer has seen the text that stands and replaces it knowingly, so that one is kept beside the note.
    Raises:
        NotFound: as for `require_note`, or the actor is in no such group.
        Invalid: too long.
        Conflict: it has been saved meanwhile; `current` is what stands.
    """
    relation = groups.relation(actor, place, group_id)
    meeting = require_note(actor, relation, meeting_id, now, own=own)
    if len(body) > NOTE_LIMIT:
        raise Invalid(too_long(len(body) - NOTE_LIMIT), {"body": [too_long(len(body) - NOTE_LIMIT)]})
    keeper = actor.user_id if own else SHARED
    row, stale = _save(actor, meeting, keeper, body, version, now, joined=joined)
    info = note_info(meeting, row, own=own)
    if stale:
        raise Conflict(gettext("This note was also changed elsewhere. Nothing is lost."), current=info)
    return info


@one_change
def _save(
    actor: Actor, meeting: MeetingInfo, keeper: int, body: str, version: int, now: dt.datetime, *, joined: bool
) -> tuple[Note | None, bool]:
    """Save in a transaction of its own; returns what stands then, and whether that is another text.

    It is over before anything is raised: what was kept beside the note has to stay. Whose first words are a moment
    late finds the other's when it is run again.
    """
    notes = Note.objects.filter(meeting_id=meeting.id, keeper=keeper)
    # Asked without a lock: where there is no row yet, MySQL would lock the gap, and two first saves each other.
    if not notes.exists():
        return (_first(actor, meeting, keeper, body, now) if body else None), False
    row = notes.select_for_update().get()
    if row.body == body:
        return row, False
    if version != row.version:
        _keep(row, body, actor.user_id, now)
        return row, True
    if joined:
        _keep(row, row.body, row.updated_by_id, now)
    row.body, row.version = body, row.version + 1
    row.updated_by_id, row.updated_at = actor.user_id, now
    row.save(update_fields=["body", "version", "updated_by", "updated_at"])
    return row, False


def _first(actor: Actor, meeting: MeetingInfo, keeper: int, body: str, now: dt.datetime) -> Note:
    return Note.objects.create(
        meeting_id=meeting.id,
        keeper=keeper,
        owner_id=keeper if keeper != SHARED else None,
        body=body,
        updated_by_id=actor.user_id,
        updated_at=now,
    )


def _keep(row: Note, body: str, author_id: int | None, now: dt.datetime) -> None:
    """Keep a text beside a note; what its writer has there already is not kept again."""
    kept = NoteVersion.objects.filter(note=row, author_id=author_id)
    if body and body not in kept.values_list("body", flat=True):
        NoteVersion.objects.create(note=row, body=body, author_id=author_id, created_at=now)
