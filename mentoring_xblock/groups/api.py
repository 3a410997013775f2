"""The door to groups.

Everything that changes a group asks policy, runs in a transaction of its own (again, when somebody was faster), and is
safe to call twice. Everything that reads takes a constant number of queries and leaves policy to the caller, except
`get_group`. Ids from a browser are public ids; ids between rooms are primary keys.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.groups.awaited import awaited, awaited_in
from mentoring_xblock.groups.changing import close, move, release
from mentoring_xblock.groups.clocks import clock_of, clocks_of, days_of
from mentoring_xblock.groups.data import (
    Circle,
    CloseReason,
    GroupInfo,
    GroupPage,
    Kind,
    MemberInfo,
    Mentee,
    PlaceInfo,
    PublishPreview,
    PublishReport,
    State,
    Stay,
)
from mentoring_xblock.groups.ending import end_round
from mentoring_xblock.groups.leaving import leave_programme
from mentoring_xblock.groups.making import NAME_LIMIT, create_group, delete_draft, rename, resize, usual_places
from mentoring_xblock.groups.members import add_member, remove_member, set_leader
from mentoring_xblock.groups.models import Group
from mentoring_xblock.groups.overview import (
    LIST_SIZE,
    ended_counts,
    find_groups,
    leaders_beyond,
    leaders_with_room,
    past_end,
    placed,
    state_counts,
    under_way,
    warned,
)
from mentoring_xblock.groups.parting import OWN_REASONS, Parted, closes_without, part
from mentoring_xblock.groups.phases import move_phase, preview_phase, set_days, undo_phase
from mentoring_xblock.groups.places import usual_number
from mentoring_xblock.groups.publishing import preview_publishing, publish
from mentoring_xblock.groups.queries import (
    PAGE_SIZE,
    any_in,
    current_membership,
    facts_of,
    groups_of_round,
    hold_group,
    hold_known,
    info_of,
    mentees_of,
    mentors_of,
    my_groups,
    people_in,
    placements,
    seated,
    stays_in,
    visible_groups,
    who_was,
)
from mentoring_xblock.groups.quiet import begun, closing_day, end_quiet, keep_on, lift, warn
from mentoring_xblock.groups.relation import Relation, earlier_relations, relation, relations, working_relation
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme.api import programme_of


def get_group(actor: Actor, place: Place, group_id: UUID) -> GroupInfo:
    """Return a group to somebody who is in it, or who coordinates its programme.

    Args:
        group_id: public id.
    Raises:
        NotFound: there is no such group in this programme, or none that the actor may know of.
        NotAllowed: nobody is signed in, or they are viewing the course as somebody else.
    """
    policy.require(Action.GROUP_SEE, actor, facts_of([group_id])[group_id])
    programme = programme_of(place)
    row = Group.objects.filter(public_id=group_id, round__programme_id=programme.id).first()
    if row is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    return info_of(row)


__all__ = [
    "LIST_SIZE",
    "NAME_LIMIT",
    "OWN_REASONS",
    "PAGE_SIZE",
    "Circle",
    "CloseReason",
    "GroupInfo",
    "GroupPage",
    "Kind",
    "MemberInfo",
    "Mentee",
    "Parted",
    "PlaceInfo",
    "PublishPreview",
    "PublishReport",
    "Relation",
    "State",
    "Stay",
    "add_member",
    "any_in",
    "awaited",
    "awaited_in",
    "begun",
    "clock_of",
    "clocks_of",
    "close",
    "closes_without",
    "closing_day",
    "create_group",
    "current_membership",
    "days_of",
    "delete_draft",
    "earlier_relations",
    "end_quiet",
    "end_round",
    "ended_counts",
    "facts_of",
    "find_groups",
    "get_group",
    "groups_of_round",
    "hold_group",
    "hold_known",
    "keep_on",
    "leaders_beyond",
    "leaders_with_room",
    "leave_programme",
    "lift",
    "mentees_of",
    "mentors_of",
    "move",
    "move_phase",
    "my_groups",
    "part",
    "past_end",
    "people_in",
    "placed",
    "placements",
    "preview_phase",
    "preview_publishing",
    "publish",
    "relation",
    "relations",
    "release",
    "remove_member",
    "rename",
    "resize",
    "seated",
    "set_days",
    "set_leader",
    "state_counts",
    "stays_in",
    "under_way",
    "undo_phase",
    "usual_number",
    "usual_places",
    "visible_groups",
    "warn",
    "warned",
    "who_was",
    "working_relation",
]
