"""The door to points, actions and notes.

What changes something asks policy, and is safe to call twice. What only reads leaves policy to the caller, as it says.
"""

from __future__ import annotations

from mentoring_xblock.notes.actions import ActionDraft, Becomes, add_action, change_action, get_action, settle_action
from mentoring_xblock.notes.data import (
    ACTION_LIMIT,
    NOTE_LIMIT,
    OPEN_LIMIT,
    POINT_LIMIT,
    ActionInfo,
    KeptInfo,
    NotedMeeting,
    NoteInfo,
    PointInfo,
)
from mentoring_xblock.notes.points import (
    add_point,
    joint_meeting,
    raise_point,
    raising,
    remove_point,
    take_back_raised,
    tick_point,
    vote_point,
    vote_raised,
)
from mentoring_xblock.notes.queries import (
    goal_titles,
    group_points,
    kept_beside,
    last_own_note,
    meeting_points,
    noted_meetings,
    notes_of,
    open_actions,
    past_actions,
    promised,
    promised_for,
    talked_about,
    votes_on,
)
from mentoring_xblock.notes.writing import require_meeting, require_note, save_note

__all__ = [
    "ACTION_LIMIT",
    "NOTE_LIMIT",
    "OPEN_LIMIT",
    "POINT_LIMIT",
    "ActionDraft",
    "ActionInfo",
    "Becomes",
    "KeptInfo",
    "NoteInfo",
    "NotedMeeting",
    "PointInfo",
    "add_action",
    "add_point",
    "change_action",
    "get_action",
    "goal_titles",
    "group_points",
    "joint_meeting",
    "kept_beside",
    "last_own_note",
    "meeting_points",
    "noted_meetings",
    "notes_of",
    "open_actions",
    "past_actions",
    "promised",
    "promised_for",
    "raise_point",
    "raising",
    "remove_point",
    "require_meeting",
    "require_note",
    "save_note",
    "settle_action",
    "take_back_raised",
    "talked_about",
    "tick_point",
    "vote_point",
    "vote_raised",
    "votes_on",
]
