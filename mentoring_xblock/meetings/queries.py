"""Reading meetings: always a constant number of queries, however many meetings, groups or people there are.

All of them leave policy to the caller, as they say.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from django.db.models import Count, F, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import Circle
from mentoring_xblock.groups.data import State as GroupState
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.paging import Page, page_bounds
from mentoring_xblock.meetings.data import (
    PAGE_SIZE,
    ROLES,
    AttendanceInfo,
    MeetingInfo,
    OptionInfo,
    OwnMeetings,
    Rhythm,
)
from mentoring_xblock.meetings.models import Answer, Attendance, Group, Kind, Meeting, Option, Round, State, Way
from mentoring_xblock.privacy.policy import Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.plan_relationship import Audience

#: States in which a meeting is in the calendar, and counts as one of so many.
COUNTED = (State.BOOKED, State.HELD)


# ---- a group's own ----


def own_meetings(relation: Relation, now: dt.datetime) -> OwnMeetings:
    """Return a group's own meetings but for those that have been, which are paged; seven queries at most.

    Of a group that is over only the numbers.

    Ask policy for RELATION_READ before; a relation that `groups.relation` gave is the reader's.
    """
    rows = _own(relation.group.id)
    if not relation.open:
        return OwnMeetings(held=rows.filter(state=State.HELD).count(), counted=rows.filter(_over(now)).count())
    coming = _infos(rows.filter(state=State.BOOKED, ends_at__gt=now).order_by("starts_at", "pk")[: PAGE_SIZE + 1])
    unsaid = _infos(rows.filter(state=State.BOOKED, ends_at__lte=now).order_by("-starts_at", "-pk")[:PAGE_SIZE])
    asking = _infos(rows.filter(state=State.ASKING).order_by("pk"), answers=True)
    counts = rows.aggregate(
        held=Count("pk", filter=Q(state=State.HELD)),
        counted=Count("pk", filter=Q(state__in=COUNTED)),
        ahead=Count("pk", filter=Q(state=State.BOOKED, ends_at__gt=now)),
    )
    return OwnMeetings(coming, asking, unsaid, **counts)


def next_meeting(relation: Relation, now: dt.datetime) -> MeetingInfo | None:
    """Return a group's next booked meeting, also one that has begun and not ended; one query. Policy as above."""
    if not relation.open:
        return None
    rows = _own(relation.group.id).filter(state=State.BOOKED, ends_at__gt=now).order_by("starts_at", "pk")
    return next(iter(_infos(rows[:1])), None)


def last_meeting(relation: Relation, now: dt.datetime) -> MeetingInfo | None:
    """Return a group's newest meeting that is over and was not called off; one query. Policy as above."""
    rows = _own(relation.group.id).filter(_over(now)).order_by("-starts_at", "-pk")
    return next(iter(_infos(rows[:1])), None)


def past_meetings(relation: Relation, now: dt.datetime, page: int = 1) -> Page[MeetingInfo]:
    """Return a page of a group's meetings that took place, or whose time is over, newest first; five queries at most.

    Attendances come with them. Policy as above.
    """
    rows = _own(relation.group.id).filter(_over(now)).order_by("-starts_at", "-pk")
    total = rows.count()
    number, pages, shown = page_bounds(total, page, PAGE_SIZE)
    return Page(with_answers(_infos(rows[shown])), number, pages, total)


def own_meeting(relation: Relation, meeting_id: UUID) -> MeetingInfo | None:
    """Return one of a group's own meetings in any state, with its answers, or None. Policy as above."""
    return next(iter(_infos(_own(relation.group.id).filter(public_id=meeting_id), answers=True)), None)


def met_before(relation: Relation) -> bool:
    """Return whether the group had met when the reader joined it; one query, none for who was there from the beginning.

    Policy as above.
    """
    since = relation.since
    return since is not None and _own(relation.group.id).filter(_over(since), ends_at__lt=since).exists()


