"""Who was there: a list to untick once, and a table of it for whoever paid for the programme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.gatherings.answering import hold_meeting
from mentoring_xblock.gatherings.data import PEOPLE_PAGE, Expected, Sheet
from mentoring_xblock.gatherings.models import Answer, Attendance, Meeting, State
from mentoring_xblock.gatherings.pages import kind_name
from mentoring_xblock.gatherings.queries import all_of_round, facts_for, with_answers
from mentoring_xblock.kit import sheets
from mentoring_xblock.kit.dates import day as written_day
from mentoring_xblock.kit.errors import NotFound, Over
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.paging import page_of
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.sheets import TablePart
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.meetings.data import ROLES, MeetingInfo
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ParticipantInfo, ProgrammeInfo, Role
from mentoring_xblock.programme.plan_relationship import Audience

#: What stands before those who have not answered.
_ORDER = {Answer.COMING: 0, Answer.WAITING: 1, None: 2, Answer.NOT_COMING: 3}


def sheet(actor: Actor, place: Place, meeting_id: UUID, page: int = 1) -> Sheet:
    """Return a page of everybody whom a meeting is for; a constant number of queries.

    Whoever said that they come stands first, ticked, until somebody has saved who was there.

    Raises:
        NotFound: there is no such meeting, or the actor neither holds it nor coordinates.
    """
    programme, _ = programmes.my_round(actor.user_id, place)
    found = all_of_round(programme.round.id) if programme and programme.round else ()
    meeting = next((one for one in found if one.public_id == meeting_id), None)
    _require_holder(actor, programme, meeting)
    info = with_answers(programme, found, [meeting], actor.user_id)[0]
    people = _people(programme, meeting)
    rows = {row.user_id: row for row in Attendance.objects.filter(meeting=meeting.id)}
    saved = any(row.attended is not None for row in rows.values())

    def said(person: ParticipantInfo) -> Answer | None:
        row = rows.get(person.user_id)
        return Answer(row.answer) if row is not None and row.answer else None

    shown = page_of(sorted(people, key=lambda one: (_ORDER[said(one)], one.id)), page, PEOPLE_PAGE)
    names = host.people({one.user_id for one in shown.items})
    expected = tuple(
        Expected(
            participant_id=one.public_id,
            user_id=one.user_id,
            name=names[one.user_id].full_name if one.user_id in names else gettext("Somebody without an account"),
            answer=said(one),
            ticked=_ticked(rows.get(one.user_id), saved=saved),
        )
        for one in shown.items
    )
    return Sheet(info, type(shown)(expected, shown.number, shown.pages, shown.total), saved)


def _ticked(row: Attendance | None, *, saved: bool) -> bool:
    if row is None:
        return False
    return row.attended is True if saved else row.answer == Answer.COMING


def _require_holder(actor: Actor, programme: ProgrammeInfo | None, meeting: MeetingInfo | Meeting | None) -> None:
    """Let whoever holds the meeting go on, and who coordinates; of a draft nobody else hears."""
    if meeting is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    closed = programme is not None and programme.round.closed
    policy.require(Action.MEETING_HOLD, actor, facts_for(meeting, actor.user_id, (), closed=closed))


def _people(programme: ProgrammeInfo, meeting: MeetingInfo | Meeting) -> list[ParticipantInfo]:
    """Return everybody whom a meeting is for but who holds it, each person once; one query."""
    found: dict[int, ParticipantInfo] = {}
    for person in programmes.everybody(programme.round.id, ROLES[Audience(meeting.audience)]):
        if person.user_id != meeting.leader_id:
            found.setdefault(person.user_id, person)
    return list(found.values())


@one_change
def save_sheet(
    actor: Actor, place: Place, meeting_id: UUID, listed: Collection[UUID], there: Collection[UUID], now: dt.datetime
) -> int:
    """Keep who of the listed people was there; others stay as they are. The meeting has then taken place.

    Args:
        listed, there: public ids of participants; who is in the second only is passed over.
    Returns:
        How many of the listed people were there.
    Raises:
        NotFound: there is no such meeting, or the actor neither holds it nor coordinates.
        Over: it has not begun yet, was called off, or the round has been closed.
    """
    programme, _ = programmes.my_round(actor.user_id, place)
    row = hold_meeting(programme, meeting_id)
    _require_holder(actor, programme, row)
    if programme.round.closed:
        raise Over(gettext("This round has ended, so nothing changes in it any more."))
    if row.state not in (State.BOOKED, State.HELD):
        raise Over(gettext("This meeting does not take place, so nobody was there."))
    if row.starts_at > now:
        raise Over(
            gettext("It begins on %(day)s. Who was there can be said after that.") % {"day": written_day(row.starts_at)}
        )
    found = {one.public_id: one.user_id for one in _people(programme, row)}
    people = {found[one] for one in listed if one in found}
    came = {found[one] for one in there if one in found} & people
    rows = {one.user_id: one for one in Attendance.objects.filter(meeting=row, user_id__in=people)}
    for user_id, one in rows.items():
        one.attended = user_id in came
    Attendance.objects.bulk_update(rows.values(), ["attended"], batch_size=500)
    new = [Attendance(meeting=row, user_id=one, attended=one in came) for one in sorted(people - rows.keys())]
    Attendance.objects.bulk_create(new, batch_size=500)
    if row.state != State.HELD:
        row.state, row.changed_at, row.version = State.HELD, now, row.version + 1
        row.save(update_fields=["state", "changed_at", "version"])
    return len(came)


# ---- a table to take away ----


def export_part(actor: Actor, place: Place, role_names: Mapping[Role, str], number: int = 1) -> TablePart:
    """Return a part of who was at which meeting of the round: a line a person, a column a meeting; nine queries.

    Meetings that took place are in it, everybody who takes part now, and whoever was at one of them and has left since.
    A trail of each person tells that it was taken away.

    Args:
        role_names: what the roles are called here.
        number: of the part, from 1.
    Raises:
        NotAllowed: the actor does not coordinate this programme.
        NotFound: no meeting has taken place yet.
    """
    policy.require(Action.MEETINGS_MANAGE, actor)
    programme = programmes.programme_of(place)
    held = [one for one in all_of_round(programme.round.id) if one.state is State.HELD]
    if not held:
        raise NotFound(gettext("There is nothing to take away yet."))
    ids = [one.id for one in held]
    came = Attendance.objects.filter(meeting__in=ids, attended=True).values_list("user_id", flat=True)
    people: dict[int, list[str]] = {user_id: [] for user_id in came}
    for person in programmes.everybody(programme.round.id):
        people.setdefault(person.user_id, []).append(role_names[person.role])
    # By the key and not by name: whoever joins meanwhile moves nobody from one part into another.
    keys = sorted(people)[(number - 1) * PEOPLE_PAGE : number * PEOPLE_PAGE]
    there = _there(ids, keys)
    names = host.people(set(keys))
    taken = [(programme.round.public_id, user_id) for user_id in keys]
    audit.record_taken_away(audit.ItemKind.ATTENDANCE, taken, actor_id=actor.user_id)
    lines = (
        [*_who(names.get(user_id)), ", ".join(people[user_id]), *(_cell(there.get((pk, user_id))) for pk in ids)]
        for user_id in keys
    )
    return sheets.part(_heading(programme, held), lines, number, more=len(people) > number * PEOPLE_PAGE)


def _there(meetings: Iterable[int], user_ids: Iterable[int]) -> dict[tuple[int, int], bool | None]:
    rows = Attendance.objects.filter(meeting__in=list(meetings), user_id__in=list(user_ids))
    return {(meeting, user): there for meeting, user, there in rows.values_list("meeting_id", "user_id", "attended")}


def _who(person: host.Person | None) -> list[str]:
    return [person.full_name, person.username, person.email] if person else ["", "", ""]


def _cell(attended: bool | None) -> str:
    if attended is None:
        return ""
    return gettext("was there") if attended else gettext("was not there")


def _heading(programme: ProgrammeInfo, held: Iterable[MeetingInfo]) -> list[str]:
    zone = ZoneInfo(programme.plan.time_zone)
    return [
        gettext("Name"),
        gettext("Username"),
        gettext("E-mail address"),
        gettext("Role"),
        *(f"{one.starts_at.astimezone(zone):%Y-%m-%d} {pick(one.title) or kind_name(one.kind)}" for one in held),
    ]


__all__ = ["TablePart", "export_part", "save_sheet", "sheet"]
