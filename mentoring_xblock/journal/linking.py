"""What an entry can be linked to: goals and meetings of its writer and their groups.

Readers of an entry are told nothing of its links: they need not be readers of the goal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.data import GoalRef
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.journal.clocks import my_relations
from mentoring_xblock.journal.data import Draft, EntryInfo, Link
from mentoring_xblock.kit.dates import day
from mentoring_xblock.kit.place import Place
from mentoring_xblock.meetings import api as meetings
from mentoring_xblock.meetings.data import MeetingInfo
from mentoring_xblock.meetings.pages import group_name, heading
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes

GOAL, MEETING = "goal", "meeting"
#: Meetings to choose from, the newest.
MEETINGS = 20

#: Columns of an entry that a save links anew, with the primary keys that they take.
Links = Mapping[str, int | None]


def links(actor: Actor, place: Place) -> tuple[Link, ...]:
    """Return what an entry of the actor's can be linked to now.

    Their own goals of the round that they are in and those of their groups, oldest first; then the newest meetings of
    their groups, held or ahead, newest first. A constant number of queries.
    """
    return (
        *(Link(GOAL, one.goal_id, one.title) for one in _goals(actor, place)),
        *(Link(MEETING, one.public_id, _title(relation, one)) for relation, one in _meetings(actor, place)),
    )


def linked(actor: Actor, place: Place, entries: Iterable[EntryInfo]) -> dict[UUID, tuple[Link, ...]]:
    """Return what these entries are linked to, by public id; for the eyes of who wrote them only.

    Whatever the actor may not see any more is left out, as are entries without a link. A constant number of queries,
    none where nothing is linked.
    """
    own = [one for one in entries if policy.allowed(Action.ITEM_WRITE, actor, Facts(owner_id=one.owner_id))]
    goal_ids = {one.goal_id for one in own if one.goal_id}
    meeting_ids = {one.meeting_id for one in own if one.meeting_id}
    known: dict[UUID | None, Link] = {}
    if goal_ids:
        known |= {one.goal_id: Link(GOAL, one.goal_id, one.title) for one in _goals(actor, place, goal_ids)}
    if meeting_ids:
        found = _meetings(actor, place, meeting_ids)
        known |= {one.public_id: Link(MEETING, one.public_id, _title(relation, one)) for relation, one in found}
    ids = {one.public_id: [id_ for id_ in (one.goal_id, one.meeting_id) if id_ in known] for one in own}
    return {entry_id: tuple(known[id_] for id_ in of_entry) for entry_id, of_entry in ids.items() if of_entry}


def links_to(actor: Actor, place: Place, draft: Draft, standing: Draft) -> tuple[Links, dict[str, str]]:
    """Return the columns that a draft links anew, and sentences by field about what can't be linked.

    No query where the links are those that stand.
    """
    changed: dict[str, int | None] = {}
    wrong: dict[str, str] = {}
    if draft.goal_id != standing.goal_id:
        known = {one.goal_id: one.pk for one in _goals(actor, place)} if draft.goal_id else {}
        changed["goal_id"] = known.get(draft.goal_id)
        if draft.goal_id and draft.goal_id not in known:
            wrong[GOAL] = gettext("This goal is not here any more. Choose another; your text is still here.")
    if draft.meeting_id != standing.meeting_id:
        known = {one.public_id: one.id for _, one in _meetings(actor, place)} if draft.meeting_id else {}
        changed["meeting_id"] = known.get(draft.meeting_id)
        if draft.meeting_id and draft.meeting_id not in known:
            wrong[MEETING] = gettext("This meeting is not here any more. Choose another; your text is still here.")
    return changed, wrong


def _goals(actor: Actor, place: Place, goal_ids: Iterable[UUID] | None = None) -> tuple[GoalRef, ...]:
    programme, _ = programmes.my_round(actor.user_id, place)
    if programme is None or programme.round is None:
        return ()
    return goals.refs_before(actor, programme, my_relations(actor, place), timezone.now(), goal_ids)


def _meetings(
    actor: Actor, place: Place, meeting_ids: Iterable[UUID] | None = None
) -> list[tuple[Relation, MeetingInfo]]:
    """Return meetings of the actor's groups, as far as they know of them, newest first; one query."""
    now = timezone.now()
    mine = {one.group.id: one for one in my_relations(actor, place)}
    found = meetings.newest_of_groups(mine, MEETINGS, meeting_ids) if mine else ()
    pairs = [(mine[one.group_pk], one) for one in found]
    return [
        (relation, one)
        for relation, one in pairs
        if policy.allowed(Action.RELATION_READ, actor, relation.facts(now, at=min(now, one.ends_at)))
    ]


def _title(relation: Relation, meeting: MeetingInfo) -> str:
    return " · ".join((day(meeting.starts_at), heading(relation.plan, meeting), group_name(relation)))


__all__ = ["Links", "linked", "links", "links_to"]