def have_met(user_ids: Iterable[int], round_id: int, times: int) -> frozenset[int]:
    """Return who of these people has been in a group of the round whose own meetings took place so often; one query.

    A group counts each of its meetings once, and a person counts none twice: of somebody in several groups the one
    that has met most counts. It asks no policy: what comes of it is each person's own completion.
    """
    person = "group__memberships__participant__user_id"
    rows = Meeting.objects.filter(state=State.HELD, group__round_id=round_id, **{f"{person}__in": list(user_ids)})
    counts = rows.order_by().values_list(person, "group_id").annotate(Count("pk", distinct=True))
    return frozenset(user_id for user_id, _, count in counts if count >= times)


def counted(group_pk: int) -> int:
    """Return how many of a group's own meetings are, or were, in the calendar; one query. Policy as above."""
    return _own(group_pk).filter(state__in=COUNTED).count()


def _own(group_pk: int) -> QuerySet[Meeting]:
    return Meeting.objects.filter(group_id=group_pk)


def _over(now: dt.datetime) -> Q:
    return Q(state=State.HELD) | Q(state=State.BOOKED, ends_at__lte=now)


# ---- many groups, for dashboards and reminders ----


def next_of_groups(group_pks: Iterable[int], now: dt.datetime) -> dict[int, MeetingInfo]:
    """Return each group's next booked meeting by the group's primary key; one query. Ask policy for each before.

    Groups without one are left out.
    """
    first = (
        Meeting.objects.filter(group_id=OuterRef("group_id"), state=State.BOOKED, ends_at__gt=now)
        .order_by("starts_at", "pk")
        .values("pk")[:1]
    )
    rows = Meeting.objects.filter(group_id__in=list(group_pks), state=State.BOOKED, ends_at__gt=now)
    return {info.group_pk: info for info in _infos(rows.filter(pk=Subquery(first)))}


def newest_of_groups(
    group_pks: Iterable[int], limit: int, meeting_ids: Iterable[UUID] | None = None
) -> tuple[MeetingInfo, ...]:
    """Return the newest meetings of these groups that are, or were, in the calendar, newest first; one query.

    Ask policy for each group before, and of each meeting whether who asks knows of it.

    Args:
        limit: so many at most.
        meeting_ids: only these, and all of them.
    """
    rows = Meeting.objects.filter(group_id__in=list(group_pks), state__in=COUNTED, starts_at__isnull=False)
    if meeting_ids is not None:
        return _infos(rows.filter(public_id__in=list(meeting_ids)).order_by("-starts_at", "-pk"))
    return _infos(rows.order_by("-starts_at", "-pk")[:limit])


def held_of_groups(group_pks: Iterable[int], now: dt.datetime) -> dict[int, Rhythm]:
    """Return how often each of these groups meets, by primary key; one query. Every group asked for is a key.

    Ask policy before: for OVERVIEW_SEE, or for each group.
    """
    found = dict.fromkeys(group_pks, Rhythm())
    rows = (
        Meeting.objects.filter(group_id__in=list(found))
        .order_by()
        .values("group_id")
        .annotate(
            held=Count("pk", filter=Q(state=State.HELD)),
            last_held_at=Max("ends_at", filter=Q(state=State.HELD)),
            last_at=Max("ends_at", filter=_over(now)),
            next_at=Min("starts_at", filter=Q(state=State.BOOKED, ends_at__gt=now)),
            asking=Count("pk", filter=Q(state=State.ASKING)),
        )
    )
    for row in rows:
        found[row["group_id"]] = Rhythm(
            row["held"], row["last_held_at"], row["last_at"], row["next_at"], row["asking"] > 0
        )
    return found


def held_dates(group_pks: Iterable[int]) -> tuple[dt.datetime, ...]:
    """Return when these groups have met, in order; one query. Ask policy before: for each group."""
    rows = Meeting.objects.filter(group_id__in=list(group_pks), state=State.HELD, starts_at__isnull=False)
    return tuple(rows.order_by("starts_at", "pk").values_list("starts_at", flat=True))


