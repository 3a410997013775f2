"""Reading points, actions and notes: a constant number of queries each, however many there are.

All of them leave policy to the caller, as they say; titles of goals are only those that the reader may read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from mentoring_xblock.goals import api as goals
from mentoring_xblock.groups.data import Circle
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.paging import Page, page_bounds
from mentoring_xblock.kit.place import Place
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.notes.data import PAGE_SIZE, SHOWN, ActionInfo, KeptInfo, NotedMeeting, NoteInfo, PointInfo
from mentoring_xblock.notes.models import Action, Note, NoteVersion, Point, Vote
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.sharing import api as sharing

#: `Note.keeper` of what a group shares.
SHARED = 0


# ---- goals to link to ----


def goal_titles(actor: Actor, place: Place, group_pk: int, now: dt.datetime) -> dict[UUID, str]:
    """Return the group's own goals, and those that are shared with it and that the actor may read, by public id.

    Three queries. Ask policy for RELATION_READ before.
    """
    shared = sharing.shared_in(ItemKind.GOAL, group_pk, actor.user_id, now)
    return goals.titles(actor, place, shared, group_pk)


# ---- points ----


def votes_on(relation: Relation) -> bool:
    """Return whether a group votes on its points: a group of equals does, whoever leads it."""
    return relation.group.circle != Circle.MENTORING


def group_points(relation: Relation, titles: dict[UUID, str]) -> tuple[PointInfo, ...]:
    """Return what a group has before it, oldest first, or by votes where it votes; one query.

    Ask policy for RELATION_READ before.
    """
    rows = Point.objects.filter(group_id=relation.group.id, done_at=None)
    return _points(rows, relation.me.user_id, titles, by_votes=votes_on(relation))


def talked_about(relation: Relation, titles: dict[UUID, str]) -> tuple[PointInfo, ...]:
    """Return the newest points that were talked about; one query. Policy as above."""
    rows = Point.objects.filter(group_id=relation.group.id, done_at__isnull=False)
    if relation.since is not None:
        rows = rows.filter(Q(done_at__gte=relation.since) | Q(author_id=relation.me.user_id))
    rows = rows.order_by("-done_at", "-pk")[:SHOWN]
    return tuple(_point(row, relation.me.user_id, titles) for row in rows)


def meeting_points(meeting: MeetingInfo, user_id: int | None) -> tuple[PointInfo, ...]:
    """Return what was raised for a meeting of the programme, by votes; one query. Ask for MEETING_SEE before."""
    return _points(Point.objects.filter(meeting_id=meeting.id, group=None), user_id, {}, by_votes=True)


def _points(
    rows: QuerySet[Point], user_id: int | None, titles: dict[UUID, str], *, by_votes: bool
) -> tuple[PointInfo, ...]:
    rows = rows.annotate(
        count=Count("votes"), voted=Exists(Vote.objects.filter(point_id=OuterRef("pk"), user_id=user_id))
    )
    return tuple(_point(row, user_id, titles) for row in rows.order_by(*(["-count"] if by_votes else []), "pk"))


def _point(row: Point, user_id: int | None, titles: dict[UUID, str]) -> PointInfo:
    return PointInfo(
        point_id=row.public_id,
        body=row.body,
        author_id=row.author_id,
        mine=row.author_id == user_id,
        created_at=row.created_at,
        done_at=row.done_at,
        goal=titles.get(row.goal_id, ""),
        votes=getattr(row, "count", 0),
        voted=getattr(row, "voted", False),
    )


# ---- actions ----


def open_actions(relation: Relation, titles: dict[UUID, str], now: dt.datetime) -> tuple[ActionInfo, ...]:
    """Return what a group has agreed on and not done, by day; one query. Ask policy for RELATION_READ before."""
    rows = _known(relation).filter(done_at=None, dropped_at=None).order_by(F("due_on").asc(nulls_last=True), "pk")
    today = relation.plan.today(now)
    return tuple(action_info(row, relation.me.user_id, today, titles) for row in rows)


def past_actions(relation: Relation, titles: dict[UUID, str], now: dt.datetime) -> tuple[ActionInfo, ...]:
    """Return the newest actions that were done or let go; one query. Policy as above."""
    rows = _known(relation).exclude(done_at=None, dropped_at=None)
    today = relation.plan.today(now)
    newest = sorted(rows.order_by("-pk")[: 4 * SHOWN], key=lambda row: row.done_at or row.dropped_at, reverse=True)
    return tuple(action_info(row, relation.me.user_id, today, titles) for row in newest[:SHOWN])


def promised(group_pks: Iterable[int], user_id: int, today: dt.date) -> tuple[ActionInfo, ...]:
    """Return a person's own open actions in these groups, by day; one query. They are the person's own."""
    rows = Action.objects.filter(group__in=list(group_pks), owner_id=user_id, done_at=None, dropped_at=None)
    return tuple(action_info(row, user_id, today, {}) for row in rows.order_by(F("due_on").asc(nulls_last=True), "pk"))


def promised_for(relations: Iterable[Relation], goal_id: UUID, now: dt.datetime) -> tuple[ActionInfo, ...]:
    """Return what was promised for a goal in these groups and is open, by day; one query.

    Ask policy for RELATION_READ of each group before. As everywhere in a group, who joined later reads what came after.
    """
    known = {relation.group.id: relation for relation in relations}
    rows = Action.objects.filter(group_id__in=known, goal_id=goal_id, done_at=None, dropped_at=None)
    found = []
    for row in rows.order_by(F("due_on").asc(nulls_last=True), "pk"):
        relation = known[row.group_id]
        me = relation.me.user_id
        if relation.since is None or row.created_at >= relation.since or row.owner_id == me:
            found.append(action_info(row, me, relation.plan.today(now), {}))
    return tuple(found)


def _known(relation: Relation) -> QuerySet[Action]:
    """Return what a group has agreed on since its reader is in it, and what the reader promised."""
    rows = Action.objects.filter(group_id=relation.group.id)
    if relation.since is None:
        return rows
    return rows.filter(Q(created_at__gte=relation.since) | Q(owner_id=relation.me.user_id))


def action_info(row: Action, user_id: int | None, today: dt.date, titles: dict[UUID, str]) -> ActionInfo:
    """Return what others may know of a row."""
    standing = row.done_at is None and row.dropped_at is None
    return ActionInfo(
        action_id=row.public_id,
        body=row.body,
        owner_id=row.owner_id,
        mine=row.owner_id == user_id,
        due_on=row.due_on,
        version=row.version,
        created_at=row.created_at,
        done_at=row.done_at,
        dropped_at=row.dropped_at,
        goal_id=row.goal_id,
        goal=titles.get(row.goal_id, ""),
        overdue=standing and row.due_on is not None and row.due_on < today,
    )


# ---- notes ----


def notes_of(meeting: MeetingInfo, user_id: int) -> tuple[NoteInfo, NoteInfo]:
    """Return a meeting's shared note and the reader's own; one query.

    Ask policy for RELATION_READ of the meeting before showing the shared one, and for NOTE_OWN before the other.
    """
    rows = {row.keeper: row for row in Note.objects.filter(meeting_id=meeting.id, keeper__in=(SHARED, user_id))}
    return tuple(note_info(meeting, rows.get(keeper), own=keeper != SHARED) for keeper in (SHARED, user_id))


def note_info(meeting: MeetingInfo, row: Note | None, *, own: bool) -> NoteInfo:
    """Return a note, also one that nobody has written yet."""
    if row is None:
        return NoteInfo(meeting.public_id, own)
    return NoteInfo(meeting.public_id, own, row.body, row.version, row.updated_by_id, row.updated_at)


def kept_beside(meeting: MeetingInfo, user_id: int) -> dict[bool, tuple[KeptInfo, ...]]:
    """Return the newest texts kept beside a meeting's shared note and beside the reader's own (True); one query.

    At most `SHOWN` of each, so that many of one do not hide the other's.
    """
    rows = NoteVersion.objects.filter(note__meeting_id=meeting.id, note__keeper__in=(SHARED, user_id))
    place = Window(RowNumber(), partition_by="note_id", order_by="-pk")
    newest = rows.annotate(place=place).filter(place__lte=SHOWN).order_by("-pk")
    found: dict[bool, list[KeptInfo]] = {False: [], True: []}
    for keeper, *kept in newest.values_list("note__keeper", "body", "author_id", "created_at"):
        found[keeper != SHARED].append(KeptInfo(*kept))
    return {own: tuple(texts) for own, texts in found.items()}


def noted_meetings(relation: Relation, page: int, *, shared: bool) -> Page[NotedMeeting]:
    """Return a page of a group's meetings that have notes for the reader, newest first; two queries.

    Args:
        shared: whether policy lets the reader read what the group shares; otherwise only their own notes count.
    """
    readable = Q(keeper=relation.me.user_id)
    if shared:
        since = relation.since
        met = Q() if since is None else Q(meeting__ends_at__gte=since) | Q(meeting__ends_at=None)
        readable |= Q(keeper=SHARED) & met
    rows = Note.objects.filter(readable, ~Q(body=""), meeting__group_id=relation.group.id)
    rows = rows.values_list("meeting__public_id", "meeting__starts_at", "meeting_id").distinct()
    total = rows.count()
    number, pages, shown = page_bounds(total, page, PAGE_SIZE)
    found = rows.order_by("-meeting__starts_at", "-meeting_id")[shown]
    return Page(tuple(NotedMeeting(public_id, starts_at) for public_id, starts_at, _ in found), number, pages, total)


def last_own_note(meeting: MeetingInfo | None, user_id: int) -> str:
    """Return what somebody wrote for themselves about a meeting; one query. It is theirs; ask for NOTE_OWN before."""
    if meeting is None:
        return ""
    return Note.objects.filter(meeting_id=meeting.id, keeper=user_id).values_list("body", flat=True).first() or ""
