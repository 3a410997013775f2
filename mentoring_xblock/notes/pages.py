"""What the notes room's part of a group's page shows: points, open questions, actions, and notes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.differences import runs
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.kit.place import Place
from mentoring_xblock.meetings import api as meetings
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.meetings.pages import group_name
from mentoring_xblock.notes import queries
from mentoring_xblock.notes.data import ACTION_LIMIT, NOTE_LIMIT, POINT_LIMIT, ActionInfo, NoteInfo, PointInfo
from mentoring_xblock.notes.forms import ActionForm, NoteForm, PointForm, RaiseForm
from mentoring_xblock.notes.points import raising
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme.plan_relationship import Agenda

#: For so long after a meeting its notes come first, if none goes on.
_FRESH = dt.timedelta(days=3)
#: What was done in these days stays among what is open, so that one tap takes it back.
_JUST_DONE = dt.timedelta(days=14)


@dataclass(frozen=True)
class May:
    """What the reader may do in a group: change what it shares, read that, and keep notes of their own."""

    work: bool
    read: bool
    own: bool


def may(actor: Actor, relation: Relation, now: dt.datetime, meeting: MeetingInfo | None = None) -> May:
    """Return what policy lets the reader do in a group, or with what is written about one of its meetings."""
    facts = relation.facts(now, at=meeting.ends_at if meeting is not None else None)
    return May(
        work=policy.allowed(Action.RELATION_WORK, actor, facts),
        read=policy.allowed(Action.RELATION_READ, actor, facts),
        own=policy.allowed(Action.NOTE_OWN, actor, Facts(owner_id=relation.me.user_id)),
    )


def room_for(limit: int) -> str:
    """Say how much fits."""
    return gettext("Up to %(limit)s characters.") % {"limit": grouped(limit)}


def sentences(form: Any, *names: str) -> list[str]:
    """Return what is wrong with some fields of a form, or with the whole of it."""
    if form is None or not form.is_bound:
        return []
    found = [str(error) for name in names for error in form.errors.get(name, [])]
    return list(dict.fromkeys(found))


# ---- points ----


@dataclass(frozen=True)
class PointView:
    """A point, and who raised it; empty for somebody who has left."""

    point: PointInfo
    name: str


def points(
    actor: Actor, place: Place, relation: Relation, now: dt.datetime, form: PointForm | None = None, **more: Any
) -> dict[str, Any]:
    """Return the context of what the group talks about."""
    titles = queries.goal_titles(actor, place, relation.group.id, now)

    def views(found: Sequence[PointInfo]) -> list[PointView]:
        return [PointView(one, relation.name(one.author_id)) for one in found]

    return {
        "relation": relation,
        "group": relation.group.public_id,
        "whom": group_name(relation),
        "may": may(actor, relation, now),
        "votes": queries.votes_on(relation),
        "points": views(queries.group_points(relation, titles)),
        "talked": views(queries.talked_about(relation, titles)),
        "goals": titles,
        "typed": form.data.get("body") if form else "",
        "chosen_goal": str(form.data.get("goal") or "") if form else "",
        "errors": sentences(form, "body", "goal"),
        "once_key": uuid.uuid4(),
        "room": room_for(POINT_LIMIT),
        **more,
    }


# ---- open questions ----


def agendas(relation: Relation, now: dt.datetime, chosen: str = "", *, opened: bool = False) -> dict[str, Any]:
    """Return the context of the open questions: those chosen, else those that fit the next meeting best."""
    offered = relation.plan.agendas
    upcoming = meetings.next_meeting(relation, now)
    if not any(one.id == chosen for one in offered):
        chosen = fitting(relation, upcoming, now)
    agenda = next((one for one in offered if one.id == chosen), None)
    return {
        "group": relation.group.public_id,
        "agenda": agenda,
        "agenda_name": pick(agenda.name) if agenda else "",
        "questions": agenda.questions() if agenda else (),
        "others": [one for one in offered if one is not agenda],
        "keeps": upcoming is not None,
        "opened": opened,
    }


def fitting(relation: Relation, meeting: MeetingInfo | None, now: dt.datetime) -> str:
    """Return the id of the open questions for a meeting, or for the phase that the group is in now."""
    known: Sequence[Agenda] = relation.plan.agendas
    if meeting is not None and any(one.id == meeting.agenda for one in known):
        return meeting.agenda
    at = meeting.starts_at if meeting is not None and meeting.starts_at is not None else now
    return meetings.first_choice(relation, at, meeting.theme if meeting is not None else "")


# ---- actions ----


@dataclass(frozen=True)
class ActionView:
    """An action, and who promised it; empty for somebody who has left."""

    action: ActionInfo
    name: str


@dataclass(frozen=True)
class Somebody:
    """Somebody who can promise something."""

    participant_id: UUID
    name: str
    me: bool
    chosen: bool


def actions(
    actor: Actor, place: Place, relation: Relation, now: dt.datetime, form: ActionForm | None = None, **more: Any
) -> dict[str, Any]:
    """Return the context of what the group has agreed on, with a form to write it down where there is one."""
    titles = queries.goal_titles(actor, place, relation.group.id, now)

    def views(found: Sequence[ActionInfo]) -> list[ActionView]:
        return [ActionView(one, relation.name(one.owner_id)) for one in found]

    past = queries.past_actions(relation, titles, now)
    lately = [one for one in past if one.done_at is not None and one.done_at > now - _JUST_DONE]
    whose = str(form["whose"].value() or "") if form else ""
    return {
        "relation": relation,
        "group": relation.group.public_id,
        "may": may(actor, relation, now),
        "actions": views(queries.open_actions(relation, titles, now)),
        "lately": views(lately),
        "past": views([one for one in past if one not in lately]),
        "form": form,
        "goals": titles,
        "people": [
            Somebody(
                one.participant_id,
                relation.name(one.user_id),
                one.user_id == actor.user_id,
                str(one.participant_id) == whose,
            )
            for one in relation.group.people
        ],
        "chosen_goal": str(form["goal"].value() or "") if form else "",
        "body_errors": sentences(form, "body"),
        "whose_errors": sentences(form, "whose"),
        "due_errors": sentences(form, "due_on"),
        "goal_errors": sentences(form, "goal"),
        "room": room_for(ACTION_LIMIT),
        **more,
    }


# ---- notes ----


@dataclass(frozen=True)
class Paper:
    """A note to write on, or to read. `kept` are texts that stand beside it. `by` is who saved it last."""

    note: NoteInfo
    body: str
    version: int
    by: str
    kept: tuple[queries.KeptInfo, ...]
    draft_key: str
    writable: bool
    joined: bool = False

    @property
    def stem(self) -> str:
        """What tells its element ids from those of the other paper."""
        return "own" if self.note.own else "shared"


def notes(
    actor: Actor,
    relation: Relation,
    now: dt.datetime,
    meeting: MeetingInfo | None = None,
    page: int = 1,
    **more: Any,
) -> dict[str, Any]:
    """Return the context of a meeting's notes, and of the meetings that have notes.

    Args:
        meeting: whose notes to show; None for the one that people most likely write about now.
    """
    allowed = may(actor, relation, now)
    upcoming = meetings.next_meeting(relation, now)
    last = meetings.last_meeting(relation, now)
    if meeting is None and relation.open:
        meeting = _now_or_lately(upcoming, last, now)
    earlier = queries.noted_meetings(relation, page, shared=allowed.read)
    return {
        "relation": relation,
        "group": relation.group.public_id,
        "may": allowed,
        "meeting": meeting,
        "upcoming": upcoming,
        "last": last,
        "earlier": earlier,
        "papers": papers(actor, relation, meeting, now) if meeting is not None else [],
        "grows": relation.group.capacity > 1,
        "joined": relation.since if relation.since is not None and meetings.met_before(relation) else None,
        "whom": group_name(relation),
        "room": room_for(NOTE_LIMIT),
        **more,
    }


def _now_or_lately(upcoming: MeetingInfo | None, last: MeetingInfo | None, now: dt.datetime) -> MeetingInfo | None:
    if upcoming is not None and upcoming.starts_at <= now:
        return upcoming
    if last is not None and (upcoming is None or last.ends_at > now - _FRESH):
        return last
    return upcoming


def papers(actor: Actor, relation: Relation, meeting: MeetingInfo, now: dt.datetime) -> list[Paper]:
    """Return the notes of a meeting that the reader may read or write: the shared one first. Two queries."""
    allowed = may(actor, relation, now, meeting)
    shared, own = queries.notes_of(meeting, relation.me.user_id)
    kept = queries.kept_beside(meeting, relation.me.user_id)
    found = []
    if allowed.read and (allowed.work or shared.body):
        found.append(_paper(actor, relation, shared, kept[False], writable=allowed.work))
    if allowed.own and (relation.open or own.body):
        found.append(_paper(actor, relation, own, kept[True], writable=True))
    return found


def _paper(
    actor: Actor, relation: Relation, note: NoteInfo, kept: tuple[queries.KeptInfo, ...], *, writable: bool
) -> Paper:
    by = "" if note.own or note.updated_by_id == actor.user_id else relation.name(note.updated_by_id)
    return Paper(note, note.body, note.version, by, kept, draft_key(actor, note), writable)


def draft_key(actor: Actor, note: NoteInfo) -> str:
    """Return the name under which a browser keeps unsaved text: one a person and note, telling neither."""
    what = f"{actor.user_id} {note.meeting_id} {note.own}"
    return salted_hmac("mentoring_xblock.notes.draft", what, algorithm="sha256").hexdigest()[:32]


def paper(
    actor: Actor,
    relation: Relation,
    meeting: MeetingInfo,
    now: dt.datetime,
    *,
    own: bool,
    form: NoteForm | None = None,
    joining: bool = False,
    **more: Any,
) -> dict[str, Any]:
    """Return the context of one paper, with what was typed on it where that was not saved.

    Args:
        joining: what was typed and what stands go on as one text.
    """
    found = next((one for one in papers(actor, relation, meeting, now) if one.note.own == own), None)
    if found is not None and form is not None:
        typed = form.data.get("body") or ""
        body = "\n\n".join(filter(None, [typed, found.note.body])) if joining else typed
        version = found.note.version if joining else form.data.get("version", 0)
        found = Paper(found.note, body, version, found.by, found.kept, found.draft_key, found.writable, joined=joining)
    return {
        "paper": found,
        "relation": relation,
        "group": relation.group.public_id,
        "may": may(actor, relation, now, meeting),
        "meeting": meeting,
        "whom": group_name(relation),
        "room": room_for(NOTE_LIMIT),
        "joining": joining,
        **more,
    }


def conflict(actor: Actor, relation: Relation, meeting: MeetingInfo, form: NoteForm, current: NoteInfo) -> dict:
    """Return the context of two texts of a note beside each other, one's own first."""
    typed = form.cleaned_data["body"]
    mine, other = runs(typed, current.body)
    return {
        "group": relation.group.public_id,
        "meeting": meeting,
        "own": current.own,
        "stem": "own" if current.own else "shared",
        "typed": typed,
        "current": current,
        "mine": mine,
        "other": other,
        "by": "" if current.updated_by_id == actor.user_id else relation.name(current.updated_by_id),
        "draft_key": draft_key(actor, current),
    }


# ---- meetings of the programme ----


def raised(
    actor: Actor, meeting: MeetingInfo, now: dt.datetime, form: RaiseForm | None = None, **more: Any
) -> dict[str, Any]:
    """Return the context of what was raised for a meeting of the programme."""
    found = queries.meeting_points(meeting, actor.user_id)
    people = host.people({one.author_id for one in found})
    return {
        "meeting": meeting,
        "key": meeting.public_id.hex[:12],
        "points": [PointView(one, people[one.author_id].full_name if one.author_id in people else "") for one in found],
        "raising": raising(meeting, now),
        "typed": form.data.get("body") if form else "",
        "errors": sentences(form, "body"),
        "once_key": uuid.uuid4(),
        "room": room_for(POINT_LIMIT),
        **more,
    }