def groups_that_meet(round_id: int, since: dt.datetime) -> QuerySet:
    """Return the groups of a round that have met since then, or have booked a meeting or are asking for times.

    For the inside of another room's query: primary keys, and no query of its own. Policy as above.
    """
    met = Q(state__in=COUNTED, ends_at__gt=since) | Q(state=State.ASKING)
    return Meeting.objects.filter(met, group__round_id=round_id).order_by().values("group_id")


# ---- one person's calendar ----


def meetings_for_calendar(user_id: int, since: dt.datetime) -> tuple[MeetingInfo, ...]:
    """Return a person's meetings in all programmes, in order of time; six queries.

    Those of the groups that they are in, or were in to the end, and announced ones of the programme that are for them
    and that they have not declined; where places are few, only with a place. Booked and held ones that end after
    `since`, and cancelled ones that were cancelled after it. It asks no policy: it is the person's own calendar.

    Where somebody may have meetings is asked first, then each place by its keys: in one query with an OR between them,
    MariaDB reads the meetings of everybody for each calendar program that comes by.
    """
    now_in = Q(
        state=GroupState.PUBLISHED,
        memberships__participant__user_id=user_id,
        memberships__seat__isnull=False,
        memberships__participant__left_at=None,
    )
    to_the_end = Q(
        state=GroupState.CLOSED, memberships__participant__user_id=user_id, memberships__left_at=F("closed_at")
    )
    in_groups = list(Group.objects.filter(now_in | to_the_end).values_list("pk", flat=True))
    part = Round.objects.filter(participants__user_id=user_id, participants__left_at=None)
    parts = list(part.values_list("pk", "participants__role"))
    for_me = Q(audience=Audience.EVERYBODY, round__in=[pk for pk, _ in parts])
    for audience in (Audience.MENTORS, Audience.MENTEES):
        for_me |= Q(audience=audience, round__in=[pk for pk, role in parts if role == ROLES[audience]])
    said = Attendance.objects.filter(user_id=user_id)
    out = said.filter(answer__in=(Answer.NOT_COMING, Answer.WAITING)).values("meeting_id")
    seated = Q(places=None) | Q(pk__in=said.filter(answer=Answer.COMING).values("meeting_id"))
    when = Q(state__in=COUNTED, ends_at__gt=since) | Q(
        state=State.CANCELLED, starts_at__isnull=False, changed_at__gt=since
    )
    rows = Meeting.objects.filter(when).order_by()
    joint = rows.filter(for_me, seated, group=None, announced_at__isnull=False).exclude(pk__in=out)
    found = {
        pk
        for places in (
            rows.filter(group__in=in_groups),
            joint,
            rows.filter(leader_id=user_id, announced_at__isnull=False),
        )
        for pk in places.values_list("pk", flat=True)
    }
    return _infos(Meeting.objects.filter(pk__in=found).order_by("starts_at", "pk"))


# ---- one meeting ----


def facts_of_meeting(meeting: MeetingInfo, now: dt.datetime) -> Facts:
    """Return what policy needs to know of a meeting: whom it is for, who holds it, and whether it is over.

    One query. A meeting of the programme that is a draft is for nobody yet.
    """
    over = meeting.cancelled or meeting.over(now)
    if meeting.group_id is not None:
        people = groups.facts_of([meeting.group_id])[meeting.group_id].member_ids
        return Facts(member_ids=people, closed=over)
    if meeting.state is State.DRAFT:
        return Facts(owner_id=meeting.leader_id, closed=over)
    people = programmes.everybody(meeting.round_id, ROLES[Audience(meeting.audience)])
    return Facts(owner_id=meeting.leader_id, member_ids=frozenset(person.user_id for person in people), closed=over)


# ---- from rows to infos ----


def numbered(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Give each of a group's own meetings its number in order of time; those that are not in the calendar get none."""
    before = (
        Meeting.objects.filter(group_id=OuterRef("group_id"), state__in=COUNTED)
        .filter(Q(starts_at__lt=OuterRef("starts_at")) | Q(starts_at=OuterRef("starts_at"), pk__lte=OuterRef("pk")))
        .order_by()
        .values("group_id")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return rows.select_related("group", "round").annotate(
        number=Coalesce(Subquery(before, output_field=IntegerField()), 0)
    )


def _infos(rows: QuerySet[Meeting], *, answers: bool = False) -> tuple[MeetingInfo, ...]:
    infos = tuple(info_of(row) for row in numbered(rows))
    return with_answers(infos) if answers else infos


def info_of(row: Meeting) -> MeetingInfo:
    """Return what other rooms may know of a row; one that `numbered` did not give has no number.

    What was booked for a time after its group or its round ended is called off by that, and nobody has to write it.
    """
    counts = row.group_id is not None and row.state in COUNTED
    ended = min((end for end in (row.group and row.group.closed_at, row.round.closed_at) if end), default=None)
    off = ended is not None and row.state == State.BOOKED and row.starts_at >= ended
    return MeetingInfo(
        id=row.pk,
        public_id=row.public_id,
        round_id=row.round_id,
        programme_id=row.round.programme_id,
        group_pk=row.group_id,
        group_id=row.group.public_id if row.group_id is not None else None,
        kind=Kind(row.kind),
        state=State.CANCELLED if off else State(row.state),
        title=row.title,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        time_zone=row.time_zone,
        way=Way(row.way),
        where=row.where,
        link=row.link,
        number=getattr(row, "number", None) if counts else None,
        sequence=row.sequence + off,
        version=row.version,
        created_at=row.created_at,
        changed_at=max(row.changed_at, ended) if off else row.changed_at,
        planned=row.planned,
        theme=row.theme,
        agenda=row.agenda,
        audience=row.audience,
        places=row.places,
        answer_until=row.answer_until,
        announced_at=row.announced_at,
        leader_id=row.leader_id,
        made_by_id=row.made_by_id,
        counted=row.group_id is not None and row.group.circle == Circle.MENTORING,
    )


def with_answers(infos: tuple[MeetingInfo, ...]) -> tuple[MeetingInfo, ...]:
    """Add to each meeting what people answered and which times are proposed; three queries, none without meetings."""
    ids = [info.id for info in infos]
    if not ids:
        return infos
    attendances = attendances_of(ids)
    options: dict[int, list[OptionInfo]] = defaultdict(list)
    for option in Option.objects.filter(meeting__in=ids).order_by("starts_at").prefetch_related("suits"):
        options[option.meeting_id].append(
            OptionInfo(
                public_id=option.public_id,
                starts_at=option.starts_at,
                ends_at=option.ends_at,
                way=Way(option.way),
                where=option.where,
                link=option.link,
                suits=frozenset(suits.user_id for suits in option.suits.all()),
            )
        )
    return tuple(replace(info, attendances=attendances[info.id], options=tuple(options[info.id])) for info in infos)


def attendances_of(meeting_pks: Iterable[int]) -> dict[int, Mapping[int, AttendanceInfo]]:
    """Return who answered what and who was there, by the meeting's primary key and the user id; one query."""
    found: dict[int, dict[int, AttendanceInfo]] = {pk: {} for pk in meeting_pks}
    for row in Attendance.objects.filter(meeting__in=list(found)).order_by("pk"):
        found[row.meeting_id][row.user_id] = attendance_info(row)
    return found


def attendance_info(row: Attendance) -> AttendanceInfo:
    """Return what other rooms may know of an answer."""
    return AttendanceInfo(
        user_id=row.user_id,
        answer=Answer(row.answer) if row.answer else None,
        answered_at=row.answered_at,
        seat=row.seat,
        queued_at=row.queued_at,
        attended=row.attended,
    )
